/* SPDX-License-Identifier: MIT */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "source/sync.h"

/* One line on standard error that is written over, and cut at the terminal's edge. For whoever
 * knows that it is a terminal. */
void progress_show(const struct str *line);
void progress_hide(void);

/*
 * How far a synchronisation is, on standard error: one line that is written over. Nothing at all
 * when that is no terminal (cron).
 */
struct progress;

struct progress *progress_new(void);
/* For sync_all. */
void progress_tell(void *progress, const struct sync_sum *sum);
/* Takes the line away, and frees it. */
void progress_end(struct progress *progress);

#endif
