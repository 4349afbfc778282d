/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_LINES_H
#define EXPORT_LINES_H

#include "text/rich.h"

#include <stdbool.h>

/*
 * Rich text line by line, and each line piece by piece, for formats that are
 * markup themselves. No piece holds a line break.
 */
enum line_kind {
    LINE_TEXT,
    LINE_QUOTE,
    LINE_CODE, /* nothing but code */
};

struct lines {
    const struct rich *rich;
    enum line_kind kind; /* of the present line */
    size_t at, end;      /* of it, what pieces were not taken yet */
    size_t next;         /* where the next one begins */
    size_t span;         /* the first that may reach beyond at */
    bool is_last;
};

void lines_init(struct lines *lines, const struct rich *rich);
/* False at the end. An empty text has one empty line. */
bool lines_next(struct lines *lines);
/* The next piece of the line, in one style, with one link; false at its end. */
bool lines_piece(struct lines *lines, struct span *piece);

/* When the piece is the last of its link's text: the link, and [*from, piece->end) is that text.
 * Else NULL. */
const struct link *lines_link_end(const struct lines *lines, const struct span *piece,
                                  size_t *from);

#endif
