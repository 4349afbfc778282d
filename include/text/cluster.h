/* SPDX-License-Identifier: MIT */
#ifndef TEXT_CLUSTER_H
#define TEXT_CLUSTER_H

#include "base/str.h"

#include <stddef.h>

/*
 * Grapheme clusters (UAX #29, extended) and the columns they take: the one
 * answer to "how wide". What terminals disagree on is shown in a form of which
 * every terminal knows the width (UTS #51, UAX #11):
 *
 *   VS15, VS16          dropped: the base alone, with its own width
 *   ZWJ sequence        its first emoji
 *   skin tones          dropped
 *   flags               the two letters of the region, "RU"; an odd one its letter
 *   keycaps             the digit alone
 *   tag flags           the base alone
 *
 * and everything of text/utf8.h besides. Text itself is never changed: copy,
 * search and export keep the original bytes.
 */
struct cluster {
    size_t size;       /* bytes of the text it covers, at least 1 unless at the end */
    const char *shown; /* what to draw: valid UTF-8, no controls; "" for a line break or nothing */
    size_t shown_size;
    int columns;       /* of shown; a tab has 0 columns and its shown is "\t": see below */
    char form[64];     /* holds shown when it differs from the text */
};

/* The first cluster of the text. CR LF, \n, U+2028, U+2029 and U+0085 are one cluster of 0 columns
 * with shown "\n"; a tab has shown "\t" and 0 columns, the layout says how far it goes. */
void cluster_next(const char *text, size_t size, struct cluster *cluster);

/* Columns of text shown on one line (breaks count nothing, tabs one). */
int cluster_columns(const char *text, size_t size);

/* How many bytes of text fit into columns, whole clusters only; *used gets their columns. */
size_t cluster_fit(const char *text, size_t size, int columns, int *used);

/* Adds the shown form, cut to columns with "…" when too long; breaks and tabs become spaces.
 * Gives the columns added. */
int cluster_add(struct str *out, const char *text, size_t size, int columns);

/* Off: a terminal or locale without UTF-8. Everything outside ASCII is then shown as the nearest
 * ASCII (Cyrillic and Latin transliterated, box drawing and our glyphs by their fallbacks), else
 * "?". */
void cluster_use_ascii(int on);

#endif
