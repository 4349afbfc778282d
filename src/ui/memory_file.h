/* SPDX-License-Identifier: MIT */
#ifndef UI_MEMORY_FILE_H
#define UI_MEMORY_FILE_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uthash.h>

/*
 * The records of a memory, and the file they are in. Its lines, after the first,
 * "imolog-state 1":
 *
 *   position TIME CHAT MESSAGE
 *   mark TIME LETTER CHAT MESSAGE     LETTER as the number of its code point
 *   star TIME CHAT MESSAGE 1
 *   fold TIME SESSION 1
 *   reviewed TIME CHAT MESSAGE
 *   line TIME PROMPT TEXT             up to the end of the line
 *   filter TIME CHAT HOW TEXT         the same; HOW as probe_how gives it
 *
 * TIME: of the change, microseconds since 1970. A value of 0 says that the thing
 * is no more; that is kept for a while, so that an older "it is" does not win.
 */
enum memory_kind {
    MEMORY_POSITION,
    MEMORY_MARK,
    MEMORY_STAR,
    MEMORY_FOLD,
    MEMORY_REVIEWED,
    MEMORY_LINE,
    MEMORY_FILTER,
    MEMORY_KINDS,
};

/* No padding: compared as bytes. */
struct memory_key {
    int64_t kind;
    int64_t id[2];
};

struct record {
    struct memory_key key; /* of all but lines */
    char *line;            /* "PROMPT TEXT", the key of lines; else NULL */
    int64_t time;
    int64_t value[2];
    char *text;            /* of a filter; else NULL */
    UT_hash_handle hh;
};

struct records {
    struct record *by_key;  /* in the order they came */
    struct record *by_line;
    size_t n;
    bool is_full; /* one more was wanted than there may be */
};

enum { MEMORY_RECORDS_MAX = 100000, MEMORY_SIZE_MAX = 1 << 25 };

void records_release(struct records *records);
struct record *records_find(const struct records *records, const struct memory_key *key,
                            const char *line);
/* The one found, or a new one of time 0; NULL when there are too many. */
struct record *records_take(struct records *records, const struct memory_key *key,
                            const char *line);
/* Each record of `from` that is newer than ours, or that we have not. */
void records_merge(struct records *records, const struct records *from);

/* Whether all found room; the sentence says how many do. */
bool records_fit(const struct records *records, const char *name, struct error *error);

/* Adds the records of a text. False: it is no state of this version, or has too many.
 * Damaged lines are noted with name:line when noting. */
bool records_read(struct records *records, const char *name, const char *text, size_t size,
                  bool noting, struct error *error);
/* Adds the text of the records; what is too old or too much of its kind is left out. */
void records_write(const struct records *records, int64_t now, struct str *out);

#endif
