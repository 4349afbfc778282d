/* SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/secure.h"
#include "base/vec.h"
#include "base/words.h"
#include "cli/archives.h"
#include "cli/call.h"
#include "cli/load.h"
#include "cli/portals.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/surroundings.h"
#include "source/keep.h"
#include "source/source.h"
#include "source/sync.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- saved answers --------------------------------------------------------------------------- */

/* Files on their way into the archive. */
struct intake {
    const struct call *call;
    struct archive *archive; /* NULL: they are only counted */
    struct filter filter;
    struct keep_filter wanted;
    VEC(char *) paths;
    struct kept kept; /* in all */
    size_t n_read, n_failed; /* failed: those that are no answers */
};

static void add(struct kept *sum, const struct kept *kept)
{
    sum->n_chats += kept->n_chats;
    sum->n_sessions += kept->n_sessions;
    sum->n_messages += kept->n_messages;
    sum->n_damaged += kept->n_damaged;
}

/* A session is stored whole if one message of it is from the time asked for. */
static bool wants(const void *self, const struct chat *chat, const struct session *session)
{
    const struct intake *intake = self;
    const struct options *options = &intake->call->options;
    int64_t line = session && session->line ? session->line : chat->line;
    bool all = !intake->filter.since.given;

    if (!filter_has_chat(&intake->filter, chat) || (options->line && options->line != line))
        return false;
    if (!session)
        return !intake->filter.session && all;
    for (size_t i = 0; !all && i < session->entries.n; i++)
        all = filter_has_entry(&intake->filter, &options->zone, &session->entries.at[i]);
    return all && filter_has_session(&intake->filter, session);
}

typedef bool keep_fn(struct archive *archive, const struct keep_filter *filter, const char *name,
                     const char *text, size_t size, int64_t now, struct kept *kept,
                     struct error *error);

static bool only_count(struct archive *archive, const struct keep_filter *filter, const char *name,
                       const char *text, size_t size, int64_t now, struct kept *kept,
                       struct error *error)
{
    struct keeping *keeping = keep_begin(archive, filter, name, text, size, now, error);

    keep_end(keeping, kept);
    return keeping != NULL;
}

static void say_failed(struct intake *intake, const struct error *error)
{
    say_error(error);
    intake->n_failed++;
}

/* False: the archive could not be written. What is no answer is only said. */
static bool keep_file(struct intake *intake, const char *path, keep_fn *keep, struct error *error)
{
    const char *name = strcmp(path, "-") == 0 ? _("standard input") : path;
    struct kept kept;
    struct str text = {0};
    bool done = path_read(path, &text, error) &&
                keep(intake->archive, &intake->wanted, name, str_text(&text), text.size,
                     surroundings_now(), &kept, error);

    str_release(&text);
    intake->n_read += done;
    if (done)
        add(&intake->kept, &kept);
    else if (error->kind == ERROR_SOURCE)
        say_failed(intake, error);
    return done || error->kind == ERROR_SOURCE;
}

/* Files of one transaction: many small ones, or one that is not. */
enum { GROUP = 50, GROUP_BYTES = 1 << 20 };

static size_t size_group(char *const *paths, size_t n)
{
    struct stat file;
    off_t bytes = 0;
    size_t size = 0;

    while (size < n && size < GROUP && bytes < GROUP_BYTES && stat(paths[size], &file) == 0 &&
           S_ISREG(file.st_mode) && (size == 0 || file.st_size < GROUP_BYTES)) {
        bytes += file.st_size;
        size++;
    }
    return size ? size : 1;
}

/* All of them or none; what is no answer keeps nobody else away. */
static bool keep_group(struct intake *intake, size_t at, size_t n, struct error *error)
{
    struct intake before = *intake;

    if (!archive_begin(intake->archive, error))
        return false;
    for (size_t i = at; i < at + n; i++)
        if (!keep_file(intake, intake->paths.at[i], keep_beside, error)) {
            archive_rollback(intake->archive);
            *intake = before;
            return false;
        }
    if (archive_commit(intake->archive, error))
        return true;
    *intake = before;
    return false;
}

