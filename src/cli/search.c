/* SPDX-License-Identifier: MIT */
#include "archive/search.h"
#include "base/words.h"
#include "cli/archives.h"
#include "cli/call.h"
#include "cli/print.h"
#include "cli/say.h"
#include "cli/surroundings.h"
#include "export/hit.h"
#include "model/store.h"
#include "source/find.h"
#include "text/redact.h"
#include "ui/theme.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where hits go, and how. */
struct printer {
    const struct query *query;
    struct hit_look look;
    bool is_json, shows_progress;
    struct redact *redact; /* hits come past the store; NULL: nothing is hidden */
    struct archive *archive;
    struct store *store; /* of what is read for the search */
    struct str name, chat, text; /* as they may be shown */
    struct theme *theme;
    struct normal_ranges ranges;
    struct str out;
    size_t n;
};

/* --- one hit --------------------------------------------------------------------------------- */

static void paint(void *self, struct style style, struct str *out)
{
    const struct printer *printer = self;

    paint_add_sgr(out, theme_paint(printer->theme, style, surroundings_n_colors()));
}

static void hide_progress(struct printer *printer)
{
    if (printer->shows_progress)
        fputs("\r\033[K", stderr);
}

/* Whoever the archive knows, before the first hit. */
static bool know(void *self, const struct archive_user *row)
{
    struct printer *printer = self;
    enum redact_kind kind = row->role == USER_CLIENT     ? REDACT_NAMES
                            : row->role == USER_OPERATOR ? REDACT_OPERATORS
                                                         : REDACT_KINDS;

    if (row->name)
        redact_know_user(printer->redact, row->id, kind, row->name);
    return true;
}

static void hide(struct printer *printer, const struct archive_message *row, struct hit *hit)
{
    str_clear(&printer->name);
    str_clear(&printer->chat);
    str_clear(&printer->text);
    redact_set_place(printer->redact, hit->chat, hit->session, hit->message);
    if (*hit->name)
        redact_person(printer->redact, hit->sender, hit->name, &printer->name);
    redact_title(printer->redact, hit->chat_name, &printer->chat);
    find_add_redacted(printer->archive, row, printer->store, printer->redact, &printer->text);
    hit->name = str_text(&printer->name);
    hit->chat_name = str_text(&printer->chat);
    hit->text = str_text(&printer->text);
}

static bool print_hit(void *self, const struct archive_hit *found)
{
    struct printer *printer = self;
    const struct archive_message *message = found->message;
    struct hit hit = {
        .chat = message->chat,
        .session = message->session,
        .message = message->id,
        .sender = message->sender,
        .when = message->when,
        .date = message->date,
        .name = found->name,
        .chat_name = found->chat,
        .text = found->plain,
        .role = found->role,
        .class = message->class,
    };

    if (printer->redact)
        hide(printer, message, &hit);
    query_find_hits(printer->query, hit.text, strlen(hit.text), &printer->ranges);
    hit.ranges = printer->ranges;
    str_clear(&printer->out);
    if (printer->is_json)
        hit_add_json(&printer->out, &hit);
    else
        hit_add_text(&printer->out, &hit, &printer->look);
    hide_progress(printer);
    printer->n++;
    return fwrite(printer->out.text, 1, printer->out.size, stdout) == printer->out.size;
}

static void show_progress(void *self, double part)
{
    const struct printer *printer = self;

    if (!printer->shows_progress)
        return;
    fflush(stdout);
    fprintf(stderr, _("\rlooked at %.0f %%"), part * 100);
}

/* --- all of them ----------------------------------------------------------------------------- */

static int end(struct printer *printer, bool done, size_t n_gave_up, struct error *error)
{
    hide_progress(printer);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        error_set(error, ERROR_FAILED, _("standard output cannot be written: %s"), strerror(errno));
        return say_error(error);
    }
    if (!done)
        return say_error(error);
    if (n_gave_up)
        say(ngettext("the regular expression takes too long on %zu message",
                     "the regular expression takes too long on %zu messages", n_gave_up),
            n_gave_up);
    if (n_gave_up)
        return ERROR_DAMAGED;
    if (printer->n == 0)
        say(_("nothing found"));
    return ERROR_NONE;
}

static int search(const struct call *call, struct archive *archive, struct printer *printer)
{
    const struct options *options = &call->options;
    struct store *store = store_new();
    struct archive_search how = {.order = (enum archive_order)options->sort,
                                 .limit = (size_t)options->limit,
                                 .chat = options->chat,
                                 .session = options->session,
                                 .zone = options->zone,
                                 .has = find_has,
                                 .store = store,
                                 .progress = show_progress};
    struct error error = {0};
    size_t n_gave_up = 0;
    bool done;

    printer->archive = archive;
    printer->store = store;
    done = archive_search(archive, printer->query, &how, print_hit, printer, &n_gave_up,
                          &error);
    store_free(store);
    return end(printer, done, n_gave_up, &error);
}

static int search_painted(const struct call *call, struct archive *archive, struct printer *printer)
{
    struct error error;
    int code;

    if (!printer->is_json && surroundings_want_color(&call->options, isatty(STDOUT_FILENO))) {
        printer->theme = theme_open(call->options.theme, &error);
        if (!printer->theme)
            return say_error(&error);
        config_paint(call->config, printer->theme);
        printer->look.paint = paint;
        printer->look.painter = printer;
    }
    code = search(call, archive, printer);
    theme_free(printer->theme);
    return code;
}

