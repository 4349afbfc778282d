/* SPDX-License-Identifier: MIT */
#ifndef TEXT_INERT_H
#define TEXT_INERT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether a file somebody sent may be given to the program that opens its kind: pictures, sound,
 * film, PDF and plain text, where the extension and the content say the same (safety.md 5.6). What
 * runs, what leads on to something else (.desktop, .html, .svg, .lnk) and what is not known is not.
 */
enum { INERT_START = 4096 }; /* bytes of the content that are looked at */

/* start: the first bytes of the content, INERT_START of them if there are so many. */
bool inert_is(const char *name, const char *start, size_t size);

#endif
