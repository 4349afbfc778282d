/* SPDX-License-Identifier: MIT */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* The monotonic clock: for what lies between two moments of one run. */
int64_t clock_ns(void);
int64_t clock_ms(void);
/* Milliseconds of the Unix epoch: for moments that outlive the run. May go back. */
int64_t clock_unix_ms(void);

#endif
