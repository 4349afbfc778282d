/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* strcasestr */
#include "model/query.h"
#include "text/normal.h"

#include <string.h>

/* --- one value ------------------------------------------------------------------------------- */

static bool has_words(const struct query_facts *facts, const struct query_value *value,
                      bool is_prefix)
{
    size_t start, end;

    if (facts->normal)
        return normal_has(facts->normal, facts->normal_size, str_text(&value->normal),
                          value->normal.size, is_prefix);
    return pattern_find(value->pattern, facts->text, facts->size, 0, &start, &end);
}

static bool has_text(struct query_facts *facts, const struct query_value *value)
{
    size_t start, end;
    bool found = pattern_find(value->pattern, facts->text, facts->size, 0, &start, &end);

    facts->gave_up |= pattern_gave_up(value->pattern);
    return found;
}

static bool is_from(const struct query_facts *facts, const struct query_value *value)
{
    struct str name = {0};
    bool found;

    if (value->number)
        return facts->sender == value->number;
    normal_add(&name, facts->name, strlen(facts->name));
    found = normal_has(str_text(&name), name.size, str_text(&value->normal), value->normal.size,
                       true);
    str_release(&name);
    return found;
}

/* No moment is neither before nor after another. */
static bool is_on_side(const struct query_facts *facts, const struct query_value *value,
                       bool is_after)
{
    int64_t time = facts->when.time;
    struct when_parts parts;

    if (time == WHEN_NONE)
        return false;
    if (value->is_clock) {
        when_split(facts->when, &facts->zone, &parts);
        time += parts.offset * 60;
    }
    return (time >= value->number) == is_after;
}

static bool holds(enum query_kind kind, const struct query_value *value,
                  struct query_facts *facts)
{
    switch ((int)kind) {
    case QUERY_WORD:
    case QUERY_PHRASE:
        return has_words(facts, value, kind == QUERY_WORD);
    case QUERY_FROM:
        return is_from(facts, value);
    case QUERY_ROLE:
        return facts->role == (enum user_role)value->number;
    case QUERY_CLASS:
        return facts->class == (enum message_class)value->number;
    case QUERY_LINE:
        return facts->line == value->number;
    case QUERY_CONNECTOR:
        return strcasestr(facts->connector, value->text) != NULL;
    case QUERY_AFTER:
    case QUERY_BEFORE:
        return is_on_side(facts, value, kind == QUERY_AFTER);
    case QUERY_HAS:
        return (facts->has & (unsigned)value->number) != 0;
    default:
        return has_text(facts, value);
    }
}

/* --- all of them ----------------------------------------------------------------------------- */

static bool term_holds(const struct query_term *term, struct query_facts *facts)
{
    if (facts->is_original && term->is_negated && term->needs & (QUERY_NAME | QUERY_TEXT))
        return true;
    for (size_t i = 0; i < term->values.n; i++)
        if (holds(term->kind, &term->values.at[i], facts))
            return !term->is_negated;
    return term->is_negated;
}

/* Cheap facts decide first, whatever the order of the terms. */
bool query_matches(const struct query *query, struct query_facts *facts)
{
    facts->gave_up = false;
    for (unsigned fact = QUERY_ENTRY; fact <= QUERY_TEXT; fact <<= 1)
        for (size_t i = 0; i < query->terms.n && (facts->known & fact); i++)
            if (query->terms.at[i].needs == fact && !term_holds(&query->terms.at[i], facts))
                return false;
    return !facts->gave_up;
}

/* --- for an index ---------------------------------------------------------------------------- */

static bool is_words(const struct query_term *term)
{
    return term->kind == QUERY_WORD || term->kind == QUERY_PHRASE;
}

/* Normal words hold no quotes; what FTS5 sees is one string. */
static void add_phrase(struct str *out, const struct query_term *term)
{
    str_add_char(out, '"');
    str_add_text(out, str_text(&term->values.at[0].normal));
    str_add_text(out, term->kind == QUERY_WORD ? "\" *" : "\"");
}

/* One bracket of all that are negated, or of all that are not: FTS5 limits how deep they nest.
 * Gives whether there are any. */
static bool add_bracket(struct str *out, const struct query *query, bool is_negated)
{
    size_t n = 0;

    for (size_t i = 0; i < query->terms.n; i++) {
        const struct query_term *term = &query->terms.at[i];

        if (!is_words(term) || term->is_negated != is_negated)
            continue;
        str_add_text(out, n++ ? is_negated ? " OR " : " AND " : is_negated ? " NOT (" : "(");
        add_phrase(out, term);
    }
    if (n)
        str_add_char(out, ')');
    return n > 0;
}

void query_add_match(const struct query *query, bool negated, struct str *out)
{
    if (add_bracket(out, query, false) && negated)
        add_bracket(out, query, true);
}

bool query_is_scan(const struct query *query)
{
    bool has_index = false, has_negated = false;

    for (size_t i = 0; i < query->terms.n; i++) {
        const struct query_term *term = &query->terms.at[i];

        if (term->kind == QUERY_EXACT || term->kind == QUERY_REGEX)
            return true;
        has_index |= is_words(term) && !term->is_negated;
        has_negated |= is_words(term) && term->is_negated;
    }
    return has_negated && !has_index;
}
