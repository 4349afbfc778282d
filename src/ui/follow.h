/* SPDX-License-Identifier: MIT */
#ifndef UI_FOLLOW_H
#define UI_FOLLOW_H

#include "ui/state.h"

/* New messages of the shown chat: F, and by itself while its newest session is open. */

/* Before drawing: tells the source which chat is followed now. */
void follow_settle(struct ui *ui);
/* So many messages came below what the person is reading. */
void follow_count(struct ui *ui, size_t n);
/* "▼ 3 new", for the bottom row. */
void follow_add_state(const struct ui *ui, struct str *out);

#endif
