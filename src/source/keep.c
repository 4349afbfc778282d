/* SPDX-License-Identifier: MIT */
#include "source/keep.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "model/reading.h"
#include "text/token.h"

/* One text on its way: read into a store of its own. */
struct keeper {
    struct archive *archive;
    struct store *store;
    const char *text;
    size_t size;
    int64_t now;
    struct error *error;
    struct str raw, params, files, read, plain; /* of the message at hand */
    struct str data[3], operators;        /* of the chat or session at hand */
};

static bool load(void *self, const struct entry *entry, struct message *message)
{
    const struct keeper *keeper = self;
    const struct place *place = &entry->place;
    return decode_message((struct json_slice){keeper->text + place->offset, place->size}, message);
}

/* --- chats ------------------------------------------------------------------------------------ */

static char yes_no(bool flag)
{
    return flag ? 'Y' : 'N';
}

/* entityData1–3 again, as portal-api.md 2.2–2.4 has them. */
static void write_entity(struct keeper *keeper, const struct chat *chat)
{
    static const struct crm_object none = {"NONE", 0};
    const struct crm_object *crm = chat->crm.n != 0 ? chat->crm.at : &none;
    for (int i = 0; i < 3; i++)
        str_clear(&keeper->data[i]);
    str_addf(&keeper->data[0], "%c|%s|%" PRId64 "|%c|%c|%" PRId64, yes_no(chat->crm.n != 0),
             crm->type, crm->id, yes_no(chat->paused), yes_no(chat->waits_action),
             chat->active_session);
    for (size_t i = 0; i < chat->crm.n; i++)
        str_addf(&keeper->data[1], "%s%s|%" PRId64, i != 0 ? "|" : "", chat->crm.at[i].type,
                 chat->crm.at[i].id);
    str_add_char(&keeper->data[2], yes_no(chat->silent));
}

static const char *known(const char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

static bool put_chat(struct keeper *keeper, const struct chat *chat)
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
    write_entity(keeper, chat);
    if (has_entity) {
        row.data1 = str_text(&keeper->data[0]);
        row.data2 = str_text(&keeper->data[1]);
        row.data3 = str_text(&keeper->data[2]);
    }
    return archive_put_chat(keeper->archive, &row, keeper->error);
}

/* --- messages --------------------------------------------------------------------------------- */

static const char *without_secrets(struct str *out, const char *text)
{
    str_clear(out);
    token_strip(out, text, strlen(text));
    return str_text(out);
}

/* Files that params do not name: im.dialog.* and our own lines list them beside. */
static const char *files_beside(struct keeper *keeper, const struct message *message)
{
    struct message named = {0};
    decode_params((struct json_slice){message->params, strlen(message->params)}, &named);
    bool beside = named.files.n == 0 && message->files.n != 0;
    message_release(&named);
    str_clear(&keeper->files);
    for (size_t i = 0; beside && i < message->files.n; i++)
        str_addf(&keeper->files, "%c%" PRId64, i != 0 ? ',' : '[', message->files.at[i]);
    if (beside)
        str_add_char(&keeper->files, ']');
    return beside ? str_text(&keeper->files) : NULL;
}

static const char *plain_text(struct keeper *keeper, const struct message *message)
{
    struct zone zone = {.kind = ZONE_PORTAL};
    str_clear(&keeper->read);
    reading_add(keeper->store, &zone, message, READING_TEXT | READING_FILES, &keeper->read);
    without_secrets(&keeper->plain, str_text(&keeper->read));
    return strcmp(str_text(&keeper->plain), str_text(&keeper->raw)) == 0
               ? NULL
               : str_text(&keeper->plain);
}

