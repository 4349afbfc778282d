/* SPDX-License-Identifier: MIT */
#include "ui/state.h"
#include "layout/chat.h"
#include "ui/commands.h"
#include "ui/option.h"
#include "ui/overlay.h"
#include "ui/search.h"
#include "ui/term.h"

#include <string.h>

enum {
    NARROW = 70,          /* columns under which one pane is shown at a time */
    TINY_COLUMNS = 30,    /* under these only the content of a pane is shown */
    TINY_ROWS = 8,
    BRIEF_ROWS = 6,       /* of messages, under which only the floating head tells the place */
    LIST_LEAST = 16,
    MESSAGES_LEAST = 30,
    LIST_DEFAULT = 32,    /* of a hundred columns */
    LIST_MOST = 44,
    WIDE = 114,           /* columns from which on the side pane stands beside both others */
    INFO_DEFAULT = 30,    /* of a hundred columns */
    INFO_LEAST = 36,
    INFO_MOST = 40,
};

bool ui_is_narrow(const struct ui *ui)
{
    return term_columns() < NARROW || ui->maximized;
}

static int within(int columns, int least, int most)
{
    return columns < least ? least : columns > most ? most : columns;
}

/* room: columns for list and messages. */
static int list_columns(const struct ui *ui, int columns, int room)
{
    int wanted = ui->list_columns ? ui->list_columns
                                  : within(columns * LIST_DEFAULT / 100, 0, LIST_MOST);

    if (wanted > room - MESSAGES_LEAST)
        wanted = room - MESSAGES_LEAST;
    return wanted > LIST_LEAST ? wanted : LIST_LEAST;
}

/* Of the side pane; on a narrow screen all. */
static int info_columns(const struct ui *ui, const struct frame_layout *frame)
{
    int wanted = ui->start.options->info_width;

    if (frame->columns < NARROW || frame->bare)
        return frame->columns;
    if (!wanted)
        wanted = within(frame->columns * INFO_DEFAULT / 100, INFO_LEAST, INFO_MOST);
    return within(wanted, LIST_LEAST, frame->columns - MESSAGES_LEAST - 1);
}

/* Left of the side pane, list and messages; where there is no room for three, no list. */
static void place_panes(const struct ui *ui, struct frame_layout *frame)
{
    int room = frame->columns - (frame->info ? frame->info + 1 : 0);
    bool has_list = !frame->info || (frame->columns >= WIDE &&
                                     room > LIST_LEAST + MESSAGES_LEAST);

    if (room <= 0)
        return;
    if (ui_is_narrow(ui) && ui->focus == PANE_LIST && !frame->bare) {
        frame->list = room;
    } else if (ui_is_narrow(ui) || !has_list) {
        frame->messages = room;
    } else {
        frame->list = list_columns(ui, frame->columns, room);
        frame->messages_at = frame->list + 1;
        frame->messages = room - frame->messages_at;
    }
}

struct frame_layout ui_frame(const struct ui *ui)
{
    struct frame_layout frame = {.columns = term_columns(), .rows = term_rows()};

    frame.bare = frame.columns < TINY_COLUMNS || frame.rows < TINY_ROWS;
    frame.top = frame.bare ? 0 : 2;
    frame.bottom = frame.bare ? frame.rows : frame.rows - 1;
    if (ui->has_info)
        frame.info = info_columns(ui, &frame);
    frame.info_at = frame.columns - frame.info;
    place_panes(ui, &frame);
    return frame;
}

const struct chat *ui_chat(const struct ui *ui)
{
    const struct store *store = ui->start.look.store;

    return ui->shown < store_n_chats(store) ? store_chat_at(store, ui->shown) : NULL;
}

struct view *ui_view(struct ui *ui)
{
    if (ui->overlay)
        return &ui->overlay->view;
    return ui->focus == PANE_LIST && !ui_frame(ui).bare ? &ui->chats : &ui->messages;
}

static int rows_of_message(void *self, size_t i)
{
    const struct ui *ui = self;

    return (int)cache_rows(ui->cache, i, NULL)->rows.n;
}

