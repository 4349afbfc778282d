/* SPDX-License-Identifier: MIT */
#include "layout/chat.h"
#include "ui/commands.h"

#include <string.h>

void cmd_sort_menu(struct ui *ui, int count)
{
    (void)count;
    ui->menu = CONTEXT_SORT;
}

static int by_name(const void *a, const void *b)
{
    const struct chat *x = *(struct chat *const *)a, *y = *(struct chat *const *)b;

    int order = strcoll(x->name, y->name);

    if (!*x->name != !*y->name)
        return !*x->name - !*y->name;
    return order ? order : store_newest_first(a, b);
}

/* Of which too little is loaded to be where they belong; knows NULL: enough is. */
static void tell_unknown(struct ui *ui, bool (*knows)(const struct chat *chat))
{
    const struct store *store = ui->start.look.store;
    size_t n = 0;

    for (size_t i = 0; knows && i < store_n_chats(store); i++)
        n += !knows(store_chat_at(store, i));
    if (n)
        ui_tell(ui,
                ngettext("%zu chat comes last: it is not loaded yet",
                         "%zu chats come last: they are not loaded yet", n),
                n);
}

static void sort(struct ui *ui, store_compare_fn *order, bool (*knows)(const struct chat *chat))
{
    struct store *store = ui->start.look.store;
    const struct chat *chat = ui_chat(ui);

    store_sort_chats(store, order);
    ui->shown = chat ? store_place(store, chat->id) : NO_ITEM;
    if (chat)
        view_select(&ui->chats, ui->shown, -1);
    tell_unknown(ui, knows);
}

void cmd_sort_date(struct ui *ui, int count)
{
    (void)count;
    sort(ui, NULL, NULL);
}

void cmd_sort_name(struct ui *ui, int count)
{
    (void)count;
    sort(ui, by_name, chat_knows_name);
}

/* Comparisons take no argument of ours: who waits is asked of this one. */
static const struct look *sorted_look;

static int by_waiting(const void *a, const void *b)
{
    bool x = chat_waits(sorted_look, *(struct chat *const *)a);
    bool y = chat_waits(sorted_look, *(struct chat *const *)b);

    return x != y ? y - x : store_newest_first(a, b);
}

void cmd_sort_waiting(struct ui *ui, int count)
{
    (void)count;
    sorted_look = &ui->start.look;
    sort(ui, by_waiting, chat_knows_wait);
}

static int by_connector(const void *a, const void *b)
{
    const struct chat *x = *(struct chat *const *)a, *y = *(struct chat *const *)b;
    int order = strcmp(x->connector, y->connector);

    return order ? order : store_newest_first(a, b);
}

void cmd_sort_connector(struct ui *ui, int count)
{
    (void)count;
    sort(ui, by_connector, NULL);
}

static int by_line(const void *a, const void *b)
{
    const struct chat *x = *(struct chat *const *)a, *y = *(struct chat *const *)b;

    return x->line != y->line ? (x->line > y->line) - (x->line < y->line)
                              : store_newest_first(a, b);
}

void cmd_sort_line(struct ui *ui, int count)
{
    (void)count;
    sort(ui, by_line, NULL);
}

/* The worst first; the head's counts, then the client's. */
static int worst_vote(const struct chat *chat)
{
    int worst = 6;

    for (size_t s = 0; s < chat->sessions.n; s++) {
        const struct session *session = chat->sessions.at[s];
        int vote = session->vote_head ? session->vote_head : session->vote_user;

        worst = vote && vote < worst ? vote : worst;
    }
    return worst;
}

static int by_vote(const void *a, const void *b)
{
    int x = worst_vote(*(struct chat *const *)a), y = worst_vote(*(struct chat *const *)b);

    return x != y ? x - y : store_newest_first(a, b);
}

void cmd_sort_vote(struct ui *ui, int count)
{
    (void)count;
    sort(ui, by_vote, chat_knows_votes);
}

/* Tagged ones get a star; the shown one alone can also lose it. */
void cmd_star_chat(struct ui *ui, int count)
{
    const struct chat *chat;
    size_t at = 0;
    bool starred = true;

    (void)count;
    while ((chat = chat_tags_next(ui, &at)))
        if (!ui->to_tagged || !memory_is_starred(ui->memory, chat->id, 0))
            starred = memory_toggle_star(ui->memory, chat->id, 0);
    ui_tell(ui, "%s", starred ? _("starred") : _("the star is gone"));
    ui_keep(ui, NULL);
}
