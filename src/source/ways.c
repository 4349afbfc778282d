/* SPDX-License-Identifier: MIT */
#include "source/ways.h"

#include <inttypes.h>
#include <string.h>

#include "base/words.h"

enum {
    PAGE = 200,
    V2_OFFSET_MAX = 10000, /* portal-api.md 3.1 */
    V2_PERIOD_MAX = 366 * 24 * 60 * 60,
};

static void add_date(struct str *out, const char *key, struct when when)
{
    static const struct zone utc = {ZONE_UTC};
    if (when.time == WHEN_NONE)
        return;
    str_addf(out, ",\"%s\":\"", key);
    when_add_iso(out, when, &utc);
    str_add_char(out, '"');
}

static void v2_params(const struct ways *ways, struct str *out)
{
    str_addf(out, "{\"order\":\"dateCreate\",\"orderDirection\":\"desc\",\"limit\":%d,"
                  "\"offset\":%" PRId64, PAGE, ways->offset);
    if (ways->line != 0)
        str_addf(out, ",\"configId\":%" PRId64, ways->line);
    bool is_long = ways->until.time > 0 && ways->since.time < ways->until.time - V2_PERIOD_MAX;
    if (!is_long)
        add_date(out, "dateCreateFrom", ways->since);
    add_date(out, "dateCreateTo", ways->until);
    str_add_char(out, '}');
}

static void activity_params(const struct ways *ways, struct str *out)
{
    str_add_text(out, "{\"order\":{\"ID\":\"DESC\"},\"start\":-1,\"select\":[\"ID\","
                      "\"ASSOCIATED_ENTITY_ID\",\"ORIGIN_ID\",\"PROVIDER_PARAMS\","
                      "\"PROVIDER_TYPE_ID\",\"RESPONSIBLE_ID\",\"START_TIME\","
                      "\"END_TIME\",\"COMPLETED\"],"
                      "\"filter\":{\"PROVIDER_ID\":\"IMOPENLINES_SESSION\"");
    if (ways->line != 0)
        str_addf(out, ",\"PROVIDER_TYPE_ID\":\"%" PRId64 "\"", ways->line);
    add_date(out, ">=START_TIME", ways->since);
    if (ways->last != 0)
        str_addf(out, ",\"<ID\":%" PRId64, ways->last);
    str_add_text(out, "}}");
}

static void recent_params(const struct ways *ways, struct str *out)
{
    str_addf(out, "{\"SKIP_DIALOG\":\"Y\",\"SKIP_CHAT\":\"Y\",\"GET_ORIGINAL_TEXT\":\"Y\","
                  "\"LIMIT\":%d,\"OFFSET\":%" PRId64 "}", PAGE, ways->offset);
}

/* What is older than was asked for is passed over, and ends it. */
static bool ends_listed(const struct ways *ways, const struct listing *listing)
{
    bool is_older = listing->date.time > 0 && listing->date.time < ways->since.time;
    return !listing->has_next || is_older;
}

/* An answer by id says nothing of a next page: it ends with an empty one, or with one that does not
 * go on below the last id, from a portal that does not know the filter. */
static bool ends_empty(const struct ways *ways, const struct listing *listing)
{
    return listing->n == 0 || (ways->last != 0 && listing->last >= ways->last);
}

static const struct way {
    const char *method;
    void (*params)(const struct ways *ways, struct str *out);
    void (*take)(struct store *store, struct json_slice result, struct listing *listing);
    bool (*ends)(const struct ways *ways, const struct listing *listing);
    int64_t offset_max;  /* 0: none */
    bool is_by_age;      /* newest sessions first; else newest activity */
    const char *sees;
} table[] = {
    {"imopenlines.v2.Session.list", v2_params, listing_sessions, ends_listed, V2_OFFSET_MAX, true,
     N_("every session you may see")},
    {"crm.activity.list", activity_params, listing_activities, ends_empty, 0, true,
     N_("only sessions that are bound to the CRM")},
    {"im.recent.list", recent_params, listing_recent, ends_listed, 0, false,
     N_("only chats you take part in, without their earlier sessions")},
};
enum { WAYS = sizeof table / sizeof *table };

static void begin(struct ways *ways, int at)
{
    ways->at = at;
    ways->offset = ways->last = 0;
    ways->until.time = WHEN_NONE;
    ways->n = 0;
    ways->has_all = at >= WAYS;
}

bool ways_is_refused(enum fault_kind fault)
{
    return fault == FAULT_DENIED || fault == FAULT_ABSENT || fault == FAULT_REQUEST;
}

void ways_start(struct ways *ways)
{
    begin(ways, 0);
}

bool ways_next(struct ways *ways)
{
    begin(ways, ways->at + 1);
    return !ways->has_all;
}

bool ways_is_seen(const struct ways *ways, const char *method)
{
    for (int i = 0; i <= ways->at && table[ways->at].is_by_age; i++)
        if (strcmp(table[i].method, method) == 0)
            return true;
    return false;
}

const char *ways_method(const struct ways *ways)
{
    return table[ways->at].method;
}

const char *ways_name(int way, const char **sees)
{
    if (way >= WAYS)
        return NULL;
    if (sees != NULL)
        *sees = _(table[way].sees);
    return table[way].method;
}

void ways_params(const struct ways *ways, struct str *out)
{
    table[ways->at].params(ways, out);
}

/* Behind the last offset, from the last date. */
static void begin_anew(struct ways *ways, const struct listing *listing)
{
    bool is_earlier = listing->date.time > 0 &&
                      (ways->until.time == WHEN_NONE || listing->date.time < ways->until.time);
    ways->has_all = ways->has_all || !is_earlier;
    ways->until = listing->date;
    ways->offset = 0;
}

void ways_take(struct ways *ways, struct store *store, struct json_slice result,
               struct listing *listing)
{
    const struct way *way = &table[ways->at];
    way->take(store, result, listing);
    ways->n += listing->n;
    ways->offset += PAGE;
    ways->has_all = way->ends(ways, listing);
    ways->last = listing->last;
    if (way->offset_max != 0 && ways->offset >= way->offset_max)
        begin_anew(ways, listing);
}

void ways_say(const struct ways *ways, struct str *out)
{
    if (ways->at < WAYS)
        str_addf(out, _("list by %s: %s"), table[ways->at].method, _(table[ways->at].sees));
}

void ways_say_limits(const struct ways *ways, struct str *out)
{
    if (ways->at > 0 && ways->at < WAYS)
        str_addf(out, _("this portal lists %s (%s)"), _(table[ways->at].sees),
                 table[ways->at].method);
}
