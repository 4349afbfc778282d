/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_PLAIN_H
#define LAYOUT_PLAIN_H

#include "layout/look.h"

/*
 * A message as plain text, from the model and never from cells: for copying,
 * searching and handing on. Original characters; what a terminal may not be
 * told is still in it, so whoever sends it to one cleans it.
 */
enum plain_part {
    PLAIN_TEXT = 1,  /* what is written in it, attachments included */
    PLAIN_NAME = 2,  /* who wrote it */
    PLAIN_FILES = 4, /* names of its files */
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
void plain_links(const struct look *look, const struct message *message,
                 void (*tell)(void *self, const char *label, const struct link *link), void *self);

#endif