void ui_settle(struct ui *ui)
{
    struct frame_layout frame = ui_frame(ui);
    int height = frame.bottom - frame.top, messages = height - (frame.bare ? 0 : 1);
    bool at_end = ui->messages.n && view_is_at_end(&ui->messages);
    int message_row = view_selected_row(&ui->messages);

    if (frame.info && !frame.list && frame.messages)
        ui->focus = PANE_MESSAGES; /* the side pane is where the list was */
    ui->info.is_laid_out = false;
    ui->start.look.brief = messages < BRIEF_ROWS;
    view_settle(&ui->chats, height, view_selected_row(&ui->chats));
    if (ui->overlay)
        view_settle(&ui->overlay->view, height, view_selected_row(&ui->overlay->view));
    if (frame.messages && ui_chat(ui))
        cache_set(ui->cache, &ui->start.look, &ui->lens, frame.messages);
    view_settle(&ui->messages, messages, message_row);
    if (at_end && ui->messages.selected + 1 == ui->messages.n)
        view_last(&ui->messages);
    ui->dirty = true;
}

/* --- what of the chat is shown --------------------------------------------------------------- */

static void set_lens(struct ui *ui)
{
    struct lens_rule rule = {.service = ui->service, .self = ui};

    rule.found = search_found(ui, &rule.n_found);
    if (looks_has_folds(ui))
        rule.is_folded = looks_is_folded;
    if (ui->expanded.n)
        rule.is_open = expand_is_open;
    lens_set(&ui->lens, ui_chat(ui), &rule);
    ui->messages.n = lens_size(&ui->lens);
}

void ui_relens(struct ui *ui)
{
    size_t item = ui_item(ui);
    int row = view_selected_row(&ui->messages);
    struct frame_layout frame = ui_frame(ui);

    set_lens(ui);
    ui->drawn.is_shown = false;
    cache_set(ui->cache, &ui->start.look, &ui->lens,
              frame.messages ? frame.messages : frame.columns);
    if (item != NO_ITEM && ui->messages.n)
        ui->messages.selected = lens_find(&ui->lens, item);
    view_settle(&ui->messages, ui->messages.height, row);
    ui->dirty = true;
}

/* Who read to the end wants to see the end again, also when there is more. */
static void keep_position(struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);
    bool at_end = ui->messages.selected + 1 == ui->messages.n;

    if (chat && ui->messages.n)
        memory_set_position(ui->memory, chat->id,
                            at_end ? 0 : chat_item(chat, ui_item(ui), NULL)->id);
    search_keep(ui);
}

/* Where the chat was left; n_items: nowhere, or at its end. */
static size_t left_at(const struct ui *ui, const struct chat *chat)
{
    int64_t message = memory_position(ui->memory, chat->id);

    if (!message || ui->start.options->open_at != OPEN_LAST)
        return chat->n_items;
    return chat_find(chat, message);
}

static void restore_position(struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);
    size_t n = chat ? chat->n_items : 0, item = chat ? left_at(ui, chat) : 0;
    int row = ui->messages.height / 2;

    if (item == n && ui->start.options->open_at != OPEN_END && ui->start.look.n_reviewed) {
        item = ui->start.look.n_reviewed;
        row = ui->messages.height / 4;
    }
    if (item < n)
        view_select(&ui->messages, lens_find(&ui->lens, item), row);
}

bool ui_keep(struct ui *ui, struct error *error)
{
    struct error ignored;

    keep_position(ui);
    return memory_save(ui->memory, error ? error : &ignored);
}

/* What can be had again at once is kept of the chats seen last. */
static void forget_oldest(struct ui *ui)
{
    enum { REMEMBERED = 32 }; /* chats */
    struct store *store = ui->start.look.store;
    const struct chat *chat = ui_chat(ui);
    size_t at = 0;

    if (!chat || !store_is_at_hand(store))
        return;
    while (at < ui->visited.n && ui->visited.at[at] != chat->id)
        at++;
    if (at == ui->visited.n)
        vec_push(&ui->visited, chat->id);
    memmove(ui->visited.at + at, ui->visited.at + at + 1,
            (ui->visited.n - at - 1) * sizeof *ui->visited.at);
    ui->visited.at[ui->visited.n - 1] = chat->id;
    if (ui->visited.n <= REMEMBERED)
        return;
    chat = store_find_chat(store, ui->visited.at[0]);
    if (chat)
        store_unlist(store, chat);
    memmove(ui->visited.at, ui->visited.at + 1, --ui->visited.n * sizeof *ui->visited.at);
}

