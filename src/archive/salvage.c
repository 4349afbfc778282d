/* SPDX-License-Identifier: MIT */
#include "archive/care.h"
#include "archive/head.h"
#include "archive/leaves.h"
#include "archive/room.h"
#include "base/words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * What a damaged file still holds: each table is read forward until the damage, then from its end
 * back until the damage, then, by halving what lies between the two, from wherever it can be read.
 * Messages that no tree leads to any more are read page by page: their hashes tell what they are.
 * A file that lost its first page is read by that of another archive (archive/head.h).
 * The new file is made beside the old one and takes its place when it is whole.
 */
struct copying {
    struct sql from;
    struct archive *to;
    int64_t n;       /* rows of this table that were put */
    bool has_leaves; /* alone: where trees begin is not known */
};

/* One table on its way. */
struct way {
    struct copying *copying;
    const struct table *table;
    const char *columns;
    int n;
    sqlite3_stmt *to;
};

/* Tables, the columns that name a row, and where the count of rows belongs. */
static const struct table {
    const char *name, *key;
    size_t count; /* offset in struct archive_salvaged, or NO_COUNT */
} tables[] = {
#define NO_COUNT ((size_t)-1)
#define IN(member) offsetof(struct archive_salvaged, member)
    {"chat", "id", IN(n_chats)},
    {"session", "id", IN(n_sessions)},
    {"user", "id", IN(n_users)},
    {"file", "id", IN(n_files)},
    {"message", "id", IN(n_messages)},
    {"message_rev", "message_id, rev", IN(n_revisions)},
    {"run", "id", NO_COUNT},
    {"method_limit", "method", NO_COUNT},
    {"meta", "key", NO_COUNT},
};

/* --- rows ---------------------------------------------------------------------------------- */

static sqlite3_stmt *prepare(struct sql *sql, const struct str *text)
{
    sqlite3_stmt *statement = NULL;

    sqlite3_prepare_v2(sql->db, str_text(text), -1, &statement, NULL);
    return statement;
}

/* The columns that are stored, the key's first for one reading, with commas; gives their number. */
static int add_columns(struct archive *to, const char *table, struct str *out)
{
    struct str text = {0};
    sqlite3_stmt *columns;
    int n = 0;

    str_addf(&text, "SELECT name FROM pragma_table_xinfo('%s') WHERE hidden = 0", table);
    columns = prepare(&to->sql, &text);
    while (columns && sqlite3_step(columns) == SQLITE_ROW)
        str_addf(out, "%s%s", n++ ? ", " : "", sql_text(columns, 0));
    sqlite3_finalize(columns);
    str_release(&text);
    return n;
}

/* Rows with first < id < last where there is but one key; ?1 and ?2 are theirs. */
static sqlite3_stmt *reader(struct way *way, bool backward)
{
    const struct table *table = way->table;
    bool is_by_id = strcmp(table->key, "id") == 0;
    struct str text = {0};
    sqlite3_stmt *statement;

    str_addf(&text, "SELECT %s FROM %s NOT INDEXED %s ORDER BY ", way->columns, table->name,
             is_by_id ? "WHERE id > ?1 AND id < ?2" : "");
    for (const char *c = table->key; *c; c++)
        str_addf(&text, "%s%c", *c == ',' && backward ? " DESC" : "", *c);
    str_add_text(&text, backward ? " DESC" : "");
    statement = prepare(&way->copying->from, &text);
    str_release(&text);
    return statement;
}

static sqlite3_stmt *writer(struct way *way)
{
    struct str text = {0};
    sqlite3_stmt *statement;

    str_addf(&text, "INSERT OR IGNORE INTO %s(%s) VALUES(?", way->table->name, way->columns);
    str_add_times(&text, ", ?", (size_t)way->n - 1);
    str_add_char(&text, ')');
    statement = prepare(&way->copying->to->sql, &text);
    str_release(&text);
    return statement;
}

/* Its columns from this one on. A row the schema does not take is a damaged one. False: it was
 * there already. */
