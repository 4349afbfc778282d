/* SPDX-License-Identifier: MIT */
#include "source/sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/words.h"
#include "source/keep.h"
#include "source/sync_parts.h"

enum {
    LOT = 50,           /* histories asked for together: one by one they would fill no batch */
    OUT_AT_ONCE = 250,  /* not stored yet: some batches under way, and one that waits */
    CHUNK = 1000,       /* sessions looked up in the archive at a time */
    HOPELESS = 50,      /* histories that failed one after the other: nothing works any more */
    NOBODYS = 200,      /* numbers in a row above all that is known: a sweep ends */
    HISTORY_LIMIT = 64 * 1024 * 1024,
    SECOND_MS = 1000,
};

void sync_fail(struct sync *sync, const struct error *error)
{
    if (!sync->failed)
        sync->error = *error;
    sync->failed = true;
}

void sync_refuse(struct sync *sync, const struct call_answer *answer)
{
    struct error error = answer->error;
    if (answer->fault == FAULT_RETRY)
        error.kind = ERROR_FAILED;
    sync_fail(sync, &error);
}

bool sync_knows(struct sync *sync, int64_t session, struct archive_session *row)
{
    struct error error;
    return sync->options.archive != NULL &&
           archive_session(sync->options.archive, session, row, &error);
}

void sync_want(struct sync *sync, int64_t session)
{
    vec_push(&sync->due, session);
    sync->n_todo++;
}

/* --- histories -------------------------------------------------------------------------------- */

static void settle(struct sync *sync, int64_t session, enum archive_state state, const char *why)
{
    struct archive *archive = sync->options.archive;
    struct error error;
    if (session == 0)
        return;
    bool done = archive_begin(archive, &error) &&
                archive_settle(archive, session, state, why, sync->options.now, &error);
    if (!done || !archive_commit(archive, &error)) {
        archive_rollback(archive);
        sync_fail(sync, &error);
    }
}

/* An answer that held something else, or nothing, must not be asked for for ever. */
static void check_stored(struct sync *sync, int64_t session)
{
    struct archive_session row;
    bool is_there = session == 0 || sync_knows(sync, session, &row);
    if (session == 0 || (is_there && !archive_is_due(&row, sync->options.now)))
        return;
    log_note(_("session %" PRId64 ": the answer holds nothing of it"), session);
    sync->sum.n_poison++;
    settle(sync, session, ARCHIVE_POISON, _("the answer holds nothing of it"));
}

static void store_answer(struct sync *sync, struct asked *asked)
{
    struct json_slice result = asked->result;
    char name[64];
    struct kept kept;
    struct error error;
    snprintf(name, sizeof name, _("session %" PRId64), asked->session);
    if (keep_text(sync->options.archive, NULL, name, result.at, result.size, sync->options.now,
                  &kept, &error)) {
        sync->sum.n_read++;
        sync->sum.n_messages += kept.n_messages;
        sync->sum.n_damaged += kept.n_damaged;
        check_stored(sync, asked->session);
    } else if (error.kind == ERROR_SOURCE) {
        log_note("%s", error.text);
        sync->sum.n_poison++;
        settle(sync, asked->session, ARCHIVE_POISON, error.text);
    } else {
        sync_fail(sync, &error);
    }
}

static void refuse(struct sync *sync, struct asked *asked, const struct call_answer *answer)
{
    bool denied = answer->fault == FAULT_DENIED, absent = answer->fault == FAULT_ABSENT;
    if (answer->fault == FAULT_STOP) {
        sync_refuse(sync, answer);
    } else if (denied || absent) {
        sync->sum.n_denied += denied;
        sync->sum.n_absent += absent;
        settle(sync, asked->session, denied ? ARCHIVE_DENIED : ARCHIVE_ABSENT, answer->error.text);
    } else {
        log_note(_("session %" PRId64 ": %s"), asked->session, answer->error.text);
        sync->sum.n_failed++;
        asked->failed = true; /* asked for again by the next run */
        if (++sync->n_in_a_row == HOPELESS)
            sync_refuse(sync, answer);
    }
}

