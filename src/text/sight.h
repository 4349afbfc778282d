/* SPDX-License-Identifier: MIT */
#ifndef TEXT_SIGHT_H
#define TEXT_SIGHT_H

#include "base/vec.h"
#include "text/redact.h"

/*
 * What a reader sees of a text, symbol by symbol as they are folded (text/fold.h), each with its
 * bytes: tags are left out, so what they split stands together, and "%2B" is the "+" that addresses
 * write so. Finders claim runs of symbols;
 * a claimed one, a line break, a pseudonym and both ends read as 0, so that nothing goes across.
 */
struct alias;

struct symbol {
    uint32_t code;       /* 0: nothing goes across */
    uint32_t start, end; /* bytes of the text */
    uint32_t claim;      /* index + 1; 0: none */
};

struct claim {
    const struct alias *alias;
    bool is_told; /* its pseudonym has been written */
};

/* The argument of a tag, or what else is replaced as bytes. */
struct patch {
    size_t start, end;
    char *text;
};

/* The symbols of a [USER=id]…[/USER]. */
struct mention {
    size_t from, to;
    int64_t id;
};

struct sight {
    struct redact *redact;
    const char *text;
    size_t size;
    bool bare; /* the argument of a tag: pseudonyms without brackets */
    VEC(struct symbol) symbols;
    VEC(struct claim) claims;
    VEC(struct patch) patches;
    VEC(struct mention) mentions;
};

void sight_open(struct sight *sight, struct redact *redact, const char *text, size_t size,
                bool bare);
void sight_release(struct sight *sight);
/* The text with its claims as pseudonyms. */
void sight_render(struct sight *sight, struct str *out);

static inline uint32_t sight_at(const struct sight *sight, size_t i)
{
    return i < sight->symbols.n && !sight->symbols.at[i].claim ? sight->symbols.at[i].code : 0;
}

/* Before i; 0 at the beginning. */
static inline uint32_t sight_before(const struct sight *sight, size_t i)
{
    return i ? sight_at(sight, i - 1) : 0;
}

/* 0 to 9 in any script, else -1. */
int sight_digit(uint32_t code);
bool sight_is_letter(uint32_t code);
/* Symbols [from, to) as UTF-8. */
void sight_add(const struct sight *sight, size_t from, size_t to, struct str *out);
/* They stand for a value, which the alias is of. */
void sight_claim(struct sight *sight, size_t from, size_t to, const struct alias *alias);
/* The same, of a value written as key. */
void sight_claim_key(struct sight *sight, size_t from, size_t to, enum redact_kind kind,
                     const struct str *key);
/* Whether one of the words, folded, begins within the symbols before `at` on its line, with
 * neither digit nor claim between; ends with NULL. */
bool sight_is_after(const struct sight *sight, size_t at, const char *const *words);

/* Tells of a doubt; in the argument of a tag there are none. */
void sight_doubt(const struct sight *sight, enum redact_why why);
/* Folded, as values are compared. */
void sight_fold(const char *text, size_t size, struct str *out);

/* --- values: redact.c ------------------------------------------------------------------------- */

/* The pseudonym of a value, made when there is none; ending as of "[file-1.pdf]" or "". */
const struct alias *alias_of(struct redact *redact, enum redact_kind kind, const char *key,
                             size_t size, const char *ending);
/* NULL: no value of this kind is written so. */
const struct alias *alias_find(const struct redact *redact, enum redact_kind kind, const char *key,
                               size_t size);
enum redact_kind alias_kind(const struct alias *alias);
/* Counts it. */
void alias_add(struct redact *redact, const struct alias *alias, bool bare, struct str *out);
/* Bytes of a pseudonym at the beginning of the text; 0: none. */
size_t alias_size(const char *text, size_t size, bool bare);
bool redact_has(const struct redact *redact, enum redact_kind kind);
struct lexicon *redact_lexicon(struct redact *redact);
/* Who this id is: false when not known; *alias is NULL for who keeps the name. */
bool redact_find_user(const struct redact *redact, int64_t id, const struct alias **alias);

/* --- whole texts: known.c --------------------------------------------------------------------- */

/* The client, operator or file of exactly this name; NULL: none. */
const struct alias *alias_of_name(const struct redact *redact, const char *text, size_t size);
/* The e-mail or phone that all of the name is; NULL: it is none, or they stay. */
const struct alias *alias_of_contact(struct redact *redact, const char *name);
/* A name made of what is known is nobody new: "Иванова Мария (+7 900 555-01-17)". Adds what it is
 * shown as, unless out is NULL; false: it is a name itself, or there is more in it. */
bool alias_add_known(struct redact *redact, const char *name, struct str *out);

/* --- finders: each claims what it finds ------------------------------------------------------- */

typedef void find_fn(struct sight *sight);
/* redact.c: all of them, in their order. */
void sight_find(struct sight *sight);
find_fn find_links, find_mails;                /* web.c */
find_fn find_whole_link;                       /* the whole text, if it begins as a link does */
find_fn find_cards, find_documents;            /* papers.c */
find_fn find_phones, find_doubtful_numbers;    /* phones.c */
find_fn find_mentions, find_names, find_files; /* names.c */

#endif
