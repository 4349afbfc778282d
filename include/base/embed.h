/* SPDX-License-Identifier: MIT */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

/* Files built into the program: themes/NAME.theme, src/source/demo/NAME.json, src/archive/NAME.sql
 * and the style sheet of documents. */
struct embed {
    const char *path; /* as in the source tree */
    const char *bytes;
    size_t size;
};

/* Ends with a row whose path is NULL; sorted by path. */
extern const struct embed embed_files[];
/* NULL when there is none. */
const struct embed *embed_find(const char *path);

#endif
