/* SPDX-License-Identifier: MIT */
#include "ui/option.h"
#include "base/mem.h"
#include "base/words.h"
#include "text/redact.h"
#include "ui/theme.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { NUMBER_MAX = 9999 };

#define AT(member) offsetof(struct options, member)

/* Who knows an option; what is common to all commands is not refused by any. */
enum {
    BROWSE = OPTION_OF_BROWSE, SEARCH = OPTION_OF_SEARCH, ARCHIVE = OPTION_OF_ARCHIVE,
    SYNC = OPTION_OF_SYNC, LOGIN = OPTION_OF_LOGIN, DOCTOR = OPTION_OF_DOCTOR,
    SOURCES = BROWSE | OPTION_OF_PRINT | OPTION_OF_CHATS,
    DOCUMENTS = SOURCES | SEARCH,
    ONLINE = SOURCES | SYNC | LOGIN | DOCTOR,
    ALL = OPTION_OF_ALL,
};

/* clang-format off */
const struct option_row option_table[] = {
    {"demo", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("the bundled sample dialogs; nothing else is needed"), AT(demo), false, SOURCES},
    {"archive", 0, N_("FILE"), OPTION_MAYBE, NULL, NULL,
     N_("the local archive; without a FILE the one there is"), AT(archive), false,
     SOURCES | SEARCH | ARCHIVE | SYNC | DOCTOR},
    {"portal", 0, N_("NAME"), OPTION_MAYBE, NULL, NULL,
     N_("the portal logged in to, or the one of this name"), AT(portal), false,
     SOURCES | SYNC | DOCTOR},
    {"keep", 0, NULL, OPTION_FLAG, NULL, "on",
     N_("what is browsed of a portal is kept in its archive"), AT(keep), true, BROWSE},
    {"webhook-command", 0, N_("COMMAND"), OPTION_TEXT, NULL, NULL,
     N_("prints the portal's webhook, such as pass show portal; no shell"), AT(webhook_command),
     true, SOURCES | SYNC | DOCTOR},
    {"cacert", 0, N_("FILE"), OPTION_FILE, NULL, NULL,
     N_("certificates to trust beside the system's, for a portal of one's own"), AT(cacert), true,
     ONLINE},
    {"proxy", 0, N_("ADDRESS"), OPTION_TEXT, NULL, NULL,
     N_("the way to the portal; empty: none; else as the environment says"), AT(proxy), true,
     ONLINE},
    {"plan", 0, N_("PLAN"), OPTION_PLAN, NULL, "standard",
     N_("what the portal permits: standard, enterprise, or requests at once/a second, 50/2"),
     AT(plan), true, ONLINE},
    {"chat", 0, N_("ID"), OPTION_CHAT, NULL, NULL,
     N_("this chat; ID is 1982 or chat1982"), AT(chat), false, SOURCES | SEARCH | SYNC},
    {"session", 0, N_("ID"), OPTION_ID, NULL, NULL,
     N_("this session"), AT(session), false, SOURCES | SEARCH | SYNC},
    {"message", 0, N_("ID"), OPTION_ID, NULL, NULL,
     N_("this message"), AT(message), false, SOURCES},
    {"user", 0, N_("ID"), OPTION_ID, NULL, NULL,
     N_("purge forgets this client"), AT(user), false, ARCHIVE},
    {"user-code", 0, N_("CODE"), OPTION_TEXT, NULL, NULL,
     N_("the chat of this client: connector|line|chat|user"), AT(user_code), false, SOURCES},
    {"crm", 0, N_("TYPE:ID"), OPTION_CRM, NULL, NULL,
     N_("the chats of this LEAD, DEAL, CONTACT or COMPANY, such as LEAD:1205"), AT(crm), false,
     SOURCES},
    {"since", 0, N_("DATE"), OPTION_SINCE, NULL, NULL,
     N_("messages from this date, or date and time, on"), AT(since), false,
     SOURCES | SEARCH | SYNC},
    {"line", 0, N_("ID"), OPTION_ID, NULL, NULL,
     N_("sessions of this line"), AT(line), false, SYNC},
    {"sweep", 0, N_("A..B"), OPTION_RANGE, NULL, NULL,
     N_("also ask for sessions by their numbers, which no list may show"), AT(sweep), false,
     SYNC},
    {"recheck", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("look again at all that is there, however old"), AT(recheck), false, SYNC},
    {"dry-run", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("list and count; ask for no histories and write nothing"), AT(dry_run), false, SYNC},
    {"until", 0, N_("DATE"), OPTION_UNTIL, NULL, NULL,
     N_("messages up to this date, or date and time"), AT(until), false, DOCUMENTS},
    {"order", 0, N_("WHAT"), OPTION_CHOICE, "time|server", "time",
     N_("messages by their time, or as the portal lists them"), AT(order), true, DOCUMENTS},
    {"timezone", 0, N_("ZONE"), OPTION_ZONE, NULL, "portal",
     N_("local, portal, UTC or Area/City; portal shows times as they were given"), AT(zone), true,
     ALL},
    {"color", 0, N_("WHEN"), OPTION_CHOICE, "auto|always|never", "auto",
     N_("whether to use colour; auto asks the terminal and NO_COLOR"), AT(color), true, ALL},
    {"theme", 0, N_("NAME"), OPTION_THEME, NULL, "default",
     N_("how things look: a theme's name, or a path"), AT(theme), true, ALL},
    {"ascii", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("nothing outside ASCII; other letters are transliterated"), AT(ascii), true, ALL},
    {"format", 'f', N_("FORMAT"), OPTION_TEXT, NULL, NULL,
     N_("the format to print in"), AT(format), false, DOCUMENTS},
    {"output", 'o', N_("FILE"), OPTION_FILE, NULL, NULL,
     N_("print into this file, whole or not at all"), AT(output), false, DOCUMENTS},
    {"force", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("let --output and login replace what is there, and archive purge ask nothing"), AT(force),
     false, DOCUMENTS | ARCHIVE | LOGIN},
    {"split", 0, N_("HOW"), OPTION_TEXT, NULL, NULL,
     N_("several files: by day, session, chat, 1000 (messages), 100k or 50mb"), AT(split), false,
     DOCUMENTS},
    {"csv-raw", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("csv for programs: without ' before what a spreadsheet takes for a formula"), AT(csv_raw),
     false, DOCUMENTS},
    {"csv-bom", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("csv with a byte order mark, for spreadsheets that ask for one"), AT(csv_bom), false,
     DOCUMENTS},
    {"sort", 0, N_("HOW"), OPTION_CHOICE, "date|rank", "date",
     N_("newest first, or best first"), AT(sort), false, SEARCH},
    {"limit", 0, N_("N"), OPTION_NUMBER, NULL, NULL,
     N_("at most so many messages"), AT(limit), false, SEARCH},
    {"width", 0, N_("COLUMNS"), OPTION_NUMBER, NULL, NULL,
     N_("columns of the ansi format; else the terminal's, or 80"), AT(width), true, DOCUMENTS},
    {"clipboard", 0, N_("COMMAND"), OPTION_TEXT, NULL, NULL,
     N_("what is copied goes to this command's standard input first"), AT(clipboard), true,
     BROWSE | DOCTOR},
    {"save-to", 0, N_("FOLDER"), OPTION_FILE, NULL, NULL,
     N_("where files of messages are saved; else imolog among the downloads"), AT(save_to), true,
     BROWSE},
    {"attachment-hosts", 0, N_("HOSTS"), OPTION_TEXT, NULL, NULL,
     N_("other hosts files may come from, with blanks between"), AT(attachment_hosts), true,
     BROWSE},
    {"attachment-limit", 0, N_("MB"), OPTION_NUMBER, NULL, "100",
     N_("larger files are not saved"), AT(attachment_limit), true, BROWSE},
    {"info-width", 0, N_("COLUMNS"), OPTION_NUMBER, NULL, NULL,
     N_("columns of the side pane of i; else by the screen"), AT(info_width), true, BROWSE},
    {"open-at", 0, N_("PLACE"), OPTION_CHOICE, "end|reviewed|last", "last",
     N_("where a chat opens: its end, after what was reviewed, or where it was left"), AT(open_at),
     true, BROWSE},
    {"mouse", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("the mouse is ours from the start; F2 changes it"), AT(mouse), true, BROWSE | DOCTOR},
    {"secure", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("no other program is started, and no file written but what imolog keeps for itself"),
     AT(secure), true, ALL},
    {"hyperlinks", 0, N_("WHEN"), OPTION_CHOICE, "auto|on|off", "auto",
     N_("links the terminal itself can open; auto: where it is known to"), AT(hyperlinks), true,
     BROWSE},
    {"redact", 0, NULL, OPTION_KINDS, NULL, "off",
     N_("pseudonyms for personal data: all, or some of names,operators,phones,emails,cards,"
        "documents,links,files"), AT(redact), true, DOCUMENTS},
    {"strict", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("with --redact: print nothing, and say where, if anything is doubtful"), AT(strict), true,
     DOCUMENTS},
    {"langmap", 0, N_("WHICH"), OPTION_CHOICE, "ru|off", "ru",
     N_("letters of a Russian keyboard work as keys by their place; or not"), AT(langmap), true,
     BROWSE},
    {"config", 0, N_("FILE"), OPTION_FILE, NULL, NULL,
     N_("this configuration instead of the usual ones; empty: none"), AT(config), false, ALL},
    {"json", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("one JSON object instead of text"), AT(json), false, DOCTOR},
    {"dump-config", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("print the settings, keys and colours in force, as a configuration"), AT(dump_config),
     false, ALL},
    {"dump-keys", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("print the keys in force, as a configuration"), AT(dump_keys), false, ALL},
    {"check-config", 0, NULL, OPTION_FLAG, NULL, NULL,
     N_("tell the mistakes of the configuration and leave"), AT(check_config), false, ALL},
    {"help", 'h', NULL, OPTION_FLAG, NULL, NULL,
     N_("show this help"), AT(help), false, ALL},
    {"version", 'V', NULL, OPTION_FLAG, NULL, NULL,
     N_("show the version"), AT(version), false, ALL},
    {NULL, 0, NULL, OPTION_FLAG, NULL, NULL, NULL, 0, false, 0},
};
/* clang-format on */
_Static_assert(sizeof option_table / sizeof *option_table <= OPTIONS_MAX, "written[] has a place");

