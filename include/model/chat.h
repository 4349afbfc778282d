/* SPDX-License-Identifier: MIT */
#ifndef MODEL_CHAT_H
#define MODEL_CHAT_H

#include "model/session.h"

#include <stdbool.h>
#include <stdint.h>
#include <uthash.h>

/*
 * One client in one channel, with all sessions known (portal-api.md 1.6, 2).
 * Its messages are one row of items: the sessions one after the other, oldest
 * first; item i is found in O(log sessions).
 */
struct crm_object {
    char type[16]; /* LEAD, DEAL, CONTACT, COMPANY */
    int64_t id;    /* not 0 */
};

struct chat {
    int64_t id;
    char *name;          /* as received; "" when unknown */
    int32_t color;       /* or COLOR_NONE */
    int64_t owner;       /* user; 0 nobody */
    char *code;          /* entityId: connector|line|chat|user, or "" */
    char *key;           /* the code, never redacted: to compare with, not to show */
    char *connector;     /* first field of it, or "" */
    int64_t line;        /* second field; 0 unknown */
    struct when created; /* dateCreate; another clock than the messages' (11.5) */
    bool paused, waits_action, silent; /* entityData1 4, 5; entityData3 */
    int64_t active_session;            /* entityData1 6; 0 none */
    VEC(struct crm_object) crm;        /* the main one first */
    int unread;                        /* counter of im.recent; 0 unknown */
    char *preview;         /* last message of im.recent when no history is there, or NULL */
    struct when previewed; /* its date */
    enum load_state state; /* LOAD_DONE: its sessions are known */
    char *failure;         /* a sentence, or NULL */
    bool has_no_card;      /* the portal does not show it to us */
    unsigned version;      /* other than before: arranged anew since */
    bool touched;          /* of the store: to be arranged */
    bool is_left_out;      /* of the store: by its filter */
    VEC(struct session *) sessions; /* owned; after chat_arrange by id, id 0 by first moment */
    VEC(size_t) starts;             /* item number of each session's first entry */
    size_t n_items;
    UT_hash_handle hh;
};

struct chat *chat_new(int64_t id);
void chat_free(struct chat *chat);
/* The session with this id, NULL when there is none. */
struct session *chat_find_session(const struct chat *chat, int64_t id);
/* The same, made when there is none. */
struct session *chat_session(struct chat *chat, int64_t id);
/* Splits entityId, entityData1–3 (2.1–2.4); any of them may be NULL. Fields may be missing. */
void chat_set_entity(struct chat *chat, const char *id, const char *data1, const char *data2,
                     const char *data3);
/* After sessions changed: orders them and counts items. */
void chat_arrange(struct chat *chat, enum order order, session_is_operator_fn *is_operator,
                  void *self);
/* Item i < n_items and the session it belongs to. Until what was added is arranged, the items are
 * those of before, or what came in their place. */
const struct entry *chat_item(const struct chat *chat, size_t i, const struct session **session);
/* The item with this message id; n_items when there is none. */
size_t chat_find(const struct chat *chat, int64_t message);
/* Whether enough of it is here, loaded or told by a list, to say: its name, if it has one; its
 * votes; whether it waits for an answer, which asks the newest session. */
bool chat_knows_name(const struct chat *chat);
bool chat_knows_votes(const struct chat *chat);
bool chat_knows_wait(const struct chat *chat);
/* Whether it was made long before its first session that is known, by clocks hours apart (11.5). */
bool chat_may_have_earlier(const struct chat *chat);
/* The moment of the newest message by the clock of the list that told it (session.h, shift), else
 * of the preview, else of creation. */
struct when chat_last(const struct chat *chat);

#endif
