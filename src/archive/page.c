/* SPDX-License-Identifier: MIT */
#include "archive/room.h"

#include <string.h>

/* How a statement's row becomes ours. Texts are SQLite's until the next step. */

static struct when when_at(sqlite3_stmt *at, int column)
{
    return sql_is_null(at, column)
               ? (struct when){WHEN_NONE, 0}
               : (struct when){sql_int(at, column), (int16_t)sql_int(at, column + 1)};
}

static int32_t color_at(sqlite3_stmt *at, int column)
{
    return sql_is_null(at, column) ? COLOR_NONE : (int32_t)sql_int(at, column);
}

static int64_t size_at(sqlite3_stmt *at, int column)
{
    return sql_is_null(at, column) ? -1 : sql_int(at, column);
}

#define CHAT                                                                                       \
    "SELECT id, name, color, owner_id, entity, data1, data2, data3, created_ts, created_tz,"       \
    " unread, preview, previewed_ts, previewed_tz, connector, line_id, last_ts, last_tz, moment,"  \
    " (SELECT count(*) FROM session WHERE chat_id = chat.id),"                                     \
    " (SELECT total(n_messages) FROM session WHERE chat_id = chat.id) FROM chat "

static void fill_chat(sqlite3_stmt *at, struct archive_chat *row)
{
    *row = (struct archive_chat){
        .id = sql_int(at, 0),
        .name = sql_text(at, 1),
        .color = color_at(at, 2),
        .owner = sql_int(at, 3),
        .entity = sql_text(at, 4),
        .data1 = sql_text(at, 5),
        .data2 = sql_text(at, 6),
        .data3 = sql_text(at, 7),
        .created = when_at(at, 8),
        .unread = (int)size_at(at, 10),
        .preview = sql_text(at, 11),
        .previewed = when_at(at, 12),
        .connector = sql_is_null(at, 14) ? "" : sql_text(at, 14),
        .line = sql_int(at, 15),
        .last = when_at(at, 16),
        .order = sql_int(at, 18),
        .n_sessions = (size_t)sql_int(at, 19),
        .n_messages = (size_t)sql_int(at, 20),
    };
}

#define SESSION                                                                                    \
    "SELECT id, chat_id, line_id, vote_head, vote_user, comment_head, can_join, can_vote,"         \
    " is_closed, speaker_id, operators, first_ts, first_tz, last_ts, last_tz, n_messages,"         \
    " n_missing, state, is_suspicious, attempts, next_check_at, last_error FROM session "

static void fill_session(sqlite3_stmt *at, struct archive_session *row)
{
    *row = (struct archive_session){
        .id = sql_int(at, 0),
        .chat = sql_int(at, 1),
        .line = sql_int(at, 2),
        .vote_head = (int)sql_int(at, 3),
        .vote_user = (int)sql_int(at, 4),
        .comment_head = sql_text(at, 5),
        .can_join = sql_int(at, 6) != 0,
        .can_vote = sql_int(at, 7) != 0,
        .is_closed = sql_int(at, 8) != 0,
        .speaker = sql_int(at, 9),
        .operators = sql_text(at, 10),
        .first = when_at(at, 11),
        .last = when_at(at, 13),
        .n_messages = (size_t)sql_int(at, 15),
        .n_missing = (size_t)sql_int(at, 16),
        .state = (enum archive_state)sql_int(at, 17),
        .is_suspicious = sql_int(at, 18) != 0,
        .attempts = (int)sql_int(at, 19),
        .next_check = sql_is_null(at, 20) ? WHEN_NONE : sql_int(at, 20),
        .last_error = sql_text(at, 21),
    };
}

#define MESSAGE                                                                                    \
    "SELECT id, session_id, chat_id, author_id, ts, tz_min, date, text, params, files, plain,"     \
    " class, flags, listed, rev, edited_at, deleted_at, first_run, last_run FROM message "

/* A class of a newer imolog is a message. */
static enum message_class class_at(sqlite3_stmt *at, int column)
{
    int64_t class = sql_int(at, column);

    return class >= 0 && class < CLASS_COUNT ? (enum message_class)class : CLASS_MESSAGE;
}

