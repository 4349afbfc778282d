/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_LOOK_H
#define LAYOUT_LOOK_H

#include "model/store.h"
#include "text/when.h"

#include <stdbool.h>

/* How the person wants to see things; the same for all of a screen or a document. */
struct pattern;
struct query;

struct look {
    struct store *store;
    struct zone zone;
    bool ascii;   /* glyphs by their fallbacks */
    bool numbers; /* of messages instead of times */
    bool cut;     /* lines that are too long, instead of wrapped */
    int64_t now; /* Unix seconds, for dates in lists */
    /* What a search highlights, or NULL: in texts, in names, in names of files. */
    const struct pattern *pattern, *name_pattern, *file_pattern;
    const struct query *query; /* the same in texts, of a search in all chats; or NULL */
    const int64_t *tagged; /* messages to be marked so */
    size_t n_tagged;
    const int64_t *expanded; /* messages shown whole, whatever their length */
    size_t n_expanded;
    size_t n_reviewed; /* items up to the line "reviewed up to here"; 0: no line */
    bool brief; /* no day lines and session rules: there is no room for them */
};

/* Marks in a text what a search has found in it. */
struct rich;
void look_highlight(const struct look *look, struct rich *rich);

#endif
