/* SPDX-License-Identifier: MIT */
#include "model/session.h"

#include <stdlib.h>
#include <string.h>

struct session *session_new(int64_t id, int64_t chat)
{
    struct session *session = mem_zero(1, sizeof *session);

    session->id = id;
    session->chat = chat;
    session->first.time = session->last.time = session->told = WHEN_NONE;
    return session;
}

void session_free(struct session *session)
{
    if (!session)
        return;
    free(session->comment_head);
    free(session->failure);
    vec_release(&session->entries);
    vec_release(&session->listed);
    vec_release(&session->operators);
    free(session);
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Of two copies the later one first, so that it is the one that stays. */
static int by_copy(const struct entry *x, const struct entry *y)
{
    int order = compare(y->place.part, x->place.part);

    return order ? order : compare((int64_t)y->place.offset, (int64_t)x->place.offset);
}

static int by_time(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = compare(x->time, y->time);

    if (!order)
        order = compare(x->id, y->id);
    return order ? order : by_copy(x, y);
}

static int by_listed(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = compare(x->listed, y->listed);

    return order ? order : by_time(a, b);
}

static int by_id(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = compare(x->id, y->id);

    return order ? order : by_copy(x, y);
}

typedef int compare_fn(const void *, const void *);

static bool is_sorted(const struct session *session, compare_fn *order)
{
    for (size_t i = 1; i < session->entries.n; i++)
        if (order(&session->entries.at[i - 1], &session->entries.at[i]) >= 0)
            return false;
    return true;
}

static void reverse(struct session *session)
{
    struct entry *low = session->entries.at, *high = low + session->entries.n;

    while (session->entries.n && low < --high) {
        struct entry swap = *low;

        *low++ = *high;
        *high = swap;
    }
}

/* The portal sends newest first, ids ascending inside a second: nearly sorted once reversed. */
static void sort(struct session *session, compare_fn *order)
{
    size_t n = session->entries.n;

    if (n && order(&session->entries.at[0], &session->entries.at[n - 1]) > 0)
        reverse(session);
    if (n && !is_sorted(session, order))
        qsort(session->entries.at, n, sizeof *session->entries.at, order);
}

static void drop_older_copies(struct session *session)
{
    struct entry *entries = session->entries.at;
    size_t kept = 0;

    for (size_t i = 0; i < session->entries.n; i++)
        if (kept == 0 || entries[kept - 1].id != entries[i].id)
            entries[kept++] = entries[i];
    session->entries.n = kept;
}

struct listing {
    int64_t id;
    uint32_t position;
};

static int by_listing(const void *a, const void *b)
{
    const struct listing *x = a, *y = b;
    int order = compare(x->id, y->id);

    return order ? order : compare(x->position, y->position);
}

static void add_missing(struct session *session, const struct listing *listing)
{
    vec_push(&session->entries, (struct entry){.id = listing->id,
                                               .time = WHEN_NONE,
                                               .listed = listing->position,
                                               .class = CLASS_SERVICE,
                                               .flags = MESSAGE_MISSING});
    session->n_missing++;
}

static struct listing *sorted_listing(const struct session *session)
{
    struct listing *listing = mem_zero(session->listed.n, sizeof *listing);

    for (size_t i = 0; i < session->listed.n; i++)
        listing[i] = (struct listing){session->listed.at[i], (uint32_t)i};
    qsort(listing, session->listed.n, sizeof *listing, by_listing);
    return listing;
}

/* Both sides sorted by id: one walk finds what only one of them has. */
static void match_listing(struct session *session)
{
    struct listing *listing = sorted_listing(session);
    size_t n = session->entries.n, at = 0;

    for (size_t i = 0; i < session->listed.n; i++) {
        if (i && listing[i].id == listing[i - 1].id)
            continue;
        while (at < n && session->entries.at[at].id < listing[i].id)
            session->entries.at[at++].flags |= MESSAGE_UNLISTED;
        if (at < n && session->entries.at[at].id == listing[i].id)
            session->entries.at[at++].listed = listing[i].position;
        else
            add_missing(session, &listing[i]);
    }
    for (; at < n; at++)
        session->entries.at[at].flags |= MESSAGE_UNLISTED;
    free(listing);
}

/* The portal's own answers list exactly what they deliver, in the same order: then there is nothing
 * to match. */
static bool is_listed_as_delivered(struct session *session)
{
    if (session->listed.n != session->entries.n)
        return false;
    for (size_t i = 0; i < session->listed.n; i++)
        if (session->listed.at[i] != session->entries.at[i].id)
            return false;
    for (size_t i = 0; i < session->listed.n; i++)
        session->entries.at[i].listed = (uint32_t)i;
    return true;
}

/* A placeholder has no time of its own: it takes its neighbour's by id, so that it stands there. */
static void date_missing(struct session *session)
{
    struct entry *entries = session->entries.at;
    size_t n = session->entries.n;

    sort(session, by_id);
    for (size_t i = 1; i < n; i++)
        if (entries[i].time == WHEN_NONE) {
            entries[i].time = entries[i - 1].time;
            entries[i].offset = entries[i - 1].offset;
        }
    for (size_t i = n; i-- > 1;)
        if (entries[i - 1].time == WHEN_NONE) {
            entries[i - 1].time = entries[i].time;
            entries[i - 1].offset = entries[i].offset;
        }
}

static int by_position(const void *a, const void *b)
{
    const struct listing *x = a, *y = b;

    return compare(x->position, y->position);
}

/* The first of each id, in the order of their positions. */
static size_t keep_first(struct listing *found, size_t n)
{
    size_t kept = 0;

    if (n)
        qsort(found, n, sizeof *found, by_listing);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || found[kept - 1].id != found[i].id)
            found[kept++] = found[i];
    if (kept)
        qsort(found, kept, sizeof *found, by_position);
    return kept;
}

