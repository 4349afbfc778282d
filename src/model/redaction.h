/* SPDX-License-Identifier: MIT */
#ifndef MODEL_REDACTION_H
#define MODEL_REDACTION_H

#include "model/texts.h"
#include "text/redact.h"

/* Texts of chats, users and files that were replaced, and what they were. */
struct redaction;

struct redaction *redaction_new(unsigned kinds);
/* What was replaced must have been put back, or be gone. */
void redaction_free(struct redaction *redaction);
struct redact *redaction_redact(struct redaction *redaction);

void redaction_hide_user(struct redaction *redaction, struct user *user);
void redaction_hide_chat(struct redaction *redaction, struct chat *chat);
void redaction_hide_file(struct redaction *redaction, struct file *file);
/* Whether what is in the place was put there to be shown. */
bool redaction_shows(const struct redaction *redaction, char *const *place);
/* Put back what nobody changed meanwhile; who is gone is not asked for, so that a source may free a
 * session at any time. Afterwards redaction_forget. */
void redaction_reveal_user(struct redaction *redaction, struct user *user);
void redaction_reveal_chat(struct redaction *redaction, struct chat *chat);
void redaction_reveal_file(struct redaction *redaction, struct file *file);
void redaction_forget(struct redaction *redaction);
/* The message is the store's own and read again when needed: nothing is kept of it. */
void redaction_message(struct redaction *redaction, struct message *message);

#endif
