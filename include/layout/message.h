/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_MESSAGE_H
#define LAYOUT_MESSAGE_H

#include "layout/lens.h"
#include "layout/look.h"
#include "layout/row.h"

#include <stddef.h>

/*
 * One piece of a chat → rows: the day line and session rule that stand before
 * it, the gutter (bar, time, glyph), the sender's name, text, attachments,
 * files, buttons, likes; or the one row of a collapsed run or folded session.
 * Looks at the piece and the item shown before it only, so that the cost does
 * not depend on the chat's length.
 */
enum { GUTTER = 10 }; /* columns: bar, time, glyph */
#define NO_ITEM SIZE_MAX

/* before is the item shown above, or NO_ITEM. The rows replace what was in out; *body gets the row
 * where the piece itself begins, after blank rows, day lines and session rules. */
void message_layout(const struct look *look, const struct chat *chat, struct piece piece,
                    size_t before, int width, struct rows *out, int *body);

#endif
