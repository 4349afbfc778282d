/* SPDX-License-Identifier: MIT */
#include "source/retry.h"

#include <stddef.h>

#include "base/words.h"

const struct retry_row retry_table[RETRY_COUNT] = {
#define RETRY(name, first, most, tries, why) {first, most, tries, why},
    RETRIES(RETRY)
#undef RETRY
};

enum retry retry_of(enum fault_kind fault)
{
    switch (fault) {
    case FAULT_RETRY:
        return RETRY_SERVER;
    case FAULT_SLOWER:
        return RETRY_SLOWER;
    case FAULT_SUSPEND:
        return RETRY_SUSPEND;
    case FAULT_REFRESH:
        return RETRY_REFRESH;
    default:
        return RETRY_NEVER;
    }
}

int retry_wait(enum retry retry, int n_tries, int retry_after, double random)
{
    const struct retry_row *row = &retry_table[retry];
    int below = row->first, least = retry_after < RETRY_AFTER_MAX ? retry_after : RETRY_AFTER_MAX;
    if (n_tries >= row->tries)
        return -1;
    for (int i = 0; i < n_tries && below < row->most; i++)
        below *= 2;
    int wait = (int)(random * (below < row->most ? below : row->most));
    return wait > least * 1000 ? wait : least * 1000;
}
