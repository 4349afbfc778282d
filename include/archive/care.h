/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_CARE_H
#define ARCHIVE_CARE_H

#include "archive/archive.h"
#include "base/vec.h"

/*
 * Looking after an archive: what is in it, whether it is sound, saving what a damaged one still
 * holds, and forgetting a client.
 */
struct archive_info {
    int64_t n_chats, n_sessions, n_messages, n_missing, n_deleted, n_revisions, n_users, n_files;
    int64_t n_states[ARCHIVE_POISON + 1]; /* sessions by enum archive_state */
    int64_t n_suspicious, n_due, n_runs;
    struct when first, last; /* of the messages */
    int64_t n_bytes;         /* of the file and what is not yet merged into it */
    int version;             /* of the schema */
};
/* now: for n_due. */
bool archive_info(struct archive *archive, int64_t now, struct archive_info *info,
                  struct error *error);

/* Each finding is one sentence for a person. False: it could not be looked at to the end. */
typedef void archive_finding_fn(void *self, const char *sentence);
bool archive_verify(struct archive *archive, archive_finding_fn *tell, void *self,
                    size_t *n_findings, struct error *error);

struct archive_salvaged {
    int64_t n_chats, n_sessions, n_messages, n_revisions, n_users, n_files;
};
/* Makes the file anew of what can still be read of it, around the damage and page by page; the
 * damaged one is renamed to PATH.damaged-TIME (its name is added to kept), never deleted. */
bool archive_salvage(const char *path, int64_t now, struct str *kept,
                     struct archive_salvaged *found, struct error *error);

struct archive_purged {
    int64_t n_chats, n_messages, n_files;
    size_t n_backups; /* of older schemas, deleted: they held the same */
    struct str name;  /* as it was known, in its words (text/normal.h) */
    int64_t n_named;  /* messages that stay and hold a word of it */
    VEC(int64_t) named; /* the chats of these, and those whose titles hold one; each once */
};
void archive_purged_release(struct archive_purged *purged);
/* Whether a text holds a word of such a name: those of three letters and more, also as a
 * beginning. */
bool archive_is_named(const char *text, const char *name);
/* Forgets a client: his chats whole, his messages elsewhere with their older texts and files, his
 * name, also where others mention him by his number; in free text it stays, and is counted.
 * Nothing of it is left in the file's free space. Only for clients: others are refused. Nobody of
 * this number: ERROR_SOURCE, after what a run that was ended had left was wiped. */
bool archive_purge_user(struct archive *archive, int64_t user, struct archive_purged *purged,
                        struct error *error);

#endif