static bool put_row(struct way *way, sqlite3_stmt *from, int column)
{
    struct sql *sql = &way->copying->to->sql;
    int code, before = sqlite3_total_changes(sql->db);

    for (int i = 0; i < way->n; i++)
        sqlite3_bind_value(way->to, i + 1, sqlite3_column_value(from, column + i));
    code = sqlite3_step(way->to);
    sqlite3_reset(way->to);
    if (code == SQLITE_DONE && sqlite3_total_changes(sql->db) == before)
        return false;
    way->copying->n += code == SQLITE_DONE;
    return true;
}

/* --- tables -------------------------------------------------------------------------------- */

/* What lies between two rows was not read yet. */
struct gap {
    int64_t first, last;
};

/* From one end of the gap until the damage, or, backward, until what forward has read; the gap is
 * what is left. True: nothing is. */
static bool copy_way(struct way *way, sqlite3_stmt *from, struct gap *gap, bool backward)
{
    int code = SQLITE_ERROR;

    sqlite3_reset(from);
    sqlite3_bind_int64(from, 1, gap->first);
    sqlite3_bind_int64(from, 2, gap->last);
    while (from && (code = sqlite3_step(from)) == SQLITE_ROW) {
        *(backward ? &gap->last : &gap->first) = sql_int(from, 0);
        if (!put_row(way, from, 0) && backward)
            return true;
    }
    sqlite3_reset(from);
    return code == SQLITE_DONE;
}

/* The widest gaps first; those of many ids and few rows end with the patience. */
static bool copy_gaps(struct way *way, sqlite3_stmt *forward, sqlite3_stmt *backward)
{
    enum { PATIENCE = 20000 };
    VEC(struct gap) gaps = {0};
    size_t i = 0;

    vec_push(&gaps, (struct gap){INT64_MIN, INT64_MAX});
    for (; i < gaps.n && i < PATIENCE; i++) {
        struct gap gap = gaps.at[i];
        int64_t half;

        if (copy_way(way, forward, &gap, false) || copy_way(way, backward, &gap, true))
            continue;
        half = gap.first / 2 + gap.last / 2;
        if (gap.first < half && half < gap.last) {
            vec_push(&gaps, (struct gap){gap.first, half + 1});
            vec_push(&gaps, (struct gap){half, gap.last});
        }
    }
    vec_release(&gaps);
    return i == 1;
}

/* Without a number for its rows there is no middle. True: nothing was lost. */
static bool copy_tree(struct way *way)
{
    sqlite3_stmt *forward = reader(way, false), *backward = reader(way, true);
    struct gap gap = {0};
    bool done = false;

    if (forward && backward && strcmp(way->table->key, "id") == 0)
        done = copy_gaps(way, forward, backward);
    else if (forward && backward)
        done = copy_way(way, forward, &gap, false) || copy_way(way, backward, &gap, true);
    sqlite3_finalize(forward);
    sqlite3_finalize(backward);
    return done;
}

static void put_leaf_row(void *way, sqlite3_stmt *row)
{
    if (message_is_whole(row))
        put_row(way, row, MESSAGE_N_FACTS);
}

static void copy_leaves(struct way *way)
{
    struct str columns = {0}, text = {0};
    sqlite3_stmt *made;

    str_addf(&columns, MESSAGE_FACT_COLUMNS ", %s", way->columns);
    str_addf(&text, "SELECT sql FROM sqlite_schema WHERE name = '%s'", way->table->name);
    made = prepare(&way->copying->to->sql, &text);
    if (made && sqlite3_step(made) == SQLITE_ROW)
        leaves_read(&way->copying->from, sql_text(made, 0), str_text(&columns), put_leaf_row, way);
    sqlite3_finalize(made);
    str_release(&columns);
    str_release(&text);
}

static void copy_table(struct copying *copying, const struct table *table,
                       struct archive_salvaged *found)
{
    struct str columns = {0};
    struct way way = {copying, table, NULL, add_columns(copying->to, table->name, &columns), NULL};

    way.columns = str_text(&columns);
    way.to = way.n > 0 ? writer(&way) : NULL;
    copying->n = 0;
    if (way.to && (copying->has_leaves || !copy_tree(&way)) && strcmp(table->name, "message") == 0)
        copy_leaves(&way);
    if (table->count != NO_COUNT)
        *(int64_t *)((char *)found + table->count) = copying->n;
    sqlite3_finalize(way.to);
    str_release(&columns);
}

