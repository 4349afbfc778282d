/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_ROW_H
#define LAYOUT_ROW_H

#include "text/rich.h"
#include "text/wrap.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Laid-out rows of one item, ready to be drawn: what is in them passed the gate
 * (text/cluster.h) and knows its columns. A row is a list of runs from left to
 * right, each text in one style at one column.
 * Invariant: runs of a row do not overlap; none reaches beyond the width.
 */
struct run {
    uint32_t text, size; /* bytes of rows->text: shown form */
    int16_t column, columns;
    struct style style;
    uint32_t link; /* index + 1 into rows->links; 0: none */
};

struct row {
    uint32_t first, n; /* runs */
};

struct rows {
    int width;
    bool cut;    /* what is too long for a row, instead of wrapping it */
    bool whole;  /* texts of any length, which else end in a note of what is left out */
    bool lacks;  /* something was cut or left out */
    struct str text;
    VEC(struct run) runs;
    VEC(struct row) rows;
    VEC(struct link) links;
};

void rows_init(struct rows *rows, int width);
/* Back to no rows, at this width, keeping the memory. */
void rows_clear(struct rows *rows, int width);
void rows_release(struct rows *rows);

/* Begins a row; an empty one is a blank line. */
void rows_begin(struct rows *rows);
/* Adds text at a column of the current row, cleaned, cut with "…" at the width. Gives the column
 * after it. */
int rows_put(struct rows *rows, int column, const char *text, struct style style);
int rows_put_bytes(struct rows *rows, int column, int columns, const char *text, size_t size,
                   struct style style, uint32_t link);
/* Fills columns [from, to) with a one-column text. */
void rows_fill(struct rows *rows, int from, int to, const char *text, struct style style);

/* What stands left of wrapped text: on the first row, and on those after it. */
struct margin {
    int column; /* where text begins */
    /* called after rows_begin, index counts from 0; may be NULL */
    void (*begin)(void *self, struct rows *rows, int index);
    void *self;
};
/* Wraps rich text into new rows between margin.column and the width less right: words, code
 * unwrapped at spaces, quotes behind a bar, long lines cut with a note. With continues, the first
 * row is the current one, whose margin stands already. */
void rows_add_rich(struct rows *rows, const struct rich *rich, const struct margin *margin,
                   int right, bool continues);

struct style style_of(enum role role);
struct style style_with(enum role role, unsigned attrs);

#endif
