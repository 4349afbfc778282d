/* SPDX-License-Identifier: MIT */
#include "base/path.h"
#include "layout/plain.h"
#include "text/utf8.h"
#include "ui/chat_filter.h"
#include "ui/commands.h"
#include "ui/export.h"
#include "ui/grep.h"
#include "ui/line.h"
#include "ui/overlay.h"
#include "ui/prompt.h"
#include "ui/save.h"
#include "ui/settings.h"

#include <stdlib.h>
#include <string.h>

/* --- :goto: a number, a percentage, a time, a date, a permalink ------------------------------ */

/* The first item at or after a moment of the clock as shown. */
static size_t item_at(struct ui *ui, struct when wanted, bool is_date)
{
    const struct chat *chat = ui_chat(ui);
    struct when_parts to, at;
    struct zone utc = {ZONE_UTC};

    when_split(wanted, &utc, &to);
    for (size_t i = 0; i < chat->n_items; i++) {
        const struct entry *entry = chat_item(chat, i, NULL);

        if (entry->time == WHEN_NONE)
            continue;
        when_split((struct when){entry->time, entry->offset}, &ui->start.look.zone, &at);
        if (at.day_number > to.day_number ||
            (at.day_number == to.day_number &&
             (is_date || at.hour * 60 + at.minute >= to.hour * 60 + to.minute)))
            return i;
    }
    return chat->n_items - 1;
}

/* "13:00": on the day of the selected message. */
static bool clock_here(struct ui *ui, const char *text, struct when *when)
{
    const struct entry *entry = chat_item(ui_chat(ui), ui_item(ui), NULL);
    struct when_parts parts;
    struct str full = {0};
    bool done;

    when_split((struct when){entry->time, entry->offset}, &ui->start.look.zone, &parts);
    str_addf(&full, "%04d-%02d-%02dT%s:00", parts.year, parts.month, parts.day, text);
    done = strlen(text) == 5 && text[2] == ':' && when_parse(str_text(&full), full.size, when);
    str_release(&full);
    return done;
}

static bool go_to_moment(struct ui *ui, const char *text)
{
    struct when when;

    if (!clock_here(ui, text, &when) && !when_parse(text, strlen(text), &when))
        return false;
    places_keep(ui);
    ui_go(ui, item_at(ui, when, strlen(text) == 10), 0);
    return true;
}

static bool go_to_number(struct ui *ui, const char *text)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    size_t n = ui->messages.n;

    if (end == text || (*end && strcmp(end, "%") != 0) || *text == '-')
        return false;
    if (*end != '%' && number > n)
        return false; /* then it is an id */
    places_keep(ui);
    if (*end == '%')
        number = (n - 1) * (number < 100 ? number : 100) / 100 + 1;
    view_select(&ui->messages, number ? number - 1 : 0, -1);
    ui->focus = PANE_MESSAGES;
    return true;
}

static void line_goto(struct ui *ui, const char *text)
{
    bool has_any = ui_item(ui) != NO_ITEM;

    if (!(has_any && (go_to_number(ui, text) || go_to_moment(ui, text))) &&
        !places_go_text(ui, text))
        ui_tell(ui,
                _("%s is no place; give a number, 50%%, 13:00, 2026-05-04, an id or a permalink"),
                text);
}

/* --- other words ----------------------------------------------------------------------------- */

static void line_help(struct ui *ui, const char *text)
{
    help_open(ui);
    overlay_filter(ui, text);
}

static void line_quit(struct ui *ui, const char *text)
{
    (void)text;
    cmd_quit(ui, 0);
}

/* The whole line again, for what a configuration says in the same words. */
static void line_bind(struct ui *ui, const char *text)
{
    struct str line = {0};

    str_addf(&line, "bind %s", text);
    settings_line(ui, str_text(&line));
    str_release(&line);
}

static void line_unbind(struct ui *ui, const char *text)
{
    struct str line = {0};

    str_addf(&line, "unbind %s", text);
    settings_line(ui, str_text(&line));
    str_release(&line);
}

