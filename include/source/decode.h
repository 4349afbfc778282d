/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_DECODE_H
#define SOURCE_DECODE_H

#include "base/error.h"
#include "model/store.h"
#include "source/json.h"

/*
 * JSON → model: answers of imopenlines.session.history.get, im.dialog.messages.get,
 * imopenlines.dialog.get, im.recent.list and .get, a batch of these, and our own
 * JSON Lines (cli.md), recognised by content, with or without the envelope, in every
 * casing of portal-api.md 11.4.
 */

/* What was found in one text, for the sentences of the caller. */
struct decoded {
    size_t n_chats, n_messages;
    size_t n_damaged; /* messages repaired or missing, and damaged places elsewhere */
};

/* Walks the text once and adds what it finds to the store; messages stay in the text, as places
 * with this part number, so text must outlive the store. Damage is noted in the log with name,
 * line and column. False: the text is nothing of the above, or an error envelope or the console's
 * print of one (its sentence is given), or holds nothing that could be read. */
bool decode_text(struct store *store, const char *name, uint32_t part, const char *text,
                 size_t size, struct decoded *decoded, struct error *error);

/* Users of im.user.list.get: a map by id, or a list. */
void decode_users(struct store *store, const char *name, struct json_slice users);

/* What params (a JSON object) say of a message, into its members: classes, attachments, buttons,
 * files, votes. The rest of the message stays; flags gets MESSAGE_REPAIRED where they had to be. */
void decode_params(struct json_slice params, struct message *message);

/* One message from its slice. flags gets MESSAGE_REPAIRED where it had to be. */
bool decode_message(struct json_slice slice, struct message *message);

#endif
