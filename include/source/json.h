/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_JSON_H
#define SOURCE_JSON_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Lenient reading of JSON (RFC 8259, and what is pasted, cut and broken; portal-api.md
 * 1.10). Two uses of one set of rules:
 *
 * - a reader pulls members and items from the text and skips values without
 *   building anything, to find where each message lies;
 * - json_strict rewrites one value, whatever its bytes, as strict JSON within
 *   the limits, so that cJSON only ever sees clean text (safety.md 5.5).
 *
 * Accepted beside strict JSON, each counted as damage: truncated \u escapes (dropped), lone
 * surrogates (U+FFFD), \u0000 (U+2400), unknown escapes, raw control characters, trailing and
 * missing commas, // and slash-star comments, … and "..." as an item, single quotes, bare words
 * as keys and values, missing ends. A BOM is skipped.
 */
enum {
    JSON_DEPTH = 64,                /* levels of one value */
    JSON_VALUE = 8 * 1024 * 1024,   /* bytes of one value given to cJSON */
    JSON_STRING = 1024 * 1024,      /* bytes of a string kept when a value is over JSON_VALUE */
    JSON_NODES = 400000,            /* commas, brackets and braces of one value */
};

/* What a reader that met more levels says of it. */
extern const char json_too_deep[];

struct json_slice {
    const char *at;
    size_t size;
};

enum json_kind { JSON_END, JSON_OBJECT, JSON_ARRAY, JSON_TEXT, JSON_NUMBER, JSON_WORD, JSON_BAD };

struct json_reader {
    const char *text;
    size_t size, at;
    int depth;
    size_t n_damaged;    /* how many repairs reading so far would need */
    size_t first_damage; /* offset of the first one */
    const char *what;    /* the first one, as words for a sentence: "a cut \\u escape" */
    size_t n_broken;     /* of n_damaged, what is not inside a text: the structure itself */
    bool cut;            /* the text ended inside a value */
    char open[JSON_DEPTH + 1]; /* what is open: '{' or '['; after its first element 'o' or 'a' */
};

void json_open(struct json_reader *reader, const char *text, size_t size);
/* What the next value is, without taking it; blanks and comments are passed. */
enum json_kind json_peek(struct json_reader *reader);
/* Takes the { or [ before it. False when the next value is none or is too deep. */
bool json_enter(struct json_reader *reader);
/* Inside an object: the next key, as the bytes between its quotes. False at its end, taken.
 * Empty for a value that has none. */
bool json_key(struct json_reader *reader, struct json_slice *key);
/* Inside an array: whether there is another item. False at its end (which is taken). */
bool json_item(struct json_reader *reader);
/* Takes the next value whole; slice covers it, a text with its quotes. Empty when there is none. */
void json_skip(struct json_reader *reader, struct json_slice *value);
/* The same where nothing is broken but the inside of texts; else false, and nothing is taken. */
bool json_skip_sound(struct json_reader *reader, struct json_slice *value);

/* Small values read without cJSON. Strings are read as they stand between the quotes. */
/* Of a key: any case, underscores do not count. */
bool json_slice_is(struct json_slice key, const char *word);
/* A number or numeric text, 64 bit, digits only. */
int64_t json_slice_id(struct json_slice value, int64_t otherwise);
/* The bytes between the quotes; an empty slice when the value is no text. */
struct json_slice json_slice_text(struct json_slice value);

/* Adds the value as strict JSON to out and gives how many repairs it took (0: it was strict). */
size_t json_strict(struct json_slice value, struct str *out);
/* Whether the value is strict JSON within the limits as it stands. Fast. */
bool json_is_strict(struct json_slice value);

/* Line and column (from 1, columns in characters) of an offset. */
void json_line_column(const char *text, size_t size, size_t at, size_t *line, size_t *column);

#endif
