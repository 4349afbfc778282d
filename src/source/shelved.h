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
/* What is known of a message before it is read. */
struct entry shelved_entry(const struct archive_message *row);
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
/* After its sessions: the chat's preview, as the list shows it of one that is loaded. */
void shelved_preview(struct archive *archive, struct chat *chat);

#endif
