/* SPDX-License-Identifier: MIT */
#ifndef CLI_ARCHIVES_H
#define CLI_ARCHIVES_H

#include "base/str.h"
#include "source/auth.h"
#include "ui/option.h"

#include <stddef.h>

/* Adds the path of the archive the options ask for: the one named, else the only one there is.
 * False with ERROR_SOURCE: there is none yet. */
bool archives_find(const struct options *options, struct str *out, struct error *error);
/* The same for who writes: where there is none, that of this portal, to be made. */
bool archives_place(const struct options *options, const char *portal, struct str *out,
                    struct error *error);
/* That of the portal the options name, or whose credentials these are. */
bool archives_of_portal(const struct options *options, const struct auth *auth, struct str *out,
                        struct error *error);
/* Calls each with the path of every archive there is, or of the one named; gives how many. */
size_t archives_each(const struct options *options, void (*each)(void *self, const char *path),
                     void *self);

#endif
