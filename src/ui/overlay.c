/* SPDX-License-Identifier: MIT */
#include "ui/overlay.h"
#include "text/cluster.h"
#include "ui/draw.h"
#include "ui/panes.h"
#include "ui/term.h"

#include <stdlib.h>
#include <string.h>

enum {
    NAME_AT = 2,   /* column */
    NARROW = 40,   /* columns under which texts stand below names that take a third of them */
    NAME_LEAST = 1,
};

/* --- rows ------------------------------------------------------------------------------------ */

static int name_columns(int wanted, int width)
{
    if (wanted <= width / 3)
        return wanted;
    return width < NARROW ? NAME_LEAST : width / 3;
}

/* The text beside its name, or below one that is too wide for that. */
static void lay_out(struct overlay_row *row, int names, int width)
{
    bool beside = row->name && cluster_columns(row->name, strlen(row->name)) <= names;
    struct margin margin = {.column = row->name ? NAME_AT + names + 1 : NAME_AT};
    struct rich rich = {0};

    if (row->role == ROLE_HEAD)
        margin.column = 1;
    rows_clear(&row->laid, width);
    row->laid.whole = true;
    if (row->name) {
        rows_begin(&row->laid);
        rows_put(&row->laid, NAME_AT, row->name, style_of(ROLE_KEY));
    }
    rich_add(&rich, row->text, strlen(row->text), style_of(row->role), 0);
    rows_add_rich(&row->laid, &rich, &margin, 1, beside);
    rich_release(&rich);
}

/* Laid out again only for another width. */
static const struct rows *laid_rows(const struct overlay *overlay, size_t shown)
{
    struct overlay_row *row = &overlay->rows.at[overlay->shown.at[shown]];
    int width = term_columns();

    if (row->laid.width != width)
        lay_out(row, name_columns(overlay->name_columns, width), width);
    return &row->laid;
}

static int rows_of(void *self, size_t shown)
{
    return (int)laid_rows(self, shown)->rows.n;
}

/* --- what is in it --------------------------------------------------------------------------- */

struct overlay *overlay_open(struct ui *ui, const char *title, int name_columns,
                             overlay_choose_fn *choose)
{
    overlay_close(ui);
    ui->overlay = mem_zero(1, sizeof *ui->overlay);
    ui->overlay->title = title;
    ui->overlay->name_columns = name_columns;
    ui->overlay->choose = choose;
    view_init(&ui->overlay->view, 0, rows_of, ui->overlay);
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
        rows_release(&overlay->rows.at[i].laid);
    }
    vec_release(&overlay->rows);
    vec_release(&overlay->shown);
    free(overlay);
    ui->overlay = NULL;
}

void overlay_add(struct overlay *overlay, const char *name, const char *text, enum role role,
                 size_t value)
{
    vec_push(&overlay->rows, (struct overlay_row){.name = name ? mem_copy_text(name) : NULL,
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

void overlay_place(const struct overlay *overlay, size_t *above, size_t *n)
{
    const struct view *view = &overlay->view;

    *above = (size_t)view->offset;
    *n = 0;
    for (size_t i = 0; i < view->n; i++) {
        size_t rows = (size_t)view->rows(view->self, i);

        *above += i < view->top ? rows : 0;
        *n += rows;
    }
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
        overlay_add(overlay, NULL, "", ROLE_TEXT, 0);
    overlay_add(overlay, NULL, title, ROLE_HEAD, 0);
}

static bool contains(const struct overlay_row *row, const char *word)
{
    return !*word || (row->name && strstr(row->name, word)) || strstr(row->text, word);
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

/* --- drawing --------------------------------------------------------------------------------- */

static void draw_bar(const struct ui *ui, int at_row, bool first)
{
    draw_text(ui->start.theme, at_row, 0, 1, "▌", ROLE_SELECTED);
    if (first)
        term_park(at_row, 0);
}

static void draw_items(struct ui *ui, const struct frame_layout *frame)
{
    const struct overlay *overlay = ui->overlay;
    const struct view *view = &overlay->view;
    int at_row = frame->top - view->offset;
    struct rows items;

    rows_init(&items, frame->columns);
    for (size_t i = view->top; i < view->n && at_row < frame->bottom; i++) {
        const struct rows *rows = overlay->items ? &items : laid_rows(overlay, i);
        int n = view->rows(view->self, i);

        if (overlay->items)
            overlay->items->layout(ui, i, &items);
        for (int r = 0; r < n && at_row < frame->bottom; r++, at_row++) {
            if (at_row < frame->top)
                continue;
            if ((size_t)r < rows->rows.n)
                draw_row(ui->start.theme, rows, (size_t)r, at_row, 0);
            if (overlay->choose && i == view->selected)
                draw_bar(ui, at_row, r == 0);
        }
    }
    rows_release(&items);
}

void overlay_draw(struct ui *ui, const struct frame_layout *frame)
{
    if (!frame->bare)
        draw_text(ui->start.theme, frame->top - 1, 1, frame->columns - 2, ui->overlay->title,
                  ROLE_FOCUS);
    term_park(frame->top, 0);
    draw_items(ui, frame);
}
