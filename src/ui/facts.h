/* SPDX-License-Identifier: MIT */
#ifndef UI_FACTS_H
#define UI_FACTS_H

#include "ui/state.h"

/*
 * What is known of a chat and a session apart from what was written, as names
 * and texts: for the overlay of = and the side pane of i.
 */
struct fact {
    const char *name; /* NULL: the text is a heading; borrowed for good */
    char *text;       /* owned; foreign */
    enum role role;   /* of the text */
};

struct facts {
    VEC(struct fact) list;
};

void facts_add_chat(const struct ui *ui, const struct chat *chat, struct facts *facts);
void facts_add_session(const struct ui *ui, const struct session *session, struct facts *facts);
void facts_release(struct facts *facts);

#endif
