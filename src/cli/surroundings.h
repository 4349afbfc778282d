/* SPDX-License-Identifier: MIT */
#ifndef CLI_SURROUNDINGS_H
#define CLI_SURROUNDINGS_H

#include "ui/option.h"

#include <stdbool.h>
#include <stdint.h>

/* What the environment says (terminal.md). */

/* Unix seconds; IMOLOG_NOW replaces the clock, for pictures that stay the same. */
int64_t surroundings_now(void);
/* IMOLOG_PACE: waits before another try, and between looks, are divided by it, for tests; else
 * 1. */
double surroundings_pace(void);
/* Whether the locale's characters are UTF-8. */
bool surroundings_are_utf8(void);
/* The option first, then NO_COLOR; CLICOLOR_FORCE and FORCE_COLOR only for what goes to no
 * terminal. */
bool surroundings_want_color(const struct options *options, bool to_terminal);
/* 8, 256 or 1 << 24, by COLORTERM and TERM. */
int surroundings_n_colors(void);
/* Columns of the terminal on standard output, else 80. */
int surroundings_width(void);
/* Why TERM rules out panes, or NULL. */
const char *surroundings_no_panes(void);

/* --secure, or IMOLOG_SECURE=1, as LESSSECURE of less. */
bool surroundings_are_secure(const struct options *options);

#endif
