/* SPDX-License-Identifier: MIT */
#include "ui/search.h"
#include "layout/plain.h"
#include "text/find.h"
#include "ui/commands.h"
#include "ui/gather.h"
#include "ui/offers.h"
#include "ui/prompt.h"
#include "ui/search_inside.h"

#include <stdlib.h>
#include <string.h>

enum { GIVE_UPS = 100 }; /* messages an expression may take too long on */

struct search *search_new(void)
{
    struct search *search = mem_zero(1, sizeof *search);

    search->probe.parts = search->filter.parts = search->tags.parts = PLAIN_TEXT;
    search->filter.is_query = search->tags.is_query = true;
    return search;
}

void search_free(struct search *search)
{
    if (!search)
        return;
    scan_stop(&search->scan);
    probe_release(&search->probe);
    probe_release(&search->filter);
    probe_release(&search->tags);
    vec_release(&search->hits);
    vec_release(&search->found);
    free(search->filtered);
    edit_history_release(&search->searches);
    edit_history_release(&search->filters_typed);
    free(search);
}

/* --- what matches ---------------------------------------------------------------------------- */

bool search_matches(struct ui *ui, struct probe *probe, size_t item)
{
    bool gave_up = false, found = probe_matches(ui, probe, item, &gave_up);

    if (gave_up && ++ui->search->n_gave_up == GIVE_UPS)
        scan_end(&ui->search->scan);
    return found;
}

static bool wants_probe(struct ui *ui, size_t item)
{
    return search_matches(ui, &ui->search->probe, item);
}

static void highlight(struct ui *ui)
{
    const struct probe *probe = &ui->search->probe;

    ui->start.look.pattern = probe->parts & PLAIN_TEXT ? probe->pattern : NULL;
    ui->start.look.name_pattern = probe->parts & PLAIN_NAME ? probe->pattern : NULL;
    ui->start.look.file_pattern = probe->parts & PLAIN_FILES ? probe->pattern : NULL;
    ui_settle(ui);
}

/* --- hits ------------------------------------------------------------------------------------ */

/* Of the scanned part, the hit that many behind an item in a direction; there is one. The scan goes
 * on and around, and so do its hits. */
static size_t next_hit(const struct search *search, size_t item, int direction, int times)
{
    size_t best = 0, n = search->scan.n, n_hits = search->hits.n, least = SIZE_MAX;
    size_t more = (size_t)(times - 1) % n_hits;

    for (size_t i = 0; i < n_hits; i++) {
        size_t hit = search->hits.at[i];
        size_t away = (direction > 0 ? hit + n - item : item + n - hit) % n;

        away = away ? away : n;
        if (away < least) {
            least = away;
            best = i;
        }
    }
    return search->hits.at[(best + (direction > 0 ? more : n_hits - more)) % n_hits];
}

/* A prompt keeps what had the keys before it. */
static void arrive(struct ui *ui, size_t item)
{
    enum pane focus = ui->focus;

    expand_reveal(ui, item);
    ui_go(ui, item, -1);
    if (ui->prompt)
        ui->focus = focus;
    else if (ui->focus != focus)
        ui_settle(ui);
}

void search_go(struct ui *ui, size_t to, int direction)
{
    size_t from = ui_item(ui);

    arrive(ui, to);
    if (direction > 0 && to <= from)
        ui_tell(ui, _("search went on at the first message"));
    else if (direction < 0 && to >= from)
        ui_tell(ui, _("search went on at the last message"));
}

static void tell_nothing(struct ui *ui)
{
    size_t n = ui->search->n_hidden;

    if (n == 0)
        ui_tell(ui, _("nothing found"));
    else
        ui_tell(ui,
                ngettext("%zu match is hidden by the filter or H",
                         "%zu matches are hidden by the filter or H", n),
                n);
}

static void go_on(struct ui *ui, int direction, int times)
{
    if (ui->search->hits.n)
        search_go(ui, next_hit(ui->search, ui_item(ui), direction, times), direction);
    else
        tell_nothing(ui);
}

static void note_hit(struct ui *ui, size_t item)
{
    struct search *search = ui->search;

    if (search->finds && search_hides(ui, item)) {
        search->n_hidden++;
        return;
    }
    vec_push(&search->hits, (uint32_t)item);
    if (item >= search->home)
        search->n_after = search->hits.n;
    if (search->typing) {
        search->typing = false;
        arrive(ui, item);
    }
}

