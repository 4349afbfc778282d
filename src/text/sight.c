/* SPDX-License-Identifier: MIT */
#include "text/sight.h"
#include "text/fold.h"
#include "text/markup.h"
#include "text/utf8.h"

#include <string.h>

#include <unictype.h>

/* --- symbols --------------------------------------------------------------------------------- */

static const struct fold_table *folding(void)
{
    static struct fold_table table;
    static bool is_filled;

    if (!is_filled)
        fold_table_fill(&table, false);
    is_filled = true;
    return &table;
}

int sight_digit(uint32_t code)
{
    if (code < 0x80)
        return code >= '0' && code <= '9' ? (int)code - '0' : -1;
    return uc_decimal_value(code);
}

bool sight_is_letter(uint32_t code)
{
    if (code < 0x80)
        return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M);
}

/* И and the breve that makes й of it are one letter here. */
static bool joins(struct sight *sight, uint32_t code)
{
    struct symbol *last;

    if (code != 0x0306 || sight->symbols.n == 0)
        return false;
    last = &sight->symbols.at[sight->symbols.n - 1];
    if (last->code != 0x0438)
        return false;
    last->code = 0x0439;
    return true;
}

/* All of the bytes, of which each stands for `width` of the text from `at` on. */
static void add_folded(struct sight *sight, const char *bytes, size_t size, size_t at, size_t width)
{
    struct fold fold = fold_begin(folding(), bytes, size, 0);
    size_t n = sight->symbols.n;
    uint32_t code, end = (uint32_t)(at + size * width);
    bool is_first;

    while (fold_next(&fold, &code, &is_first)) {
        uint32_t start = (uint32_t)(at + fold.start * width);

        if (is_first && sight->symbols.n > n)
            sight->symbols.at[sight->symbols.n - 1].end = start;
        if (!joins(sight, code))
            vec_push(&sight->symbols, (struct symbol){code, start, end, 0});
    }
}

