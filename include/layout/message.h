/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_MESSAGE_H
#define LAYOUT_MESSAGE_H

#include "layout/look.h"
#include "layout/row.h"

#include <stddef.h>

/*
 * One item of a chat → rows: the day line and session rule that stand before
 * it, the gutter (bar, time, glyph), the sender's name, text, attachments,
 * files, buttons, likes. Looks at the item and the one before it only, so that
 * the cost does not depend on the chat's length.
 */
enum { GUTTER = 10 }; /* columns: bar, time, glyph */

/* The rows replace what was in out; *body gets the row where the item itself begins, after
 * blank rows, day lines and session rules. */
void message_layout(const struct look *look, const struct chat *chat, size_t item, int width,
                    struct rows *out, int *body);

#endif