/* --- what follows from the rows ------------------------------------------------------------ */

/* Sessions and chats whose own rows were lost are known by their messages; a session that lost
 * messages is asked for again. */
static const char amend[] =
    "INSERT OR IGNORE INTO session(id, chat_id) SELECT session_id, max(chat_id) FROM message"
    " WHERE session_id <> 0 GROUP BY session_id;"
    "INSERT OR IGNORE INTO chat(id) SELECT DISTINCT chat_id FROM message;"
    "INSERT OR IGNORE INTO chat(id) SELECT chat_id FROM session WHERE chat_id <> 0;"
    "DELETE FROM message_rev WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.id = message_id"
    " AND m.rev > message_rev.rev);"
    "UPDATE session SET state = 0, next_check_at = NULL WHERE n_messages <>"
    " (SELECT count(*) FROM message m WHERE m.session_id = session.id"
    " AND m.chat_id = session.chat_id AND m.flags & 4 = 0);"
    "UPDATE session SET (n_messages, n_missing, first_ts, last_ts) ="
    " (SELECT count(*) FILTER (WHERE flags & 4 = 0), count(*) FILTER (WHERE flags & 4),"
    " min(ts) FILTER (WHERE flags & 4 = 0), max(ts) FILTER (WHERE flags & 4 = 0) FROM message m"
    " WHERE m.session_id = session.id AND m.chat_id = session.chat_id);"
    "UPDATE session SET first_tz = coalesce(first_tz, 0) WHERE first_ts IS NOT NULL;"
    "UPDATE session SET last_tz = coalesce(last_tz, 0) WHERE last_ts IS NOT NULL;"
    "UPDATE chat SET (last_ts, last_tz) = (SELECT last_ts, last_tz FROM session s"
    " WHERE s.chat_id = chat.id AND last_ts IS NOT NULL ORDER BY last_ts DESC LIMIT 1)"
    " WHERE EXISTS (SELECT 1 FROM session s WHERE s.chat_id = chat.id AND last_ts > "
    "coalesce(chat.last_ts, -9e18));";

/* Rows whose texts are not those that were stored are none: their session is asked again. */
static bool drop_false(struct archive *to, struct archive_salvaged *found, struct error *error)
{
    VEC(int64_t) broken = {0};
    bool done = false;
    sqlite3_stmt *row = sql_query(&to->sql, error, MESSAGE_FACTS, "");

    while (row && sql_next(&to->sql, row, &done, error))
        if (!message_is_whole(row))
            vec_push(&broken, sql_int(row, 0));
    for (size_t i = 0; done && i < broken.n; i++)
        done = sql_run(&to->sql, error, "DELETE FROM message WHERE id = ?1", "i", broken.at[i]);
    found->n_messages -= (int64_t)broken.n;
    vec_release(&broken);
    return done;
}

static bool copy_all(struct copying *copying, struct archive_salvaged *found, struct error *error)
{
    struct archive *to = copying->to;

    if (!archive_begin(to, error))
        return false;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        copy_table(copying, &tables[i], found);
    if (sqlite3_get_autocommit(to->sql.db)) /* the disk is full */
        return sql_failed(&to->sql, error);
    return drop_false(to, found, error) && sql_exec(&to->sql, amend, error) &&
           index_rebuild(to, error) && archive_commit(to, error);
}

/* --- files --------------------------------------------------------------------------------- */

static bool cannot(const char *path, struct error *error)
{
    return error_set(error, ERROR_FAILED, _("%s cannot be put in its place: %s"), path,
                     strerror(errno));
}

/* Both names hold the old file, and its log, before the new one takes the first; the log must not
 * be there then: it would be taken for the new file's. */
static bool put_in_place(const char *new, const char *path, const char *kept, struct error *error)
{
    struct str log = {0}, kept_log = {0}, index = {0};
    bool done;

    str_addf(&log, "%s-wal", path);
    str_addf(&index, "%s-shm", path);
    str_addf(&kept_log, "%s-wal", kept);
    done = (link(log.text, kept_log.text) == 0 || errno == ENOENT) && link(path, kept) == 0 &&
           (unlink(log.text) == 0 || errno == ENOENT) &&
           (unlink(index.text) == 0 || errno == ENOENT) && rename(new, path) == 0;
    if (!done)
        cannot(path, error);
    str_release(&log);
    str_release(&index);
    str_release(&kept_log);
    return done;
}

