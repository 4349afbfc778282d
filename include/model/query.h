/* SPDX-License-Identifier: MIT */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "base/str.h"
#include "base/vec.h"
#include "base/words.h"
#include "model/message.h"
#include "model/user.h"
#include "text/find.h"
#include "text/normal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What people ask for, in one line: terms with blanks between, all of which must hold. One row a
 * kind: name, the word before the colon (NULL: the term has another form), how it is written, what
 * it needs to be known (below), what it means.
 */
#define QUERY_KINDS(KIND)                                                                          \
    KIND(WORD, NULL, N_("word"), QUERY_TEXT,                                                       \
         N_("a word or the beginning of one; each word must be there"))                            \
    KIND(PHRASE, NULL, N_("\"some words\""), QUERY_TEXT, N_("these, one after the other"))         \
    KIND(EXACT, NULL, N_("=text =\"some text\""), QUERY_TEXT,                                      \
         N_("exactly these characters, anywhere"))                                                 \
    KIND(REGEX, NULL, N_("/expression/"), QUERY_TEXT, N_("a regular expression (PCRE2)"))          \
    KIND(FROM, "from", N_("from:NAME from:ID"), QUERY_NAME,                                        \
         N_("who wrote it: a name, the beginning of one, or a user's number"))                     \
    KIND(ROLE, "role", N_("role:WHO"), QUERY_ENTRY,                                                \
         N_("who wrote it: client, operator, bot or system"))                                      \
    KIND(CLASS, "class", N_("class:WHAT"), QUERY_ENTRY,                                            \
         N_("message, service, start, end, output, attention, vote or hidden"))                    \
    KIND(LINE, "line", N_("line:NUMBER"), QUERY_ENTRY, N_("the open line it came through"))        \
    KIND(CONNECTOR, "connector", N_("connector:NAME"), QUERY_ENTRY,                                \
         N_("the channel it came through, or a part of its name: telegram"))                       \
    KIND(AFTER, "after", N_("after:DATE"), QUERY_ENTRY,                                            \
         N_("that moment or later: 2026-05-04T10:02, 4.5.2026, today"))                            \
    KIND(BEFORE, "before", N_("before:DATE"), QUERY_ENTRY, N_("earlier than that moment"))         \
    KIND(HAS, "has", N_("has:file has:link"), QUERY_PARTS, N_("what is in it"))

/* What holds for all of them. */
#define QUERY_RULE                                                                                 \
    N_("- before a term: not that; commas: one of these, as in role:client,bot")

/* Facts of a message; those that cost less come first. */
enum query_fact {
    QUERY_ENTRY = 1, /* what is known without reading it */
    QUERY_NAME = 2,
    QUERY_PARTS = 4, /* has */
    QUERY_TEXT = 8,
};

enum query_kind {
#define KIND(name, word, form, needs, help) QUERY_##name,
    QUERY_KINDS(KIND)
#undef KIND
        QUERY_KIND_COUNT
};

struct query_row {
    const char *word, *form;
    unsigned needs;          /* enum query_fact */
    const char *help;
};
extern const struct query_row query_table[QUERY_KIND_COUNT];

enum query_part { QUERY_FILE = 1, QUERY_LINK = 2 };

/* One of the values of a term: commas lie between them, as in role:client,bot. */
struct query_value {
    char *text;        /* as typed, without its quotes */
    struct str normal; /* its words (text/normal.h), of a WORD, PHRASE or FROM */
    /* FROM: the user, or 0. ROLE: enum user_role. CLASS: enum message_class. LINE: its number.
     * HAS: enum query_part. AFTER, BEFORE: seconds, see is_clock. */
    int64_t number;
    bool is_clock; /* a reading of the clock as times are shown, as if it were UTC; or an instant */
    struct pattern *pattern; /* in plain text, of WORD, PHRASE, EXACT, REGEX: never NULL there */
};

struct query_term {
    enum query_kind kind;
    enum query_fact needs;
    bool is_negated;                /* - before it: none of the values may hold */
    VEC(struct query_value) values; /* at least one; one of them must hold */
};

enum { QUERY_TERMS = 64 }; /* more are left out, with a note */

struct query {
    VEC(struct query_term) terms; /* none: everything matches */
    unsigned needs;               /* enum query_fact, of all terms */
};

/* A message as far as it is known; facts not in known are taken to hold. */
struct query_facts {
    unsigned known; /* enum query_fact */
    /* QUERY_ENTRY */
    struct when when;
    struct zone zone; /* in which times are shown */
    enum user_role role;
    enum message_class class;
    int64_t sender, line;
    const char *connector;
    /* QUERY_NAME, QUERY_PARTS */
    const char *name; /* of the sender */
    unsigned has;     /* enum query_part */
    /* QUERY_TEXT: as people read it, and its words; without these (NULL) words are looked for
     * as FIND_SMART finds them, in the middle of others too */
    const char *text, *normal;
    size_t size, normal_size;
    bool is_original; /* of what is redacted later: there - may hold of names and text, and does */
    bool gave_up; /* set by query_matches: an expression took too long, and that was no match */
};

/*
 * Reads any text; query is zeroed. What cannot be understood is searched as plain words, and a
 * sentence a line in notes says so. The query keeps no pointer into text.
 */
void query_parse(struct query *query, const char *text, size_t size, struct str *notes);
/* Adds an AFTER or BEFORE. */
void query_add_moment(struct query *query, enum query_kind kind, int64_t time, bool is_clock);
/* The struct is zero afterwards. */
void query_release(struct query *query);

bool query_matches(const struct query *query, struct query_facts *facts);

/* Adds the words and phrases as an expression for FTS5 over normal texts, those with - only if
 * asked for; nothing when an index cannot help. Never a syntax error, whatever was typed. */
void query_add_match(const struct query *query, bool negated, struct str *out);
/* Whether words and phrases are not all that is asked of the text: messages that match the
 * expression, or all when there is none, have to be looked at one by one. */
bool query_is_scan(const struct query *query);

/* Where a text that matches has what was asked for, as an index finds it: in order, apart from
 * each other, none when the query asks for no text. */
void query_find_hits(const struct query *query, const char *text, size_t size,
                     struct normal_ranges *hits);
/* The part of the text around the first of them, or its beginning, of at most so many columns. */
void query_excerpt(const struct normal_ranges *hits, const char *text, size_t size, int columns,
                   struct normal_range *excerpt);

#endif
