/* SPDX-License-Identifier: MIT */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include "model/query.h"
#include "model/reading.h"

/* What a query asks (model/query.h) of a message in a store. */

/* What is known of a message that was not read. */
struct query_facts facts_of(const struct store *store, const struct zone *zone,
                            const struct chat *chat, const struct session *session,
                            const struct entry *entry);
/* What is in it: enum query_part. */
unsigned facts_has(const struct store *store, const struct zone *zone,
                   const struct message *message);
/* Adds what else the query needs; parts: enum reading_part, what counts as text. It lives in text
 * and in the message. */
void facts_read(const struct store *store, const struct query *query, unsigned parts,
                const struct message *message, struct str *text, struct query_facts *facts);

#endif
