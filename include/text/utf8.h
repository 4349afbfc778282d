/* SPDX-License-Identifier: MIT */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The one gate (safety.md 5.2): whatever bytes come in, what goes out is valid
 * UTF-8 of which no byte can act as a terminal control or reorder its
 * neighbours. Pure; accepts any bytes.
 *
 *   C0, DEL, C1       U+2400 control pictures (C1: U+241B and the letter, as ␛[)
 *   invalid bytes     U+FFFD, one per maximal subpart (Unicode 3.9, table 3-8)
 *   bidi controls     ‹RLO› and the like (UAX #9: LRE RLE LRO RLO PDF LRI RLI FSI PDI LRM RLM ALM)
 *   invisible         ZWSP, WJ, BOM, SHY, Hangul fillers, TAG characters: removed from names,
 *                     shown as ‹ZWSP›, ‹TAG› and the like in bodies; a run of one kind once
 *   U+2028 2029 0085  line breaks; CR LF too
 *   > 8 marks a base  one U+FFFD for the rest (UAX #15, stream-safe text, is more generous)
 */
enum utf8_place {
    UTF8_BODY, /* keeps \n and \t */
    UTF8_NAME, /* one line: breaks and tabs become a space, invisible ones go */
};

enum { UTF8_MARKS = 8 };

/* Decodes one code point of at least one byte; gives the bytes read. Invalid: U+FFFD. */
size_t utf8_decode(const char *text, size_t size, uint32_t *code);
/* Encodes into to[4]; gives the bytes written. Surrogates and beyond U+10FFFF: U+FFFD. */
size_t utf8_encode(uint32_t code, char to[4]);

/* Bytes of the line break the text begins with: \n, U+0085, U+2028, U+2029; 0: none. */
size_t utf8_break(const char *text, size_t size);

/* How a code point is shown when not as itself: a static text, "" for nothing. NULL: as itself. */
const char *utf8_stand_in(uint32_t code, enum utf8_place place);
/* Whether text[0..size) passes the gate unchanged and is plain printable ASCII or Cyrillic:
 * the fast path; false says nothing. */
bool utf8_is_plain(const char *text, size_t size);

/* Adds the cleaned text to out. Idempotent: what came out passes unchanged. */
void utf8_clean(struct str *out, const char *text, size_t size, enum utf8_place place);

#endif
