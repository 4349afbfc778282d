/* SPDX-License-Identifier: MIT */
#include "ui/draw.h"
#include "text/cluster.h"
#include "ui/term.h"

#include <string.h>

static struct paint paint_of(const struct theme *theme, struct style style)
{
    return theme_paint_on(theme, style, term_n_colors(), term_background());
}

void draw_begin(const struct theme *theme)
{
    term_begin_frame(paint_of(theme, style_of(ROLE_TEXT)));
}

void draw_row(const struct theme *theme, const struct rows *rows, size_t row, int at_row,
              int at_column)
{
    const struct row *wanted = &rows->rows.at[row];

    for (uint32_t i = 0; i < wanted->n; i++) {
        const struct run *run = &rows->runs.at[wanted->first + i];

        term_put(at_row, at_column + run->column, rows->text.text + run->text, run->size,
                 paint_of(theme, run->style));
    }
}

void draw_blank(const struct theme *theme, int row, int column, int columns, enum role role)
{
    struct str blanks = {0};

    if (columns <= 0)
        return;
    str_add_times(&blanks, " ", (size_t)columns);
    term_put(row, column, str_text(&blanks), blanks.size,
             paint_of(theme, style_of(role)));
    str_release(&blanks);
}

int draw_text(const struct theme *theme, int row, int column, int columns, const char *text,
              enum role role)
{
    struct str shown = {0};
    int used = columns > 0 ? cluster_add(&shown, text, strlen(text), columns) : 0;

    term_put(row, column, str_text(&shown), shown.size,
             paint_of(theme, style_of(role)));
    str_release(&shown);
    return column + used;
}
