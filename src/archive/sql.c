/* SPDX-License-Identifier: MIT */
#include "archive/sql.h"
#include "base/words.h"
#include "text/when.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

bool sql_failed(struct sql *sql, struct error *error)
{
    const char *path = sql->path;

    switch (sql->db ? sqlite3_errcode(sql->db) & 0xff : SQLITE_NOMEM) {
    case SQLITE_FULL:
        return error_set(error, ERROR_FAILED,
                         _("%s: the disk is full; make room and start again, nothing is lost"),
                         path);
    case SQLITE_READONLY:
        return error_set(error, ERROR_FAILED,
                         _("%s cannot be written; check its permissions and those of its folder"),
                         path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(error, ERROR_FAILED,
                         _("%s: another program is writing to it; wait for it, or end it"), path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return error_set(error, ERROR_DAMAGED,
                         _("%s is damaged (%s); `imolog archive salvage` saves what it holds"),
                         path, sqlite3_errmsg(sql->db));
    case SQLITE_CANTOPEN:
        return error_set(error, ERROR_SOURCE,
                         _("%s cannot be opened; check its permissions, or copy it into a folder "
                           "of yours"),
                         path);
    case SQLITE_INTERRUPT:
        return error_set(error, ERROR_FAILED, _("%s: stopped"), path);
    case SQLITE_IOERR:
        return error_set(error, ERROR_FAILED,
                         _("%s cannot be read or written (%s); check the disk, its room and "
                           "limits"),
                         path, sqlite3_errmsg(sql->db));
    default:
        return error_set(error, ERROR_FAILED, "%s: %s", path,
                         sql->db ? sqlite3_errmsg(sql->db) : _("out of memory"));
    }
}

static bool harden(struct sql *sql, enum sql_mode mode, struct error *error)
{
    sqlite3_extended_result_codes(sql->db, 1);
    sqlite3_busy_timeout(sql->db, BUSY_MS);
    sqlite3_db_config(sql->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(sql->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(sql->db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, mode == SQL_SALVAGE, NULL);
    sqlite3_limit(sql->db, SQLITE_LIMIT_LENGTH, 16 << 20);
    sqlite3_limit(sql->db, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
    sqlite3_limit(sql->db, SQLITE_LIMIT_ATTACHED, 1);
    return sql_exec(sql, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
                         "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192;", error);
}

/* Merging the index frees as many pages as it fills, and writing zeros into each is a tenth of all
 * writing; archive_purge_user, which alone removes what people wrote, makes the file anew. */
static bool save_writes(struct sql *sql, struct error *error)
{
    return sql_exec(sql, "PRAGMA secure_delete = FAST", error);
}

/* The log stays, empty, when the last writer leaves: without it a folder that is only read could
 * not be read. */
static bool keep_log(struct sql *sql, struct error *error)
{
    int yes = 1;

    return sqlite3_file_control(sql->db, "main", SQLITE_FCNTL_PERSIST_WAL, &yes) == SQLITE_OK &&
           sql_exec(sql, "PRAGMA journal_size_limit = 4194304", error);
}

/* One thread, and nobody asks how much memory SQLite uses: no locks around each allocation. Too
 * late, where somebody has opened a database already, is no harm. */
static void set_up_library(void)
{
    static bool done;

    if (!done) {
        sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    }
    done = true;
}

/* What means something in an address is written as its number. */
static void add_still(struct str *out, const char *path)
{
    str_addf(out, "file:%s", *path == '/' ? "//" : "");
    for (; *path; path++)
        str_addf(out, strchr("%?#", *path) ? "%%%02x" : "%c", (unsigned)*path);
    str_add_text(out, "?immutable=1");
}

static bool open_file(struct sql *sql, enum sql_mode mode, struct error *error)
{
    int flags = mode == SQL_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    struct str name = {0};
    bool done;

    if (mode == SQL_STILL)
        add_still(&name, sql->path);
    else
        str_add_text(&name, sql->path);
    done = sqlite3_open_v2(str_text(&name), &sql->db,
                           flags | (mode == SQL_STILL ? SQLITE_OPEN_URI : 0), NULL) == SQLITE_OK;
    str_release(&name);
    return done || sql_failed(sql, error);
}

bool sql_open(struct sql *sql, const char *path, enum sql_mode mode, struct error *error)
{
    set_up_library();
    *sql = (struct sql){.path = mem_copy_text(path)};
    if (open_file(sql, mode, error) &&
        harden(sql, mode, error) &&
        (mode != SQL_WRITE || (keep_log(sql, error) && save_writes(sql, error))))
        return true;
    sql_close(sql);
    return false;
}

void sql_close(struct sql *sql)
{
    for (size_t i = 0; i < sql->statements.n; i++)
        sqlite3_finalize(sql->statements.at[i].statement);
    vec_release(&sql->statements);
    sqlite3_close(sql->db);
    free(sql->path);
    *sql = (struct sql){0};
}

bool sql_exec(struct sql *sql, const char *text, struct error *error)
{
    return sqlite3_exec(sql->db, text, NULL, NULL, NULL) == SQLITE_OK || sql_failed(sql, error);
}

/* --- statements ---------------------------------------------------------------------------- */

static sqlite3_stmt *prepared(struct sql *sql, const char *text, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    for (size_t i = 0; i < sql->statements.n; i++)
        if (sql->statements.at[i].text == text) {
            sqlite3_reset(sql->statements.at[i].statement);
            return sql->statements.at[i].statement;
        }
    if (sqlite3_prepare_v3(sql->db, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
        SQLITE_OK) {
        sql_failed(sql, error);
        return NULL;
    }
    vec_push(&sql->statements, (struct sql_statement){text, statement});
    return statement;
}

static void bind_number(sqlite3_stmt *statement, int at, int64_t number, int64_t null)
{
    if (number == null)
        sqlite3_bind_null(statement, at);
    else
        sqlite3_bind_int64(statement, at, number);
}

static void bind(sqlite3_stmt *statement, const char *types, va_list values)
{
    for (int at = 1; *types; types++, at++)
        switch (*types) {
        case 'i':
            sqlite3_bind_int64(statement, at, va_arg(values, int64_t));
            break;
        case 'n':
            bind_number(statement, at, va_arg(values, int64_t), 0);
            break;
        case 'w':
            bind_number(statement, at, va_arg(values, int64_t), WHEN_NONE);
            break;
        case 'c':
            bind_number(statement, at, va_arg(values, int), -1);
            break;
        case 't':
            sqlite3_bind_text(statement, at, va_arg(values, const char *), -1, SQLITE_STATIC);
            break;
        case 'h':
            sqlite3_bind_blob(statement, at, va_arg(values, const void *), HASH_SIZE,
                              SQLITE_STATIC);
            break;
        case 'd':
            sqlite3_bind_double(statement, at, va_arg(values, double));
            break;
        }
}

sqlite3_stmt *sql_query(struct sql *sql, struct error *error, const char *text, const char *types,
                        ...)
{
    sqlite3_stmt *statement = prepared(sql, text, error);
    va_list values;

    va_start(values, types);
    if (statement)
        bind(statement, types, values);
    va_end(values);
    return statement;
}

bool sql_next(struct sql *sql, sqlite3_stmt *statement, bool *done, struct error *error)
{
    int code = sqlite3_step(statement);

    *done = code == SQLITE_ROW || code == SQLITE_DONE || sql_failed(sql, error);
    if (code != SQLITE_ROW)
        sqlite3_reset(statement);
    return code == SQLITE_ROW;
}

void sql_end(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
}

bool sql_run(struct sql *sql, struct error *error, const char *text, const char *types, ...)
{
    sqlite3_stmt *statement = prepared(sql, text, error);
    bool done = false;
    va_list values;

    if (!statement)
        return false;
    va_start(values, types);
    bind(statement, types, values);
    va_end(values);
    while (sql_next(sql, statement, &done, error))
        continue;
    return done;
}

bool sql_number(struct sql *sql, struct error *error, int64_t *number, int64_t otherwise,
                const char *text, const char *types, ...)
{
    sqlite3_stmt *statement = prepared(sql, text, error);
    bool done = false;
    va_list values;

    *number = otherwise;
    if (!statement)
        return false;
    va_start(values, types);
    bind(statement, types, values);
    va_end(values);
    if (sql_next(sql, statement, &done, error)) {
        if (!sql_is_null(statement, 0))
            *number = sql_int(statement, 0);
        sql_end(statement);
    }
    return done;
}
