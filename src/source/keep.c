/* SPDX-License-Identifier: MIT */
#include "source/keep.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "model/reading.h"
#include "text/token.h"

/* One text on its way: read into a store of its own. */
struct keeping {
    struct archive *archive;
    const struct keep_filter *filter;
    struct store *store;
    const char *text;
    size_t size;
    int64_t now;
    struct error *error;    /* of the call at hand */
    struct kept kept;
    bool is_beside;         /* the transaction is the caller's */
    bool has_begun;         /* of what is put; the transaction, unless it is the caller's */
    size_t chat, session, entry; /* what is put next; session 0 of a chat comes with the chat */
    struct str raw, params, files, read, plain; /* of the message at hand */
    struct str data[3], operators;        /* of the chat or session at hand */
};

static bool load(void *self, const struct entry *entry, struct message *message)
{
    const struct keeping *keeping = self;
    const struct place *place = &entry->place;
    return decode_message((struct json_slice){keeping->text + place->offset, place->size}, message);
}

/* --- chats ------------------------------------------------------------------------------------ */

static char yes_no(bool flag)
{
    return flag ? 'Y' : 'N';
}

/* entityData1–3 again, as portal-api.md 2.2–2.4 has them. */
static void write_entity(struct keeping *keeping, const struct chat *chat)
{
    static const struct crm_object none = {"NONE", 0};
    const struct crm_object *crm = chat->crm.n != 0 ? chat->crm.at : &none;
    for (int i = 0; i < 3; i++)
        str_clear(&keeping->data[i]);
    str_addf(&keeping->data[0], "%c|%s|%" PRId64 "|%c|%c|%" PRId64, yes_no(chat->crm.n != 0),
             crm->type, crm->id, yes_no(chat->paused), yes_no(chat->waits_action),
             chat->active_session);
    for (size_t i = 0; i < chat->crm.n; i++)
        str_addf(&keeping->data[1], "%s%s|%" PRId64, i != 0 ? "|" : "", chat->crm.at[i].type,
                 chat->crm.at[i].id);
    str_add_char(&keeping->data[2], yes_no(chat->silent));
}

