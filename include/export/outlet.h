/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_OUTLET_H
#define EXPORT_OUTLET_H

#include "base/error.h"
#include "base/path.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * The file a document goes into, or the files: each whole or not at all, mode
 * 0600, never in the place of another unless by force, never through a link.
 */
enum split_kind {
    SPLIT_NONE,
    SPLIT_MESSAGES, /* at most n messages a file */
    SPLIT_BYTES,    /* a file ends with the message that brings it to n bytes */
    SPLIT_DAY,      /* a file for each day of a chat */
    SPLIT_SESSION,
    SPLIT_CHAT,
};

struct split {
    enum split_kind kind;
    uint64_t n;
};

/* "1000", "100k", "50mb" (k, m, g: of 1024, a b after them may be), "day", "session", "chat". */
bool split_parse(const char *text, struct split *split, struct error *error);

struct outlet {
    const char *path; /* borrowed */
    bool force;
    struct split split;
    struct path_new file; /* stream NULL: none is open */
    size_t n;             /* files kept */
};

/* Without a split opens the file at once, so that a refusal comes before the work. */
bool outlet_open(struct outlet *outlet, struct error *error);
/* Keeps the file that is open and opens the next: "out.html" becomes "out-001-LABEL.html". */
bool outlet_next(struct outlet *outlet, const char *label, struct error *error);
/* The work is done: keeps the file that is open. */
bool outlet_keep(struct outlet *outlet, struct error *error);
/* It failed: what is kept stays, what is open goes. */
void outlet_drop(struct outlet *outlet);

#endif
