/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_CALL_H
#define SOURCE_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/loop.h"
#include "source/auth.h"
#include "source/fault.h"
#include "source/http.h"
#include "source/json.h"
#include "source/limit.h"

/*
 * Calls of REST methods on one portal: queued, paced by its limits, put together into batches,
 * tried again when that may help, answered once on the loop. Only methods that read: a call may be
 * sent more than once. No redirect is followed but that of a portal renamed in its cloud
 * (auth_move); any other is an error that names the host, and the person logs in there.
 */
struct calls;

enum call_priority {
    CALL_BACKGROUND, /* nobody waits for it */
    CALL_AHEAD,      /* nor for this, but the rest of the background needs it: it leads a request */
    CALL_PERSON,     /* somebody does: overtakes what is in the background */
};

/* The text of an answer, shared by those whose results lie in it. */
struct call_body {
    struct str text;
    unsigned n_holders;
};
struct call_body *call_body_hold(struct call_body *body);
void call_body_drop(struct call_body *body); /* NULL is fine */

struct call_answer {
    enum fault_kind fault; /* FAULT_NONE: there is a result */
    char code[64];         /* the portal's, as sent; "" when it gave none or did not answer */
    struct error error;    /* one sentence with what to do next, when there is a fault */
    struct json_slice result;
    int64_t next, total;    /* -1: not given */
    struct call_body *body; /* result lies in it; hold it to keep it beyond the callback */
};
typedef void call_done_fn(void *self, const struct call_answer *answer);

struct call {
    const char *method;
    const char *params; /* a JSON object, or NULL */
    enum call_priority priority;
    bool batchable; /* may be one of up to 50 in a request; its answer is not large */
    size_t limit;   /* most bytes of its answer; 0: HTTP_LIMIT */
    call_done_fn *done;
    void *self;
};

struct calls_options {
    struct loop *loop;
    struct http *http;
    struct auth *auth;
    const struct limit_plan *plan; /* NULL: limit_standard */
    bool once; /* a failure is told, not tried again; a login is renewed all the same */
    bool keeps_bucket; /* how full it is outlives us (source/bucket.h) */
    double (*random)(void);        /* 0 ≤ x < 1, for waits; NULL: random numbers */
    double pace;                   /* waits between tries are divided by it; 0: 1. For tests */
};

/* Borrows all of the options. */
struct calls *calls_new(const struct calls_options *options);
/* Nobody is called back any more. Not from a callback of its own. */
void calls_free(struct calls *calls);

/* Queues it, copying what it needs; a call waiting for the same is shared. The number, never 0,
 * cancels it. done is never called before this returns. */
unsigned call_send(struct calls *calls, const struct call *call);
/* Then it never calls back. 0 and the number of what is done do nothing. */
void call_cancel(struct calls *calls, unsigned number);

/* After FAULT_STOP every call fails at once with the same answer, until this (a new login). A
 * renewal that waits for another try is tried at once. */
void calls_resume(struct calls *calls);

/* For the title row and progress lines. */
struct calls_wait {
    const char *why; /* a sentence; translated; valid until the next turn. NULL: nothing waits */
    char method[64]; /* of the call that is next */
    int seconds;     /* left, rounded up; 0: what failed is under way once more */
    size_t n_waiting, n_running; /* calls; waiting ones include those not to be sent yet */
};
void calls_waiting(const struct calls *calls, struct calls_wait *wait);
/* Why nothing has gone well of late, though it is tried again, and until when, in a sentence;
 * nothing: the last answer was good. */
void calls_add_failing(const struct calls *calls, struct str *out);

/* 0 ≤ x < 1, for waits of one's own. */
double calls_random(const struct calls *calls);

struct calls_figures {
    uint64_t requests, calls, retries, refused; /* refused: QUERY_LIMIT_EXCEEDED, 429 */
    uint64_t waited;                             /* ms in which calls waited and none was sent */
};
struct calls_figures calls_figures(const struct calls *calls);
/* The bucket, to be saved and taken back (source/limit.h). */
struct limit *calls_limit(struct calls *calls);

#endif
