/* SPDX-License-Identifier: MIT */
#include "ui/loading.h"
#include "base/log.h"
#include "layout/chat.h"
#include "ui/chat_filter.h"
#include "ui/commands.h"
#include "ui/follow.h"
#include "ui/grep.h"
#include "ui/search.h"

/* --- taking in ------------------------------------------------------------------------------- */

static int64_t message_at(const struct ui *ui, size_t item)
{
    return item == NO_ITEM ? 0 : chat_item(ui_chat(ui), item, NULL)->id;
}

struct stand loading_leave(const struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);
    const struct session *session;
    struct stand stand = {.row = view_selected_row(&ui->messages),
                          .chat_row = view_selected_row(&ui->chats)};

    if (!chat)
        return stand;
    stand.chat = chat->id;
    stand.version = chat->version;
    stand.last = chat->n_items ? chat_item(chat, chat->n_items - 1, NULL)->id : 0;
    stand.at_end = ui->messages.n == 0 || (ui->messages.selected + 1 == ui->messages.n &&
                                           view_is_at_end(&ui->messages));
    stand.range = message_at(ui, ui->range);
    stand.item = ui_item(ui);
    if (ui_item(ui) != NO_ITEM) {
        stand.message = chat_item(chat, ui_item(ui), &session)->id;
        stand.session = session->id;
    }
    return stand;
}

/* A gap has become messages: who came to it from below goes on at the last of them. */
static size_t last_of_session(const struct chat *chat, int64_t session)
{
    for (size_t s = 0; s < chat->sessions.n; s++)
        if (chat->sessions.at[s]->id == session && chat->sessions.at[s]->entries.n)
            return chat->starts.at[s] + chat->sessions.at[s]->entries.n - 1;
    return chat->n_items;
}

static size_t item_of(const struct chat *chat, const struct stand *stand)
{
    size_t item = stand->message ? chat_find(chat, stand->message)
                                 : last_of_session(chat, stand->session);

    return item == chat->n_items && stand->message ? stand->item : item;
}

static void stand_in_chat(struct ui *ui, const struct stand *stand)
{
    const struct chat *chat = ui_chat(ui);
    size_t item = item_of(chat, stand);
    size_t range = stand->range ? chat_find(chat, stand->range) : chat->n_items;

    if (!stand->at_end && stand->last && chat_find(chat, stand->last) < chat->n_items)
        follow_count(ui, chat->n_items - 1 - chat_find(chat, stand->last));
    ui->range = range < chat->n_items ? range : NO_ITEM;
    search_resume(ui, item);
    if (stand->item != NO_ITEM)
        ui->home_row = stand->row;
    reviewed_show(ui);
    ui_relens(ui);
    if (ui->messages.n == 0)
        return;
    if (stand->at_end || item >= chat->n_items)
        view_last(&ui->messages);
    else
        view_select(&ui->messages, lens_find(&ui->lens, item), stand->row);
}

/* Where the list has not moved it is where it was. */
static size_t find_shown(const struct ui *ui, int64_t id)
{
    return ui_chat(ui) && ui_chat(ui)->id == id ? ui->shown
                                                : store_place(ui->start.look.store, id);
}

/* What the list shows: other chats, or others of them. */
static uint64_t sight_of(const struct ui *ui)
{
    const struct store *store = ui->start.look.store;
    size_t end = ui->chats.top + (size_t)ui->chats.height / CHAT_ROWS + 1;
    uint64_t sight = ui->shown;

    for (size_t i = ui->chats.top; i < end && i < store_n_chats(store); i++) {
        const struct chat *chat = store_chat_at(store, i);

        sight = (sight * 31 + (uint64_t)chat->id) * 31 + chat->version;
    }
    return sight;
}