static void fill_message(struct archive *archive, sqlite3_stmt *at, struct archive_message *row)
{
    *row = (struct archive_message){
        .id = sql_int(at, 0),
        .session = sql_int(at, 1),
        .chat = sql_int(at, 2),
        .sender = sql_int(at, 3),
        .when = when_at(at, 4),
        .date = sql_text(at, 6),
        .text = sql_text(at, 7),
        .params = sql_text(at, 8),
        .files = sql_text(at, 9),
        .plain = sql_text(at, 10),
        .class = class_at(at, 11),
        .flags = (unsigned)sql_int(at, 12),
        .listed = sql_is_null(at, 13) ? UINT32_MAX : (uint32_t)sql_int(at, 13),
        .rev = (int)sql_int(at, 14),
        .edited_at = sql_int(at, 15),
        .deleted_at = sql_int(at, 16),
        .first_run = sql_int(at, 17),
        .last_run = sql_int(at, 18),
    };
    if (!row->date) {
        str_clear(&archive->date);
        message_add_date(&archive->date, row->when);
        row->date = str_text(&archive->date);
    }
}

/* --- many ---------------------------------------------------------------------------------- */

static int64_t limit_of(size_t limit)
{
    return limit ? (int64_t)limit : -1;
}

static bool each_chat(struct archive *archive, sqlite3_stmt *at, archive_chat_fn *each, void *self,
                      struct error *error)
{
    bool done = false;

    while (at && sql_next(&archive->sql, at, &done, error)) {
        struct archive_chat row;

        fill_chat(at, &row);
        if (!each(self, &row)) {
            sql_end(at);
            return true;
        }
    }
    return done;
}

bool archive_chats(struct archive *archive, const struct archive_chat *after, size_t limit,
                   archive_chat_fn *each, void *self, struct error *error)
{
    sqlite3_stmt *at =
        after ? sql_query(&archive->sql, error,
                          CHAT "WHERE (moment, id) < (?1, ?2) ORDER BY moment DESC, id DESC"
                               " LIMIT ?3",
                          "iii", after->order, after->id, limit_of(limit))
              : sql_query(&archive->sql, error, CHAT "ORDER BY moment DESC, id DESC LIMIT ?1", "i",
                          limit_of(limit));

    return each_chat(archive, at, each, self, error);
}

/* Type and id are neighbours in data1 and data2 (portal-api.md 2.3). */
bool archive_crm_chats(struct archive *archive, const char *type, int64_t id,
                       archive_chat_fn *each, void *self, struct error *error)
{
    sqlite3_stmt *at =
        sql_query(&archive->sql, error,
                  CHAT "WHERE instr('|' || coalesce(upper(data1), '') || '|' ||"
                       " coalesce(upper(data2), '') || '|', '|' || upper(?1) || '|' || ?2 || '|')"
                       " ORDER BY moment DESC, id DESC",
                  "ti", type, id);

    return each_chat(archive, at, each, self, error);
}

static bool each_session(struct archive *archive, sqlite3_stmt *at, archive_session_fn *each,
                         void *self, struct error *error)
{
    bool done = false;

    while (at && sql_next(&archive->sql, at, &done, error)) {
        struct archive_session row;

        fill_session(at, &row);
        if (!each(self, &row)) {
            sql_end(at);
            return true;
        }
    }
    return done;
}

bool archive_sessions(struct archive *archive, int64_t chat, archive_session_fn *each, void *self,
                      struct error *error)
{
    return each_session(archive,
                        sql_query(&archive->sql, error,
                                  SESSION "WHERE chat_id = ?1 ORDER BY first_ts, id", "i", chat),
                        each, self, error);
}

bool archive_recent_sessions(struct archive *archive, const struct archive_session *after,
                             size_t limit, archive_session_fn *each, void *self,
                             struct error *error)
{
    sqlite3_stmt *at;

    if (!after)
        at = sql_query(&archive->sql, error, SESSION "ORDER BY last_ts DESC, id DESC LIMIT ?1", "i",
                       limit_of(limit));
    else if (after->last.time != WHEN_NONE)
        at = sql_query(&archive->sql, error,
                       SESSION "WHERE (last_ts, id) < (?1, ?2) OR last_ts IS NULL"
                               " ORDER BY last_ts DESC, id DESC LIMIT ?3",
                       "iii", after->last.time, after->id, limit_of(limit));
    else
        at = sql_query(&archive->sql, error,
                       SESSION "WHERE last_ts IS NULL AND id < ?1 ORDER BY last_ts DESC, id DESC"
                               " LIMIT ?2",
                       "ii", after->id, limit_of(limit));
    return each_session(archive, at, each, self, error);
}

