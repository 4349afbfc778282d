/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "archive/archive.h"
#include "base/log.h"
#include "base/words.h"
#include "source/ops.h"
#include "source/shelved.h"

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

static bool load(void *self, const struct entry *entry, struct message *message)
{
    struct archived *archived = self;
    return shelved_message(archived->archive, entry, message);
}

static void fill_user(void *self, struct user *user)
{
    struct archived *archived = self;
    shelved_user(archived->archive, user);
}

static void fill_file(void *self, struct file *file)
{
    struct archived *archived = self;
    shelved_file(archived->archive, file);
}

static void want(void *self, struct chat *chat, struct session *session)
{
    struct archived *archived = self;
    struct error error = {0};
    struct store *store = archived->source.store;
    bool done = session != NULL ? shelved_session(archived->archive, store, session, &error)
                                : shelved_sessions(archived->archive, store, chat, &error);
    enum load_state *state = session != NULL ? &session->state : &chat->state;
    *state = done ? LOAD_DONE : LOAD_FAILED;
    if (!done)
        set_text(session != NULL ? &session->failure : &chat->failure, error.text);
    store_touch(store, chat);
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