/* After the store was settled. */
static void find_place(struct ui *ui, const struct stand *stand)
{
    const struct store *store = ui->start.look.store;
    size_t at = find_shown(ui, stand->chat);

    ui->info.is_laid_out = false;
    ui->chats.n = store_n_shown(store);
    if (at == store_n_chats(store)) {
        ui_begin(ui);
        return;
    }
    ui->shown = ui->chats.selected = at;
    view_settle(&ui->chats, ui->chats.height, stand->chat_row);
    ui->lens.chat = ui_chat(ui);
    if (ui_chat(ui)->version != stand->version)
        stand_in_chat(ui, stand);
}

/* False: nothing has come. */
static bool take_in(struct ui *ui, const struct stand *stand)
{
    uint64_t sight = sight_of(ui);
    bool has_come = store_settle(ui->start.look.store);

    if (has_come)
        find_place(ui, stand);
    ui->dirty |= has_come && sight_of(ui) != sight;
    return has_come;
}

static void take(struct ui *ui)
{
    struct stand stand = loading_leave(ui);

    take_in(ui, &stand);
}

void loading_return(struct ui *ui, const struct stand *stand)
{
    store_settle(ui->start.look.store);
    find_place(ui, stand);
    ui->dirty = true;
}

/* --- going to what may not be here yet ------------------------------------------------------- */

void loading_seek(struct ui *ui, const struct source_place *place)
{
    struct stand stand = loading_leave(ui);
    struct error error;
    int64_t chat;

    if (!store_is_at_hand(ui->start.look.store))
        return;
    if (!source_seek(ui->start.source, place, &chat, &error))
        ui_tell(ui, "%s", error.text);
    loading_return(ui, &stand);
}

/* n_items: there is none. Gaps have no ids. */
static size_t item_of_jump(const struct chat *chat, const struct jump *to)
{
    if (to->message)
        return chat_find(chat, to->message);
    for (size_t s = 0; to->session && s < chat->sessions.n; s++)
        if (chat->sessions.at[s]->id == to->session && chat->sessions.at[s]->entries.n)
            return chat->starts.at[s];
    return chat->n_items;
}

bool loading_go(struct ui *ui, struct jump to, int row, bool *found)
{
    const struct store *store = ui->start.look.store;
    const struct chat *chat = store_find_chat(store, to.chat);
    size_t at, item;

    if (!chat || (to.message && chat_find(chat, to.message) == chat->n_items))
        loading_seek(ui, &(struct source_place){.chat = to.chat, .message = to.message});
    at = store_place(store, to.chat);
    *found = false;
    if (at == store_n_chats(store))
        return false;
    if (store_chat_at(store, at)->is_left_out) {
        chat_filter_reveal(ui, store_chat_at(store, at));
        at = store_place(store, to.chat);
    }
    if (at != ui->shown)
        ui_show(ui, at);
    item = item_of_jump(ui_chat(ui), &to);
    *found = item < ui_chat(ui)->n_items;
    if (*found)
        ui_go(ui, item, row);
    return true;
}

/* --- reading again --------------------------------------------------------------------------- */

static void forget_note(void *self, const char *sentence)
{
    (void)self;
    (void)sentence;
}

static size_t count_messages(const struct store *store)
{
    size_t n = 0;

    for (size_t i = 0; i < store_n_chats(store); i++)
        n += store_chat_at(store, i)->n_items;
    return n;
}

static size_t count_damaged(const struct ui *ui)
{
    const struct store *store = ui->start.look.store;
    size_t n = source_n_damaged(ui->start.source) + source_n_failed(ui->start.source);

    for (size_t i = 0; i < store_n_chats(store); i++)
        for (size_t s = 0; s < store_chat_at(store, i)->sessions.n; s++)
            n += store_chat_at(store, i)->sessions.at[s]->n_missing;
    return n;
}

/* What has changed by being asked for is no news. */
static void tell_reloaded(struct ui *ui, bool has_come, size_t before)
{
    const struct store *store = ui->start.look.store;
    size_t now = count_messages(store);

    if (!has_come || !store_is_at_hand(store))
        ui_tell(ui, _("asked for again"));
    else if (now > before)
        ui_tell(ui, ngettext("read again: %zu message more", "read again: %zu messages more",
                             now - before),
                now - before);
    else
        ui_tell(ui, _("read again"));
}

