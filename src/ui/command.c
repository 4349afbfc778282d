/* SPDX-License-Identifier: MIT */
#include "ui/command.h"
#include "layout/place.h"
#include "ui/state.h"
#include "ui/term.h"

#include <string.h>

const char *const context_titles[CONTEXTS] = {
    [CONTEXT_ANY] = N_("Everywhere"),
    [CONTEXT_PANES] = N_("List and messages"),
    [CONTEXT_LIST] = N_("List of chats"),
    [CONTEXT_MESSAGES] = N_("Messages"),
};

const char *const context_names[CONTEXTS] = {
    [CONTEXT_ANY] = "any",
    [CONTEXT_PANES] = "panes",
    [CONTEXT_LIST] = "list",
    [CONTEXT_MESSAGES] = "messages",
};

enum { LIST_STEP = 2 }; /* columns */

static int times(int count)
{
    return count > 0 ? count : 1;
}

/* --- moving ----------------------------------------------------------------------------------- */

/* The list shows what it selects: the chat in the message pane goes with it. */
static void follow(struct ui *ui)
{
    if (!ui->helping && ui->focus == PANE_LIST && ui->chats.n && ui->chats.selected != ui->shown)
        ui_show(ui, ui->chats.selected);
}

static void step(struct ui *ui, int direction, int count)
{
    for (int i = 0; i < times(count); i++)
        if (ui->helping)
            view_scroll(&ui->help, direction);
        else
            view_step(ui_view(ui), direction);
    follow(ui);
}

static void cmd_next(struct ui *ui, int count)
{
    step(ui, 1, count);
}

static void cmd_previous(struct ui *ui, int count)
{
    step(ui, -1, count);
}

static void scroll(struct ui *ui, int rows)
{
    view_scroll(ui_view(ui), rows);
    follow(ui);
}

static void cmd_scroll_down(struct ui *ui, int count)
{
    scroll(ui, times(count));
}

static void cmd_scroll_up(struct ui *ui, int count)
{
    scroll(ui, -times(count));
}

static void page(struct ui *ui, int direction, bool half, int count)
{
    for (int i = 0; i < times(count); i++)
        view_page(ui_view(ui), direction, half);
    follow(ui);
}

static void cmd_page_down(struct ui *ui, int count)
{
    page(ui, 1, false, count);
}

static void cmd_page_up(struct ui *ui, int count)
{
    page(ui, -1, false, count);
}

static void cmd_half_down(struct ui *ui, int count)
{
    page(ui, 1, true, count);
}

static void cmd_half_up(struct ui *ui, int count)
{
    page(ui, -1, true, count);
}

static void go(struct ui *ui, size_t item)
{
    struct view *view = ui_view(ui);

    view_select(view, item < view->n ? item : view->n - 1, -1);
    follow(ui);
}

static void cmd_first(struct ui *ui, int count)
{
    if (count > 0)
        go(ui, (size_t)count - 1);
    else
        view_first(ui_view(ui));
    follow(ui);
}

static void cmd_last(struct ui *ui, int count)
{
    if (count > 0)
        go(ui, (size_t)count - 1);
    else
        view_last(ui_view(ui));
    follow(ui);
}

static void cmd_percent(struct ui *ui, int count)
{
    size_t n = ui_view(ui)->n;

    if (n)
        go(ui, (n - 1) * (size_t)(count < 100 ? count : 100) / 100);
}

/* --- days and sessions: the first item of one ------------------------------------------------- */

typedef bool begins_fn(const struct ui *ui, size_t item);

static bool begins_day(const struct ui *ui, size_t item)
{
    const struct chat *chat = ui_chat(ui);

    return item == 0 || !place_same_day(&ui->start.look, chat_item(chat, item - 1, NULL),
                                        chat_item(chat, item, NULL));
}

static bool begins_session(const struct ui *ui, size_t item)
{
    const struct session *session, *before;

    if (item == 0)
        return true;
    chat_item(ui_chat(ui), item, &session);
    chat_item(ui_chat(ui), item - 1, &before);
    return session != before;
}

static void seek(struct ui *ui, begins_fn *begins, int direction, int count)
{
    size_t item = ui->messages.selected, n = ui->messages.n;

    for (int i = 0; n && i < times(count); i++) {
        size_t at = item;

        do
            at += (size_t)direction;
        while (at < n && !begins(ui, at));
        if (at >= n)
            break;
        item = at;
    }
    if (n && item != ui->messages.selected)
        view_select(&ui->messages, item, 0);
}

static void cmd_next_session(struct ui *ui, int count)
{
    seek(ui, begins_session, 1, count);
}

static void cmd_previous_session(struct ui *ui, int count)
{
    seek(ui, begins_session, -1, count);
}

static void cmd_next_day(struct ui *ui, int count)
{
    seek(ui, begins_day, 1, count);
}

static void cmd_previous_day(struct ui *ui, int count)
{
    seek(ui, begins_day, -1, count);
}

/* --- panes and chats -------------------------------------------------------------------------- */

static void cmd_focus_list(struct ui *ui, int count)
{
    (void)count;
    ui->focus = PANE_LIST;
}

static void cmd_focus_messages(struct ui *ui, int count)
{
    (void)count;
    ui->focus = PANE_MESSAGES;
}

static void cmd_other_pane(struct ui *ui, int count)
{
    (void)count;
    ui->focus = ui->focus == PANE_LIST ? PANE_MESSAGES : PANE_LIST;
    ui_settle(ui);
}

