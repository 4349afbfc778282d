/* SPDX-License-Identifier: MIT */
#ifndef UI_SCAN_H
#define UI_SCAN_H

#include "ui/state.h"

/*
 * A walk over all items of the shown chat once, from one on and around the ends or back,
 * in slices of a few milliseconds between two turns of the loop: no key waits for
 * it. It is told of every item that wants() says yes to.
 */
typedef bool scan_wants_fn(struct ui *ui, size_t item);

struct scan {
    scan_wants_fn *wants; /* NULL: none runs */
    void (*hit)(struct ui *ui, size_t item); /* may stop the scan */
    void (*pause)(struct ui *ui);            /* after a slice, more come; may be NULL */
    void (*end)(struct ui *ui);              /* all were seen */
    int direction;                           /* 1 or -1; 0: on to the end, then back */
    size_t origin, done, n;                  /* items */
    unsigned timer;
    struct ui *ui;
};

/* Begins when the keys that wait are taken; stops one that runs. */
void scan_start(struct scan *scan, struct ui *ui, const struct scan *wanted);
void scan_stop(struct scan *scan);
/* As if all were seen, after the item it is at. */
void scan_end(struct scan *scan);

#endif
