/* SPDX-License-Identifier: MIT */
#ifndef UI_ANCHORS_H
#define UI_ANCHORS_H

#include "layout/row.h"
#include "ui/state.h"

/*
 * Which cells of the messages the terminal is told to be links: those of web and
 * mail addresses that text/address.h lets pass and whose text names no other host,
 * for nothing asks before the terminal opens one. Each link of each message has a
 * number of its own, for all its pieces.
 */
struct anchors;
void anchors_free(struct anchors *anchors);

/* Does what the option says; again when it has changed. */
void anchors_apply(struct ui *ui);
/* Before the first row of a frame. */
void anchors_begin(struct ui *ui);
/* A row of a laid-out item was drawn there. */
void anchors_draw(struct ui *ui, const struct rows *rows, size_t row, size_t item, int at_row,
                  int at_column);

#endif
