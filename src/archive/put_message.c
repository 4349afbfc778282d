/* SPDX-License-Identifier: MIT */
#include "archive/room.h"

#include <stdlib.h>
#include <string.h>

/* The row as it is stored. */
struct stored {
    const struct archive_message *row;
    const char *date, *params, *plain;
    int64_t listed;
    unsigned char hash[HASH_SIZE];
};

static bool is_missing(int64_t flags)
{
    return flags & MESSAGE_MISSING;
}

static const char *body_of(const struct archive_message *row)
{
    return row->plain ? row->plain : row->text;
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static struct stored prepare(struct archive *archive, const struct archive_message *row)
{
    struct stored stored = {.row = row, .date = row->date, .params = row->params};

    str_clear(&archive->date);
    message_add_date(&archive->date, row->when);
    if (same(row->date, str_text(&archive->date)))
        stored.date = NULL;
    if (same(row->params, "{}"))
        stored.params = NULL;
    stored.plain = same(row->plain, row->text) ? NULL : row->plain;
    stored.listed = row->listed == UINT32_MAX ? WHEN_NONE : (int64_t)row->listed;
    message_hash(&(struct message_facts){row->sender, row->when.time, row->when.offset,
                                         stored.date, row->text, stored.params, row->files},
                 stored.hash);
    return stored;
}

/* False in *is_new: there is one of this id. */
static bool insert(struct archive *archive, const struct stored *stored, bool *is_new,
                   struct error *error)
{
    static const char sql[] =
        "INSERT INTO message(id, session_id, chat_id, author_id, ts, tz_min, date, text, params,"
        " files, plain, class, flags, listed, hash, first_run, last_run)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16)"
        " ON CONFLICT DO NOTHING";
    const struct archive_message *row = stored->row;

    if (!sql_run(&archive->sql, error, sql, "iiiiwitttttiiwhi", row->id, row->session, row->chat,
                 row->sender, row->when.time, (int64_t)row->when.offset, stored->date, row->text,
                 stored->params, row->files, stored->plain, (int64_t)row->class,
                 (int64_t)row->flags, stored->listed, stored->hash, archive->run))
        return false;
    *is_new = sqlite3_changes(archive->sql.db) > 0;
    return true;
}

/* --- what was there before ----------------------------------------------------------------- */

/* What the row before means for this one. */
struct change {
    bool was_missing, is_edited, is_other_body;
};

static bool compare(struct archive *archive, const struct stored *stored, struct change *change,
                    struct error *error)
{
    bool done = false;
    sqlite3_stmt *old = sql_query(&archive->sql, error,
                                  "SELECT flags, text, params, coalesce(plain, text), hash"
                                  " FROM message WHERE id = ?1",
                                  "i", stored->row->id);

    *change = (struct change){0};
    if (!old || !sql_next(&archive->sql, old, &done, error))
        return done;
    change->was_missing = is_missing(sql_int(old, 0));
    if (!change->was_missing) {
        change->is_edited = !same(sql_text(old, 1), stored->row->text) ||
                            !same(sql_text(old, 2), stored->params);
        change->is_other_body = !same(sql_text(old, 3), body_of(stored->row));
    }
    if (change->is_other_body)
        index_drop(archive, stored->row->id, sql_text(old, 3));
    sql_end(old);
    return true;
}

static bool keep_revision(struct archive *archive, int64_t id, int64_t now, struct error *error)
{
    return sql_run(&archive->sql, error,
                   "INSERT INTO message_rev SELECT id, rev, ?2, text, params FROM message"
                   " WHERE id = ?1",
                   "ii", id, now) &&
           sql_run(&archive->sql, error,
                   "UPDATE message SET rev = rev + 1, edited_at = ?2 WHERE id = ?1", "ii", id, now);
}

/* A message without a session, or not listed, leaves what is known. */
static bool update(struct archive *archive, const struct stored *stored, struct error *error)
{
    static const char sql[] =
        "UPDATE message SET session_id = iif(?2, ?2, session_id), chat_id = iif(?3, ?3, chat_id),"
        " author_id = ?4, ts = ?5, tz_min = ?6, date = ?7, text = ?8, params = ?9, files = ?10,"
        " plain = ?11, class = ?12, flags = ?13, listed = coalesce(?14, listed), hash = ?15,"
        " last_run = ?16, deleted_at = NULL WHERE id = ?1"
        " AND (session_id, chat_id, plain, class, flags, listed, hash, deleted_at) IS NOT"
        " (iif(?2, ?2, session_id), iif(?3, ?3, chat_id), ?11, ?12, ?13, coalesce(?14, listed),"
        " ?15, NULL)";
    const struct archive_message *row = stored->row;

    return sql_run(&archive->sql, error, sql, "iiiiwitttttiiwhi", row->id, row->session, row->chat,
                   row->sender, row->when.time, (int64_t)row->when.offset, stored->date, row->text,
                   stored->params, row->files, stored->plain, (int64_t)row->class,
                   (int64_t)row->flags, stored->listed, stored->hash, archive->run);
}

/* Of what is only listed no more than its place is learnt. */
static bool place(struct archive *archive, const struct stored *stored, struct error *error)
{
    return sql_run(&archive->sql, error,
                   "UPDATE message SET listed = ?2, last_run = ?3 WHERE id = ?1"
                   " AND ?2 IS NOT NULL AND listed IS NOT ?2",
                   "iwi", stored->row->id, stored->listed, archive->run);
}

static bool replace(struct archive *archive, const struct stored *stored, int64_t now,
                    struct error *error)
{
    const struct archive_message *row = stored->row;
    struct change change;

    if (is_missing(row->flags))
        return place(archive, stored, error);
    if (!compare(archive, stored, &change, error) ||
        (change.is_edited && !keep_revision(archive, row->id, now, error)) ||
        !update(archive, stored, error))
        return false;
    if (change.was_missing || change.is_other_body)
        index_add(archive, row->id, body_of(row));
    return true;
}

/* --- what was put since the last session ended ---------------------------------------------- */

void forget_seen(struct archive *archive)
{
    archive->seen.n = 0;
    archive->sum = (struct sum){.first = {WHEN_NONE, 0}, .last = {WHEN_NONE, 0}};
}

/* By (time, id), as they are read. */
static void add_message(struct sum *sum, struct when when, bool missing)
{
    sum->n_missing += missing;
    sum->n_messages += !missing;
    if (missing || when.time == WHEN_NONE)
        return;
    if (sum->first.time == WHEN_NONE || when.time < sum->first.time)
        sum->first = when;
    if (sum->last.time == WHEN_NONE || when.time >= sum->last.time)
        sum->last = when;
}

static void add_new(struct archive *archive, const struct archive_message *row)
{
    struct sum *sum = &archive->sum;

    if (archive->seen.n == 1) {
        sum->session = row->session;
        sum->chat = row->chat;
    }
    sum->is_mixed |= sum->session != row->session || sum->chat != row->chat;
    add_message(sum, row->when, is_missing(row->flags));
}

bool archive_put_message(struct archive *archive, const struct archive_message *row, int64_t now,
                         struct error *error)
{
    struct stored stored = prepare(archive, row);
    bool is_new;

    if (!archive_is_begun(archive, error) || !insert(archive, &stored, &is_new, error))
        return false;
    vec_push(&archive->seen, row->id);
    archive->sum.is_mixed |= !is_new;
    if (!is_new)
        return replace(archive, &stored, now, error);
    add_new(archive, row);
    if (!is_missing(row->flags))
        index_add(archive, row->id, body_of(row));
    return archive->pending.size < PENDING_MAX || index_flush(archive, error);
}

/* --- the end of a session ------------------------------------------------------------------ */

static int by_value(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static bool was_seen(const struct archive *archive, int64_t id)
{
    return archive->seen.n && bsearch(&id, archive->seen.at, archive->seen.n, sizeof id, by_value);
}

static void add_row(struct archive *archive, sqlite3_stmt *row, struct sum *sum)
{
    struct when when = {sql_is_null(row, 1) ? WHEN_NONE : sql_int(row, 1),
                        (int16_t)sql_int(row, 2)};

    add_message(sum, when, is_missing(sql_int(row, 3)));
    if (is_missing(sql_int(row, 3)) || !sql_is_null(row, 4))
        return;
    sum->n_present++;
    if (!was_seen(archive, sql_int(row, 0)))
        vec_push(&sum->absent, sql_int(row, 0));
}

static bool add_up(struct archive *archive, int64_t chat, int64_t session, struct sum *sum,
                   struct error *error)
{
    bool done = false;
    sqlite3_stmt *row = sql_query(&archive->sql, error,
                                  "SELECT id, ts, tz_min, flags, deleted_at FROM message"
                                  " WHERE session_id = ?1 AND chat_id = ?2 ORDER BY ts, id",
                                  "ii", session, chat);

    *sum = (struct sum){.first = {WHEN_NONE, 0}, .last = {WHEN_NONE, 0}};
    if (archive->seen.n)
        qsort(archive->seen.at, archive->seen.n, sizeof *archive->seen.at, by_value);
    while (row && sql_next(&archive->sql, row, &done, error))
        add_row(archive, row, sum);
    return done;
}

/* A session that had no messages has those that were put, which need not be read again. */
static bool is_all_new(struct archive *archive, int64_t chat, int64_t session, bool *all,
                       struct error *error)
{
    const struct sum *sum = &archive->sum;
    int64_t n = 1;

    *all = false;
    if (session == 0 || sum->is_mixed || sum->session != session || sum->chat != chat)
        return true;
    if (!sql_number(&archive->sql, error, &n, 0,
                    "SELECT n_messages + n_missing FROM session WHERE id = ?1", "i", session))
        return false;
    *all = n == 0;
    return true;
}

static bool get_sum(struct archive *archive, int64_t chat, int64_t session, struct sum *sum,
                    struct error *error)
{
    bool all;

    if (!is_all_new(archive, chat, session, &all, error))
        return false;
    if (!all)
        return add_up(archive, chat, session, sum, error);
    *sum = archive->sum;
    return true;
}

/* An answer that lacks a lot is more likely cut than true. */
static bool is_suspicious(const struct sum *sum)
{
    enum { FEW = 10, FIFTH = 5 };

    return sum->absent.n > FEW && (int64_t)sum->absent.n * FIFTH > sum->n_present;
}

static bool mark_deleted(struct archive *archive, const struct sum *sum, int64_t now,
                         struct error *error)
{
    bool done = true;

    for (size_t i = 0; done && i < sum->absent.n; i++)
        done = sql_run(&archive->sql, error,
                       "UPDATE message SET deleted_at = ?2, last_run = ?3 WHERE id = ?1", "iii",
                       sum->absent.at[i], now, archive->run);
    return done;
}

static int64_t offset_of(struct when when)
{
    return when.time == WHEN_NONE ? WHEN_NONE : when.offset;
}

static bool put_sum(struct archive *archive, int64_t chat, int64_t session, const struct sum *sum,
                    struct error *error)
{
    static const char of_session[] =
        "UPDATE session SET (n_messages, n_missing, first_ts, first_tz, last_ts, last_tz) ="
        " (?2, ?3, ?4, ?5, ?6, ?7) WHERE id = ?1"
        " AND (n_messages, n_missing, first_ts, first_tz, last_ts, last_tz) IS NOT"
        " (?2, ?3, ?4, ?5, ?6, ?7)";
    static const char of_chat[] =
        "INSERT INTO chat(id, last_ts, last_tz) VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE"
        " SET last_ts = ?2, last_tz = ?3 WHERE ?2 > coalesce(last_ts, ?2 - 1)";

    return sql_run(&archive->sql, error, of_session, "iiiwwww", session, sum->n_messages,
                   sum->n_missing, sum->first.time, offset_of(sum->first), sum->last.time,
                   offset_of(sum->last)) &&
           sql_run(&archive->sql, error, of_chat, "iww", chat, sum->last.time,
                   offset_of(sum->last));
}

static bool judge(struct archive *archive, int64_t session, const struct sum *sum, int64_t now,
                  struct error *error)
{
    bool doubted = is_suspicious(sum);

    return (doubted || mark_deleted(archive, sum, now, error)) &&
           sql_run(&archive->sql, error,
                   "UPDATE session SET is_suspicious = ?2 WHERE id = ?1 AND is_suspicious <> ?2",
                   "ii", session, (int64_t)doubted);
}

bool archive_end_session(struct archive *archive, int64_t chat, int64_t session, bool whole,
                         int64_t now, struct error *error)
{
    struct sum sum = {0};
    bool done = archive_is_begun(archive, error) &&
                get_sum(archive, chat, session, &sum, error) &&
                put_sum(archive, chat, session, &sum, error) &&
                (!whole || judge(archive, session, &sum, now, error));

    vec_release(&sum.absent);
    forget_seen(archive);
    return done;
}
