/* SPDX-License-Identifier: MIT */
#include "archive/search.h"
#include "base/words.h"
#include "cli/archives.h"
#include "cli/call.h"
#include "cli/print.h"
#include "cli/progress.h"
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

/* A search in an archive. */
struct search {
    const struct call *call;
    const struct query *query;
    struct str path; /* of the archive */
    struct archive *archive;
    struct store *store;   /* of what is read for the search */
    struct redact *redact; /* hits come past the store; NULL: nothing is hidden */
    struct str name, chat, text, normal; /* as they may be shown */
    bool (*take)(struct search *search, struct hit *hit); /* false ends it */
    size_t n, n_gave_up;
};

/* --- what is hidden -------------------------------------------------------------------------- */

/* Whoever the archive knows, before the first hit. */
static bool know(void *self, const struct archive_user *row)
{
    struct search *search = self;
    enum redact_kind kind = row->role == USER_CLIENT     ? REDACT_NAMES
                            : row->role == USER_OPERATOR ? REDACT_OPERATORS
                                                         : REDACT_KINDS;

    if (row->name)
        redact_know_user(search->redact, row->id, kind, row->name);
    return true;
}

static void hide(struct search *search, const struct archive_message *row, struct hit *hit)
{
    str_clear(&search->name);
    str_clear(&search->chat);
    str_clear(&search->text);
    redact_set_place(search->redact, hit->chat, hit->session, hit->message);
    if (*hit->name)
        redact_person(search->redact, hit->sender, hit->name, &search->name);
    redact_title(search->redact, hit->chat_name, &search->chat);
    find_add_redacted(search->archive, row, search->store, search->redact, &search->text);
    hit->name = str_text(&search->name);
    hit->chat_name = str_text(&search->chat);
    hit->text = str_text(&search->text);
}

/* To be found by what is hidden would tell it. */
static bool is_still_found(struct search *search, const struct hit *hit)
{
    struct query_facts facts = {.known = QUERY_NAME | QUERY_TEXT,
                                .sender = hit->sender,
                                .name = hit->name,
                                .text = hit->text,
                                .size = strlen(hit->text)};
    bool found;

    str_clear(&search->normal);
    normal_add(&search->normal, facts.text, facts.size);
    facts.normal = str_text(&search->normal);
    facts.normal_size = search->normal.size;
    found = query_matches(search->query, &facts);
    search->n_gave_up += facts.gave_up;
    return found;
}

/* --- the search ------------------------------------------------------------------------------ */

static bool tell(void *self, const struct archive_hit *found)
{
    struct search *search = self;
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

    if (search->redact) {
        hide(search, message, &hit);
        if (!is_still_found(search, &hit))
            return true;
    }
    return search->take(search, &hit) && ++search->n != (size_t)search->call->options.limit;
}

static bool search_all(struct search *search, void (*progress)(void *self, double part),
                       struct error *error)
{
    const struct options *options = &search->call->options;
    struct archive_search how = {.order = (enum archive_order)options->sort,
                                 .chat = options->chat,
                                 .session = options->session,
                                 .zone = options->zone,
                                 .is_redacted = search->redact != NULL,
                                 .has = find_has,
                                 .store = search->store,
                                 .progress = progress};
    size_t n_gave_up = 0;
    bool done =
        archive_search(search->archive, search->query, &how, tell, search, &n_gave_up, error);

    search->n_gave_up += n_gave_up;
    return done;
}

static bool run(struct search *search, void (*progress)(void *self, double part),
                struct error *error)
{
    const struct options *options = &search->call->options;

    if (archives_find(options, &search->path, error))
        search->archive = archive_open(str_text(&search->path), ARCHIVE_READ_ONLY, error);
    if (options->redact)
        search->redact = redact_new(options->redact);
    search->store = store_new();
    return search->archive &&
           (!search->redact || archive_users(search->archive, know, search, error)) &&
           search_all(search, progress, error);
}

static void release(struct search *search)
{
    archive_close(search->archive);
    store_free(search->store);
    redact_free(search->redact);
    str_release(&search->path);
    str_release(&search->name);
    str_release(&search->chat);
    str_release(&search->text);
    str_release(&search->normal);
}

