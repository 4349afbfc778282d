/* SPDX-License-Identifier: MIT */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>

/*
 * One line from standard input, without its end and the blanks around it. On a terminal the
 * question is asked on standard error first, and a secret is not shown as it is typed; whatever
 * signal ends or stops us meanwhile, the terminal shows what is typed again. From a pipe nothing
 * more than the line is taken. out is not moved, so that no copy is left behind: secret_wipe it.
 * False: the input has ended, or the line is longer than ASK_MAX.
 */
enum { ASK_MAX = 4096 };
bool ask_line(const char *question, bool is_secret, struct str *out, struct error *error);

#endif
