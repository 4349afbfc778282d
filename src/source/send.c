/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/secret.h"
#include "base/words.h"
#include "source/bucket.h"
#include "source/query.h"
#include "source/queue.h"

/* A request dies after 60 s and a batch runs one command after the other: a third of that. */
static const double batch_seconds = 20;

enum { STREAMS_MAX = 4 };

/* --- when ------------------------------------------------------------------------------------ */

int64_t send_when(const struct calls *calls, const struct job *job, int64_t now, const char **why)
{
    static const char *const reasons[] = {
        [LIMIT_FREE] = NULL,
        [LIMIT_RATE] = N_("keeping to the portal's rate"),
        [LIMIT_SLOWED] = N_("slower, since the portal refused a request"),
        [LIMIT_OPERATING] = N_("the method's working time is used up"),
    };
    enum limit_why limit;
    int64_t when = limit_when(calls->limit, job->method, now, &limit);
    const char *reason = reasons[limit];
    if (job->not_before > when) {
        when = job->not_before;
        reason = retry_table[job->waits].why;
    }
    if (calls->held_until > when) {
        when = calls->held_until;
        reason = retry_table[calls->held_why].why;
    }
    *why = reason ? _(reason) : NULL;
    return when;
}

static bool is_in(const struct sending *sending, const char *method)
{
    for (int i = 0; i < sending->n; i++)
        if (sending->jobs[i] != NULL && strcmp(sending->jobs[i]->method, method) == 0)
            return true;
    return false;
}

/* Whether one more request with this method may be under way; for a person always one more. */
static bool has_stream(const struct calls *calls, const struct job *job, int64_t now)
{
    int n = 0, extra = job->priority == CALL_PERSON;
    for (size_t i = 0; i < calls->sendings.n; i++)
        n += is_in(calls->sendings.at[i], job->method);
    return n < limit_streams(calls->limit, job->method, now) + extra &&
           calls->sendings.n < STREAMS_MAX + (size_t)extra;
}

static bool is_waiting(const struct job *job)
{
    return job->in == NULL && !job->answering;
}

static bool is_due(const struct calls *calls, const struct job *job, int64_t now)
{
    const char *why;
    return is_waiting(job) && send_when(calls, job, now, &why) <= now;
}

/* --- batches --------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* 95 % of the commands took no longer; 0: none was seen. */
static double slow_duration(const struct calls *calls)
{
    double sorted[DURATIONS];
    size_t n = calls->n_durations < DURATIONS ? calls->n_durations : DURATIONS;
    memcpy(sorted, calls->durations, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_value);
    return n ? sorted[(n * 95 - 1) / 100] : 0;
}

static int send_batch_size(const struct calls *calls, const struct job *job, int64_t now)
{
    double slow = slow_duration(calls), left = limit_left(calls->limit, job->method, now);
    double seconds = left < batch_seconds ? left : batch_seconds;
    int n = slow * BATCH_MAX > seconds ? (int)(seconds / slow) : BATCH_MAX;
    n = n < calls->batch_most ? n : calls->batch_most;
    return n > 1 ? n : 1;
}

/* "$result[…]" is replaced in a command by what an earlier one gave. */
static bool may_batch(const struct job *job)
{
    return job->batchable && job->most > 1 && strstr(job->params, "$result") == NULL;
}

/* What a person waits for is not slowed down by what nobody waits for. */
static bool may_share(const struct job *a, const struct job *b)
{
    return (a->priority == CALL_PERSON) == (b->priority == CALL_PERSON);
}

/* Those that go with the first: of its urgency, as many as each of them allows. */
static void gather(const struct calls *calls, struct sending *sending, int64_t now)
{
    struct job *first = sending->jobs[0];
    int most = send_batch_size(calls, first, now);
    if (!may_batch(first))
        return;
    most = first->most < most ? first->most : most;
    for (size_t i = 0; i < calls->jobs.n && sending->n < most; i++) {
        struct job *job = calls->jobs.at[i];
        if (job == first || !may_share(job, first) || !may_batch(job) ||
            job->most <= sending->n || !is_due(calls, job, now))
            continue;
        sending->jobs[sending->n++] = job;
        most = job->most < most ? job->most : most;
    }
}

/* --- one request ----------------------------------------------------------------------------- */

