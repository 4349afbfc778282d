/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_VIEW_H
#define LAYOUT_VIEW_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What of a list of items is in a window: pure arithmetic. Items have one row or
 * more; the rows of an item are asked for only when it is near the window, so
 * that cost follows the window's height, not the list's length.
 * Invariant: the window is filled when the list is long enough, and never
 * begins before the first row or ends after the last.
 */
typedef int view_rows_fn(void *self, size_t item);

struct view {
    view_rows_fn *rows; /* of an item, at least 1 */
    void *self;
    size_t n;        /* items */
    int height;      /* rows of the window */
    size_t top;      /* first item in the window */
    int offset;      /* rows of it above the window */
    size_t selected; /* item, in the window if there is one */
};

enum { VIEW_OVERLAP = 2 }; /* rows two pages share */

void view_init(struct view *view, size_t n, view_rows_fn *rows, void *self);
/* After height, the number of items or the rows of items changed: the selected item stays on its
 * row of the window as far as that can be. */
void view_settle(struct view *view, int height, int selected_row);
/* The window's row where the selected item begins (may be negative in a tall one). */
int view_selected_row(const struct view *view);
/* Moves the window; the selection stays when still inside, else goes with its edge. */
void view_scroll(struct view *view, int rows);
/* One item on, or a row inside an item taller than the window. */
void view_step(struct view *view, int direction);
/* A page less the overlap, or half a page. */
void view_page(struct view *view, int direction, bool half);
/* One of these moves, or one like them, as often as is wanted (at least once), no further than to
 * where nothing moves any more. */
typedef void view_move_fn(struct view *view, int direction);
void view_repeat(struct view *view, view_move_fn *move, int direction, int times);
void view_first(struct view *view);
void view_last(struct view *view);
/* Selects; scrolls no more than needed, unless row ≥ 0: then the item begins at that row. */
void view_select(struct view *view, size_t item, int row);
/* The item at a row of the window and its row inside; false below the last. */
bool view_at(const struct view *view, int row, size_t *item, int *inside);
/* Whether the last row of the last item is in the window. */
bool view_is_at_end(const struct view *view);

#endif
