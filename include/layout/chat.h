/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_CHAT_H
#define LAYOUT_CHAT_H

#include "layout/look.h"
#include "layout/row.h"

/* One entry of the chat list: CHAT_ROWS rows. */
enum { CHAT_ROWS = 2 };
/* An open session in which the client has the last word, or, until its messages are here, that no
 * operator has answered as the list tells it. */
bool chat_waits(const struct look *look, const struct chat *chat);
/* Its title; until it is known, what else is. */
void chat_add_title(const struct chat *chat, struct str *out);
/* The first words of its last message, as plain text. */
void chat_add_words(const struct look *look, const struct chat *chat, struct str *out);

/* What the person did with it. */
struct chat_marks {
    bool is_tagged, is_reviewed;
    size_t newer; /* messages after those reviewed */
};
void chat_layout(const struct look *look, const struct chat *chat, const struct chat_marks *marks,
                 int width, struct rows *out);

#endif
