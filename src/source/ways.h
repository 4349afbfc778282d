/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_WAYS_H
#define SOURCE_WAYS_H

#include "base/str.h"
#include "source/fault.h"
#include "source/listing.h"

/*
 * The ways a portal lists sessions, best first (portal-api.md 3.1, 3.3, 3.4), and a walk along one
 * of them, page by page, newest first. A way that the portal refuses, or does not know, gives place
 * to the next for good.
 */
struct ways {
    int64_t line;        /* only this one, where the way can; 0: all */
    struct when since;   /* nothing before, where the way can; WHEN_NONE: all */
    int at;              /* number of the way */
    int64_t offset;      /* of the next page, where pages are counted */
    int64_t last;        /* id of the last item, where they follow ids */
    struct when until;   /* behind the last offset allowed, pages begin anew here */
    size_t n;            /* items so far */
    bool has_all;
};

/* Whether an answer like this closes a way; what may go better later, and a stop, do not. */
bool ways_is_refused(enum fault_kind fault);
/* To the first page of the best way; line and since stay. */
void ways_start(struct ways *ways);
/* The next way, from its first page. False: there is none, and has_all. */
bool ways_next(struct ways *ways);
/* Whether who has seen the end of the list by that method has seen all that this way shows, but for
 * what is newer. False also when newer sessions do not stand before older ones. */
bool ways_is_seen(const struct ways *ways, const char *method);
const char *ways_method(const struct ways *ways);
/* The method of a way, and in words what it shows; NULL behind the last. */
const char *ways_name(int way, const char **sees);
/* Adds the parameters of the next page. */
void ways_params(const struct ways *ways, struct str *out);
/* Takes a page into the store, and goes behind it; no page is asked for twice. */
void ways_take(struct ways *ways, struct store *store, struct json_slice result,
               struct listing *listing);
/* "list by METHOD: every session you may see"; nothing when no way is left. */
void ways_say(const struct ways *ways, struct str *out);
/* "this portal lists only … (METHOD)"; nothing also when the best way shows all. */
void ways_say_limits(const struct ways *ways, struct str *out);

#endif
