/* SPDX-License-Identifier: MIT */
#ifndef UI_LOADING_H
#define UI_LOADING_H

#include "ui/state.h"

/*
 * What comes while the program runs: taken in with the person's place kept, and
 * asked for when it is about to be seen.
 */

/* Before drawing. Takes in what has come; asks for what the panes would show and is not here: the
 * sessions of the shown chat, then the gap nearest to its end, one at a time. */
void loading_settle(struct ui *ui);
/* Asks for the messages of a gap, also for those that failed; false: the item is none. */
bool loading_open(struct ui *ui, size_t item);

#endif
