/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "archive/archive.h"
#include "base/log.h"
#include "base/words.h"
#include "source/decode.h"
#include "source/ops.h"

/*
 * Archive → model. The list comes in pages, a chat's sessions when it is looked at, a
 * session's messages as light entries when they are in sight, a message when it is drawn.
 */
enum {
    PAGE = 200,      /* chats read at a time */
    SLICE_AFTER = 1, /* ms between two pages, so that keys come first */
};

struct archived {
    struct source source;
    struct archive *archive;
    struct loop *loop; /* reads the rest of the list between keys; NULL: all at once */
    unsigned timer;
    struct archive_chat after; /* the last of the list so far */
    bool has_all;
    size_t n_page;
};

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

static bool load(void *self, const struct entry *entry, struct message *message)
{
    struct archived *archived = self;
    struct archive_message row;
    struct error error = {0};
    if (!archive_message(archived->archive, entry->id, &row, &error)) {
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
    message->flags = row.flags;
    return true;
}

static void fill_user(void *self, struct user *user)
{
    struct archived *archived = self;
    struct archive_user row;
    struct error error = {0};
    if (!archive_user(archived->archive, user->id, &row, &error))
        return;
    user->role = row.role;
    user->known = row.known;
    user->color = row.color;
    free(user->name);
    user->name = mem_copy_text(row.name != NULL ? row.name : "");
    user->position = row.position != NULL ? mem_copy_text(row.position) : NULL;
}

static void fill_file(void *self, struct file *file)
{
    struct archived *archived = self;
    struct archive_file row;
    struct error error = {0};
    if (!archive_file(archived->archive, file->id, &row, &error))
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

static struct entry entry_of(const struct archive_message *row)
{
    return (struct entry){
        .id = row->id,
        .time = row->when.time,
        .sender = row->sender,
        .place = {(uint64_t)row->id, 0, (uint32_t)row->rev},
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
        vec_push(&session->entries, entry_of(row));
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

static bool load_session(struct archived *archived, struct chat *chat, struct session *session,
                         struct error *error)
{
    session_load(session);
    bool done = archive_messages(archived->archive, chat->id, session->id, add_message, session,
                                 error);
    drop_unlisted_places(session);
    for (size_t i = 0; i < session->entries.n; i++)
        store_find_user(archived->source.store, session->entries.at[i].sender);
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
static bool load_sessions(struct archived *archived, struct chat *chat, struct error *error)
{
    struct session *none = chat_session(chat, 0);
    bool done = load_session(archived, chat, none, error);
    for (size_t i = 0; i < chat->sessions.n; i++)
        if (is_none(chat->sessions.at[i])) {
            session_free(chat->sessions.at[i]);
            chat->sessions.at[i] = chat->sessions.at[--chat->sessions.n];
            break;
        }
    return done && archive_sessions(archived->archive, chat->id, add_session, chat, error);
}

/* --- chats ------------------------------------------------------------------------------------ */

static void set_text(char **field, const char *text)
{
    free(*field);
    *field = text != NULL ? mem_copy_text(text) : NULL;
}

static struct chat *chat_of(struct archived *archived, const struct archive_chat *row)
{
    const struct chat *known = store_find_chat(archived->source.store, row->id);
    if (known != NULL)
        return (struct chat *)known;
    struct chat *chat = store_chat(archived->source.store, row->id);
    set_text(&chat->name, row->name != NULL ? row->name : "");
    chat->color = row->color;
    chat->owner = row->owner;
    chat_set_entity(chat, row->entity, row->data1, row->data2, row->data3);
    chat->created = row->created;
    chat->unread = row->unread > 0 ? row->unread : 0;
    set_text(&chat->preview, row->preview);
    /* The list's order, until the sessions are known. */
    chat->previewed = row->last.time != WHEN_NONE ? row->last : row->previewed;
    chat->state = LOAD_NONE;
    store_touch(archived->source.store, chat);
    return chat;
}

static bool add_chat(void *self, const struct archive_chat *row)
{
    struct archived *archived = self;
    chat_of(archived, row);
    archived->after.order = row->order;
    archived->after.id = row->id;
    archived->n_page++;
    return true;
}

static bool read_page(struct archived *archived, struct error *error)
{
    bool is_first = archived->after.id == 0;
    archived->n_page = 0;
    bool done = archive_chats(archived->archive, is_first ? NULL : &archived->after, PAGE,
                              add_chat, archived, error);
    archived->has_all = !done || archived->n_page < PAGE;
    return done;
}

static void read_on(void *self)
{
    struct archived *archived = self;
    struct error error = {0};
    if (!read_page(archived, &error))
        log_note("%s", error.text);
    archived->timer = archived->has_all
                          ? 0
                          : loop_after(archived->loop, SLICE_AFTER, read_on, archived);
}

static bool read_list(struct archived *archived, struct error *error)
{
    bool done = read_page(archived, error);
    while (done && archived->loop == NULL && !archived->has_all)
        done = read_page(archived, error);
    if (done && !archived->has_all)
        archived->timer = loop_after(archived->loop, SLICE_AFTER, read_on, archived);
    return done;
}

/* --- what is wanted --------------------------------------------------------------------------- */

static void want(void *self, struct chat *chat, struct session *session)
{
    struct archived *archived = self;
    struct error error = {0};
    bool done = session != NULL ? load_session(archived, chat, session, &error)
                                : load_sessions(archived, chat, &error);
    enum load_state *state = session != NULL ? &session->state : &chat->state;
    *state = done ? LOAD_DONE : LOAD_FAILED;
    if (!done)
        set_text(session != NULL ? &session->failure : &chat->failure, error.text);
    store_touch(archived->source.store, chat);
}

/* Where a place is, in ids; whatever is named must agree in the end, which is for the filter. */
static int64_t chat_at(struct archived *archived, const struct source_place *place)
{
    struct archive_session session;
    struct error error = {0};
    int64_t chat = place->chat, of_message = 0;
    if (chat == 0 && place->message != 0)
        archive_find_message(archived->archive, place->message, &chat, &of_message);
    if (chat == 0 && place->session != 0 &&
        archive_session(archived->archive, place->session, &session, &error))
        chat = session.chat;
    if (chat == 0 && place->code != NULL)
        chat = archive_find_code(archived->archive, place->code);
    return chat;
}

static void load_message_session(struct archived *archived, const struct chat *chat, int64_t id)
{
    int64_t in_chat, in_session;
    if (!archive_find_message(archived->archive, id, &in_chat, &in_session) || in_chat != chat->id)
        return;
    for (size_t i = 0; i < chat->sessions.n; i++)
        if (chat->sessions.at[i]->id == in_session)
            store_want(archived->source.store, chat, chat->sessions.at[i]);
}

static bool archived_seek(struct source *source, const struct source_place *place, int64_t *chat,
                          struct error *error)
{
    struct archived *archived = (struct archived *)source;
    struct archive_chat row;
    *chat = chat_at(archived, place);
    error->kind = ERROR_NONE;
    if (*chat == 0 || !archive_chat(archived->archive, *chat, &row, error)) {
        *chat = 0;
        return error->kind == ERROR_NONE;
    }
    const struct chat *found = chat_of(archived, &row);
    store_want(source->store, found, NULL);
    if (place->message != 0)
        load_message_session(archived, found, place->message);
    store_settle(source->store);
    return true;
}

static void archived_free(struct source *source)
{
    struct archived *archived = (struct archived *)source;
    if (archived->loop != NULL)
        loop_cancel(archived->loop, archived->timer);
    archive_close(archived->archive);
    free(archived);
}

static const struct source_ops archived_ops = {.free = archived_free, .seek = archived_seek};

struct source *source_open_archive(struct store *store, const char *path, struct loop *loop,
                                   struct error *error)
{
    struct archive *archive = archive_open(path, ARCHIVE_READ_ONLY, error);
    if (archive == NULL)
        return NULL;
    struct archived *archived = mem_zero(1, sizeof *archived);
    archived->source = (struct source){.ops = &archived_ops, .store = store};
    archived->source.name = mem_copy_text(path);
    archived->archive = archive;
    archived->loop = loop;
    store_set_source(store, &(struct store_source){.load = load,
                                                   .want = want,
                                                   .user = fill_user,
                                                   .file = fill_file,
                                                   .self = archived});
    if (read_list(archived, error))
        return &archived->source;
    store_set_source(store, NULL);
    source_free(&archived->source);
    return NULL;
}
