/* SPDX-License-Identifier: MIT */
#include "ui/ui.h"
#include "layout/chat.h"
#include "ui/draw.h"
#include "ui/panes.h"
#include "ui/state.h"
#include "ui/term.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    NARROW = 70,          /* columns under which one pane is shown at a time */
    TINY_COLUMNS = 30,    /* under these only the content of a pane is shown */
    TINY_ROWS = 8,
    LIST_LEAST = 16,
    MESSAGES_LEAST = 30,
    LIST_DEFAULT = 32,    /* of a hundred columns */
    LIST_MOST = 44,
    COUNT_MOST = 1000000000,
};

bool ui_is_narrow(const struct ui *ui)
{
    return term_columns() < NARROW || ui->maximized;
}

static int list_columns(const struct ui *ui, int columns)
{
    int wanted = ui->list_columns ? ui->list_columns : columns * LIST_DEFAULT / 100;

    if (!ui->list_columns && wanted > LIST_MOST)
        wanted = LIST_MOST;
    if (wanted > columns - MESSAGES_LEAST)
        wanted = columns - MESSAGES_LEAST;
    return wanted > LIST_LEAST ? wanted : LIST_LEAST;
}

struct frame_layout ui_frame(const struct ui *ui)
{
    struct frame_layout frame = {.columns = term_columns(), .rows = term_rows()};

    frame.bare = frame.columns < TINY_COLUMNS || frame.rows < TINY_ROWS;
    frame.top = frame.bare ? 0 : 2;
    frame.bottom = frame.bare ? frame.rows : frame.rows - 1;
    if (!ui_is_narrow(ui)) {
        frame.list = list_columns(ui, frame.columns);
        frame.messages_at = frame.list + 1;
        frame.messages = frame.columns - frame.messages_at;
    } else if (ui->focus == PANE_LIST && !frame.bare) {
        frame.list = frame.columns;
    } else {
        frame.messages = frame.columns;
    }
    return frame;
}

const struct chat *ui_chat(const struct ui *ui)
{
    const struct store *store = ui->start.look.store;

    return ui->shown < store_n_chats(store) ? store_chat_at(store, ui->shown) : NULL;
}

struct view *ui_view(struct ui *ui)
{
    if (ui->helping)
        return &ui->help;
    return ui->focus == PANE_LIST && !ui_frame(ui).bare ? &ui->chats : &ui->messages;
}

static int rows_of_message(void *self, size_t item)
{
    const struct ui *ui = self;

    return (int)cache_rows(ui->cache, item, NULL)->rows.n;
}

static int rows_of_chat(void *self, size_t item)
{
    (void)self;
    (void)item;
    return CHAT_ROWS;
}

static int rows_of_help(void *self, size_t item)
{
    (void)self;
    (void)item;
    return 1;
}

void ui_settle(struct ui *ui)
{
    struct frame_layout frame = ui_frame(ui);
    int height = frame.bottom - frame.top, messages = height - (frame.bare ? 0 : 1);
    bool at_end = ui->messages.n && view_is_at_end(&ui->messages);
    int message_row = view_selected_row(&ui->messages);

    view_settle(&ui->chats, height, view_selected_row(&ui->chats));
    view_settle(&ui->help, height, 0);
    if (frame.messages && ui_chat(ui))
        cache_set(ui->cache, &ui->start.look, &ui->lens, frame.messages);
    view_settle(&ui->messages, messages, message_row);
    if (at_end && ui->messages.selected + 1 == ui->messages.n)
        view_last(&ui->messages);
    ui->dirty = true;
}

void ui_show(struct ui *ui, size_t chat)
{
    struct frame_layout frame = ui_frame(ui);
    int width = frame.messages ? frame.messages : frame.columns;

    ui->shown = chat;
    view_select(&ui->chats, chat, -1);
    lens_set(&ui->lens, ui_chat(ui), &(struct lens_rule){0});
    view_init(&ui->messages, lens_size(&ui->lens), rows_of_message, ui);
    cache_set(ui->cache, &ui->start.look, &ui->lens, width);
    view_settle(&ui->messages, frame.bottom - frame.top - (frame.bare ? 0 : 1), 0);
    view_last(&ui->messages);
}

/* --- drawing: once per turn, before sleeping, only when something changed --------------------- */

static void draw_rule(const struct ui *ui, const struct frame_layout *frame)
{
    for (int row = frame->top - 1; frame->list && frame->messages && row < frame->bottom; row++)
        draw_text(ui->start.theme, row, frame->list, 1, "│", ROLE_RULE);
}

static void draw(void *self)
{
    struct ui *ui = self;
    struct frame_layout frame = ui_frame(ui);

    if (!ui->dirty)
        return;
    ui->dirty = false;
    messages_scroll(ui, &frame);
    term_begin_frame();
    if (ui->helping) {
        help_draw(ui, &frame);
    } else {
        if (frame.list)
            chats_draw(ui, &frame);
        if (frame.messages)
            messages_draw(ui, &frame);
        draw_rule(ui, &frame);
    }
    status_draw(ui, &frame);
    term_end_frame();
    if (!ui->has_asked)
        term_ask();
    ui->has_asked = true;
}

/* --- keys and signals ------------------------------------------------------------------------- */

static enum context context_of(const struct ui *ui)
{
    if (ui->helping)
        return CONTEXT_ANY;
    return ui->focus == PANE_LIST ? CONTEXT_LIST : CONTEXT_MESSAGES;
}

