/* SPDX-License-Identifier: MIT */
#ifndef CLI_PORTALS_H
#define CLI_PORTALS_H

#include "source/auth.h"
#include "ui/option.h"

/* The credentials the options ask for: of the portal named, else those of webhook-command, of
 * IMOLOG_WEBHOOK, of the only portal logged in to. NULL: they cannot be had; with ERROR_NONE, no
 * portal is configured at all. */
struct auth *portals_open(const struct options *options, struct error *error);

/* Those of the portal of this name. */
struct auth *portals_load(const char *name, struct error *error);
/* Those the option webhook-command gives, which must be set; not when secure. */
struct auth *portals_command(const struct options *options, struct error *error);
/* Whether there is a file of this name, good or not. */
bool portals_has(const char *name);
/* Calls each with the name of every portal logged in to; gives how many there are. */
size_t portals_each(void (*each)(void *self, const char *name), void *self);

#endif
