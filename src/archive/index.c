/* SPDX-License-Identifier: MIT */
#include "archive/room.h"
#include "base/words.h"
#include "text/normal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * FTS5 collects words of rising row ids in memory and writes a new piece of index as soon as an
 * id falls. Sessions come newest first, so changes are kept until the end of the transaction and
 * written by id. What is kept is bounded by PENDING_MAX.
 */

static void add_change(struct archive *archive, int64_t id, const char *body, bool is_drop)
{
    size_t at = archive->pending.size;

    archive->is_sorted = false;
    normal_add(&archive->pending, body, strlen(body));
    str_add_char(&archive->pending, '\0');
    vec_push(&archive->changes,
             (struct index_change){id, archive->changes.n, at, archive->pending.size - at - 1,
                                   is_drop});
}

void index_add(struct archive *archive, int64_t id, const char *body)
{
    add_change(archive, id, body, false);
}

/* The index keeps no texts: it is told once more what it was told when the message came. */
void index_drop(struct archive *archive, int64_t id, const char *body)
{
    add_change(archive, id, body, true);
}

void index_forget(struct archive *archive)
{
    archive->changes.n = archive->n_indexed = 0;
    str_clear(&archive->pending);
}

static int by_id(const void *a, const void *b)
{
    const struct index_change *x = a, *y = b;

    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

static bool write_change(struct archive *archive, const struct index_change *change,
                         struct error *error)
{
    const char *body = archive->pending.text + change->at;

    if (change->is_drop)
        return sql_run(&archive->sql, error,
                       "INSERT INTO fts(fts, rowid, body) VALUES('delete', ?1, ?2)", "it",
                       change->id, body);
    return sql_run(&archive->sql, error, "INSERT INTO fts(rowid, body) VALUES(?1, ?2)", "it",
                   change->id, body);
}

static void sort(struct archive *archive)
{
    size_t n = archive->changes.n - archive->n_indexed;

    if (n && !archive->is_sorted)
        qsort(archive->changes.at + archive->n_indexed, n, sizeof *archive->changes.at, by_id);
    archive->is_sorted = true;
}

bool archive_index(struct archive *archive, size_t n, bool *left, struct error *error)
{
    bool done = true;

    sort(archive);
    for (; done && n > 0 && archive->n_indexed < archive->changes.n; n--)
        done = write_change(archive, &archive->changes.at[archive->n_indexed++], error);
    *left = archive->n_indexed < archive->changes.n;
    if (!done || !*left)
        index_forget(archive);
    return done;
}

bool index_flush(struct archive *archive, struct error *error)
{
    bool left;

    return archive_index(archive, SIZE_MAX, &left, error);
}

/* --- of another normaliser ----------------------------------------------------------------- */

static const char *version(void)
{
    static char text[16];

    snprintf(text, sizeof text, "%d", NORMAL_VERSION);
    return text;
}

bool archive_index_is_current(struct archive *archive)
{
    const char *made = archive_meta(archive, "norm_version");

    return made && strcmp(made, version()) == 0;
}

bool index_rebuild(struct archive *archive, struct error *error)
{
    bool done = false;
    sqlite3_stmt *row;

    index_forget(archive);
    if (!sql_run(&archive->sql, error, "INSERT INTO fts(fts) VALUES('delete-all')", ""))
        return false;
    row = sql_query(&archive->sql, error,
                    "SELECT id, coalesce(plain, text) FROM message WHERE flags & 4 = 0 ORDER BY id",
                    "");
    while (row && sql_next(&archive->sql, row, &done, error)) {
        index_add(archive, sql_int(row, 0), sql_text(row, 1));
        if (archive->pending.size > PENDING_MAX && !index_flush(archive, error)) {
            sql_end(row);
            return false;
        }
    }
    return done && index_flush(archive, error) &&
           archive_set_meta(archive, "norm_version", version(), error);
}

/* --- asking -------------------------------------------------------------------------------- */

static sqlite3_stmt *ask(struct archive *archive, const char *expression, enum archive_order order,
                         struct archive_match_key after, int64_t limit, struct error *error)
{
    if (order == ARCHIVE_BY_DATE)
        return sql_query(&archive->sql, error,
                         "SELECT rowid, 0.0 FROM fts WHERE fts MATCH ?1 AND rowid < ?2"
                         " ORDER BY rowid DESC LIMIT ?3",
                         "tii", expression, after.id ? after.id : INT64_MAX, limit);
    if (after.id == 0)
        return sql_query(&archive->sql, error,
                         "SELECT rowid, rank FROM fts WHERE fts MATCH ?1"
                         " ORDER BY rank, rowid LIMIT ?2",
                         "ti", expression, limit);
    return sql_query(&archive->sql, error,
                     "SELECT rowid, rank FROM fts WHERE fts MATCH ?1 AND (rank, rowid) > (?2, ?3)"
                     " ORDER BY rank, rowid LIMIT ?4",
                     "tdii", expression, after.rank, after.id, limit);
}

bool archive_match(struct archive *archive, const char *expression, enum archive_order order,
                   struct archive_match_key after, size_t limit, archive_match_fn *each,
                   void *self, struct error *error)
{
    bool done = false;
    sqlite3_stmt *row = ask(archive, expression, order, after, limit ? (int64_t)limit : -1, error);

    while (row && sql_next(&archive->sql, row, &done, error))
        if (!each(self, (struct archive_match_key){sql_int(row, 0),
                                                   sqlite3_column_double(row, 1)})) {
            sql_end(row);
            return true;
        }
    return done;
}
