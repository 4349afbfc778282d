/* SPDX-License-Identifier: MIT */
#include "source/sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <uthash.h>

#include "base/log.h"
#include "base/words.h"
#include "source/call.h"
#include "source/keep.h"
#include "source/ways.h"

enum {
    OUT_AT_ONCE = 200,  /* histories asked for and not answered: some full batches */
    CHUNK = 1000,       /* sessions looked up in the archive at a time */
    HISTORY_LIMIT = 64 * 1024 * 1024,
};

/* A session asked for, or given up for this run. */
struct asked {
    int64_t session, chat; /* session 0: the newest of the chat */
    struct sync *sync;
    bool failed;
    UT_hash_handle hh;
};

struct sync {
    struct sync_options options;
    struct http *http;
    struct calls *calls;
    struct ways ways;
    bool lists;          /* a page is under way */
    bool knew_all;       /* an earlier run has seen the end of the list */
    bool page_was_known; /* the last page held nothing new */
    bool stopped, failed;
    struct error error; /* when failed */
    struct asked *asked; /* by session */
    VEC(int64_t) due;    /* to be asked for next, the last one first */
    bool due_is_all;     /* the archive had no more when looked at last */
    size_t n_out;
    struct sync_sum sum;
    struct timespec start;
};

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* What ends the run: the archive cannot be written, or the portal refuses all. */
static void fail(struct sync *sync, const struct error *error)
{
    if (!sync->failed)
        sync->error = *error;
    sync->failed = true;
}

/* --- the list --------------------------------------------------------------------------------- */

static bool is_known(struct sync *sync, int64_t session)
{
    struct archive_session row;
    struct error error;
    return archive_session(sync->options.archive, session, &row, &error);
}

static bool queue(struct sync *sync, int64_t session, int64_t chat, struct error *error)
{
    sync->sum.n_listed++;
    if (is_known(sync, session))
        return true;
    sync->sum.n_new++;
    sync->page_was_known = false;
    return sync->options.is_dry || archive_queue(sync->options.archive, session, chat, error);
}

static void ask(struct sync *sync, int64_t session, int64_t chat);

static bool queue_page(struct sync *sync, const struct store *store, const struct listing *listing,
                       struct error *error)
{
    bool done = true;
    for (size_t i = 0; i < listing->codes.n; i++)
        done = done && queue(sync, listing->codes.at[i].session, 0, error);
    for (size_t i = 0; i < store_n_chats(store); i++) {
        const struct chat *chat = store_chat_at(store, i);
        for (size_t s = 0; s < chat->sessions.n; s++)
            done = done && queue(sync, chat->sessions.at[s]->id, chat->id, error);
        if (chat->sessions.n == 0 && !sync->options.is_dry)
            ask(sync, 0, chat->id);
    }
    return done;
}

static bool keep_page(struct sync *sync, struct json_slice result, struct error *error)
{
    struct store *store = store_new();
    struct listing listing = {0};
    bool writes = !sync->options.is_dry;
    sync->page_was_known = true;
    ways_take(&sync->ways, store, result, &listing);
    bool done = !writes || archive_begin(sync->options.archive, error);
    done = done && queue_page(sync, store, &listing, error);
    if (writes && done)
        done = archive_commit(sync->options.archive, error);
    else if (writes)
        archive_rollback(sync->options.archive);
    listing_release(&listing);
    store_free(store);
    return done;
}

/* New sessions stand at the head of the list: behind a page that holds none all are known, if the
 * list was ever seen to its end. */
static void end_page(struct sync *sync)
{
    struct error error;
    if (sync->knew_all && sync->page_was_known && !sync->options.recheck)
        sync->ways.has_all = true;
    bool is_whole = sync->options.line == 0 && sync->options.since.time == WHEN_NONE;
    if (sync->ways.has_all && is_whole && !sync->knew_all && !sync->options.is_dry &&
        archive_begin(sync->options.archive, &error)) {
        archive_set_meta(sync->options.archive, "listed", ways_method(&sync->ways), &error);
        archive_commit(sync->options.archive, &error);
    }
    sync->due_is_all = false;
}

