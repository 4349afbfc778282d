/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_QUEUE_H
#define SOURCE_QUEUE_H

#include "base/vec.h"
#include "source/call.h"
#include "source/retry.h"

/*
 * The parts of struct calls: call.c keeps the queue, send.c decides what goes out when,
 * settle.c what comes of an answer.
 */
enum { BATCH_MAX = 50, DURATIONS = 64 };

struct asker {
    unsigned number;
    call_done_fn *done;
    void *self;
};

/* What is to be asked once, for all who ask the same. */
struct job {
    char *method, *params; /* params: an object */
    uint64_t hash;         /* of both */
    enum call_priority priority;
    bool batchable;
    size_t limit;
    VEC(struct asker) askers;
    struct sending *in;       /* the request it is in; NULL: it waits */
    bool answering;           /* its askers are being called back */
    int most;                 /* commands in a batch with it: less after one that was garbled */
    int64_t not_before;       /* ms; waits for another try until then */
    enum retry waits;         /* why; RETRY_NEVER: for its first turn */
    int n_tries[RETRY_COUNT]; /* again, by why */
};

/* A request under way. */
struct sending {
    struct calls *calls;
    struct job *jobs[BATCH_MAX]; /* NULL: cancelled */
    int n;
    bool is_batch;
    unsigned request, n_renewals; /* of http; how often the login had been renewed */
};

struct calls {
    struct calls_options options;
    struct limit *limit;
    struct bucket *bucket; /* NULL: it is not kept */
    VEC(struct job *) jobs; /* in the order they came, those under way too */
    VEC(struct sending *) sendings;
    unsigned last, timer;
    int batch_most;
    double durations[DURATIONS]; /* seconds of the last commands in batches */
    unsigned n_durations;
    bool stopped;
    struct call_answer stop; /* what everybody is answered then */
    bool renewing;
    unsigned renewal, renewal_timer, n_renewals;
    int n_renewal_tries;
    int64_t renewal_at;    /* ms; of the next try */
    int64_t failing_since; /* ms; 0: the last answer was good */
    struct error failure;  /* what went wrong last, since then */
    int64_t held_until;    /* ms; the portal asked for that by Retry-After */
    enum retry held_why;
    int64_t idle_since;    /* ms; 0: something is under way, or nothing waits */
    struct calls_figures figures;
};

/* ms of the monotonic clock, never 0. */
int64_t queue_now(void);
/* Answers all who asked, and forgets the job. */
void queue_answer(struct calls *calls, struct job *job, const struct call_answer *answer);
/* Looks on the next turn at what can be sent. */
void queue_wake(struct calls *calls);

/* send.c */
void send_pump(void *calls);
/* When the job may be sent and, if that is later than now, why not before. */
int64_t send_when(const struct calls *calls, const struct job *job, int64_t now,
                  const char **why);

/* settle.c: what http calls back. */
void settle_answer(void *sending, struct http_answer *answer);
/* The next try of a renewal, at once. */
void settle_renew_soon(struct calls *calls);
/* Takes it off the list and frees it. */
void settle_forget(struct calls *calls, struct sending *sending);

#endif
