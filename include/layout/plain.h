/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_PLAIN_H
#define LAYOUT_PLAIN_H

#include "layout/look.h"
#include "model/reading.h"

/* What a person reads of a message (model/reading.h), as it is looked at: for copying and handing
 * on. From the model, never from cells. */
enum plain_part {
    PLAIN_TEXT = READING_TEXT,
    PLAIN_NAME = READING_NAME,
    PLAIN_FILES = READING_FILES,
    PLAIN_WHOLE = READING_TEXT | READING_FILES | READING_MARKS, /* for handing on */
};

/* Adds the parts, each on lines of its own. */
void plain_add(const struct look *look, const struct message *message, unsigned parts,
               struct str *out);
/* The same with time and name above: for quoting. */
void plain_add_quoted(const struct look *look, const struct message *message, struct str *out);
/* All messages of a chat so. */
void plain_add_chat(const struct look *look, const struct chat *chat, struct str *out);
/* Calls tell for each link of the message: in its text, its attachments, its buttons. label is
 * plain text, kind and target as in text/rich.h. */
void plain_links(const struct look *look, const struct message *message, reading_link_fn *tell,
                 void *self);
/* Whether one of them can be opened or called. */
bool plain_has_link(const struct look *look, const struct message *message);

#endif
