/* SPDX-License-Identifier: MIT */
#ifndef TEXT_MARKUP_H
#define TEXT_MARKUP_H

#include "base/vec.h"
#include "text/bbcode.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What the rooms of the BBCode reader share while one message is read. Input is
 * taken once from left to right: bytes before kept are in out or were dropped,
 * bytes between kept and at will be shown as they are.
 */
struct piece {
    const char *text;
    size_t size;
};

struct label; /* label.h */

/* Where quotes are (quote.c). */
struct quote {
    bool line;      /* this line began with >> */
    bool block;     /* between two lines of hyphens */
    bool no_more;   /* a search found no further line of hyphens: do not search again */
    size_t closing; /* where the closing line begins */
    size_t after;   /* the byte after it and its line break */
};

enum { MARKUP_ATTRS = 4, MARKUP_LABELS = 8 };

struct markup {
    const char *text;
    size_t size, at, kept;
    const struct bbcode_names *names;
    struct rich *out;
    size_t origin; /* bytes that were in out before */
    struct style base;
    struct style style; /* of what is added now */
    uint32_t link;
    size_t attrs[MARKUP_ATTRS]; /* how often each attribute is open */
    VEC(int32_t) colors;
    VEC(struct label) labels;
    size_t n_labels[MARKUP_LABELS]; /* how many of each kind are open */
    bool captures;                  /* the text of an open label will be its target */
    struct quote quote;
};

/* Adds to out what stands before at. */
void markup_flush(struct markup *markup);
/* Flushes, then leaves out the next size bytes of the input. */
void markup_skip(struct markup *markup, size_t size);
/* To be called after anything that changes the style. */
void markup_restyle(struct markup *markup);
void markup_put(struct markup *markup, struct piece piece);
/* Bytes of the line break at this place, 0 when there is none: \n, CR LF, #BR#, [BR]. */
size_t markup_break(const struct markup *markup, size_t at);

/* ASCII letters only, whatever the locale. */
bool piece_starts(struct piece piece, const char *word);
struct piece piece_from(struct piece piece, size_t start);
struct piece piece_trim(struct piece piece);
/* Takes decimal digits off the front; false, and nothing taken, unless there are 1 to 18. */
bool piece_take_number(struct piece *piece, int64_t *number);

/* What stands between "[" and "]" at the beginning of rest, when it is written as a known tag. */
struct tag_seen {
    size_t size; /* of the whole tag */
    bool is_closing;
    struct piece name, arg; /* of the argument what follows "=" or a blank; may be empty */
};
bool tag_see(struct piece rest, struct tag_seen *seen);

/* At the ":" of a bare web address: shows it as a link. False: there is none. */
bool bare_take(struct markup *markup);
/* Whether the address leads to the history of a session; *id gets its number as written. */
bool bare_is_session(struct piece address, struct piece *id);

/* At the beginning of a line: begins or ends quotes, leaving out their marks. */
void quote_line(struct markup *markup);

/* After [CODE]: shows everything up to [/CODE] as it is. */
bool code_open(struct markup *markup, int what, struct piece arg);
/* [TIMESTAMP=unix format=NAME]. False: a format we do not know. */
bool stamp_open(struct markup *markup, int what, struct piece arg);

#endif
