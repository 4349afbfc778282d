/* SPDX-License-Identifier: MIT */
#include "archive/around.h"
#include "base/words.h"
#include "model/query.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void around_release(struct around *around)
{
    for (size_t i = 0; i < AROUND_KEPT; i++) {
        free(around->users[i].name);
        free(around->chats[i].name);
        free(around->chats[i].connector);
    }
    free(around->override);
}

static char *name_of(int64_t id, const char *name)
{
    struct str nameless = {0};

    if (name && *name)
        return mem_copy_text(name);
    if (id)
        str_addf(&nameless, _("User %" PRId64), id);
    return str_take(&nameless);
}

const struct around_user *around_user(struct around *around, int64_t id)
{
    struct around_user *user = &around->users[(uint64_t)id % AROUND_KEPT];
    struct archive_user row;
    struct error error;
    bool found;

    if (user->is_known && user->id == id)
        return user;
    free(user->name);
    found = archive_user(around->archive, id, &row, &error);
    *user = (struct around_user){
        .id = id,
        .is_known = true,
        .role = found ? row.role : id ? USER_OPERATOR : USER_SYSTEM,
        .name = name_of(id, found ? row.name : NULL),
    };
    return user;
}

#define CHAT "SELECT name, connector, line_id FROM chat WHERE id = ?1"

const struct around_chat *around_chat(struct around *around, int64_t id)
{
    struct around_chat *chat = &around->chats[(uint64_t)id % AROUND_KEPT];
    struct sql *sql = &around->archive->sql;
    struct error error;
    sqlite3_stmt *row;
    bool done, found;

    if (chat->is_known && chat->id == id)
        return chat;
    free(chat->name);
    free(chat->connector);
    row = sql_query(sql, &error, CHAT, "i", id);
    found = row && sql_next(sql, row, &done, &error);
    *chat = (struct around_chat){
        .id = id,
        .is_known = true,
        .name = mem_copy_text(found && sql_text(row, 0) ? sql_text(row, 0) : ""),
        .connector = mem_copy_text(found && sql_text(row, 1) ? sql_text(row, 1) : ""),
        .line = found ? sql_int(row, 2) : 0,
    };
    if (found)
        sql_end(row);
    return chat;
}

int64_t around_line(struct around *around, int64_t chat, int64_t session)
{
    struct error error;
    int64_t line;

    sql_number(&around->archive->sql, &error, &line, 0, "SELECT line_id FROM session WHERE id = ?1",
               "i", session);
    return line ? line : around_chat(around, chat)->line;
}

/* --- params ---------------------------------------------------------------------------------- */

/* Portals write members in either casing. */
#define OVERRIDE                                                                                   \
    "SELECT coalesce(json_extract(params, '$.NAME'), json_extract(params, '$.name'))"              \
    " FROM message WHERE id = ?1 AND json_valid(params)"

const char *around_override(struct around *around, int64_t message)
{
    struct sql *sql = &around->archive->sql;
    struct error error;
    bool done;
    sqlite3_stmt *row = sql_query(sql, &error, OVERRIDE, "i", message);

    free(around->override);
    around->override = NULL;
    if (!row || !sql_next(sql, row, &done, &error))
        return NULL;
    if (sql_text(row, 0) && *sql_text(row, 0))
        around->override = mem_copy_text(sql_text(row, 0));
    sql_end(row);
    return around->override;
}
