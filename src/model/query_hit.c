/* SPDX-License-Identifier: MIT */
#include "model/query.h"
#include "text/cluster.h"

#include <stdlib.h>
#include <string.h>

/* A text, its words, and where in it the query's are. */
struct finder {
    const char *text;
    size_t size;
    struct str normal;
    struct normal_ranges words, *hits;
};

static size_t count_blanks(const char *text, size_t size)
{
    size_t n = 0;

    for (const char *at = text; (at = memchr(at, ' ', (size_t)(text + size - at))); at++)
        n++;
    return n;
}

/* Of a beginning the whole word is shown. */
static void find_words(struct finder *finder, const struct str *wanted, bool is_prefix)
{
    size_t at = 0, first = 0, length = count_blanks(str_text(wanted), wanted->size);
    const char *normal = str_text(&finder->normal);

    for (size_t from = 0;; from = at + 1) {
        size_t hit = normal_find(normal, finder->normal.size, from, str_text(wanted), wanted->size,
                                 is_prefix);

        if (hit == SIZE_MAX)
            return;
        first += count_blanks(normal + at, hit - at);
        at = hit;
        vec_push(&finder->hits->list,
                 (struct normal_range){finder->words.list.at[first].start,
                                       finder->words.list.at[first + length].end});
    }
}

static void find_pattern(struct finder *finder, const struct pattern *pattern)
{
    struct normal_range hit = {0};

    while (pattern_find(pattern, finder->text, finder->size, hit.end, &hit.start, &hit.end))
        vec_push(&finder->hits->list, hit);
}

static int by_start(const void *a, const void *b)
{
    const struct normal_range *x = a, *y = b;

    return (x->start > y->start) - (x->start < y->start);
}

static void sort_hits(struct normal_ranges *hits)
{
    size_t n = 0;

    if (hits->list.n == 0)
        return;
    qsort(hits->list.at, hits->list.n, sizeof *hits->list.at, by_start);
    for (size_t i = 1; i < hits->list.n; i++) {
        struct normal_range *last = &hits->list.at[n], hit = hits->list.at[i];

        if (hit.start > last->end)
            hits->list.at[++n] = hit;
        else if (hit.end > last->end)
            last->end = hit.end;
    }
    hits->list.n = n + 1;
}

void query_find_hits(const struct query *query, const char *text, size_t size,
                     struct normal_ranges *hits)
{
    struct finder finder = {.text = text, .size = size, .hits = hits};

    hits->list.n = 0;
    normal_add_ranges(&finder.normal, text, size, &finder.words);
    for (size_t i = 0; i < query->terms.n; i++) {
        const struct query_term *term = &query->terms.at[i];
        const struct query_value *value = &term->values.at[0];

        if (term->is_negated || term->needs != QUERY_TEXT)
            continue;
        if (term->kind == QUERY_WORD || term->kind == QUERY_PHRASE)
            find_words(&finder, &value->normal, term->kind == QUERY_WORD);
        else
            find_pattern(&finder, value->pattern);
    }
    sort_hits(hits);
    vec_release(&finder.words.list);
    str_release(&finder.normal);
}

/* Behind the blank before which at most so many columns are left to the end. */
static size_t skip_to(const char *text, size_t from, size_t end, int columns)
{
    struct cluster cluster;
    int left = cluster_columns(text + from, end - from);
    bool was_blank = true;

    for (size_t at = from; at < end; at += cluster.size) {
        if (left <= columns && was_blank)
            return at;
        cluster_next(text + at, end - at, &cluster);
        was_blank = text[at] == ' ' || text[at] == '\n';
        left -= cluster.columns;
    }
    return end;
}

void query_excerpt(const struct normal_ranges *hits, const char *text, size_t size, int columns,
                   struct normal_range *excerpt)
{
    enum { FARTHEST = 1024 }; /* bytes before the hit that are looked at */
    size_t hit = hits->list.n ? hits->list.at[0].start : 0, from = 0;
    int used;

    if (hit > FARTHEST)
        for (from = hit - FARTHEST; from < hit && (text[from] & 0xC0) == 0x80;)
            from++;
    if (from || cluster_columns(text, hit) > columns / 3)
        from = skip_to(text, from, hit, columns / 3);
    excerpt->start = from;
    excerpt->end = from + cluster_fit(text + from, size - from, columns, &used);
}
