/* SPDX-License-Identifier: MIT */
#ifndef TEXT_FILENAME_H
#define TEXT_FILENAME_H

#include "base/str.h"

#include <stddef.h>

/*
 * A name somebody else gave a file, made safe to create one by (safety.md 5.6). Pure; accepts any
 * bytes.
 *
 * What comes out is valid UTF-8 in NFC, 1 to 180 bytes, one component of a path: no "/", "\",
 * controls, bidi controls or invisible characters; it begins with neither ".", "-" nor a blank,
 * ends with neither "." nor a blank, and is no device of Windows ("CON.txt" is "_CON.txt").
 */
enum {
    FILENAME_BYTES = 180,
    FILENAME_EXTENSION = 16, /* bytes with the dot; what is longer is no extension */
};

/* Adds the name; "file" when nothing is left of it. Idempotent: what came out passes unchanged. */
void filename_add(struct str *out, const char *name, size_t size);
/* The extension with its dot, "" when there is none; in the name. */
const char *filename_extension(const char *name);

#endif
