/* SPDX-License-Identifier: MIT */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

/*
 * What went wrong, as one sentence for a person: what, where (file, line,
 * column; host, method), what to do next. Never a secret. It may hold foreign
 * bytes (file names): who shows it cleans it (text/utf8.h).
 */
enum error_kind {
    ERROR_NONE,
    ERROR_FAILED,  /* exit 1: failed while running */
    ERROR_USAGE,   /* exit 2: wrong usage or configuration */
    ERROR_SOURCE,  /* exit 3: source not found, unreadable or denied */
    ERROR_DAMAGED, /* exit 4: done, but some records were damaged, missing or incomplete */
};

struct error {
    enum error_kind kind;
    char text[1024];
};

/* Sets the error and returns false, so that `return error_set(…)` reads as one step. */
bool error_set(struct error *error, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
