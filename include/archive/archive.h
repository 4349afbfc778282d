/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include "archive/row.h"
#include "base/error.h"
#include "base/str.h"

/*
 * What a portal said, kept on this disk: one SQLite file per portal (docs of the format:
 * src/archive/schema.sql). One writer at a time, any number of readers beside it. Rows in, rows
 * out; the archive parses no JSON and draws nothing.
 *
 * Every function that may fail gives false (or NULL) and one sentence; ERROR_SOURCE when the file
 * cannot be read or is none of ours, ERROR_DAMAGED when it is damaged (then
 * `imolog archive salvage` helps), ERROR_FAILED else.
 */
struct archive;

/* To change: as to write, but it must be there. */
enum archive_mode { ARCHIVE_READ_ONLY, ARCHIVE_WRITE, ARCHIVE_CHANGE };

/* Adds the path of this portal's archive: $XDG_DATA_HOME/imolog/NAME.db. False: neither the
 * variable nor HOME says where, or the name holds more than letters, digits, ".", "-" and "_". */
bool archive_add_path(struct str *out, const char *name);

/* Write: makes folder (0700) and file (0600), brings an older file up to date, and is refused while
 * another process writes. A file, or disk, that cannot be written, and a file of a newer imolog,
 * are opened for reading, with a note. Somebody else's file is refused. */
struct archive *archive_open(const char *path, enum archive_mode mode, struct error *error);
void archive_close(struct archive *archive);
const char *archive_path(const struct archive *archive);
bool archive_can_write(const struct archive *archive);

/* Nothing of dialogs is put outside of these two; runs, limits and meta may be. A commit that fails
 * has rolled back; so does closing. What was committed survives kill -9; a power cut may take the
 * last commits, never half of one. */
bool archive_begin(struct archive *archive, struct error *error);
bool archive_commit(struct archive *archive, struct error *error);
void archive_rollback(struct archive *archive);
/* Part of what a commit does, for whoever cannot wait for it: n of the messages that were put come
 * into the index. *left: there are more. */
bool archive_index(struct archive *archive, size_t n, bool *left, struct error *error);

/* --- runs ---------------------------------------------------------------------------------- */

/* Rows put from now on are this run's; gives its id, 0 for failure. */
int64_t archive_run_begin(struct archive *archive, const char *mode, int64_t now,
                          struct error *error);
/* By run->id; started_at and mode stay as they are. */
bool archive_run_end(struct archive *archive, const struct archive_run *run, struct error *error);
/* What a method's limit was when last seen: operating milliseconds, and when they are reset. */
bool archive_put_limit(struct archive *archive, const char *method, int64_t operating_ms,
                       int64_t reset_at, int64_t now, struct error *error);
bool archive_limit(struct archive *archive, const char *method, int64_t *operating_ms,
                   int64_t *reset_at, struct error *error);
/* Small facts by name, such as "portal_host". NULL: none, or failed; borrowed until the next. */
bool archive_set_meta(struct archive *archive, const char *name, const char *value,
                      struct error *error);
const char *archive_meta(struct archive *archive, const char *name);

/* --- putting: the same row twice changes nothing ------------------------------------------- */

bool archive_put_chat(struct archive *archive, const struct archive_chat *row,
                      struct error *error);
bool archive_put_user(struct archive *archive, const struct archive_user *row,
                      struct error *error);
bool archive_put_file(struct archive *archive, const struct archive_file *row,
                      struct error *error);
/* Facts only; state and plan are archive_queue's and archive_settle's. */
bool archive_put_session(struct archive *archive, const struct archive_session *row,
                         struct error *error);
/* now: of the revision, when the message had another text before. A message without a session
 * does not take away the one it has. */
bool archive_put_message(struct archive *archive, const struct archive_message *row, int64_t now,
                         struct error *error);

/* After the messages of this session (0: those of the chat that have none) were put: counts and
 * moments of session and chat are brought up to date. whole: they were the portal's whole answer,
 * and what was not among them is marked as deleted, unless that were more than 20 % and more than
 * 10 messages: then all are kept and the session is marked as suspicious. */
bool archive_end_session(struct archive *archive, int64_t chat, int64_t session, bool whole,
                         int64_t now, struct error *error);

/* A session's id is known, its answer is not; chat may be 0. Nothing when it is known already. */
bool archive_queue(struct archive *archive, int64_t session, int64_t chat, struct error *error);
/* What came of asking for it; plans the next look. why: a sentence, or NULL. */
bool archive_settle(struct archive *archive, int64_t session, enum archive_state state,
                    const char *why, int64_t now, struct error *error);
/* All that was read, or refused, is due now. */
bool archive_recheck(struct archive *archive, int64_t now, struct error *error);
/* Whether it is to be asked for: never read, or its next look is due. One that is planned later
 * than any is (a clock went wrong) is due too. */
