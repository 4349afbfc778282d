/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_JSON_SCAN_H
#define SOURCE_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The bytes of JSON: blanks, texts, numbers, escapes, and one whole value whose
 * structure is sound. What is broken inside a text is counted on the way.
 */
struct scan {
    const char *at, *end;
    size_t n_damaged;
    const char *first; /* the first damaged place */
    const char *what;  /* words for it */
    size_t n_nodes;    /* commas, brackets and braces */
    bool cut;          /* the text ended inside */
};

enum scan_class {
    SCAN_PLAIN = 1, /* stands for itself inside a text */
    SCAN_BLANK = 2,
    SCAN_WORD = 4,  /* may be part of a bare word */
    SCAN_DIGIT = 8,
};
extern const uint8_t scan_classes[256];

enum scan_escape {
    ESCAPE_GOOD,
    ESCAPE_CUT,       /* \u without four hex digits, or nothing behind the backslash */
    ESCAPE_SURROGATE, /* half of a pair */
    ESCAPE_NUL,
    ESCAPE_UNKNOWN,
    ESCAPES
};

/* What the escape at the backslash is, and how many bytes of text it takes. */
enum scan_escape scan_escape(const char *at, const char *end, size_t *size);
/* From behind the opening quote to behind the closing one; a missing one is damage and cut. */
void scan_text(struct scan *scan, char quote);
/* Bytes of the strict number at the start; 0 when there is none or cJSON would not take it. */
size_t scan_number(const char *at, const char *end);
/* Takes one value; false, and at is anywhere, where its structure is not strict JSON of at most
 * JSON_DEPTH levels. Texts may be damaged inside. */
bool scan_value(struct scan *scan);

#endif
