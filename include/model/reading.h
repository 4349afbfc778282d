/* SPDX-License-Identifier: MIT */
#ifndef MODEL_READING_H
#define MODEL_READING_H

#include "model/store.h"

/*
 * What a person reads of a message, as plain text in reading order: for searching,
 * copying and handing on. Original characters; what a terminal may not be told is
 * still in it, so whoever sends it to one cleans it. zone: for times in texts.
 */
enum reading_part {
    READING_TEXT = 1,  /* what is written in it, attachments and buttons included */
    READING_NAME = 2,  /* who wrote it */
    READING_FILES = 4, /* names of its files */
    READING_MARKS = 8, /* of the text: quotes behind "> ", links with their targets */
};

/* Adds the parts, each on lines of its own. */
void reading_add(const struct store *store, const struct zone *zone, const struct message *message,
                 unsigned parts, struct str *out);

/* Calls tell for each link of the message: in its text, its attachments, its buttons. label is
 * plain text, kind and target as in text/rich.h. */
typedef void reading_link_fn(void *self, const char *label, const struct link *link);
void reading_links(const struct store *store, const struct zone *zone,
                   const struct message *message, reading_link_fn *tell, void *self);

#endif
