/* SPDX-License-Identifier: MIT */
#include "model/query.h"
#include "text/normal.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Whatever is typed on the first line is a query, and the expression for FTS5 is of the form that
 * it always takes; the rest is a text that the query is asked of, with and without its words.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

/* The bytes of "words", with the star of a prefix. */
static size_t phrase_size(const char *at)
{
    const char *end;

    require(*at == '"');
    end = strchr(at + 1, '"');
    require(end && end > at + 1);
    for (const char *c = at + 1; c < end; c++)
        require((unsigned char)*c >= 0x80 || *c == ' ' || (*c >= 'a' && *c <= 'z') ||
                (*c >= '0' && *c <= '9'));
    return (size_t)(end - at) + (end[1] == ' ' && end[2] == '*' ? 3 : 1);
}

static const char *require_bracket(const char *at, const char *joint)
{
    require(*at++ == '(');
    for (at += phrase_size(at); *at != ')'; at += phrase_size(at)) {
        require(strncmp(at, joint, strlen(joint)) == 0);
        at += strlen(joint);
    }
    return at + 1;
}

static void require_match(const struct query *query)
{
    struct str match = {0};
    const char *at;

    query_add_match(query, true, &match);
    if (match.size) {
        at = require_bracket(match.text, " AND ");
        if (strncmp(at, " NOT ", 5) == 0)
            at = require_bracket(at + 5, " OR ");
        require(at == match.text + match.size);
    }
    str_release(&match);
}

static void require_hits(const struct query *query, const char *text, size_t size)
{
    struct normal_ranges hits = {0};
    struct normal_range excerpt;
    size_t at = 0;

    query_find_hits(query, text, size, &hits);
    for (size_t i = 0; i < hits.list.n; i++) {
        require(hits.list.at[i].start >= at && hits.list.at[i].start < hits.list.at[i].end);
        at = hits.list.at[i].end;
    }
    require(at <= size);
    query_excerpt(&hits, text, size, 40, &excerpt);
    require(excerpt.start <= excerpt.end && excerpt.end <= size);
    require(hits.list.n == 0 || excerpt.start <= hits.list.at[0].start);
    vec_release(&hits.list);
}

static void ask(const struct query *query, const char *text, size_t size)
{
    struct str normal = {0};
    struct query_facts facts = {
        .known = QUERY_ENTRY | QUERY_NAME | QUERY_PARTS | QUERY_TEXT,
        .when = {1777878120, 180},
        .connector = "telegrambot",
        .name = "Harriet Lowe",
        .text = text,
        .size = size,
    };
    bool all;

    normal_add(&normal, text, size);
    query_matches(query, &facts);
    facts.normal = str_text(&normal);
    facts.normal_size = normal.size;
    all = query_matches(query, &facts);
    require_hits(query, text, size);
    facts.known = QUERY_ENTRY;
    require(!all || query_matches(query, &facts));
    str_release(&normal);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
    size_t n = line ? (size_t)(line - data) : size;
    struct str notes = {0};
    struct query query;

    query_parse(&query, (const char *)data, n, &notes);
    require(query.terms.n <= QUERY_TERMS);
    for (size_t i = 0; i < query.terms.n; i++)
        require(query.terms.at[i].values.n > 0);
    require_match(&query);
    ask(&query, (const char *)data + n, size - n);
    query_release(&query);
    str_release(&notes);
    return 0;
}
