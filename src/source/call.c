/* SPDX-License-Identifier: MIT */
#include "source/call.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/words.h"
#include "source/bucket.h"
#include "source/queue.h"
#include "text/when.h"

/* --- bodies ---------------------------------------------------------------------------------- */

struct call_body *call_body_hold(struct call_body *body)
{
    body->n_holders++;
    return body;
}

void call_body_drop(struct call_body *body)
{
    if (body == NULL || --body->n_holders != 0)
        return;
    str_release(&body->text);
    free(body);
}

/* --- the clock and chance -------------------------------------------------------------------- */

int64_t queue_now(void)
{
    return clock_ms() + 1;
}

double calls_random(const struct calls *calls)
{
    uint32_t bits = 0;
    if (calls->options.random != NULL)
        return calls->options.random();
    if (getrandom(&bits, sizeof bits, GRND_NONBLOCK) != sizeof bits)
        bits = (uint32_t)queue_now() * 2654435761u;
    return bits / 4294967296.0;
}

void queue_wake(struct calls *calls)
{
    loop_cancel(calls->options.loop, calls->timer);
    calls->timer = loop_after(calls->options.loop, 0, send_pump, calls);
}

/* --- jobs ------------------------------------------------------------------------------------ */

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u; /* FNV-1a */
    return hash * 31;
}

static void job_free(struct job *job)
{
    vec_release(&job->askers);
    free(job->method);
    free(job->params);
    free(job);
}

static void remove_job(struct calls *calls, struct job *job)
{
    size_t i = 0;
    while (calls->jobs.at[i] != job)
        i++;
    calls->jobs.n--;
    memmove(calls->jobs.at + i, calls->jobs.at + i + 1,
            (calls->jobs.n - i) * sizeof *calls->jobs.at);
    job_free(job);
}

/* The job that waits for the same, or a new one. */
static struct job *find_job(struct calls *calls, const struct call *call)
{
    const char *params = call->params ? call->params : "{}";
    uint64_t hash = hash_text(hash_text(14695981039346656037u, call->method), params);
    for (size_t i = 0; i < calls->jobs.n; i++) {
        struct job *job = calls->jobs.at[i];
        if (job->hash == hash && job->in == NULL && !job->answering &&
            job->batchable == call->batchable && strcmp(job->method, call->method) == 0 &&
            strcmp(job->params, params) == 0)
            return job;
    }
    struct job *job = mem_zero(1, sizeof *job);
    job->method = mem_copy_text(call->method);
    job->params = mem_copy_text(params);
    job->hash = hash;
    job->batchable = call->batchable;
    job->most = BATCH_MAX;
    vec_push(&calls->jobs, job);
    return job;
}

unsigned call_send(struct calls *calls, const struct call *call)
{
    struct job *job = find_job(calls, call);
    calls->last += calls->last == UINT_MAX ? 2 : 1;
    calls->figures.calls++;
    vec_push(&job->askers, (struct asker){calls->last, call->done, call->self});
    if (call->priority > job->priority)
        job->priority = call->priority;
    if (call->limit > job->limit)
        job->limit = call->limit;
    queue_wake(calls);
    return calls->last;
}

/* The job with this asker and its place in it. */
static struct job *find_asker(struct calls *calls, unsigned number, size_t *place)
{
    for (size_t i = 0; i < calls->jobs.n; i++)
        for (*place = 0; *place < calls->jobs.at[i]->askers.n; ++*place)
            if (calls->jobs.at[i]->askers.at[*place].number == number)
                return calls->jobs.at[i];
    return NULL;
}

static struct asker take_asker(struct job *job, size_t place)
{
    struct asker asker = job->askers.at[place];
    job->askers.n--;
    memmove(job->askers.at + place, job->askers.at + place + 1,
            (job->askers.n - place) * sizeof asker);
    return asker;
}

/* A request nobody wants an answer of any more is given up. */
static void leave_sending(struct calls *calls, struct job *job)
{
    struct sending *sending = job->in;
    int n_left = 0;
    for (int i = 0; i < sending->n; i++) {
        if (sending->jobs[i] == job)
            sending->jobs[i] = NULL;
        n_left += sending->jobs[i] != NULL;
    }
    if (n_left == 0 && sending->request != 0) {
        http_cancel(calls->options.http, sending->request);
        settle_forget(calls, sending);
        queue_wake(calls);
    }
}

void call_cancel(struct calls *calls, unsigned number)
{
    size_t place;
    struct job *job = find_asker(calls, number, &place);
    if (job == NULL)
        return;
    take_asker(job, place);
    if (job->askers.n != 0 || job->answering)
        return;
    if (job->in != NULL)
        leave_sending(calls, job);
    remove_job(calls, job);
}