static void done_with(struct sync *sync, struct asked *asked)
{
    sync->n_out--;
    sync->n_done++;
    call_body_drop(asked->body);
    asked->body = NULL;
    if (asked->failed)
        return;
    HASH_DEL(sync->asked, asked);
    free(asked);
}

/* One a turn of the loop: fifty at a time would keep a signal waiting. */
static void store_next(void *self)
{
    struct sync *sync = self;
    struct asked *asked = sync->answered.at[sync->n_stored++];
    sync->storing = 0;
    store_answer(sync, asked);
    done_with(sync, asked);
    if (sync->n_stored == sync->answered.n)
        sync->answered.n = sync->n_stored = 0;
    else if (!sync->failed)
        sync->storing = loop_after(sync->options.loop, 0, store_next, sync);
    if (!sync->failed)
        sync_send_more(sync);
}

static void take_history(void *self, const struct call_answer *answer)
{
    struct asked *asked = self;
    struct sync *sync = asked->sync;
    if (answer->fault == FAULT_NONE || answer->fault == FAULT_DENIED)
        sync->n_in_a_row = 0;
    if (answer->fault == FAULT_NONE) {
        asked->body = call_body_hold(answer->body);
        asked->result = answer->result;
        vec_push(&sync->answered, asked);
        if (sync->storing == 0)
            sync->storing = loop_after(sync->options.loop, 0, store_next, sync);
        return;
    }
    refuse(sync, asked, answer);
    done_with(sync, asked);
    if (!sync->failed)
        sync_send_more(sync);
}

/* Without a session the chat's newest is asked for (portal-api.md 1.1). */
void sync_ask(struct sync *sync, int64_t session, int64_t chat)
{
    struct str params = {0};
    int64_t key = session != 0 ? session : -chat;
    struct asked *asked;
    HASH_FIND(hh, sync->asked, &key, sizeof key, asked);
    if (asked != NULL) { /* listed twice */
        sync->n_todo -= session != 0;
        return;
    }
    asked = mem_zero(1, sizeof *asked);
    *asked = (struct asked){
        .key = key, .session = session, .chat = chat, .sync = sync};
    HASH_ADD(hh, sync->asked, key, sizeof asked->key, asked);
    sync->n_todo += session == 0;
    str_addf(&params, "{\"%s\":%" PRId64 "}", session != 0 ? "SESSION_ID" : "CHAT_ID",
             session != 0 ? session : chat);
    sync->n_out++;
    call_send(sync->calls, &(struct call){.method = HISTORY,
                                          .params = str_text(&params),
                                          .priority = CALL_BACKGROUND,
                                          .batchable = true,
                                          .limit = HISTORY_LIMIT,
                                          .done = take_history,
                                          .self = asked});
    str_release(&params);
}

/* --- what to ask for -------------------------------------------------------------------------- */

static bool add_due(void *self, const struct archive_session *row)
{
    struct sync *sync = self;
    struct asked *asked;
    HASH_FIND(hh, sync->asked, &row->id, sizeof row->id, asked);
    if (asked == NULL)
        vec_push(&sync->due, row->id);
    return true;
}

static void look_up_due(struct sync *sync)
{
    struct error error;
    size_t limit = CHUNK + HASH_COUNT(sync->asked);
    sync->due.n = sync->next_due = 0;
    if (!archive_due(sync->options.archive, sync->options.now, limit, add_due, sync, &error))
        sync_fail(sync, &error);
    sync->due_is_all = sync->due.n < CHUNK;
}

static bool is_to_sweep(struct sync *sync, int64_t session)
{
    struct archive_session row;
    bool known = sync_knows(sync, session, &row);
    return !known || (sync->is_part && archive_is_due(&row, sync->options.now));
}