static void list(struct sync *sync);

static void take_page(void *self, const struct call_answer *answer)
{
    struct sync *sync = self;
    struct error error = answer->error;
    sync->lists = false;
    if (answer->fault == FAULT_NONE) {
        if (keep_page(sync, answer->result, &error))
            end_page(sync);
        else
            fail(sync, &error);
    } else if (answer->fault == FAULT_STOP || answer->fault == FAULT_RETRY) {
        fail(sync, &error);
    } else {
        log_note(_("%s: %s; the list is made another way"), ways_method(&sync->ways), error.text);
        if (!ways_next(&sync->ways))
            fail(sync, &error);
    }
    if (!sync->failed && !sync->stopped)
        list(sync);
}

static void list(struct sync *sync)
{
    struct str params = {0};
    if (sync->lists || sync->ways.has_all)
        return;
    ways_params(&sync->ways, &params);
    sync->lists = true;
    call_send(sync->calls, &(struct call){.method = ways_method(&sync->ways),
                                          .params = str_text(&params),
                                          .priority = CALL_PERSON, /* feeds all the others */
                                          .batchable = true,
                                          .done = take_page,
                                          .self = sync});
    str_release(&params);
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
        fail(sync, &error);
    }
}

static void store_answer(struct sync *sync, struct asked *asked, const struct call_answer *answer)
{
    char name[64];
    struct kept kept;
    struct error error;
    snprintf(name, sizeof name, _("session %" PRId64), asked->session);
    if (keep_text(sync->options.archive, name, answer->result.at, answer->result.size,
                  sync->options.now, &kept, &error)) {
        sync->sum.n_read++;
        sync->sum.n_messages += kept.n_messages;
        sync->sum.n_damaged += kept.n_damaged;
    } else if (error.kind == ERROR_SOURCE) {
        log_note("%s", error.text);
        sync->sum.n_poison++;
        settle(sync, asked->session, ARCHIVE_POISON, error.text);
    } else {
        fail(sync, &error);
    }
}

static void refuse(struct sync *sync, struct asked *asked, const struct call_answer *answer)
{
    bool denied = answer->fault == FAULT_DENIED, absent = answer->fault == FAULT_ABSENT;
    if (answer->fault == FAULT_STOP) {
        fail(sync, &answer->error);
    } else if (denied || absent) {
        sync->sum.n_denied += denied;
        sync->sum.n_absent += absent;
        settle(sync, asked->session, denied ? ARCHIVE_DENIED : ARCHIVE_ABSENT, answer->error.text);
    } else {
        log_note(_("session %" PRId64 ": %s"), asked->session, answer->error.text);
        sync->sum.n_failed++;
        asked->failed = true;
    }
}

static void send_more(struct sync *sync);

static void take_history(void *self, const struct call_answer *answer)
{
    struct asked *asked = self;
    struct sync *sync = asked->sync;
    sync->n_out--;
    if (answer->fault == FAULT_NONE)
        store_answer(sync, asked, answer);
    else
        refuse(sync, asked, answer);
    if (!asked->failed) {
        if (asked->session != 0)
            HASH_DEL(sync->asked, asked);
        free(asked);
    }
    if (!sync->failed && !sync->stopped)
        send_more(sync);
}

