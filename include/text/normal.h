/* SPDX-License-Identifier: MIT */
#ifndef TEXT_NORMAL_H
#define TEXT_NORMAL_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

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
 * So the words of FTS5 are those between blanks whatever its tables know, with the tokenizer
 * ascii; unicode61 agrees on Russian, English and Chinese, but takes й for и where it drops marks.
 * When the words of any text change, the number does too, and an index is made anew.
 */
enum { NORMAL_VERSION = 1 };

/* Adds the words of text to out, after a blank when out is not empty. Any bytes; what comes out
 * is valid UTF-8, at most three times as long, and its own normal form. Linear. */
void normal_add(struct str *out, const char *text, size_t size);

/* Whether these words occur in a normal text, one after the other; of the last, its beginning is
 * enough when is_prefix. Both are normal; no words are in every text. */
bool normal_has(const char *text, size_t size, const char *words, size_t n, bool is_prefix);

#endif
