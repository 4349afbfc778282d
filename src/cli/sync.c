/* SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/path.h"
#include "base/words.h"
#include "cli/archives.h"
#include "cli/call.h"
#include "cli/portals.h"
#include "cli/say.h"
#include "cli/surroundings.h"
#include "source/keep.h"
#include "source/sync.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What came in, in all. */
struct sum {
    struct kept kept;
    size_t n_failed;
};

static void add(struct sum *sum, const struct kept *kept)
{
    sum->kept.n_chats += kept->n_chats;
    sum->kept.n_sessions += kept->n_sessions;
    sum->kept.n_messages += kept->n_messages;
    sum->kept.n_damaged += kept->n_damaged;
}

/* --- saved answers --------------------------------------------------------------------------- */

static void keep_file(struct archive *archive, const char *path, struct sum *sum)
{
    const char *name = strcmp(path, "-") == 0 ? _("standard input") : path;
    struct error error;
    struct kept kept;
    struct str text = {0};

    if (path_read(path, &text, &error) &&
        keep_text(archive, name, str_text(&text), text.size, surroundings_now(), &kept, &error)) {
        add(sum, &kept);
    } else {
        say_error(&error);
        sum->n_failed++;
    }
    str_release(&text);
}

static void tell(void *self, const char *sentence)
{
    (void)self;
    say("%s", sentence);
}

static int result(const struct sum *sum, const char *path, size_t n)
{
    say(_("%s: %zu sessions, %zu messages read"), path, sum->kept.n_sessions,
        sum->kept.n_messages);
    if (sum->kept.n_damaged)
        say(ngettext("%zu record was damaged, missing or incomplete",
                     "%zu records were damaged, missing or incomplete", sum->kept.n_damaged),
            sum->kept.n_damaged);
    if (sum->n_failed == n)
        return ERROR_SOURCE;
    return sum->n_failed + sum->kept.n_damaged ? ERROR_DAMAGED : ERROR_NONE;
}

static int sync_files(const struct call *call)
{
    struct sum sum = {0};
    struct str path = {0};
    struct archive *archive = NULL;
    struct error error;
    int code;

    if (archives_place(&call->options, "saved", &path, &error))
        archive = archive_open(str_text(&path), ARCHIVE_WRITE, &error);
    for (size_t i = 0; archive && i < call->n_sources; i++)
        keep_file(archive, call->sources[i], &sum);
    log_drain(tell, NULL);
    code = archive ? result(&sum, str_text(&path), call->n_sources) : say_error(&error);
    archive_close(archive);
    str_release(&path);
    return code;
}

/* --- a portal -------------------------------------------------------------------------------- */

/* What is said on the way: a line that is written over on a terminal, else one now and then. */
struct progress {
    bool is_terminal;
    double said; /* seconds since the start */
};

static void add_time(struct str *out, double seconds)
{
    when_add_span(out, (int64_t)seconds);
}

static void add_progress(struct str *out, const struct sync_sum *sum)
{
    size_t done = sum->n_read + sum->n_denied + sum->n_absent + sum->n_failed + sum->n_poison;
    double rate = sum->seconds > 0 ? (double)done / sum->seconds : 0;

    str_addf(out, _("%zu of %zu sessions"), done, done + sum->n_left);
    if (done)
        str_addf(out, _(" · %.1f a second · %.0f %% of the permitted rate"), rate,
                 100 * sum->rate_share);
    if (rate > 0 && sum->n_left) {
        str_add_text(out, _(" · still "));
        add_time(out, (double)sum->n_left / rate);
    }
    if (sum->why)
        str_addf(out, " · %s, %d s", sum->why, sum->why_seconds);
}

static void tell_progress(void *self, const struct sync_sum *sum)
{
    enum { SELDOM = 30 };
    struct progress *progress = self;
    struct str line = {0};
    double pause = progress->is_terminal ? 0.1 : SELDOM;

    if (sum->seconds - progress->said < pause)
        return;
    progress->said = sum->seconds;
    add_progress(&line, sum);
    if (progress->is_terminal)
        fprintf(stderr, "\r%s\033[K", str_text(&line));
    else
        say("%s", str_text(&line));
    str_release(&line);
}

static void end_progress(const struct progress *progress)
{
    if (progress->is_terminal)
        fputs("\r\033[K", stderr);
}