/* --- a list of what was found ---------------------------------------------------------------- */

/* Where hits go, and how. */
struct printer {
    struct search search;
    struct hit_look look;
    bool is_json, shows_progress;
    struct theme *theme;
    struct normal_ranges ranges;
    struct str out;
};

static void paint(void *self, struct style style, struct str *out)
{
    const struct printer *printer = self;

    paint_add_sgr(out, theme_paint(printer->theme, style, surroundings_n_colors()));
}

static void hide_progress(struct printer *printer)
{
    if (printer->shows_progress)
        progress_hide();
}

static bool print_hit(struct search *search, struct hit *hit)
{
    struct printer *printer = (struct printer *)search;

    query_find_hits(search->query, hit->text, strlen(hit->text), &printer->ranges);
    hit->ranges = printer->ranges;
    str_clear(&printer->out);
    if (printer->is_json)
        hit_add_json(&printer->out, hit);
    else
        hit_add_text(&printer->out, hit, &printer->look);
    hide_progress(printer);
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

static int end(struct printer *printer, bool done, struct error *error)
{
    size_t n_gave_up = printer->search.n_gave_up;

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
    if (printer->search.n == 0)
        say(_("nothing found"));
    return ERROR_NONE;
}

static bool open_theme(struct printer *printer, struct error *error)
{
    const struct call *call = printer->search.call;

    if (printer->is_json || !surroundings_want_color(&call->options, isatty(STDOUT_FILENO)))
        return true;
    printer->theme = theme_open(call->options.theme, error);
    if (!printer->theme)
        return false;
    config_paint(call->config, printer->theme);
    printer->look.paint = paint;
    printer->look.painter = printer;
    return true;
}

static int search_list(const struct call *call, const struct query *query, bool is_json)
{
    const struct options *options = &call->options;
    struct printer printer = {
        .search = {.call = call, .query = query, .take = print_hit},
        .look = {.zone = options->zone,
                 .columns = options->width ? options->width : surroundings_width(),
                 .is_screen = isatty(STDOUT_FILENO) != 0},
        .is_json = is_json,
        .shows_progress = isatty(STDERR_FILENO) != 0,
    };
    struct error error = {0};
    bool done = open_theme(&printer, &error) && run(&printer.search, show_progress, &error);
    int code = end(&printer, done, &error);

    theme_free(printer.theme);
    release(&printer.search);
    vec_release(&printer.ranges.list);
    str_release(&printer.out);
    return code;
}

/* --- a document of what was found ------------------------------------------------------------ */

struct found_ids {
    struct search search;
    VEC(int64_t) messages, chats;
};

static bool note_hit(struct search *search, struct hit *hit)
{
    struct found_ids *ids = (struct found_ids *)search;

    vec_push(&ids->messages, hit->message);
    vec_push(&ids->chats, hit->chat);
    return true;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static int print_found(struct found_ids *ids)
{
    struct call found = *ids->search.call;

    qsort(ids->messages.at, ids->messages.n, sizeof *ids->messages.at, by_id);
    qsort(ids->chats.at, ids->chats.n, sizeof *ids->chats.at, by_id);
    found.sources = NULL;
    found.n_sources = 0;
    found.options.archive = str_text(&ids->search.path);
    found.options.since.given = found.options.until.given = false; /* the query has them */
    found.messages = ids->messages.at;
    found.n_messages = ids->messages.n;
    found.chats = ids->chats.at;
    found.n_chats = ids->chats.n;
    return print_document(&found, document_formats, NULL);
}

static int search_document(const struct call *call, const struct query *query)
{
    struct found_ids ids = {.search = {.call = call, .query = query, .take = note_hit}};
    struct error error;
    int code = ERROR_NONE;

    if (!run(&ids.search, NULL, &error))
        code = say_error(&error);
    else if (ids.messages.n == 0)
        say(_("nothing found"));
    else
        code = print_found(&ids);
    vec_release(&ids.messages);
    vec_release(&ids.chats);
    release(&ids.search);
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
    code = lists ? search_list(call, &query, is_json) : search_document(call, &query);
    query_release(&query);
    return code;
}
