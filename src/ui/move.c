/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "ui/overlay.h"

/* --- moving ----------------------------------------------------------------------------------- */

/* The list shows what it selects: the chat in the message pane goes with it. */
static void follow(struct ui *ui)
{
    if (!ui->overlay && ui->focus == PANE_LIST && ui->chats.n && ui->chats.selected != ui->shown)
        ui_show(ui, ui->chats.selected);
}

static void repeat(struct ui *ui, view_move_fn *move, int direction, int count)
{
    view_repeat(ui_view(ui), move, direction, times(count));
    follow(ui);
}

static void step(struct ui *ui, int direction, int count)
{
    repeat(ui, ui->overlay && !ui->overlay->choose ? view_scroll : view_step, direction, count);
}

void cmd_next(struct ui *ui, int count)
{
    step(ui, 1, count);
}

void cmd_previous(struct ui *ui, int count)
{
    step(ui, -1, count);
}

static void scroll(struct ui *ui, int rows)
{
    view_scroll(ui_view(ui), rows);
    follow(ui);
}

void cmd_scroll_down(struct ui *ui, int count)
{
    scroll(ui, times(count));
}

void cmd_scroll_up(struct ui *ui, int count)
{
    scroll(ui, -times(count));
}

static void page(struct view *view, int direction)
{
    view_page(view, direction, false);
}

static void half_page(struct view *view, int direction)
{
    view_page(view, direction, true);
}

void cmd_page_down(struct ui *ui, int count)
{
    repeat(ui, page, 1, count);
}

void cmd_page_up(struct ui *ui, int count)
{
    repeat(ui, page, -1, count);
}

void cmd_half_down(struct ui *ui, int count)
{
    repeat(ui, half_page, 1, count);
}

void cmd_half_up(struct ui *ui, int count)
{
    repeat(ui, half_page, -1, count);
}

static void go(struct ui *ui, size_t item)
{
    struct view *view = ui_view(ui);

    view_select(view, item < view->n ? item : view->n - 1, -1);
    follow(ui);
}

void cmd_first(struct ui *ui, int count)
{
    if (count > 0)
        go(ui, (size_t)count - 1);
    else
        view_first(ui_view(ui));
    follow(ui);
}

void cmd_last(struct ui *ui, int count)
{
    if (count > 0)
        go(ui, (size_t)count - 1);
    else
        view_last(ui_view(ui));
    follow(ui);
}

void cmd_percent(struct ui *ui, int count)
{
    size_t n = ui_view(ui)->n;

    if (n)
        go(ui, (n - 1) * (size_t)(count < 100 ? count : 100) / 100);
}
