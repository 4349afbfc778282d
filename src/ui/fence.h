/* SPDX-License-Identifier: MIT */
#ifndef UI_FENCE_H
#define UI_FENCE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Columns that stay where they are. Terminals know emoji up to some year: what is
 * written after a newer one is a column off. Where a pane begins there is a fence:
 * what stands from there on is written once more, at its column, whenever a row
 * with emoji left of it has changed.
 */

/* A new frame: no fences. */
void fence_begin(void);
/* Text was put there; shown form. */
void fence_note(int row, int column, const char *text, size_t size);
/* A pane begins there; of a row from left to right. */
void fence_set(int row, int column);
/* Sends the frame, as doupdate does. */
void fence_update(void);
/* What was written once more for the i-th broken fence of that: its row from this column on.
 * False: there was none. */
bool fence_rewrote(size_t i, int *row, int *column);

#endif