/* What fails in company is tried alone: so much comes in as there is room for. */
static bool keep_files(struct intake *intake, struct error *error)
{
    char **paths = intake->paths.at;

    for (size_t at = 0, size; at < intake->paths.n; at += size) {
        size = size_group(paths + at, intake->paths.n - at);
        if (size > 1 && intake->archive && keep_group(intake, at, size, error))
            continue;
        for (size_t i = at; i < at + size; i++)
            if (!keep_file(intake, paths[i], intake->archive ? keep_text : only_count, error))
                return false;
    }
    return true;
}

static void tell(void *self, const char *sentence)
{
    (void)self;
    say("%s", sentence);
}

static int result(const struct intake *intake, const char *path)
{
    const struct kept *kept = &intake->kept;

    say(intake->archive ? _("%s: %zu sessions, %zu messages read")
                        : _("%s: %zu sessions, %zu messages to be read; nothing was written"),
        path, kept->n_sessions, kept->n_messages);
    if (kept->n_damaged)
        say(ngettext("%zu record was damaged, missing or incomplete",
                     "%zu records were damaged, missing or incomplete", kept->n_damaged),
            kept->n_damaged);
    if (intake->n_read == 0)
        return ERROR_SOURCE;
    return intake->n_failed + kept->n_damaged ? ERROR_DAMAGED : ERROR_NONE;
}

static void add_path(void *self, const char *path)
{
    struct intake *intake = self;

    vec_push(&intake->paths, mem_copy_text(path));
}

static void list_files(struct intake *intake)
{
    struct error error;

    for (size_t i = 0; i < intake->call->n_sources; i++)
        if (!source_each_file(intake->call->sources[i], add_path, intake, &error))
            say_failed(intake, &error);
}

static int keep_sources(struct intake *intake, const char *path)
{
    struct error error;
    bool done;
    int code;

    list_files(intake);
    if (intake->paths.n == 0)
        return ERROR_SOURCE;
    if (!intake->call->options.dry_run &&
        !(intake->archive = archive_open(path, ARCHIVE_WRITE, &error)))
        return say_error(&error);
    done = keep_files(intake, &error);
    log_drain(tell, NULL);
    code = result(intake, path);
    return done ? code : say_error(&error);
}

static int sync_files(const struct call *call)
{
    struct intake intake = {.call = call, .filter = load_filter(&call->options)};
    struct str path = {0};
    struct error error;
    int code;

    intake.wanted = (struct keep_filter){wants, &intake};
    if (archives_place(&call->options, "saved", &path, &error))
        code = keep_sources(&intake, str_text(&path));
    else
        code = say_error(&error);
    archive_close(intake.archive);
    for (size_t i = 0; i < intake.paths.n; i++)
        free(intake.paths.at[i]);
    vec_release(&intake.paths);
    str_release(&path);
    return code;
}

/* --- a portal -------------------------------------------------------------------------------- */

static void add_time(struct str *out, double seconds)
{
    when_add_span(out, (int64_t)(seconds + 0.5));
}

static void say_sum(const struct options *options, const char *path, const struct sync *sync,
                    const struct sync_sum *sum)
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
    if (!options->chat && !options->session)
        str_add_text(&line, "; ");
    if (!options->chat && !options->session)
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

/* One file holds one portal: its numbers are another's numbers too. */
static bool is_of(struct archive *archive, const struct auth *auth, struct error *error)
{
    const char *host = archive ? archive_meta(archive, "portal_host") : NULL;

    return !host || strcmp(host, auth_host(auth)) == 0 ||
           error_set(error, ERROR_USAGE,
                     _("%s holds the dialogs of %s, not of %s; say --archive=FILE with a file of "
                       "its own"),
                     archive_path(archive), host, auth_host(auth));
}

