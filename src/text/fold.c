/* SPDX-License-Identifier: MIT */
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

enum {
    REPLACEMENT = 0xFFFD,
    ZWJ = 0x200D,
    PICTURES = 0x2190, /* what a ZWJ joins from here on is one picture */
    PARTS = UC_DECOMPOSITION_MAX_LENGTH,
};

/* --- what code points are -------------------------------------------------------------------- */

bool fold_is_upper(uint32_t code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt);
}

bool fold_has_upper(const char *text, size_t size)
{
    uint32_t code;
    size_t n;

    for (; size; text += n, size -= n) {
        n = utf8_decode(text, size, &code);
        if (fold_is_upper(code))
            return true;
    }
    return false;
}

/* Marks a reader leaves out or takes for the same: accents, stress, Hebrew and Arabic points,
 * titla. Not the marks of other scripts, most of which are letters there. */
static bool is_accent(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05C7}, {0x0610, 0x061A}, {0x064B, 0x065F},
        {0x0670, 0x0670}, {0x06D6, 0x06ED}, {0x08D3, 0x08FF}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
        {0x20D0, 0x20FF}, {0xFE20, 0xFE2F},
    };

    if (code < ranges[0].first)
        return false;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_M);
    return false;
}

/* Accents that make another letter of their base: й ў ї ѓ ќ. */
static bool is_of_letter(uint32_t base, uint32_t accent)
{
    static const struct {
        uint16_t upper, lower, accent;
    } letters[] = {
        {0x0418, 0x0438, 0x0306}, {0x0423, 0x0443, 0x0306}, {0x0406, 0x0456, 0x0308},
        {0x0413, 0x0433, 0x0301}, {0x041A, 0x043A, 0x0301},
    };

    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (accent == letters[i].accent && (base == letters[i].upper || base == letters[i].lower))
            return true;
    return false;
}

/* What never stands alone: the sound marks of kana, the vowels and finals of Hangul. */
static bool is_bound(uint32_t code)
{
    return code == 0x3099 || code == 0x309A || (code >= 0x1160 && code <= 0x11FF) ||
           (code >= 0xD7B0 && code <= 0xD7FF);
}

static bool is_ignored(uint32_t code)
{
    return (code >= 0x1F3FB && code <= 0x1F3FF) ||
           uc_is_property_default_ignorable_code_point(code);
}

/* Full and half width forms as the ordinary ones, then composed ones in parts (NFD). */
static size_t decompose(uint32_t code, uint32_t parts[PARTS])
{
    uint32_t normal = code;
    size_t n = PARTS;
    uint32_t *got;
    int tag;

    if (code >= 0xFF01 && code <= 0xFFEE && uc_decomposition(code, &tag, parts) == 1)
        normal = parts[0];
    got = u32_normalize(UNINORM_NFD, &normal, 1, parts, &n);
    if (got == parts)
        return n;
    free(got);
    parts[0] = normal;
    return 1;
}

/* --- one code point -------------------------------------------------------------------------- */

static void add_symbol(struct fold *fold, uint32_t symbol)
{
    if (fold->n < FOLD_SYMBOLS)
        fold->symbols[fold->n++] = symbol;
}

/* Also when case counts: two spellings of one letter. */
static void add_cased(struct fold *fold, uint32_t code)
{
    if (code == 0x00DF || code == 0x1E9E) {
        add_symbol(fold, code == 0x00DF ? 's' : 'S');
        add_symbol(fold, code == 0x00DF ? 's' : 'S');
    } else {
        add_symbol(fold, code == 0x03C2 ? 0x03C3 : code);
    }
}

static void add_folded(struct fold *fold, uint32_t code)
{
    uint32_t folded[FOLD_SYMBOLS], *got;
    size_t n = FOLD_SYMBOLS;

    if (!uc_is_property_changes_when_casefolded(code)) {
        add_symbol(fold, code);
        return;
    }
    got = u32_casefold(&code, 1, NULL, NULL, folded, &n);
    for (size_t i = 0; got && i < n; i++)
        add_symbol(fold, got[i]);
    if (got != folded)
        free(got);
}

static void add_part(struct fold *fold, uint32_t code)
{
    bool was_empty = fold->n == 0;

    if (is_accent(code)) {
        if (is_of_letter(fold->base, code)) {
            fold->joined |= was_empty;
            add_symbol(fold, code);
        }
        return;
    }
    if (was_empty && fold->base && (is_bound(code) || (fold->last == ZWJ && code >= PICTURES)))
        fold->joined = true;
    if (!is_bound(code))
        fold->base = code;
    if (fold->table->is_cased)
        add_cased(fold, code);
    else
        add_folded(fold, code);
}

