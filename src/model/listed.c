/* SPDX-License-Identifier: MIT */
#include "model/session.h"

#include <stdlib.h>

struct spot {
    int64_t id;
    size_t at; /* in the newer list; for what is only in the older one: behind that many of it */
    size_t order;
};

static int by_id(const void *a, const void *b)
{
    const struct spot *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static int by_place(const void *a, const void *b)
{
    const struct spot *x = a, *y = b;
    int order = (x->at > y->at) - (x->at < y->at);

    return order ? order : (x->order > y->order) - (x->order < y->order);
}

/* Lists that share nothing follow each other as the ids in them do. */
static bool comes_after(const int64_t *older, const int64_t *newer, size_t n)
{
    bool falls = newer[0] > newer[n - 1];

    return falls ? older[0] < newer[0] : older[0] > newer[0];
}

/* Gives those of the older list that the newer one lacks, each behind what it stood behind. */
static struct spot *find_loose(const struct session *session, const int64_t *ids, size_t n,
                                size_t *n_loose)
{
    struct spot *sorted = mem_zero(n, sizeof *sorted);
    struct spot *loose = mem_zero(session->listed.n, sizeof *loose);
    size_t at = 0;

    *n_loose = 0;
    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct spot){ids[i], i + 1, 0};
    qsort(sorted, n, sizeof *sorted, by_id);
    for (size_t i = 0; i < session->listed.n; i++) {
        struct spot wanted = {session->listed.at[i], 0, 0};
        const struct spot *found = bsearch(&wanted, sorted, n, sizeof *sorted, by_id);

        at = found ? found->at : at;
        if (!found)
            loose[(*n_loose)++] = (struct spot){wanted.id, at, i};
    }
    if (*n_loose && *n_loose == session->listed.n && comes_after(session->listed.at, ids, n))
        for (size_t i = 0; i < *n_loose; i++)
            loose[i].at = n;
    free(sorted);
    return loose;
}

void session_add_listed(struct session *session, const int64_t *ids, size_t n)
{
    size_t n_loose = 0, next = 0;
    struct spot *loose;

    if (n == 0)
        return;
    loose = find_loose(session, ids, n, &n_loose);
    if (n_loose)
        qsort(loose, n_loose, sizeof *loose, by_place);
    session->listed.n = 0;
    for (size_t i = 0; i <= n; i++) {
        for (; next < n_loose && loose[next].at == i; next++)
            vec_push(&session->listed, loose[next].id);
        if (i < n)
            vec_push(&session->listed, ids[i]);
    }
    free(loose);
}
