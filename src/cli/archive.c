/* SPDX-License-Identifier: MIT */
#include "archive/archive.h"
#include "archive/care.h"
#include "base/path.h"
#include "base/secure.h"
#include "base/words.h"
#include "cli/archives.h"
#include "cli/call.h"
#include "cli/nearest.h"
#include "cli/say.h"
#include "cli/surroundings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* --- info ---------------------------------------------------------------------------------- */

static void print_count(const char *name, int64_t n)
{
    printf("%-12s %" PRId64 "\n", name, n);
}

static void print_when(const char *name, struct when when, const struct zone *zone)
{
    struct str text = {0};

    when_add_stamp(&text, when, zone);
    printf("%-12s %s\n", name, text.size ? text.text : "—");
    str_release(&text);
}

static void print_states(const struct archive_info *info)
{
    print_count(_("queued"), info->n_states[ARCHIVE_QUEUED]);
    print_count(_("denied"), info->n_states[ARCHIVE_DENIED]);
    print_count(_("absent"), info->n_states[ARCHIVE_ABSENT]);
    print_count(_("unreadable"), info->n_states[ARCHIVE_POISON]);
    print_count(_("suspicious"), info->n_suspicious);
    print_count(_("due"), info->n_due);
}

static bool last_run(void *self, const struct archive_run *run)
{
    const struct zone *zone = self;

    print_when(_("last run"), (struct when){run->started_at, 0}, zone);
    printf("%-12s %s\n", "", !run->finished_at ? _("interrupted") : run->result ? run->result : "");
    return false;
}

/* Of saved answers nobody knows whose they are. */
static void print_portal(struct archive *archive)
{
    const char *host = archive_meta(archive, "portal_host");

    printf("%-12s %s\n", _("portal"), host ? host : "—");
}

static int info(const struct call *call, const char *path)
{
    struct zone zone = call->options.zone;
    struct archive_info is;
    struct error error;
    struct archive *archive = archive_open(path, ARCHIVE_READ_ONLY, &error);
    bool done = archive && archive_info(archive, surroundings_now(), &is, &error);

    if (done) {
        printf("%-12s %s\n", _("archive"), path);
        print_portal(archive);
        print_count(_("bytes"), is.n_bytes);
        print_count(_("version"), is.version);
        print_count(_("chats"), is.n_chats);
        print_count(_("sessions"), is.n_sessions);
        print_states(&is);
        print_count(_("messages"), is.n_messages);
        print_count(_("missing"), is.n_missing);
        print_count(_("deleted"), is.n_deleted);
        print_count(_("older texts"), is.n_revisions);
        print_count(_("people"), is.n_users);
        print_count(_("files"), is.n_files);
        print_when(_("first"), is.first, &zone);
        print_when(_("last"), is.last, &zone);
        print_count(_("runs"), is.n_runs);
        done = archive_runs(archive, 1, last_run, &zone, &error);
    }
    archive_close(archive);
    return done ? ERROR_NONE : say_error(&error);
}

/* --- verify -------------------------------------------------------------------------------- */

static void tell_finding(void *self, const char *sentence)
{
    (void)self;
    puts(sentence);
}

static int verify(const struct call *call, const char *path)
{
    struct error error;
    struct archive *archive = archive_open(path, ARCHIVE_READ_ONLY, &error);
    size_t n = 0;
    bool done = archive && archive_verify(archive, tell_finding, NULL, &n, &error);

    (void)call;
    archive_close(archive);
    if (!done)
        return say_error(&error);
    if (n == 0) {
        printf(_("%s is sound\n"), path);
        return ERROR_NONE;
    }
    say(ngettext("%s: %zu finding; `imolog archive salvage` saves what is sound",
                 "%s: %zu findings; `imolog archive salvage` saves what is sound", n),
        path, n);
    return ERROR_DAMAGED;
}

/* --- salvage ------------------------------------------------------------------------------- */

static int salvage(const struct call *call, const char *path)
{
    struct archive_salvaged found;
    struct error error;
    struct str kept = {0};

    (void)call;
    if (!archive_salvage(path, surroundings_now(), &kept, &found, &error))
        return say_error(&error);
    printf(_("saved: messages %" PRId64 ", sessions %" PRId64 ", chats %" PRId64 "\n"),
           found.n_messages, found.n_sessions, found.n_chats);
    say(_("the damaged file is kept as %s; the next `imolog sync` brings what is missing"),
        str_text(&kept));
    str_release(&kept);
    return ERROR_NONE;
}

/* --- purge --------------------------------------------------------------------------------- */

