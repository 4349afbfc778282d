/* SPDX-License-Identifier: MIT */
#ifndef MODEL_STORE_PARTS_H
#define MODEL_STORE_PARTS_H

#include "model/redaction.h"
#include "model/store.h"

/* Parsed messages kept: some screens of them. */
enum { KEPT = 512 };

struct kept {
    struct place place;
    struct message message;
    bool used;
};

struct line {
    int64_t id;
    char *name;
};

struct store {
    struct chat *chats;
    struct user *users;
    struct file *files;
    VEC(struct line) lines; /* few */
    VEC(struct chat *) list;
    VEC(struct chat *) touched;
    enum order order;
    store_compare_fn *sorted; /* how the list is */
    store_shows_fn *shows;    /* NULL: all */
    void *shows_self;
    struct store_source source;
    struct kept kept[KEPT];
    struct redaction *redaction; /* NULL: off */
    VEC(struct user *) later_users; /* lent to be filled in since the redaction began */
    VEC(struct file *) later_files;
    char nameless[32];
};

/* Of two places in the list. */
int store_compare(const struct store *store, size_t i, size_t k);
/* Arranges one chat and hides what is new in it. */
void store_arrange_chat(struct store *store, struct chat *chat);

/* Ends the redaction of a store, and gives it to another or the same again: pseudonyms keep their
 * numbers. NULL: none. */
struct redaction *store_take_redaction(struct store *store);
void store_put_redaction(struct store *store, struct redaction *redaction);

#endif
