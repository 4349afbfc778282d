/* SPDX-License-Identifier: MIT */
#ifndef UI_DRAW_H
#define UI_DRAW_H

#include "layout/row.h"
#include "ui/theme.h"

/* Begins a frame, on the theme's background if it has one. */
void draw_begin(const struct theme *theme);
/* One laid-out row at a place of the screen. */
void draw_row(const struct theme *theme, const struct rows *rows, size_t row, int at_row,
              int at_column);
/* Fills columns of a row in the background of a role. */
void draw_blank(const struct theme *theme, int row, int column, int columns, enum role role);
/* Text in a role, cleaned, cut at columns. Gives the column after it. */
int draw_text(const struct theme *theme, int row, int column, int columns, const char *text,
              enum role role);

#endif
