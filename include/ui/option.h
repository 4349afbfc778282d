/* SPDX-License-Identifier: MIT */
#ifndef UI_OPTION_H
#define UI_OPTION_H

#include "base/error.h"
#include "model/session.h"
#include "source/limit.h"
#include "text/when.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * THE option table. One row: name, letter, argument, type, choices, default,
 * help, commands. It feeds the command line, the configuration, the help, the completions and
 * the man pages; values end up in one struct options. Texts in it are borrowed from
 * who set them.
 */
enum option_type {
    OPTION_FLAG,   /* bool; without an argument on, else on or off */
    OPTION_TEXT,   /* const char * */
    OPTION_FILE,   /* const char *: the path of a file */
    OPTION_MAYBE,  /* const char *: "" when it was given without an argument */
    OPTION_THEME,  /* const char *: a theme that is there */
    OPTION_ID,     /* int64_t above 0 */
    OPTION_CHAT,   /* int64_t: an id, also written chat1982 */
    OPTION_CRM,    /* struct option_crm: TYPE:ID */
    OPTION_PLAN,   /* struct limit_plan */
    OPTION_RANGE,  /* struct option_range: 100..200 */
    OPTION_SINCE,  /* struct option_moment: a date is its first second */
    OPTION_UNTIL,  /* struct option_moment: a date is its last second */
    OPTION_ZONE,   /* struct zone */
    OPTION_CHOICE, /* int: which of the choices, from 0 */
    OPTION_NUMBER, /* int from 1 to 9999 */
    OPTION_KINDS,  /* unsigned: kinds of text/redact.h; without an argument all of them */
};

struct option_crm {
    char type[16]; /* in capitals; "" when not given */
    int64_t id;
};

struct option_range {
    int64_t from, to; /* 0: not given */
};

struct option_moment {
    bool given;
    bool is_clock; /* no offset was written: a reading of the clock as times are shown */
    int64_t time;
};

enum option_langmap { LANGMAP_RU, LANGMAP_OFF };
enum option_open { OPEN_END, OPEN_REVIEWED, OPEN_LAST };
enum option_hyperlinks { HYPERLINKS_AUTO, HYPERLINKS_ON, HYPERLINKS_OFF };
enum option_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

enum { OPTIONS_MAX = 64 };

struct options {
    bool demo, ascii, force, help, version;
    int64_t chat, session, message, user; /* 0: not given */
    const char *user_code;                /* NULL: not given; so are the others */
    const char *archive, *portal, *webhook_command, *cacert, *proxy;
    struct limit_plan plan;
    struct option_crm crm;
    int64_t line;              /* 0: not given */
    struct option_range sweep;
    bool recheck, dry_run, keep;
    struct option_moment since, until;
    int order; /* enum order */
    struct zone zone;
    int color; /* enum option_color */
    int open_at; /* enum option_open */
    const char *save_to, *attachment_hosts;
    int attachment_limit; /* MB */
    bool secure, mouse, strict;
    unsigned redact; /* bits 1 << enum redact_kind */
    const char *clipboard; /* command; NULL: none */
    const char *theme, *format, *output, *split;
    bool csv_raw, csv_bom;
    int width, info_width, limit; /* 0: not given */
    int sort;  /* enum archive_order */
    int langmap; /* enum option_langmap */
    int hyperlinks; /* enum option_hyperlinks */
    const char *config;
    bool json;
    bool dump_config, dump_keys, check_config;
    /* By row: what it was set to, as written, NULL when it was not; and whether anybody did so,
     * or it is the default. */
    struct {
        const char *text;
        bool is_given;
    } written[OPTIONS_MAX];
};

/* Commands that know an option: refused by the others, and not among their help. */
enum option_of {
    OPTION_OF_BROWSE = 1 << 0,
    OPTION_OF_PRINT = 1 << 1,
    OPTION_OF_CHATS = 1 << 2,
    OPTION_OF_SEARCH = 1 << 3,
    OPTION_OF_ARCHIVE = 1 << 4,
    OPTION_OF_SYNC = 1 << 5,
    OPTION_OF_LOGIN = 1 << 6,
    OPTION_OF_DOCTOR = 1 << 7,
    OPTION_OF_HELP = 1 << 8,
    OPTION_OF_ALL = (1 << 9) - 1,
};

struct option_row {
    const char *name;
    char letter;          /* or 0 */
    const char *argument; /* its name in the help, or NULL */
    enum option_type type;
    const char *choices;   /* "a|b|c" of a choice, else NULL */
    const char *otherwise; /* the default as written, or NULL */
    const char *help;
    size_t offset;         /* in struct options */
    bool in_config;        /* may also stand in a configuration */
    unsigned of;           /* enum option_of */
};

/* Ends with a name of NULL. */
extern const struct option_row option_table[];

/* NULL when there is none of this name. */
const struct option_row *option_find(const char *name);
/* The values known of its type, "a|b|c"; NULL: none are. */
const char *option_values(const struct option_row *row);
/* Which of "a|b|c" the text is; -1: none of them. */
int option_choice(const char *choices, const char *text);
/* Every option as its row says. */
void options_init(struct options *options);
/* text may be NULL for a flag. False: the text is none the option takes, and the sentence says
 * which. */
bool option_set(struct options *options, const struct option_row *row, const char *text,
                struct error *error);
/* Whether the row takes this text; nothing is set. */
bool option_check(const struct option_row *row, const char *text, struct error *error);

#endif
