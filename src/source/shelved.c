/* SPDX-License-Identifier: MIT */
#include "source/shelved.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "source/decode.h"

/* --- messages, users, files ------------------------------------------------------------------- */

static void read_files(const char *ids, struct message *message)
{
    char *end;
    for (const char *at = ids; at != NULL && message->files.n < 1000; at = end) {
        while (*at == '[' || *at == ',')
            at++;
        int64_t id = strtoll(at, &end, 10);
        if (end == at)
            return;
        vec_push(&message->files, id);
    }
}

bool shelved_message(struct archive *archive, const struct entry *entry, struct message *message)
{
    struct archive_message row;
    struct error error = {0};
    if (!archive_message(archive, entry->id, &row, &error)) {
        if (error.kind != ERROR_NONE)
            log_note("%s", error.text);
        return false;
    }
    message->date = mem_copy_text(row.date);
    message->raw = mem_copy_text(row.text);
    const char *params = row.params != NULL ? row.params : "{}";
    decode_params((struct json_slice){params, strlen(params)}, message);
    if (message->files.n == 0)
        read_files(row.files, message);
    message->flags = row.flags | (message->flags & MESSAGE_REPAIRED);
    return true;
}

void shelved_user(struct archive *archive, struct user *user)
{
    struct archive_user row;
    struct error error = {0};
    if (!archive_user(archive, user->id, &row, &error))
        return;
    user->role = row.role;
    user->known = row.known;
    user->color = row.color;
    free(user->name);
    user->name = mem_copy_text(row.name != NULL ? row.name : "");
    user->position = row.position != NULL ? mem_copy_text(row.position) : NULL;
}

void shelved_file(struct archive *archive, struct file *file)
{
    struct archive_file row;
    struct error error = {0};
    if (!archive_file(archive, file->id, &row, &error))
        return;
    file->missing = row.missing;
    file->size = row.size;
    file->width = row.width;
    file->height = row.height;
    free(file->name);
    free(file->type);
    file->name = mem_copy_text(row.name != NULL ? row.name : "");
    file->type = mem_copy_text(row.type != NULL ? row.type : "file");
}

/* --- sessions --------------------------------------------------------------------------------- */

struct entry shelved_entry(const struct archive_message *row)
{
    return (struct entry){
        .id = row->id,
        .time = row->when.time,
        .sender = row->sender,
        .place = {(uint64_t)row->id << 16 | (row->rev & 0xffff), 0, SHELVED_PART},
        .listed = UINT32_MAX,
        .offset = row->when.offset,
        .class = (uint8_t)row->class,
        .flags = (uint8_t)(row->flags & (unsigned)~(MESSAGE_MISSING | MESSAGE_UNLISTED)) |
                 (row->deleted_at != 0 ? MESSAGE_DELETED : 0),
    };
}

/* Positions may have gaps: what was listed and moved elsewhere. */
static void put_listed(struct session *session, uint32_t position, int64_t id)
{
    while (session->listed.n <= position)
        vec_push(&session->listed, (int64_t)0);
    session->listed.at[position] = id;
}

static bool add_message(void *self, const struct archive_message *row)
{
    struct session *session = self;
    if (row->listed != UINT32_MAX && row->listed < 10 * 1000 * 1000)
        put_listed(session, row->listed, row->id);
    if (!(row->flags & MESSAGE_MISSING) || row->listed == UINT32_MAX)
        vec_push(&session->entries, shelved_entry(row));
    return true;
}

static void drop_unlisted_places(struct session *session)
{
    size_t n = 0;
    for (size_t i = 0; i < session->listed.n; i++)
        if (session->listed.at[i] != 0)
            session->listed.at[n++] = session->listed.at[i];
    session->listed.n = n;
}

bool shelved_session(struct archive *archive, struct store *store, struct session *session,
                     struct error *error)
{
    session_load(session);
    bool done = archive_messages(archive, session->chat, session->id, add_message, session, error);
    drop_unlisted_places(session);
    for (size_t i = 0; i < session->entries.n; i++)
        store_find_user(store, session->entries.at[i].sender);
    return done;
}

static void add_operators(struct session *session, const char *ids)
{
    char *end;
    for (const char *at = ids; at != NULL; at = end) {
        int64_t id = strtoll(at, &end, 10);
        if (end == at)
            return;
        vec_push(&session->operators, id);
    }
}

static bool add_session(void *self, const struct archive_session *row)
{
    struct chat *chat = self;
    if (row->state != ARCHIVE_READ && row->n_messages == 0)
        return true;
    struct session *session = chat_session(chat, row->id);
    if (session->state == LOAD_DONE && session->entries.n != 0)
        return true;
    session->state = LOAD_NONE;
    session->knows_votes = true;
    session->vote_head = row->vote_head;
    session->vote_user = row->vote_user;
    free(session->comment_head);
    session->comment_head = row->comment_head != NULL ? mem_copy_text(row->comment_head) : NULL;
    session->can_join = row->can_join;
    session->can_vote = row->can_vote;
    session->is_closed = row->is_closed;
    session->line = row->line;
    session->speaker = row->speaker;
    session->first = row->first;
    session->last = row->last;
    session->n_messages = row->n_messages + row->n_missing;
    session->n_missing = row->n_missing;
    session->operators.n = 0;
    add_operators(session, row->operators);
    return true;
}

static bool is_none(const struct session *session)
{
    return session->id == 0 && session->entries.n == 0;
}

/* Messages of no known session are few: they come with the list of sessions. */
bool shelved_sessions(struct archive *archive, struct store *store, struct chat *chat,
                      struct error *error)
{
    struct session *none = chat_session(chat, 0);
    bool done = shelved_session(archive, store, none, error);
    for (size_t i = 0; i < chat->sessions.n; i++)
        if (is_none(chat->sessions.at[i])) {
            session_free(chat->sessions.at[i]);
            chat->sessions.at[i] = chat->sessions.at[--chat->sessions.n];
            break;
        }
    return done && archive_sessions(archive, chat->id, add_session, chat, error);
}

/* --- the last words --------------------------------------------------------------------------- */

/* ids: [5437,5438] */
static void add_file_name(struct archive *archive, const char *ids, struct str *out)
{
    struct archive_file file;
    struct error error;
    int64_t id = strtoll(ids + strspn(ids, "["), NULL, 10);
    if (id != 0 && archive_file(archive, id, &file, &error) && file.name != NULL)
        str_addf(out, "⎙ %s", file.name);
}

static const struct session *newest_session(const struct chat *chat)
{
    const struct session *newest = NULL;
    for (size_t i = 0; i < chat->sessions.n; i++) {
        const struct session *session = chat->sessions.at[i];
        if (newest == NULL || session->first.time > newest->first.time ||
            (session->first.time == newest->first.time && session->id > newest->id))
            newest = session;
    }
    return newest;
}

void shelved_preview(struct archive *archive, struct chat *chat)
{
    const struct session *newest = newest_session(chat);
    struct archive_message row;
    struct error error;
    struct str words = {0};
    if (newest == NULL || !archive_last_message(archive, chat->id, newest->id, &row, &error))
        return;
    str_add_text(&words, row.text);
    if (words.size == 0 && row.files != NULL)
        add_file_name(archive, row.files, &words);
    if (words.size == 0 && row.plain != NULL)
        str_add_text(&words, row.plain);
    free(chat->preview);
    chat->preview = str_take(&words);
}
