/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_BUCKET_H
#define SOURCE_BUCKET_H

#include "source/limit.h"

/*
 * How full a portal's bucket is, kept in $XDG_STATE_HOME/imolog/limits/HOST: a portal counts the
 * requests of an address, whoever sends them and whenever it was started. A new start may not burst
 * as if there had been none before, and those that run at once fill one bucket. What cannot be read
 * or written is done without.
 */
struct bucket;

/* Takes into limit, which is borrowed, what was kept; now is as for it. NULL: there is no place to
 * keep it. */
struct bucket *bucket_open(struct limit *limit, const char *host, int64_t now);
/* Takes in what others have sent since. */
void bucket_look(struct bucket *bucket, int64_t now);
/* limit_sent and limit_exceeded, for all to see; without a bucket for us alone. */
void bucket_sent(struct bucket *bucket, struct limit *limit, int64_t now);
void bucket_refused(struct bucket *bucket, struct limit *limit, int64_t now);
/* NULL is fine for all of these. */
void bucket_close(struct bucket *bucket);

#endif
