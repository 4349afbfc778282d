/* SPDX-License-Identifier: MIT */
#include "layout/place.h"
#include "ui/anchors.h"
#include "ui/draw.h"
#include "ui/panes.h"
#include "ui/term.h"

#include <stdlib.h>
#include <string.h>

static void draw_head(const struct ui *ui, const struct frame_layout *frame)
{
    bool focused = ui->focus == PANE_MESSAGES;
    struct rows rows;

    rows_init(&rows, frame->messages);
    place_add_head(&ui->start.look, ui_chat(ui), style_of(focused ? ROLE_FOCUS : ROLE_HEAD),
                   &rows);
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
    place_add_floating(&ui->start.look, ui_chat(ui),
                       lens_piece(&ui->lens, ui->messages.top).item, &rows);
    draw_row(ui->start.theme, &rows, 0, frame->top, frame->messages_at);
    rows_release(&rows);
}

/* Rows of a piece from at_row on, those of the pane; gives the row after it. */
static int draw_piece(struct ui *ui, const struct frame_layout *frame, size_t i, int at_row,
                      int top)
{
    int body;
    const struct rows *rows = cache_rows(ui->cache, i, &body);
    struct piece piece = lens_piece(&ui->lens, i);
    bool selected = i == ui->messages.selected && ui->focus == PANE_MESSAGES;

    for (size_t r = 0; r < rows->rows.n && at_row < frame->bottom; r++, at_row++) {
        if (at_row < top)
            continue;
        draw_row(ui->start.theme, rows, r, at_row, frame->messages_at);
        if (piece.kind == PIECE_ITEM)
            anchors_draw(ui, rows, r, piece.item, at_row, frame->messages_at);
        if (selected && (int)r >= body && !frame->bare)
            draw_text(ui->start.theme, at_row, frame->messages_at, 1, "▌", ROLE_SELECTED);
        if (selected && ((int)r == body || at_row == top))
            term_park(at_row, frame->messages_at);
    }
    return at_row;
}

static void draw_items(struct ui *ui, const struct frame_layout *frame, int top)
{
    const struct view *view = &ui->messages;
    int at_row = top - view->offset;

    anchors_begin(ui);
    for (size_t i = view->top; i < view->n && at_row < frame->bottom; i++)
        at_row = draw_piece(ui, frame, i, at_row, top);
}

static void draw_sentence(struct ui *ui, const struct frame_layout *frame, int at_row,
                          const char *sentence)
{
    struct rows rows;
    struct rich rich = {0};
    struct margin margin = {1, NULL, NULL};

    rows_init(&rows, frame->messages);
    rich_add(&rich, sentence, strlen(sentence), style_of(ROLE_MISSING), 0);
    rows_add_rich(&rows, &rich, &margin, 1, false);
    for (size_t r = 0; r < rows.rows.n && at_row < frame->bottom; r++, at_row++)
        draw_row(ui->start.theme, &rows, r, at_row, frame->messages_at);
    rich_release(&rich);
    rows_release(&rows);
}

/* No chat is there, or not the one that was named: why not, if anything went wrong. */
static void draw_nothing(struct ui *ui, const struct frame_layout *frame, int top)
{
    struct str trouble = {0};

    if (ui->await.missing.size)
        str_add_text(&trouble, str_text(&ui->await.missing));
    else
        source_add_trouble(ui->start.source, &trouble);
    if (trouble.size)
        draw_sentence(ui, frame, top, str_text(&trouble));
    str_release(&trouble);
}

void messages_draw(struct ui *ui, const struct frame_layout *frame)
{
    int top = frame->top + (frame->bare ? 0 : 1);

    if (!ui_chat(ui)) {
        draw_nothing(ui, frame, top);
        return;
    }
    if (!frame->bare) {
        draw_head(ui, frame);
        if (ui->messages.n)
            draw_floating(ui, frame);
    }
    if (ui->messages.n == 0)
        draw_sentence(ui, frame, top,
                      ui_chat(ui)->failure ? ui_chat(ui)->failure
                      : ui_chat(ui)->state == LOAD_PENDING
                          ? _("The chat is being asked for.")
                          : _("No messages of this chat are in what was opened."));
    draw_items(ui, frame, top);
}

/* Rows from one place of the view down to another, counted no further than limit. */
static int rows_between(const struct view *view, size_t item, int offset, size_t to, int to_offset,
                        int limit)
{
    int rows = to_offset - offset;

    for (; item < to && rows < limit; item++)
        rows += view->rows(view->self, item);
    return item < to ? limit : rows;
}

static int rows_moved(const struct view *view, const struct drawn *before, int limit)
{
    if (before->item < view->top)
        return rows_between(view, before->item, before->offset, view->top, view->offset,
                            limit + before->offset);
    return -rows_between(view, view->top, view->offset, before->item, before->offset,
                         limit + view->offset);
}

void messages_scroll(struct ui *ui, const struct frame_layout *frame)
{
    const struct view *view = &ui->messages;
    struct drawn before = ui->drawn;
    int top = frame->top + (frame->bare ? 0 : 1), n;

    ui->drawn = (struct drawn){.is_shown = frame->messages && !ui->overlay && view->n,
                               .chat = ui_chat(ui) ? ui_chat(ui)->id : 0,
                               .item = view->top,
                               .offset = view->offset,
                               .top = top,
                               .bottom = frame->bottom,
                               .column = frame->messages_at,
                               .columns = frame->messages};
    if (!before.is_shown || !ui->drawn.is_shown || before.chat != ui->drawn.chat ||
        before.top != top || before.bottom != frame->bottom ||
        before.column != frame->messages_at || before.columns != frame->messages)
        return;
    n = rows_moved(view, &before, frame->bottom - top);
    if (n != 0 && abs(n) < frame->bottom - top)
        term_scroll(top, frame->bottom - 1, frame->messages_at,
                    frame->messages_at + frame->messages - 1, n);
}
