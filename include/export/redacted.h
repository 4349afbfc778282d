/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_REDACTED_H
#define EXPORT_REDACTED_H

#include "export/document.h"

/* What a document says of its redaction (model/store.h, text/redact.h). */

/* "redacted: 2 clients' names, 1 phone; words such as [client-1] stand for them": one line, no
 * break at its end, for the head of every document and for standard error. False, and nothing
 * added: redaction is off. */
bool redacted_add_sentence(const struct store *store, struct str *out);
/* ,"redacted":["names","phones"]: the kinds asked for; nothing while it is off. */
void redacted_add_member(const struct store *store, struct str *out);

/* Reads everything the document would hold, so that its counts and doubts are known before the
 * first byte is written. document_write does it on its own. */
void redacted_read(const struct document *document);

#endif
