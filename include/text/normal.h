/* SPDX-License-Identifier: MIT */
#ifndef TEXT_NORMAL_H
#define TEXT_NORMAL_H

#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A text as the words an index keeps and a query asks for: lower case, one blank between two
 * words, none at the ends. What text/find.h takes for the same is the same word here (case,
 * accents, ё = е, spelling, width, invisible characters); й and her like stay letters.
 *
 *   word            letters, digits and marks; all else only parts words
 *   Han, kana,      each character or syllable is a word: these are written without blanks, or,
 *   Hangul          as Korean compounds, with them or without; several are found as a phrase
 *   picture         a word of its own: 🚚 is "u1f69a"; joiners, skin tones, VS are dropped
 *
 * So the words of FTS5 are those between blanks, with the tokenizer ascii whatever was written,
 * with unicode61 where its tables know the letters. When the words of any text change, the number
 * does too, and an index is made anew.
 */
enum { NORMAL_VERSION = 1 };

/* Adds the words of text to out, after a blank when out is not empty. Any bytes; what comes out
 * is valid UTF-8, at most three times as long, and its own normal form. Linear. */
void normal_add(struct str *out, const char *text, size_t size);

/* The same, and where in text each word came from: one range a word, in order, marks included. */
struct normal_range {
    size_t start, end;
};
struct normal_ranges {
    VEC(struct normal_range) list;
};
void normal_add_ranges(struct str *out, const char *text, size_t size,
                       struct normal_ranges *ranges);

/* Whether these words occur in a normal text, one after the other; of the last, its beginning is
 * enough when is_prefix. Both are normal; no words are in every text. */
bool normal_has(const char *text, size_t size, const char *words, size_t n, bool is_prefix);
/* The first such place at or after from; SIZE_MAX: there is none, as for no words. */
size_t normal_find(const char *text, size_t size, size_t from, const char *words, size_t n,
                   bool is_prefix);

#endif
