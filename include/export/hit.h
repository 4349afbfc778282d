/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_HIT_H
#define EXPORT_HIT_H

#include "base/str.h"
#include "model/message.h"
#include "model/user.h"
#include "text/normal.h"

#include <stdbool.h>

/* One message that a search found, as it is written for people and for programs. */
struct hit {
    int64_t chat, session, message, sender; /* session 0: none known */
    struct when when;
    const char *date; /* as received */
    const char *name; /* of the sender, "" for none */
    const char *chat_name;
    const char *text; /* as people read it */
    enum user_role role;
    enum message_class class;
    struct normal_ranges ranges; /* of text: what was asked for, in order; borrowed */
};

struct hit_look {
    struct zone zone;
    int columns;
    bool is_screen; /* cells: else emoji stay as they are */
    /* Adds what sets a style; NULL: nothing does. */
    void (*paint)(void *self, struct style style, struct str *out);
    void *painter;
};

/* Two lines: where it is and who wrote it; the text around the first range, ranges painted. */
void hit_add_text(struct str *out, const struct hit *hit, const struct hit_look *look);
/* One line of JSON: "chat", "session", "id", "date", "sender", "class", "text" as JSON Lines of
 * messages have them, and "hits": [from, to) of each range, in characters of text. */
void hit_add_json(struct str *out, const struct hit *hit);

#endif
