/* SPDX-License-Identifier: MIT */
#include "model/query.h"
#include "text/normal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct query_row query_table[QUERY_KIND_COUNT] = {
#define KIND(name, word, form, needs, help) {word, form, needs, help},
    QUERY_KINDS(KIND)
#undef KIND
};

/* What is left of the text typed. */
struct reader {
    const char *at, *end;
    struct query *query;
    struct str *notes;
    bool is_full; /* terms were left out */
};

static void note(struct reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void note(struct reader *reader, const char *format, ...)
{
    va_list arguments;

    if (reader->notes->size)
        str_add_char(reader->notes, '\n');
    va_start(arguments, format);
    str_addv(reader->notes, format, arguments);
    va_end(arguments);
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes up to a blank or the end. */
static size_t word_size(const char *at, const char *end)
{
    const char *start = at;

    while (at < end && !is_blank(*at))
        at++;
    return (size_t)(at - start);
}

/* --- values ---------------------------------------------------------------------------------- */

static void value_release(struct query_value *value)
{
    free(value->text);
    str_release(&value->normal);
    pattern_free(value->pattern);
}

static void term_release(struct query_term *term)
{
    for (size_t i = 0; i < term->values.n; i++)
        value_release(&term->values.at[i]);
    vec_release(&term->values);
}

/* A user's number is known before the name is. */
static enum query_fact needs_of(const struct query_term *term)
{
    if (term->kind == QUERY_FROM && term->values.n == 1 && term->values.at[0].number)
        return QUERY_ENTRY;
    return query_table[term->kind].needs;
}

static void add_term(struct reader *reader, struct query_term *term)
{
    if (reader->query->terms.n == QUERY_TERMS) {
        reader->is_full = true;
        term_release(term);
        return;
    }
    term->needs = needs_of(term);
    vec_push(&reader->query->terms, *term);
    reader->query->needs |= term->needs;
}

/* False and a sentence: no regular expression. */
static bool add_text(struct reader *reader, enum query_kind kind, bool is_negated,
                     const char *text, size_t size, struct error *error)
{
    static const enum find_kind kinds[] = {[QUERY_WORD] = FIND_SMART,
                                           [QUERY_PHRASE] = FIND_SMART,
                                           [QUERY_EXACT] = FIND_LITERAL,
                                           [QUERY_REGEX] = FIND_REGEX};
    struct query_term term = {.kind = kind, .is_negated = is_negated};
    struct query_value value = {.pattern = pattern_new(text, size, kinds[kind], error)};

    if (!value.pattern)
        return false;
    value.text = mem_copy(text, size);
    if (kind == QUERY_WORD || kind == QUERY_PHRASE)
        normal_add(&value.normal, text, size);
    vec_push(&term.values, value);
    /* Of signs alone no index knows. */
    if (kind < QUERY_EXACT && value.normal.size == 0)
        term.kind = QUERY_EXACT;
    add_term(reader, &term);
    return true;
}

static void add_words(struct reader *reader, enum query_kind kind, bool is_negated,
                      const char *text, size_t size)
{
    if (size)
        add_text(reader, kind, is_negated, text, size, NULL);
}

static bool read_number(const char *text, size_t size, int64_t *number)
{
    enum { DIGITS = 18 };

    *number = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9' || i == DIGITS)
            return false;
        *number = *number * 10 + (text[i] - '0');
    }
    return size > 0;
}

static bool is_word(const char *word, const char *text, size_t size)
{
    return strlen(word) == size && strncasecmp(word, text, size) == 0;
}

static bool read_role(const char *text, size_t size, int64_t *role)
{
    for (*role = 0; *role < USER_ROLES; ++*role)
        if (is_word(user_role_table[*role].word, text, size))
            return true;
    return false;
}

static bool read_class(const char *text, size_t size, int64_t *class)
{
    for (*class = 0; *class < CLASS_COUNT; ++*class)
        if (is_word(class_table[*class].word, text, size))
            return true;
    return false;
}

static bool read_part(const char *text, size_t size, int64_t *part)
{
    *part = is_word("file", text, size) ? QUERY_FILE : is_word("link", text, size) ? QUERY_LINK : 0;
    return *part != 0;
}

static bool read_moment(const char *text, size_t size, struct query_value *value)
{
    struct when_typed typed;

    if (!when_parse_typed(text, size, &typed))
        return false;
    value->number = typed.when.time;
    value->is_clock = typed.is_clock;
    return true;
}

static bool read_value(enum query_kind kind, const char *text, size_t size,
                       struct query_value *value)
{
    switch ((int)kind) {
    case QUERY_FROM:
        normal_add(&value->normal, text, size);
        if (!read_number(text, size, &value->number))
            value->number = 0;
        return value->normal.size > 0;
    case QUERY_ROLE:
        return read_role(text, size, &value->number);
    case QUERY_CLASS:
        return read_class(text, size, &value->number);
    case QUERY_LINE:
        return read_number(text, size, &value->number);
    case QUERY_AFTER:
    case QUERY_BEFORE:
        return read_moment(text, size, value);
    case QUERY_HAS:
        return read_part(text, size, &value->number);
    default:
        return size > 0;
    }
}

/* --- terms ----------------------------------------------------------------------------------- */

/* The value at reader->at, in quotes or up to a comma or blank; passes over it. */
static bool next_value(struct reader *reader, struct query_term *term)
{
    bool is_quoted = reader->at < reader->end && *reader->at == '"';
    const char *start = reader->at + is_quoted, *at = start;
    struct query_value *value = vec_push_new(&term->values);

    while (at < reader->end && (is_quoted ? *at != '"' : *at != ',' && !is_blank(*at)))
        at++;
    *value = (struct query_value){.text = mem_copy(start, (size_t)(at - start))};
    reader->at = at + (is_quoted && at < reader->end);
    return read_value(term->kind, start, (size_t)(at - start), value);
}

/* FIELD:VALUE[,VALUE]…; false: it is no such thing, and nothing was read. */
static bool read_field(struct reader *reader, enum query_kind kind, bool is_negated)
{
    const char *start = reader->at;
    struct query_term term = {.kind = kind, .is_negated = is_negated};
    bool is_good, more;

    reader->at += strlen(query_table[kind].word) + 1;
    do {
        is_good = next_value(reader, &term);
        more = reader->at < reader->end && *reader->at == ',';
        reader->at += more;
    } while (is_good && more);
    if (is_good && (reader->at == reader->end || is_blank(*reader->at))) {
        add_term(reader, &term);
        return true;
    }
    term_release(&term);
    reader->at = start;
    note(reader, _("\"%.*s\" is searched as words; there is %s, %s"),
         (int)word_size(start, reader->end), start, gettext(query_table[kind].form),
         gettext(query_table[kind].help));
    return false;
}

/* Ends at a slash before a blank or the end, so that expressions may hold both. */
static const char *regex_end(const struct reader *reader)
{
    for (const char *at = reader->at + 1; at < reader->end; at++) {
        if (*at == '\\')
            at++;
        else if (*at == '/' && (at + 1 == reader->end || is_blank(at[1])))
            return at;
    }
    return NULL;
}

static bool read_regex(struct reader *reader, bool is_negated)
{
    const char *start = reader->at + 1, *end = regex_end(reader);
    struct error error = {0};

    if (!end || end == start)
        return false;
    if (!add_text(reader, QUERY_REGEX, is_negated, start, (size_t)(end - start), &error)) {
        note(reader, _("%s; it is searched as words"), error.text);
        return false;
    }
    reader->at = end + 1;
    return true;
}

/* "…", closed or not; reader->at is behind it then. */
static void read_quoted(struct reader *reader, enum query_kind kind, bool is_negated)
{
    const char *start = reader->at + 1;
    const char *end = memchr(start, '"', (size_t)(reader->end - start));

    if (!end)
        note(reader, _("a closing \" is missing; it is taken to be at the end"));
    reader->at = end ? end + 1 : reader->end;
    add_words(reader, kind, is_negated, start, (size_t)((end ? end : reader->end) - start));
}

static bool read_exact(struct reader *reader, bool is_negated)
{
    size_t size = word_size(reader->at + 1, reader->end);

    if (size == 0)
        return false;
    reader->at++;
    if (*reader->at == '"') {
        read_quoted(reader, QUERY_EXACT, is_negated);
    } else {
        add_words(reader, QUERY_EXACT, is_negated, reader->at, size);
        reader->at += size;
    }
    return true;
}

/* The field that begins here, or QUERY_KIND_COUNT. */
static enum query_kind field_at(const char *at, size_t size)
{
    const char *colon = memchr(at, ':', size);
    int kind = 0;

    if (!colon)
        return QUERY_KIND_COUNT;
    while (kind < QUERY_KIND_COUNT &&
           !(query_table[kind].word && is_word(query_table[kind].word, at, (size_t)(colon - at))))
        kind++;
    return (enum query_kind)kind;
}

static void read_term(struct reader *reader)
{
    size_t size = word_size(reader->at, reader->end);
    bool is_negated = *reader->at == '-' && size > 1;
    enum query_kind kind;

    reader->at += is_negated;
    size -= is_negated;
    kind = field_at(reader->at, size);
    if (*reader->at == '"')
        read_quoted(reader, QUERY_PHRASE, is_negated);
    else if ((*reader->at == '=' && read_exact(reader, is_negated)) ||
             (*reader->at == '/' && read_regex(reader, is_negated)) ||
             (kind < QUERY_KIND_COUNT && read_field(reader, kind, is_negated)))
        return;
    else {
        add_words(reader, QUERY_WORD, is_negated, reader->at, size);
        reader->at += size;
    }
}

void query_parse(struct query *query, const char *text, size_t size, struct str *notes)
{
    struct reader reader = {.at = text, .end = text + size, .query = query, .notes = notes};

    *query = (struct query){0};
    while (reader.at < reader.end && !reader.is_full) {
        if (is_blank(*reader.at))
            reader.at++;
        else
            read_term(&reader);
    }
    if (reader.is_full)
        note(&reader, _("only the first %d terms are searched for"), QUERY_TERMS);
}

void query_add_moment(struct query *query, enum query_kind kind, int64_t time, bool is_clock)
{
    struct query_term term = {.kind = kind, .needs = query_table[kind].needs};

    vec_push(&term.values, (struct query_value){.number = time, .is_clock = is_clock});
    vec_push(&query->terms, term);
    query->needs |= term.needs;
}

void query_release(struct query *query)
{
    for (size_t i = 0; i < query->terms.n; i++)
        term_release(&query->terms.at[i]);
    vec_release(&query->terms);
    *query = (struct query){0};
}
