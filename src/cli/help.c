/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "base/words.h"
#include "cli/call.h"
#include "cli/nearest.h"
#include "cli/say.h"
#include "text/cluster.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { NAME_COLUMNS = 26 };

/* "  name   what it is", aligned. */
static void add_entry(struct str *out, const char *name, const char *help, int columns)
{
    int used = cluster_columns(name, strlen(name));

    str_addf(out, "  %s", name);
    str_add_times(out, " ", used + 2 <= columns ? (size_t)(columns - used) : 2);
    str_addf(out, "%s\n", help);
}

static void add_option(struct str *out, const struct option_row *row, bool says_whose)
{
    struct str name = {0}, help = {0};

    if (row->letter)
        str_addf(&name, "-%c, --%s", row->letter, row->name);
    else
        str_addf(&name, "    --%s", row->name);
    if (row->argument)
        str_addf(&name, row->type == OPTION_MAYBE ? "[=%s]" : "=%s",
                 row->choices ? row->choices : _(row->argument));
    if (says_whose)
        subcommand_add_help(row, &help);
    else
        str_add_text(&help, _(row->help));
    if (row->otherwise)
        str_addf(&help, " [%s]", row->otherwise);
    add_entry(out, str_text(&name), str_text(&help), NAME_COLUMNS);
    str_release(&name);
    str_release(&help);
}

/* Those of a subcommand; NULL: all of them. */
static void add_options(struct str *out, const struct subcommand *subcommand)
{
    str_add_text(out, _("\nOptions:\n"));
    for (const struct option_row *row = option_table; row->name; row++)
        if (!subcommand || (row->of & subcommand->options))
            add_option(out, row, !subcommand);
}

static void add_sources(struct str *out)
{
    static const char *const sources[][2] = {
        {N_("FILE..."), N_("saved answers of the portal, or our own JSON Lines")},
        {N_("DIR"), N_("every *.json and *.jsonl in it")},
        {"-", N_("standard input; keys then come from the terminal")},
        {"--demo", N_("the bundled sample dialogs")},
    };

    str_add_text(out, _("\nSources:\n"));
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        add_entry(out, _(sources[i][0]), _(sources[i][1]), NAME_COLUMNS);
}

static void add_formats(struct str *out, const struct format *const *formats)
{
    str_add_text(out, _("\nFormats:\n"));
    for (; *formats; formats++)
        add_entry(out, (*formats)->name, _((*formats)->help), NAME_COLUMNS);
}

static void add_general(struct str *out)
{
    str_add_text(out, _("Usage: imolog [COMMAND] [OPTION]... [SOURCE]...\n"
                        "Reads dialogs of Bitrix24 Open Lines in the terminal.\n"
                        "\nCommands:\n"));
    for (const struct subcommand *row = subcommand_table; row->name; row++)
        add_entry(out, row->name, _(row->help), NAME_COLUMNS);
    add_sources(out);
    add_formats(out, document_formats);
    add_options(out, NULL);
    str_add_text(out, _("\nTo begin with: imolog --demo\n"));
}

static void add_subcommand(struct str *out, const struct subcommand *row)
{
    str_addf(out, _("Usage: imolog %s %s\n%s\n"), row->name, _(row->usage), _(row->help));
    if (row->formats) {
        add_sources(out);
        add_formats(out, row->formats);
    }
    add_options(out, row);
}

static int unknown_topic(const char *topic)
{
    struct nearest nearest;
    struct error error;

    nearest_init(&nearest, topic);
    for (const struct subcommand *row = subcommand_table; row->name; row++)
        nearest_try(&nearest, row->name);
    if (nearest_found(&nearest))
        error_set(&error, ERROR_USAGE, _("there is no command \"%s\"; the nearest is %s"), topic,
                  nearest_found(&nearest));
    else
        error_set(&error, ERROR_USAGE, _("there is no command \"%s\"; see imolog help"), topic);
    return say_error(&error);
}

int help_run(const struct call *call)
{
    const struct subcommand *row = call->subcommand;
    struct str out = {0};
    bool done;

    if (row && row->run == help_run && call->n_sources > 0) {
        row = subcommand_find(call->sources[0]);
        if (!row)
            return unknown_topic(call->sources[0]);
    } else if (row && row->run == help_run) {
        row = NULL;
    }
    if (row)
        add_subcommand(&out, row);
    else
        add_general(&out);
    done = fwrite(out.text, 1, out.size, stdout) == out.size && fflush(stdout) == 0;
    str_release(&out);
    if (done)
        return ERROR_NONE;
    say(_("standard output cannot be written: %s"), strerror(errno));
    return ERROR_FAILED;
}
