/* SPDX-License-Identifier: MIT */
#include "text/lexicon.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include <unictype.h>
#include <uthash.h>

enum {
    PEOPLE,            /* the roots of the trees */
    FILES,
    FORMS,             /* the cases of words, each with the number of its word: not a tree */
    FIRST_NODE,
    WORDS_MOST = 12,   /* of one name */
    PAIRED_MOST = 4,   /* words of which any two are a name */
    GAP_MOST = 3,      /* symbols between two words */
    LETTERS_LEAST = 3, /* of a word that is a name alone */
    SURE = 6,          /* letters of a case that is no other word */
};

/* From one node to the next by a word, or from a form to its word. */
struct edge {
    uint32_t to;
    bool is_part;              /* of a name */
    bool is_spelled;           /* a form that stands in a name */
    bool is_common;            /* of a word that is not only a name */
    const struct alias *alias; /* whom the way to here names; NULL: nobody */
    UT_hash_handle hh;
    char key[]; /* the number of the node it begins at, then the word: of people its number */
};

struct lexicon {
    struct edge *edges;
    uint32_t n_nodes;
    struct str word, key; /* scratch */
};

struct lexicon *lexicon_new(void)
{
    struct lexicon *lexicon = mem_zero(1, sizeof *lexicon);

    lexicon->n_nodes = FIRST_NODE;
    return lexicon;
}

void lexicon_free(struct lexicon *lexicon)
{
    struct edge *edge, *next;

    HASH_ITER(hh, lexicon->edges, edge, next) {
        HASH_DEL(lexicon->edges, edge);
        free(edge);
    }
    str_release(&lexicon->word);
    str_release(&lexicon->key);
    free(lexicon);
}

/* --- words ----------------------------------------------------------------------------------- */

static bool is_word(uint32_t code)
{
    return sight_is_letter(code) || sight_digit(code) >= 0;
}

/* Scripts that put no blanks between words: each symbol counts as one. */
static bool stands_alone(uint32_t code)
{
    return (code >= 0x0E00 && code <= 0x0EFF) || (code >= 0x1000 && code <= 0x109F) ||
           (code >= 0x1780 && code <= 0x17FF) || (code >= 0x3041 && code <= 0x30FF) ||
           (code >= 0x3400 && uc_is_property_ideographic(code));
}

void lexicon_split(const struct sight *sight, token_list *tokens)
{
    size_t from = 0;

    while (from < sight->symbols.n) {
        size_t to = from + 1;
        uint32_t code = sight_at(sight, from);

        if (is_word(code)) {
            while (!stands_alone(code) && is_word(sight_at(sight, to)) &&
                   !stands_alone(sight_at(sight, to)))
                to++;
            vec_push(tokens, (struct token){from, to});
        }
        from = to;
    }
}

static bool are_neighbours(const struct sight *sight, struct token before, struct token after)
{
    if (after.from - before.to > GAP_MOST)
        return false;
    for (size_t i = before.to; i < after.from; i++)
        if (sight_at(sight, i) == 0)
            return false;
    return true;
}

/* The scratch word becomes that of the token. */
static const char *read_word(struct lexicon *lexicon, const struct sight *sight,
                             struct token token)
{
    str_clear(&lexicon->word);
    sight_add(sight, token.from, token.to, &lexicon->word);
    return str_text(&lexicon->word);
}

static bool is_capital(const struct sight *sight, struct token token)
{
    size_t start = sight->symbols.at[token.from].start;
    uint32_t code;

    utf8_decode(sight->text + start, sight->size - start, &code);
    return fold_is_upper(code);
}

/* --- the tree -------------------------------------------------------------------------------- */

static void set_key(struct lexicon *lexicon, uint32_t from, const void *bytes, size_t size)
{
    str_clear(&lexicon->key);
    str_add(&lexicon->key, (const char *)&from, sizeof from);
    str_add(&lexicon->key, bytes, size);
}

static struct edge *find_edge(const struct lexicon *lexicon)
{
    struct edge *edge;

    HASH_FIND(hh, lexicon->edges, lexicon->key.text, lexicon->key.size, edge);
    return edge;
}

static struct edge *need_edge(struct lexicon *lexicon)
{
    struct edge *edge = find_edge(lexicon);

    if (edge)
        return edge;
    edge = mem_zero(1, sizeof *edge + lexicon->key.size);
    memcpy(edge->key, lexicon->key.text, lexicon->key.size);
    edge->to = lexicon->n_nodes++;
    HASH_ADD(hh, lexicon->edges, key, lexicon->key.size, edge);
    return edge;
}