static void remove_new(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".lock"};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct str name = {0};

        str_addf(&name, "%s%s", path, endings[i]);
        unlink(name.text);
        str_release(&name);
    }
}

static bool holds_nothing(const char *path, struct error *error)
{
    return error_set(error, ERROR_DAMAGED,
                     _("nothing in %s can be read; it stays as it is: move it away and begin anew"),
                     path);
}

/* Whether the file says what its tables are. */
static bool has_schema(struct sql *sql)
{
    struct error error;
    int64_t n;

    return sql_number(sql, &error, &n, 0,
                      "SELECT count(*) FROM sqlite_schema"
                      " WHERE name IN ('chat', 'session', 'message')",
                      "") &&
           n == 3;
}

static bool has_whole(struct sql *sql, const char *query)
{
    struct error error;
    bool done, found = false;
    sqlite3_stmt *row = sql_query(sql, &error, query, "");

    while (row && !found && sql_next(sql, row, &done, &error))
        found = message_is_whole(row);
    if (found)
        sql_end(row);
    return found;
}

/* Whether trees begin where a first page that was lent says: one message that is whole is enough,
 * others may be damaged. */
static bool is_fit(struct sql *sql)
{
    return has_schema(sql) && (has_whole(sql, MESSAGE_FACTS " LIMIT 16") ||
                               has_whole(sql, MESSAGE_FACTS " ORDER BY id DESC LIMIT 16"));
}

static bool open_headless(struct copying *copying, const char *path, const char *copy,
                          struct error *error)
{
    for (int turn = 0; turn < 2; turn++) {
        remove_new(copy);
        if ((turn && !sql_exec(&copying->to->sql, "VACUUM", error)) ||
            !head_lend(copying->to, path, copy, error) ||
            !sql_open(&copying->from, copy, SQL_SALVAGE, error))
            return false;
        if (is_fit(&copying->from))
            return true;
        if (turn == 0)
            sql_close(&copying->from);
    }
    copying->has_leaves = true;
    return true;
}

static bool open_damaged(struct copying *copying, const char *path, const char *copy,
                         struct error *error)
{
    bool is_open = sql_open(&copying->from, path, SQL_SALVAGE, error);

    if (is_open && has_schema(&copying->from))
        return true;
    if (is_open)
        sql_close(&copying->from);
    else if (error->kind != ERROR_DAMAGED)
        return false;
    return open_headless(copying, path, copy, error);
}

static bool copy_file(const char *path, const char *new, struct archive_salvaged *found,
                      struct error *error)
{
    struct copying copying = {0};
    struct str copy = {0};
    bool done;

    remove_new(new);
    copying.to = archive_open(new, ARCHIVE_WRITE, error);
    if (!copying.to)
        return false;
    str_addf(&copy, "%s.headed", path);
    done = open_damaged(&copying, path, str_text(&copy), error) &&
           copy_all(&copying, found, error);
    if (!done && error->kind == ERROR_DAMAGED)
        holds_nothing(path, error);
    if (done && found->n_chats + found->n_sessions + found->n_messages + found->n_users == 0)
        done = holds_nothing(path, error);
    sql_close(&copying.from);
    archive_close(copying.to);
    remove_new(str_text(&copy));
    str_release(&copy);
    return done;
}

bool archive_salvage(const char *path, int64_t now, struct str *kept,
                     struct archive_salvaged *found, struct error *error)
{
    struct str new = {0}, name = {0};
    bool is_held, done = false;
    int lock;

    *found = (struct archive_salvaged){0};
    if (!file_prepare(path, ARCHIVE_READ_ONLY, error))
        return false;
    lock = file_lock(path, &is_held, error);
    str_addf(&new, "%s.salvaged", path);
    str_addf(&name, "%s.damaged-%" PRId64, path, now);
    if (lock >= 0)
        done = copy_file(path, new.text, found, error) &&
               put_in_place(new.text, path, name.text, error);
    if (done)
        str_add(kept, name.text, name.size);
    remove_new(new.text);
    str_release(&new);
    str_release(&name);
    if (lock >= 0)
        close(lock);
    return done;
}