static int search_archive(const struct call *call, const struct query *query, bool is_json)
{
    const struct options *options = &call->options;
    struct printer printer = {
        .query = query,
        .look = {options->zone, options->width ? options->width : surroundings_width(), NULL, NULL},
        .is_json = is_json,
        .shows_progress = isatty(STDERR_FILENO) != 0,
    };
    struct archive *archive = NULL;
    struct str path = {0};
    struct error error;
    int code;

    if (archives_find(&call->options, &path, &error))
        archive = archive_open(str_text(&path), ARCHIVE_READ_ONLY, &error);
    if (archive && options->redact) {
        printer.redact = redact_new(options->redact);
        if (!archive_users(archive, know, &printer, &error)) {
            archive_close(archive);
            archive = NULL;
        }
    }
    code = archive ? search_painted(call, archive, &printer) : say_error(&error);
    archive_close(archive);
    redact_free(printer.redact);
    str_release(&printer.name);
    str_release(&printer.chat);
    str_release(&printer.text);
    vec_release(&printer.ranges.list);
    str_release(&printer.out);
    str_release(&path);
    return code;
}

/* --- a document of what was found ------------------------------------------------------------ */

struct found_ids {
    VEC(int64_t) messages, chats;
};

static bool note_hit(void *self, const struct archive_hit *found)
{
    struct found_ids *ids = self;

    vec_push(&ids->messages, found->message->id);
    vec_push(&ids->chats, found->message->chat);
    return true;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static bool find_ids(const struct call *call, const char *path, const struct query *query,
                     struct found_ids *ids, struct error *error)
{
    const struct options *options = &call->options;
    struct store *store = store_new();
    struct archive_search how = {.limit = (size_t)options->limit,
                                 .chat = options->chat,
                                 .session = options->session,
                                 .zone = options->zone,
                                 .has = find_has,
                                 .store = store};
    struct archive *archive = archive_open(path, ARCHIVE_READ_ONLY, error);
    size_t n_gave_up = 0;
    bool done = archive && archive_search(archive, query, &how, note_hit, ids, &n_gave_up, error);

    archive_close(archive);
    store_free(store);
    if (done && ids->messages.n) {
        qsort(ids->messages.at, ids->messages.n, sizeof *ids->messages.at, by_id);
        qsort(ids->chats.at, ids->chats.n, sizeof *ids->chats.at, by_id);
    }
    return done;
}

static int print_found(const struct call *call, const char *path, const struct found_ids *ids)
{
    struct call found = *call;

    found.sources = NULL;
    found.n_sources = 0;
    found.options.archive = path;
    found.options.since.given = found.options.until.given = false; /* the query has them */
    found.messages = ids->messages.at;
    found.n_messages = ids->messages.n;
    found.chats = ids->chats.at;
    found.n_chats = ids->chats.n;
    return print_document(&found, document_formats, NULL);
}

static int search_document(const struct call *call, const struct query *query)
{
    struct found_ids ids = {0};
    struct str path = {0};
    struct error error;
    int code = ERROR_NONE;

    if (!archives_find(&call->options, &path, &error) ||
        !find_ids(call, str_text(&path), query, &ids, &error))
        code = say_error(&error);
    else if (ids.messages.n == 0)
        say(_("nothing found"));
    else
        code = print_found(call, str_text(&path), &ids);
    vec_release(&ids.messages);
    vec_release(&ids.chats);
    str_release(&path);
    return code;
}

/* --- what is asked for ----------------------------------------------------------------------- */

static void say_notes(const struct str *notes)
{
    for (const char *at = str_text(notes); *at;) {
        size_t size = strcspn(at, "\n");

        say("%.*s", (int)size, at);
        at += size + (at[size] == '\n');
    }
}

/* The words as one line; --since and --until belong to it. */
static void read_query(const struct call *call, struct query *query)
{
    const struct options *options = &call->options;
    struct str typed = {0}, notes = {0};

    for (size_t i = 0; i < call->n_sources; i++)
        str_addf(&typed, "%s%s", i ? " " : "", call->sources[i]);
    query_parse(query, str_text(&typed), typed.size, &notes);
    if (options->since.given)
        query_add_moment(query, QUERY_AFTER, options->since.time, options->since.is_clock);
    if (options->until.given)
        query_add_moment(query, QUERY_BEFORE, options->until.time + 1, options->until.is_clock);
    say_notes(&notes);
    str_release(&typed);
    str_release(&notes);
}

int search_run(const struct call *call)
{
    const char *format = call->options.format ? call->options.format : "text";
    bool is_json = strcmp(format, "jsonl") == 0, lists = is_json || strcmp(format, "text") == 0;
    struct query query;
    int code;

    if (!lists && !format_find(document_formats, format)) {
        say(_("search knows the formats text and jsonl, and those of print, not \"%s\""), format);
        return ERROR_USAGE;
    }
    if (call->n_sources == 0) {
        say(_("say what to look for: imolog search WORD...; see `man imolog`, SEARCHING"));
        return ERROR_USAGE;
    }
    read_query(call, &query);
    code = lists ? search_archive(call, &query, is_json) : search_document(call, &query);
    query_release(&query);
    return code;
}
