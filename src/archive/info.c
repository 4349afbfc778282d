/* SPDX-License-Identifier: MIT */
#include "archive/care.h"
#include "archive/room.h"

#include <sys/stat.h>

static int64_t bytes_of(const char *path, const char *ending)
{
    struct str name = {0};
    struct stat file;
    bool found;

    str_addf(&name, "%s%s", path, ending);
    found = stat(name.text, &file) == 0;
    str_release(&name);
    return found ? (int64_t)file.st_size : 0;
}

static bool count_all(struct archive *archive, struct archive_info *info, struct error *error)
{
    const struct {
        const char *sql;
        int64_t *n;
    } counts[] = {
        {"SELECT count(*) FROM chat", &info->n_chats},
        {"SELECT count(*) FROM session", &info->n_sessions},
        {"SELECT count(*) FROM message WHERE flags & 4 = 0", &info->n_messages},
        {"SELECT count(*) FROM message WHERE flags & 4", &info->n_missing},
        {"SELECT count(*) FROM message WHERE deleted_at IS NOT NULL", &info->n_deleted},
        {"SELECT count(*) FROM message_rev", &info->n_revisions},
        {"SELECT count(*) FROM user", &info->n_users},
        {"SELECT count(*) FROM file", &info->n_files},
        {"SELECT count(*) FROM run", &info->n_runs},
        {"SELECT count(*) FROM session WHERE is_suspicious", &info->n_suspicious},
        {"SELECT min(first_ts) FROM session", &info->first.time},
        {"SELECT max(last_ts) FROM session", &info->last.time},
    };

    _Static_assert(MESSAGE_MISSING == 4, "as in these statements");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (!sql_number(&archive->sql, error, counts[i].n, WHEN_NONE, counts[i].sql, ""))
            return false;
    return true;
}

static bool count_states(struct archive *archive, struct archive_info *info, struct error *error)
{
    bool done = false;
    sqlite3_stmt *row = sql_query(&archive->sql, error,
                                  "SELECT state, count(*) FROM session GROUP BY state", "");

    while (row && sql_next(&archive->sql, row, &done, error))
        if (sql_int(row, 0) >= 0 && sql_int(row, 0) <= ARCHIVE_POISON)
            info->n_states[sql_int(row, 0)] = sql_int(row, 1);
    return done;
}

static bool add_offset(struct archive *archive, struct when *when, struct error *error)
{
    int64_t offset;
    bool done = sql_number(&archive->sql, error, &offset, 0,
                           "SELECT coalesce((SELECT last_tz FROM session WHERE last_ts = ?1),"
                           " (SELECT first_tz FROM session WHERE first_ts = ?1))",
                           "w", when->time);

    when->offset = (int16_t)offset;
    return done;
}

bool archive_info(struct archive *archive, int64_t now, struct archive_info *info,
                  struct error *error)
{
    int64_t version;

    *info = (struct archive_info){0};
    if (!count_all(archive, info, error) || !count_states(archive, info, error) ||
        !sql_number(&archive->sql, error, &info->n_due, 0,
                    "SELECT count(*) FROM session WHERE state = 0 OR next_check_at <= ?1", "i",
                    now) ||
        !add_offset(archive, &info->first, error) || !add_offset(archive, &info->last, error) ||
        !migrate_version(&archive->sql, &version, error))
        return false;
    info->version = (int)version;
    info->n_bytes = bytes_of(archive->sql.path, "") + bytes_of(archive->sql.path, "-wal");
    return true;
}