/* False: it did not. */
static bool tell_gave_up(struct ui *ui)
{
    const struct search *search = ui->search;

    if (search->n_gave_up >= GIVE_UPS)
        ui_tell(ui, _("the regular expression takes too long; the search was stopped"));
    else if (search->n_gave_up)
        ui_tell(ui, ngettext("the regular expression takes too long on %zu message",
                             "the regular expression takes too long on %zu messages",
                             search->n_gave_up),
                search->n_gave_up);
    return search->n_gave_up > 0;
}

/* What was told since the last key, of a paste that was cut, is not lost. */
static void tell_end(struct ui *ui)
{
    const struct search *search = ui->search;

    if (tell_gave_up(ui) || search->hits.n || ui->notice.size)
        return;
    if (search->filters)
        ui_tell(ui, _("no message matches the filter; & and Enter shows all"));
    else
        tell_nothing(ui);
}

static void note_end(struct ui *ui)
{
    struct search *search = ui->search;
    int pending = search->pending;

    search->pending = 0;
    search->typing = false;
    if (search->filters)
        filter_show(ui);
    else if (pending && search->hits.n)
        go_on(ui, pending, 1);
    tell_end(ui);
}

void search_collect(struct ui *ui, bool filters, size_t home)
{
    struct search *search = ui->search;
    size_t n = ui_chat(ui) ? ui_chat(ui)->n_items : 0;

    search->home = home < n ? home : n ? n - 1 : 0;
    search->home_message = n ? chat_item(ui_chat(ui), search->home, NULL)->id : 0;
    search->hits.n = search->n_after = search->n_hidden = search->n_gave_up = 0;
    search->filters = filters;
    search->finds = !filters;
    search->typing = search->typing && !filters;
    search->pending = 0;
    if (gather_start(ui))
        return; /* and then search_resume */
    scan_start(&search->scan, ui,
               &(struct scan){.wants = filters ? filter_wants : wants_probe,
                              .hit = note_hit,
                              .pause = filter_pause,
                              .end = note_end,
                              .direction = filters ? 0 : 1,
                              .origin = search->home});
}

/* --- prompts --------------------------------------------------------------------------------- */

static void remember_origin(struct ui *ui)
{
    struct search *search = ui->search;
    const struct message *message = ui_message(ui);

    search->origin = (struct jump){0, message ? message->id : 0, 0};
    search->origin_row = view_selected_row(&ui->messages);
    search->origin_focus = ui->focus;
}

static void back_to_origin(struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);

    if (chat && ui->search->origin.message)
        view_select(&ui->messages,
                    lens_find(&ui->lens, chat_find(chat, ui->search->origin.message)),
                    ui->search->origin_row);
    ui->focus = ui->search->origin_focus;
}

static void search_changed(struct ui *ui, const char *text)
{
    scan_stop(&ui->search->scan);
    back_to_origin(ui);
    ui->search->hits.n = 0;
    ui->search->typing = probe_set(ui, &ui->search->probe, text);
    highlight(ui);
    if (ui->search->typing)
        search_collect(ui, false, filter_home(ui, ui_item(ui)));
}

static void search_accepted(struct ui *ui, const char *text)
{
    if (!*text && ui->search->searches.lines.n)
        search_changed(ui, ui->search->searches.lines.at[ui->search->searches.lines.n - 1]);
    ui->focus = PANE_MESSAGES;
}

static void search_cancelled(struct ui *ui)
{
    scan_stop(&ui->search->scan);
    ui->search->typing = false;
    back_to_origin(ui);
    search_forget(ui);
}

static bool search_key(struct ui *ui, int key)
{
    return probe_key(ui, &ui->search->probe, key);
}

static struct prompt_kind search_prompt = {.sign = "/",
                                           .name = "search",
                                           .changed = search_changed,
                                           .accept = search_accepted,
                                           .cancel = search_cancelled,
                                           .key = search_key};
void search_ask(struct ui *ui)
{
    remember_origin(ui);
    search_prompt.history = &ui->search->searches;
    prompt_open(ui, &search_prompt, "");
}

/* --- tagging --------------------------------------------------------------------------------- */

static bool wants_tags(struct ui *ui, size_t item)
{
    return search_matches(ui, &ui->search->tags, item);
}

static void end_tags(struct ui *ui)
{
    tags_show(ui);
    tell_gave_up(ui);
}