/* Without a session the chat's newest is asked for (portal-api.md 1.1). */
static void ask(struct sync *sync, int64_t session, int64_t chat)
{
    struct str params = {0};
    struct asked *asked = mem_zero(1, sizeof *asked);
    *asked = (struct asked){.session = session, .chat = chat, .sync = sync};
    if (session != 0)
        HASH_ADD(hh, sync->asked, session, sizeof asked->session, asked);
    str_addf(&params, "{\"%s\":%" PRId64 "}", session != 0 ? "SESSION_ID" : "CHAT_ID",
             session != 0 ? session : chat);
    sync->n_out++;
    call_send(sync->calls, &(struct call){.method = "imopenlines.session.history.get",
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

static void reverse(int64_t *at, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        int64_t swap = at[i];
        at[i] = at[n - 1 - i];
        at[n - 1 - i] = swap;
    }
}

static void look_up_due(struct sync *sync)
{
    struct error error;
    size_t limit = CHUNK + HASH_COUNT(sync->asked);
    sync->due.n = 0;
    if (!archive_due(sync->options.archive, sync->options.now, limit, add_due, sync, &error))
        fail(sync, &error);
    sync->due_is_all = sync->due.n < CHUNK;
    reverse(sync->due.at, sync->due.n);
}

static void send_more(struct sync *sync)
{
    while (sync->n_out < OUT_AT_ONCE && !sync->failed && !sync->options.is_dry) {
        if (sync->due.n == 0 && !sync->due_is_all)
            look_up_due(sync);
        if (sync->due.n == 0)
            return;
        ask(sync, sync->due.at[--sync->due.n], 0);
    }
}

static bool is_over(const struct sync *sync)
{
    return sync->failed || sync->stopped ||
           (!sync->lists && sync->n_out == 0 && sync->due.n == 0 &&
            (sync->due_is_all || sync->options.is_dry));
}

/* --- from start to end ------------------------------------------------------------------------ */

struct sync *sync_new(const struct sync_options *options)
{
    struct sync *sync = mem_zero(1, sizeof *sync);
    sync->options = *options;
    sync->http = http_new(&(struct http_options){
        .loop = options->loop, .cacert = options->cacert, .proxy = options->proxy});
    sync->calls = calls_new(&(struct calls_options){
        .loop = options->loop, .http = sync->http, .auth = options->auth});
    sync->ways.line = options->line;
    sync->ways.since = options->since;
    sync->knew_all = archive_meta(options->archive, "listed") != NULL;
    clock_gettime(CLOCK_MONOTONIC, &sync->start);
    return sync;
}

void sync_free(struct sync *sync)
{
    struct asked *asked, *next;
    if (sync == NULL)
        return;
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

/* The bucket takes 50 at once and lets 2 a second through (archive.md 4). */
static double share_of_rate(uint64_t requests, double seconds)
{
    double due = ((double)requests - limit_standard.room) / limit_standard.rate;
    return due <= 0 || seconds <= 0 ? 1 : due < seconds ? due / seconds : 1;
}

void sync_get(struct sync *sync, struct sync_sum *sum)
{
    struct calls_figures figures = calls_figures(sync->calls);
    struct calls_wait wait;
    calls_waiting(sync->calls, &wait);
    *sum = sync->sum;
    sum->n_left = sync->due.n + sync->n_out;
    sum->n_requests = figures.requests;
    sum->n_retries = figures.retries;
    sum->n_waited = figures.waited;
    sum->seconds = seconds_since(&sync->start);
    sum->rate_share = share_of_rate(figures.requests, sum->seconds);
    sum->why = wait.why;
    sum->why_seconds = wait.seconds;
}

static bool prepare(struct sync *sync, struct error *error)
{
    struct archive *archive = sync->options.archive;
    if (sync->options.is_dry)
        return true;
    bool done = archive_begin(archive, error) &&
                (!sync->options.recheck || archive_recheck(archive, sync->options.now, error));
    for (int64_t id = sync->options.sweep_from; done && id != 0 && id <= sync->options.sweep_to;
         id++)
        done = is_known(sync, id) || archive_queue(archive, id, 0, error);
    if (done)
        return archive_commit(archive, error);
    archive_rollback(archive);
    return false;
}

bool sync_run(struct sync *sync, void (*tell)(void *self, const struct sync_sum *sum), void *self,
              struct error *error)
{
    struct sync_sum sum;
    if (!prepare(sync, error))
        return false;
    ways_start(&sync->ways);
    list(sync);
    send_more(sync);
    while (!is_over(sync) && loop_turn(sync->options.loop)) {
        sync_get(sync, &sum);
        if (tell != NULL)
            tell(self, &sum);
        if (!sync->lists)
            send_more(sync);
    }
    *error = sync->error;
    return !sync->failed;
}
