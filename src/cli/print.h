/* SPDX-License-Identifier: MIT */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "cli/call.h"

/* Writes the sources of the call in one of the formats; without -f in the one named otherwise. */
int print_document(const struct call *call, const struct format *const *formats,
                   const char *otherwise);

#endif