/* Tagged messages, else the whole chat. */
static void line_save(struct ui *ui, const char *path)
{
    struct str raw = {0}, text = {0};
    struct error error;

    if (!*path) {
        ui_tell(ui, "%s", _("save FILE: where to?"));
        return;
    }
    if (tags_apply(ui))
        tags_add_text(ui, true, &raw);
    else
        plain_add_chat(&ui->start.look, ui_chat(ui), &raw);
    utf8_clean(&text, str_text(&raw), raw.size, UTF8_BODY);
    if (path_write(path, str_text(&text), text.size, false, &error))
        ui_tell(ui, _("%s was written"), path);
    else
        ui_tell(ui, "%s", error.text);
    str_release(&raw);
    str_release(&text);
}

const struct line_word line_words[] = {
    {"goto", N_("goto PLACE: number, 50%, 13:00, 2026-05-04, message id, permalink"), line_goto},
    {"grep", N_("grep [QUERY]: search all chats; alone: what was found last"), grep_open},
    {"help", N_("help [WORD]: the keys, those with a word in them"), line_help},
    {"quit", N_("leave"), line_quit},
    {"filter", N_("filter [WORDS]: chats of the list, as status:open line:5 -vote:bad; empty: all"),
     chat_filter_set},
    {"theme", N_("theme NAME: other colours"), settings_theme},
    {"set", N_("set OPTION VALUE: as in imolog.conf(5)"), settings_set},
    {"bind", N_("bind CONTEXT KEY COMMAND"), line_bind},
    {"unbind", N_("unbind CONTEXT KEY"), line_unbind},
    {"save", N_("save FILE: what is tagged, else the chat, as text"), line_save},
    {"save-file", N_("save-file [N]: the message's file, or its Nth, from the portal"),
     line_save_file},
    {"export", N_("export FORMAT [FILE] [session|chat|all|hits]: as x does, or this"), line_export},
    {NULL, NULL, NULL},
};

/* Any command of the table can be typed, with a count before it. */
static bool run_command(struct ui *ui, const char *text)
{
    char *end;
    long count = strtol(text, &end, 10);
    const struct command *command = command_find(end + strspn(end, " "));

    if (!command || context_is_menu(command->context) || command->context == CONTEXT_OVERLAY)
        return false;
    keys_run(ui, command, count > 0 && count < 1000000000 ? (int)count : 0);
    return true;
}

static const struct line_word *find_word(const char *text, size_t size)
{
    for (const struct line_word *word = line_words; word->name; word++)
        if (strlen(word->name) == size && memcmp(word->name, text, size) == 0)
            return word;
    return NULL;
}

static void accepted(struct ui *ui, const char *text)
{
    const struct line_word *word;
    size_t size;

    text += strspn(text, " ");
    size = strcspn(text, " ");
    word = find_word(text, size);
    if (word)
        word->run(ui, text + size + strspn(text + size, " "));
    else if (size && !run_command(ui, text) && !go_to_number(ui, text))
        ui_tell(ui, _("%s is no command; Tab completes, :help tells"), text);
}

/* How much all names agree on that begin with what was typed. */
struct completion {
    const char *typed, *best;
    size_t size, agree;
};

static void add_candidate(struct completion *completion, const char *name)
{
    if (strncmp(name, completion->typed, completion->size) != 0)
        return;
    if (!completion->best) {
        completion->best = name;
        completion->agree = strlen(name);
    }
    while (strncmp(completion->best, name, completion->agree) != 0)
        completion->agree--;
}

static void complete(struct ui *ui, struct edit *edit)
{
    struct completion completion = {.typed = str_text(&edit->text), .size = edit->text.size};

    for (const struct line_word *word = line_words; word->name; word++)
        add_candidate(&completion, word->name);
    for (const struct command *command = command_table; command->name; command++)
        if (!context_is_menu(command->context))
            add_candidate(&completion, command->name);
    if (!completion.best)
        ui_tell(ui, _("nothing begins so"));
    else if (completion.agree > completion.size)
        edit_set(edit, completion.best, completion.agree);
}

void cmd_line(struct ui *ui, int count)
{
    static struct edit_history history;
    static const struct prompt_kind kind = {
        .sign = ":", .name = "line", .accept = accepted, .complete = complete, .history = &history};

    (void)count;
    prompt_open(ui, &kind, "");
}
