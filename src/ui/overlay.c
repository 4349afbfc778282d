/* SPDX-License-Identifier: MIT */
#include "ui/overlay.h"
#include "text/wrap.h"
#include "ui/draw.h"
#include "ui/panes.h"
#include "ui/term.h"

#include <stdlib.h>
#include <string.h>

enum { EDGES = 5 }; /* columns left, right and between */

static int one_row(void *self, size_t item)
{
    (void)self;
    (void)item;
    return 1;
}

struct overlay *overlay_open(struct ui *ui, const char *title, int name_columns,
                             overlay_choose_fn *choose)
{
    overlay_close(ui);
    ui->overlay = mem_zero(1, sizeof *ui->overlay);
    ui->overlay->title = title;
    ui->overlay->name_columns = name_columns;
    ui->overlay->choose = choose;
    view_init(&ui->overlay->view, 0, one_row, NULL);
    return ui->overlay;
}

static int rows_of_item(void *self, size_t item)
{
    const struct overlay *overlay = self;

    (void)item;
    return overlay->items->rows;
}

void overlay_set_items(struct ui *ui, const struct overlay_items *items)
{
    ui->overlay->items = items;
    view_init(&ui->overlay->view, 0, rows_of_item, ui->overlay);
}

void overlay_close(struct ui *ui)
{
    struct overlay *overlay = ui->overlay;

    if (!overlay)
        return;
    for (size_t i = 0; i < overlay->rows.n; i++) {
        free(overlay->rows.at[i].name);
        free(overlay->rows.at[i].text);
        free(overlay->rows.at[i].target);
    }
    vec_release(&overlay->rows);
    vec_release(&overlay->shown);
    free(overlay);
    ui->overlay = NULL;
}

void overlay_add(struct overlay *overlay, const char *name, const char *text, enum role role,
                 size_t value)
{
    vec_push(&overlay->rows, (struct overlay_row){.name = mem_copy_text(name ? name : ""),
                                                  .text = mem_copy_text(text ? text : ""),
                                                  .role = role,
                                                  .value = value});
}

void overlay_set_target(struct overlay *overlay, const char *target)
{
    overlay->rows.at[overlay->rows.n - 1].target = mem_copy_text(target);
}

void overlay_addf(struct overlay *overlay, const char *name, const char *format, ...)
{
    struct str text = {0};
    va_list arguments;

    va_start(arguments, format);
    str_addv(&text, format, arguments);
    va_end(arguments);
    overlay_add(overlay, name, str_text(&text), ROLE_TEXT, overlay->rows.n);
    str_release(&text);
}

static void add_line(struct overlay *overlay, const char *name, const char *text, size_t size,
                     enum role role)
{
    int columns = term_columns() - overlay->name_columns - EDGES;
    struct wrap_rows wraps = {0};

    wrap_line(text, size, columns > 1 ? columns : 1, WRAP_WORDS, &wraps);
    for (size_t i = 0; i < wraps.n; i++) {
        char *line = mem_copy(text + wraps.at[i].start, wraps.at[i].end - wraps.at[i].start);

        overlay_add(overlay, i ? "" : name, line, role, 0);
        free(line);
    }
    vec_release(&wraps);
}

void overlay_add_wrapped(struct overlay *overlay, const char *name, const char *text,
                         enum role role)
{
    do {
        size_t size = strcspn(text, "\n");

        add_line(overlay, name, text, size, role);
        name = "";
        text += size + (text[size] == '\n');
    } while (*text);
}

const struct overlay_row *overlay_selected(const struct overlay *overlay)
{
    return overlay->view.n && !overlay->items
               ? &overlay->rows.at[overlay->shown.at[overlay->view.selected]]
               : NULL;
}

void overlay_heading(struct overlay *overlay, const char *title)
{
    if (overlay->rows.n)
        overlay_add(overlay, "", "", ROLE_TEXT, 0);
    overlay_add(overlay, "", title, ROLE_HEAD, 0);
}

static bool contains(const struct overlay_row *row, const char *word)
{
    return !*word || strstr(row->name, word) || strstr(row->text, word);
}

void overlay_filter(struct ui *ui, const char *word)
{
    struct overlay *overlay = ui->overlay;
    struct frame_layout frame = ui_frame(ui);
    bool is_under = false;

    overlay->shown.n = 0;
    for (size_t i = 0; i < overlay->rows.n; i++) {
        const struct overlay_row *row = &overlay->rows.at[i];
        bool found = contains(row, word);

        if (row->role == ROLE_HEAD)
            is_under = found;
        if (found || is_under)
            vec_push(&overlay->shown, i);
    }
    overlay->view.n = overlay->shown.n;
    overlay->view.selected = 0;
    view_settle(&overlay->view, frame.bottom - frame.top, 0);
    ui->dirty = true;
}

static void draw_overlay_row(const struct ui *ui, const struct overlay_row *row, int at_row,
                             int columns)
{
    const struct theme *theme = ui->start.theme;
    int names = ui->overlay->name_columns;

    if (row->role == ROLE_HEAD) {
        draw_text(theme, at_row, 1, columns - 2, row->text, ROLE_HEAD);
        return;
    }
    if (names > (columns - 4) / 2)
        names = (columns - 4) / 2;
    draw_text(theme, at_row, 2, names, row->name, ROLE_KEY);
    draw_text(theme, at_row, 3 + names, columns - names - 4, row->text, row->role);
}

static void draw_items(struct ui *ui, const struct frame_layout *frame)
{
    const struct overlay *overlay = ui->overlay;
    const struct view *view = &overlay->view;
    int at_row = frame->top - view->offset;
    struct rows rows;

    rows_init(&rows, frame->columns);
    for (size_t i = view->top; i < view->n && at_row < frame->bottom; i++) {
        bool selected = i == view->selected;

        overlay->items->layout(ui, i, &rows);
        for (int r = 0; r < overlay->items->rows && at_row < frame->bottom; r++, at_row++) {
            if (at_row < frame->top)
                continue;
            if ((size_t)r < rows.rows.n)
                draw_row(ui->start.theme, &rows, (size_t)r, at_row, 0);
            if (selected)
                draw_text(ui->start.theme, at_row, 0, 1, "▌", ROLE_SELECTED);
            if (selected && r == 0)
                term_park(at_row, 0);
        }
    }
    rows_release(&rows);
}

static void draw_rows(const struct ui *ui, const struct frame_layout *frame)
{
    const struct overlay *overlay = ui->overlay;
    const struct view *view = &overlay->view;

    for (size_t i = view->top; i < view->n && frame->top + (int)(i - view->top) < frame->bottom;
         i++) {
        int at_row = frame->top + (int)(i - view->top);

        draw_overlay_row(ui, &overlay->rows.at[overlay->shown.at[i]], at_row, frame->columns);
        if (overlay->choose && i == view->selected) {
            draw_text(ui->start.theme, at_row, 0, 1, "▌", ROLE_SELECTED);
            term_park(at_row, 0);
        }
    }
}

void overlay_draw(struct ui *ui, const struct frame_layout *frame)
{
    if (!frame->bare)
        draw_text(ui->start.theme, frame->top - 1, 1, frame->columns - 2, ui->overlay->title,
                  ROLE_FOCUS);
    if (ui->overlay->items)
        draw_items(ui, frame);
    else
        draw_rows(ui, frame);
}
