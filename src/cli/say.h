/* SPDX-License-Identifier: MIT */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include "base/error.h"

/* The one way to standard error: "imolog: sentence", foreign bytes in it made harmless. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Says the error and gives the exit code that belongs to it. */
int say_error(const struct error *error);

#endif