static const char *known(const char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

static bool put_chat(struct keeping *keeping, const struct chat *chat)
{
    bool has_entity = known(chat->code) != NULL;
    struct archive_chat row = {
        .id = chat->id,
        .name = known(chat->name),
        .color = chat->color,
        .owner = chat->owner,
        .entity = known(chat->code),
        .created = chat->created,
        .unread = chat->preview != NULL ? chat->unread : -1,
        .preview = chat->preview,
        .previewed = chat->previewed,
    };
    write_entity(keeping, chat);
    if (has_entity) {
        row.data1 = str_text(&keeping->data[0]);
        row.data2 = str_text(&keeping->data[1]);
        row.data3 = str_text(&keeping->data[2]);
    }
    return archive_put_chat(keeping->archive, &row, keeping->error);
}

/* --- messages --------------------------------------------------------------------------------- */

static const char *without_secrets(struct str *out, const char *text)
{
    str_clear(out);
    token_strip(out, text, strlen(text));
    return str_text(out);
}

/* Files that params do not name: im.dialog.* and our own lines list them beside. */
static const char *files_beside(struct keeping *keeping, const struct message *message)
{
    struct message named = {0};
    decode_params((struct json_slice){message->params, strlen(message->params)}, &named);
    bool beside = named.files.n == 0 && message->files.n != 0;
    message_release(&named);
    str_clear(&keeping->files);
    for (size_t i = 0; beside && i < message->files.n; i++)
        str_addf(&keeping->files, "%c%" PRId64, i != 0 ? ',' : '[', message->files.at[i]);
    if (beside)
        str_add_char(&keeping->files, ']');
    return beside ? str_text(&keeping->files) : NULL;
}

static const char *plain_text(struct keeping *keeping, const struct message *message)
{
    struct zone zone = {.kind = ZONE_PORTAL};
    str_clear(&keeping->read);
    reading_add(keeping->store, &zone, message, READING_TEXT | READING_FILES, &keeping->read);
    without_secrets(&keeping->plain, str_text(&keeping->read));
    return strcmp(str_text(&keeping->plain), str_text(&keeping->raw)) == 0
               ? NULL
               : str_text(&keeping->plain);
}

static bool put_message(struct keeping *keeping, const struct session *session,
                        const struct entry *entry)
{
    const struct message *message = store_message(keeping->store, session, entry);
    struct archive_message row = {
        .id = entry->id,
        .session = session->id,
        .chat = session->chat,
        .sender = entry->sender,
        .when = message->when,
        .date = message->date,
        .text = without_secrets(&keeping->raw, message->raw),
        .class = message->class,
        .flags = message->flags,
        .listed = entry->listed,
    };
    if (strcmp(message->params, "{}") != 0)
        row.params = without_secrets(&keeping->params, message->params);
    row.files = files_beside(keeping, message);
    row.plain = plain_text(keeping, message);
    return archive_put_message(keeping->archive, &row, keeping->now, keeping->error);
}

/* --- sessions --------------------------------------------------------------------------------- */

static bool put_session(struct keeping *keeping, const struct session *session)
{
    str_clear(&keeping->operators);
    for (size_t i = 0; i < session->operators.n; i++)
        str_addf(&keeping->operators, "%s%" PRId64, i != 0 ? " " : "", session->operators.at[i]);
    struct archive_session row = {
        .id = session->id,
        .chat = session->chat,
        .vote_head = session->vote_head,
        .vote_user = session->vote_user,
        .comment_head = session->comment_head,
        .can_join = session->can_join,
        .can_vote = session->can_vote,
        .is_closed = session->is_closed,
        .line = session->line,
        .speaker = session->speaker,
        .operators = known(str_text(&keeping->operators)),
    };
    return session->id == 0 || archive_put_session(keeping->archive, &row, keeping->error);
}

/* The portal's whole answer lists what it delivers; ours, and what was cut, do not say that what is
 * not there is gone. */
static bool is_whole(const struct session *session)
{
    for (size_t i = 0; i < session->entries.n; i++)
        if (session->entries.at[i].flags & (MESSAGE_MISSING | MESSAGE_UNLISTED | MESSAGE_REPAIRED))
            return false;
    return session->id != 0 && session->listed.n != 0;
}

static bool end_session(struct keeping *keeping, const struct session *session)
{
    return archive_end_session(keeping->archive, session->chat, session->id, is_whole(session),
                               keeping->now, keeping->error) &&
           (session->id == 0 || archive_settle(keeping->archive, session->id, ARCHIVE_READ, NULL,
                                               keeping->now, keeping->error));
}

/* --- what is wanted --------------------------------------------------------------------------- */

static bool wants(const struct keeping *keeping, const struct chat *chat,
                  const struct session *session)
{
    const struct keep_filter *filter = keeping->filter;
    return filter == NULL || filter->wants(filter->self, chat, session);
}

static bool wants_chat(const struct keeping *keeping, const struct chat *chat)
{
    for (size_t i = 0; i < chat->sessions.n; i++)
        if (wants(keeping, chat, chat->sessions.at[i]))
            return true;
    return chat->sessions.n == 0 && wants(keeping, chat, NULL);
}

static void count_session(struct keeping *keeping, const struct session *session)
{
    keeping->kept.n_sessions += session->id != 0;
    keeping->kept.n_messages += session->entries.n - session->n_missing;
    keeping->kept.n_damaged += session->n_missing;
}

static void count(struct keeping *keeping)
{
    for (size_t c = 0; c < store_n_chats(keeping->store); c++) {
        const struct chat *chat = store_chat_at(keeping->store, c);
        keeping->kept.n_chats += wants_chat(keeping, chat);
        for (size_t s = 0; s < chat->sessions.n; s++)
            if (wants(keeping, chat, chat->sessions.at[s]))
                count_session(keeping, chat->sessions.at[s]);
    }
}

/* --- all of a text ---------------------------------------------------------------------------- */

static bool put_user(void *self, const struct user *user)
{
    struct keeping *keeping = self;
    struct archive_user row = {user->id, known(user->name), user->position, user->color,
                               user->role, user->known};
    return archive_put_user(keeping->archive, &row, keeping->error);
}

static bool put_file(void *self, const struct file *file)
{
    struct keeping *keeping = self;
    struct archive_file row = {
        .id = file->id,
        .name = known(file->name),
        .type = file->type,
        .size = file->size,
        .width = file->width,
        .height = file->height,
        .missing = file->missing,
    };
    return archive_put_file(keeping->archive, &row, keeping->error);
}

static bool begin(struct keeping *keeping)
{
    keeping->has_begun =
        keeping->is_beside || archive_begin(keeping->archive, keeping->error);
    if (!keeping->has_begun || keeping->kept.n_chats == 0)
        return keeping->has_begun;
    return store_each_user(keeping->store, put_user, keeping) &&
           store_each_file(keeping->store, put_file, keeping);
}

static bool next_session(struct keeping *keeping, const struct session *session)
{
    bool done = end_session(keeping, session);
    keeping->session++;
    keeping->entry = 0;
    return done;
}

static bool next_chat(struct keeping *keeping)
{
    keeping->chat++;
    keeping->session = keeping->entry = 0;
    return true;
}

/* One row more: a chat before its sessions, a session before its messages. */
static bool put_next(struct keeping *keeping)
{
    const struct chat *chat = store_chat_at(keeping->store, keeping->chat);
    bool is_first = keeping->session == 0 && keeping->entry == 0;
    if (is_first && !wants_chat(keeping, chat))
        return next_chat(keeping);
    if (is_first && !put_chat(keeping, chat))
        return false;
    if (keeping->session == chat->sessions.n)
        return next_chat(keeping);
    const struct session *session = chat->sessions.at[keeping->session];
    if (keeping->entry == 0 && !wants(keeping, chat, session)) {
        keeping->session++;
        return true;
    }
    if (keeping->entry == 0 && !put_session(keeping, session))
        return false;
    if (keeping->entry == session->entries.n)
        return next_session(keeping, session);
    return put_message(keeping, session, &session->entries.at[keeping->entry++]);
}

static bool has_all(const struct keeping *keeping)
{
    return keeping->chat == store_n_chats(keeping->store);
}

static bool undo(struct keeping *keeping)
{
    if (keeping->has_begun && !keeping->is_beside)
        archive_rollback(keeping->archive);
    keeping->has_begun = false;
    return false;
}

bool keep_go_on(struct keeping *keeping, size_t n, bool *done, struct error *error)
{
    bool left = false;
    keeping->error = error;
    *done = false;
    if (!keeping->has_begun && !begin(keeping))
        return undo(keeping);
    for (; n > 0 && !has_all(keeping); n--)
        if (!put_next(keeping))
            return undo(keeping);
    if (!has_all(keeping))
        return true;
    if (!keeping->is_beside && !archive_index(keeping->archive, n, &left, error))
        return undo(keeping);
    if (left)
        return true;
    if (!keeping->is_beside && !archive_commit(keeping->archive, error))
        return undo(keeping);
    keeping->has_begun = false;
    *done = true;
    return true;
}

struct keeping *keep_begin(struct archive *archive, const struct keep_filter *filter,
                           const char *name, const char *text, size_t size, int64_t now,
                           struct error *error)
{
    struct keeping *keeping = mem_zero(1, sizeof *keeping);
    struct decoded decoded;
    *keeping = (struct keeping){.archive = archive,
                                .filter = filter,
                                .store = store_new(),
                                .text = text,
                                .size = size,
                                .now = now};
    store_set_source(keeping->store, &(struct store_source){.load = load, .self = keeping});
    bool done = decode_text(keeping->store, name, 0, text, size, &decoded, error);
    keeping->kept.n_damaged = decoded.n_damaged;
    store_arrange(keeping->store, ORDER_TIME);
    count(keeping);
    if (done)
        return keeping;
    keep_end(keeping, NULL);
    return NULL;
}

void keep_end(struct keeping *keeping, struct kept *kept)
{
    if (keeping == NULL)
        return;
    undo(keeping);
    if (kept != NULL)
        *kept = keeping->kept;
    store_free(keeping->store);
    str_release(&keeping->raw);
    str_release(&keeping->params);
    str_release(&keeping->files);
    str_release(&keeping->read);
    str_release(&keeping->plain);
    str_release(&keeping->operators);
    for (int i = 0; i < 3; i++)
        str_release(&keeping->data[i]);
    free(keeping);
}

static bool keep_all(struct keeping *keeping, struct kept *kept, struct error *error)
{
    bool done = false;
    *kept = (struct kept){0};
    if (keeping != NULL && !keep_go_on(keeping, SIZE_MAX, &done, error))
        done = false;
    keep_end(keeping, kept);
    return done;
}

bool keep_text(struct archive *archive, const struct keep_filter *filter, const char *name,
               const char *text, size_t size, int64_t now, struct kept *kept,
               struct error *error)
{
    struct keeping *keeping = keep_begin(archive, filter, name, text, size, now, error);
    return keep_all(keeping, kept, error);
}

bool keep_beside(struct archive *archive, const struct keep_filter *filter, const char *name,
                 const char *text, size_t size, int64_t now, struct kept *kept,
                 struct error *error)
{
    struct keeping *keeping = keep_begin(archive, filter, name, text, size, now, error);
    if (keeping != NULL)
        keeping->is_beside = true;
    return keep_all(keeping, kept, error);
}