static void other_chat(struct ui *ui, int direction, int count)
{
    for (int i = 0; i < times(count); i++)
        view_step(&ui->chats, direction);
    if (ui->chats.n && ui->chats.selected != ui->shown)
        ui_show(ui, ui->chats.selected);
}

static void cmd_next_chat(struct ui *ui, int count)
{
    other_chat(ui, 1, count);
}

static void cmd_previous_chat(struct ui *ui, int count)
{
    other_chat(ui, -1, count);
}

static void cmd_maximize(struct ui *ui, int count)
{
    (void)count;
    ui->maximized = !ui->maximized;
    ui_settle(ui);
}

static void resize_list(struct ui *ui, int columns)
{
    ui->list_columns = ui_frame(ui).list + columns;
    ui_settle(ui);
}

static void cmd_narrower(struct ui *ui, int count)
{
    resize_list(ui, -LIST_STEP * times(count));
}

static void cmd_wider(struct ui *ui, int count)
{
    resize_list(ui, LIST_STEP * times(count));
}

/* --- the program ------------------------------------------------------------------------------ */

static void cmd_help(struct ui *ui, int count)
{
    (void)count;
    ui->helping = !ui->helping;
    view_first(&ui->help);
}

static void cmd_redraw(struct ui *ui, int count)
{
    (void)count;
    term_resize();
    term_forget();
    ui_settle(ui);
}

static void cmd_quit(struct ui *ui, int count)
{
    (void)count;
    loop_stop(ui->loop);
}

static void cmd_close(struct ui *ui, int count)
{
    if (ui->helping)
        ui->helping = false;
    else if (ui_is_narrow(ui) && ui->focus == PANE_MESSAGES)
        cmd_focus_list(ui, count);
    else
        cmd_quit(ui, count);
}

/* The count itself is forgotten after every command. */
static void cmd_clear(struct ui *ui, int count)
{
    (void)count;
    ui->helping = false;
}

const struct command command_table[] = {
    {"next", "j Down", CONTEXT_ANY, N_("next chat or message; a line inside a tall one"), cmd_next},
    {"previous", "k Up", CONTEXT_ANY, N_("previous chat or message"), cmd_previous},
    {"scroll-down", "Ctrl-E", CONTEXT_ANY, N_("one line down"), cmd_scroll_down},
    {"scroll-up", "Ctrl-Y", CONTEXT_ANY, N_("one line up"), cmd_scroll_up},
    {"page-down", "Space f PgDn Ctrl-F", CONTEXT_ANY, N_("page down"), cmd_page_down},
    {"page-up", "b PgUp Ctrl-B", CONTEXT_ANY, N_("page up"), cmd_page_up},
    {"half-page-down", "d Ctrl-D", CONTEXT_ANY, N_("half a page down"), cmd_half_down},
    {"half-page-up", "u Ctrl-U", CONTEXT_ANY, N_("half a page up"), cmd_half_up},
    {"first", "g Home", CONTEXT_ANY, N_("first; with a number before it, that one"), cmd_first},
    {"last", "G End", CONTEXT_ANY, N_("last; with a number before it, that one"), cmd_last},
    {"percent", "%", CONTEXT_ANY, N_("go to a percentage: 50%"), cmd_percent},
    {"redraw", "Ctrl-L", CONTEXT_ANY, N_("paint the screen anew"), cmd_redraw},
    {"help", "? F1", CONTEXT_ANY, N_("this help, and back"), cmd_help},
    {"clear", "Esc", CONTEXT_ANY, N_("forget the number typed; close the help"), cmd_clear},
    {"close", "q", CONTEXT_ANY, N_("close the help or the messages, at last quit"), cmd_close},
    {"quit", "Q", CONTEXT_ANY, N_("quit"), cmd_quit},
    {"focus-list", "h Left", CONTEXT_PANES, N_("to the list of chats"), cmd_focus_list},
    {"focus-messages", "l Right Enter", CONTEXT_PANES, N_("to the messages"), cmd_focus_messages},
    {"other-pane", "Tab Shift-Tab", CONTEXT_PANES, N_("to the other pane"), cmd_other_pane},
    {"next-chat", "J Ctrl-N", CONTEXT_PANES, N_("next chat, wherever the keys are"), cmd_next_chat},
    {"previous-chat", "K Ctrl-P", CONTEXT_PANES, N_("previous chat"), cmd_previous_chat},
    {"maximize", "O", CONTEXT_PANES, N_("one pane on the whole screen, and back"), cmd_maximize},
    {"list-narrower", "<", CONTEXT_PANES, N_("list narrower"), cmd_narrower},
    {"list-wider", ">", CONTEXT_PANES, N_("list wider"), cmd_wider},
    {"next-session", "}", CONTEXT_PANES, N_("next session"), cmd_next_session},
    {"previous-session", "{", CONTEXT_PANES, N_("previous session"), cmd_previous_session},
    {"next-day", ")", CONTEXT_PANES, N_("next day"), cmd_next_day},
    {"previous-day", "(", CONTEXT_PANES, N_("previous day"), cmd_previous_day},
    {NULL, NULL, CONTEXT_ANY, NULL, NULL},
};

const struct command *command_find(const char *name)
{
    for (const struct command *command = command_table; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

int context_find(const char *name)
{
    for (int context = 0; context < CONTEXTS; context++)
        if (strcmp(context_names[context], name) == 0)
            return context;
    return -1;
}

bool context_has(enum context outer, enum context inner)
{
    return outer == CONTEXT_ANY || outer == inner ||
           (outer == CONTEXT_PANES && inner != CONTEXT_ANY);
}
