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
     N_("chat list and message pane (the default command)"), browse_run, document_formats},
    {"print", N_("[-f FORMAT] [OPTION]... [SOURCE]..."), N_("transcripts on standard output"),
     print_run, document_formats},
    {"chats", N_("[-f FORMAT] [OPTION]... [SOURCE]..."),
     N_("chats and their sessions, one per line"), chats_run, list_formats},
    {"search", N_("[-f text|jsonl] [--sort=date|rank] [--limit=N] [OPTION]... QUERY..."),
     N_("messages of the archive that match a query"), search_run, NULL},
    {"archive", N_("info|verify|salvage|purge [--archive=FILE] [--user=ID]"),
     N_("what is in the archive, whether it is sound, and its care"), archive_run, NULL},
    {"sync", N_("[OPTION]... [FILE]..."), N_("bring the archive up to date"), sync_run, NULL},
    {"login", N_("[NAME] [--force]"),
     N_("ask for a portal's webhook or application, check it and keep it"), login_run, NULL},
    {"doctor", N_("[--json] [--portal=NAME] [--archive=FILE]"),
     N_("what this terminal, configuration, portal and archive can do"), doctor_run, NULL},
    {"help", N_("[COMMAND]"), N_("this help, or that of a command"), help_run, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct subcommand *subcommand_find(const char *name)
{
    for (const struct subcommand *row = subcommand_table; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
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
    if (!arguments_read(argc, argv, &call, &error))
        return say_error(&error);
    if (call.options.version)
        return version();
    if (call.options.help || (call.subcommand && call.subcommand->run == help_run))
        return help_run(&call);
    return run_configured(&call);
}
