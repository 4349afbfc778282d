/* SPDX-License-Identifier: MIT */
#include "ui/ui.h"
#include "base/log.h"
#include "layout/chat.h"
#include "layout/message.h"
#include "ui/anchors.h"
#include "ui/await.h"
#include "ui/busy.h"
#include "ui/chat_filter.h"
#include "ui/draw.h"
#include "ui/export.h"
#include "ui/follow.h"
#include "ui/gather.h"
#include "ui/grep.h"
#include "ui/loading.h"
#include "ui/mouse.h"
#include "ui/option.h"
#include "ui/save.h"
#include "ui/overlay.h"
#include "ui/panes.h"
#include "ui/prompt.h"
#include "ui/search.h"
#include "ui/term.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- drawing: once per turn, before sleeping, only when something changed --------------------- */

static void draw_rule(const struct ui *ui, const struct frame_layout *frame, int column)
{
    for (int row = frame->top - 1; row < frame->bottom; row++) {
        draw_text(ui->start.theme, row, column, 1, "│", ROLE_RULE);
        term_fence(row, column);
    }
}

/* That a list shows less than it might is told when it turns out, after what was asked for. */
static void tell_origin(struct ui *ui)
{
    const char *before = str_text(&ui->origin), *told = str_text(&ui->notice);
    struct str origin = {0};
    bool changed;

    source_add_origin(ui->start.source, &origin);
    changed = strcmp(str_text(&origin), before) != 0;
    if (changed && origin.size && *told && strcmp(told, before) != 0)
        changed = false; /* later */
    if (changed && origin.size)
        ui_tell(ui, "%s", str_text(&origin));
    if (changed) {
        ui->info.is_laid_out = false;
        str_release(&ui->origin);
        ui->origin = origin;
    } else {
        str_release(&origin);
    }
}

static void draw(void *self)
{
    struct ui *ui = self;
    struct frame_layout frame;

    if (ui->busy.runs) {
        busy_draw(ui);
        return;
    }
    loading_settle(ui);
    await_settle(ui);
    loading_settle(ui);
    follow_settle(ui);
    grep_settle(ui);
    tell_origin(ui);
    ui->dirty |= status_is_stale(ui);
    if (!ui->dirty)
        return;
    ui->dirty = false;
    frame = ui_frame(ui);
    messages_scroll(ui, &frame);
    draw_begin(ui->start.theme);
    if (ui->overlay) {
        overlay_draw(ui, &frame);
    } else {
        if (frame.list)
            chats_draw(ui, &frame);
        if (frame.messages)
            messages_draw(ui, &frame);
        if (frame.info)
            info_draw(ui, &frame);
        if (frame.list && frame.messages)
            draw_rule(ui, &frame, frame.list);
        if (frame.info && frame.info_at > 0)
            draw_rule(ui, &frame, frame.info_at - 1);
    }
    status_draw(ui, &frame);
    term_end_frame();
    if (!ui->has_asked)
        term_ask();
    ui->has_asked = true;
}

/* --- keys and signals ------------------------------------------------------------------------- */

static void take_paste(struct ui *ui)
{
    struct str text = {0};

    term_paste(&text);
    if (ui->prompt)
        prompt_paste(ui, str_text(&text), text.size);
    str_release(&text);
}

