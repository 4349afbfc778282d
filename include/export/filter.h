/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_FILTER_H
#define EXPORT_FILTER_H

#include "model/store.h"
#include "text/when.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Which part of a store is wanted. {0} with bounds absent is all of it; every
 * condition given must hold.
 */
struct bound {
    bool given;
    bool is_clock;       /* a reading of the clock as times are shown, else an instant */
    int64_t time;        /* Unix seconds; of a clock reading as if it were UTC */
};

struct filter {
    int64_t chat, session, message; /* 0: any */
    const char *code;               /* entity id of the chat, or NULL */
    const char *crm_type;           /* of crm_id */
    int64_t crm_id;                 /* 0: any */
    struct bound since, until;      /* both included */
    const int64_t *messages;        /* these only, ascending ids; NULL: any */
    size_t n_messages;
    const int64_t *chats;           /* the same of chats */
    size_t n_chats;
};

/* Whether messages of one chat may differ in passing. */
bool filter_is_by_message(const struct filter *filter);
bool filter_has_chat(const struct filter *filter, const struct chat *chat);
bool filter_has_session(const struct filter *filter, const struct session *session);
/* Whether a session that is only listed may have messages that pass, by what the list told. */
bool filter_may_have(const struct filter *filter, const struct session *session);
bool filter_has_entry(const struct filter *filter, const struct zone *zone,
                      const struct entry *entry);

#endif
