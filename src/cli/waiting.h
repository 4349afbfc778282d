/* SPDX-License-Identifier: MIT */
#ifndef CLI_WAITING_H
#define CLI_WAITING_H

#include "base/loop.h"
#include "source/source.h"

/*
 * What is told on standard error while a source is waited for, from the loop: on a terminal what it
 * does or waits for, in a line that is written over; elsewhere only, and once, that it fails and is
 * tried again.
 */
struct waiting;

/* Borrows all. */
struct waiting *waiting_new(struct loop *loop, const struct source *source,
                            const struct store *store);
void waiting_free(struct waiting *waiting); /* NULL is fine */
/* Takes the line away, before something else is written; it comes again with the next wait. */
void waiting_hide(struct waiting *waiting);

#endif
