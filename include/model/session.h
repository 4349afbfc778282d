/* SPDX-License-Identifier: MIT */
#ifndef MODEL_SESSION_H
#define MODEL_SESSION_H

#include "model/message.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * One enquiry of a client and its messages (portal-api.md 1.3). Id 0 holds what
 * belongs to the chat but to no session known. While a session is not loaded, its
 * facts (first, last, operators, is_closed, n_messages) are as whoever listed it set
 * them, and one entry stands for its messages: the gap (entry_is_gap).
 * Invariant after session_arrange: entries are sorted by (time, id), or, for
 * ORDER_SERVER, as usersMessage lists them; an id occurs once.
 */
enum order { ORDER_TIME, ORDER_SERVER };

/* Whether what belongs to a chat or a session is here, or only facts of it that a list told. */
enum load_state {
    LOAD_DONE,
    LOAD_NONE,    /* only listed: it comes when it is wanted (store_want); with a failure only when
                   * a person goes to it */
    LOAD_PENDING, /* asked for */
    LOAD_FAILED,  /* refused or lost: failure says why */
};

/* Whether the client waits for an answer, as a list tells it. */
enum listed_wait { LISTED_UNKNOWN, LISTED_ANSWERED, LISTED_WAITS };

struct session {
    int64_t id, chat;
    int vote_head; /* 1–5; 0: not rated */
    int vote_user; /* the client's, from the messages' params when seen; 0 none */
    char *comment_head; /* or NULL */
    bool can_join, can_vote;
    int64_t line; /* 0 unknown */
    enum load_state state;
    char *failure;     /* a sentence, or NULL */
    size_t n_messages; /* as a list tells it; 0 unknown */
    enum listed_wait wait;
    bool knows_votes; /* as a list tells them */
    bool arranged;
    bool is_dropped; /* not of this chat after all: gone when the chat is arranged */
    size_t n_missing; /* listed, not delivered: entries flagged so */
    VEC(struct entry) entries;
    VEC(int64_t) listed;    /* usersMessage, of several answers as session_add_listed says */
    /* Filled by session_arrange, whatever the order: */
    VEC(int64_t) operators; /* who wrote, in order of appearance */
    struct when first, last;
    int64_t shift; /* seconds from the clock of the messages to the one of the list that told
                    * the session, in quarters of an hour (portal-api.md 11.5); 0 unknown */
    int64_t told;  /* the first moment by the list, WHEN_NONE when there was none */
    bool is_closed;
    int64_t speaker; /* who wrote the last CLASS_MESSAGE; 0 nobody */
    size_t latest;   /* the entry that is last in time */
};

/* What session_arrange must ask of the store. */
typedef bool session_is_operator_fn(void *self, int64_t user);

struct session *session_new(int64_t id, int64_t chat);
void session_free(struct session *session);
/* What another answer lists, in its order; what only earlier ones listed keeps its neighbour. */
void session_add_listed(struct session *session, const int64_t *ids, size_t n);
/* Sorts, marks unlisted entries, adds placeholders for missing ones, drops older copies of an id,
 * collects the operators. Linear when the portal kept its order; no message is parsed. */
void session_arrange(struct session *session, enum order order, session_is_operator_fn *is_operator,
                     void *self);
/* Takes its messages away, and keeps its facts: LOAD_NONE again. */
void session_unload(struct session *session);
/* Before messages are added: a gap makes way. */
void session_load(struct session *session);
/* First and last moment among the entries; WHEN_NONE when there are none. */
struct when session_first(const struct session *session);
struct when session_last(const struct session *session);
/* Whether an end line (CLASS_END) is among the last entries. */
bool session_is_closed(const struct session *session);

#endif