static void add_commands(const struct sending *sending, struct str *out)
{
    struct str command = {0};
    str_add_text(out, "{\"halt\":0,\"cmd\":{");
    for (int i = 0; i < sending->n; i++) {
        str_addf(&command, "%s?", sending->jobs[i]->method);
        query_add(&command, sending->jobs[i]->params);
        str_addf(out, "%s\"c%d\":\"%s\"", i ? "," : "", i, str_text(&command));
        str_clear(&command);
    }
    str_add_text(out, "}}");
    str_release(&command);
}

static size_t answer_limit(const struct sending *sending)
{
    size_t limit = 0;
    for (int i = 0; i < sending->n; i++)
        if (sending->jobs[i]->limit > limit)
            limit = sending->jobs[i]->limit;
    return limit;
}

/* Counted when it goes out, not when it is answered. */
static void send_it(struct calls *calls, struct sending *sending, int64_t now)
{
    const char *method = sending->is_batch ? "batch" : sending->jobs[0]->method;
    struct str address = {0}, params = {0}, body = {0};
    auth_address(calls->options.auth, method, &address);
    if (sending->is_batch)
        add_commands(sending, &params);
    auth_body(calls->options.auth, sending->is_batch ? str_text(&params) : sending->jobs[0]->params,
              &body);
    bucket_sent(calls->bucket, calls->limit, now);
    calls->figures.requests++;
    sending->request = http_send(calls->options.http, &(struct http_request){
                                                          .address = str_text(&address),
                                                          .name = method,
                                                          .body = str_text(&body),
                                                          .size = body.size,
                                                          .limit = answer_limit(sending),
                                                          .done = settle_answer,
                                                          .self = sending,
                                                      });
    secret_wipe(&address);
    secret_wipe(&body);
    str_release(&params);
}

/* The first of those most urgent. */
static struct job *choose(const struct calls *calls, int64_t now)
{
    for (int priority = CALL_PERSON; priority >= CALL_BACKGROUND; priority--)
        for (size_t i = 0; i < calls->jobs.n; i++) {
            struct job *job = calls->jobs.at[i];
            if ((int)job->priority == priority && is_due(calls, job, now) &&
                has_stream(calls, job, now))
                return job;
        }
    return NULL;
}

static bool send_next(struct calls *calls, int64_t now)
{
    struct job *first = calls->renewing ? NULL : choose(calls, now);
    if (first == NULL)
        return false;
    struct sending *sending = mem_zero(1, sizeof *sending);
    sending->calls = calls;
    sending->n_renewals = calls->n_renewals;
    sending->jobs[0] = first;
    sending->n = 1;
    gather(calls, sending, now);
    sending->is_batch = sending->n > 1;
    for (int i = 0; i < sending->n; i++)
        sending->jobs[i]->in = sending;
    vec_push(&calls->sendings, sending);
    send_it(calls, sending, now);
    return true;
}

/* --- the pump -------------------------------------------------------------------------------- */

/* Those sent meanwhile are answered too. */
static void refuse_all(struct calls *calls)
{
    for (size_t i = 0; calls->stopped && i < calls->jobs.n;)
        if (is_waiting(calls->jobs.at[i])) {
            struct call_answer stop = calls->stop;
            queue_answer(calls, calls->jobs.at[i], &stop);
            i = 0;
        } else {
            i++;
        }
}

/* now is the moment for which nothing more could be sent: what is due by then waits for a stream,
 * which wakes us when it ends, and all else is due later. */
static void sleep_until_next(struct calls *calls, int64_t now)
{
    int64_t first = INT64_MAX;
    const char *why;
    bool waits = false;
    for (size_t i = 0; i < calls->jobs.n; i++)
        if (is_waiting(calls->jobs.at[i])) {
            int64_t when = send_when(calls, calls->jobs.at[i], now, &why);
            waits = true;
            first = when > now && when < first ? when : first;
        }
    calls->idle_since = waits && calls->sendings.n == 0 ? now : 0;
    if (calls->timer == 0 && first != INT64_MAX)
        calls->timer = loop_after(calls->options.loop,
                                  first - now < INT_MAX ? (int)(first - now) : INT_MAX, send_pump,
                                  calls);
}

void send_pump(void *self)
{
    struct calls *calls = self;
    int64_t now = queue_now();
    calls->timer = 0;
    if (calls->idle_since != 0)
        calls->figures.waited += (uint64_t)(now - calls->idle_since);
    calls->idle_since = 0;
    refuse_all(calls);
    bucket_look(calls->bucket, now);
    while (!calls->stopped && send_next(calls, now))
        now = queue_now();
    sleep_until_next(calls, now);
}
