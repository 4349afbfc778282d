/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WHEN_H
#define TEXT_WHEN_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Moments: an instant and the offset the portal wrote it with (portal-api.md
 * 11.5, 11.6). A message's instant may be off by hours, so by default times are
 * shown as given: in the portal's own offset.
 */
struct when {
    int64_t time;   /* Unix seconds; WHEN_NONE: no date */
    int16_t offset; /* minutes east of UTC, as written */
};

#define WHEN_NONE INT64_MIN

/* How times are shown. {0} is ZONE_PORTAL: as given. */
enum zone_kind { ZONE_PORTAL, ZONE_LOCAL, ZONE_UTC, ZONE_CITY };
struct zone {
    enum zone_kind kind;
};

/* "local", "portal", "UTC" or "Area/City"; for a city sets TZ of the process (one zone a run). */
bool zone_parse(const char *text, struct zone *zone, struct error *error);

/* ISO 8601 "2026-05-04T10:02:11+03:00", also with Z, a space for the T, fractions, or no offset
 * (then UTC); a bare date is its midnight. False: none, and *when is WHEN_NONE. */
bool when_parse(const char *text, size_t size, struct when *when);

/* As people type it: also 04.05.2026, 2026-5-4, 2026-05, 2026, today, yesterday; behind a day, a
 * time. False: none. */
struct when_typed {
    struct when when; /* its first second */
    bool is_clock;    /* no offset was written: a reading of the clock, as if it were UTC */
    int64_t span;     /* seconds of a day, month or year; 0: it is a moment */
};
bool when_parse_typed(const char *text, size_t size, struct when_typed *typed);
/* What tells the seconds of now, for today; else the system. */
void when_use_clock(int64_t (*now)(void));

/* The broken-down local moment as people read it. */
struct when_parts {
    int year, month, day;    /* 2026, 1–12, 1–31 */
    int hour, minute, second;
    int weekday;             /* 0 Sunday */
    int64_t day_number;      /* counts local days: equal ⇔ the same local day */
    int offset;              /* minutes east of UTC in this zone at this time */
};
void when_split(struct when when, const struct zone *zone, struct when_parts *parts);

/* Each adds to out and adds nothing for WHEN_NONE. */
void when_add_clock(struct str *out, struct when when, const struct zone *zone);  /* 10:02 */
/* 2026-05-04 10:02:11 */
void when_add_stamp(struct str *out, struct when when, const struct zone *zone);
/* 2026-05-04T10:02:11+03:00 (ISO 8601) */
void when_add_iso(struct str *out, struct when when, const struct zone *zone);
/* 4 May 2026, the locale's words */
void when_add_date(struct str *out, struct when when, const struct zone *zone);
/* Monday, 4 May 2026 */
void when_add_day(struct str *out, struct when when, const struct zone *zone);
void when_add_short(struct str *out, struct when when, const struct zone *zone, int64_t now);
    /* for lists: 10:02 today, 4 May this year, 4 May 25 → "May 2025" before; at most 8 columns */
void when_add_span(struct str *out, int64_t seconds); /* 45s, 12m, 3h, 11d: two digits and a unit */

#endif
