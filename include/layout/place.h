/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_PLACE_H
#define LAYOUT_PLACE_H

#include "layout/look.h"
#include "layout/row.h"

#include <stdbool.h>

/*
 * Where in a chat we are: day lines, session rules, the floating head and the
 * head of the pane. They add rows of rows->width columns.
 */
bool place_same_day(const struct look *look, const struct entry *a, const struct entry *b);
void place_add_day(const struct look *look, const struct entry *entry, struct rows *rows);
void place_add_session(const struct look *look, const struct session *session, struct rows *rows);
/* The same for a folded session, in one row that says how much is in it. */
void place_add_fold(const struct look *look, const struct session *session, struct rows *rows);
/* Above the first session that is known. */
void place_add_earlier(struct rows *rows);
/* The line after the last message that was reviewed. */
void place_add_reviewed(struct rows *rows);
/* Day and session of an item, dim, for the row above the messages. */
void place_add_floating(const struct look *look, const struct chat *chat, size_t item,
                        struct rows *rows);
/* Title, connector, line, CRM object, vote. */
void place_add_head(const struct look *look, const struct chat *chat, struct style style,
                    struct rows *rows);

#endif
