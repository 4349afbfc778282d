/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_CHAT_H
#define LAYOUT_CHAT_H

#include "layout/look.h"
#include "layout/row.h"

/* One entry of the chat list: CHAT_ROWS rows. */
enum { CHAT_ROWS = 2 };
/* An open session in which the client has the last word. */
bool chat_waits(const struct look *look, const struct chat *chat);
void chat_layout(const struct look *look, const struct chat *chat, int width, struct rows *out);

#endif