static struct edge *find_form(struct lexicon *lexicon, const char *form, size_t size)
{
    set_key(lexicon, FORMS, form, size);
    return find_edge(lexicon);
}

/* The key becomes that of the scratch word after this node; false: nobody is called so. */
static bool set_step(struct lexicon *lexicon, uint32_t root, uint32_t node)
{
    const struct str *word = &lexicon->word;
    const struct edge *form;

    if (root == FILES) {
        set_key(lexicon, node, str_text(word), word->size);
        return true;
    }
    form = find_form(lexicon, str_text(word), word->size);
    if (form)
        set_key(lexicon, node, &form->to, sizeof form->to);
    return form != NULL;
}

/* A word being added in all its forms. */
struct declining {
    struct lexicon *lexicon;
    uint32_t number; /* 0: none of its forms is known */
    bool is_common;
};

static void find_number(void *self, const char *form, size_t size)
{
    struct declining *declining = self;
    const struct edge *edge = find_form(declining->lexicon, form, size);

    if (edge && !declining->number)
        declining->number = edge->to;
    declining->is_common |= stem_is_common(form);
}

static void add_form(void *self, const char *form, size_t size)
{
    struct declining *declining = self;
    struct edge *edge = find_form(declining->lexicon, form, size);

    if (!edge) {
        edge = need_edge(declining->lexicon);
        edge->to = declining->number;
    }
    edge->is_common |= declining->is_common;
}

/* Those of the scratch word. */
static void add_forms(struct lexicon *lexicon)
{
    const char *word = str_text(&lexicon->word);
    size_t size = lexicon->word.size;
    struct edge *edge = find_form(lexicon, word, size);
    struct declining declining = {.lexicon = lexicon};

    if (edge && edge->is_spelled)
        return;
    stem_each_form(word, size, find_number, &declining);
    if (!declining.number)
        declining.number = lexicon->n_nodes++;
    stem_each_form(word, size, add_form, &declining);
    find_form(lexicon, word, size)->is_spelled = true;
}

static struct edge *add_way(struct lexicon *lexicon, uint32_t root, const struct sight *sight,
                            const struct token *tokens, size_t n)
{
    struct edge *edge = NULL;

    for (size_t i = 0; i < n; i++) {
        read_word(lexicon, sight, tokens[i]);
        if (root == PEOPLE)
            add_forms(lexicon);
        set_step(lexicon, root, edge ? edge->to : root);
        edge = need_edge(lexicon);
    }
    return edge;
}

/* --- adding ---------------------------------------------------------------------------------- */

/* A name being added. */
struct naming {
    struct lexicon *lexicon;
    struct redact *redact;
    const struct alias *alias;
    struct sight sight;
    token_list tokens;
};

static void split_naming(struct naming *naming)
{
    naming->tokens.n = 0;
    lexicon_split(&naming->sight, &naming->tokens);
    if (naming->tokens.n > WORDS_MOST)
        naming->tokens.n = WORDS_MOST;
}

static void open_naming(struct naming *naming, const char *name)
{
    sight_open(&naming->sight, naming->redact, name, strlen(name), true);
    split_naming(naming);
}

static void close_naming(struct naming *naming)
{
    vec_release(&naming->tokens);
    sight_release(&naming->sight);
}

/* One or two words: when they are another's too, they name neither. */
static void add_part(struct naming *naming, const struct token *tokens, size_t n)
{
    struct lexicon *lexicon = naming->lexicon;
    struct edge *edge = add_way(lexicon, PEOPLE, &naming->sight, tokens, n);
    struct str key = {0};

    if (!edge->alias) {
        edge->alias = naming->alias;
        edge->is_part = n == 1;
    } else if (edge->alias != naming->alias && n == 1) {
        str_add_char(&key, '~');
        str_add(&key, lexicon->key.text + sizeof(uint32_t), lexicon->key.size - sizeof(uint32_t));
        edge->alias = alias_of(naming->redact, alias_kind(edge->alias), str_text(&key), key.size,
                               "");
        str_release(&key);
    }
}

static bool is_name_alone(struct naming *naming, struct token token)
{
    const char *word = read_word(naming->lexicon, &naming->sight, token);

    for (size_t i = token.from; i < token.to; i++)
        if (!sight_is_letter(sight_at(&naming->sight, i)))
            return false;
    return token.to - token.from >= LETTERS_LEAST && !stem_is_guest(word);
}