static bool put_message(struct keeper *keeper, const struct session *session,
                        const struct entry *entry)
{
    const struct message *message = store_message(keeper->store, session, entry);
    struct archive_message row = {
        .id = entry->id,
        .session = session->id,
        .chat = session->chat,
        .sender = entry->sender,
        .when = message->when,
        .date = message->date,
        .text = without_secrets(&keeper->raw, message->raw),
        .class = message->class,
        .flags = message->flags,
        .listed = entry->listed,
    };
    if (strcmp(message->params, "{}") != 0)
        row.params = without_secrets(&keeper->params, message->params);
    row.files = files_beside(keeper, message);
    row.plain = plain_text(keeper, message);
    return archive_put_message(keeper->archive, &row, keeper->now, keeper->error);
}

/* --- sessions --------------------------------------------------------------------------------- */

static bool put_session(struct keeper *keeper, const struct session *session)
{
    str_clear(&keeper->operators);
    for (size_t i = 0; i < session->operators.n; i++)
        str_addf(&keeper->operators, "%s%" PRId64, i != 0 ? " " : "", session->operators.at[i]);
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
        .operators = known(str_text(&keeper->operators)),
    };
    return session->id == 0 || archive_put_session(keeper->archive, &row, keeper->error);
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

static bool put_messages(struct keeper *keeper, const struct session *session)
{
    for (size_t i = 0; i < session->entries.n; i++)
        if (!put_message(keeper, session, &session->entries.at[i]))
            return false;
    return archive_end_session(keeper->archive, session->chat, session->id, is_whole(session),
                               keeper->now, keeper->error) &&
           (session->id == 0 || archive_settle(keeper->archive, session->id, ARCHIVE_READ, NULL,
                                               keeper->now, keeper->error));
}

/* --- all of a text ---------------------------------------------------------------------------- */

static bool put_user(void *self, const struct user *user)
{
    struct keeper *keeper = self;
    struct archive_user row = {user->id, known(user->name), user->position, user->color,
                               user->role, user->known};
    return archive_put_user(keeper->archive, &row, keeper->error);
}

static bool put_file(void *self, const struct file *file)
{
    struct keeper *keeper = self;
    struct archive_file row = {
        .id = file->id,
        .name = known(file->name),
        .type = file->type,
        .size = file->size,
        .width = file->width,
        .height = file->height,
        .missing = file->missing,
    };
    return archive_put_file(keeper->archive, &row, keeper->error);
}

static bool put_all(struct keeper *keeper, struct kept *kept)
{
    bool done = store_each_user(keeper->store, put_user, keeper) &&
                store_each_file(keeper->store, put_file, keeper);
    for (size_t i = 0; done && i < store_n_chats(keeper->store); i++) {
        const struct chat *chat = store_chat_at(keeper->store, i);
        done = put_chat(keeper, chat);
        kept->n_chats++;
        for (size_t s = 0; done && s < chat->sessions.n; s++) {
            const struct session *session = chat->sessions.at[s];
            done = put_session(keeper, session) && put_messages(keeper, session);
            kept->n_sessions += session->id != 0;
            kept->n_damaged += session->n_missing;
        }
    }
    return done;
}

static void release(struct keeper *keeper)
{
    store_free(keeper->store);
    str_release(&keeper->raw);
    str_release(&keeper->params);
    str_release(&keeper->files);
    str_release(&keeper->read);
    str_release(&keeper->plain);
    str_release(&keeper->operators);
    for (int i = 0; i < 3; i++)
        str_release(&keeper->data[i]);
}

bool keep_text(struct archive *archive, const char *name, const char *text, size_t size,
               int64_t now, struct kept *kept, struct error *error)
{
    struct keeper keeper = {archive, store_new(), text, size, now, error, .raw = {0}};
    struct decoded decoded;
    *kept = (struct kept){0};
    store_set_source(keeper.store, &(struct store_source){.load = load, .self = &keeper});
    bool done = decode_text(keeper.store, name, 0, text, size, &decoded, error);
    kept->n_messages = decoded.n_messages;
    kept->n_damaged = decoded.n_damaged;
    store_arrange(keeper.store, ORDER_TIME);
    if (done && archive_begin(archive, error)) {
        done = put_all(&keeper, kept) && archive_commit(archive, error);
        if (!done)
            archive_rollback(archive);
    } else {
        done = false;
    }
    release(&keeper);
    return done;
}
