/* SPDX-License-Identifier: MIT */
#ifndef MODEL_STORE_H
#define MODEL_STORE_H

#include "model/chat.h"
#include "model/file.h"
#include "model/user.h"
#include "text/bbcode.h"

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

struct store *store_new(void);
void store_free(struct store *store);
/* Who parses messages. self must outlive the store. */
void store_set_loader(struct store *store, store_load_fn *load, void *self);

/* Found or made. */
struct chat *store_chat(struct store *store, int64_t id);
struct user *store_user(struct store *store, int64_t id);
struct file *store_file(struct store *store, int64_t id);

/* After everything was added: arranges every chat, newest first in the list. */
void store_arrange(struct store *store, enum order order);
/* The list in another order: a comparison as for qsort, of struct chat *; NULL: newest first. */
typedef int store_compare_fn(const void *a, const void *b);
void store_sort_chats(struct store *store, store_compare_fn *order);
int store_newest_first(const void *a, const void *b);
size_t store_n_chats(const struct store *store);
struct chat *store_chat_at(const struct store *store, size_t i);

/* NULL when not known. */
const struct user *store_find_user(const struct store *store, int64_t id);
const struct chat *store_find_chat(const struct store *store, int64_t id);
const struct file *store_find_file(const struct store *store, int64_t id);
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
/* For bbcode_parse. */
struct bbcode_names store_names(const struct store *store, const struct zone *zone);

#endif