static bool take_digit(struct ui *ui, int key)
{
    if (key < '0' || key > '9')
        return false;
    if (ui->count < COUNT_MOST / 10)
        ui->count = ui->count * 10 + key - '0';
    return true;
}

static void take_key(struct ui *ui, int key)
{
    enum pane focus = ui->focus;
    const struct command *command;
    int count = ui->count;

    ui->dirty = true;
    if (take_digit(ui, key))
        return;
    ui->count = 0;
    command = keymap_find(ui->start.keymap, context_of(ui), key);
    if (command)
        command->run(ui, count);
    if (ui->focus != focus && ui_is_narrow(ui))
        ui_settle(ui);
}

static void take_event(struct ui *ui, int key)
{
    if (key == TERM_GONE)
        loop_stop(ui->loop);
    else if (key == TERM_TOLD)
        ui->dirty = true;
    else if (key != TERM_PASTE && key != TERM_MOUSE) /* nothing here takes these yet */
        take_key(ui, key);
}

static void take_late_keys(void *self);

/* All keys that wait, so that a burst of them is drawn once. */
static void take_keys(void *self, int fd)
{
    struct ui *ui = self;
    int key, ms;

    (void)fd;
    do {
        key = term_key();
        if (key != TERM_NONE)
            take_event(ui, key);
    } while (key != TERM_NONE && key != TERM_GONE);
    loop_cancel(ui->loop, ui->key_timer);
    ms = term_wait();
    ui->key_timer = ms >= 0 && key == TERM_NONE ? loop_after(ui->loop, ms, take_late_keys, ui) : 0;
}

static void take_late_keys(void *self)
{
    take_keys(self, STDIN_FILENO);
}

static void take_resize(void *self, int signo)
{
    struct ui *ui = self;

    (void)signo;
    term_resize();
    ui_settle(ui);
}

static void take_end(void *self, int signo)
{
    struct ui *ui = self;

    ui->signal = signo;
    loop_stop(ui->loop);
}

/* A stop that was not announced to us (SIGSTOP) also ends here; the size may be another. */
static void take_continue(void *self, int signo)
{
    struct ui *ui = self;

    (void)signo;
    term_resume();
    term_resize();
    ui_settle(ui);
}

/* Where nobody could continue us the system does not stop us: then we go on at once. */
static void take_stop(void *self, int signo)
{
    struct sigaction stop = {.sa_handler = SIG_DFL}, before;

    term_pause();
    sigemptyset(&stop.sa_mask);
    sigaction(signo, &stop, &before);
    raise(signo);
    sigaction(signo, &before, NULL);
    take_continue(self, signo);
}

/* --- from start to end ------------------------------------------------------------------------ */

static size_t chat_number(const struct ui *ui)
{
    const struct store *store = ui->start.look.store;
    size_t n = store_n_chats(store);

    for (size_t i = 0; i < n; i++)
        if (store_chat_at(store, i)->id == ui->start.chat)
            return i;
    return 0;
}

static void go_to_start(struct ui *ui)
{
    const struct chat *chat;
    size_t item;

    ui_show(ui, chat_number(ui));
    chat = ui_chat(ui);
    if (!chat || (!ui->start.message && !ui->start.session))
        return;
    item = ui->start.message ? chat_find(chat, ui->start.message) : chat->n_items;
    for (size_t s = 0; !ui->start.message && s < chat->sessions.n; s++)
        if (chat->sessions.at[s]->id == ui->start.session)
            item = chat->starts.at[s];
    if (item < chat->n_items)
        view_select(&ui->messages, item, 0);
    ui->focus = PANE_MESSAGES;
}

/* Before curses, which then leaves these signals to us. */
static void watch(struct ui *ui)
{
    static const int ends[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        loop_watch_signal(ui->loop, ends[i], take_end, ui);
    loop_watch_signal(ui->loop, SIGWINCH, take_resize, ui);
    loop_watch_signal(ui->loop, SIGTSTP, take_stop, ui);
    loop_watch_signal(ui->loop, SIGCONT, take_continue, ui);
    loop_watch_fd(ui->loop, STDIN_FILENO, take_keys, ui);
    loop_on_idle(ui->loop, draw, ui);
}

static void start(struct ui *ui)
{
    view_init(&ui->chats, store_n_chats(ui->start.look.store), rows_of_chat, ui);
    view_init(&ui->help, help_n_rows(), rows_of_help, ui);
    view_init(&ui->messages, 0, rows_of_message, ui);
    ui_settle(ui);
    if (store_n_chats(ui->start.look.store) <= 1)
        ui->focus = PANE_MESSAGES;
    go_to_start(ui);
    ui_settle(ui);
}

static void stop(struct ui *ui)
{
    loop_free(ui->loop);
    cache_free(ui->cache);
    lens_release(&ui->lens);
    free(ui);
}

bool ui_run(const struct ui_start *wanted, struct error *error)
{
    struct ui *ui = mem_zero(1, sizeof *ui);
    int ended;

    ui->start = *wanted;
    ui->loop = loop_new();
    ui->cache = cache_new();
    watch(ui);
    if (!term_start(wanted->color, error)) {
        stop(ui);
        return false;
    }
    start(ui);
    loop_run(ui->loop);
    term_stop();
    ended = ui->signal;
    stop(ui);
    if (ended)
        raise(ended);
    return true;
}