/* An empty line, an end, anything else: no. */
static bool is_sure(const char *path, int64_t user)
{
    char line[16] = {0};

    say(_("user %" PRId64 ", his chats and all he wrote leave %s for good; type yes to go on"),
        user, path);
    return fgets(line, sizeof line, stdin) && strcmp(line, "yes\n") == 0;
}

/* Numbers of chats, as far as a line holds them. */
static void say_named(const struct archive_purged *purged)
{
    enum { MOST = 10 };
    struct str chats = {0};

    for (size_t i = 0; i < purged->named.n && i < MOST; i++)
        str_addf(&chats, "%s%" PRId64, i ? ", " : "", purged->named.at[i]);
    if (purged->named.n > MOST)
        str_add_text(&chats, "…");
    if (purged->named.n)
        say(_("a word of the name is still in these chats: %s (%" PRId64 " of their messages, the "
              "rest are titles); whether it means the same person `imolog search` shows"),
            str_text(&chats), purged->n_named);
    str_release(&chats);
}

/* A line of what was typed: "line TIME PROMPT TEXT", "filter TIME CHAT HOW TEXT". */
static bool is_typed_name(const char *line, const struct archive_purged *purged)
{
    if (strncmp(line, "line ", 5) != 0 && strncmp(line, "filter ", 7) != 0)
        return false;
    for (int i = 0; i < 3 && line; i++)
        if ((line = strchr(line, ' ')))
            line++;
    return line && archive_is_named(line, str_text(&purged->name));
}

/* What was typed at prompts is another file's: the person's own. */
static void say_typed(const struct archive_purged *purged)
{
    struct str path = {0}, text = {0};
    struct error error;
    size_t n = 0;

    if (path_add_state(&path, "state") && access(str_text(&path), F_OK) == 0 &&
        path_read(str_text(&path), &text, &error)) {
        char *rest = text.size ? text.text : NULL;

        for (char *line; (line = strsep(&rest, "\n"));)
            n += is_typed_name(line, purged);
    }
    if (n)
        say(ngettext("%s: %zu line of what was typed holds a word of the name; remove it there, "
                     "while no imolog runs",
                     "%s: %zu lines of what was typed hold a word of the name; remove them there, "
                     "while no imolog runs", n),
            str_text(&path), n);
    str_release(&path);
    str_release(&text);
}

static int purge(const struct call *call, const char *path)
{
    int64_t user = call->options.user;
    struct archive_purged purged = {0};
    struct archive *archive;
    struct error error;
    bool done;

    if (!user) {
        say(_("archive purge needs whom to forget: --user=ID"));
        return ERROR_USAGE;
    }
    archive = archive_open(path, ARCHIVE_CHANGE, &error);
    if (archive && !call->options.force && !is_sure(path, user)) {
        archive_close(archive);
        say(_("nothing was changed"));
        return ERROR_FAILED;
    }
    done = archive && archive_purge_user(archive, user, &purged, &error);
    archive_close(archive);
    if (done) {
        printf(_("forgotten: chats %" PRId64 ", messages %" PRId64 ", files %" PRId64
                 ", copies of the archive %zu\n"),
               purged.n_chats, purged.n_messages, purged.n_files, purged.n_backups);
        say_named(&purged);
        say_typed(&purged);
    }
    archive_purged_release(&purged);
    return done ? ERROR_NONE : say_error(&error);
}

/* --- which of them ------------------------------------------------------------------------- */

static const struct action {
    const char *name;
    int (*run)(const struct call *call, const char *path);
    bool changes; /* files: not for --secure */
} actions[] = {
    {"info", info, false},
    {"verify", verify, false},
    {"salvage", salvage, true},
    {"purge", purge, true},
};

static const struct action *find_action(const struct call *call)
{
    const char *name = call->n_sources == 1 ? call->sources[0] : "";
    struct nearest nearest;

    nearest_init(&nearest, name);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        nearest_try(&nearest, actions[i].name);
        if (strcmp(actions[i].name, name) == 0)
            return &actions[i];
    }
    if (nearest_found(&nearest))
        say(_("there is no \"archive %s\"; the nearest is archive %s"), name,
            nearest_found(&nearest));
    else
        say(_("say what to do: imolog archive info, verify, salvage or purge"));
    return NULL;
}

int archive_run(const struct call *call)
{
    const struct action *action = find_action(call);
    struct error error;
    struct str path = {0};
    int code;

    if (!action)
        return ERROR_USAGE;
    if (action->changes && secure_is()) {
        say(_("archive %s writes files, which --secure forbids"), action->name);
        return ERROR_USAGE;
    }
    if (archives_find(&call->options, &path, &error))
        code = action->run(call, str_text(&path));
    else
        code = say_error(&error);
    str_release(&path);
    return code;
}
