/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_LISTING_H
#define SOURCE_LISTING_H

#include "model/store.h"
#include "source/json.h"

/*
 * Pages of lists of sessions → model: chats with sessions that are listed and not
 * loaded (portal-api.md 3.1, 3.3, 3.4). What is loaded already keeps what it knows.
 */

/* What a list tells of a session whose chat it names by its code only. */
struct listing_facts {
    int64_t session, line, operator;
    struct when first, last;
    bool is_closed;
    enum listed_wait wait;
};

struct listing {
    size_t n;         /* items of the page */
    bool has_next;    /* the answer says there are more; not said by crm.activity.list */
    int64_t last;     /* id of the last item */
    struct when date; /* of the last item */
    /* Sessions whose chat only its code names, to be asked for. */
    VEC(struct listing_code {
        char *code;
        struct listing_facts facts;
    }) codes;
};
void listing_release(struct listing *listing);

/* imopenlines.v2.Session.list */
void listing_sessions(struct store *store, struct json_slice result, struct listing *listing);
/* crm.activity.list: codes only, for it knows no chats. */
void listing_activities(struct store *store, struct json_slice result, struct listing *listing);
/* im.recent.list: the chats of lines in it. */
void listing_recent(struct store *store, struct json_slice result, struct listing *listing);

/* The session in its chat, listed if it was not known. */
struct session *listing_session(struct store *store, int64_t chat, int64_t session);
/* Facts of a session, once its chat is known. */
void listing_fact(struct store *store, int64_t chat, const struct listing_facts *facts);

#endif
