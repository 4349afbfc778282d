/* SPDX-License-Identifier: MIT */
#include "archive/room.h"
#include "model/chat.h"

/*
 * Facts of chats, users, files and sessions. A fact that is not known (NULL) leaves what is known;
 * the WHERE of each upsert makes of the same row once more no write at all.
 */

static int64_t offset_of(struct when when)
{
    return when.time == WHEN_NONE ? WHEN_NONE : when.offset;
}

/* connector|line|chat|user */
static bool put_entity(struct archive *archive, const struct archive_chat *row,
                       struct error *error)
{
    struct chat *chat = chat_new(row->id);
    bool done;

    chat_set_entity(chat, row->entity, NULL, NULL, NULL);
    done = sql_run(&archive->sql, error,
                   "UPDATE chat SET connector = ?2, line_id = ?3"
                   " WHERE id = ?1 AND (connector, line_id) IS NOT (?2, ?3)",
                   "itn", row->id, chat->connector, chat->line);
    chat_free(chat);
    return done;
}

bool archive_put_chat(struct archive *archive, const struct archive_chat *row, struct error *error)
{
    static const char sql[] =
        "INSERT INTO chat(id, name, color, owner_id, entity, data1, data2, data3, created_ts,"
        " created_tz, unread, preview, previewed_ts, previewed_tz)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
        " ON CONFLICT DO UPDATE SET (name, color, owner_id, entity, data1, data2, data3,"
        " created_ts, created_tz, unread, preview, previewed_ts, previewed_tz) ="
        " (coalesce(?2, name), coalesce(?3, color), coalesce(?4, owner_id),"
        " coalesce(?5, entity), coalesce(?6, data1), coalesce(?7, data2), coalesce(?8, data3),"
        " coalesce(?9, created_ts), coalesce(?10, created_tz), coalesce(?11, unread),"
        " coalesce(?12, preview), coalesce(?13, previewed_ts), coalesce(?14, previewed_tz))"
        " WHERE (name, color, owner_id, entity, data1, data2, data3, created_ts, created_tz,"
        " unread, preview, previewed_ts, previewed_tz) IS NOT"
        " (coalesce(?2, name), coalesce(?3, color), coalesce(?4, owner_id),"
        " coalesce(?5, entity), coalesce(?6, data1), coalesce(?7, data2), coalesce(?8, data3),"
        " coalesce(?9, created_ts), coalesce(?10, created_tz), coalesce(?11, unread),"
        " coalesce(?12, preview), coalesce(?13, previewed_ts), coalesce(?14, previewed_tz))";

    return archive_is_begun(archive, error) &&
           sql_run(&archive->sql, error, sql, "itcnttttwwctww", row->id, row->name,
                   (int)row->color, row->owner, row->entity, row->data1, row->data2, row->data3,
                   row->created.time, offset_of(row->created), row->unread, row->preview,
                   row->previewed.time, offset_of(row->previewed)) &&
           (!row->entity || put_entity(archive, row, error));
}

bool archive_put_user(struct archive *archive, const struct archive_user *row, struct error *error)
{
    /* Of whom only the id was seen nothing is learnt. */
    static const char sql[] =
        "INSERT INTO user(id, name, position, color, role, known)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE"
        " SET (name, position, color, role, known) = (coalesce(?2, name), coalesce(?3, position),"
        " coalesce(?4, color), iif(known > ?6, role, ?5), max(known, ?6))"
        " WHERE (name, position, color, role, known) IS NOT (coalesce(?2, name),"
        " coalesce(?3, position), coalesce(?4, color), iif(known > ?6, role, ?5), max(known, ?6))";

    return archive_is_begun(archive, error) &&
           sql_run(&archive->sql, error, sql, "ittcii", row->id, row->name, row->position,
                   (int)row->color, (int64_t)row->role, (int64_t)row->known);
}

bool archive_put_file(struct archive *archive, const struct archive_file *row, struct error *error)
{
    static const char sql[] =
        "INSERT INTO file(id, chat_id, message_id, name, type, size, width, height, missing)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE"
        " SET (chat_id, message_id, name, type, size, width, height, missing) ="
        " (coalesce(?2, chat_id), coalesce(?3, message_id), coalesce(?4, name),"
        " coalesce(?5, type), coalesce(?6, size), coalesce(?7, width), coalesce(?8, height),"
        " min(missing, ?9))"
        " WHERE (chat_id, message_id, name, type, size, width, height, missing) IS NOT"
        " (coalesce(?2, chat_id), coalesce(?3, message_id), coalesce(?4, name),"
        " coalesce(?5, type), coalesce(?6, size), coalesce(?7, width), coalesce(?8, height),"
        " min(missing, ?9))";

    return archive_is_begun(archive, error) &&
           sql_run(&archive->sql, error, sql, "innttwnni", row->id, row->chat, row->message,
                   row->name, row->type, row->size < 0 ? WHEN_NONE : row->size,
                   (int64_t)row->width, (int64_t)row->height, (int64_t)row->missing);
}