static void take_event(struct ui *ui, int key)
{
    if (busy_take(ui, key))
        return;
    if (key == TERM_GONE)
        loop_stop(ui->loop);
    else if (key == TERM_TOLD)
        ui->dirty = true;
    else if (key == TERM_PASTE)
        take_paste(ui);
    else if (key == TERM_MOUSE && ui->start.options->mouse)
        mouse_take(ui, term_mouse());
    else if (key != TERM_MOUSE)
        keys_take(ui, key);
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

void ui_listen(struct ui *ui)
{
    loop_take_input(ui->loop);
    take_late_keys(ui);
}

static void fit(struct ui *ui)
{
    term_resize();
    ui->busy.has_fit = ui->busy.runs;
    if (!ui->busy.runs)
        ui_settle(ui);
}

static void take_resize(void *self, int signo)
{
    (void)signo;
    fit(self);
}

static void take_end(void *self, int signo)
{
    struct ui *ui = self;

    if (busy_stop(ui) && signo == SIGINT)
        return;
    if (signo == SIGINT && ui_interrupt(ui))
        return;
    ui->signal = signo;
    loop_stop(ui->loop);
}

/* A stop that was not announced to us (SIGSTOP) also ends here; the size may be another. */
static void take_continue(void *self, int signo)
{
    (void)signo;
    term_resume();
    fit(self);
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

/* In the place of what was named and is not here nobody else's dialog is shown. */
static size_t chat_number(const struct ui *ui)
{
    const struct store *store = ui->start.look.store;
    size_t at = store_place(store, ui->start.chat);

    if (ui->start.place_name)
        return NO_ITEM;
    return at < store_n_chats(store) ? at : 0;
}

void ui_begin(struct ui *ui)
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
        ui_go(ui, item, 0);
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
    loop_watch_input(ui->loop, STDIN_FILENO, take_keys, ui);
    loop_on_idle(ui->loop, draw, ui);
}

static int rows_of_chat(void *self, size_t item)
{
    (void)self;
    (void)item;
    return CHAT_ROWS;
}

static void start(struct ui *ui)
{
    view_init(&ui->chats, store_n_chats(ui->start.look.store), rows_of_chat, ui);
    view_init(&ui->messages, 0, NULL, ui);
    ui->range = NO_ITEM;
    ui_settle(ui);
    if (store_n_chats(ui->start.look.store) <= 1)
        ui->focus = PANE_MESSAGES;
    ui_begin(ui);
    ui_settle(ui);
    if (ui->start.place_name)
        await_place(ui, &ui->start.place, ui->start.place_name);
    anchors_apply(ui);
    term_mouse_on(ui->start.options->mouse);
}

static void stop(struct ui *ui)
{
    if (ui->prompt)
        prompt_cancel(ui);
    overlay_close(ui);
    gather_stop(ui);
    grep_interrupt(ui);
    search_free(ui->search);
    grep_free(ui->grep);
    anchors_free(ui->anchors);
    export_free(ui->export);
    source_cancel(ui->start.source); /* a signal that ends us leaves no half file */
    save_free(ui->save);
    if (ui->loop != ui->start.loop)
        loop_free(ui->loop);
    theme_free(ui->theme);
    for (size_t i = 0; i < ui->kept.n; i++)
        free(ui->kept.at[i]);
    vec_release(&ui->kept);
    vec_release(&ui->tagged);
    vec_release(&ui->tagged_chats);
    vec_release(&ui->expanded);
    memory_free(ui->memory);
    vec_release(&ui->jumps);
    vec_release(&ui->visited);
    str_release(&ui->notice);
    str_release(&ui->state);
    str_release(&ui->origin);
    chat_filter_free(ui->chat_filter);
    str_release(&ui->await.name);
    str_release(&ui->await.missing);
    cache_free(ui->cache);
    rows_release(&ui->info.rows);
    lens_release(&ui->lens);
    free(ui);
}

bool ui_run(const struct ui_start *wanted, struct error *error)
{
    struct ui *ui = mem_zero(1, sizeof *ui);
    struct error unsaved;
    bool done;
    int ended;

    ui->start = *wanted;
    ui->loop = wanted->loop ? wanted->loop : loop_new();
    ui->cache = cache_new();
    ui->search = search_new();
    ui->grep = grep_new();
    ui->memory = memory_open(NULL);
    watch(ui);
    if (!term_start(wanted->color, error)) {
        stop(ui);
        return false;
    }
    start(ui);
    loop_run(ui->loop);
    if (!ui_keep(ui, &unsaved))
        log_note("%s", unsaved.text);
    term_stop();
    ended = ui->signal;
    loop_unwatch_signals(ui->loop);
    done = !ui->await.missing.size ||
           error_set(error, ERROR_SOURCE, "%s", str_text(&ui->await.missing));
    stop(ui);
    if (ended)
        raise(ended);
    return done;
}
