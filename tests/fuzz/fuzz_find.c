/* SPDX-License-Identifier: MIT */
#include "text/find.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Any pattern in any text: matches lie inside, are not empty and go forward, so the search ends.
 * The first byte picks the kind, the rest of the first line is the pattern.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MATCHES = 2000 }; /* enough of one input: without JIT each costs a look at the whole text */

static void require(int truth)
{
    if (!truth)
        abort();
}

static void search(const struct pattern *pattern, const char *text, size_t size)
{
    size_t from = 0, start = 0, end = 0, again_start, again_end;

    for (int n = 0; n < MATCHES; n++, from = end) {
        if (!pattern_find(pattern, text, size, from, &start, &end))
            return;
        require(!pattern_gave_up(pattern));
        require(start >= from && start < end && end <= size);
        require(pattern_find(pattern, text, size, from, &again_start, &again_end));
        require(again_start == start && again_end == end);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *pattern_text = (const char *)data + 1, *text;
    struct error error = {0};
    struct pattern *pattern;
    const uint8_t *line;
    size_t n;

    if (size == 0)
        return 0;
    line = memchr(data + 1, '\n', size - 1);
    n = line ? (size_t)(line - data) - 1 : size - 1;
    text = pattern_text + n + (line != NULL);
    pattern = pattern_new(pattern_text, n, (enum find_kind)(data[0] % 3), &error);
    require(pattern || (data[0] % 3 == FIND_REGEX && error.text[0]));
    if (pattern)
        search(pattern, text, size - 1 - n - (line != NULL));
    pattern_free(pattern);
    return 0;
}
