/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_SEARCH_H
#define ARCHIVE_SEARCH_H

#include "archive/archive.h"
#include "model/query.h"

/*
 * Messages of the archive that a query asks for. Words and phrases come from the index; what an
 * index does not know (model/query.h, query_is_scan; fields alone) is looked for message by
 * message, newest first. Either can be done a piece at a time: is_over ends it between two
 * messages, and the next piece goes on after what was reached; is_awaited ends the look for the
 * next message, which may be long when all that is found is to be sorted.
 */
struct store;
struct archive_search {
    enum archive_order order;       /* ARCHIVE_BY_RANK: of what the index finds; else by date */
    struct archive_match_key after; /* the key of the last hit of the page before; {0}: none */
    size_t limit;                   /* hits; 0: all */
    int64_t chat, session;          /* only there; 0: anywhere */
    /* Hits are redacted and looked at again by who is called back: what only a redacted name or
     * text may have, and must not have, is left to that. */
    bool is_redacted;
    /* What is in a message (enum query_part): asked when the query needs it, never NULL then. The
     * archive does not read params. */
    unsigned (*has)(struct archive *archive, int64_t message, const struct archive_search *search);
    const struct store *store; /* for it: whose names texts are read with */
    struct zone zone;               /* for dates without an offset */
    /* Told now and then what part of all was looked at, 0 to 1; NULL: nobody asks. */
    void (*progress)(void *self, double part);
    bool (*is_over)(void *self); /* asked now and then; NULL: nobody asks */
    /* Asked every millisecond or so of such a look: true ends it with an error, whoever was told of
     * stays told. NULL: nobody asks. */
    bool (*is_awaited)(void *self);
    /* Set to where it ended before its end, at the limit or because it was over; {0}: nothing is
     * left. NULL: nobody asks. */
    struct archive_match_key *reached;
};

/* All borrowed until the callback returns. */
struct archive_hit {
    struct archive_match_key key;
    const struct archive_message *message;
    const char *plain;     /* what was searched, as people read it */
    const char *name;      /* of the sender, as it is shown; "" for none */
    enum user_role role;   /* of the sender */
    const char *chat;      /* its name, or "" */
    const char *connector; /* or "" */
    int64_t line;          /* 0 not known */
};

/* A callback may read, but not search; false from it ends the search. */
typedef bool archive_hit_fn(void *self, const struct archive_hit *hit);

/* n_gave_up: messages left out because an expression took too long on them. */
bool archive_search(struct archive *archive, const struct query *query,
                    const struct archive_search *search, archive_hit_fn *each, void *self,
                    size_t *n_gave_up, struct error *error);

#endif