/* As archive_is_due has it. */
#define DUE "state = 0 OR next_check_at <= ?1 OR next_check_at > ?2"

bool archive_due(struct archive *archive, int64_t now, size_t limit, archive_session_fn *each,
                 void *self, struct error *error)
{
    return each_session(archive,
                        sql_query(&archive->sql, error,
                                  SESSION "WHERE " DUE " ORDER BY state <> 0, id DESC LIMIT ?3",
                                  "iii", now, now + NEXT_CHECK_MAX, limit_of(limit)),
                        each, self, error);
}

bool archive_count_due(struct archive *archive, int64_t now, size_t *n, struct error *error)
{
    int64_t count = 0;
    bool done = sql_number(&archive->sql, error, &count, 0,
                           "SELECT count(*) FROM session WHERE " DUE, "ii", now,
                           now + NEXT_CHECK_MAX);

    *n = (size_t)count;
    return done;
}

bool archive_messages(struct archive *archive, int64_t chat, int64_t session,
                      archive_message_fn *each, void *self, struct error *error)
{
    bool done = false;
    sqlite3_stmt *at =
        sql_query(&archive->sql, error,
                  MESSAGE "WHERE session_id = ?1 AND chat_id = ?2 ORDER BY ts, id", "ii", session,
                  chat);

    while (at && sql_next(&archive->sql, at, &done, error)) {
        struct archive_message row;

        fill_message(archive, at, &row);
        if (!each(self, &row)) {
            sql_end(at);
            return true;
        }
    }
    return done;
}

bool archive_revisions(struct archive *archive, int64_t message, archive_revision_fn *each,
                       void *self, struct error *error)
{
    bool done = false;
    sqlite3_stmt *at =
        sql_query(&archive->sql, error,
                  "SELECT rev, seen_at, text, params FROM message_rev WHERE message_id = ?1"
                  " ORDER BY rev",
                  "i", message);

    while (at && sql_next(&archive->sql, at, &done, error)) {
        struct archive_revision row = {(int)sql_int(at, 0), sql_int(at, 1), sql_text(at, 2),
                                       sql_text(at, 3)};

        if (!each(self, &row)) {
            sql_end(at);
            return true;
        }
    }
    return done;
}

/* --- one ----------------------------------------------------------------------------------- */

enum held { HELD_CHAT, HELD_SESSION, HELD_MESSAGE, HELD_USER, HELD_FILE };

/* Reading ends here, so that no old view of the file is kept; the texts move to a place of ours. */
static void hold(struct archive *archive, enum held held, const char **const *texts, size_t n)
{
    struct str *place = &archive->held[held];
    size_t at = 0;

    str_clear(place);
    for (size_t i = 0; i < n; i++)
        if (*texts[i])
            str_add(place, *texts[i], strlen(*texts[i]) + 1);
    for (size_t i = 0; i < n; i++)
        if (*texts[i]) {
            *texts[i] = place->text + at;
            at += strlen(place->text + at) + 1;
        }
}

#define HOLD(archive, held, ...)                                                                   \
    hold(archive, held, (const char **[]){__VA_ARGS__},                                            \
         sizeof((const char **[]){__VA_ARGS__}) / sizeof(const char **))

/* The one row of this id, not at rest; NULL: none. */
static sqlite3_stmt *find(struct archive *archive, const char *sql, int64_t id,
                          struct error *error)
{
    bool done = false;
    sqlite3_stmt *at = sql_query(&archive->sql, error, sql, "i", id);

    if (!at || sql_next(&archive->sql, at, &done, error))
        return at;
    if (done)
        error->kind = ERROR_NONE;
    return NULL;
}

bool archive_chat(struct archive *archive, int64_t id, struct archive_chat *row,
                  struct error *error)
{
    sqlite3_stmt *at = find(archive, CHAT "WHERE id = ?1", id, error);

    if (!at)
        return false;
    fill_chat(at, row);
    HOLD(archive, HELD_CHAT, &row->name, &row->entity, &row->data1, &row->data2, &row->data3,
         &row->preview, &row->connector);
    sql_end(at);
    return true;
}

bool archive_session(struct archive *archive, int64_t id, struct archive_session *row,
                     struct error *error)
{
    sqlite3_stmt *at = find(archive, SESSION "WHERE id = ?1", id, error);

