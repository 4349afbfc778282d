/* SPDX-License-Identifier: MIT */
#include "ui/export.h"
#include "base/path.h"
#include "base/secure.h"
#include "export/document.h"
#include "ui/busy.h"
#include "ui/commands.h"
#include "ui/loading.h"
#include "ui/option.h"
#include "ui/grep.h"
#include "ui/offers.h"
#include "ui/prompt.h"
#include "ui/settings.h"
#include "ui/search.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What is being exported, while its file's name is asked for. */
struct export {
    const struct format *format;
    int64_t chat, session; /* 0: all */
    const char *part;      /* of the chat, for the file's name: "-tagged"; "" none */
    VEC(int64_t) messages, chats; /* ascending ids; none: all */
    char *path;
    bool is_ended; /* by a person, while it was gathered */
};

void export_free(struct export *export)
{
    if (!export)
        return;
    vec_release(&export->messages);
    vec_release(&export->chats);
    free(export->path);
    free(export);
}

static void forget(struct ui *ui)
{
    export_free(ui->export);
    ui->export = NULL;
}

/* --- which messages ------------------------------------------------------------------------ */

static int compare_ids(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, two = *(const int64_t *)b;

    return (one > two) - (one < two);
}

static void take_item(struct ui *ui, size_t item)
{
    vec_push(&ui->export->messages, chat_item(ui_chat(ui), item, NULL)->id);
}

static void take_tagged(struct ui *ui)
{
    for (size_t i = 0; i < ui_chat(ui)->n_items; i++)
        if (ids_has(&ui->tagged, chat_item(ui_chat(ui), i, NULL)->id))
            take_item(ui, i);
    ui->export->part = "-tagged";
}

/* Of the list: all of the tagged chats. */
static void take_chats(struct ui *ui)
{
    const struct chat *chat;
    size_t at = 0;

    while ((chat = chat_tags_next(ui, &at)))
        vec_push(&ui->export->chats, chat->id);
    ui->export->chat = 0;
    ui->export->part = "-tagged";
}

static void take_all(struct ui *ui)
{
    ui->export->chat = 0;
}

/* All that the search of all chats finds, also what nobody scrolled to. */
static void take_hits(struct ui *ui)
{
    int64_t chat, message;
    size_t n = 0;

    busy_begin(ui);
    while (busy_goes_on(ui, n) && grep_read(ui, &n))
        ;
    ui->export->is_ended = !busy_goes_on(ui, n);
    busy_end(ui);
    for (size_t i = 0; grep_hit(ui, i, &chat, &message); i++) {
        vec_push(&ui->export->messages, message);
        vec_push(&ui->export->chats, chat);
    }
    ui->export->chat = 0;
    ui->export->part = "-found";
}

static void take_range(struct ui *ui)
{
    size_t a = ui->range, b = ui_item(ui);

    for (size_t i = a < b ? a : b; i <= (a < b ? b : a); i++)
        if (lens_shows(&ui->lens, i))
            take_item(ui, i);
    ui->export->part = "-range";
}

static void take_found(struct ui *ui)
{
    size_t n;
    const uint32_t *found = search_found(ui, &n);

    for (size_t i = 0; i < n; i++)
        take_item(ui, found[i]);
    ui->export->part = "-filtered";
}

static void take_session(struct ui *ui)
{
    const struct session *session;

    chat_item(ui_chat(ui), ui_item(ui), &session);
    ui->export->session = session->id;
    if (session->id == 0) /* which a filter takes for any */
        for (size_t i = 0; i < session->entries.n; i++)
            vec_push(&ui->export->messages, session->entries.at[i].id);
}

/* What the keys act on: what was found, when its list is open; tagged after ;, a range begun, what
 * a filter shows, else the session. */
static void take_selected(struct ui *ui)
{
    size_t n;

    if (grep_list_is_open(ui))
        take_hits(ui);
    else if (ui->to_tagged && ui->focus == PANE_LIST)
        take_chats(ui);
    else if (ui->to_tagged)
        take_tagged(ui);
    else if (ui->range != NO_ITEM)
        take_range(ui);
    else if (search_found(ui, &n))
        take_found(ui);
    else
        take_session(ui);
}

static bool refuse(struct ui *ui, const char *sentence)
{
    forget(ui);
    ui_tell(ui, "%s", sentence);
    return false;
}

/* What it has found so far is a part, and items change under it. */
static bool refuse_search(struct ui *ui)
{
    return refuse(ui, _("a search still runs; export when it is through, or end it with Esc"));
}