/* A look at the last few spares nearly all sorting: a session has few operators. */
static bool is_among_last(const struct listing *found, size_t n, int64_t user)
{
    enum { LOOK_BACK = 8 };

    for (size_t i = n; i > 0 && n - i < LOOK_BACK; i--)
        if (found[i - 1].id == user)
            return true;
    return false;
}

static void collect_operators(struct session *session, session_is_operator_fn *is_operator,
                              void *self)
{
    VEC(struct listing) found = {0};
    int64_t last = 0;

    for (size_t i = 0; i < session->entries.n; i++) {
        const struct entry *entry = &session->entries.at[i];

        if (entry->class != CLASS_MESSAGE || !entry->sender || entry->sender == last)
            continue;
        last = entry->sender;
        if (!is_among_last(found.at, found.n, last) && is_operator(self, last))
            vec_push(&found, (struct listing){last, (uint32_t)i});
    }
    session->speaker = last;
    session->operators.n = 0;
    found.n = keep_first(found.at, found.n);
    for (size_t i = 0; i < found.n; i++)
        vec_push(&session->operators, found.at[i].id);
    vec_release(&found);
}

static void find_latest(struct session *session)
{
    size_t latest = 0;

    for (size_t i = 1; i < session->entries.n; i++)
        if (by_time(&session->entries.at[i], &session->entries.at[latest]) > 0)
            latest = i;
    session->latest = latest;
}

/* Votes and notes may follow the end line, hence a look at the last few. */
static bool ends_closed(const struct session *session)
{
    enum { LOOK_BACK = 8 };

    for (size_t i = 0; i < session->entries.n && i < LOOK_BACK; i++)
        if (session->entries.at[session->entries.n - 1 - i].class == CLASS_END)
            return true;
    return false;
}

static struct when when_of(const struct entry *entry)
{
    return (struct when){entry->time, entry->offset};
}

/* No two zones are further apart. */
static int64_t shift_of(int64_t seconds)
{
    enum { QUARTER = 15 * 60, MOST = 26 * 60 * 60 };
    int64_t half = seconds < 0 ? -QUARTER / 2 : QUARTER / 2;

    return seconds < -MOST || seconds > MOST ? 0 : (seconds + half) / QUARTER * QUARTER;
}

/* Sorted by time; date_missing has dated all, or there is no date at all. Of an empty session what
 * a list told stays. */
static void collect_moments(struct session *session)
{
    size_t n = session->entries.n;

    if (!n)
        return;
    session->first = when_of(&session->entries.at[0]);
    session->last = when_of(&session->entries.at[n - 1]);
    session->is_closed = ends_closed(session);
    if (session->told != WHEN_NONE && session->first.time != WHEN_NONE)
        session->shift = shift_of(session->told - session->first.time);
}

/* Ids that rise with the time, as they do on most portals, occur once: else a look by id tells. */
static bool rises(struct session *session)
{
    sort(session, by_time);
    for (size_t i = 1; i < session->entries.n; i++)
        if (session->entries.at[i - 1].id >= session->entries.at[i].id)
            return false;
    return true;
}

static void match(struct session *session)
{
    bool undated = false, is_matched;

    for (size_t i = 0; i < session->entries.n; i++) {
        session->entries.at[i].listed = UINT32_MAX;
        undated |= session->entries.at[i].time == WHEN_NONE;
    }
    is_matched = session->listed.n == 0 || is_listed_as_delivered(session);
    if (!rises(session) || !is_matched) {
        sort(session, by_id);
        drop_older_copies(session);
        if (session->listed.n)
            match_listing(session);
        undated |= session->n_missing > 0;
    }
    if (undated)
        date_missing(session);
}

/* Lists have many sessions, most of which nobody looks at: room for one entry and no more. */
static void set_gap(struct session *session)
{
    session->listed.n = session->entries.n = session->latest = 0;
    if (session->entries.room == 0) {
        session->entries.at = mem_zero(1, sizeof *session->entries.at);
        session->entries.room = 1;
    }
    vec_push(&session->entries, (struct entry){.time = session->first.time,
                                               .offset = (int16_t)session->first.offset,
                                               .listed = UINT32_MAX,
                                               .class = CLASS_MESSAGE});
    session->arranged = true;
}

void session_unload(struct session *session)
{
    if (session->state == LOAD_DONE)
        session->n_messages = session->entries.n;
    session->state = LOAD_NONE;
    vec_release(&session->listed);
    vec_release(&session->entries);
    set_gap(session);
}

void session_load(struct session *session)
{
    if (session->state != LOAD_DONE) {
        session->entries.n = session->listed.n = session->n_missing = 0;
        free(session->failure);
        session->failure = NULL;
        session->told = session->first.time;
        session->told += session->told != WHEN_NONE ? session->shift : 0;
    }
    session->state = LOAD_DONE;
    session->arranged = false;
}

void session_arrange(struct session *session, enum order order, session_is_operator_fn *is_operator,
                     void *self)
{
    if (session->state != LOAD_DONE) {
        set_gap(session);
        return;
    }
    if (!session->arranged) {
        match(session);
        sort(session, by_time);
        collect_operators(session, is_operator, self);
        collect_moments(session);
        session->arranged = true;
    }
    sort(session, order == ORDER_SERVER ? by_listed : by_time);
    find_latest(session);
}

struct when session_first(const struct session *session)
{
    return session->first;
}

struct when session_last(const struct session *session)
{
    return session->last;
}

bool session_is_closed(const struct session *session)
{
    return session->is_closed;
}
