/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include "text/find.h"
#include "base/mem.h"
#include "text/expression.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/*
 * One of three: an expression; symbols to find in the folded text; or bytes.
 * border[k]: how many symbols the longest proper border of the first k has (Knuth, Morris, Pratt).
 */
struct pattern {
    struct expression *expression;
    struct fold_table table;
    uint32_t *symbols;
    size_t *border;
    size_t n_symbols;
    char *bytes;
    size_t n_bytes;
};

/* --- making one ------------------------------------------------------------------------------ */

static void set_symbols(struct pattern *pattern, const char *text, size_t size)
{
    struct fold fold = fold_begin(&pattern->table, text, size, 0);
    uint32_t symbol;
    bool is_first;
    size_t n = 0;

    while (fold_next(&fold, &symbol, &is_first))
        n++;
    pattern->n_symbols = n;
    pattern->symbols = mem_zero(n + 1, sizeof *pattern->symbols);
    fold = fold_begin(&pattern->table, text, size, 0);
    for (size_t i = 0; i < n; i++)
        fold_next(&fold, &pattern->symbols[i], &is_first);
}

static void set_border(struct pattern *pattern)
{
    size_t *border = mem_zero(pattern->n_symbols + 1, sizeof *border), k = 0;

    for (size_t i = 1; i < pattern->n_symbols; i++) {
        while (k && pattern->symbols[k] != pattern->symbols[i])
            k = border[k];
        k += pattern->symbols[k] == pattern->symbols[i];
        border[i + 1] = k;
    }
    pattern->border = border;
}

struct pattern *pattern_new(const char *text, size_t size, enum find_kind kind,
                            struct error *error)
{
    struct expression *expression = NULL;
    struct pattern *pattern;

    if (kind == FIND_REGEX && size) {
        expression = expression_new(text, size, error);
        if (!expression)
            return NULL;
    }
    pattern = mem_zero(1, sizeof *pattern);
    pattern->expression = expression;
    pattern->bytes = mem_copy(text, size);
    pattern->n_bytes = size;
    /* What folds to nothing, such as a lone accent, is found as its bytes. */
    if (kind == FIND_SMART && size) {
        fold_table_fill(&pattern->table, fold_has_upper(text, size));
        set_symbols(pattern, text, size);
        set_border(pattern);
    }
    return pattern;
}

void pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    expression_free(pattern->expression);
    free(pattern->symbols);
    free(pattern->border);
    free(pattern->bytes);
    free(pattern);
}

/* --- finding --------------------------------------------------------------------------------- */

/*
 * The head reads the text; the tail stands where the symbols that match so far begin, which is
 * how the start becomes known without memory for the way between.
 */
struct pursuit {
    const struct pattern *pattern;
    struct fold head, tail;
    size_t matched;
};

/* The symbols that match so far are not the ones: on with the next that could be. */
static void pursuit_fall(struct pursuit *pursuit)
{
    size_t next = pursuit->pattern->border[pursuit->matched];
    uint32_t symbol;
    bool is_first;

    for (size_t n = pursuit->matched - next; n; n--)
        fold_next(&pursuit->tail, &symbol, &is_first);
    pursuit->matched = next;
}

static bool pursuit_is_whole(const struct pursuit *pursuit, size_t *start, size_t *end)
{
    struct fold first = pursuit->tail;
    uint32_t symbol;
    bool is_first;
    size_t over;

    fold_next(&first, &symbol, &is_first);
    if (!is_first || !fold_is_whole(&pursuit->head, &over))
        return false;
    *start = first.start;
    *end = over;
    return true;
}

static bool find_symbols(const struct pattern *pattern, struct fold fold, size_t *start,
                         size_t *end)
{
    struct pursuit pursuit = {.pattern = pattern, .head = fold};
    uint32_t symbol;
    bool is_first;

    for (;;) {
        if (pursuit.matched == 0) {
            fold_skip(&pursuit.head, pattern->symbols[0]);
            pursuit.tail = pursuit.head;
        }
        if (!fold_next(&pursuit.head, &symbol, &is_first))
            return false;
        while (pursuit.matched && pattern->symbols[pursuit.matched] != symbol)
            pursuit_fall(&pursuit);
        if (pattern->symbols[pursuit.matched] != symbol)
            continue;
        if (++pursuit.matched < pattern->n_symbols)
            continue;
        if (pursuit_is_whole(&pursuit, start, end))
            return true;
        pursuit_fall(&pursuit);
    }
}

static bool find_bytes(const struct pattern *pattern, const char *text, size_t size, size_t from,
                       size_t *start, size_t *end)
{
    const char *found = memmem(text + from, size - from, pattern->bytes, pattern->n_bytes);

    if (!found)
        return false;
    *start = (size_t)(found - text);
    *end = *start + pattern->n_bytes;
    return true;
}

bool pattern_find(const struct pattern *pattern, const char *text, size_t size, size_t from,
                  size_t *start, size_t *end)
{
    if (pattern->n_bytes == 0 || from >= size)
        return false;
    if (pattern->expression)
        return expression_find(pattern->expression, text, size, from, start, end);
    if (pattern->n_symbols)
        return find_symbols(pattern, fold_begin(&pattern->table, text, size, from), start, end);
    return find_bytes(pattern, text, size, from, start, end);
}

bool pattern_gave_up(const struct pattern *pattern)
{
    return pattern->expression && expression_gave_up(pattern->expression);
}
