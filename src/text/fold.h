/* SPDX-License-Identifier: MIT */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A text as the symbols that count when it is searched (text/find.h), read one by one without
 * allocation. A unit is a code point and what follows it that folds to nothing or belongs to
 * it: a match is made of whole units. A symbol is a code point, or FOLD_BYTE + an invalid byte.
 */
enum {
    FOLD_BYTE = 0x110000,
    FOLD_SYMBOLS = 8,    /* of one code point at most */
    FOLD_QUICK = 0x800,  /* code points of at most two bytes */
    FOLD_MORE = 0x8000,
};

struct fold_table {
    bool is_cased; /* case counts */
    /* The first symbol of each, 0: not that simple. | FOLD_MORE: there are more. */
    uint16_t quick[FOLD_QUICK];
};

void fold_table_fill(struct fold_table *table, bool is_cased);

/* A value: a copy reads on from the same place. */
struct fold {
    const struct fold_table *table;
    const char *text;
    size_t size, at, start; /* start: of the unit of the last symbol */
    uint32_t base, last;    /* the symbol marks belong to; the last code point */
    uint32_t symbols[FOLD_SYMBOLS];
    unsigned char n, i;
    bool joined; /* the symbols belong to the unit before */
};

struct fold fold_begin(const struct fold_table *table, const char *text, size_t size, size_t from);
/* The next symbol and whether it is the first of its unit. False: the text is over. */
bool fold_next(struct fold *fold, uint32_t *symbol, bool *is_first);
/* Passes quickly over units that do not begin with this symbol; not over all of them. */
void fold_skip(struct fold *fold, uint32_t symbol);
/* Whether the unit of the last symbol is over, and where in the text that is. */
bool fold_is_whole(const struct fold *fold, size_t *end);

/* Upper and title case: a pattern with such a letter means case to count. */
bool fold_is_upper(uint32_t code);
bool fold_has_upper(const char *text, size_t size);

#endif
