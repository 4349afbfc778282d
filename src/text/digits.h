/* SPDX-License-Identifier: MIT */
#ifndef TEXT_DIGITS_H
#define TEXT_DIGITS_H

#include "text/sight.h"

/*
 * Groups of digits that may be one number: between two of them are one to three blanks, hyphens,
 * dots, brackets or strokes. "8 (912) 345-67-89" is a run of five groups.
 */
enum { GROUP_DIGITS = 20, RUN_DIGITS = 32 };

enum gap { /* what stands before a group */
    GAP_BLANK = 1,
    GAP_HYPHEN = 2,
    GAP_DOT = 4,
    GAP_BRACKET = 8, /* either */
    GAP_STROKE = 16, /* "/" or "_", which part phones */
};

struct group {
    size_t from, to; /* symbols */
    unsigned gap;    /* enum gap, bits; of the first what stands right before it */
    bool has_plus;   /* of the first alone */
};

struct run {
    const struct sight *sight;
    VEC(struct group) groups;
};

/* Calls fn for every run; dates, and sums with a hyphen between, part runs and are in none. */
typedef void run_fn(struct sight *sight, struct run *run);
void digits_each_run(struct sight *sight, run_fn *fn);

/* The digits of groups [i, j) as ASCII; false: more than RUN_DIGITS. */
bool digits_read(const struct run *run, size_t i, size_t j, char to[RUN_DIGITS + 1]);
/* How many. */
size_t digits_count(const struct run *run, size_t i, size_t j);
/* Whether the groups have these sizes, as "3-2-2". */
bool digits_stand_as(const struct run *run, size_t i, size_t j, const char *sizes);
/* Or one of these; ends with NULL. */
bool digits_stand_as_any(const struct run *run, size_t i, size_t j, const char *const *sizes);
/* Any of the gaps inside [i, j). */
unsigned digits_gaps(const struct run *run, size_t i, size_t j);
/* Whether [i, j) is no part of a longer word or number. */
bool digits_are_apart(const struct run *run, size_t i, size_t j);
/* It begins with a plus. */
bool digits_have_plus(const struct run *run, size_t i);
/* A currency stands before or after. */
bool digits_are_money(const struct run *run, size_t i, size_t j);
/* Claims [i, j), with the plus and the bracket before it, as this value. */
void digits_claim(struct sight *sight, const struct run *run, size_t i, size_t j,
                  enum redact_kind kind, const char *value);

#endif