/* --- sessions ------------------------------------------------------------------------------ */

bool archive_put_session(struct archive *archive, const struct archive_session *row,
                         struct error *error)
{
    static const char sql[] =
        "INSERT INTO session(id, chat_id, line_id, vote_head, vote_user, comment_head, can_join,"
        " can_vote, is_closed, speaker_id, operators)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO UPDATE"
        " SET (chat_id, line_id, vote_head, vote_user, comment_head, can_join, can_vote,"
        " is_closed, speaker_id, operators) = (iif(?2, ?2, chat_id), coalesce(?3, line_id),"
        " coalesce(?4, vote_head), coalesce(?5, vote_user), coalesce(?6, comment_head), ?7, ?8,"
        " ?9, coalesce(?10, speaker_id), coalesce(?11, operators))"
        " WHERE (chat_id, line_id, vote_head, vote_user, comment_head, can_join, can_vote,"
        " is_closed, speaker_id, operators) IS NOT (iif(?2, ?2, chat_id), coalesce(?3, line_id),"
        " coalesce(?4, vote_head), coalesce(?5, vote_user), coalesce(?6, comment_head), ?7, ?8,"
        " ?9, coalesce(?10, speaker_id), coalesce(?11, operators))";

    return archive_is_begun(archive, error) &&
           sql_run(&archive->sql, error, sql, "iinnntiiint", row->id, row->chat, row->line,
                   (int64_t)row->vote_head, (int64_t)row->vote_user, row->comment_head,
                   (int64_t)row->can_join, (int64_t)row->can_vote, (int64_t)row->is_closed,
                   row->speaker, row->operators);
}

bool archive_queue(struct archive *archive, int64_t session, int64_t chat, struct error *error)
{
    return archive_is_begun(archive, error) &&
           sql_run(&archive->sql, error,
                   "INSERT INTO session(id, chat_id) VALUES(?1, ?2) ON CONFLICT DO UPDATE"
                   " SET chat_id = ?2 WHERE chat_id = 0 AND ?2 <> 0",
                   "ii", session, chat);
}

int64_t archive_next_check(int64_t last, int64_t now)
{
    enum { MINUTE = 60, DAY = 24 * 60 * MINUTE };
    static const struct {
        int64_t age, wait;
    } plan[] = {{DAY, 15 * MINUTE}, {7 * DAY, DAY}, {30 * DAY, 7 * DAY}};

    for (size_t i = 0; last != WHEN_NONE && i < sizeof plan / sizeof *plan; i++)
        if (now - last < plan[i].age)
            return now + plan[i].wait;
    return WHEN_NONE;
}

bool archive_is_due(const struct archive_session *row, int64_t now)
{
    return row->state == ARCHIVE_QUEUED ||
           (row->next_check != WHEN_NONE &&
            (row->next_check <= now || row->next_check > now + NEXT_CHECK_MAX));
}

bool archive_recheck(struct archive *archive, int64_t now, struct error *error)
{
    return archive_is_begun(archive, error) &&
           sql_run(&archive->sql, error,
                   "UPDATE session SET next_check_at = ?1 WHERE state <> 0"
                   " AND (next_check_at IS NULL OR next_check_at > ?1)",
                   "i", now);
}

bool archive_settle(struct archive *archive, int64_t session, enum archive_state state,
                    const char *why, int64_t now, struct error *error)
{
    int64_t last, next = now + NEXT_CHECK_MAX;

    if (!archive_is_begun(archive, error) ||
        !sql_number(&archive->sql, error, &last, WHEN_NONE,
                    "SELECT last_ts FROM session WHERE id = ?1", "i", session))
        return false;
    if (state == ARCHIVE_READ)
        next = archive_next_check(last, now);
    return sql_run(&archive->sql, error,
                   "INSERT INTO session(id, state, next_check_at, attempts, last_error)"
                   " VALUES(?1, ?2, ?3, ?2 <> 1, ?4) ON CONFLICT DO UPDATE"
                   " SET state = ?2, next_check_at = ?3, last_error = ?4,"
                   " attempts = iif(?2 = 1, 0, attempts + 1)"
                   " WHERE (state, next_check_at, last_error) IS NOT (?2, ?3, ?4)",
                   "iiwt", session, (int64_t)state, next, why);
}