/* Bytes [from, to), in which there is no tag. */
static void add_symbols(struct sight *sight, size_t from, size_t to)
{
    add_folded(sight, sight->text + from, to - from, from, 1);
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum { ESCAPE = 3 }; /* bytes of "%2B", as addresses write "+" */

/* The byte it stands for; -1: here is none, or one that nobody writes. */
static int escaped_byte(const struct sight *sight, size_t at)
{
    int byte = 0;

    if (at + ESCAPE > sight->size || sight->text[at] != '%')
        return -1;
    for (size_t i = at + 1; i < at + ESCAPE; i++) {
        int digit = hex(sight->text[i]);

        if (digit < 0)
            return -1;
        byte = byte * 16 + digit;
    }
    return byte < ' ' ? -1 : byte;
}

/* All that follow each other; gives their bytes. */
static size_t add_escapes(struct sight *sight, size_t at)
{
    struct str bytes = {0};
    size_t to = at;

    for (int byte; (byte = escaped_byte(sight, to)) >= 0; to += ESCAPE)
        str_add_char(&bytes, (char)byte);
    add_folded(sight, str_text(&bytes), bytes.size, at, ESCAPE);
    str_release(&bytes);
    return to - at;
}

static void add_barrier(struct sight *sight, size_t from, size_t to)
{
    vec_push(&sight->symbols, (struct symbol){0, (uint32_t)from, (uint32_t)to, 0});
}

/* --- tags ------------------------------------------------------------------------------------ */

/* [CALL=number] without its number takes it from its text; a word in its place makes it no tag. */
static void add_patch(struct sight *sight, size_t at, const struct tag_seen *tag)
{
    struct piece arg = tag->arg;
    size_t start = (size_t)(arg.text - sight->text), end = start + arg.size;
    struct str out = {0};
    struct sight inner;

    if (arg.size == 0)
        return;
    sight_open(&inner, sight->redact, arg.text, arg.size, true);
    sight_find(&inner);
    sight_render(&inner, &out);
    sight_release(&inner);
    if (out.size == arg.size && memcmp(out.text, arg.text, arg.size) == 0) {
        str_release(&out);
        return;
    }
    if (tag->name.size == 4 && piece_starts(tag->name, "call")) {
        str_clear(&out);
        start = (size_t)(tag->name.text - sight->text) + tag->name.size;
        end = at + tag->size - 1;
    }
    vec_push(&sight->patches, (struct patch){start, end, str_take(&out)});
}

static void note_mention(struct sight *sight, const struct tag_seen *tag)
{
    struct piece id = tag->arg;
    struct mention mention = {.from = sight->symbols.n};

    if (tag->name.size != 4 || !piece_starts(tag->name, "user"))
        return;
    if (tag->is_closing) {
        if (sight->mentions.n && sight->mentions.at[sight->mentions.n - 1].to == 0)
            sight->mentions.at[sight->mentions.n - 1].to = sight->symbols.n;
    } else if (piece_take_number(&id, &mention.id)) {
        vec_push(&sight->mentions, mention);
    }
}

/* What is no symbol: a tag, or what nothing goes across. Gives its bytes, 0: there is none here. */
static size_t see_special(const struct sight *sight, size_t at, struct tag_seen *tag)
{
    struct piece rest = {sight->text + at, sight->size - at};
    bool inside = at && sight_is_letter((unsigned char)sight->text[at - 1]);
    size_t size;

    tag->size = 0;
    if (*rest.text == '\n' || *rest.text == '\r')
        return 1;
    if (sight->bare ? inside : *rest.text != '[')
        return 0;
    size = alias_size(rest.text, rest.size, sight->bare);
    if (size || sight->bare)
        return size;
    if (!tag_see(rest, tag))
        tag->size = 0;
    return tag->size;
}

void sight_open(struct sight *sight, struct redact *redact, const char *text, size_t size,
                bool bare)
{
    size_t from = 0, at = 0;

    *sight = (struct sight){.redact = redact, .text = text, .size = size, .bare = bare};
    while (at < size) {
        struct tag_seen tag;
        size_t special = see_special(sight, at, &tag);

        if (special == 0 && escaped_byte(sight, at) < 0) {
            at++;
            continue;
        }
        add_symbols(sight, from, at);
        if (special == 0) {
            special = add_escapes(sight, at);
        } else if (tag.size) {
            note_mention(sight, &tag);
            add_patch(sight, at, &tag);
        } else {
            add_barrier(sight, at, at + special);
        }
        from = at += special;
    }
    add_symbols(sight, from, size);
}

void sight_release(struct sight *sight)
{
    for (size_t i = 0; i < sight->patches.n; i++)
        free(sight->patches.at[i].text);
    vec_release(&sight->symbols);
    vec_release(&sight->claims);
    vec_release(&sight->patches);
    vec_release(&sight->mentions);
}

/* --- claims ---------------------------------------------------------------------------------- */

void sight_add(const struct sight *sight, size_t from, size_t to, struct str *out)
{
    char bytes[4];

    for (size_t i = from; i < to; i++)
        str_add(out, bytes, utf8_encode(sight->symbols.at[i].code, bytes));
}

void sight_claim(struct sight *sight, size_t from, size_t to, const struct alias *alias)
{
    vec_push(&sight->claims, (struct claim){alias, false});
    for (size_t i = from; i < to; i++)
        if (!sight->symbols.at[i].claim)
            sight->symbols.at[i].claim = (uint32_t)sight->claims.n;
}

void sight_claim_key(struct sight *sight, size_t from, size_t to, enum redact_kind kind,
                     const struct str *key)
{
    sight_claim(sight, from, to, alias_of(sight->redact, kind, str_text(key), key->size, ""));
}

static bool begins_with(const struct sight *sight, size_t at, size_t end, const char *word)
{
    size_t size = strlen(word);
    uint32_t code;

    for (size_t n; size; word += n, size -= n, at++) {
        n = utf8_decode(word, size, &code);
        if (at >= end || sight->symbols.at[at].code != code)
            return false;
    }
    return true;
}

bool sight_is_after(const struct sight *sight, size_t at, const char *const *words)
{
    enum { NEAR = 24 };
    size_t end = at;

    for (size_t n = 0; n < NEAR && at; n++) {
        uint32_t code = sight_before(sight, at);

        if (code == 0 || sight_digit(code) >= 0)
            return false;
        at--;
        if (sight_is_letter(sight_before(sight, at)))
            continue;
        for (const char *const *word = words; *word; word++)
            if (begins_with(sight, at, end, *word))
                return true;
    }
    return false;
}

void sight_doubt(const struct sight *sight, enum redact_why why)
{
    if (!sight->bare)
        redact_add_doubt(sight->redact, why);
}

void sight_fold(const char *text, size_t size, struct str *out)
{
    struct sight sight = {.text = text, .size = size, .bare = true};

    add_symbols(&sight, 0, size);
    sight_add(&sight, 0, sight.symbols.n, out);
    sight_release(&sight);
}

/* --- out ------------------------------------------------------------------------------------- */

/* Bytes up to `to` that no symbol claims: as they are, or by their patch. */
static void add_rest(const struct sight *sight, size_t *at, size_t to, size_t *patch,
                     struct str *out)
{
    while (*patch < sight->patches.n && sight->patches.at[*patch].start < to) {
        const struct patch *next = &sight->patches.at[(*patch)++];

        str_add(out, sight->text + *at, next->start - *at);
        str_add_text(out, next->text);
        *at = next->end;
    }
    if (*at < to) {
        str_add(out, sight->text + *at, to - *at);
        *at = to;
    }
}

void sight_render(struct sight *sight, struct str *out)
{
    size_t at = 0, patch = 0;

    for (size_t i = 0; i < sight->symbols.n; i++) {
        const struct symbol *symbol = &sight->symbols.at[i];
        struct claim *claim = symbol->claim ? &sight->claims.at[symbol->claim - 1] : NULL;

        if (!claim)
            continue;
        add_rest(sight, &at, symbol->start, &patch, out);
        if (!claim->is_told)
            alias_add(sight->redact, claim->alias, sight->bare, out);
        claim->is_told = true;
        if (symbol->end > at)
            at = symbol->end;
    }
    add_rest(sight, &at, sight->size, &patch, out);
}
