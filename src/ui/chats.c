/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "ui/draw.h"
#include "ui/panes.h"
#include "ui/term.h"

static void draw_chat(const struct ui *ui, const struct frame_layout *frame, size_t i, int at_row,
                      int first, struct rows *rows)
{
    const struct theme *theme = ui->start.theme;
    const struct chat *chat = store_chat_at(ui->start.look.store, i);
    struct chat_marks marks = {0};

    marks.is_tagged = ids_has(&ui->tagged_chats, chat->id);
    reviewed_mark(ui, chat, &marks);
    chat_layout(&ui->start.look, chat, &marks, frame->list, rows);
    for (int r = first; r < CHAT_ROWS && at_row < frame->bottom; r++, at_row++) {
        draw_row(theme, rows, (size_t)r, at_row, 0);
        if (i == ui->shown)
            draw_text(theme, at_row, 0, 1, "▌", ROLE_SELECTED);
    }
}

void chats_draw(const struct ui *ui, const struct frame_layout *frame)
{
    const struct view *view = &ui->chats;
    struct rows rows;
    int at_row = frame->top - view->offset;

    rows_init(&rows, frame->list);
    if (!frame->bare)
        draw_text(ui->start.theme, frame->top - 1, 1, frame->list - 2, _("Chats"),
                  ui->focus == PANE_LIST ? ROLE_FOCUS : ROLE_HEAD);
    for (size_t i = view->top; i < view->n && at_row < frame->bottom; i++, at_row += CHAT_ROWS) {
        int first = at_row < frame->top ? frame->top - at_row : 0;

        draw_chat(ui, frame, i, at_row + first, first, &rows);
        if (i == ui->shown && ui->focus == PANE_LIST)
            term_park(at_row + first, 0);
    }
    rows_release(&rows);
}
