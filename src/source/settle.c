/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/words.h"
#include "source/bucket.h"
#include "source/envelope.h"
#include "source/queue.h"

/* What is to be done about one job after a failure. */
struct verdict {
    enum fault_kind fault;
    enum retry retry; /* RETRY_NEVER: it is answered */
    int retry_after;  /* seconds */
    char code[64];
    struct error error;
};

void settle_forget(struct calls *calls, struct sending *sending)
{
    size_t i = 0;
    while (calls->sendings.at[i] != sending)
        i++;
    calls->sendings.at[i] = calls->sendings.at[--calls->sendings.n];
    free(sending);
}

/* --- verdicts -------------------------------------------------------------------------------- */

/* By transport: no answer that could be read. */
static struct verdict judge_failure(const struct http_answer *answer)
{
    static const struct {
        enum fault_kind fault;
        enum retry retry;
    } rows[] = {
        [HTTP_NONE] = {FAULT_NONE, RETRY_NEVER},
        [HTTP_BROKEN] = {FAULT_RETRY, RETRY_NETWORK},
        [HTTP_TLS] = {FAULT_STOP, RETRY_NEVER},
        [HTTP_TOO_LARGE] = {FAULT_REQUEST, RETRY_NEVER},
        [HTTP_REDIRECT] = {FAULT_STOP, RETRY_NEVER},
        [HTTP_REFUSED] = {FAULT_STOP, RETRY_NEVER},
    };
    struct verdict verdict = {.fault = rows[answer->failure].fault,
                              .retry = rows[answer->failure].retry,
                              .retry_after = answer->retry_after,
                              .error = answer->error};
    return verdict;
}

/* By what the portal says. */
static struct verdict judge_error(const struct calls *calls, const char *method,
                                  const struct envelope *envelope, int status)
{
    const struct fault *fault = fault_find(envelope->code.at, envelope->code.size, status);
    struct verdict verdict = {.fault = fault->kind, .retry = retry_of(fault->kind)};
    struct str words = {0}, code = {0};
    struct envelope coded = {.words = envelope->code, .kind = ENVELOPE_PAGE};
    envelope_words(envelope, &words);
    envelope_words(&coded, &code);
    memcpy(verdict.code, str_text(&code),
           code.size < sizeof verdict.code ? code.size : sizeof verdict.code - 1);
    error_set(&verdict.error, ERROR_SOURCE, _("%s: %s: refused:%s%s%s%s; %s"),
              auth_host(calls->options.auth), method, code.size ? " " : "", str_text(&code),
              words.size ? " " : "", str_text(&words), _(fault->advice));
    str_release(&words);
    str_release(&code);
    return verdict;
}

/* By the status: a web page, or what is cut or no JSON. */
static struct verdict judge_garbled(const struct calls *calls, const char *method,
                                    const struct envelope *envelope, int status)
{
    const struct fault *fault = fault_find("", 0, status);
    bool is_status = status >= 400;
    struct verdict verdict = {.fault = is_status ? fault->kind : FAULT_RETRY,
                              .retry = is_status ? retry_of(fault->kind) : RETRY_GARBLED};
    const char *advice = is_status ? _(fault->advice)
                                   : _("check that no login page of the network is in between");
    struct str title = {0};
    envelope_words(envelope, &title);
    if (envelope->kind == ENVELOPE_PAGE)
        error_set(&verdict.error, ERROR_SOURCE,
                  _("%s: %s: a web page came instead of an answer, with status %d%s%s%s; %s"),
                  auth_host(calls->options.auth), method, status, title.size ? ": \"" : "",
                  str_text(&title), title.size ? "\"" : "", advice);
    else
        error_set(&verdict.error, ERROR_SOURCE,
                  _("%s: %s: the answer, with status %d, is cut off or not JSON; %s"),
                  auth_host(calls->options.auth), method, status,
                  is_status ? advice : _("repeat later"));
    str_release(&title);
    return verdict;
}

static struct verdict judge(const struct calls *calls, const char *method,
                            const struct envelope *envelope, const struct http_answer *answer)
{
    struct verdict verdict = {.fault = FAULT_NONE};
    if (envelope->kind == ENVELOPE_ERROR)
        verdict = judge_error(calls, method, envelope, answer->status);
    else if (envelope->kind != ENVELOPE_RESULT)
        verdict = judge_garbled(calls, method, envelope, answer->status);
    verdict.retry_after = answer->retry_after;
    return verdict;
}

/* --- renewing the login ---------------------------------------------------------------------- */

static void renew(void *calls);

