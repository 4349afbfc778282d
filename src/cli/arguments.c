/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "cli/call.h"
#include "cli/nearest.h"
#include "source/auth.h"
#include "text/utf8.h"

#include <ctype.h>
#include <getopt.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Rows are told apart by numbers above all letters. */
enum { FIRST_ROW = 256 };

struct getopt_table {
    struct option rows[OPTIONS_MAX];
    char letters[2 * OPTIONS_MAX + 3];
};

/* A flag of the configuration can be turned off again: --ascii=off. */
static int argument_of(const struct option_row *row)
{
    if (row->argument)
        return row->type == OPTION_MAYBE ? optional_argument : required_argument;
    return row->in_config ? optional_argument : no_argument;
}

/* What getopt_long wants to know. "-" first: it gives the other words in their order; then ":": it
 * tells a missing argument from an unknown option. */
static void fill(struct getopt_table *table)
{
    size_t n = 0, at = 0;

    *table = (struct getopt_table){0};
    table->letters[at++] = '-';
    table->letters[at++] = ':';
    for (; option_table[n].name && n + 1 < OPTIONS_MAX; n++) {
        const struct option_row *row = &option_table[n];

        table->rows[n] = (struct option){row->name, argument_of(row), NULL, FIRST_ROW + (int)n};
        if (!row->letter)
            continue;
        table->letters[at++] = row->letter;
        if (row->argument)
            table->letters[at++] = ':';
    }
}

static const struct option_row *row_of(int found)
{
    if (found >= FIRST_ROW)
        return &option_table[found - FIRST_ROW];
    for (const struct option_row *row = option_table; found > 0 && row->name; row++)
        if (row->letter == found)
            return row;
    return NULL;
}

static bool unknown_option(const char *word, struct error *error)
{
    char name[64];
    size_t size = strcspn(word, "=");
    struct nearest nearest;

    if (size >= sizeof name)
        size = sizeof name - 1;
    memcpy(name, word, size);
    name[size] = '\0';
    nearest_init(&nearest, name);
    for (const struct option_row *row = option_table; row->name; row++)
        nearest_try(&nearest, row->name);
    if (nearest_found(&nearest))
        return error_set(error, ERROR_USAGE,
                         _("there is no option --%s; the nearest is --%s; see imolog --help"), name,
                         nearest_found(&nearest));
    return error_set(error, ERROR_USAGE, _("there is no option --%s; see imolog --help"), name);
}

/* A letter may be of several bytes. */
static bool unknown_letter(const char *word, char letter, struct error *error)
{
    const char *at = strchr(word + 1, letter);
    uint32_t code;

    at = at ? at : word + 1;
    return error_set(error, ERROR_USAGE,
                     _("there is no option -%.*s; see imolog --help, and -- before words that "
                       "begin with -"),
                     (int)utf8_decode(at, strlen(at), &code), at);
}

/* What getopt_long could not take: word is the argument it stood in. */
static bool bad_option(int found, const char *word, struct error *error)
{
    const struct option_row *row = row_of(optopt);

    if (found == ':' && row)
        return error_set(error, ERROR_USAGE, _("--%s needs an argument: --%s=%s"), row->name,
                         row->name, _(row->argument));
    if (optopt >= FIRST_ROW)
        return error_set(error, ERROR_USAGE, _("--%s takes no argument"), row->name);
    if (strncmp(word, "--", 2) == 0)
        return unknown_option(word + 2, error);
    return unknown_letter(word, (char)optopt, error);
}

/* --- words that are no options ------------------------------------------------------------- */

/* A word of a query may begin with "-": behind the first one, and wherever its letter is no
 * option's. */
static bool is_of_query(const struct call *call, const char *word)
{
    bool is_search = call->subcommand && call->subcommand->run == search_run;

    return is_search && word[0] == '-' && word[1] && word[1] != '-' && word[2] &&
           (call->n_sources || !row_of((unsigned char)word[1]));
}

/* The first may be the subcommand. They move to the front of argv. */
static void add_word(struct call *call, char **argv, char *word)
{
    if (!call->subcommand && !call->n_sources && (call->subcommand = subcommand_find(word)))
        return;
    argv[1 + call->n_sources++] = word;
}

static bool read_words(int argc, char **argv, struct call *call, struct error *error)
{
    struct getopt_table table;
    int found = 1;

    fill(&table);
    opterr = 0;
    optind = 0; /* also when called again, as tests do */
    while (found != -1) {
        int at = optind ? optind : 1;

        if (at < argc && is_of_query(call, argv[at])) {
            add_word(call, argv, argv[at]);
            optind = at + 1;
            continue;
        }
        found = getopt_long(argc, argv, table.letters, table.rows, NULL);
        if (found == '?' || found == ':')
            return bad_option(found, argv[at], error);
        if (found == 1)
            add_word(call, argv, optarg);
        else if (found != -1 && !option_set(&call->options, row_of(found), optarg, error))
            return false;
    }
    while (optind < argc)
        add_word(call, argv, argv[optind++]);
    return true;
}

/* --- what does not go together ------------------------------------------------------------- */

/* A webhook's address is its password, wherever in the line it stands; a file may be named so. */
static bool has_no_secret(int argc, char *const *argv, struct error *error)
{
    for (int i = 1; i < argc; i++)
        if (auth_is_secret_address(argv[i]) && access(argv[i], F_OK) != 0)
            return error_set(error, ERROR_USAGE,
                             _("the address of a webhook is a password, and on the command line "
                               "others see it; run `imolog login` and paste it there, and better "
                               "make a new webhook: this one may be known now"));
    return true;
}

/* A word that is no file: was a subcommand meant? Names of files have dots and slashes. */
static bool is_lost_word(const char *word)
{
    struct stat info;

    for (const char *at = word; *at; at++)
        if (!islower((unsigned char)*at))
            return false;
    return *word && stat(word, &info) != 0;
}

static bool unknown_subcommand(const char *word, struct error *error)
{
    struct nearest nearest;

    nearest_init(&nearest, word);
    for (const struct subcommand *row = subcommand_table; row->name; row++)
        nearest_try(&nearest, row->name);
    if (nearest_found(&nearest))
        return error_set(error, ERROR_USAGE,
                         _("there is no command and no file \"%s\"; the nearest command is %s"),
                         word, nearest_found(&nearest));
    return error_set(error, ERROR_USAGE,
                     _("there is no command and no file \"%s\"; see imolog --help"), word);
}

/* An option that changes nothing would be taken for one that did. */
static bool are_known(const struct call *call, struct error *error)
{
    const char *name = call->subcommand ? call->subcommand->name : "browse";
    unsigned bit = call->subcommand ? call->subcommand->options : OPTION_OF_BROWSE;
    struct str others = {0};

    for (const struct option_row *row = option_table; row->name; row++) {
        if ((row->of & bit) || !call->options.written[row - option_table].is_given)
            continue;
        subcommand_add_names(row->of, &others);
        error_set(error, ERROR_USAGE,
                  _("%s knows no --%s, which is for %s; see imolog help %s"), name, row->name,
                  str_text(&others), name);
        str_release(&others);
        return false;
    }
    return true;
}

bool arguments_read(int argc, char **argv, struct call *call, struct error *error)
{
    *call = (struct call){.sources = argv + 1};
    options_init(&call->options);
    if (!has_no_secret(argc, argv, error) || !read_words(argc, argv, call, error))
        return false;
    if (!call->subcommand && call->n_sources > 0 && is_lost_word(call->sources[0]))
        return unknown_subcommand(call->sources[0], error);
    return call->options.help || call->options.version || are_known(call, error);
}
