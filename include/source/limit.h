/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_LIMIT_H
#define SOURCE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * How fast a portal may be asked (portal-api.md 5.9, archive.md 4): a leaky bucket over all
 * requests, and the operating time of each method. Pure arithmetic: `now` is milliseconds of any
 * monotonic clock, and every function takes it.
 */
struct limit;

struct limit_plan {
    double room;      /* requests the bucket holds; 50, Enterprise 250 */
    double rate;      /* requests a second that leak out of it; 2, Enterprise 5 */
    double operating; /* seconds a method may work within ten minutes; 480 */
};
extern const struct limit_plan limit_standard, limit_enterprise;
/* "standard", "enterprise", or room and rate: "50/2". False: none of these, and the plan is as it
 * was. */
bool limit_plan_read(struct limit_plan *plan, const char *text);
/* Seconds from an empty bucket until so many requests may have been sent, and so many seconds been
 * worked: what the plan permits at best. */
double limit_plan_seconds(const struct limit_plan *plan, double requests, double worked);

enum limit_why {
    LIMIT_FREE,      /* may be sent now */
    LIMIT_RATE,      /* the bucket is full */
    LIMIT_SLOWED,    /* the same, at less than the plan's rate since the portal refused a request */
    LIMIT_OPERATING, /* the method's working time is used up */
};

struct limit *limit_new(const struct limit_plan *plan, int64_t now);
void limit_free(struct limit *limit);

/* When a request that calls this method may be sent: not after now, or later and why. For "batch"
 * ask of each method in it. */
int64_t limit_when(struct limit *limit, const char *method, int64_t now, enum limit_why *why);
/* How many requests with this method may be under way at once: 1, or 3 while less than half of its
 * working time is used. */
int limit_streams(struct limit *limit, const char *method, int64_t now);

/* Seconds the method may work until then, as far as is known. */
double limit_left(struct limit *limit, const char *method, int64_t now);

/* One request goes out: count it, whatever will come of it. */
void limit_sent(struct limit *limit, int64_t now);
/* An answer said that the method worked for so many seconds, and when the oldest of its baskets is
 * forgotten: seconds from now (time.operating_reset_at - time.finish); 0 when it did not say. */
void limit_worked(struct limit *limit, const char *method, double seconds, double reset_in,
                  int64_t now);
/* Seconds it worked in all, as far as the answers tell. */
double limit_total(struct limit *limit, const char *method, int64_t now);
/* 503 QUERY_LIMIT_EXCEEDED: half the rate; it comes back by 0.1 a second each 30 s without. */
void limit_exceeded(struct limit *limit, int64_t now);
/* 429 OPERATION_TIME_LIMIT: the method rests until its next basket. */
void limit_exhausted(struct limit *limit, const char *method, int64_t now);

/* Requests in the bucket. */
double limit_level(struct limit *limit, int64_t now);
/* Requests a second sent at most from now on. */
double limit_rate(struct limit *limit, int64_t now);

/* How full the bucket is, as one line of text, so that the next start does not burst again.
 * unix_ms is the wall clock. A line that is none, or from the future, counts as a full bucket. */
void limit_save(struct limit *limit, struct str *out, int64_t now, int64_t unix_ms);
void limit_load(struct limit *limit, const char *line, int64_t now, int64_t unix_ms);
/* The same while we run, of what others have put into it meanwhile; a line that is none says
 * nothing. */
void limit_join(struct limit *limit, const char *line, int64_t now, int64_t unix_ms);

#endif
