/* SPDX-License-Identifier: MIT */
#include "archive/archive.h"
#include "archive/room.h"
#include "base/log.h"
#include "base/words.h"
#include "text/normal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- opening ------------------------------------------------------------------------------- */

/* Empty, for writing, is one to be filled. */
static bool is_ours(struct archive *archive, bool *is_empty, struct error *error)
{
    int64_t id, pages;

    if (!sql_number(&archive->sql, error, &id, 0, "PRAGMA application_id", "") ||
        !sql_number(&archive->sql, error, &pages, 0, "PRAGMA page_count", ""))
        return false;
    *is_empty = pages == 0 || (id == 0 && pages == 1);
    if (id == ARCHIVE_ID || (*is_empty && archive->can_write))
        return true;
    return error_set(error, ERROR_SOURCE,
                     *is_empty ? _("%s is empty; `imolog sync` fills it")
                               : _("%s is no archive of imolog; name another file"),
                     archive->sql.path);
}

static bool set_up(struct archive *archive, bool is_empty, size_t n, const char *const *steps,
                   struct error *error)
{
    if (is_empty && !sql_exec(&archive->sql, "PRAGMA journal_mode = WAL", error))
        return false;
    if (!migrate(&archive->sql, steps, n, error))
        return false;
    if (archive_index_is_current(archive))
        return true;
    return archive_begin(archive, error) && index_rebuild(archive, error) &&
           archive_commit(archive, error);
}

static bool bring_up(struct archive *archive, struct error *error)
{
    const char *steps[STEPS_MAX];
    size_t n = migrate_steps(steps);
    int64_t version = 0;
    bool is_empty, done;

    done = is_ours(archive, &is_empty, error) && migrate_version(&archive->sql, &version, error);
    if (done && version > (int64_t)n) {
        log_note(_("%s was written by a newer imolog (version %" PRId64
                   ", this one knows %zu); it is only read"),
                 archive->sql.path, version, n);
        archive->can_write = false;
    } else if (done && archive->can_write) {
        done = set_up(archive, is_empty, n, steps, error);
    } else if (done && version < (int64_t)n) {
        done = error_set(error, ERROR_SOURCE,
                         _("%s is of an older imolog; the next `imolog sync` brings it up to date"),
                         archive->sql.path);
    }
    for (size_t i = 0; i < n; i++)
        free((char *)steps[i]);
    return done;
}

static struct archive *open_as(const char *path, enum sql_mode mode, struct error *error)
{
    struct archive *archive = mem_zero(1, sizeof *archive);

    archive->lock = -1;
    archive->can_write = mode == SQL_WRITE;
    if (!sql_open(&archive->sql, path, mode, error)) {
        archive_close(archive);
        return NULL;
    }
    if (archive->can_write && sqlite3_db_readonly(archive->sql.db, "main") == 1) {
        archive_close(archive);
        error_set(error, ERROR_FAILED, _("%s cannot be written"), path);
        return NULL;
    }
    if (!bring_up(archive, error)) {
        archive_close(archive);
        return NULL;
    }
    return archive;
}

/* Readers too make the log where there is none; where nobody can, nobody writes. */
static bool is_still(const char *path)
{
    const char *name = strrchr(path, '/');
    struct str folder = {0}, log = {0};
    struct stat info;
    bool is;

    str_add(&folder, path, name ? (size_t)(name - path) + 1 : 0);
    str_add_text(&folder, ".");
    str_addf(&log, "%s-wal", path);
    is = access(str_text(&folder), W_OK) != 0 &&
         (stat(str_text(&log), &info) != 0 || info.st_size == 0);
    str_release(&folder);
    str_release(&log);
    return is;
}

static struct archive *open_for_reading(const char *path, struct error *error)
{
    struct archive *archive = open_as(path, SQL_READ, error);

    return archive || !is_still(path) ? archive : open_as(path, SQL_STILL, error);
}

/* What cannot be written can perhaps be read; the reason it cannot be written is told then. */
static struct archive *open_to_read(const char *path, const struct error *why, struct error *error)
{
    struct archive *archive = open_for_reading(path, error);