static bool is_guest(struct naming *naming)
{
    for (size_t i = 0; i < naming->tokens.n; i++)
        if (stem_is_guest(read_word(naming->lexicon, &naming->sight, naming->tokens.at[i])))
            return true;
    return false;
}

/* Words of addresses and phones are no names. */
static void add_parts(struct naming *naming)
{
    const struct token *tokens;
    size_t n;

    find_mails(&naming->sight);
    find_phones(&naming->sight);
    split_naming(naming);
    tokens = naming->tokens.at;
    n = naming->tokens.n;
    for (size_t i = 0; i < n; i++) {
        if (is_name_alone(naming, tokens[i]))
            add_part(naming, &tokens[i], 1);
        for (size_t j = 0; n <= PAIRED_MOST && j < n; j++)
            if (i != j)
                add_part(naming, (struct token[]){tokens[i], tokens[j]}, 2);
    }
}

void lexicon_add_person(struct lexicon *lexicon, struct redact *redact, const struct alias *alias,
                        const char *name, bool in_parts)
{
    struct naming naming = {.lexicon = lexicon, .redact = redact, .alias = alias};
    struct edge *edge;
    size_t n;

    open_naming(&naming, name);
    n = naming.tokens.n;
    if (n > 1) {
        edge = add_way(lexicon, PEOPLE, &naming.sight, naming.tokens.at, n);
        if (!edge->alias)
            edge->alias = alias;
    } else if (n == 1 && !is_guest(&naming) && naming.sight.symbols.n > 1) {
        add_part(&naming, naming.tokens.at, 1);
    }
    if (n > 1 && in_parts && !is_guest(&naming))
        add_parts(&naming);
    close_naming(&naming);
}

void lexicon_add_file(struct lexicon *lexicon, const struct alias *alias, const char *name)
{
    struct naming naming = {.lexicon = lexicon, .alias = alias};
    struct edge *edge;

    open_naming(&naming, name);
    if (naming.tokens.n > 1) {
        edge = add_way(lexicon, FILES, &naming.sight, naming.tokens.at, naming.tokens.n);
        edge->alias = alias;
    }
    close_naming(&naming);
}

/* --- finding --------------------------------------------------------------------------------- */

static bool find_longest(struct lexicon *lexicon, uint32_t root, const struct sight *sight,
                         const token_list *tokens, size_t i, struct lexicon_match *match,
                         bool *is_part)
{
    uint32_t node = root;

    match->n = 0;
    for (size_t at = i; at < tokens->n && at - i < WORDS_MOST; at++) {
        const struct edge *edge;

        if (at > i && !are_neighbours(sight, tokens->at[at - 1], tokens->at[at]))
            break;
        read_word(lexicon, sight, tokens->at[at]);
        edge = set_step(lexicon, root, node) ? find_edge(lexicon) : NULL;
        if (!edge)
            break;
        node = edge->to;
        if (!edge->alias)
            continue;
        *is_part = edge->is_part;
        match->alias = edge->alias;
        match->n = at - i + 1;
    }
    return match->n != 0;
}

/* A word alone: whether it is written as a name, and how sure that is. */
static bool is_meant(struct lexicon *lexicon, const struct sight *sight, struct token token,
                     bool *is_doubtful)
{
    const char *word = read_word(lexicon, sight, token);
    const struct edge *form = find_form(lexicon, word, lexicon->word.size);
    size_t n = token.to - token.from;

    if (is_capital(sight, token)) {
        *is_doubtful = form->is_common;
        return true;
    }
    *is_doubtful = !form->is_common && !form->is_spelled;
    return !form->is_common && n >= (size_t)(form->is_spelled ? LETTERS_LEAST : SURE);
}

bool lexicon_match_person(const struct lexicon *constant, const struct sight *sight,
                          const token_list *tokens, size_t i, struct lexicon_match *match)
{
    struct lexicon *lexicon = (struct lexicon *)constant; /* scratch, not state */
    bool is_part;

    match->is_doubtful = false;
    if (!find_longest(lexicon, PEOPLE, sight, tokens, i, match, &is_part))
        return false;
    return !is_part || is_meant(lexicon, sight, tokens->at[i], &match->is_doubtful);
}

bool lexicon_match_file(const struct lexicon *constant, const struct sight *sight,
                        const token_list *tokens, size_t i, struct lexicon_match *match)
{
    struct lexicon *lexicon = (struct lexicon *)constant; /* scratch, not state */
    bool is_part;

    match->is_doubtful = false;
    return find_longest(lexicon, FILES, sight, tokens, i, match, &is_part);
}