static void add_white(struct fold *fold)
{
    if (fold->base != ' ')
        add_symbol(fold, ' ');
    fold->base = ' ';
}

static void add_code(struct fold *fold, uint32_t code)
{
    uint32_t parts[PARTS];
    size_t n;

    if (is_ignored(code))
        return;
    if (uc_is_property_white_space(code)) {
        add_white(fold);
        return;
    }
    n = decompose(code, parts);
    for (size_t i = 0; i < n; i++)
        add_part(fold, parts[i]);
}

void fold_table_fill(struct fold_table *table, bool is_cased)
{
    memset(table, 0, sizeof *table);
    table->is_cased = is_cased;
    for (uint32_t code = 0; code < FOLD_QUICK; code++) {
        struct fold fold = {.table = table};

        add_code(&fold, code);
        if (fold.n && !fold.joined && fold.symbols[0] < FOLD_MORE)
            table->quick[code] = (uint16_t)(fold.symbols[0] | (fold.n > 1 ? FOLD_MORE : 0));
    }
}

/* --- a text ---------------------------------------------------------------------------------- */

struct fold fold_begin(const struct fold_table *table, const char *text, size_t size, size_t from)
{
    return (struct fold){.table = table, .text = text, .size = size, .at = from, .start = from};
}

/* Decodes one code point of one or two bytes; gives 0 when there is none. */
static inline size_t quick_decode(const struct fold *fold, uint32_t *code)
{
    const unsigned char *at = (const unsigned char *)fold->text + fold->at;

    if (at[0] < 0x80) {
        *code = at[0];
        return 1;
    }
    if (at[0] < 0xC2 || at[0] > 0xDF || fold->size - fold->at < 2 || (at[1] & 0xC0) != 0x80)
        return 0;
    *code = (at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu);
    return 2;
}

static void step_any(struct fold *fold)
{
    const char *at = fold->text + fold->at;
    uint32_t code;
    size_t n = utf8_decode(at, fold->size - fold->at, &code);

    if (code == REPLACEMENT && (n != 3 || (unsigned char)at[0] != 0xEF)) {
        n = 1;
        code = fold->base = FOLD_BYTE + (unsigned char)at[0];
        add_symbol(fold, code);
    } else {
        add_code(fold, code);
    }
    fold->last = code;
    fold->at += n;
}

/* Reads one code point, of which nothing may be left. */
static void step(struct fold *fold)
{
    size_t start = fold->at, n;
    uint32_t code, entry;

    fold->n = fold->i = 0;
    fold->joined = false;
    n = quick_decode(fold, &code);
    entry = n ? fold->table->quick[code] : 0;
    if (entry == 0 || entry >= FOLD_MORE) {
        step_any(fold);
    } else {
        if (entry == ' ')
            add_white(fold);
        else
            add_symbol(fold, fold->base = entry);
        fold->last = code;
        fold->at += n;
    }
    if (fold->n && !fold->joined)
        fold->start = start;
}

bool fold_next(struct fold *fold, uint32_t *symbol, bool *is_first)
{
    while (fold->i == fold->n) {
        if (fold->at == fold->size)
            return false;
        step(fold);
    }
    *is_first = fold->i == 0 && !fold->joined;
    *symbol = fold->symbols[fold->i++];
    return true;
}

void fold_skip(struct fold *fold, uint32_t symbol)
{
    uint32_t code, entry, last = 0;
    size_t n;

    if (fold->i != fold->n)
        return;
    while (fold->at < fold->size) {
        n = quick_decode(fold, &code);
        entry = n ? fold->table->quick[code] : 0;
        if (entry == 0 || (entry & (FOLD_MORE - 1)) == symbol)
            break;
        last = entry;
        fold->at += n;
    }
    if (last) {
        fold->base = last & (FOLD_MORE - 1);
        fold->last = 0;
    }
}

bool fold_is_whole(const struct fold *fold, size_t *end)
{
    struct fold rest = *fold;

    if (rest.i != rest.n)
        return false;
    do {
        *end = rest.at;
        if (rest.at == rest.size)
            return true;
        step(&rest);
    } while (rest.n == 0);
    return !rest.joined;
}