static void stop(struct calls *calls, const struct verdict *verdict)
{
    calls->stopped = true;
    calls->stop = (struct call_answer){.fault = FAULT_STOP,
                                       .error = verdict->error,
                                       .result = {"", 0},
                                       .next = -1,
                                       .total = -1};
    memcpy(calls->stop.code, verdict->code, sizeof verdict->code);
    queue_wake(calls);
}

static void renew_in(struct calls *calls, int ms)
{
    calls->renewal_at = queue_now() + ms;
    calls->renewal_timer = loop_after(calls->options.loop, ms, renew, calls);
}

void settle_renew_soon(struct calls *calls)
{
    if (calls->renewal_timer == 0)
        return;
    loop_cancel(calls->options.loop, calls->renewal_timer);
    renew_in(calls, 0);
}

static void renewed(void *self, struct http_answer *answer)
{
    struct calls *calls = self;
    struct verdict verdict = judge_failure(answer);
    struct envelope envelope;
    calls->renewal = 0;
    envelope_read(&envelope, str_text(&answer->body), answer->body.size);
    if (answer->failure == HTTP_NONE && answer->status >= 500)
        verdict = judge_garbled(calls, "oauth.token", &envelope, answer->status);
    else if (answer->failure == HTTP_NONE && envelope.kind == ENVELOPE_ERROR)
        verdict = judge_error(calls, "oauth.token", &envelope, answer->status);
    else if (answer->failure == HTTP_NONE &&
             !auth_renew(calls->options.auth, str_text(&answer->body), answer->body.size,
                         &verdict.error))
        verdict.fault = FAULT_STOP;
    secret_wipe(&answer->body);
    int wait = verdict.fault == FAULT_RETRY && !calls->options.once
                   ? retry_wait(RETRY_NETWORK, calls->n_renewal_tries++, answer->retry_after,
                                calls_random(calls))
                   : -1;
    if (wait >= 0) {
        renew_in(calls, (int)(wait / calls->options.pace));
        return;
    }
    calls->renewing = false;
    calls->n_renewals++;
    if (verdict.fault != FAULT_NONE)
        stop(calls, &verdict);
    queue_wake(calls);
}

static void renew(void *self)
{
    struct calls *calls = self;
    struct str address = {0};
    calls->renewal_timer = 0;
    auth_renewal(calls->options.auth, &address);
    calls->renewal = http_send(calls->options.http, &(struct http_request){
                                                        .address = str_text(&address),
                                                        .name = "oauth.token",
                                                        .done = renewed,
                                                        .self = calls,
                                                    });
    secret_wipe(&address);
}

/* Once for all who wait for it; not for an answer to the token before the last renewal. */
static void want_renewal(struct calls *calls, unsigned n_renewals)
{
    if (calls->renewing || n_renewals != calls->n_renewals)
        return;
    calls->renewing = true;
    calls->n_renewal_tries = 0;
    renew(calls);
}

/* --- one job --------------------------------------------------------------------------------- */

static void answer_failure(struct calls *calls, struct job *job, const struct verdict *verdict)
{
    struct call_answer answer = {
        .fault = verdict->fault, .error = verdict->error, .result = {"", 0}, .next = -1,
        .total = -1};
    memcpy(answer.code, verdict->code, sizeof answer.code);
    if (verdict->fault == FAULT_REFRESH)
        answer.fault = FAULT_STOP;
    if (answer.fault == FAULT_STOP && !calls->stopped)
        stop(calls, verdict);
    queue_answer(calls, job, &answer);
}

/* Whether nothing went well for so long that it is told instead of tried. */
static bool is_hopeless(struct calls *calls, enum retry retry)
{
    int64_t now = queue_now();
    if (retry == RETRY_SUSPEND || retry == RETRY_REFRESH)
        return false;
    if (calls->failing_since == 0)
        calls->failing_since = now;
    return (double)(now - calls->failing_since) * calls->options.pace > RETRY_TOTAL * 1000.0;
}

static void again(struct calls *calls, struct job *job, enum retry retry, int wait)
{
    job->in = NULL;
    job->waits = retry;
    job->n_tries[retry]++;
    job->not_before = queue_now() + (int64_t)(wait / calls->options.pace);
    calls->figures.retries++;
}

/* ms until it is tried again; -1: it is not. */
static int wait_for(const struct calls *calls, const struct job *job,
                    const struct verdict *verdict)
{
    if (calls->options.once && verdict->retry != RETRY_REFRESH)
        return -1;
    return retry_wait(verdict->retry, job->n_tries[verdict->retry], verdict->retry_after,
                      calls_random(calls));
}

