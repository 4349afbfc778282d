/* SPDX-License-Identifier: MIT */
#include "source/limit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/vec.h"

/* Room and rate left unused: the portal's clock is not ours, and requests may arrive in another
 * rhythm than they were sent. It leaks in whole seconds, so that one second's worth may still be
 * in it. */
static const double spare_room = 4, spare_rate = 0.995;
/* After a refusal. */
static const double slowest = 0.25, step = 0.1;
/* The call that crosses the limit is still answered, but others may be under way. */
static const double spare_operating = 0.97, basket_share = 0.05;

enum {
    CLEAN_MS = 30000,  /* without a refusal, for one step up */
    BASKET_MS = 61000, /* a basket of operating time is forgotten within a minute */
    WINDOW_MS = 600000,
    SAVED_MS = 60000,
};

const struct limit_plan limit_standard = {50, 2, 480}, limit_enterprise = {250, 5, 480};

bool limit_plan_read(struct limit_plan *plan, const char *text)
{
    unsigned room, rate;
    int n = 0;
    bool is_standard = strcmp(text, "standard") == 0;
    if (is_standard || strcmp(text, "enterprise") == 0) {
        *plan = is_standard ? limit_standard : limit_enterprise;
        return true;
    }
    if (text[strspn(text, "0123456789/")] != '\0' ||
        sscanf(text, "%5u/%5u%n", &room, &rate, &n) != 2 || text[n] != '\0' || room == 0 ||
        rate == 0)
        return false;
    *plan = (struct limit_plan){room, rate, limit_standard.operating};
    return true;
}

double limit_plan_seconds(const struct limit_plan *plan, double requests, double worked)
{
    double bucket = (requests - plan->room) / plan->rate;
    double operating = (worked - plan->operating) * (WINDOW_MS / 1000) / plan->operating;
    return fmax(fmax(bucket, operating), 0);
}

struct method {
    char *name;
    double worked;  /* seconds, at the last answer */
    double total;   /* since the start: what was forgotten on the way too */
    bool is_told;   /* an answer said what it had worked */
    double allowed; /* less than the plan's once it was refused earlier than that */
    int64_t reset;  /* when some of it is forgotten */
    int64_t rests;  /* until then, since it was refused: answers sent before do not end that */
};

struct limit {
    struct limit_plan plan;
    double level; /* requests in the bucket, at `at`, whoever sent them */
    double rate;  /* of ours a second, at most: what leaks out of it, or less after a refusal */
    int64_t at;
    int64_t sent; /* when the last of ours was */
    int64_t clean; /* since when no request was refused, or the last step up */
    VEC(struct method) methods;
};

static double full_rate(const struct limit *limit)
{
    return limit->plan.rate * spare_rate;
}

static double room(const struct limit *limit)
{
    double spare = fmax(spare_room, limit->plan.rate + 1);
    return limit->plan.room > 2 * spare ? limit->plan.room - spare : limit->plan.room / 2;
}

struct limit *limit_new(const struct limit_plan *plan, int64_t now)
{
    struct limit *limit = mem_zero(1, sizeof *limit);
    limit->plan = *plan;
    limit->rate = full_rate(limit);
    limit->at = limit->clean = now;
    return limit;
}

void limit_free(struct limit *limit)
{
    if (limit == NULL)
        return;
    for (size_t i = 0; i < limit->methods.n; i++)
        free(limit->methods.at[i].name);
    vec_release(&limit->methods);
    free(limit);
}

static struct method *find_method(struct limit *limit, const char *name, int64_t now)
{
    for (size_t i = 0; i < limit->methods.n; i++)
        if (strcasecmp(limit->methods.at[i].name, name) == 0)
            return &limit->methods.at[i];
    struct method *method = vec_push_new(&limit->methods);
    *method = (struct method){.name = mem_copy_text(name),
                              .allowed = limit->plan.operating,
                              .rests = now};
    return method;
}

/* --- the bucket ------------------------------------------------------------------------------ */

/* After a refusal others fill the bucket, nobody knows how fast: it is taken to stay full, so that
 * there is no burst once our rate is what it was. */
static void leak(struct limit *limit, int64_t until)
{
    double least = limit->rate < full_rate(limit) ? room(limit) - 1 : 0;
    double level = limit->level - full_rate(limit) * (double)(until - limit->at) / 1000;
    limit->level = fmax(level, least);
    limit->at = until;
}

/* Leaks up to now, the rate going up on the way. A clock does not go back. */
static void advance(struct limit *limit, int64_t now)
{
    while (limit->rate < full_rate(limit) && now - limit->clean >= CLEAN_MS) {
        limit->clean += CLEAN_MS;
        if (limit->clean > limit->at)
            leak(limit, limit->clean);
        limit->rate = fmin(limit->rate + step, full_rate(limit));
    }
    if (now > limit->at)
        leak(limit, now);
}

static int64_t bucket_when(struct limit *limit, int64_t now)
{
    double over = limit->level + 1 - room(limit);
    int64_t when = over <= 0 ? now : now + (int64_t)ceil(over / full_rate(limit) * 1000);
    int64_t next = limit->sent + (int64_t)ceil(1000 / limit->rate);
    return limit->rate < full_rate(limit) && next > when ? next : when;
}

