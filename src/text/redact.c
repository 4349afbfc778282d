/* SPDX-License-Identifier: MIT */
#include "text/redact.h"
#include "text/fold.h"
#include "text/lexicon.h"
#include "text/sight.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

/* Each claims what those before it left, so links, which hold anything, come first. Names come last
 * but for what only raises doubts. */
static const struct {
    enum redact_kind kind;
    find_fn *find;
} finders[] = {
    {REDACT_NAMES, find_mentions}, {REDACT_LINKS, find_links},
    {REDACT_EMAILS, find_mails},   {REDACT_FILES, find_files},
    {REDACT_CARDS, find_cards},    {REDACT_DOCUMENTS, find_documents},
    {REDACT_PHONES, find_phones},  {REDACT_NAMES, find_names},
    {REDACT_PHONES, find_doubtful_numbers},
};

/* A value and its number, for one kind. */
struct alias {
    enum redact_kind kind;
    unsigned number;
    bool is_used;
    char *ending;
    UT_hash_handle hh;
    char key[]; /* the kind in its first byte, then the value */
};

struct known_user {
    int64_t id;
    const struct alias *alias; /* NULL: keeps the name */
    UT_hash_handle hh;
};

struct redact {
    unsigned kinds;
    struct alias *aliases;
    VEC(struct alias *) numbered[REDACT_KINDS]; /* by their numbers */
    struct known_user *users;
    struct lexicon *lexicon;
    struct redact_doubt place;
    VEC(struct redact_doubt) doubts;
    bool has_doubt[DOUBTS]; /* at this place */
};

/* --- from start to end ----------------------------------------------------------------------- */

struct redact *redact_new(unsigned kinds)
{
    struct redact *redact = mem_zero(1, sizeof *redact);

    redact->kinds = kinds;
    redact->lexicon = lexicon_new();
    return redact;
}

void redact_free(struct redact *redact)
{
    struct alias *alias, *next;
    struct known_user *user, *following;

    if (!redact)
        return;
    HASH_ITER(hh, redact->aliases, alias, next) {
        HASH_DEL(redact->aliases, alias);
        free(alias->ending);
        free(alias);
    }
    HASH_ITER(hh, redact->users, user, following) {
        HASH_DEL(redact->users, user);
        free(user);
    }
    for (int i = 0; i < REDACT_KINDS; i++)
        vec_release(&redact->numbered[i]);
    lexicon_free(redact->lexicon);
    vec_release(&redact->doubts);
    free(redact);
}

unsigned redact_kinds(const struct redact *redact)
{
    return redact ? redact->kinds : 0;
}

bool redact_has(const struct redact *redact, enum redact_kind kind)
{
    return redact->kinds >> kind & 1;
}

struct lexicon *redact_lexicon(struct redact *redact)
{
    return redact->lexicon;
}

/* --- values ---------------------------------------------------------------------------------- */

static char *key_of(enum redact_kind kind, const char *value, size_t size)
{
    char *key = mem_alloc(size + 2);

    key[0] = (char)('A' + kind);
    memcpy(key + 1, value, size);
    key[size + 1] = '\0';
    return key;
}

const struct alias *alias_find(const struct redact *redact, enum redact_kind kind,
                               const char *value, size_t size)
{
    char *key = key_of(kind, value, size);
    struct alias *alias;

    HASH_FIND(hh, redact->aliases, key, size + 1, alias);
    free(key);
    return alias;
}

const struct alias *alias_of(struct redact *redact, enum redact_kind kind, const char *value,
                             size_t size, const char *ending)
{
    struct alias *alias = (struct alias *)alias_find(redact, kind, value, size);

    if (alias)
        return alias;
    alias = mem_zero(1, sizeof *alias + size + 2);
    alias->kind = kind;
    alias->key[0] = (char)('A' + kind);
    memcpy(alias->key + 1, value, size);
    alias->ending = mem_copy_text(ending);
    vec_push(&redact->numbered[kind], alias);
    alias->number = (unsigned)redact->numbered[kind].n;
    HASH_ADD(hh, redact->aliases, key, size + 1, alias);
    return alias;
}

enum redact_kind alias_kind(const struct alias *alias)
{
    return alias->kind;
}

