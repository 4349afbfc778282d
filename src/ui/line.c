/* SPDX-License-Identifier: MIT */
#include "base/path.h"
#include "base/secure.h"
#include "layout/plain.h"
#include "text/utf8.h"
#include "ui/chat_filter.h"
#include "ui/commands.h"
#include "ui/export.h"
#include "ui/goto.h"
#include "ui/grep.h"
#include "ui/line.h"
#include "ui/overlay.h"
#include "ui/prompt.h"
#include "ui/save.h"
#include "ui/settings.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { COUNT_MAX = 1000000000 };

/* --- words ----------------------------------------------------------------------------------- */

/* What the help does not have as text may be the name of a command. */
static void line_help(struct ui *ui, const char *text)
{
    const struct command *command = command_find(text);

    help_open(ui);
    overlay_filter(ui, text);
    if (ui->overlay->view.n == 0 && command)
        overlay_filter(ui, gettext(command->help));
    if (ui->overlay->view.n)
        return;
    overlay_close(ui);
    ui_tell(ui, _("the help has nothing with %s; :help alone shows all of it"), text);
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

static bool is_there(const char *path)
{
    struct stat info;

    return lstat(path, &info) == 0;
}

/* Tagged messages, else the whole chat. */
static void save(struct ui *ui, const char *typed, bool force)
{
    struct str path = {0}, raw = {0}, text = {0};
    struct error error;

    path_add_typed(&path, typed);
    if (tags_apply(ui))
        tags_add_text(ui, true, &raw);
    else
        plain_add_chat(&ui->start.look, ui_chat(ui), &raw);
    utf8_clean(&text, str_text(&raw), raw.size, UTF8_BODY);
    if (!force && !secure_is() && is_there(str_text(&path)))
        ui_tell(ui, _("%s exists already; choose another name, or replace it by :save!"), typed);
    else if (path_write(str_text(&path), str_text(&text), text.size, force, &error))
        ui_tell(ui, _("%s was written"), typed);
    else
        ui_tell(ui, "%s", error.text);
    str_release(&path);
    str_release(&raw);
    str_release(&text);
}

static void line_save(struct ui *ui, const char *path)
{
    save(ui, path, false);
}

static void line_save_over(struct ui *ui, const char *path)
{
    save(ui, path, true);
}

const struct line_word line_words[] = {
    {"goto", N_("goto PLACE: number, 50%, 13:00, -5m, 2026-05-04, message id, permalink"),
     line_goto, true, {offer_nothing}},
    {"grep", N_("grep [QUERY]: search all chats; alone: what was found last"), grep_open, false,
     {offer_query, offer_query, offer_query, offer_query}},
    {"help", N_("help [WORD]: the keys, those with a word in them"), line_help, false,
     {offer_topics}},
    {"quit", N_("leave"), line_quit, false, {NULL}},
    {"filter", N_("filter [WORDS]: chats of the list, as status:open line:5 -vote:bad; empty: all"),
     chat_filter_set, false, {offer_filter, offer_filter, offer_filter, offer_filter}},
    {"theme", N_("theme [NAME]: other colours; alone: which these are"), settings_theme, false,
     {offer_themes}},
    {"set", N_("set OPTION [VALUE]: as in imolog.conf(5); without a value it is shown"),
     settings_set, true, {offer_settings, offer_settings, offer_settings}},
    {"bind", N_("bind CONTEXT KEY COMMAND"), line_bind, true,
     {offer_contexts, offer_nothing, offer_commands}},
    {"unbind", N_("unbind CONTEXT KEY"), line_unbind, true, {offer_contexts}},
    {"save", N_("save FILE: what is tagged, else the chat, as text"), line_save, true,
     {offer_files}},
    {"save!", N_("save! FILE: the same, replacing what is there"), line_save_over, true,
     {offer_files}},
    {"save-file", N_("save-file [N]: the message's file, or its Nth, from the portal"),
     line_save_file, false, {offer_nothing}},
    {"export", N_("export FORMAT [FILE] [session|chat|all|hits]: as x does, or this"), line_export,
     false, {offer_formats, offer_parts, offer_parts}},
    {NULL, NULL, NULL, false, {NULL}},
};

/* --- a line ---------------------------------------------------------------------------------- */

/* Words that hands know from elsewhere. */
static const char *const aliases[][2] = {
    {"h", "help"}, {"q", "quit"}, {"q!", "quit"},   {"qa", "quit"},
    {"w", "save"}, {"x", "quit"}, {"w!", "save!"}, {"wq", "quit"},
};

/* What a word means: one of the two; or how many it may mean. */
struct meaning {
    const struct line_word *word;
    const struct command *command;
    size_t n;
    struct str names;
};

/* Neither menus nor overlays are open when a line is typed. */
static bool can_be_typed(const struct command *command)
{
    return !context_is_menu(command->context) && command->context != CONTEXT_OVERLAY;
}

static const struct line_word *find_word(const char *name)
{
    for (const struct line_word *word = line_words; word->name; word++)
        if (strcmp(word->name, name) == 0)
            return word;
    return NULL;
}

static bool find_exactly(struct meaning *meaning, const char *name)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(aliases[i][0], name) == 0)
            name = aliases[i][1];
    meaning->word = find_word(name);
    meaning->command = meaning->word ? NULL : command_find(name);
    if (meaning->command && !can_be_typed(meaning->command))
        meaning->command = NULL;
    meaning->n = meaning->word || meaning->command;
    return meaning->n == 1;
}