void limit_sent(struct limit *limit, int64_t now)
{
    advance(limit, now);
    limit->level += 1;
    limit->sent = now;
}

void limit_exceeded(struct limit *limit, int64_t now)
{
    advance(limit, now);
    limit->rate = fmax(limit->rate / 2, slowest);
    limit->level = fmax(limit->level, room(limit));
    limit->clean = now;
}

double limit_level(struct limit *limit, int64_t now)
{
    advance(limit, now);
    return limit->level;
}

double limit_rate(struct limit *limit, int64_t now)
{
    advance(limit, now);
    return limit->rate;
}

/* --- operating time -------------------------------------------------------------------------- */

/* How much the oldest basket held is not told: a little is taken as free until an answer says. */
static void forget_baskets(struct method *method, int64_t now)
{
    double most = method->allowed * (spare_operating - basket_share);
    if (now >= method->reset)
        method->worked = now - method->reset < WINDOW_MS ? fmin(method->worked, most) : 0;
}

void limit_worked(struct limit *limit, const char *name, double seconds, double reset_in,
                  int64_t now)
{
    struct method *method = find_method(limit, name, now);
    if (!(seconds >= 0 && seconds < 1e6))
        return;
    if (method->is_told && seconds > method->worked)
        method->total += seconds - method->worked;
    method->is_told = true;
    method->worked = seconds;
    method->reset = now + (reset_in > 0 && reset_in < 3600 ? (int64_t)(reset_in * 1000) + 1000
                                                           : (int64_t)BASKET_MS);
}

void limit_exhausted(struct limit *limit, const char *name, int64_t now)
{
    struct method *method = find_method(limit, name, now);
    forget_baskets(method, now);
    if (method->worked > 1 && method->worked < method->allowed)
        method->allowed = method->worked;
    method->rests = method->reset > now ? method->reset : now + BASKET_MS;
}

static int64_t operating_when(struct limit *limit, const char *name, int64_t now)
{
    struct method *method = find_method(limit, name, now);
    forget_baskets(method, now);
    if (method->rests > now)
        return method->rests;
    return method->worked < method->allowed * spare_operating ? now : method->reset;
}

double limit_left(struct limit *limit, const char *name, int64_t now)
{
    struct method *method = find_method(limit, name, now);
    forget_baskets(method, now);
    return fmax(method->allowed * spare_operating - method->worked, 0);
}

double limit_total(struct limit *limit, const char *name, int64_t now)
{
    return find_method(limit, name, now)->total;
}

int limit_streams(struct limit *limit, const char *name, int64_t now)
{
    struct method *method = find_method(limit, name, now);
    forget_baskets(method, now);
    return method->worked < method->allowed / 2 ? 3 : 1;
}

int64_t limit_when(struct limit *limit, const char *method, int64_t now, enum limit_why *why)
{
    int64_t bucket, rest;
    advance(limit, now);
    bucket = bucket_when(limit, now);
    rest = operating_when(limit, method, now);
    if (rest > now && rest >= bucket) {
        *why = LIMIT_OPERATING;
        return rest;
    }
    if (bucket > now)
        *why = limit->rate < full_rate(limit) ? LIMIT_SLOWED : LIMIT_RATE;
    else
        *why = LIMIT_FREE;
    return bucket;
}

/* --- kept over a restart --------------------------------------------------------------------- */

/* In thousandths: a decimal point is not one in every locale. */
void limit_save(struct limit *limit, struct str *out, int64_t now, int64_t unix_ms)
{
    advance(limit, now);
    str_addf(out, "bucket %lld %lld %lld", (long long)unix_ms, (long long)(limit->level * 1000),
             (long long)(limit->rate * 1000));
}

static double between(double value, double least, double most)
{
    return fmin(fmax(value, least), most);
}

struct saved {
    long long at, level, rate;
};

static bool read_saved(const char *line, int64_t unix_ms, struct saved *saved)
{
    return sscanf(line, "bucket %lld %lld %lld", &saved->at, &saved->level, &saved->rate) == 3 &&
           saved->level >= 0 && saved->rate > 0 && saved->at >= 0 && saved->at <= unix_ms;
}

/* What has not leaked out of it since; no less than is known here. */
static void join(struct limit *limit, const struct saved *saved, int64_t unix_ms)
{
    double level = 0;
    if (unix_ms - saved->at < SAVED_MS)
        level = (double)saved->level / 1000 -
                full_rate(limit) * (double)(unix_ms - saved->at) / 1000;
    limit->level = between(level, limit->level, limit->plan.room);
}

void limit_load(struct limit *limit, const char *line, int64_t now, int64_t unix_ms)
{
    struct saved saved;
    advance(limit, now);
    limit->clean = now;
    if (!read_saved(line, unix_ms, &saved)) {
        limit->level = room(limit);
        return;
    }
    limit->rate = between((double)saved.rate / 1000, slowest, full_rate(limit));
    join(limit, &saved, unix_ms);
}

void limit_join(struct limit *limit, const char *line, int64_t now, int64_t unix_ms)
{
    struct saved saved;
    advance(limit, now);
    if (read_saved(line, unix_ms, &saved))
        join(limit, &saved, unix_ms);
}