bool archive_is_due(const struct archive_session *row, int64_t now);
/* When a session whose last message is of that time is looked at again, WHEN_NONE: never. */
int64_t archive_next_check(int64_t last, int64_t now);

/* --- reading: each row is given to a callback, false from it ends the reading -------------- */

/* A callback may read on, but not what it is a callback of. */
typedef bool archive_chat_fn(void *self, const struct archive_chat *row);
typedef bool archive_session_fn(void *self, const struct archive_session *row);
typedef bool archive_message_fn(void *self, const struct archive_message *row);
typedef bool archive_revision_fn(void *self, const struct archive_revision *row);
typedef bool archive_run_fn(void *self, const struct archive_run *row);

/* Newest first; after: the last row of the page before (its order and id count), NULL: the first.
 * limit 0: all. */
bool archive_chats(struct archive *archive, const struct archive_chat *after, size_t limit,
                   archive_chat_fn *each, void *self, struct error *error);
/* A chat's, oldest first. */
bool archive_sessions(struct archive *archive, int64_t chat, archive_session_fn *each, void *self,
                      struct error *error);
/* All of them, newest first, after as above: by last and id. */
bool archive_recent_sessions(struct archive *archive, const struct archive_session *after,
                             size_t limit, archive_session_fn *each, void *self,
                             struct error *error);
/* Those to ask for: never read, or due; never read first, then newest first. */
bool archive_due(struct archive *archive, int64_t now, size_t limit, archive_session_fn *each,
                 void *self, struct error *error);
/* How many those are. */
bool archive_count_due(struct archive *archive, int64_t now, size_t *n, struct error *error);
/* A session's, by (time, id); session 0: those of the chat that have none. */
bool archive_messages(struct archive *archive, int64_t chat, int64_t session,
                      archive_message_fn *each, void *self, struct error *error);
/* Chats of this object of the CRM (LEAD 1205), newest first. */
bool archive_crm_chats(struct archive *archive, const char *type, int64_t id,
                       archive_chat_fn *each, void *self, struct error *error);
/* Oldest first; the newest text is the message's own. */
bool archive_revisions(struct archive *archive, int64_t message, archive_revision_fn *each,
                       void *self, struct error *error);
/* Newest first. */
bool archive_runs(struct archive *archive, size_t limit, archive_run_fn *each, void *self,
                  struct error *error);

/* One row by its id. False: it is not there, and error->kind is ERROR_NONE; or failed. Texts are
 * borrowed until the same is asked again. */
bool archive_chat(struct archive *archive, int64_t id, struct archive_chat *row,
                  struct error *error);
bool archive_session(struct archive *archive, int64_t id, struct archive_session *row,
                     struct error *error);
bool archive_message(struct archive *archive, int64_t id, struct archive_message *row,
                     struct error *error);
/* The newest of a session. */
bool archive_last_message(struct archive *archive, int64_t chat, int64_t session,
                          struct archive_message *row, struct error *error);
bool archive_user(struct archive *archive, int64_t id, struct archive_user *row,
                  struct error *error);
/* All of them, by id. */
typedef bool archive_user_fn(void *self, const struct archive_user *row);
bool archive_users(struct archive *archive, archive_user_fn *each, void *self,
                   struct error *error);
bool archive_file(struct archive *archive, int64_t id, struct archive_file *row,
                  struct error *error);
/* The chat with this entityId: connector|line|chat|user; 0: none. */
int64_t archive_find_code(struct archive *archive, const char *code);
/* Where a message is; false: nowhere. Its session may be 0. */
bool archive_find_message(struct archive *archive, int64_t id, int64_t *chat, int64_t *session);
/* The highest id of a session that is listed or read; 0: there is none. */
int64_t archive_newest_session(struct archive *archive);
/* The highest id of a message; 0: there is none. */
int64_t archive_newest_message(struct archive *archive);

/* --- full text ----------------------------------------------------------------------------- */

enum archive_order { ARCHIVE_BY_DATE, ARCHIVE_BY_RANK };

/* Where a page of matches ended; {0}: nowhere. By date this is the id, which rises with time. */
struct archive_match_key {
    int64_t id;
    double rank;
};
typedef bool archive_match_fn(void *self, struct archive_match_key match);

/* Messages whose words match an expression of FTS5 (its one column is body), newest or best first.
 * Words in it must be normalised as the index is (text/normal.h) and quoted. */
bool archive_match(struct archive *archive, const char *expression, enum archive_order order,
                   struct archive_match_key after, size_t limit, archive_match_fn *each,
                   void *self, struct error *error);
/* Whether the index is of this normaliser; else archive_open for writing rebuilds it. */
bool archive_index_is_current(struct archive *archive);

#endif
