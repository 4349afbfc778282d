/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_SQL_H
#define ARCHIVE_SQL_H

#include "base/error.h"
#include "base/str.h"
#include "base/vec.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * One open database and its prepared statements: each SQL text, a literal, is prepared once and
 * found again by its address. Types of what is bound, one letter each: i int64_t, n int64_t that is
 * NULL when 0, w int64_t that is NULL when WHEN_NONE, c int that is NULL when -1, t text or NULL,
 * h hash of HASH_SIZE bytes, d double.
 */
enum { HASH_SIZE = 16, BUSY_MS = 5000 };

struct sql {
    sqlite3 *db;
    char *path;
    VEC(struct sql_statement {
        const char *text;
        sqlite3_stmt *statement;
    }) statements;
};

/* SQL_STILL reads a file that nobody changes, and makes nothing beside it. SQL_SALVAGE reads what
 * can be read though the schema is broken. */
enum sql_mode { SQL_READ, SQL_STILL, SQL_WRITE, SQL_SALVAGE };

/* Opens what is there, and sets it up as for a file of somebody else: safety.md, archive 3.1. */
bool sql_open(struct sql *sql, const char *path, enum sql_mode mode, struct error *error);
void sql_close(struct sql *sql);

/* A statement that stands before its first row, or NULL. */
sqlite3_stmt *sql_query(struct sql *sql, struct error *error, const char *text, const char *types,
                        ...);
/* To the next row. False: there is none, or it failed: *done tells which. The statement is at rest
 * then; who stops before says sql_end. */
bool sql_next(struct sql *sql, sqlite3_stmt *statement, bool *done, struct error *error);
void sql_end(sqlite3_stmt *statement);
/* All in one, for what gives no rows. */
bool sql_run(struct sql *sql, struct error *error, const char *text, const char *types, ...);
/* The one number, or otherwise when there is no row or it is NULL. */
bool sql_number(struct sql *sql, struct error *error, int64_t *number, int64_t otherwise,
                const char *text, const char *types, ...);
/* A text that is not kept: several statements, pragmas. */
bool sql_exec(struct sql *sql, const char *text, struct error *error);
/* The sentence for what the database last said. */
bool sql_failed(struct sql *sql, struct error *error);

/* Columns. */
static inline int64_t sql_int(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_int64(statement, column);
}
/* NULL where it is NULL. */
static inline const char *sql_text(sqlite3_stmt *statement, int column)
{
    return (const char *)sqlite3_column_text(statement, column);
}
static inline bool sql_is_null(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL;
}

#endif
