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

/* How a message stands to the one shown before it, which may be NO_ITEM. */
struct message_relation {
    bool is_grouped;     /* goes on after a message of the same sender */
    bool is_same_minute; /* and needs no time of its own */
    int64_t gap;         /* seconds of silence worth telling, else 0 */
};
struct message_relation message_relate(const struct look *look, const struct chat *chat,
                                       size_t item, size_t before);

#endif
