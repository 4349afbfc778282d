/* SPDX-License-Identifier: MIT */
#ifndef UI_AWAIT_H
#define UI_AWAIT_H

#include "ui/state.h"

/*
 * Going to a place that may not be here yet: the source is asked for it, and it is shown when it
 * has come. Esc and Ctrl-C forget it, as does going elsewhere.
 */

/* Takes the name, as it is told when there is no such place; what place borrows must live on. */
void await_place(struct ui *ui, const struct source_place *place, const char *name);
/* Before drawing: goes there if it has come; tells when it will not. */
void await_settle(struct ui *ui);
void await_forget(struct ui *ui);

#endif
