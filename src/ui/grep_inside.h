/* SPDX-License-Identifier: MIT */
#ifndef UI_GREP_INSIDE_H
#define UI_GREP_INSIDE_H

#include "source/find.h"
#include "ui/grep.h"
#include "ui/overlay.h"

/* What grep.c and grep_list.c share. */
struct grep {
    char *text; /* what is looked for; NULL: nothing yet */
    struct query query;
    struct str note; /* what of it was not understood */
    enum find_order order;
    struct finding *finding;
    VEC(struct find_hit) hits;
    size_t wanted;   /* hits to find for now */
    size_t at;       /* the hit that is, or was, selected */
    size_t told;     /* per cent looked at, as drawn */
    unsigned timer;  /* runs; 0: it does not */
    bool has_all;
    bool is_stopped; /* by a person, until more is wanted */
    bool is_stale;   /* places are others since */
    bool walks;
    int pending;     /* steps to take when more is found; 0: none */
    struct edit_history history;
    struct str title;
};

void grep_list_open(struct ui *ui);
/* After hits came. */
void grep_list_settle(struct ui *ui);
/* Goes to a hit. */
void grep_go(struct ui *ui, size_t hit);
/* Searches once more, from the beginning. */
void grep_again(struct ui *ui);
/* "120+" */
void grep_add_count(const struct grep *grep, struct str *out);

#endif
