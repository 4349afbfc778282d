/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_KEEP_H
#define SOURCE_KEEP_H

#include "archive/archive.h"
#include "source/decode.h"

/*
 * Model → archive. Addresses in texts lose their tokens and signatures on the way
 * (text/token.h); nothing else is changed.
 */

/* What one text held. */
struct kept {
    size_t n_chats, n_sessions, n_messages;
    size_t n_damaged; /* messages repaired or missing, and damaged places elsewhere */
};

/* What of it is wanted; session NULL: a chat without any. */
struct keep_filter {
    bool (*wants)(const void *self, const struct chat *chat, const struct session *session);
    const void *self;
};

/* Reads an answer and puts all of it, or what the filter (NULL: none) wants, into the archive, in
 * one transaction: whole or not at all. name: for sentences. now: Unix seconds. A session whose
 * answer was whole says which of its messages are gone. False: it is no answer (ERROR_SOURCE), or
 * could not be written. */
bool keep_text(struct archive *archive, const struct keep_filter *filter, const char *name,
               const char *text, size_t size, int64_t now, struct kept *kept,
               struct error *error);

/* The same inside a transaction of the caller's, for many small texts. False with ERROR_SOURCE: it
 * is no answer, and nothing was put; with another kind the transaction is to be rolled back. */
bool keep_beside(struct archive *archive, const struct keep_filter *filter, const char *name,
                 const char *text, size_t size, int64_t now, struct kept *kept,
                 struct error *error);

/* The same in parts, for whoever may not be held up: read at once, then put so many rows at a time,
 * in one transaction until done. text must stay until keep_end. NULL: it is no answer. Without an
 * archive it can only be counted. */
struct keeping;
struct keeping *keep_begin(struct archive *archive, const struct keep_filter *filter,
                           const char *name, const char *text, size_t size, int64_t now,
                           struct error *error);
/* False: it failed, and nothing was put. */
bool keep_go_on(struct keeping *keeping, size_t n, bool *done, struct error *error);
/* What was not done is undone. kept may be NULL. */
void keep_end(struct keeping *keeping, struct kept *kept);

#endif
