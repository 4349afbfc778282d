/* SPDX-License-Identifier: MIT */
#ifndef UI_CONFIG_H
#define UI_CONFIG_H

#include "base/error.h"
#include "base/str.h"
#include "ui/option.h"
#include "ui/theme.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What the person wants: the system's configuration, then the person's own, over
 * the defaults (imolog.conf(5)). Lines: `option = value` of the option table,
 * and those of config_directives. A mistake is noted in the log with file:line
 * and counted, and the rest is used. The files are never written.
 */
struct config;
struct keymap;

struct config_directive {
    const char *name, *usage, *help;
};
/* Ends with a name of NULL. */
extern const struct config_directive config_directives[];

/* The defaults. */
struct config *config_new(void);
void config_free(struct config *config);
/* Reads the usual files, those that are there; or, when file is not NULL, this one, "" being none.
 * False: it cannot be read. */
bool config_load(struct config *config, const char *file, struct error *error);
/* From a text; includes are relative to the folder of name. */
void config_parse(struct config *config, const char *name, const char *text, size_t size);

/* The files read, in order; NULL after the last. */
const char *config_file(const struct config *config, size_t i);
size_t config_n_mistakes(const struct config *config);

/* Sets what was not given already; the texts are borrowed from the config. */
void config_set_options(struct config *config, struct options *options);
void config_paint(const struct config *config, struct theme *theme);
/* Borrowed. */
const struct keymap *config_keymap(const struct config *config);

/* Adds what is in force, as a configuration that says the same. */
void config_dump(const struct config *config, const struct options *options, struct str *out);
void config_dump_keys(const struct config *config, struct str *out);

#endif