static int64_t begin_run(struct archive *archive, const struct auth *auth, struct error *error)
{
    int64_t id = 0;

    if (!is_of(archive, auth, error) || !archive_begin(archive, error))
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
                                           struct auth *auth)
{
    return (struct sync_options){
        .loop = loop,
        .auth = auth,
        .cacert = options->cacert,
        .proxy = options->proxy,
        .plan = options->plan,
        .pace = surroundings_pace(),
        .chat = options->chat,
        .session = options->session,
        .line = options->line,
        .since = {options->since.given ? options->since.time : WHEN_NONE, 0},
        .sweep_from = options->sweep.from,
        .sweep_to = options->sweep.to,
        .recheck = options->recheck,
        .is_dry = options->dry_run,
        .now = surroundings_now(),
    };
}

/* Those left out, failed or damaged; a dry run has none. */
static bool is_incomplete(const struct sync_sum *sum)
{
    return sum->n_denied + sum->n_failed + sum->n_poison + sum->n_damaged != 0;
}

/* The exit code; a signal that ended it is raised again when all is put away. */
static int sync_with(const struct options *options, const struct sync_options *wanted,
                     const char *path, int *signo)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
    struct ending ending = {.sync = sync_new(wanted)};
    struct progress *progress = progress_new();
    struct error error = {0};
    struct sync_sum sum;
    int64_t run = wanted->is_dry ? 0 : begin_run(wanted->archive, wanted->auth, &error);
    bool done = run || (wanted->is_dry && is_of(wanted->archive, wanted->auth, &error));

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        loop_watch_signal(wanted->loop, ends[i], end_early, &ending);
    done = done && sync_all(ending.sync, progress_tell, progress, &error);
    progress_end(progress);
    sync_get(ending.sync, &sum);
    log_drain(tell, NULL);
    if (done || sum.n_done)
        say_sum(options, path, ending.sync, &sum);
    if (run && !ending.signo)
        keep_run(wanted->archive, run, &sum, done);
    sync_free(ending.sync);
    *signo = ending.signo;
    if (!done)
        return say_error(&error);
    return is_incomplete(&sum) ? ERROR_DAMAGED : ERROR_NONE;
}

/* A dry run makes no file: without one it has NULL for an empty archive. */
static bool open_archive(const struct options *options, const char *path, struct archive **archive,
                         struct error *error)
{
    bool is_none = options->dry_run && access(path, F_OK) != 0;

    if (!is_none)
        *archive = archive_open(path, options->dry_run ? ARCHIVE_READ_ONLY : ARCHIVE_WRITE, error);
    return is_none || *archive;
}

static int sync_portal(const struct call *call)
{
    const struct options *options = &call->options;
    struct error error = {0};
    struct auth *auth = portals_open(options, &error);
    struct loop *loop = loop_new();
    struct sync_options wanted = sync_options_of(options, loop, auth);
    struct str path = {0};
    int signo = 0, code;

    if (!auth && error.kind == ERROR_NONE)
        error_set(&error, ERROR_USAGE, _("no portal is known; run `imolog login`"));
    if (auth &&
        archives_place(options, auth_host(auth), &path, &error) &&
        open_archive(options, str_text(&path), &wanted.archive, &error))
        code = sync_with(options, &wanted, str_text(&path), &signo);
    else
        code = say_error(&error);
    archive_close(wanted.archive);
    auth_free(auth);
    loop_free(loop);
    str_release(&path);
    if (signo)
        raise(signo);
    return code;
}

/* What only a portal can be asked for; the option, or NULL. */
static const char *of_portal(const struct options *options)
{
    if (options->sweep.to || options->recheck)
        return options->recheck ? "recheck" : "sweep";
    return options->portal ? "portal" : NULL;
}

int sync_run(const struct call *call)
{
    const char *option = call->n_sources ? of_portal(&call->options) : NULL;

    if (option) {
        say(_("--%s asks a portal, and files were named; leave one of them out"), option);
        return ERROR_USAGE;
    }
    if (secure_is() && !call->options.dry_run) {
        say(_("sync writes the archive, which --secure forbids"));
        return ERROR_USAGE;
    }
    return call->n_sources ? sync_files(call) : sync_portal(call);
}