void alias_add(struct redact *redact, const struct alias *alias, bool bare, struct str *out)
{
    redact->numbered[alias->kind].at[alias->number - 1]->is_used = true;
    str_addf(out, "%s%s-%u%s%s", bare ? "" : "[", redact_table[alias->kind].stands, alias->number,
             alias->ending, bare ? "" : "]");
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_plain_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

/* ".pdf": a dot and some letters; 0 bytes when there is none. */
static size_t ending_size(const char *text, size_t size)
{
    enum { LONGEST = 6 };
    size_t n = 1;

    if (size < 2 || *text != '.')
        return 0;
    while (n < size && n <= LONGEST && is_plain_letter(text[n]))
        n++;
    return n > 1 ? n : 0;
}

/* "phone-2" or "file-1.pdf" at the beginning; 0: it is not. */
static size_t shown_size(const char *text, size_t size, enum redact_kind kind, size_t *number)
{
    enum { DIGITS = 6 };
    size_t word = strlen(redact_table[kind].stands), n = word + 1;

    if (size < word + 2 || memcmp(text, redact_table[kind].stands, word) != 0 || text[word] != '-')
        return 0;
    for (*number = 0; n < size && n < word + 1 + DIGITS && is_digit(text[n]); n++)
        *number = *number * 10 + (size_t)(text[n] - '0');
    if (n == word + 1 || (n < size && is_plain_letter(text[n])))
        return 0;
    return kind == REDACT_FILES ? n + ending_size(text + n, size - n) : n;
}

static size_t read_shown(const char *text, size_t size, bool bare, enum redact_kind *kind,
                         size_t *number)
{
    size_t open = bare ? 0 : 1, n = 0;

    if (size <= open || (!bare && *text != '['))
        return 0;
    for (int i = 0; n == 0 && i < REDACT_KINDS; i++) {
        n = shown_size(text + open, size - open, (enum redact_kind)i, number);
        *kind = (enum redact_kind)i;
    }
    if (n == 0 || bare)
        return n;
    return n + 1 < size && text[n + 1] == ']' ? n + 2 : 0;
}

size_t alias_size(const char *text, size_t size, bool bare)
{
    enum redact_kind kind;
    size_t number;

    return read_shown(text, size, bare, &kind, &number);
}

void redact_count_shown(struct redact *redact, const char *text)
{
    enum redact_kind kind;
    size_t number;

    for (size_t i = 0, size = text ? strlen(text) : 0; i < size; i++)
        if ((i == 0 || !is_plain_letter(text[i - 1])) &&
            read_shown(text + i, size - i, true, &kind, &number) && number &&
            number <= redact->numbered[kind].n)
            redact->numbered[kind].at[number - 1]->is_used = true;
}

size_t redact_count(const struct redact *redact, enum redact_kind kind)
{
    size_t n = 0;

    for (size_t i = 0; i < redact->numbered[kind].n; i++)
        n += redact->numbered[kind].at[i]->is_used;
    return n;
}

void redact_forget_counts(struct redact *redact)
{
    for (int kind = 0; kind < REDACT_KINDS; kind++)
        for (size_t i = 0; i < redact->numbered[kind].n; i++)
            redact->numbered[kind].at[i]->is_used = false;
}

/* --- people and files ------------------------------------------------------------------------ */

bool redact_find_user(const struct redact *redact, int64_t id, const struct alias **alias)
{
    struct known_user *user;

    HASH_FIND(hh, redact->users, &id, sizeof id, user);
    if (user)
        *alias = user->alias;
    return user != NULL;
}

/* A name is one person's, whoever bears it: the kind of the first who does is kept. */
static const struct alias *know_person(struct redact *redact, enum redact_kind kind,
                                       const char *name, bool in_parts)
{
    enum redact_kind other = kind == REDACT_NAMES ? REDACT_OPERATORS : REDACT_NAMES;
    struct str key = {0};
    const struct alias *alias;

    sight_fold(name, strlen(name), &key);
    alias = alias_find(redact, other, str_text(&key), key.size);
    if (!alias)
        alias = alias_of(redact, kind, str_text(&key), key.size, "");
    lexicon_add_person(redact->lexicon, redact, alias, name, in_parts);
    str_release(&key);
    return alias;
}

static void set_user(struct redact *redact, int64_t id, const struct alias *alias)
{
    struct known_user *user;

    HASH_FIND(hh, redact->users, &id, sizeof id, user);
    if (!user) {
        user = mem_zero(1, sizeof *user);
        user->id = id;
        HASH_ADD(hh, redact->users, id, sizeof user->id, user);
    }
    user->alias = alias;
}

void redact_know_user(struct redact *redact, int64_t id, enum redact_kind kind, const char *name)
{
    bool is_kept = kind == REDACT_KINDS || !redact_has(redact, kind);
    const struct alias *alias = NULL;

    if (!is_kept && !*name)
        return;
    if (!is_kept)
        alias = alias_of_contact(redact, name);
    if (!is_kept && !alias)
        alias = know_person(redact, kind, name, true);
    set_user(redact, id, alias);
}

/* The client's part of "Client - Line": bytes before the line, or all. */
static size_t client_size(const char *title)
{
    size_t size = strlen(title);

    for (const char *at = strstr(title, " - "); at; at = strstr(at + 1, " - "))
        size = (size_t)(at - title);
    return size;
}

void redact_know_title(struct redact *redact, const char *title)
{
    size_t size = client_size(title);
    char *name = mem_copy(title, size);

    if (redact_has(redact, REDACT_NAMES) && *name && !alias_add_known(redact, name, NULL))
        know_person(redact, REDACT_NAMES, name, title[size] != '\0');
    free(name);
}

void redact_title(struct redact *redact, const char *title, struct str *out)
{
    size_t size = client_size(title);
    char *name = mem_copy(title, size);

    redact_person(redact, 0, name, out);
    redact_text(redact, title + size, strlen(title + size), out);
    free(name);
}

/* "Марина Корнеева", not "новый клиент": what stands where a name does need not be one. */
static bool is_in_capitals(const char *name)
{
    bool starts = true, is_so = true;
    uint32_t code;

    for (size_t n, left = strlen(name); left; name += n, left -= n) {
        n = utf8_decode(name, left, &code);
        if (starts)
            is_so &= fold_is_upper(code);
        starts = code == ' ';
    }
    return is_so;
}

void redact_person(struct redact *redact, int64_t id, const char *name, struct str *out)
{
    const struct alias *alias = NULL;
    bool is_known = id && redact_find_user(redact, id, &alias);
    bool is_new = !is_known && redact_has(redact, REDACT_NAMES);

    if (!*name || (is_new && alias_add_known(redact, name, out)))
        return;
    if (is_new)
        alias = know_person(redact, REDACT_NAMES, name, id != 0 || is_in_capitals(name));
    if (alias)
        alias_add(redact, alias, false, out);
    else
        redact_text(redact, name, strlen(name), out);
}

static const struct alias *know_file(struct redact *redact, const char *name)
{
    const char *dot = strrchr(name, '.');
    struct str key = {0};
    char *ending = mem_copy(dot ? dot : "", dot ? ending_size(dot, strlen(dot)) : 0);
    const struct alias *alias;

    if (dot && strlen(ending) != strlen(dot))
        *ending = '\0';
    sight_fold(name, strlen(name), &key);
    alias = alias_of(redact, REDACT_FILES, str_text(&key), key.size, ending);
    lexicon_add_file(redact->lexicon, alias, name);
    str_release(&key);
    free(ending);
    return alias;
}

void redact_know_file(struct redact *redact, const char *name)
{
    if (*name && redact_has(redact, REDACT_FILES) &&
        alias_size(name, strlen(name), false) != strlen(name))
        know_file(redact, name);
}

void redact_file(struct redact *redact, const char *name, struct str *out)
{
    if (redact_has(redact, REDACT_FILES) && *name &&
        alias_size(name, strlen(name), false) != strlen(name))
        alias_add(redact, know_file(redact, name), false, out);
    else
        redact_text(redact, name, strlen(name), out);
}

/* --- texts ----------------------------------------------------------------------------------- */

static bool is_wanted(const struct redact *redact, enum redact_kind kind)
{
    bool operators = kind == REDACT_NAMES && redact_has(redact, REDACT_OPERATORS);

    return operators || redact_has(redact, kind);
}

void sight_find(struct sight *sight)
{
    for (size_t i = 0; i < sizeof finders / sizeof *finders; i++)
        if (is_wanted(sight->redact, finders[i].kind))
            finders[i].find(sight);
}

void redact_text(struct redact *redact, const char *text, size_t size, struct str *out)
{
    struct sight sight;

    if (size == 0)
        return;
    sight_open(&sight, redact, text, size, false);
    sight_find(&sight);
    sight_render(&sight, out);
    sight_release(&sight);
}

void redact_link(struct redact *redact, const char *link, struct str *out)
{
    struct sight sight;

    sight_open(&sight, redact, link, strlen(link), false);
    if (redact_has(redact, REDACT_LINKS))
        find_whole_link(&sight);
    sight_find(&sight);
    sight_render(&sight, out);
    sight_release(&sight);
}

/* --- doubts ---------------------------------------------------------------------------------- */

void redact_set_place(struct redact *redact, int64_t chat, int64_t session, int64_t message)
{
    redact->place = (struct redact_doubt){.chat = chat, .session = session, .message = message};
    memset(redact->has_doubt, 0, sizeof redact->has_doubt);
}

static bool is_told(const struct redact *redact, const struct redact_doubt *doubt)
{
    for (size_t i = 0; i < redact->doubts.n; i++) {
        const struct redact_doubt *other = &redact->doubts.at[i];

        if (other->message == doubt->message && other->chat == doubt->chat &&
            other->session == doubt->session && other->why == doubt->why)
            return true;
    }
    return false;
}

void redact_add_doubt(struct redact *redact, enum redact_why why)
{
    enum { MOST = 1000 }; /* nobody reads more */
    struct redact_doubt doubt = redact->place;

    doubt.why = why;
    if (redact->has_doubt[why] || redact->doubts.n == MOST || is_told(redact, &doubt))
        return;
    redact->has_doubt[why] = true;
    vec_push(&redact->doubts, doubt);
}

size_t redact_n_doubts(const struct redact *redact)
{
    return redact->doubts.n;
}

const struct redact_doubt *redact_doubt_at(const struct redact *redact, size_t i)
{
    return &redact->doubts.at[i];
}