/* How far numbers may be asked for now: what is found moves the end on. */
static int64_t end_of_sweep(const struct sync *sync)
{
    const struct sync_options *options = &sync->options;
    int64_t newest = archive_newest_session(options->archive);
    int64_t last = newest < options->sweep_from ? options->sweep_from - 1 : newest;
    return options->sweep_to - last > NOBODYS ? last + NOBODYS : options->sweep_to;
}

/* After the list, which tells the highest. Only what is asked for gets a row, so that no later run
 * goes on with a wrong range. 0: none, or not yet. */
static int64_t next_swept(struct sync *sync)
{
    if (sync->options.sweep_from == 0 || !sync->ways.has_all)
        return 0;
    for (int64_t end = end_of_sweep(sync); sync->swept < end;)
        if (is_to_sweep(sync, ++sync->swept)) {
            sync->n_todo++;
            return sync->swept;
        }
    return 0;
}

static int64_t next_session(struct sync *sync)
{
    if (sync->next_due == sync->due.n && !sync->due_is_all)
        look_up_due(sync);
    return sync->next_due < sync->due.n ? sync->due.at[sync->next_due++] : next_swept(sync);
}

/* False: there are not so many. */
static bool ask_lot(struct sync *sync, int n)
{
    for (; n > 0 && !sync->failed && !sync->options.is_dry; n--) {
        int64_t session = next_session(sync);
        if (session == 0)
            return false;
        sync_ask(sync, session, 0);
    }
    return n == 0;
}

/* A page of the list goes with a lot, in one batch: alone it would cost a request. */
void sync_send_more(struct sync *sync)
{
    bool goes_on = true;
    while (goes_on && !sync->failed && sync->n_out + LOT <= OUT_AT_ONCE)
        goes_on = ask_lot(sync, LOT - sync_list(sync));
}

static bool is_over(const struct sync *sync)
{
    bool is_asked = sync->n_out == 0 && sync->next_due == sync->due.n && sync->due_is_all;
    return sync->failed || sync->stopped ||
           (!sync->lists && sync->ways.has_all && (is_asked || sync->options.is_dry));
}

/* --- from start to end ------------------------------------------------------------------------ */

static bool is_place(const struct sync_options *options)
{
    return options->chat != 0 || options->session != 0;
}

struct sync *sync_new(const struct sync_options *options)
{
    struct sync *sync = mem_zero(1, sizeof *sync);
    sync->options = *options;
    sync->http = http_new(&(struct http_options){
        .loop = options->loop, .cacert = options->cacert, .proxy = options->proxy});
    sync->calls = calls_new(&(struct calls_options){
        .loop = options->loop,
        .http = sync->http,
        .auth = options->auth,
        .plan = &sync->options.plan,
        .keeps_bucket = !options->is_dry,
        .pace = options->pace});
    sync->swept = options->sweep_from - 1;
    sync->ways.line = options->line;
    sync->ways.since = options->since;
    sync->is_part = options->line != 0 || options->since.time != WHEN_NONE || is_place(options);
    sync_read_seen(sync);
    sync->start = clock_ms();
    return sync;
}

void sync_free(struct sync *sync)
{
    struct asked *asked, *next;
    if (sync == NULL)
        return;
    loop_cancel(sync->options.loop, sync->ticker);
    loop_cancel(sync->options.loop, sync->storing);
    for (size_t i = sync->n_stored; i < sync->answered.n; i++)
        call_body_drop(sync->answered.at[i]->body);
    vec_release(&sync->answered);
    calls_free(sync->calls);
    http_free(sync->http);
    HASH_ITER(hh, sync->asked, asked, next) {
        HASH_DEL(sync->asked, asked);
        free(asked);
    }
    vec_release(&sync->due);
    free(sync);
}

void sync_stop(struct sync *sync)
{
    sync->stopped = true;
}

void sync_add_way(const struct sync *sync, struct str *out)
{
    ways_say(&sync->ways, out);
}

