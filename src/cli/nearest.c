/* SPDX-License-Identifier: MIT */
#include "cli/nearest.h"

#include <string.h>

enum { WORD_MAX = 32, ENOUGH = 2 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t d = a < b ? a : b;

    return c < d ? c : d;
}

/* Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), rows[3][WORD_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];

    if (n > WORD_MAX || m > WORD_MAX)
        return WORD_MAX;
    for (size_t j = 0; j <= m; j++)
        last[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *spare = before;

        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            row[j] = least(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1, WORD_MAX);
        }
        before = last;
        last = row;
        row = spare;
    }
    return last[m];
}

void nearest_init(struct nearest *nearest, const char *word)
{
    *nearest = (struct nearest){.word = word, .distance = WORD_MAX};
}

void nearest_try(struct nearest *nearest, const char *candidate)
{
    size_t edits = distance(nearest->word, candidate);

    /* Someone who stops early means what begins so. */
    if (*nearest->word && strncmp(candidate, nearest->word, strlen(nearest->word)) == 0)
        edits = edits > 0;
    if (edits < nearest->distance) {
        nearest->distance = edits;
        nearest->best = candidate;
    }
}

const char *nearest_found(const struct nearest *nearest)
{
    size_t size = strlen(nearest->word);

    return nearest->distance <= (size > 4 ? ENOUGH : 1) ? nearest->best : NULL;
}