    if (archive)
        log_note(_("%s; it is only read"), why->text);
    return archive;
}

static struct archive *open_to_write(const char *path, struct error *error)
{
    struct archive *archive;
    struct error why = {0};
    bool is_held;
    int lock = file_lock(path, &is_held, error);

    if (lock < 0)
        return is_held ? NULL : open_to_read(path, error, &(struct error){0});
    archive = open_as(path, SQL_WRITE, error);
    if (archive && archive->can_write) {
        archive->lock = lock;
        return archive;
    }
    close(lock);
    if (archive || error->kind == ERROR_DAMAGED)
        return archive;
    why = *error;
    return open_to_read(path, &why, &(struct error){0});
}

/* Whoever could write is told that it is only read. */
static struct archive *open_to_look(const char *path, struct error *error)
{
    struct archive *archive = open_for_reading(path, error);

    if (archive && is_still(path))
        log_note(_("%s lies where nothing can be written; it is only read"), path);
    return archive;
}

struct archive *archive_open(const char *path, enum archive_mode mode, struct error *error)
{
    if (!file_prepare(path, mode, error))
        return NULL;
    return mode == ARCHIVE_READ_ONLY ? open_to_look(path, error) : open_to_write(path, error);
}

void archive_close(struct archive *archive)
{
    if (!archive)
        return;
    archive_rollback(archive);
    sql_close(&archive->sql);
    if (archive->lock >= 0)
        close(archive->lock);
    vec_release(&archive->seen);
    vec_release(&archive->changes);
    str_release(&archive->pending);
    str_release(&archive->date);
    str_release(&archive->scratch);
    for (size_t i = 0; i < sizeof archive->held / sizeof *archive->held; i++)
        str_release(&archive->held[i]);
    free(archive);
}

const char *archive_path(const struct archive *archive)
{
    return archive->sql.path;
}

bool archive_can_write(const struct archive *archive)
{
    return archive->can_write;
}

/* --- transactions -------------------------------------------------------------------------- */

bool archive_begin(struct archive *archive, struct error *error)
{
    if (!archive->can_write)
        return error_set(error, ERROR_FAILED, _("%s is open for reading only"), archive->sql.path);
    forget_seen(archive);
    index_forget(archive);
    return sql_run(&archive->sql, error, "BEGIN IMMEDIATE", "");
}

bool archive_commit(struct archive *archive, struct error *error)
{
    if (index_flush(archive, error) && sql_run(&archive->sql, error, "COMMIT", ""))
        return true;
    archive_rollback(archive);
    return false;
}

bool archive_is_begun(struct archive *archive, struct error *error)
{
    return !sqlite3_get_autocommit(archive->sql.db) ||
           error_set(error, ERROR_FAILED, _("%s: nothing is stored after a failure; begin again"),
                     archive->sql.path);
}

/* A full disk has rolled back already. */
void archive_rollback(struct archive *archive)
{
    struct error error;

    index_forget(archive);
    if (archive->sql.db && !sqlite3_get_autocommit(archive->sql.db))
        sql_run(&archive->sql, &error, "ROLLBACK", "");
}

/* --- small facts --------------------------------------------------------------------------- */

bool archive_set_meta(struct archive *archive, const char *name, const char *value,
                      struct error *error)
{
    return sql_run(&archive->sql, error,
                   "INSERT INTO meta VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value = ?2"
                   " WHERE value <> ?2",
                   "tt", name, value);
}

const char *archive_meta(struct archive *archive, const char *name)
{
    struct error error;
    bool done, found = false;
    sqlite3_stmt *row =
        sql_query(&archive->sql, &error, "SELECT value FROM meta WHERE key = ?1", "t", name);

    str_clear(&archive->scratch);
    if (row && sql_next(&archive->sql, row, &done, &error)) {
        found = true;
        str_add_text(&archive->scratch, sql_text(row, 0));
        sql_end(row);
    }
    return found ? str_text(&archive->scratch) : NULL;
}
