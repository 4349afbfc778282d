/* SPDX-License-Identifier: MIT */
#ifndef CLI_RIGHTS_H
#define CLI_RIGHTS_H

#include "source/access.h"
#include "ui/option.h"

/* What a login may do, in sentences. */

/* As the options of the command line say; auth is to be set. */
struct access_options rights_options(const struct options *options, struct loop *loop);
/* Adds lines: who it is, its rights, how chats are listed, what is missing and what for. */
void rights_add(const struct auth *auth, const struct access *access, struct str *out);
/* The same of a row of access_needs that is not granted; nothing of one that is, or of
 * a method whose right is missing. */
void rights_add_lack(const struct access *access, size_t row, struct str *out);

#endif
