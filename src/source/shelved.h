/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_SHELVED_H
#define SOURCE_SHELVED_H

#include "archive/archive.h"
#include "model/store.h"

/* Rows of an archive → model, for whoever has one at hand. */

/* The part of places that lie in the archive. */
enum { SHELVED_PART = 0 };

/* A message of such a place; false when it is not there any more. */
bool shelved_message(struct archive *archive, const struct entry *entry, struct message *message);
/* Fill in what is known of this id. */
void shelved_user(struct archive *archive, struct user *user);
void shelved_file(struct archive *archive, struct file *file);
/* The messages of a session, and who wrote them. */
bool shelved_session(struct archive *archive, struct store *store, struct session *session,
                     struct error *error);
/* The sessions of a chat that are not known yet, listed; and messages of no session, which are
 * few. */
bool shelved_sessions(struct archive *archive, struct store *store, struct chat *chat,
                      struct error *error);

#endif
