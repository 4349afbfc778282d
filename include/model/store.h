/* SPDX-License-Identifier: MIT */
#ifndef MODEL_STORE_H
#define MODEL_STORE_H

#include "model/chat.h"
#include "model/file.h"
#include "model/user.h"
#include "text/bbcode.h"
#include "text/redact.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Everything known. Owns every chat, session, message, user and file; others
 * hold ids, or borrow until the next turn of the loop. Messages are parsed by
 * their source only when someone asks for one, and the last few hundred are kept.
 */
struct store;

/* Fills message (zeroed) from its place; false when nothing can be made of it.
 * id, session, when, class, flags are set by the store from the entry. */
typedef bool store_load_fn(void *self, const struct entry *entry, struct message *message);

/* What is listed but not loaded is wanted: the session's messages, or with session NULL the chat's
 * sessions. The source sets the state, now or when the answer comes, and calls store_touch. */
typedef void store_want_fn(void *self, struct chat *chat, struct session *session);
/* Until something of what was wanted has come, or the waiting was ended (false). */
typedef bool store_wait_fn(void *self);

/* What a source does for a store. */
struct store_source {
    store_load_fn *load;
    store_want_fn *want; /* NULL: everything is loaded */
    store_wait_fn *wait; /* NULL: what is wanted comes at once */
    /* Asked once for each id that is not known, to fill it in; NULL: all is known. */
    void (*user)(void *self, struct user *user);
    void (*file)(void *self, struct file *file);
    void *self; /* must outlive the store */
};

struct store *store_new(void);
void store_free(struct store *store);
void store_set_source(struct store *store, const struct store_source *source);
/* Whether what is listed but not loaded comes without waiting. */
bool store_is_at_hand(const struct store *store);

/* Found or made. */
struct chat *store_chat(struct store *store, int64_t id);
struct user *store_user(struct store *store, int64_t id);
struct file *store_file(struct store *store, int64_t id);

/* After everything was added: arranges every chat, newest first in the list. */
void store_arrange(struct store *store, enum order order);
/* What belongs to the chat has changed, or the chat is new: the next store_settle arranges it. */
void store_touch(struct store *store, struct chat *chat);
/* Arranges what was touched and keeps the list in its order. False: there was nothing to do. Items
 * and places in the list are others afterwards. */
bool store_settle(struct store *store);

/* The same for one chat; the list stays as it is. */
void store_settle_chat(struct store *store, const struct chat *chat);

/* All that is in the one for all that is in the other; both keep their order, and all of the first
 * is touched. */
void store_swap(struct store *store, struct store *other);

/* Asks for what is listed but not loaded, also once more for what failed. session may be NULL: the
 * chat's sessions. */
void store_want(struct store *store, const struct chat *chat, const struct session *session);
/* The same for whoever can wait: afterwards it is loaded, or the state says why not. The chat is
 * arranged; the list is not. */
void store_fetch(struct store *store, const struct chat *chat, const struct session *session);
/* What failed is as if it had not been asked for. */
void store_forgive(struct store *store);
/* Takes back the messages of a chat, or only of one session, that the source can give again. */
void store_forget(struct store *store, const struct chat *chat, const struct session *only);
/* Of a chat its sessions too, where the source has them at hand. */
void store_unlist(struct store *store, const struct chat *chat);
/* The list in another order: a comparison as for qsort, of struct chat *; NULL: newest first. */
typedef int store_compare_fn(const void *a, const void *b);
void store_sort_chats(struct store *store, store_compare_fn *order);
/* Which chats are shown, asked when one is arranged; NULL: all. The others come last in the list,
 * behind the first store_n_shown. Items and places are others afterwards. */
typedef bool store_shows_fn(void *self, const struct chat *chat);
void store_set_filter(struct store *store, store_shows_fn *shows, void *self);
size_t store_n_shown(const struct store *store);
int store_newest_first(const void *a, const void *b);
size_t store_n_chats(const struct store *store);
struct chat *store_chat_at(const struct store *store, size_t i);
/* Where in the list the chat is; store_n_chats when it is not there. */
size_t store_place(const struct store *store, int64_t chat);

/*
 * Redaction (text/redact.h) is done here, where the model is handed out: while it is on, every
 * text of a message, chat, user or file that a caller can reach is redacted already (all of them
 * are listed in model/texts.h), so that whoever shows, prints, copies or pipes cannot forget it.
 * Chats, users and files keep their fields, the store the originals; messages are read again. Ids,
 * dates and chat->key stay. What is added later is redacted by store_arrange.
 * kinds: bits 1 << enum redact_kind; 0 turns it off. Pseudonyms begin anew with each call.
 */
void store_set_redaction(struct store *store, unsigned kinds);
/* For what was done and what is doubtful; NULL while off. */
struct redact *store_redaction(const struct store *store);

/* NULL when not known. */
const struct user *store_find_user(const struct store *store, int64_t id);
const struct chat *store_find_chat(const struct store *store, int64_t id);
const struct file *store_find_file(const struct store *store, int64_t id);
/* All that are known, in no order; false from fn ends it, and is given back. */
bool store_each_user(const struct store *store, bool (*fn)(void *self, const struct user *user),
                     void *self);
bool store_each_file(const struct store *store, bool (*fn)(void *self, const struct file *file),
                     void *self);
/* As received, or "User 450"; "" for 0. Borrowed until the next call. Never NULL. */
const char *store_user_name(const struct store *store, int64_t id);
/* An unknown user other than 0 is an operator. */
enum user_role store_user_role(const struct store *store, int64_t id);

/* The parsed message, borrowed until the next call; never NULL: what cannot be parsed comes with
 * empty texts. */
const struct message *store_message(struct store *store, const struct session *session,
                                    const struct entry *entry);
/* Who is shown as having written it: params.name, else the sender's name. */
const char *store_sender_name(const struct store *store, const struct message *message);
/* The name of a line (its number is a chat's or session's); NULL when nobody told it. */
const char *store_line(const struct store *store, int64_t line);
void store_set_line(struct store *store, int64_t line, const char *name);
/* For bbcode_parse. */
struct bbcode_names store_names(const struct store *store, const struct zone *zone);

#endif
