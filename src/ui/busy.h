/* SPDX-License-Identifier: MIT */
#ifndef UI_BUSY_H
#define UI_BUSY_H

#include "ui/state.h"

/*
 * Work that goes through the store and that no command may come between. The bottom row tells how
 * far it is, and what the source waits for; Esc, q and Ctrl-C end it, Q ends the program too, other
 * keys are lost; what has happened to the terminal is seen to afterwards. Panes stay as they are:
 * what they show may be in pieces.
 */
void busy_begin(struct ui *ui); /* no search runs in the chat (search_runs) */
/* Now and then, with how much was done (document.goes_on). False: it is to end. */
bool busy_goes_on(void *ui, size_t n);
void busy_end(struct ui *ui);

/* Whether a key went there. */
bool busy_take(struct ui *ui, int key);
/* Nothing goes on after this; false: there is no such work. */
bool busy_stop(struct ui *ui);
/* In place of the frame. */
void busy_draw(struct ui *ui);

#endif