/* How much of the time went by that the plan asks for what was sent and worked; below 0: it would
 * have permitted all at once. */
static double share_of_rate(struct sync *sync, const struct sync_sum *sum)
{
    double least = limit_plan_seconds(&sync->options.plan, (double)sum->n_requests, sum->worked);
    return least <= 0 || sum->seconds <= 0 ? -1 : least < sum->seconds ? least / sum->seconds : 1;
}

/* Seconds the plan asks for the rest at least, if it costs what was done so far. */
static double seconds_left(struct sync *sync, const struct sync_sum *sum)
{
    double part = sync->n_done != 0 ? (double)sum->n_left / (double)sync->n_done : 0;
    double all = limit_plan_seconds(&sync->options.plan, (double)sum->n_requests * (1 + part),
                                    sum->worked * (1 + part));
    return all > sum->seconds ? all - sum->seconds : 0;
}

void sync_get(struct sync *sync, struct sync_sum *sum)
{
    struct calls_figures figures = calls_figures(sync->calls);
    struct calls_wait wait;
    calls_waiting(sync->calls, &wait);
    *sum = sync->sum;
    sum->n_done = sync->n_done;
    sum->n_left = sync->n_todo > sync->n_done ? sync->n_todo - sync->n_done : 0;
    sum->has_listed = sync->ways.has_all && sync->options.sweep_from == 0;
    sum->n_requests = figures.requests;
    sum->n_retries = figures.retries;
    sum->n_waited = figures.waited;
    sum->worked = limit_total(calls_limit(sync->calls), HISTORY, 0);
    sum->seconds = (double)(clock_ms() - sync->start) / 1000;
    sum->rate_share = share_of_rate(sync, sum);
    sum->seconds_left = seconds_left(sync, sum);
    sum->why = wait.n_running == 0 ? wait.why : NULL;
    sum->why_seconds = wait.seconds;
}

/* --- the run ---------------------------------------------------------------------------------- */

/* Once a second something is told even when nothing happens. */
static void tick(void *self)
{
    struct sync *sync = self;
    sync->ticker = loop_after(sync->options.loop, SECOND_MS, tick, sync);
}

static bool add_known(void *self, const struct archive_session *row)
{
    sync_want(self, row->id);
    return true;
}

/* A chat's sessions that are known, and its newest one. */
static bool want_place(struct sync *sync, struct error *error)
{
    const struct sync_options *options = &sync->options;
    sync->ways.has_all = true;
    if (options->is_dry)
        return true;
    if (options->session != 0)
        sync_want(sync, options->session);
    else if (!archive_sessions(options->archive, options->chat, add_known, sync, error))
        return false;
    if (options->session == 0)
        sync_ask(sync, 0, options->chat);
    return true;
}

static bool prepare(struct sync *sync, struct error *error)
{
    struct archive *archive = sync->options.archive;
    int64_t now = sync->options.now;
    if (sync->options.is_dry)
        return true;
    bool done = archive_begin(archive, error) &&
                (!sync->options.recheck || sync->is_part || archive_recheck(archive, now, error));
    if (!done || !archive_commit(archive, error)) {
        archive_rollback(archive);
        return false;
    }
    sync->due_is_all = sync->is_part;
    return sync->is_part || archive_count_due(archive, now, &sync->n_todo, error);
}

bool sync_all(struct sync *sync, void (*tell)(void *self, const struct sync_sum *sum), void *self,
              struct error *error)
{
    struct sync_sum sum;
    ways_start(&sync->ways);
    if (!prepare(sync, error) || (is_place(&sync->options) && !want_place(sync, error)))
        return false;
    tick(sync);
    sync_send_more(sync);
    while (!is_over(sync) && loop_turn(sync->options.loop)) {
        sync_get(sync, &sum);
        if (tell != NULL)
            tell(self, &sum);
        sync_send_more(sync);
    }
    *error = sync->error;
    return !sync->failed;
}
