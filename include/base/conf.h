/* SPDX-License-Identifier: MIT */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The words of a configuration or theme text, line by line: words are separated
 * by blanks, "…" keeps blanks. `#` at the start of a line or of a word begins a
 * comment, unless it is a later word of three or six hex digits: a colour. Inside
 * "…" a backslash stands before a quote or a backslash.
 * Takes any bytes, writes to none of them.
 */
enum { CONF_WORDS = 16, CONF_WORD_SIZE = 1024 };

struct conf {
    const char *name; /* of the file, for sentences; "": it was typed */
    const char *text;
    size_t size, at;
    int line; /* of the words below, from 1 */
    int n_words;
    char word[CONF_WORDS][CONF_WORD_SIZE];
};

void conf_open(struct conf *conf, const char *name, const char *text, size_t size);
/* The next line that has words; false at the end. Words past the limits are cut and noted in the
 * log. */
bool conf_next(struct conf *conf);
/* Takes the line as NAME = VALUE, with or without blanks around the sign. False: it is none.
 * *value is "" when nothing follows the sign, NULL when more than one word does. The name's word is
 * changed: it ends where the sign stood. */
bool conf_setting(struct conf *conf, const char **value);
/* Adds a word so that it is read again as it is; control characters become "?". */
void conf_add_word(struct str *out, const char *word);
/* Notes "NAME:LINE: sentence" in the log. */
void conf_note(const struct conf *conf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