/* Where the chat was left is brought in, where that is at hand; gives its place in the list, which
 * may be another then. */
static size_t bring_in(struct ui *ui, size_t at)
{
    struct store *store = ui->start.look.store;
    const struct chat *chat = at < store_n_chats(store) ? store_chat_at(store, at) : NULL;
    int64_t message = chat ? memory_position(ui->memory, chat->id) : 0, found;
    struct error error;

    if (!message || !store_is_at_hand(store) || ui->start.options->open_at != OPEN_LAST ||
        chat_find(chat, message) < chat->n_items)
        return at;
    source_seek(ui->start.source, &(struct source_place){.chat = chat->id, .message = message},
                &found, &error);
    store_settle(store);
    ui->chats.n = store_n_shown(store);
    return store_place(store, chat->id);
}

void ui_show(struct ui *ui, size_t chat)
{
    struct frame_layout frame = ui_frame(ui);

    keep_position(ui);
    ui->shown = bring_in(ui, chat);
    chat = ui->shown;
    forget_oldest(ui);
    ui->range = NO_ITEM;
    if (chat != NO_ITEM)
        view_select(&ui->chats, chat, -1);
    view_init(&ui->messages, 0, rows_of_message, ui);
    search_restart(ui);
    reviewed_show(ui);
    set_lens(ui);
    cache_set(ui->cache, &ui->start.look, &ui->lens,
              frame.messages ? frame.messages : frame.columns);
    view_settle(&ui->messages, frame.bottom - frame.top - (frame.bare ? 0 : 1), 0);
    view_last(&ui->messages);
    restore_position(ui);
    ui->dirty = true;
}

size_t ui_item(const struct ui *ui)
{
    return ui->messages.n ? lens_piece(&ui->lens, ui->messages.selected).item : NO_ITEM;
}

const struct message *ui_message_at(const struct ui *ui, size_t item)
{
    const struct session *session;
    const struct entry *entry = chat_item(ui_chat(ui), item, &session);

    return store_message(ui->start.look.store, session, entry);
}

const struct message *ui_message(const struct ui *ui)
{
    return ui_item(ui) == NO_ITEM ? NULL : ui_message_at(ui, ui_item(ui));
}

/* A session that hides the item is unfolded: who goes there wants to see it. */
static void reveal(struct ui *ui, size_t item)
{
    struct piece piece = lens_piece(&ui->lens, lens_find(&ui->lens, item));
    const struct session *session;

    if (piece.kind != PIECE_FOLD || item < piece.item || item >= piece.item + piece.n)
        return;
    chat_item(ui_chat(ui), item, &session);
    looks_unfold(ui, session);
}

/* The blank row that parts an item from the one above says nothing at the top of the pane. */
static void skip_blank(struct ui *ui)
{
    struct view *view = &ui->messages;

    if (view->top == view->selected && view->offset == 0 &&
        cache_rows(ui->cache, view->top, NULL)->rows.at[0].n == 0)
        view_scroll(view, 1);
}

void ui_place(struct ui *ui, size_t item, int row)
{
    struct view *view = &ui->messages;

    view_select(view, lens_find(&ui->lens, item), row);
    view_select(view, view->selected, -1);
    if (row == 0 && view->n)
        skip_blank(ui);
}

void ui_go(struct ui *ui, size_t item, int row)
{
    if (ui->messages.n == 0) {
        search_begin_at(ui, item, row);
    } else {
        reveal(ui, item);
        ui_place(ui, item, row);
    }
    ui->focus = PANE_MESSAGES;
    ui->dirty = true;
}

void ui_tell(struct ui *ui, const char *format, ...)
{
    va_list arguments;

    str_clear(&ui->notice);
    va_start(arguments, format);
    str_addv(&ui->notice, format, arguments);
    va_end(arguments);
    ui->dirty = true;
}

void ui_leave(struct ui *ui)
{
    (void)ui;
    term_pause();
}

void ui_return(struct ui *ui)
{
    term_resume();
    term_resize();
    ui->drawn.is_shown = false;
    ui_settle(ui);
}