static void say_sum(const char *path, const struct sync *sync, const struct sync_sum *sum)
{
    struct str line = {0};

    str_addf(&line, _("%s: %zu sessions listed, %zu new, %zu read with %zu messages"), path,
             sum->n_listed, sum->n_new, sum->n_read, sum->n_messages);
    if (sum->n_denied + sum->n_absent)
        str_addf(&line, _(", %zu not for you to see"), sum->n_denied + sum->n_absent);
    if (sum->n_failed + sum->n_poison)
        str_addf(&line, _(", %zu failed"), sum->n_failed + sum->n_poison);
    str_addf(&line, _("; %llu requests in "), (unsigned long long)sum->n_requests);
    add_time(&line, sum->seconds);
    str_add_text(&line, "; ");
    sync_add_way(sync, &line);
    say("%s", str_text(&line));
    str_release(&line);
}

static struct archive_run run_of(int64_t id, const struct sync_sum *sum, int64_t now,
                                 const char *result)
{
    return (struct archive_run){.id = id,
                                .finished_at = now,
                                .requests = (int64_t)sum->n_requests,
                                .retries = (int64_t)sum->n_retries,
                                .wait_ms = (int64_t)sum->n_waited,
                                .result = result};
}

static void keep_run(struct archive *archive, int64_t id, const struct sync_sum *sum, bool done)
{
    struct archive_run run = run_of(id, sum, surroundings_now(), done ? _("done") : _("failed"));
    struct error error;

    if (!archive_begin(archive, &error) || !archive_run_end(archive, &run, &error) ||
        !archive_commit(archive, &error))
        log_note("%s", error.text);
}

static int64_t begin_run(struct archive *archive, const struct auth *auth, struct error *error)
{
    int64_t id = 0;

    if (!archive_begin(archive, error))
        return 0;
    id = archive_run_begin(archive, "sync", surroundings_now(), error);
    if (id && archive_set_meta(archive, "portal_host", auth_host(auth), error) &&
        archive_commit(archive, error))
        return id;
    archive_rollback(archive);
    return 0;
}

struct ending {
    struct sync *sync;
    int signo;
};

static void end_early(void *self, int signo)
{
    struct ending *ending = self;

    ending->signo = signo;
    sync_stop(ending->sync);
}

static struct sync_options sync_options_of(const struct options *options, struct loop *loop,
                                           struct auth *auth, struct archive *archive)
{
    return (struct sync_options){
        .loop = loop,
        .auth = auth,
        .archive = archive,
        .cacert = options->cacert,
        .proxy = options->proxy,
        .line = options->line,
        .since = {options->since.given ? options->since.time : WHEN_NONE, 0},
        .sweep_from = options->sweep.from,
        .sweep_to = options->sweep.to,
        .recheck = options->recheck,
        .is_dry = options->dry_run,
        .now = surroundings_now(),
    };
}

/* The exit code; a signal that ended it is raised again when all is put away. */
static int sync_with(const struct options *options, struct auth *auth, struct archive *archive,
                     const char *path, int *signo)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
    struct loop *loop = loop_new();
    struct sync_options wanted = sync_options_of(options, loop, auth, archive);
    struct ending ending = {.sync = sync_new(&wanted)};
    struct progress progress = {.is_terminal = isatty(STDERR_FILENO)};
    struct error error = {0};
    struct sync_sum sum;
    int64_t run = options->dry_run ? 0 : begin_run(archive, auth, &error);
    bool done = run || options->dry_run;

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        loop_watch_signal(loop, ends[i], end_early, &ending);
    done = done && sync_run(ending.sync, tell_progress, &progress, &error);
    end_progress(&progress);
    sync_get(ending.sync, &sum);
    log_drain(tell, NULL);
    say_sum(path, ending.sync, &sum);
    if (run && !ending.signo)
        keep_run(archive, run, &sum, done);
    sync_free(ending.sync);
    loop_free(loop);
    *signo = ending.signo;
    if (!done)
        return say_error(&error);
    return sum.n_denied + sum.n_failed + sum.n_poison + sum.n_damaged ? ERROR_DAMAGED : ERROR_NONE;
}

static int sync_portal(const struct call *call)
{
    const struct options *options = &call->options;
    struct error error = {0};
    struct auth *auth = portals_open(options, &error);
    struct archive *archive = NULL;
    struct str path = {0};
    int signo = 0, code;

    if (!auth && error.kind == ERROR_NONE)
        error_set(&error, ERROR_USAGE, _("no portal is known; run `imolog login`"));
    if (auth && archives_place(options, auth_host(auth), &path, &error))
        archive = archive_open(str_text(&path),
                               options->dry_run ? ARCHIVE_READ_ONLY : ARCHIVE_WRITE, &error);
    code = archive ? sync_with(options, auth, archive, str_text(&path), &signo)
                   : say_error(&error);
    archive_close(archive);
    auth_free(auth);
    str_release(&path);
    if (signo)
        raise(signo);
    return code;
}

int sync_run_call(const struct call *call)
{
    return call->n_sources ? sync_files(call) : sync_portal(call);
}
