/* SPDX-License-Identifier: MIT */
#include "archive/care.h"
#include "archive/room.h"
#include "base/words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

enum { TOLD_MAX = 20 }; /* of one kind; the rest is counted */

struct looking {
    struct archive *archive;
    archive_finding_fn *tell;
    void *self;
    size_t *n, n_kind;
};

static void found(struct looking *looking, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void found(struct looking *looking, const char *format, ...)
{
    struct str sentence = {0};
    va_list arguments;

    ++*looking->n;
    if (looking->n_kind++ >= TOLD_MAX)
        return;
    va_start(arguments, format);
    str_addv(&sentence, format, arguments);
    va_end(arguments);
    looking->tell(looking->self, str_text(&sentence));
    str_release(&sentence);
}

static void end_kind(struct looking *looking)
{
    struct str sentence = {0};

    if (looking->n_kind > TOLD_MAX) {
        str_addf(&sentence, _("and %zu more of this kind"), looking->n_kind - TOLD_MAX);
        looking->tell(looking->self, str_text(&sentence));
    }
    str_release(&sentence);
    looking->n_kind = 0;
}

/* What SQLite itself says of its pages; not a failure of ours when it breaks off. */
static bool check_pages(struct looking *looking, struct error *error)
{
    bool done = false;
    sqlite3_stmt *row =
        sql_query(&looking->archive->sql, error, "PRAGMA integrity_check(1000)", "");

    while (row && sql_next(&looking->archive->sql, row, &done, error))
        if (strcmp(sql_text(row, 0), "ok") != 0)
            found(looking, _("the file is damaged: %s"), sql_text(row, 0));
    if (!done && error->kind == ERROR_DAMAGED)
        found(looking, "%s", error->text);
    end_kind(looking);
    return done || error->kind == ERROR_DAMAGED;
}

/* --- what we promise of the rows ----------------------------------------------------------- */

static void say_orphan(struct looking *looking, sqlite3_stmt *row)
{
    found(looking, _("message %" PRId64 " is of session %" PRId64 ", which is not there"),
          sql_int(row, 0), sql_int(row, 1));
}

static void say_count(struct looking *looking, sqlite3_stmt *row)
{
    found(looking, _("session %" PRId64 " should have %" PRId64 " messages and has %" PRId64),
          sql_int(row, 0), sql_int(row, 1), sql_int(row, 2));
}

static void say_revision(struct looking *looking, sqlite3_stmt *row)
{
    found(looking, _("message %" PRId64 " has an older text, number %" PRId64
                     ", which it should not have"),
          sql_int(row, 0), sql_int(row, 1));
}

static void say_chat(struct looking *looking, sqlite3_stmt *row)
{
    found(looking, _("session %" PRId64 " is of chat %" PRId64 ", which is not there"),
          sql_int(row, 0), sql_int(row, 1));
}

/* Rows that should not be. */
static const struct {
    const char *sql;
    void (*say)(struct looking *looking, sqlite3_stmt *row);
} promises[] = {
    {"SELECT m.id, m.session_id FROM message m LEFT JOIN session s ON s.id = m.session_id"
     " WHERE m.session_id <> 0 AND s.id IS NULL",
     say_orphan},
    {"SELECT s.id, s.n_messages, (SELECT count(*) FROM message m WHERE m.session_id = s.id"
     " AND m.chat_id = s.chat_id AND m.flags & 4 = 0) AS n FROM session s WHERE n_messages <> n",
     say_count},
    {"SELECT r.message_id, r.rev FROM message_rev r LEFT JOIN message m ON m.id = r.message_id"
     " WHERE m.id IS NULL OR r.rev >= m.rev",
     say_revision},
    {"SELECT s.id, s.chat_id FROM session s LEFT JOIN chat c ON c.id = s.chat_id"
     " WHERE s.n_messages > 0 AND c.id IS NULL",
     say_chat},
};

static bool check_promise(struct looking *looking, size_t i, struct error *error)
{
    bool done = false;
    sqlite3_stmt *row = sql_query(&looking->archive->sql, error, promises[i].sql, "");

    while (row && sql_next(&looking->archive->sql, row, &done, error))
        promises[i].say(looking, row);
    end_kind(looking);
    return done;
}

static bool check_hashes(struct looking *looking, struct error *error)
{
    bool done = false;
    sqlite3_stmt *row = sql_query(&looking->archive->sql, error, MESSAGE_FACTS, "");

    while (row && sql_next(&looking->archive->sql, row, &done, error))
        if (!message_is_whole(row))
            found(looking, _("message %" PRId64 " is not what was stored"), sql_int(row, 0));
    end_kind(looking);
    return done;
}

/* The index has a row of its own for each message. */
static bool check_index(struct looking *looking, struct error *error)
{
    struct sql *sql = &looking->archive->sql;
    int64_t indexed, messages;

    if (!sql_number(sql, error, &indexed, 0, "SELECT count(*) FROM fts_docsize", "") ||
        !sql_number(sql, error, &messages, 0, "SELECT count(*) FROM message WHERE flags & 4 = 0",
                    ""))
        return false;
    if (indexed != messages)
        found(looking, _("%" PRId64 " messages are in the index of words, %" PRId64 " there are"),
              indexed, messages);
    if (messages > 0 && !archive_index_is_current(looking->archive))
        found(looking, _("the index of words is of another imolog; the next sync makes it anew"));
    end_kind(looking);
    return true;
}

bool archive_verify(struct archive *archive, archive_finding_fn *tell, void *self,
                    size_t *n_findings, struct error *error)
{
    struct looking looking = {archive, tell, self, n_findings, 0};

    *n_findings = 0;
    if (!check_pages(&looking, error))
        return false;
    for (size_t i = 0; i < sizeof promises / sizeof *promises; i++)
        if (!check_promise(&looking, i, error))
            return false;
    return check_hashes(&looking, error) && check_index(&looking, error);
}
