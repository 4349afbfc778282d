/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_ROOM_H
#define ARCHIVE_ROOM_H

#include "archive/archive.h"
#include "archive/sql.h"

/* What the rooms of this floor share. */
enum { PENDING_MAX = 8 << 20 }; /* bytes of changes of the index kept for the end */
enum { NEXT_CHECK_MAX = 30 * 24 * 60 * 60 }; /* seconds until the next look at a session, at most */

struct index_change {
    int64_t id;
    size_t number; /* changes of one message keep their order */
    size_t at, size; /* of the normalised body in pending */
    bool is_drop;
};

/* The messages of one session. */
struct sum {
    int64_t session, chat;
    int64_t n_messages, n_missing, n_present;
    struct when first, last;
    VEC(int64_t) absent;
    bool is_mixed; /* these are not all there is */
};

struct archive {
    struct sql sql;
    int lock; /* descriptor of PATH.lock, or -1 */
    bool can_write;
    int64_t run;
    VEC(int64_t) seen; /* messages put since the last session ended */
    struct sum sum;    /* of them, while all are new and of one session */
    struct str date, scratch;
    VEC(struct index_change) changes; /* of the index, to be written by id */
    struct str pending;               /* their bodies */
    size_t n_indexed;                 /* of the changes: in the index already */
    bool is_sorted;                   /* the others */
    struct str held[5];               /* texts of the rows got by id, one for each kind */
};

/* Whether something may be put: a full disk may have ended the transaction already. */
bool archive_is_begun(struct archive *archive, struct error *error);

/* --- put_message.c */

/* Of what was put before nothing is known any more: a transaction begins, or a session ended. */
void forget_seen(struct archive *archive);

/* --- file.c: the file before it is a database */

/* Makes it (0600) where it is missing, unless only to be read; refuses what is no file of ours and
 * takes other people's permissions away. */
bool file_prepare(const char *path, enum archive_mode mode, struct error *error);
/* Who writes holds this; gives the descriptor, or -1. *is_held: another process has it. */
int file_lock(const char *path, bool *is_held, struct error *error);
/* An empty file for SQLite to fill, with our permissions. */
bool file_make(const char *path, struct error *error);

/* --- migrate.c */

enum { ARCHIVE_ID = 0x42323441 };

/* The steps built in, from version 0 on; gives their number. */
enum { STEPS_MAX = 99 };
size_t migrate_steps(const char **steps);
/* From the file's version to n, each step whole or not at all, with a copy of the old file beside
 * it: PATH.bak-vVERSION. */
bool migrate(struct sql *sql, const char *const *steps, size_t n, struct error *error);
bool migrate_version(struct sql *sql, int64_t *version, struct error *error);

/* --- index.c */

void index_add(struct archive *archive, int64_t id, const char *body);
void index_drop(struct archive *archive, int64_t id, const char *body);
/* Writes what was added and dropped since. */
bool index_flush(struct archive *archive, struct error *error);
void index_forget(struct archive *archive);
/* Anew, when it is of another normaliser, or is_wanted; inside a transaction. */
bool index_rebuild(struct archive *archive, struct error *error);

/* --- message.c */

/* Over what makes a message what it is; date as it is stored. */
struct message_facts {
    int64_t sender, time, offset;
    const char *date, *text, *params, *files;
};
void message_hash(const struct message_facts *facts, unsigned char hash[HASH_SIZE]);
/* A row of these: whether it is still what its hash was made of. */
#define MESSAGE_FACT_COLUMNS "id, author_id, ts, tz_min, date, text, params, files, hash"
#define MESSAGE_FACTS "SELECT " MESSAGE_FACT_COLUMNS " FROM message"
enum { MESSAGE_N_FACTS = 9 };
struct message_facts message_facts_of(sqlite3_stmt *row);
bool message_is_whole(sqlite3_stmt *row);
/* The date (time, offset) gives. */
void message_add_date(struct str *out, struct when when);

#endif
