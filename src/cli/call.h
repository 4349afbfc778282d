/* SPDX-License-Identifier: MIT */
#ifndef CLI_CALL_H
#define CLI_CALL_H

#include "base/error.h"
#include "export/document.h"
#include "ui/config.h"
#include "ui/option.h"

#include <stdbool.h>
#include <stddef.h>

struct call;

/* One row per subcommand, in cli.c. */
struct subcommand {
    const char *name, *usage, *help;
    int (*run)(const struct call *call); /* gives the exit code */
    const struct format *const *formats; /* of -f, or NULL */
    enum option_of options;              /* its bit in the rows of the option table */
};
extern const struct subcommand subcommand_table[];
/* NULL when there is none of this name. */
const struct subcommand *subcommand_find(const char *name);
/* Those of these bits: "print, chats". */
void subcommand_add_names(unsigned options, struct str *out);
/* What an option is for; before it, when the default command does not know it, who does. */
void subcommand_add_help(const struct option_row *option, struct str *out);

/* The arguments, understood. */
struct call {
    const struct subcommand *subcommand; /* NULL: none was named */
    struct options options; /* those given, then the configuration, then the defaults */
    struct config *config;
    char *const *sources; /* what is neither option nor subcommand; borrowed from argv */
    size_t n_sources;
    /* What a search found, ascending, for a document of these alone; NULL: of all. */
    const int64_t *messages, *chats;
    size_t n_messages, n_chats;
};

/* Reads argv, reordering it. */
bool arguments_read(int argc, char **argv, struct call *call, struct error *error);

int browse_run(const struct call *call);
int print_run(const struct call *call);
int chats_run(const struct call *call);
int search_run(const struct call *call);
int archive_run(const struct call *call);
int sync_run(const struct call *call);
int login_run(const struct call *call);
int doctor_run(const struct call *call);
int help_run(const struct call *call);
/* --dump-config, --dump-keys, --check-config: instead of any subcommand. */
bool settings_wanted(const struct options *options);
int settings_run(const struct call *call);

#endif
