/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_FIND_H
#define SOURCE_FIND_H

#include "model/query.h"
#include "source/source.h"

/*
 * Messages of all chats that a query asks for, in turns, so that nobody waits for one: an archive
 * is asked for them, else the store is gone through. What a portal has not told yet is not found.
 * With redaction on, what is redacted is what is searched.
 */
struct finding;
struct archive;

enum find_order {
    FIND_NEWEST,
    FIND_BEST, /* more of what was asked for in fewer words comes first */
};

/* Chat and session need not be loaded: the entry is read as one of a session that is (a hit holds
 * as long as the store's places do: until source_reload). */
struct find_hit {
    int64_t chat, session;
    struct entry entry;
    double rank; /* the less the better */
};
typedef void find_hit_fn(void *self, const struct find_hit *hit);

struct find_turn {
    size_t most; /* hits of this turn */
    find_hit_fn *hit;
    bool (*is_over)(void *self);    /* the turn has taken long enough */
    bool (*is_awaited)(void *self); /* somebody cannot wait for what cannot be done in pieces */
    void *self;
};

enum find_state {
    FIND_MORE,   /* there may be more hits */
    FIND_ALL,    /* these were all */
    FIND_FAILED, /* the error says why */
};

/* Borrows source and query. */
struct finding *finding_new(struct source *source, const struct query *query,
                            enum find_order order, const struct zone *zone);
void finding_free(struct finding *finding);
enum find_state finding_turn(struct finding *finding, const struct find_turn *turn,
                             struct error *error);
/* Whether hits come in the order asked for; else they are to be sorted as more of them come. */
bool finding_is_in_order(const struct finding *finding);
/* What part of all was looked at, 0 to 1. */
double finding_part(const struct finding *finding);
/* Messages left out: an expression took too long on them. */
size_t finding_n_gave_up(const struct finding *finding);

/* What is in a message of an archive, for archive_search. */
struct archive_search;
unsigned find_has(struct archive *archive, int64_t message, const struct archive_search *search);
/* Adds what was searched of a message, each text redacted for itself; the store, which has no
 * redaction, learns its files. */
struct archive_message;
struct redact;
void find_add_redacted(struct archive *archive, const struct archive_message *row,
                       struct store *store, struct redact *redact, struct str *out);
/* The message of a hit, as store_message gives it. */
const struct message *find_message(struct store *store, const struct find_hit *hit);

#endif
