/* SPDX-License-Identifier: MIT */
#ifndef UI_SEARCH_INSIDE_H
#define UI_SEARCH_INSIDE_H

#include "ui/probe.h"
#include "ui/search.h"

/* What search.c, filter.c and seek.c share. */
struct search {
    struct probe probe, filter, tags;
    struct scan scan;
    VEC(uint32_t) hits; /* in the order of the scan */
    size_t n_after;     /* of a filter's: how many lie at its home or after it */
    size_t n_hidden;    /* of a search's, or what [ and ] pass: not shown */
    bool finds;         /* hits are the search's */
    bool filters;       /* hits are the filter's */
    size_t n_gave_up;   /* messages left out: the expression took too long */
    VEC(uint32_t) found;   /* by the filter, ascending */
    char *filtered;        /* what the filter looks for; NULL: there is none */
    int filtered_how;      /* probe_how of it */
    bool is_own;           /* the filter was set or taken away here */
    size_t home;           /* item where the scan begins */
    int64_t home_message;  /* what lies there */
    struct jump origin;    /* where the prompt was opened */
    int origin_row;
    enum pane origin_focus;
    bool typing;           /* the first match is to be gone to */
    int pending;           /* n or N pressed before the scan has come so far */
    scan_wants_fn *sought; /* by [ and ], in this direction */
    int direction;
    void (*later)(struct ui *ui); /* goes on when more of the chat is loaded; NULL: nothing does */
    struct edit_history searches, filters_typed;
};

/* Starts the scan of the filter, or of the search, at an item. */
void search_collect(struct ui *ui, bool filters, size_t home);
bool search_matches(struct ui *ui, struct probe *probe, size_t item);
/* What & and w leave. */
bool filter_wants(struct ui *ui, size_t item);
/* Shows what the filter found; and, of many, the first while it goes on. */
void filter_show(struct ui *ui);
void filter_pause(struct ui *ui);
/* Where the person was before the filter showed nothing; else this item. */
size_t filter_home(const struct ui *ui, size_t item);
/* Goes to what was found in a direction, and tells when that was around an end. */
void search_go(struct ui *ui, size_t to, int direction);
bool search_has_filter(const struct ui *ui);
/* What was left on in this chat when the program ended, unless something else was wanted since. */
void filter_recall(struct ui *ui, int64_t chat);

#endif
