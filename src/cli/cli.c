/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "base/log.h"
#include "base/secure.h"
#include "base/words.h"
#include "cli/call.h"
#include "cli/say.h"
#include "cli/surroundings.h"
#include "source/auth.h"

#include <stdio.h>
#include <string.h>

const struct subcommand subcommand_table[] = {
    {"browse", N_("[OPTION]... [SOURCE]..."),
     N_("chat list and message pane (the default command)"), browse_run, document_formats,
     OPTION_OF_BROWSE},
    {"print", N_("[-f FORMAT] [OPTION]... [SOURCE]..."), N_("transcripts on standard output"),
     print_run, document_formats, OPTION_OF_PRINT},
    {"chats", N_("[-f FORMAT] [OPTION]... [SOURCE]..."),
     N_("chats and their sessions, one per line"), chats_run, list_formats, OPTION_OF_CHATS},
    {"search", N_("[-f text|jsonl] [--sort=date|rank] [--limit=N] [OPTION]... QUERY..."),
     N_("messages of the archive that match a query"), search_run, NULL, OPTION_OF_SEARCH},
    {"archive", N_("info|verify|salvage|purge [--archive=FILE] [--user=ID]"),
     N_("what is in the archive, whether it is sound, and its care"), archive_run, NULL,
     OPTION_OF_ARCHIVE},
    {"sync", N_("[OPTION]... [FILE|DIR]..."), N_("bring the archive up to date"), sync_run, NULL,
     OPTION_OF_SYNC},
    {"login", N_("[NAME] [--force]"),
     N_("ask for a portal's webhook or application, check it and keep it"), login_run, NULL,
     OPTION_OF_LOGIN},
    {"doctor", N_("[--json] [--portal=NAME] [--archive=FILE]"),
     N_("what this terminal, configuration, portal and archive can do"), doctor_run, NULL,
     OPTION_OF_DOCTOR},
    {"help", N_("[COMMAND]"), N_("this help, or that of a command"), help_run, NULL,
     OPTION_OF_HELP},
    {NULL, NULL, NULL, NULL, NULL, 0},
};

const struct subcommand *subcommand_find(const char *name)
{
    for (const struct subcommand *row = subcommand_table; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
}

void subcommand_add_names(unsigned options, struct str *out)
{
    const char *before = "";

    for (const struct subcommand *row = subcommand_table; row->name; row++)
        if (row->options & options) {
            str_addf(out, "%s%s", before, row->name);
            before = ", ";
        }
}

void subcommand_add_help(const struct option_row *option, struct str *out)
{
    if (!(option->of & OPTION_OF_BROWSE)) {
        subcommand_add_names(option->of, out);
        str_add_text(out, ": ");
    }
    str_add_text(out, _(option->help));
}

static int version(void)
{
    printf("imolog %s\n", VERSION);
    return ERROR_NONE;
}

static int run(const struct call *call)
{
    if (settings_wanted(&call->options))
        return settings_run(call);
    return call->subcommand ? call->subcommand->run(call) : browse_run(call);
}

static void tell(void *to, const char *sentence)
{
    (void)to;
    say("%s", sentence);
}

static int run_configured(struct call *call)
{
    struct error error;
    int code;

    call->config = config_new();
    if (config_load(call->config, call->options.config, &error)) {
        config_set_options(call->config, &call->options);
        if (surroundings_are_secure(&call->options))
            secure_begin();
        code = run(call);
        log_drain(tell, NULL);
    } else {
        log_drain(tell, NULL);
        code = say_error(&error);
    }
    config_free(call->config);
    return code;
}

int cli_run(int argc, char **argv)
{
    struct call call;
    struct error error;

    auth_hide_environment();
    when_use_clock(surroundings_now);
    if (!arguments_read(argc, argv, &call, &error))
        return say_error(&error);
    if (call.options.version)
        return version();
    if (call.options.help || (call.subcommand && call.subcommand->run == help_run))
        return help_run(&call);
    return run_configured(&call);
}
