/* SPDX-License-Identifier: MIT */
#ifndef BASE_RUN_H
#define BASE_RUN_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Another program, run and waited for: this exact process, nobody else's child.
 * No shell comes between, except for a line that a person typed. What does not
 * read, does not write or does not end cannot hold us, given a time limit. When
 * secure (base/secure.h) nothing is started.
 */
enum run_mode {
    RUN_QUIET,      /* own session without a terminal; streams not given are /dev/null */
    RUN_FOREGROUND, /* has our terminal; streams not given are ours. Give the screen back before */
};

struct program {
    enum run_mode mode;
    const char *input; /* its standard input, unless NULL */
    size_t input_size;
    struct str *output; /* gets its standard output, unless NULL */
    size_t output_limit;
    const char *const *environment; /* "NAME=value" sets, "NAME" removes; ends with NULL; or NULL */
    int time_limit;                 /* milliseconds, then it is ended; 0: none */
    bool leave; /* at the time limit it is left running. Not with input or output */
    /* What came of it: */
    int status; /* exit status, or 128 + the signal; -1 when not started or left running */
    bool cut;   /* it wrote more than output_limit; the rest was not taken */
    int ending; /* a signal came that is to end us; 0: none. It was passed on to what ran in the
                 * foreground, which was waited for no longer than a moment, and raised again */
};

/* argv[0] is looked for in PATH. True when it ended with status 0, or was left running; else the
 * sentence says why not, with the first line of what it wrote to standard error when quiet. */
bool run_program(struct program *run, const char *const *argv, struct error *error);
/* Whether PATH has such a program. */
bool run_can(const char *name);
/* A line a person typed, by sh. Never give it anything foreign. */
bool run_shell(struct program *run, const char *line, struct error *error);

#endif