/* What was noted of the first reading would be noted once more. */
void cmd_reload(struct ui *ui, int count)
{
    struct stand stand = loading_leave(ui);
    size_t before = count_messages(ui->start.look.store);
    struct error error;
    bool has_come;

    (void)count;
    log_drain(forget_note, NULL);
    if (stand.message)
        memory_set_position(ui->memory, stand.chat, stand.message);
    if (!source_reload(ui->start.source, &error)) {
        ui_tell(ui, "%s", error.text);
        return;
    }
    stand.at_end = false;
    stand.version = ~stand.version; /* also where it is the same: nothing else is */
    has_come = take_in(ui, &stand);
    ui->start.n_damaged = count_damaged(ui);
    grep_forget(ui);
    tell_reloaded(ui, has_come, before);
}

/* --- asking for what is in sight ------------------------------------------------------------- */

bool loading_stop(struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);

    if (!source_cancel(ui->start.source))
        return false;
    ui->stop = (struct stop){chat ? chat->id : 0, ui_item(ui)};
    return true;
}

static bool is_stopped(const struct ui *ui)
{
    return ui->stop.chat == ui_chat(ui)->id && ui->stop.item == ui_item(ui);
}

/* What was stopped comes when the selection moves to it. */
static bool is_wanted(const struct ui *ui, const struct session *session, size_t piece)
{
    return session->state == LOAD_NONE &&
           (!session->failure || (piece == ui->messages.selected && ui->stop.chat == 0));
}

/* The last gap of the window, unless one is on its way already. */
static const struct session *gap_in_sight(const struct ui *ui)
{
    const struct view *view = &ui->messages;
    const struct session *session, *gap = NULL;
    int row = -view->offset;

    for (size_t i = view->top; i < view->n && row < view->height; i++) {
        struct piece piece = lens_piece(&ui->lens, i);
        const struct entry *entry = chat_item(ui_chat(ui), piece.item, &session);

        row += view->rows(view->self, i);
        if (piece.kind != PIECE_ITEM || !entry_is_gap(entry))
            continue;
        if (session->state == LOAD_PENDING)
            return NULL;
        if (is_wanted(ui, session, i))
            gap = session;
    }
    return gap;
}

/* The cards of the chats in sight. */
static void want_cards(struct ui *ui)
{
    struct store *store = ui->start.look.store;
    size_t end = ui->chats.top + (size_t)ui->chats.height / CHAT_ROWS + 1;

    for (size_t i = ui->chats.top; i < end && i < ui->chats.n; i++)
        if (store_chat_at(store, i)->state == LOAD_NONE)
            store_want(store, store_chat_at(store, i), NULL);
}

/* False: nothing was missing, or it has been asked for. */
static bool want(struct ui *ui)
{
    struct store *store = ui->start.look.store;
    const struct chat *chat = ui_chat(ui);
    const struct session *gap;

    if (ui->chats.n && ui->chats.top + (size_t)ui->chats.height >= ui->chats.n)
        source_more(ui->start.source);
    if (!chat) {
        want_cards(ui);
        return false;
    }
    if (chat->state == LOAD_NONE) {
        store_want(store, chat, NULL);
        return true;
    }
    if (!is_stopped(ui))
        ui->stop.chat = 0;
    want_cards(ui);
    gap = gap_in_sight(ui);
    if (gap)
        store_want(store, chat, gap);
    return gap != NULL;
}

/* What the source has at hand comes at once, and may show another gap: no more than a window. */
void loading_settle(struct ui *ui)
{
    take(ui);
    if (!ui->dirty)
        return;
    for (int i = 0; i <= ui->messages.height && want(ui); i++)
        take(ui);
}

bool loading_open(struct ui *ui, size_t item)
{
    const struct session *session;

    if (item == NO_ITEM || !entry_is_gap(chat_item(ui_chat(ui), item, &session)))
        return false;
    store_want(ui->start.look.store, ui_chat(ui), session);
    ui->dirty = true;
    return true;
}
