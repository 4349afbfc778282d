/* SPDX-License-Identifier: MIT */
#ifndef TEXT_LEXICON_H
#define TEXT_LEXICON_H

#include "text/sight.h"

/*
 * Names known before, as sequences of words: a tree, so that a look at each word of a text costs
 * the same however many names there are. Words of people are known in all their cases (stem.c) and
 * compared whole; words that share a case (Александр, Александра) are one.
 */
struct lexicon;

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *lexicon);
/* in_parts: also two words in either order, and single ones; what several people share gets an
 * alias of its own. Of guests ("Guest 12") the whole name alone. */
void lexicon_add_person(struct lexicon *lexicon, struct redact *redact, const struct alias *alias,
                        const char *name, bool in_parts);
void lexicon_add_file(struct lexicon *lexicon, const struct alias *alias, const char *name);

/* A word of a text: letters and digits; in scripts without blanks, one of them. */
struct token {
    size_t from, to;
};
typedef VEC(struct token) token_list;
void lexicon_split(const struct sight *sight, token_list *tokens);

/* What a sequence of tokens stands for. */
struct lexicon_match {
    const struct alias *alias;
    size_t n;         /* tokens */
    bool is_doubtful; /* another word or case; also told when it is not taken */
};
/* The longest that begins with token i; false: none. */
bool lexicon_match_person(const struct lexicon *lexicon, const struct sight *sight,
                          const token_list *tokens, size_t i, struct lexicon_match *match);
bool lexicon_match_file(const struct lexicon *lexicon, const struct sight *sight,
                        const token_list *tokens, size_t i, struct lexicon_match *match);

/* stem.c: the word as it is, then, if it is Russian, its cases as its ending makes them. Forms may
 * come twice, and some are no words; the word itself is the first. */
typedef void form_fn(void *self, const char *form, size_t size);
void stem_each_form(const char *word, size_t size, form_fn *fn, void *self);
/* Folded words that are names and something else, and those guests are called by. */
bool stem_is_common(const char *word);
bool stem_is_guest(const char *word);

#endif