const struct option_row *option_find(const char *name)
{
    for (const struct option_row *row = option_table; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
}

const char *option_values(const struct option_row *row)
{
    static const char *const values[OPTION_KINDS + 1] = {
        [OPTION_FLAG] = "on|off",
        [OPTION_PLAN] = "standard|enterprise",
        [OPTION_ZONE] = "local|portal|UTC",
        [OPTION_KINDS] = "on|off|names|operators|phones|emails|cards|documents|links|files",
    };

    return row->choices ? row->choices : values[row->type];
}

static void *place_of(struct options *options, const struct option_row *row)
{
    return (char *)options + row->offset;
}

void options_init(struct options *options)
{
    struct error error;

    *options = (struct options){0};
    for (const struct option_row *row = option_table; row->name; row++)
        if (row->otherwise)
            option_set(options, row, row->otherwise, &error);
    for (size_t i = 0; i < OPTIONS_MAX; i++)
        options->written[i].is_given = false;
}

/* --- one function per type ----------------------------------------------------------------- */

static bool read_digits(const char *text, int64_t *number)
{
    char *end;
    long long value;

    if (!isdigit((unsigned char)*text))
        return false;
    errno = 0;
    value = strtoll(text, &end, 10);
    *number = value;
    return errno == 0 && *end == '\0' && value > 0;
}

static bool set_id(int64_t *id, const struct option_row *row, const char *text,
                   struct error *error)
{
    bool is_chat = row->type == OPTION_CHAT;
    int64_t number;

    if (!read_digits(is_chat && strncasecmp(text, "chat", 4) == 0 ? text + 4 : text, &number))
        return error_set(error, ERROR_USAGE,
                         is_chat ? _("--%s takes an id such as 1982 or chat1982, not \"%s\"")
                                 : _("--%s takes an id such as 1982, not \"%s\""),
                         row->name, text);
    *id = number;
    return true;
}

static bool set_crm(struct option_crm *crm, const struct option_row *row, const char *text,
                    struct error *error)
{
    struct option_crm found = {0};
    size_t size = strcspn(text, ":");
    bool is_good = size > 0 && size < sizeof found.type && text[size] == ':' &&
                   read_digits(text + size + 1, &found.id);

    if (!is_good)
        return error_set(error, ERROR_USAGE,
                         _("--%s takes a type and an id such as LEAD:1205, not \"%s\""), row->name,
                         text);
    for (size_t i = 0; i < size; i++)
        found.type[i] = (char)toupper((unsigned char)text[i]);
    *crm = found;
    return true;
}

static bool set_plan(struct limit_plan *plan, const struct option_row *row, const char *text,
                     struct error *error)
{
    return limit_plan_read(plan, text) ||
           error_set(error, ERROR_USAGE,
                     _("--%s takes standard, enterprise, or requests at once and a second such as "
                       "50/2, not \"%s\""), row->name, text);
}

static bool set_range(struct option_range *range, const struct option_row *row, const char *text,
                      struct error *error)
{
    const char *dots = strstr(text, "..");
    char *first = mem_copy(text, dots ? (size_t)(dots - text) : 0);
    struct option_range found = {0};
    bool is_good = dots && read_digits(first, &found.from) && read_digits(dots + 2, &found.to) &&
                   found.from <= found.to;

    free(first);
    if (is_good)
        *range = found;
    return is_good || error_set(error, ERROR_USAGE, _("--%s takes two numbers such as 100..200, "
                                                      "not \"%s\""), row->name, text);
}

static bool set_moment(struct option_moment *moment, const struct option_row *row,
                       const char *text, struct error *error)
{
    struct when_typed typed;

    if (!when_parse_typed(text, strlen(text), &typed))
        return error_set(error, ERROR_USAGE,
                         _("--%s takes a date such as 2026-05-04, 04.05.2026 or 2026-05-04T10:02, "
                           "not \"%s\""),
                         row->name, text);
    *moment = (struct option_moment){true, typed.is_clock, typed.when.time};
    if (row->type == OPTION_UNTIL && typed.span)
        moment->time += typed.span - 1;
    return true;
}

int option_choice(const char *choices, const char *text)
{
    size_t size = strlen(text);

    for (int i = 0; *choices; i++) {
        size_t length = strcspn(choices, "|");

        if (length == size && memcmp(choices, text, size) == 0)
            return i;
        choices += length + (choices[length] == '|');
    }
    return -1;
}

static bool set_choice(int *choice, const struct option_row *row, const char *text,
                       struct error *error)
{
    int found = option_choice(row->choices, text);

    if (found >= 0)
        *choice = found;
    return found >= 0 || error_set(error, ERROR_USAGE, _("--%s takes %s, not \"%s\""),
                                   row->name, row->choices, text);
}

static bool set_number(int *number, const struct option_row *row, const char *text,
                       struct error *error)
{
    int64_t value;

    if (!read_digits(text, &value) || value > NUMBER_MAX)
        return error_set(error, ERROR_USAGE, _("--%s takes a number from 1 to %d, not \"%s\""),
                         row->name, NUMBER_MAX, text);
    *number = (int)value;
    return true;
}

static bool set_flag(bool *flag, const struct option_row *row, const char *text,
                     struct error *error)
{
    static const char *const words[] = {"off", "on", "no", "yes", "false", "true"};

    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0) {
            *flag = i % 2 == 1;
            return true;
        }
    if (!text)
        *flag = true;
    return !text || error_set(error, ERROR_USAGE, _("--%s takes on or off, not \"%s\""), row->name,
                              text);
}

