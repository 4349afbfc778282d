/* SPDX-License-Identifier: MIT */
#include "ui/await.h"
#include "ui/commands.h"
#include "ui/grep.h"
#include "ui/loading.h"
#include "ui/overlay.h"
#include "ui/prompt.h"
#include "ui/search.h"
#include "ui/term.h"

enum { LIST_STEP = 2 }; /* columns */

void cmd_focus_list(struct ui *ui, int count)
{
    (void)count;
    if (!ui_frame(ui).list)
        info_close(ui);
    ui->focus = PANE_LIST;
}

void cmd_focus_messages(struct ui *ui, int count)
{
    (void)count;
    ui->focus = PANE_MESSAGES;
}

void cmd_other_pane(struct ui *ui, int count)
{
    if (ui->focus == PANE_LIST)
        cmd_focus_messages(ui, count);
    else
        cmd_focus_list(ui, count);
    ui_settle(ui);
}

/* Of none the next is the one the list is at. */
static void other_chat(struct ui *ui, int direction, int count)
{
    if (ui_chat(ui))
        view_repeat(&ui->chats, view_step, direction, times(count));
    if (ui->chats.n && ui->chats.selected != ui->shown)
        ui_show(ui, ui->chats.selected);
}

void cmd_next_chat(struct ui *ui, int count)
{
    other_chat(ui, 1, count);
}

void cmd_previous_chat(struct ui *ui, int count)
{
    other_chat(ui, -1, count);
}

void cmd_maximize(struct ui *ui, int count)
{
    (void)count;
    ui->maximized = !ui->maximized;
    ui_settle(ui);
}

static void resize_list(struct ui *ui, int columns)
{
    struct frame_layout frame = ui_frame(ui);

    if (!frame.list || !frame.messages)
        return;
    ui->list_columns = frame.list + columns;
    ui_settle(ui);
}

void cmd_narrower(struct ui *ui, int count)
{
    resize_list(ui, -LIST_STEP * times(count));
}

void cmd_wider(struct ui *ui, int count)
{
    resize_list(ui, LIST_STEP * times(count));
}

/* --- the program ----------------------------------------------------------------------------- */

void cmd_help(struct ui *ui, int count)
{
    (void)count;
    if (ui->overlay)
        overlay_close(ui);
    else
        help_open(ui);
}

void cmd_redraw(struct ui *ui, int count)
{
    (void)count;
    term_resize();
    term_forget();
    ui_settle(ui);
}

void cmd_quit(struct ui *ui, int count)
{
    (void)count;
    loop_stop(ui->loop);
}

static void leave(struct ui *ui, int key)
{
    if (key == 'Z')
        cmd_quit(ui, 0);
}

void cmd_leave(struct ui *ui, int count)
{
    (void)count;
    keys_ask_letter(ui, leave, _("Z again quits"));
}

void cmd_close(struct ui *ui, int count)
{
    if (ui->overlay)
        overlay_close(ui);
    else if (ui->has_info)
        info_close(ui);
    else if (ui_is_narrow(ui) && ui->focus == PANE_MESSAGES && ui->chats.n > 1)
        cmd_focus_list(ui, count);
    else
        cmd_quit(ui, count);
}

/* The count itself is forgotten after every command. */
void cmd_clear(struct ui *ui, int count)
{
    (void)count;
    if (ui->overlay && grep_interrupt(ui))
        return;
    if (!ui->overlay)
        info_close(ui);
    overlay_close(ui);
    search_interrupt(ui);
    await_forget(ui);
    search_forget(ui);
    grep_rest(ui);
    ui->range = NO_ITEM;
    if (loading_stop(ui))
        ui_tell(ui, _("stopped"));
}

static void filter_typed(struct ui *ui, const char *text)
{
    if (ui->overlay)
        overlay_filter(ui, text);
}

static void filter_cancelled(struct ui *ui)
{
    filter_typed(ui, "");
}

void cmd_overlay_filter(struct ui *ui, int count)
{
    static struct edit_history history;
    static const struct prompt_kind kind = {.sign = "/",
                                            .name = "overlay",
                                            .changed = filter_typed,
                                            .accept = filter_typed,
                                            .cancel = filter_cancelled,
                                            .history = &history};

    (void)count;
    if (ui->overlay->items)
        ui->overlay->items->filter(ui);
    else
        prompt_open(ui, &kind, "");
}

void cmd_overlay_order(struct ui *ui, int count)
{
    (void)count;
    if (ui->overlay->items)
        ui->overlay->items->reorder(ui);
}

void cmd_choose(struct ui *ui, int count)
{
    const struct overlay *overlay = ui->overlay;

    (void)count;
    if (overlay->choose && overlay->items && overlay->view.n)
        overlay->choose(ui, NULL);
    else if (overlay->choose && overlay_selected(overlay))
        overlay->choose(ui, overlay_selected(overlay));
}
