/* SPDX-License-Identifier: MIT */
#include "model/redaction.h"
#include "model/store_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

const struct user_role_row user_role_table[USER_ROLES] = {
    [USER_CLIENT] = {"client", "C"},
    [USER_OPERATOR] = {"operator", "O"},
    [USER_BOT] = {"bot", "B"},
    [USER_SYSTEM] = {"system", "S"},
};

struct store *store_new(void)
{
    return mem_zero(1, sizeof(struct store));
}

static void free_users(struct store *store)
{
    struct user *user, *next;

    HASH_ITER(hh, store->users, user, next) {
        HASH_DEL(store->users, user);
        free(user->name);
        free(user->position);
        free(user);
    }
}

static void free_files(struct store *store)
{
    struct file *file, *next;

    HASH_ITER(hh, store->files, file, next) {
        HASH_DEL(store->files, file);
        free(file->name);
        free(file->type);
        free(file);
    }
}

void store_free(struct store *store)
{
    struct chat *chat, *next;

    if (!store)
        return;
    redaction_free(store->redaction);
    HASH_ITER(hh, store->chats, chat, next) {
        HASH_DEL(store->chats, chat);
        chat_free(chat);
    }
    free_users(store);
    free_files(store);
    for (size_t i = 0; i < KEPT; i++)
        message_release(&store->kept[i].message);
    for (size_t i = 0; i < store->lines.n; i++)
        free(store->lines.at[i].name);
    vec_release(&store->lines);
    vec_release(&store->list);
    vec_release(&store->touched);
    vec_release(&store->later_users);
    vec_release(&store->later_files);
    free(store);
}

void store_set_source(struct store *store, const struct store_source *source)
{
    store->source = source ? *source : (struct store_source){0};
}

struct chat *store_chat(struct store *store, int64_t id)
{
    struct chat *chat;

    HASH_FIND(hh, store->chats, &id, sizeof id, chat);
    if (!chat) {
        chat = chat_new(id);
        HASH_ADD(hh, store->chats, id, sizeof chat->id, chat);
        vec_push(&store->list, chat);
    }
    return chat;
}

struct user *store_user(struct store *store, int64_t id)
{
    struct user *user;

    HASH_FIND(hh, store->users, &id, sizeof id, user);
    if (!user) {
        user = mem_zero(1, sizeof *user);
        user->id = id;
        user->name = mem_copy_text("");
        user->color = COLOR_NONE;
        user->role = USER_OPERATOR;
        HASH_ADD(hh, store->users, id, sizeof user->id, user);
    }
    if (store->redaction && !user->later) {
        user->later = true;
        vec_push(&store->later_users, user);
    }
    return user;
}

struct file *store_file(struct store *store, int64_t id)
{
    struct file *file;

    HASH_FIND(hh, store->files, &id, sizeof id, file);
    if (!file) {
        file = mem_zero(1, sizeof *file);
        file->id = id;
        file->name = mem_copy_text("");
        file->type = mem_copy_text("file");
        file->size = -1;
        HASH_ADD(hh, store->files, id, sizeof file->id, file);
    }
    if (store->redaction && !file->later) {
        file->later = true;
        vec_push(&store->later_files, file);
    }
    return file;
}

static bool is_operator(void *self, int64_t user)
{
    return store_user_role(self, user) == USER_OPERATOR;
}

