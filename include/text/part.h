/* SPDX-License-Identifier: MIT */
#ifndef TEXT_PART_H
#define TEXT_PART_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes inside a text of someone else, while it is taken apart. */
struct part {
    const char *text;
    size_t size;
};

/* Without its first n bytes. */
struct part part_after(struct part part, size_t n);
/* Without blanks and line breaks at both ends. */
struct part part_trim(struct part part);
/* Whatever the case of ASCII letters. */
bool part_begins(struct part part, const char *word);
/* Bytes before the first of these. */
size_t part_until(struct part part, const char *stops);

/* Four numbers of at most 255, without leading zeros. */
bool part_is_ipv4(const char *host);
/* What follows the last dot. */
const char *part_last_label(const char *host);

#endif
