/* SPDX-License-Identifier: MIT */
#include "archive/room.h"

int64_t archive_run_begin(struct archive *archive, const char *mode, int64_t now,
                          struct error *error)
{
    if (!sql_run(&archive->sql, error, "INSERT INTO run(mode, started_at) VALUES(?1, ?2)", "ti",
                 mode, now))
        return 0;
    return archive->run = sqlite3_last_insert_rowid(archive->sql.db);
}

bool archive_run_end(struct archive *archive, const struct archive_run *run, struct error *error)
{
    archive->run = 0;
    return sql_run(&archive->sql, error,
                   "UPDATE run SET finished_at = ?2, requests = ?3, retries = ?4, wait_ms = ?5,"
                   " bytes_in = ?6, result = ?7 WHERE id = ?1",
                   "iniiiit", run->id, run->finished_at, run->requests, run->retries, run->wait_ms,
                   run->bytes_in, run->result);
}

bool archive_runs(struct archive *archive, size_t limit, archive_run_fn *each, void *self,
                  struct error *error)
{
    bool done = false;
    sqlite3_stmt *at = sql_query(&archive->sql, error,
                                 "SELECT id, started_at, finished_at, requests, retries, wait_ms,"
                                 " bytes_in, mode, result FROM run ORDER BY id DESC LIMIT ?1",
                                 "i", limit ? (int64_t)limit : INT64_C(-1));

    while (at && sql_next(&archive->sql, at, &done, error)) {
        struct archive_run row = {.id = sql_int(at, 0),
                                  .started_at = sql_int(at, 1),
                                  .finished_at = sql_int(at, 2),
                                  .requests = sql_int(at, 3),
                                  .retries = sql_int(at, 4),
                                  .wait_ms = sql_int(at, 5),
                                  .bytes_in = sql_int(at, 6),
                                  .mode = sql_text(at, 7),
                                  .result = sql_text(at, 8)};
        if (!each(self, &row)) {
            sql_end(at);
            return true;
        }
    }
    return done;
}

bool archive_put_limit(struct archive *archive, const char *method, int64_t operating_ms,
                       int64_t reset_at, int64_t now, struct error *error)
{
    return sql_run(&archive->sql, error,
                   "INSERT INTO method_limit VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE"
                   " SET operating_ms = ?2, reset_at = ?3, seen_at = ?4",
                   "tiii", method, operating_ms, reset_at, now);
}

bool archive_limit(struct archive *archive, const char *method, int64_t *operating_ms,
                   int64_t *reset_at, struct error *error)
{
    bool done = false, found = false;
    sqlite3_stmt *row =
        sql_query(&archive->sql, error,
                  "SELECT operating_ms, reset_at FROM method_limit WHERE method = ?1", "t", method);

    error->kind = row ? ERROR_NONE : error->kind;
    if (row && (found = sql_next(&archive->sql, row, &done, error))) {
        *operating_ms = sql_int(row, 0);
        *reset_at = sql_int(row, 1);
        sql_end(row);
    }
    return found;
}
