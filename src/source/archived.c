/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/words.h"
#include "source/archived.h"
#include "source/shelved.h"

/*
 * Archive → model. The list comes in pages, a chat's sessions when it is looked at, a
 * session's messages as light entries when they are in sight, a message when it is drawn.
 */
enum {
    FIRST_PAGE = 50, /* chats of a screen */
    PAGE = 200,      /* chats read at a time after that */
    SLICE_AFTER = 1, /* ms between two pages, so that keys come first */
};

/* --- chats ------------------------------------------------------------------------------------ */

static void set_text(char **field, const char *text)
{
    free(*field);
    *field = text != NULL ? mem_copy_text(text) : NULL;
}

struct chat *archived_chat(struct archived *archived, const struct archive_chat *row)
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

static bool add_sought(void *self, const struct archive_chat *row)
{
    archived_chat(self, row);
    return true;
}

static bool add_chat(void *self, const struct archive_chat *row)
{
    struct archived *archived = self;
    archived_chat(archived, row);
    archived->after.order = row->order;
    archived->after.id = row->id;
    archived->n_page++;
    return true;
}

static bool read_page(struct archived *archived, struct error *error)
{
    bool is_first = archived->after.id == 0;
    size_t size = is_first ? FIRST_PAGE : PAGE;
    archived->n_page = 0;
    bool done = archive_chats(archived->archive, is_first ? NULL : &archived->after, size,
                              add_chat, archived, error);
    archived->has_all = !done || archived->n_page < size;
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

static bool archived_wait(struct source *source)
{
    struct archived *archived = (struct archived *)source;
    return archived->timer != 0 && loop_turn(archived->loop);
}

static void archived_add_state(const struct source *source, struct str *out)
{
    if (((const struct archived *)source)->timer != 0)
        str_add_text(out, _("reading the list"));
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
    if (session == NULL)
        shelved_preview(archived->archive, chat);
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
    if (chat == 0 && place->code != NULL && strncmp(place->code, "imol|", 5) == 0)
        chat = archive_find_code(archived->archive, place->code + 5);
    return chat;
}

static void load_place(struct archived *archived, const struct chat *chat,
                       const struct source_place *place)
{
    int64_t in_chat = chat->id, session = place->session;
    if (place->message != 0 &&
        !archive_find_message(archived->archive, place->message, &in_chat, &session))
        return;
    const struct session *wanted = chat_find_session(chat, session);
    if (in_chat == chat->id && session != 0 && wanted != NULL)
        store_want(archived->source.store, chat, wanted);
}

/* A lead may have written in several chats. */
static bool seek_crm(struct archived *archived, const struct source_place *place, int64_t *chat,
                     struct error *error)
{
    size_t n = store_n_chats(archived->source.store);
    bool done = archive_crm_chats(archived->archive, place->crm_type, place->crm_id, add_sought,
                                  archived, error);
    if (store_n_chats(archived->source.store) > n)
        *chat = store_chat_at(archived->source.store, n)->id;
    store_settle(archived->source.store);
    return done;
}

static bool archived_seek(struct source *source, const struct source_place *place, int64_t *chat,
                          struct error *error)
{
    struct archived *archived = (struct archived *)source;
    struct archive_chat row;
    *chat = chat_at(archived, place);
    error->kind = ERROR_NONE;
    if (*chat == 0 && place->crm_id != 0)
        return seek_crm(archived, place, chat, error);
    if (*chat == 0 || !archive_chat(archived->archive, *chat, &row, error)) {
        *chat = 0;
        return error->kind == ERROR_NONE;
    }
    const struct chat *found = archived_chat(archived, &row);
    store_want(source->store, found, NULL);
    load_place(archived, found, place);
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

static const struct source_ops archived_ops = {
    .free = archived_free,
    .seek = archived_seek,
    .wait = archived_wait,
    .add_state = archived_add_state,
    .find = archived_find,
};

/* The file's name: which portal it is of. */
static char *short_name(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    size_t size = strlen(name);
    if (size > 3 && strcmp(name + size - 3, ".db") == 0)
        size -= 3;
    return mem_copy(name, size);
}

struct source *source_open_archive(struct store *store, const char *path,
                                   const struct archive_options *options, struct error *error)
{
    struct archive *archive = archive_open(path, ARCHIVE_READ_ONLY, error);
    if (archive == NULL)
        return NULL;
    struct archived *archived = mem_zero(1, sizeof *archived);
    archived->source = (struct source){.ops = &archived_ops, .store = store};
    archived->source.name = short_name(path);
    archived->archive = archive;
    archived->loop = options->loop;
    store_set_source(store, &(struct store_source){.load = load,
                                                   .want = want,
                                                   .user = fill_user,
                                                   .file = fill_file,
                                                   .self = archived});
    if (options->no_list || read_list(archived, error))
        return &archived->source;
    store_set_source(store, NULL);
    source_free(&archived->source);
    return NULL;
}
