/* SPDX-License-Identifier: MIT */
#include "ui/offers.h"
#include "ui/prompt.h"
#include "ui/search_inside.h"

#include <stdlib.h>

enum { SCREENFUL = 256 }; /* matches: enough for any screen */

bool search_has_filter(const struct ui *ui)
{
    return ui->search->filter.is_set || ui->only;
}

bool filter_wants(struct ui *ui, size_t item)
{
    struct probe *filter = &ui->search->filter;

    return (!ui->only || ui->only(ui, item)) &&
           (!filter->is_set || search_matches(ui, filter, item));
}

bool search_hides(struct ui *ui, size_t item)
{
    return (ui->service == SERVICE_GONE &&
            lens_is_service(chat_item(ui_chat(ui), item, NULL))) ||
           !filter_wants(ui, item);
}

/* --- where the person is --------------------------------------------------------------------- */

/* Where nothing is shown nobody has moved since the filter's scan began. */
size_t filter_home(const struct ui *ui, size_t item)
{
    const struct chat *chat = ui_chat(ui);
    int64_t message = chat && ui->messages.n == 0 ? ui->search->home_message : 0;
    size_t home = message ? chat_find(chat, message) : 0;

    return message && home < chat->n_items ? home : item;
}

/* Who saw nothing goes to an item, on the row they were; who has moved stays. */
static void relens_at(struct ui *ui, size_t item)
{
    bool was_empty = ui->messages.n == 0;

    ui_relens(ui);
    if (was_empty && ui->messages.n)
        ui_place(ui, item, ui->home_row);
}

/* Ascending: the scan goes on from where the person was, and then back from there. */
static void sort_found(struct search *search)
{
    search->found.n = 0;
    for (size_t i = search->hits.n; i-- > search->n_after;)
        vec_push(&search->found, search->hits.at[i]);
    for (size_t i = 0; i < search->n_after; i++)
        vec_push(&search->found, search->hits.at[i]);
}

/* The first that is found is the nearest to where the person was. */
void filter_show(struct ui *ui)
{
    const struct search *search = ui->search;

    sort_found(ui->search);
    relens_at(ui, search->hits.n ? search->hits.at[0] : search->home);
}

void filter_pause(struct ui *ui)
{
    const struct search *search = ui->search;

    if (search->filters && search->found.n < SCREENFUL && search->hits.n > search->found.n)
        filter_show(ui);
}

void search_filter_anew(struct ui *ui)
{
    int row = view_selected_row(&ui->messages);
    size_t home;

    if (!ui_chat(ui))
        return;
    home = filter_home(ui, ui_item(ui));
    scan_stop(&ui->search->scan);
    if (ui->messages.n)
        ui->home_row = row > 0 ? row : 0;
    ui->search->found.n = 0;
    if (search_has_filter(ui))
        search_collect(ui, true, home);
    else
        search_recount(ui);
    relens_at(ui, home);
}

void search_begin_at(struct ui *ui, size_t item, int row)
{
    if (search_has_filter(ui)) {
        search_collect(ui, true, item);
        ui->home_row = row;
    }
}

/* --- what is asked for ----------------------------------------------------------------------- */

static bool filter_key(struct ui *ui, int key)
{
    return probe_key(ui, &ui->search->filter, key);
}

static void set_filter(struct ui *ui, const char *text)
{
    struct search *search = ui->search;
    char *filtered = probe_set(ui, &search->filter, text) ? mem_copy_text(text) : NULL;

    free(search->filtered);
    search->filtered = filtered;
    search->filtered_how = probe_how(&search->filter);
    search->is_own = true;
}

static void filter_accepted(struct ui *ui, const char *text)
{
    if (!*text)
        ui->only = NULL;
    set_filter(ui, text);
    search_keep(ui);
    search_filter_anew(ui);
}

static struct prompt_kind filter_prompt = {.sign = "&", .name = "filter", .accept = filter_accepted,
                                           .key = filter_key, .complete = offer_query_line};

void search_ask_filter(struct ui *ui)
{
    filter_prompt.history = &ui->search->filters_typed;
    prompt_open(ui, &filter_prompt, "");
}

void search_keep(struct ui *ui)
{
    const struct search *search = ui->search;
    const struct chat *chat = ui_chat(ui);

    if (search->is_own && chat)
        memory_set_filter(ui->memory, chat->id, search->filtered_how, search->filtered);
}

void filter_recall(struct ui *ui, int64_t chat)
{
    int64_t filtered = 0;
    int how = 0;
    const char *text = ui->search->is_own ? NULL : memory_filter(ui->memory, &filtered, &how);

    if (text && filtered == chat && probe_set_how(&ui->search->filter, how))
        set_filter(ui, text);
}

const uint32_t *search_found(const struct ui *ui, size_t *n)
{
    static const uint32_t none[1];
    const struct search *search = ui->search;

    *n = search->found.n;
    if (!search_has_filter(ui))
        return NULL;
    return search->found.n ? search->found.at : none;
}