/* n_renewals: as of when it was sent. */
static void settle_failure(struct calls *calls, struct job *job, const struct verdict *verdict,
                           unsigned n_renewals)
{
    int wait = wait_for(calls, job, verdict);
    bool can_renew = !auth_is_webhook(calls->options.auth);
    if (verdict->fault == FAULT_SUSPEND)
        limit_exhausted(calls->limit, job->method, queue_now());
    if (wait < 0 || calls->stopped || is_hopeless(calls, verdict->retry) ||
        (verdict->retry == RETRY_REFRESH && !can_renew)) {
        answer_failure(calls, job, verdict);
        return;
    }
    again(calls, job, verdict->retry, wait);
    calls->failure = verdict->error;
    if (verdict->retry == RETRY_REFRESH)
        want_renewal(calls, n_renewals);
}

static void note_time(struct calls *calls, const struct job *job, const struct envelope *envelope)
{
    if (envelope->operating >= 0)
        limit_worked(calls->limit, job->method, envelope->operating, envelope->reset_in,
                     queue_now());
}

/* Each tells of all that was worked so far: the most of a batch is what holds, for the batches that
 * run beside it tell of the same. */
static void note_times(struct calls *calls, const struct sending *sending,
                       const struct envelope *parts)
{
    for (int i = 0; i < sending->n; i++) {
        bool is_most = sending->jobs[i] != NULL;
        for (int j = 0; is_most && j < sending->n; j++)
            if (sending->jobs[j] != NULL && (parts[j].operating > parts[i].operating ||
                                             (j < i && parts[j].operating == parts[i].operating)))
                is_most = strcmp(sending->jobs[i]->method, sending->jobs[j]->method) != 0;
        if (is_most)
            note_time(calls, sending->jobs[i], &parts[i]);
        if (sending->jobs[i] != NULL && parts[i].duration >= 0)
            calls->durations[calls->n_durations++ % DURATIONS] = parts[i].duration;
    }
}

static void settle_result(struct calls *calls, struct job *job, const struct envelope *envelope,
                          struct call_body *body)
{
    struct call_answer answer = {.result = envelope->result,
                                 .next = envelope->next,
                                 .total = envelope->total,
                                 .body = body};
    calls->failing_since = 0;
    queue_answer(calls, job, &answer);
}

/* --- requests -------------------------------------------------------------------------------- */

/* Who asks to be left alone for a while is, by all calls. */
static void hold(struct calls *calls, const struct verdict *verdict)
{
    int wait = verdict->retry_after < RETRY_AFTER_MAX ? verdict->retry_after : RETRY_AFTER_MAX;
    if (wait == 0 || verdict->retry == RETRY_NEVER)
        return;
    calls->held_until = queue_now() + (int64_t)(wait * 1000 / calls->options.pace);
    calls->held_why = verdict->retry;
}

/* All of them fail alike. A callback may cancel others of them: those are NULL then. */
static void settle_all(struct calls *calls, struct sending *sending, const struct verdict *verdict)
{
    if (verdict->fault == FAULT_SLOWER || verdict->fault == FAULT_SUSPEND)
        calls->figures.refused++;
    if (verdict->fault == FAULT_SLOWER)
        bucket_refused(calls->bucket, calls->limit, queue_now());
    hold(calls, verdict);
    for (int i = 0; i < sending->n; i++)
        if (sending->jobs[i] != NULL)
            settle_failure(calls, sending->jobs[i], verdict, sending->n_renewals);
}

static bool may_split(const struct calls *calls, const struct sending *sending)
{
    return sending->is_batch && !calls->options.once;
}

/* One of them spoils the whole: smaller ones find it. */
static void split(struct calls *calls, struct sending *sending)
{
    int most = sending->n / 2;
    for (int i = 0; i < sending->n; i++)
        if (sending->jobs[i] != NULL) {
            sending->jobs[i]->most = most;
            again(calls, sending->jobs[i], RETRY_GARBLED, 0);
            sending->jobs[i]->n_tries[RETRY_GARBLED]--;
        }
    calls->batch_most = calls->batch_most / 2 > 1 ? calls->batch_most / 2 : 1;
}

/* A command with neither result nor error asks alone. */
static void settle_missing(struct calls *calls, struct sending *sending, struct job *job)
{
    struct verdict verdict = {.fault = FAULT_RETRY, .retry = RETRY_GARBLED};
    job->most = 1;
    error_set(&verdict.error, ERROR_SOURCE,
              _("%s: %s: not answered with the others of its batch; repeat later"),
              auth_host(calls->options.auth), job->method);
    settle_failure(calls, job, &verdict, sending->n_renewals);
}

