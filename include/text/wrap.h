/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WRAP_H
#define TEXT_WRAP_H

#include "base/vec.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Where one logical line breaks (UAX #14). A word longer than the width, and
 * scripts without spaces of which nothing better is known (Thai), break between
 * clusters. Spaces at a break hang: they belong to no row's columns.
 * An address (of "://") is one word, other than UAX #14 has it. One that is longer
 * than the width begins where it stands, if less than half of that row is full, and
 * breaks after one of its signs in the second half of a row, else where the row ends.
 *
 * Promises: rows cover the whole line in order, no byte lost (a row's bytes are
 * start…next, of which start…end is shown); columns ≤ width, unless a single
 * cluster is wider; at least one row, also for the empty line.
 */
enum wrap_mode {
    WRAP_WORDS,
    WRAP_ANYWHERE, /* code: only where the width ends, between clusters */
};

struct wrap_row {
    uint32_t start, end, next;
    int columns;
};

struct wrap_rows {
    struct wrap_row *at;
    size_t n, room;
};

/* Adds the rows of text[0..size), which holds no line break. Tabs go to the next multiple of 4.
 * width ≥ 1. Linear in time. */
void wrap_line(const char *text, size_t size, int width, enum wrap_mode mode,
               struct wrap_rows *rows);

/* The columns of a tab at this column. */
int wrap_tab(int column);

#endif