/* Nothing to take: the whole of the chat. */
static const struct export_part {
    const char *name;
    void (*take)(struct ui *ui);
} parts[] = {
    {"session", take_session}, {"chat", NULL}, {"all", take_all}, {"hits", take_hits},
    {"", take_selected}, /* what is not named */
};
enum { PARTS = sizeof parts / sizeof *parts, SELECTED = PARTS - 1 };

const char *export_part(size_t i)
{
    return i < SELECTED ? parts[i].name : NULL;
}

static bool needs_message(const struct ui *ui, const struct export_part *part)
{
    return part->take != take_all && part->take != take_hits && !grep_list_is_open(ui);
}

/* False, and told: there is nothing. */
static bool take(struct ui *ui, const struct export_part *part)
{
    const struct export *export = ui->export;

    if (part->take == take_selected && ui->focus == PANE_LIST && !ui->to_tagged &&
        !grep_list_is_open(ui))
        return true; /* the chat that the list has selected */
    if (part->take)
        part->take(ui);
    if (export->is_ended)
        return refuse(ui, _("nothing was written"));
    if ((part->take == take_hits || grep_list_is_open(ui)) && export->messages.n == 0)
        return refuse(ui, _("nothing was found in all chats yet: P searches"));
    if (part->take == take_selected && !export->session &&
        export->messages.n + export->chats.n == 0)
        return refuse(ui, _("the filter shows no messages to export"));
    return true;
}

static bool begin(struct ui *ui, const struct format *format, const struct export_part *part)
{
    struct export *export;
    struct error error;

    if (secure_forbids_files(&error))
        return refuse(ui, error.text);
    if (search_runs(ui))
        return refuse_search(ui);
    if (!ui_chat(ui) || (ui_item(ui) == NO_ITEM && needs_message(ui, part)))
        return refuse(ui, _("there are no messages to export here"));
    forget(ui);
    ui->export = export = mem_zero(1, sizeof *export);
    export->format = format;
    export->part = "";
    export->chat = ui_chat(ui)->id;
    if (!take(ui, part))
        return false;
    if (export->chats.n)
        qsort(export->chats.at, export->chats.n, sizeof *export->chats.at, compare_ids);
    if (export->messages.n)
        qsort(export->messages.at, export->messages.n, sizeof *export->messages.at, compare_ids);
    return true;
}

/* --- writing ------------------------------------------------------------------------------- */

static struct document document_of(struct ui *ui)
{
    const struct export *export = ui->export;

    return (struct document){
        .look = ui->start.look,
        .filter = {.chat = export->chat,
                   .session = export->session,
                   .messages = export->messages.at,
                   .n_messages = export->messages.n,
                   .chats = export->chats.at,
                   .n_chats = export->chats.n},
        .ascii = ui->start.options->ascii,
        .csv_raw = ui->start.options->csv_raw,
        .csv_bom = ui->start.options->csv_bom,
        .width = 80,
        .goes_on = busy_goes_on,
        .watcher = ui,
    };
}

static bool is_all(const struct export *export)
{
    return !export->chat && !export->chats.n;
}

/* What is not listed yet would be missing from all. */
static void read_list(struct ui *ui)
{
    const struct export *export = ui->export;
    struct source *source = ui->start.source;

    while (is_all(export) && busy_goes_on(ui, 0)) {
        if (source_wait(source))
            continue;
        source_more(source);
        if (!source_wait(source))
            break;
    }
    store_settle(ui->start.look.store);
}

/* A part is not told as the whole. */
static void tell_written(struct ui *ui, const struct written *written)
{
    struct str lack = {0};

    if (is_all(ui->export))
        source_add_trouble(ui->start.source, &lack);
    if (!lack.size && written->n_failed)
        str_addf(&lack, ngettext("%zu chat or session could not be read",
                                 "%zu chats or sessions could not be read", written->n_failed),
                 written->n_failed);
    ui_tell(ui,
            ngettext("%zu message written to %s%s%s", "%zu messages written to %s%s%s",
                     written->n_messages),
            written->n_messages, ui->export->path, lack.size ? _("; not all: ") : "",
            str_text(&lack));
    str_release(&lack);
}

static void write_file(struct ui *ui, bool force)
{
    struct export *export = ui->export;
    struct document document = document_of(ui);
    struct outlet outlet = {.path = export->path, .force = force};
    struct written written;
    struct error error;
    struct stand stand;
    bool done;

    if (search_runs(ui)) { /* begun again while the name was asked for */
        refuse_search(ui);
        return;
    }
    stand = loading_leave(ui);
    busy_begin(ui);
    done = outlet_open(&outlet, &error);
    if (done) {
        read_list(ui);
        done = document_save(&document, export->format, &outlet, &written, &error);
    }
    loading_return(ui, &stand);
    busy_end(ui);
    if (done)
        tell_written(ui, &written);
    else
        ui_tell(ui, "%s", error.text);
    forget(ui);
}