int store_newest_first(const void *a, const void *b)
{
    const struct chat *x = *(struct chat *const *)a, *y = *(struct chat *const *)b;
    int64_t last = chat_last(x).time, other = chat_last(y).time;

    if (last != other)
        return last < other ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

/* --- redaction ------------------------------------------------------------------------------- */

/* Bots keep their names, which are no person's. */
static enum redact_kind kind_of(const struct user *user)
{
    if (user->role == USER_CLIENT)
        return REDACT_NAMES;
    return user->role == USER_OPERATOR ? REDACT_OPERATORS : REDACT_KINDS;
}

/* Before anything is hidden: names and files stand in each other's texts. */
static void learn(struct store *store, struct redact *redact)
{
    struct user *user, *next_user;
    struct chat *chat, *next_chat;
    struct file *file, *next_file;

    HASH_ITER(hh, store->users, user, next_user)
        redact_know_user(redact, user->id, kind_of(user), user->name);
    HASH_ITER(hh, store->chats, chat, next_chat)
        redact_know_title(redact, chat->name);
    HASH_ITER(hh, store->files, file, next_file)
        redact_know_file(redact, file->name);
}

static void hide(struct store *store)
{
    struct redaction *redaction = store->redaction;
    struct user *user, *next_user;
    struct chat *chat, *next_chat;
    struct file *file, *next_file;

    learn(store, redaction_redact(redaction));
    HASH_ITER(hh, store->users, user, next_user)
        redaction_hide_user(redaction, user);
    HASH_ITER(hh, store->chats, chat, next_chat)
        redaction_hide_chat(redaction, chat);
    HASH_ITER(hh, store->files, file, next_file)
        redaction_hide_file(redaction, file);
    redact_forget_counts(redaction_redact(redaction));
}

static void reveal(struct store *store)
{
    struct redaction *redaction = store->redaction;
    struct user *user, *next_user;
    struct chat *chat, *next_chat;
    struct file *file, *next_file;

    HASH_ITER(hh, store->users, user, next_user)
        redaction_reveal_user(redaction, user);
    HASH_ITER(hh, store->chats, chat, next_chat)
        redaction_reveal_chat(redaction, chat);
    HASH_ITER(hh, store->files, file, next_file)
        redaction_reveal_file(redaction, file);
    redaction_forget(redaction);
}

struct redaction *store_take_redaction(struct store *store)
{
    struct redaction *redaction = store->redaction;

    if (redaction)
        reveal(store);
    store->redaction = NULL;
    return redaction;
}

void store_put_redaction(struct store *store, struct redaction *redaction)
{
    redaction_free(store_take_redaction(store));
    store->redaction = redaction;
    for (size_t i = 0; i < KEPT; i++)
        store->kept[i].used = false;
    if (redaction)
        hide(store);
}

void store_set_redaction(struct store *store, unsigned kinds)
{
    store_put_redaction(store, kinds ? redaction_new(kinds) : NULL);
}

struct redact *store_redaction(const struct store *store)
{
    return store->redaction ? redaction_redact(store->redaction) : NULL;
}

/* First all is known, for names stand in each other's texts. Messages read before are read again,
 * for one of these names may be in them. */
static void learn_later(struct store *store, struct redact *redact)
{
    bool any = false;

    for (size_t i = 0; i < store->later_users.n; i++) {
        const struct user *user = store->later_users.at[i];

        if (redaction_shows(store->redaction, &user->name))
            continue;
        redact_know_user(redact, user->id, kind_of(user), user->name);
        any = true;
    }
    for (size_t i = 0; i < store->later_files.n; i++)
        if (!redaction_shows(store->redaction, &store->later_files.at[i]->name))
            redact_know_file(redact, store->later_files.at[i]->name);
    for (size_t i = 0; any && i < KEPT; i++)
        store->kept[i].used = false;
}

/* What comes later comes hidden. */
static void hide_later(struct store *store)
{
    if (!store->redaction)
        return;
    learn_later(store, redaction_redact(store->redaction));
    for (size_t i = 0; i < store->later_users.n; i++) {
        store->later_users.at[i]->later = false;
        redaction_hide_user(store->redaction, store->later_users.at[i]);
    }
    for (size_t i = 0; i < store->later_files.n; i++) {
        store->later_files.at[i]->later = false;
        redaction_hide_file(store->redaction, store->later_files.at[i]);
    }
    store->later_users.n = store->later_files.n = 0;
}

static void hide_chat(struct store *store, struct chat *chat)
{
    if (!store->redaction)
        return;
    hide_later(store); /* titles are made of names */
    if (!redaction_shows(store->redaction, &chat->name))
        redact_know_title(redaction_redact(store->redaction), chat->name);
    redaction_hide_chat(store->redaction, chat);
}

/* --- order ----------------------------------------------------------------------------------- */

static void arrange_chat(struct store *store, struct chat *chat)
{
    chat_arrange(chat, store->order, is_operator, store);
    chat->is_left_out = store->shows && !store->shows(store->shows_self, chat);
    chat->touched = false;
}

void store_arrange_chat(struct store *store, struct chat *chat)
{
    arrange_chat(store, chat);
    hide_chat(store, chat);
}

void store_arrange(struct store *store, enum order order)
{
    store->order = order;
    if (store->redaction)
        reveal(store);
    for (size_t i = 0; i < store->list.n; i++)
        arrange_chat(store, store->list.at[i]);
    store->touched.n = 0;
    store_sort_chats(store, store->sorted);
    if (store->redaction)
        hide(store);
}

/* Comparisons take no argument of ours. */
static store_compare_fn *compare_shown;

static int shown_first(const void *a, const void *b)
{
    const struct chat *x = *(struct chat *const *)a, *y = *(struct chat *const *)b;

    if (x->is_left_out != y->is_left_out)
        return x->is_left_out - y->is_left_out;
    return compare_shown(a, b);
}

int store_compare(const struct store *store, size_t i, size_t k)
{
    compare_shown = store->sorted;
    return shown_first(&store->list.at[i], &store->list.at[k]);
}

void store_sort_chats(struct store *store, store_compare_fn *order)
{
    store->sorted = order ? order : store_newest_first;
    compare_shown = store->sorted;
    if (store->list.n)
        qsort(store->list.at, store->list.n, sizeof *store->list.at, shown_first);
}

size_t store_n_chats(const struct store *store)
{
    return store->list.n;
}

struct chat *store_chat_at(const struct store *store, size_t i)
{
    return store->list.at[i];
}

size_t store_place(const struct store *store, int64_t chat)
{
    size_t i = 0;

    while (i < store->list.n && store->list.at[i]->id != chat)
        i++;
    return i;
}

const struct user *store_find_user(const struct store *store, int64_t id)
{
    struct user *user;

    HASH_FIND(hh, store->users, &id, sizeof id, user);
    if (!user && id && store->source.user) {
        user = store_user((struct store *)store, id);
        store->source.user(store->source.self, user);
        hide_later((struct store *)store);
    }
    return user;
}

const struct chat *store_find_chat(const struct store *store, int64_t id)
{
    struct chat *chat;

    HASH_FIND(hh, store->chats, &id, sizeof id, chat);
    return chat;
}

const struct file *store_find_file(const struct store *store, int64_t id)
{
    struct file *file;

    HASH_FIND(hh, store->files, &id, sizeof id, file);
    if (!file && id && store->source.file) {
        file = store_file((struct store *)store, id);
        file->missing = true;
        store->source.file(store->source.self, file);
        hide_later((struct store *)store);
    }
    return file;
}

bool store_each_user(const struct store *store, bool (*fn)(void *self, const struct user *user),
                     void *self)
{
    struct user *user, *next;

    HASH_ITER(hh, store->users, user, next) {
        if (!fn(self, user))
            return false;
    }
    return true;
}

bool store_each_file(const struct store *store, bool (*fn)(void *self, const struct file *file),
                     void *self)
{
    struct file *file, *next;

    HASH_ITER(hh, store->files, file, next) {
        if (!fn(self, file))
            return false;
    }
    return true;
}

const char *store_user_name(const struct store *store, int64_t id)
{
    const struct user *user = store_find_user(store, id);
    char *nameless = ((struct store *)store)->nameless; /* scratch, not state */

    if (user && user->name[0])
        return user->name;
    if (id == 0)
        return "";
    snprintf(nameless, sizeof store->nameless, _("User %" PRId64), id);
    return nameless;
}

enum user_role store_user_role(const struct store *store, int64_t id)
{
    const struct user *user = store_find_user(store, id);

    if (id == 0)
        return USER_SYSTEM;
    return user ? user->role : USER_OPERATOR;
}

static void load(struct store *store, const struct session *session, const struct entry *entry,
                 struct kept *kept)
{
    struct message *message = &kept->message;

    message_release(message);
    if (!(entry->flags & MESSAGE_MISSING) && session->state == LOAD_DONE &&
        store->source.load)
        store->source.load(store->source.self, entry, message);
    message->id = entry->id;
    message->chat = session->chat;
    message->session = session->id;
    message->sender = entry->sender;
    message->when = (struct when){entry->time, entry->offset};
    message->class = entry->class;
    message->flags |= entry->flags;
    char **texts[] = {&message->date, &message->raw, &message->classes, &message->component};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!*texts[i])
            *texts[i] = mem_copy_text("");
    if (!message->params)
        message->params = mem_copy_text("{}");
    if (store->redaction)
        redaction_message(store->redaction, message);
    kept->place = entry->place;
    kept->used = true;
}

const struct message *store_message(struct store *store, const struct session *session,
                                    const struct entry *entry)
{
    uint64_t mix = ((uint64_t)entry->id ^ entry->place.offset) * 0x9e3779b97f4a7c15u;
    struct kept *kept = &store->kept[mix >> 55];

    _Static_assert(KEPT == 1 << (64 - 55), "the hash gives 9 bits");
    if (!kept->used || kept->message.id != entry->id || kept->message.session != session->id ||
        kept->place.part != entry->place.part || kept->place.offset != entry->place.offset)
        load(store, session, entry, kept);
    return &kept->message;
}

const char *store_sender_name(const struct store *store, const struct message *message)
{
    return message->name ? message->name : store_user_name(store, message->sender);
}

static const char *known_user(void *self, int64_t id)
{
    const struct user *user = store_find_user(self, id);

    return user && user->name[0] ? user->name : NULL;
}

static const char *known_chat(void *self, int64_t id)
{
    const struct chat *chat = store_find_chat(self, id);

    return chat && chat->name[0] ? chat->name : NULL;
}

struct bbcode_names store_names(const struct store *store, const struct zone *zone)
{
    return (struct bbcode_names){(void *)store, known_user, known_chat, zone};
}