static bool set_theme(const char **theme, const char *text, struct error *error)
{
    if (!theme_is_there(text, error))
        return false;
    *theme = text;
    return true;
}

static bool set(void *place, const struct option_row *row, const char *text, struct error *error)
{
    switch (row->type) {
    case OPTION_FLAG:
        return set_flag(place, row, text, error);
    case OPTION_TEXT:
    case OPTION_FILE:
    case OPTION_MAYBE:
        *(const char **)place = text ? text : "";
        return true;
    case OPTION_THEME:
        return set_theme(place, text, error);
    case OPTION_ID:
    case OPTION_CHAT:
        return set_id(place, row, text, error);
    case OPTION_PLAN:
        return set_plan(place, row, text, error);
    case OPTION_RANGE:
        return set_range(place, row, text, error);
    case OPTION_CRM:
        return set_crm(place, row, text, error);
    case OPTION_SINCE:
    case OPTION_UNTIL:
        return set_moment(place, row, text, error);
    case OPTION_ZONE:
        return zone_parse(text, place, error);
    case OPTION_CHOICE:
        return set_choice(place, row, text, error);
    case OPTION_NUMBER:
        return set_number(place, row, text, error);
    case OPTION_KINDS:
        return redact_read_kinds(text ? text : "on", place, error);
    }
    return true;
}

bool option_set(struct options *options, const struct option_row *row, const char *text,
                struct error *error)
{
    if (!set(place_of(options, row), row, text, error))
        return false;
    options->written[row - option_table].text =
        text ? text : row->type == OPTION_MAYBE ? "" : "on";
    options->written[row - option_table].is_given = true;
    return true;
}

/* Taking a zone sets TZ for the whole program. */
bool option_check(const struct option_row *row, const char *text, struct error *error)
{
    char *zone = mem_copy_text(getenv("TZ"));
    struct options scratch = {0};
    bool done = option_set(&scratch, row, text, error);

    if (zone)
        setenv("TZ", zone, 1);
    else
        unsetenv("TZ");
    tzset();
    free(zone);
    return done;
}