static void replace(struct ui *ui, int key)
{
    if (key == 'y')
        write_file(ui, true);
    else
        ui_tell(ui, _("nothing was written"));
}

static void write_to(struct ui *ui, const char *path)
{
    struct str whole = {0};
    struct stat info;

    path_add_typed(&whole, path);
    free(ui->export->path);
    path = ui->export->path = str_take(&whole);
    if (lstat(path, &info) != 0) {
        write_file(ui, false);
        return;
    }
    ui_tell(ui, _("%s exists already; y replaces it"), path);
    ui->letter = replace;
}

/* --- asking -------------------------------------------------------------------------------- */

/* "chat-2210-session-903.html": nothing foreign is in it. */
static void add_name(const struct export *export, struct str *out)
{
    str_add_text(out, export->chat ? "chat" : "chats");
    if (export->chat)
        str_addf(out, "-%" PRId64, export->chat);
    if (export->session)
        str_addf(out, "-session-%" PRId64, export->session);
    str_addf(out, "%s%s", export->part, export->format->extension);
}

static void accepted(struct ui *ui, const char *text)
{
    if (*text)
        write_to(ui, text);
    else
        ui_tell(ui, _("nothing was written"));
}

static void ask(struct ui *ui)
{
    static struct edit_history history;
    static const struct prompt_kind kind = {
        .sign = "to file: ", .name = "export", .accept = accepted, .cancel = forget,
        .complete = offer_file_line, .history = &history};
    struct str name = {0};

    add_name(ui->export, &name);
    prompt_open(ui, &kind, str_text(&name));
    str_release(&name);
}

static void export_as(struct ui *ui, const char *format)
{
    if (begin(ui, format_find(document_formats, format), &parts[SELECTED]))
        ask(ui);
}

void cmd_export_menu(struct ui *ui, int count)
{
    (void)count;
    ui->menu = CONTEXT_EXPORT;
}

void cmd_export_found(struct ui *ui, int count)
{
    if (grep_list_is_open(ui))
        cmd_export_menu(ui, count);
    else
        ui_tell(ui, _("there are no messages to export here"));
}

void cmd_export_text(struct ui *ui, int count)
{
    (void)count;
    export_as(ui, "text");
}

void cmd_export_markdown(struct ui *ui, int count)
{
    (void)count;
    export_as(ui, "markdown");
}

void cmd_export_html(struct ui *ui, int count)
{
    (void)count;
    export_as(ui, "html");
}

void cmd_export_jsonl(struct ui *ui, int count)
{
    (void)count;
    export_as(ui, "jsonl");
}

void cmd_export_csv(struct ui *ui, int count)
{
    (void)count;
    export_as(ui, "csv");
}

/* The menu stays: a format is chosen next. */
void cmd_export_redact(struct ui *ui, int count)
{
    (void)count;
    settings_put(ui, "redact", ui->start.options->redact ? "off" : "on");
    ui->menu = CONTEXT_EXPORT;
}

/* --- :export ------------------------------------------------------------------------------- */

static void tell_formats(struct ui *ui, const char *name)
{
    struct str names = {0};

    for (size_t i = 0; document_formats[i]; i++)
        str_addf(&names, "%s%s", i ? ", " : "", document_formats[i]->name);
    ui_tell(ui, *name ? _("there is no format %s; there are %s")
                      : _("export FORMAT [FILE] [session|chat|all|hits]: %s%s"),
            name, str_text(&names));
    str_release(&names);
}

/* Cuts the last word off when it names a part. */
static const struct export_part *take_part(char *text)
{
    char *last = strrchr(text, ' ');
    char *word = last ? last + 1 : text;

    for (size_t i = 0; i < SELECTED; i++)
        if (strcmp(word, parts[i].name) == 0) {
            *(last ? last : text) = '\0';
            return &parts[i];
        }
    return &parts[SELECTED];
}

static void trim_end(char *text)
{
    size_t size = strlen(text);

    while (size && text[size - 1] == ' ')
        text[--size] = '\0';
}

void line_export(struct ui *ui, const char *text)
{
    size_t size = strcspn(text, " ");
    char *name = mem_copy(text, size);
    char *path = mem_copy_text(text + size + strspn(text + size, " "));
    const struct format *format = format_find(document_formats, name);
    const struct export_part *part;

    trim_end(path);
    part = take_part(path);
    trim_end(path);
    if (!format)
        tell_formats(ui, name);
    else if (begin(ui, format, part) && *path)
        write_to(ui, path);
    else if (ui->export)
        ask(ui);
    free(name);
    free(path);
}