    if (!at)
        return false;
    fill_session(at, row);
    HOLD(archive, HELD_SESSION, &row->comment_head, &row->operators, &row->last_error);
    sql_end(at);
    return true;
}

bool archive_message(struct archive *archive, int64_t id, struct archive_message *row,
                     struct error *error)
{
    sqlite3_stmt *at = find(archive, MESSAGE "WHERE id = ?1", id, error);

    if (!at)
        return false;
    fill_message(archive, at, row);
    HOLD(archive, HELD_MESSAGE, &row->date, &row->text, &row->params, &row->files, &row->plain);
    sql_end(at);
    return true;
}

#define USER "SELECT id, name, position, color, role, known FROM user "

static struct archive_user user_at(sqlite3_stmt *at)
{
    return (struct archive_user){
        .id = sql_int(at, 0),
        .name = sql_text(at, 1),
        .position = sql_text(at, 2),
        .color = color_at(at, 3),
        .role = sql_int(at, 4) >= 0 && sql_int(at, 4) < USER_ROLES
                    ? (enum user_role)sql_int(at, 4) : USER_OPERATOR,
        .known = sql_int(at, 5) != 0,
    };
}

bool archive_users(struct archive *archive, archive_user_fn *each, void *self, struct error *error)
{
    bool done = false;
    sqlite3_stmt *at = sql_query(&archive->sql, error, USER "ORDER BY id", "");

    while (at && sql_next(&archive->sql, at, &done, error)) {
        struct archive_user row = user_at(at);

        if (!each(self, &row))
            break;
    }
    sql_end(at);
    return done;
}

bool archive_last_message(struct archive *archive, int64_t chat, int64_t session,
                          struct archive_message *row, struct error *error)
{
    int64_t id;

    error->kind = ERROR_NONE;
    sql_number(&archive->sql, error, &id, 0,
               "SELECT id FROM message WHERE session_id = ?1 AND chat_id = ?2"
               " ORDER BY ts DESC, id DESC LIMIT 1",
               "ii", session, chat);
    return id && archive_message(archive, id, row, error);
}

bool archive_user(struct archive *archive, int64_t id, struct archive_user *row,
                  struct error *error)
{
    sqlite3_stmt *at = find(archive, USER "WHERE id = ?1", id, error);

    if (!at)
        return false;
    *row = user_at(at);
    HOLD(archive, HELD_USER, &row->name, &row->position);
    sql_end(at);
    return true;
}

bool archive_file(struct archive *archive, int64_t id, struct archive_file *row,
                  struct error *error)
{
    sqlite3_stmt *at = find(archive,
                            "SELECT chat_id, message_id, name, type, size, width, height, missing"
                            " FROM file WHERE id = ?1",
                            id, error);

    if (!at)
        return false;
    *row = (struct archive_file){
        .id = id,
        .chat = sql_int(at, 0),
        .message = sql_int(at, 1),
        .name = sql_text(at, 2),
        .type = sql_text(at, 3),
        .size = size_at(at, 4),
        .width = (int)sql_int(at, 5),
        .height = (int)sql_int(at, 6),
        .missing = sql_int(at, 7) != 0,
    };
    HOLD(archive, HELD_FILE, &row->name, &row->type);
    sql_end(at);
    return true;
}

int64_t archive_find_code(struct archive *archive, const char *code)
{
    struct error error;
    int64_t id;

    sql_number(&archive->sql, &error, &id, 0,
               "SELECT id FROM chat WHERE entity = ?1 ORDER BY id DESC LIMIT 1", "t", code);
    return id;
}

bool archive_find_message(struct archive *archive, int64_t id, int64_t *chat, int64_t *session)
{
    struct error error;
    sqlite3_stmt *at =
        find(archive, "SELECT chat_id, session_id FROM message WHERE id = ?1", id, &error);

    if (!at)
        return false;
    *chat = sql_int(at, 0);
    *session = sql_int(at, 1);
    sql_end(at);
    return true;
}

int64_t archive_newest_session(struct archive *archive)
{
    struct error error;
    int64_t id;

    sql_number(&archive->sql, &error, &id, 0,
               "SELECT id FROM session WHERE state IN (0, 1) ORDER BY id DESC LIMIT 1", "");
    return id;
}

int64_t archive_newest_message(struct archive *archive)
{
    struct error error;
    int64_t id;

    sql_number(&archive->sql, &error, &id, 0, "SELECT max(id) FROM message", "");
    return id;
}
