/* SPDX-License-Identifier: MIT */
#include "ui/mouse.h"
#include "base/clock.h"
#include "ui/commands.h"
#include "ui/option.h"
#include "ui/overlay.h"
#include "ui/settings.h"

enum {
    WHEEL_ROWS = 3,
    DOUBLE_CLICK_MS = 400,
};

static enum pane pane_at(const struct frame_layout *frame, int column)
{
    return frame->list && column < frame->list ? PANE_LIST : PANE_MESSAGES;
}

static bool is_over_info(const struct ui *ui, const struct frame_layout *frame, int column)
{
    return !ui->overlay && frame->info && column >= frame->info_at - 1;
}

/* The pane under the pointer moves, whichever has the keys. */
static void wheel(struct ui *ui, const struct frame_layout *frame, struct term_mouse mouse)
{
    int rows = mouse.what == TERM_MOUSE_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS;

    if (ui->overlay)
        view_scroll(&ui->overlay->view, rows);
    else if (pane_at(frame, mouse.column) == PANE_LIST)
        view_scroll(&ui->chats, rows);
    else
        view_scroll(&ui->messages, rows);
}

/* Whether a link was opened, which nothing else then is. */
/* The pane under the pointer gets the keys, and what is there is selected; false: nothing is. */
static bool select_at(struct ui *ui, const struct frame_layout *frame, struct term_mouse mouse,
                      int *inside)
{
    int top = frame->top + (frame->bare ? 0 : 1);
    size_t item;

    ui->focus = pane_at(frame, mouse.column);
    if (ui->focus == PANE_LIST) {
        if (!view_at(&ui->chats, mouse.row - frame->top, &item, inside))
            return false;
        ui_show(ui, item);
        return true;
    }
    if (mouse.row < top || !view_at(&ui->messages, mouse.row - top, &item, inside))
        return false;
    view_select(&ui->messages, item, -1);
    return true;
}

/* Whether a link was opened, which nothing else then is; a second click opens none. */
static bool click_panes(struct ui *ui, const struct frame_layout *frame, struct term_mouse mouse,
                        bool second)
{
    int inside;

    return select_at(ui, frame, mouse, &inside) && !second && ui->focus == PANE_MESSAGES &&
           links_press(ui, ui->messages.selected, inside, mouse.column - frame->messages_at);
}

/* What there is to do with what is under the pointer. */
static void press_right(struct ui *ui, const struct frame_layout *frame, struct term_mouse mouse)
{
    int inside;

    if (!ui->overlay && !ui->prompt && mouse.row >= frame->top && mouse.row < frame->bottom &&
        select_at(ui, frame, mouse, &inside))
        cmd_copy_menu(ui, 0);
}

static void click_overlay(struct ui *ui, const struct frame_layout *frame, struct term_mouse mouse)
{
    int inside;
    size_t item;

    if (view_at(&ui->overlay->view, mouse.row - frame->top, &item, &inside))
        view_select(&ui->overlay->view, item, -1);
}

static bool is_second(struct ui *ui, const struct frame_layout *frame, struct term_mouse mouse)
{
    int64_t now = clock_ms();
    bool in_list = pane_at(frame, mouse.column) == PANE_LIST;
    bool second = ui->click.row == mouse.row && ui->click.in_list == in_list &&
                  now - ui->click.ms < DOUBLE_CLICK_MS;

    ui->click.row = mouse.row;
    ui->click.in_list = in_list;
    ui->click.ms = second ? 0 : now;
    return second;
}

/* The second click of two on a link is taken for a slip: what the first has opened, a question
 * perhaps, is not to be answered by it. */
static void press(struct ui *ui, const struct frame_layout *frame, struct term_mouse mouse)
{
    bool second, after_link;

    ui->menu = CONTEXT_ANY;
    ui->to_tagged = false;
    ui->click.drags = !ui->overlay && frame->list && mouse.column == frame->list;
    if (ui->click.drags || mouse.row < frame->top || mouse.row >= frame->bottom)
        return;
    after_link = ui->click.on_link;
    second = is_second(ui, frame, mouse);
    ui->click.on_link = false;
    if (second && after_link)
        return;
    if (ui->overlay)
        click_overlay(ui, frame, mouse);
    else
        ui->click.on_link = click_panes(ui, frame, mouse, second);
    if (second)
        keys_take(ui, TERM_ENTER);
}

void mouse_take(struct ui *ui, struct term_mouse mouse)
{
    struct frame_layout frame = ui_frame(ui);

    ui->dirty = true;
    if (is_over_info(ui, &frame, mouse.column) && !ui->click.drags)
        return;
    if (mouse.what == TERM_MOUSE_WHEEL_UP || mouse.what == TERM_MOUSE_WHEEL_DOWN) {
        wheel(ui, &frame, mouse);
    } else if (mouse.what == TERM_MOUSE_PRESS && mouse.button == 1) {
        press(ui, &frame, mouse);
    } else if (mouse.what == TERM_MOUSE_PRESS && mouse.button == 3) {
        press_right(ui, &frame, mouse);
    } else if (mouse.what == TERM_MOUSE_DRAG && ui->click.drags) {
        ui->list_columns = mouse.column;
        ui_settle(ui);
    } else if (mouse.what == TERM_MOUSE_RELEASE) {
        ui->click.drags = false;
    }
}

void cmd_mouse(struct ui *ui, int count)
{
    (void)count;
    settings_put(ui, "mouse", ui->start.options->mouse ? "off" : "on");
    ui_tell(ui, "%s",
            ui->start.options->mouse ? _("mouse on; Shift and drag selects as the terminal does")
                                   : _("mouse off"));
}