static void settle_part(struct calls *calls, struct sending *sending, struct job *job,
                        const struct envelope *envelope, struct call_body *body)
{
    if (envelope->kind == ENVELOPE_RESULT) {
        settle_result(calls, job, envelope, body);
    } else if (envelope->kind == ENVELOPE_ERROR) {
        struct verdict verdict = judge_error(calls, job->method, envelope, 200);
        calls->figures.refused += verdict.fault == FAULT_SUSPEND;
        settle_failure(calls, job, &verdict, sending->n_renewals);
    } else {
        settle_missing(calls, sending, job);
    }
}

/* The parts are found once, not once for each. */
static void settle_batch(struct calls *calls, struct sending *sending,
                         const struct envelope_batch *batch, struct call_body *body)
{
    struct json_slice results[BATCH_MAX], errors[BATCH_MAX], times[BATCH_MAX], nexts[BATCH_MAX],
        totals[BATCH_MAX];
    struct envelope parts[BATCH_MAX];
    envelope_parts(batch->result, results, BATCH_MAX);
    envelope_parts(batch->error, errors, BATCH_MAX);
    envelope_parts(batch->time, times, BATCH_MAX);
    envelope_parts(batch->next, nexts, BATCH_MAX);
    envelope_parts(batch->total, totals, BATCH_MAX);
    if (calls->batch_most < BATCH_MAX)
        calls->batch_most++;
    for (int i = 0; i < sending->n; i++) {
        envelope_read_part(&parts[i], results[i], errors[i], times[i]);
        parts[i].next = json_slice_id(nexts[i], -1);
        parts[i].total = json_slice_id(totals[i], -1);
    }
    note_times(calls, sending, parts);
    for (int i = 0; i < sending->n; i++)
        if (sending->jobs[i] != NULL)
            settle_part(calls, sending, sending->jobs[i], &parts[i], body);
}

/* What came as a whole document. */
static void settle_document(struct calls *calls, struct sending *sending,
                            struct http_answer *answer)
{
    struct call_body *body = mem_zero(1, sizeof *body);
    const char *method = sending->is_batch ? "batch" : sending->jobs[0]->method;
    struct envelope_batch batch = {0};
    struct envelope envelope;
    body->n_holders = 1;
    body->text = answer->body;
    answer->body = (struct str){0};
    envelope_read(&envelope, str_text(&body->text), body->text.size);
    if (sending->is_batch && envelope.kind == ENVELOPE_RESULT &&
        !envelope_batch(envelope.result, &batch))
        envelope.kind = ENVELOPE_BROKEN;
    struct verdict verdict = judge(calls, method, &envelope, answer);
    if (envelope.trailing && envelope.kind == ENVELOPE_RESULT)
        log_note(_("%s: %s: something stands behind the answer; it was passed over"),
                 auth_host(calls->options.auth), method);
    if (!sending->is_batch)
        note_time(calls, sending->jobs[0], &envelope);
    if (verdict.fault != FAULT_NONE && may_split(calls, sending) &&
        verdict.retry == RETRY_GARBLED)
        split(calls, sending);
    else if (verdict.fault != FAULT_NONE)
        settle_all(calls, sending, &verdict);
    else if (sending->is_batch)
        settle_batch(calls, sending, &batch, body);
    else
        settle_result(calls, sending->jobs[0], &envelope, body);
    call_body_drop(body);
}

/* A renamed portal is asked under its new name; the file of the login still has the old one. */
static void follow_name(struct calls *calls, const struct sending *sending,
                        const struct http_answer *answer, struct verdict *verdict)
{
    const char *method = sending->is_batch ? "batch" : sending->jobs[0]->method;
    if (answer->failure != HTTP_REDIRECT || calls->options.once ||
        !auth_move(calls->options.auth, method, str_text(&answer->redirect)))
        return;
    *verdict = (struct verdict){.fault = FAULT_RETRY,
                                .retry = RETRY_MOVED,
                                .error = answer->error};
}

/* While its jobs are settled the sending is off the list, and cannot be cancelled. */
void settle_answer(void *self, struct http_answer *answer)
{
    struct sending *sending = self;
    struct calls *calls = sending->calls;
    struct verdict verdict = judge_failure(answer);
    size_t i = 0;
    follow_name(calls, sending, answer, &verdict);
    sending->request = 0;
    while (calls->sendings.at[i] != sending)
        i++;
    calls->sendings.at[i] = calls->sendings.at[--calls->sendings.n];
    if (answer->failure == HTTP_NONE)
        settle_document(calls, sending, answer);
    else if (may_split(calls, sending) &&
             (answer->failure == HTTP_TOO_LARGE || answer->timed_out))
        split(calls, sending);
    else
        settle_all(calls, sending, &verdict);
    free(sending);
    queue_wake(calls);
}
