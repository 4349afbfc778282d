/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_RETRY_H
#define SOURCE_RETRY_H

#include "source/fault.h"

/*
 * When what failed is tried again (archive.md 2): one row per event. Waits are random between 0
 * and a limit that doubles with each try ("full jitter"), so that clients that failed together do
 * not come back together; what the portal asks for by Retry-After is the least.
 */
#define RETRIES(RETRY)                                                                             \
    RETRY(NEVER, 0, 0, 0, NULL)                                                                    \
    RETRY(NETWORK, 1000, 60000, 8, N_("no answer; trying again"))                                  \
    RETRY(SERVER, 1000, 60000, 8, N_("the portal is out of order; trying again"))                  \
    RETRY(GARBLED, 1000, 60000, 8, N_("the answer was garbled; trying again"))                     \
    RETRY(SLOWER, 1000, 60000, 10, N_("too many requests for the portal; waiting"))                \
    RETRY(SUSPEND, 1000, 1000, 10, N_("the method's working time is used up; waiting"))            \
    RETRY(REFRESH, 0, 0, 1, N_("renewing the login"))                                              \
    RETRY(MOVED, 0, 0, 1, N_("the portal has moved"))

enum retry {
#define RETRY(name, first, most, tries, why) RETRY_##name,
    RETRIES(RETRY)
#undef RETRY
        RETRY_COUNT
};

struct retry_row {
    int first, most; /* ms: what the wait is below, after the first try and at most */
    int tries;       /* at most, after the one that failed */
    const char *why; /* told while it is waited for; translated where it is shown */
};
extern const struct retry_row retry_table[RETRY_COUNT];

enum { RETRY_AFTER_MAX = 300, RETRY_TOTAL = 600 }; /* s; RETRY_TOTAL: without any success */

/* What comes of an answer like this; RETRY_NEVER: that is how it stays. */
enum retry retry_of(enum fault_kind fault);
/* ms to wait before the next try; -1: no more. n_tries were made again already, 0 ≤ random < 1,
 * retry_after is in seconds, 0 when not given. */
int retry_wait(enum retry retry, int n_tries, int retry_after, double random);

#endif
