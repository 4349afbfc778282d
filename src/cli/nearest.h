/* SPDX-License-Identifier: MIT */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

/* The candidate that is the fewest edits away from a word someone typed. */
struct nearest {
    const char *word, *best;
    size_t distance; /* of best */
};

void nearest_init(struct nearest *nearest, const char *word);
void nearest_try(struct nearest *nearest, const char *candidate);
/* NULL when none is near enough to be what was meant. */
const char *nearest_found(const struct nearest *nearest);

#endif
