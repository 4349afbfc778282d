/* SPDX-License-Identifier: MIT */
#include "text/token.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Any bytes: nothing is added, nothing moves, and stripping once is enough. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

static void require_part_of(const struct str *part, const uint8_t *whole, size_t size)
{
    size_t at = 0;

    for (size_t i = 0; i < part->size; i++, at++) {
        while (at < size && whole[at] != (uint8_t)part->text[i])
            at++;
        require(at < size);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str once = {0}, twice = {0};

    token_strip(&once, (const char *)data, size);
    token_strip(&twice, str_text(&once), once.size);
    require_part_of(&once, data, size);
    require(once.size == twice.size && memcmp(str_text(&once), str_text(&twice), once.size) == 0);
    str_release(&once);
    str_release(&twice);
    return 0;
}