void queue_answer(struct calls *calls, struct job *job, const struct call_answer *answer)
{
    job->answering = true;
    while (job->askers.n != 0) {
        struct asker asker = take_asker(job, 0);
        asker.done(asker.self, answer);
    }
    remove_job(calls, job);
    if (calls->jobs.n == 0)
        calls->failing_since = 0; /* who asks anew is tried for anew */
}

/* --- opening and closing --------------------------------------------------------------------- */

struct calls *calls_new(const struct calls_options *options)
{
    struct calls *calls = mem_zero(1, sizeof *calls);
    calls->options = *options;
    if (calls->options.pace <= 0)
        calls->options.pace = 1;
    calls->limit = limit_new(options->plan ? options->plan : &limit_standard, queue_now());
    calls->batch_most = BATCH_MAX;
    if (options->keeps_bucket)
        calls->bucket = bucket_open(calls->limit, auth_host(options->auth), queue_now());
    return calls;
}

void calls_free(struct calls *calls)
{
    if (calls == NULL)
        return;
    while (calls->sendings.n != 0) {
        http_cancel(calls->options.http, calls->sendings.at[0]->request);
        settle_forget(calls, calls->sendings.at[0]);
    }
    http_cancel(calls->options.http, calls->renewal);
    loop_cancel(calls->options.loop, calls->renewal_timer);
    loop_cancel(calls->options.loop, calls->timer);
    for (size_t i = 0; i < calls->jobs.n; i++)
        job_free(calls->jobs.at[i]);
    vec_release(&calls->jobs);
    vec_release(&calls->sendings);
    bucket_close(calls->bucket);
    limit_free(calls->limit);
    free(calls);
}

void calls_resume(struct calls *calls)
{
    calls->stopped = false;
    calls->failing_since = 0;
    settle_renew_soon(calls);
    queue_wake(calls);
}

/* --- what is told ---------------------------------------------------------------------------- */

/* The one to be sent next, as things are. */
static const struct job *next_job(const struct calls *calls, int64_t now, int64_t *when,
                                  const char **why)
{
    const struct job *next = NULL;
    for (size_t i = 0; i < calls->jobs.n; i++) {
        const struct job *job = calls->jobs.at[i];
        const char *reason = NULL;
        if (job->in != NULL || job->answering || (next && job->priority < next->priority))
            continue;
        int64_t at = send_when(calls, job, now, &reason);
        if (next != NULL && job->priority == next->priority && at >= *when)
            continue;
        next = job;
        *when = at;
        *why = reason;
    }
    return next;
}

/* Why one that is under way is sent once more. */
static const char *why_again(const struct calls *calls)
{
    for (size_t i = 0; i < calls->jobs.n; i++) {
        const struct job *job = calls->jobs.at[i];
        const struct retry_row *row = &retry_table[job->waits];
        if (job->in != NULL && job->n_tries[job->waits] != 0 && row->most != 0)
            return _(row->why);
    }
    return NULL;
}

void calls_waiting(const struct calls *calls, struct calls_wait *wait)
{
    int64_t now = queue_now(), when = now;
    const struct job *next;
    *wait = (struct calls_wait){0};
    for (size_t i = 0; i < calls->jobs.n; i++)
        if (calls->jobs.at[i]->in != NULL)
            wait->n_running++;
        else
            wait->n_waiting++;
    next = next_job(calls, now, &when, &wait->why);
    if (next != NULL && calls->renewing) {
        wait->why = _(retry_table[RETRY_REFRESH].why);
        when = calls->renewal_at > now ? calls->renewal_at : now;
    }
    if (next != NULL)
        memcpy(wait->method, next->method, strnlen(next->method, sizeof wait->method - 1));
    if (wait->why == NULL)
        wait->why = why_again(calls);
    wait->seconds = (int)((when - now + 999) / 1000);
}

void calls_add_failing(const struct calls *calls, struct str *out)
{
    double passed = (double)(queue_now() - calls->failing_since) * calls->options.pace / 1000;
    if (calls->failing_since == 0 || *calls->failure.text == '\0' || passed > RETRY_TOTAL)
        return;
    str_addf(out, _("%s; it is tried again, for at most "), calls->failure.text);
    when_add_span(out, RETRY_TOTAL - (int64_t)passed);
}

struct calls_figures calls_figures(const struct calls *calls)
{
    return calls->figures;
}

struct limit *calls_limit(struct calls *calls)
{
    return calls->limit;
}
