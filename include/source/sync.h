/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_SYNC_H
#define SOURCE_SYNC_H

#include "archive/archive.h"
#include "base/loop.h"
#include "source/auth.h"
#include "source/limit.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A portal's dialogs into an archive: what is new is listed, what is new or due is
 * asked for in batches, newest first, and each session is stored in a transaction of
 * its own with what came of it. The archive's table of sessions is the only cursor:
 * ended anywhere, the next run goes on where it was. One bad session stops nothing.
 */
struct sync;

struct sync_options {
    struct loop *loop;
    struct auth *auth;
    struct archive *archive;    /* for writing; when is_dry for reading, or NULL: empty */
    const char *cacert, *proxy; /* or NULL */
    struct limit_plan plan;     /* of the portal */
    double pace;                /* waits between tries are divided by it; 0: 1. For tests */
    int64_t chat, session;      /* not 0: only these, and nothing is listed */
    int64_t line;               /* only this one; 0: all */
    struct when since;          /* nothing before; WHEN_NONE: all */
    int64_t sweep_from, sweep_to; /* ids asked for after the list, upwards; 0: none */
    bool recheck;               /* the whole list, and what is never looked at again by itself */
    bool is_dry;                /* lists and counts, asks for no histories, writes nothing */
    int64_t now;                /* Unix seconds */
};

struct sync_sum {
    size_t n_listed;   /* sessions on the pages of the list */
    size_t n_new;      /* of them, not known before */
    size_t n_done, n_left; /* histories answered, and to be asked for as far as known */
    bool has_listed;   /* the list has ended, and nothing is swept: no more will be known */
    size_t n_read, n_denied, n_absent, n_failed, n_poison;
    size_t n_messages, n_damaged;
    uint64_t n_requests, n_retries, n_waited; /* n_waited: ms */
    double seconds;    /* since the start */
    double worked;     /* seconds of working time the portal has charged */
    double rate_share; /* 0–1: time the portal's plan asks for all this, of the time taken; below 0:
                        * the plan would have permitted it at once */
    double seconds_left; /* that the plan asks for the rest */
    const char *why;   /* what is waited for, or NULL; until the next turn */
    int why_seconds;
};

/* Borrows all of the options. */
struct sync *sync_new(const struct sync_options *options);
void sync_free(struct sync *sync);
/* To the end: false when the portal refused everything or the archive could not be written, and the
 * error says why. tell is called now and then; it may be NULL. */
bool sync_all(struct sync *sync, void (*tell)(void *self, const struct sync_sum *sum), void *self,
              struct error *error);
/* Ends it after what is being stored. */
void sync_stop(struct sync *sync);
void sync_add_way(const struct sync *sync, struct str *out);
void sync_get(struct sync *sync, struct sync_sum *sum);

#endif
