/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "text/cluster.h"
#include "ui/draw.h"
#include "ui/panes.h"

/* Left and right of a row in one role; the right one stays when both do not fit. */
static void draw_sides(const struct ui *ui, int row, int columns, const char *left,
                       const struct str *right, enum role role)
{
    int width = cluster_columns(str_text(right), right->size);
    int room = columns - 2 - (width ? width + 2 : 0);

    draw_blank(ui->start.theme, row, 0, columns, role);
    draw_text(ui->start.theme, row, 1, room, left, role);
    if (width <= columns - 2)
        draw_text(ui->start.theme, row, columns - 1 - width, width, str_text(right), role);
}

static void draw_title(const struct ui *ui, const struct frame_layout *frame)
{
    struct str left = {0}, right = {0};
    size_t n = store_n_chats(ui->start.look.store);

    str_addf(&left, "imolog  %s", ui->start.source);
    str_addf(&right, ngettext("%zu chat", "%zu chats", n), n);
    if (ui->start.n_damaged)
        str_addf(&right, _(" · %zu repaired or incomplete"), ui->start.n_damaged);
    draw_sides(ui, 0, frame->columns, str_text(&left), &right, ROLE_TITLE);
    str_release(&left);
    str_release(&right);
}

static void add_position(const struct ui *ui, struct str *out)
{
    const struct view *view = ui->helping                ? &ui->help
                              : ui->focus == PANE_LIST ? &ui->chats
                                                       : &ui->messages;
    size_t at = ui->helping ? view->top : view->selected;

    if (view->n)
        str_addf(out, "%zu/%zu · %zu %%", at + 1, view->n,
                 view_is_at_end(view) && at + 1 == view->n ? 100 : at * 100 / view->n);
}

void status_draw(struct ui *ui, const struct frame_layout *frame)
{
    struct str left = {0}, right = {0};

    if (frame->bare)
        return;
    draw_title(ui, frame);
    if (ui->count)
        str_addf(&left, "%d", ui->count);
    else
        str_add_text(&left, ui->helping ? _("q close") : _("? help · q quit"));
    add_position(ui, &right);
    draw_sides(ui, frame->rows - 1, frame->columns, str_text(&left), &right, ROLE_STATUS);
    str_release(&left);
    str_release(&right);
}
