/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "ui/overlay.h"
#include "ui/prompt.h"
#include "ui/search.h"

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
    if (ui_item(ui) == NO_ITEM)
        ui_tell(ui, _("there are no messages to go to"));
    else if (!go_to_number(ui, text) && !go_to_moment(ui, text) && !places_go_text(ui, text))
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

static void line_theme(struct ui *ui, const char *text)
{
    struct error error;
    struct theme *theme = theme_open(*text ? text : "default", &error);

    if (!theme) {
        ui_tell(ui, "%s", error.text);
        return;
    }
    theme_free(ui->theme);
    ui->theme = theme;
    ui->start.theme = theme;
    ui->drawn.is_shown = false;
}

static const struct word {
    const char *name, *help;
    void (*run)(struct ui *ui, const char *text);
} words[] = {
    {"goto", N_("goto PLACE: number, 50%, 13:00, 2026-05-04, message id, permalink"), line_goto},
    {"help", N_("help [WORD]: the keys, those with a word in them"), line_help},
    {"quit", N_("leave"), line_quit},
    {"theme", N_("theme NAME: other colours"), line_theme},
};

enum { N_WORDS = sizeof words / sizeof *words };

/* Any command of the table can be typed, with a count before it. */
static bool run_command(struct ui *ui, const char *text)
{
    char *end;
    long count = strtol(text, &end, 10);
    const struct command *command = command_find(end + strspn(end, " "));

    if (!command || context_is_menu(command->context) || command->context == CONTEXT_OVERLAY)
        return false;
    command->run(ui, count > 0 && count < 1000000000 ? (int)count : 0);
    return true;
}

static const struct word *find_word(const char *text, size_t size)
{
    for (size_t i = 0; i < N_WORDS; i++)
        if (strlen(words[i].name) == size && memcmp(words[i].name, text, size) == 0)
            return &words[i];
    return NULL;
}

static void accepted(struct ui *ui, const char *text)
{
    const struct word *word;
    size_t size;

    text += strspn(text, " ");
    size = strcspn(text, " ");
    word = find_word(text, size);
    if (word)
        word->run(ui, text + size + strspn(text + size, " "));
    else if (size && !run_command(ui, text) && !go_to_number(ui, text))
        ui_tell(ui, _("%s is no command; Tab completes, :help tells"), text);
}

/* The one name that begins so, or as far as all of them agree. */
static void complete(struct ui *ui, struct edit *edit)
{
    const char *typed = str_text(&edit->text), *best = NULL;
    size_t size = edit->text.size, agree = 0;

    for (size_t i = 0; i < N_WORDS; i++)
        if (strncmp(words[i].name, typed, size) == 0) {
            best = best ? best : words[i].name;
            agree = agree ? agree : strlen(best);
            while (strncmp(best, words[i].name, agree) != 0)
                agree--;
        }
    for (const struct command *command = command_table; command->name; command++)
        if (!context_is_menu(command->context) && strncmp(command->name, typed, size) == 0) {
            best = best ? best : command->name;
            agree = agree ? agree : strlen(best);
            while (strncmp(best, command->name, agree) != 0)
                agree--;
        }
    if (best && agree > size)
        edit_set(edit, best, agree);
    else if (!best)
        ui_tell(ui, _("nothing begins so"));
}

void cmd_line(struct ui *ui, int count)
{
    static struct edit_history history;
    static const struct prompt_kind kind = {
        .sign = ":", .accept = accepted, .complete = complete, .history = &history};

    (void)count;
    prompt_open(ui, &kind, "");
}
