/* SPDX-License-Identifier: MIT */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "cli/call.h"

/* Writes the sources of the call in one of the formats; otherwise names the one meant without -f. */
int print_document(const struct call *call, const struct format *const *formats,
                   const char *otherwise);

#endif
