/* SPDX-License-Identifier: MIT */
#ifndef MODEL_TEXTS_H
#define MODEL_TEXTS_H

#include "model/chat.h"
#include "model/file.h"
#include "model/user.h"

/*
 * Every foreign text of the model, in one place: who adds a char * to one of these structs adds it
 * here, and with it to what is redacted (model/store.h). Texts that are NULL are passed over.
 */
enum text_role {
    TEXT_WORDS,  /* plain or BBCode */
    TEXT_PERSON, /* a name and nothing else */
    TEXT_TITLE,  /* "Client - Line" */
    TEXT_FILE,   /* a file's name and nothing else */
    TEXT_LINK,   /* an address and nothing else */
    TEXT_JSON,
};
/* *text may be replaced by another of one's own. id: of the user a name is of; 0 not known. */
typedef void text_fn(void *self, char **text, enum text_role role, int64_t id);

/* self: struct redact. The text becomes what that shows in its place. */
text_fn text_redact;

void message_each_text(struct message *message, text_fn *fn, void *self);
/* With its sessions'. Not key. */
void chat_each_text(struct chat *chat, text_fn *fn, void *self);
void user_each_text(struct user *user, text_fn *fn, void *self);
void file_each_text(struct file *file, text_fn *fn, void *self);

#endif