static void tag_all(struct ui *ui)
{
    scan_start(&ui->search->scan, ui,
               &(struct scan){
                   .wants = wants_tags, .hit = tags_add, .end = end_tags, .direction = 1});
}

static void tag_accepted(struct ui *ui, const char *text)
{
    ui->search->n_gave_up = 0;
    if (!probe_set(ui, &ui->search->tags, text))
        return;
    if (gather_start(ui))
        ui->search->later = tag_all;
    else
        tag_all(ui);
}

static bool tag_key(struct ui *ui, int key)
{
    return probe_key(ui, &ui->search->tags, key);
}

void search_ask_tags(struct ui *ui)
{
    static struct edit_history history;
    static const struct prompt_kind kind = {.sign = "T",
                                            .name = "tag",
                                            .accept = tag_accepted,
                                            .key = tag_key,
                                            .complete = offer_query_line,
                                            .history = &history};

    ui->search->finds = false;
    prompt_open(ui, &kind, "");
}

/* --- the rest -------------------------------------------------------------------------------- */

void search_step(struct ui *ui, int direction, int count)
{
    struct search *search = ui->search;

    if (!search->probe.pattern) {
        ui_tell(ui, _("search for something first, with /"));
        return;
    }
    if (!search->finds)
        search_collect(ui, false, filter_home(ui, ui_item(ui)));
    if (search->scan.wants || gather_runs(ui)) {
        search->pending = direction;
        return;
    }
    go_on(ui, direction, times(count));
}

void search_forget(struct ui *ui)
{
    probe_set(ui, &ui->search->probe, "");
    ui->search->finds = false;
    highlight(ui);
}

bool search_runs(const struct ui *ui)
{
    return ui->search->scan.wants || ui->search->later || gather_runs(ui);
}

bool search_interrupt(struct ui *ui)
{
    bool runs = search_runs(ui);

    gather_stop(ui);
    scan_stop(&ui->search->scan);
    ui->search->typing = false;
    ui->search->later = NULL;
    return runs;
}

void search_restart(struct ui *ui)
{
    struct search *search = ui->search;
    const struct chat *chat = ui_chat(ui);
    int64_t message = chat ? memory_position(ui->memory, chat->id) : 0;

    scan_stop(&search->scan);
    gather_stop(ui);
    search->later = NULL;
    ui->home_row = -1;
    if (chat)
        filter_recall(ui, chat->id);
    search->hits.n = search->n_after = search->found.n = 0;
    search->finds = false;
    if (search_has_filter(ui) && chat && chat->n_items)
        search_collect(ui, true, message ? chat_find(chat, message) : chat->n_items - 1);
}

static void go_on_later(struct ui *ui)
{
    void (*later)(struct ui *ui) = ui->search->later;

    if (!later || gather_runs(ui))
        return;
    ui->search->later = NULL;
    later(ui);
}

static void find_anew(struct ui *ui, size_t home)
{
    int pending = ui->search->pending;

    search_collect(ui, false, home);
    ui->search->pending = pending;
}

void search_recount(struct ui *ui)
{
    if (ui->search->finds)
        find_anew(ui, ui->search->home);
}

void search_resume(struct ui *ui, size_t item)
{
    struct search *search = ui->search;
    bool finds = search->finds;
    size_t home = filter_home(ui, item);

    scan_stop(&search->scan);
    search->hits.n = search->n_after = search->found.n = 0;
    search->finds = false;
    if (ui_chat(ui)->n_items == 0)
        return;
    if (search_has_filter(ui)) {
        search_collect(ui, true, home);
    } else if (finds) {
        find_anew(ui, home);
    }
    go_on_later(ui);
}

static size_t rank(const struct search *search, size_t item)
{
    size_t before = 0;

    for (size_t i = 0; i < search->hits.n; i++)
        before += search->hits.at[i] <= item;
    return before;
}

void search_add_state(const struct ui *ui, struct str *out)
{
    const struct search *search = ui->search;

    if (search_has_filter(ui))
        str_addf(out, _("filter: %zu"), search->found.n);
    if (search->probe.pattern && search->finds) {
        str_add_text(out, out->size ? " · " : "");
        str_addf(out, _("%zu of %zu"), rank(search, ui_item(ui)), search->hits.n);
    }
    if (search_runs(ui))
        str_add_text(out, "…");
    else if (out->size && gather_lacks(ui))
        str_addf(out, " %s", _("in what is loaded"));
}
