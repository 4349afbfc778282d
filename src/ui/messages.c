/* SPDX-License-Identifier: MIT */
#include "layout/place.h"
#include "ui/draw.h"
#include "ui/panes.h"
#include "ui/term.h"

static void draw_head(const struct ui *ui, const struct frame_layout *frame)
{
    bool focused = ui->focus == PANE_MESSAGES;
    struct rows rows;

    rows_init(&rows, frame->messages);
    place_add_head(ui_chat(ui), style_of(focused ? ROLE_FOCUS : ROLE_HEAD), &rows);
    draw_row(ui->start.theme, &rows, 0, frame->top - 1, frame->messages_at);
    rows_release(&rows);
}

/* Day and session of what is at the top, unless its own day line or rule says so. */
static void draw_floating(struct ui *ui, const struct frame_layout *frame)
{
    struct rows rows;
    int body;

    cache_rows(ui->cache, ui->messages.top, &body);
    if (ui->messages.offset <= 1 && body > 1)
        return;
    rows_init(&rows, frame->messages);
    place_add_floating(&ui->start.look, ui_chat(ui), ui->messages.top, &rows);
    draw_row(ui->start.theme, &rows, 0, frame->top, frame->messages_at);
    rows_release(&rows);
}

static void draw_items(struct ui *ui, const struct frame_layout *frame, int top)
{
    const struct view *view = &ui->messages;
    int at_row = top - view->offset, body;

    for (size_t i = view->top; i < view->n && at_row < frame->bottom; i++) {
        const struct rows *rows = cache_rows(ui->cache, i, &body);
        bool marked = i == view->selected && ui->focus == PANE_MESSAGES && !frame->bare;

        for (size_t r = 0; r < rows->rows.n && at_row < frame->bottom; r++, at_row++) {
            if (at_row < top)
                continue;
            draw_row(ui->start.theme, rows, r, at_row, frame->messages_at);
            if (marked && (int)r >= body)
                draw_text(ui->start.theme, at_row, frame->messages_at, 1, "▌", ROLE_SELECTED);
            if (marked && (int)r == body)
                term_park(at_row, frame->messages_at);
        }
    }
}

void messages_draw(struct ui *ui, const struct frame_layout *frame)
{
    int top = frame->top + (frame->bare ? 0 : 1);

    if (!ui_chat(ui))
        return;
    if (!frame->bare) {
        draw_head(ui, frame);
        if (ui->messages.n)
            draw_floating(ui, frame);
    }
    if (ui->messages.n == 0)
        draw_text(ui->start.theme, top, frame->messages_at + 1, frame->messages - 2,
                  _("No messages of this chat are in what was opened."), ROLE_MISSING);
    draw_items(ui, frame, top);
}
