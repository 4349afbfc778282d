/* SPDX-License-Identifier: MIT */
#ifndef UI_GATHER_H
#define UI_GATHER_H

#include "ui/state.h"

/*
 * Before the shown chat is searched: what of it is only listed is brought in, a slice at a time
 * between keys, where the source has it at hand (store_is_at_hand).
 */

/* Begins, or goes on. False: there is nothing to bring in. */
bool gather_start(struct ui *ui);
void gather_stop(struct ui *ui);
bool gather_runs(const struct ui *ui);
/* Whether a search does not see all of the shown chat. */
bool gather_lacks(const struct ui *ui);

#endif