static bool is_first_so(struct meaning *meaning, const char *name, const char *begin)
{
    if (strncmp(name, begin, strlen(begin)) != 0)
        return false;
    str_addf(&meaning->names, "%s%s", meaning->n ? ", " : "", name);
    return meaning->n++ == 0;
}

/* By name, by another name, or by the beginning of only one. */
static void find_meaning(struct meaning *meaning, const char *name)
{
    *meaning = (struct meaning){0};
    if (!*name || find_exactly(meaning, name))
        return;
    for (const struct line_word *word = line_words; word->name; word++)
        if (is_first_so(meaning, word->name, name))
            meaning->word = word;
    for (const struct command *command = command_table; command->name; command++)
        if (can_be_typed(command) && !find_word(command->name) &&
            is_first_so(meaning, command->name, name))
            meaning->command = command;
}

static void tell_none(struct ui *ui, const struct meaning *meaning, const char *name)
{
    if (meaning->n)
        ui_tell(ui, _("%s may be %s; type more of it"), name, str_text(&meaning->names));
    else
        ui_tell(ui, _("%s is no command; Tab completes, :help tells"), name);
}

static void run_word(struct ui *ui, const struct line_word *word, const char *text)
{
    if (word->needs && !*text)
        ui_tell(ui, "%s", gettext(word->help));
    else
        word->run(ui, text);
}

/* Any command of the table can be typed, with a count before it. */
static void run(struct ui *ui, const char *name, long count, const char *text)
{
    struct meaning meaning;

    find_meaning(&meaning, name);
    if (meaning.n != 1)
        tell_none(ui, &meaning, name);
    else if (meaning.word)
        run_word(ui, meaning.word, text);
    else
        keys_run(ui, meaning.command, count > 0 && count < COUNT_MAX ? (int)count : 0);
    str_release(&meaning.names);
}

static void accepted(struct ui *ui, const char *text)
{
    char *end, *name;
    long count = strtol(text, &end, 10);
    size_t size;

    text += strspn(text, " ");
    if (!*text || goto_number(ui, text))
        return;
    if (*text == '+' || *text == '-') {
        line_goto(ui, text);
        return;
    }
    end += strspn(end, " ");
    text = *end ? end : text;
    size = strcspn(text, " ");
    name = mem_copy(text, size);
    run(ui, name, count, text + size + strspn(text + size, " "));
    free(name);
}

/* --- Tab ------------------------------------------------------------------------------------- */

/* A blank follows the only name where an argument does. */
static void offer_names(struct completion *completion)
{
    struct meaning meaning = {0};

    for (const struct line_word *word = line_words; word->name; word++)
        completion_offer(completion, word->name);
    for (const struct command *command = command_table; command->name; command++)
        if (can_be_typed(command))
            completion_offer(completion, command->name);
    if (completion->names.n == 1 && find_exactly(&meaning, completion->names.at[0]) &&
        meaning.word && meaning.word->arguments[0])
        completion->closing = " ";
}

/* Which of the arguments the line ends in. */
static int argument_at(const char *text)
{
    int n = 0;

    while ((text = strchr(text, ' '))) {
        text += strspn(text, " ");
        n++;
    }
    return n;
}

static void complete(struct ui *ui, struct completion *completion)
{
    const char *line = str_text(&completion->line), *text = line + strspn(line, " 0123456789");
    size_t size = strcspn(text, " ");
    char *name = mem_copy(text, size);
    const char *rest = text + size + strspn(text + size, " ");
    int at = argument_at(rest);
    struct meaning meaning = {0};

    if (text[size])
        find_meaning(&meaning, name);
    else
        offer_names(completion);
    if (meaning.n == 1 && meaning.word && at < LINE_ARGUMENTS && meaning.word->arguments[at])
        meaning.word->arguments[at](ui, completion, rest);
    str_release(&meaning.names);
    free(name);
}

void cmd_line(struct ui *ui, int count)
{
    static struct edit_history history;
    static const struct prompt_kind kind = {
        .sign = ":", .name = "line", .accept = accepted, .complete = complete, .history = &history};

    (void)count;
    prompt_open(ui, &kind, "");
}
