/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include "text/normal.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

#include <unictype.h>
#include <uninorm.h>

/* --- what code points are -------------------------------------------------------------------- */

static bool is_letter(uint32_t code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
}

static bool is_mark(uint32_t code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_M);
}

/* Symbols people send; © and ® are not meant. */
static bool is_picture(uint32_t code)
{
    return code > 0xFF &&
           (uc_is_property_extended_pictographic(code) || uc_is_property_regional_indicator(code));
}

/*
 * Letters that are words of their own. Hangul too: whether 배송조회 is written 배송 조회 is a
 * matter of taste, and a client's 온라인주문을 must be found by 주문. Of the pairs in the test,
 * words between blanks find 5 of 9, syllables all, and no stranger.
 */
static bool is_alone(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x1100, 0x11FF},   {0x2E80, 0x30FF},   {0x3130, 0x318F}, {0x31F0, 0x31FF},
        {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA960, 0xA97F}, {0xAC00, 0xD7FF},
        {0xF900, 0xFAFF},   {0x1AFF0, 0x1B16F}, {0x20000, 0x3FFFF},
    };

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges && code >= ranges[i].first; i++)
        if (code <= ranges[i].last)
            return true;
    return false;
}

/* The vowels and finals of Hangul: they go on with the syllable. */
static bool is_bound(uint32_t code)
{
    return (code >= 0x1160 && code <= 0x11FF) || (code >= 0xD7B0 && code <= 0xD7FF);
}

/* --- writing words --------------------------------------------------------------------------- */

struct words {
    struct str *out;
    uint32_t last; /* code point of the word being written; 0: none is */
    size_t at;     /* where it begins in out */
    bool is_alone; /* no other letter joins that word */
    struct normal_ranges *ranges; /* NULL: not asked for */
    struct normal_range range;    /* of the symbol being added */
};

/* What is joined for the eye, as pictures are, has one start; words lie one after the other. */
static void push_range(struct words *words)
{
    struct normal_range range = words->range;
    size_t n = words->ranges->list.n;

    if (n && range.start < words->ranges->list.at[n - 1].end)
        range.start = words->ranges->list.at[n - 1].end;
    vec_push(&words->ranges->list, range);
}

static void begin(struct words *words)
{
    if (words->out->size)
        str_add_char(words->out, ' ');
    if (words->ranges)
        push_range(words);
}

static void put(struct words *words, uint32_t code)
{
    char bytes[4];

    words->at = words->out->size;
    words->last = code;
    str_add(words->out, bytes, utf8_encode(code, bytes));
}

/* Marks and parts of Hangul come apart from what they belong to. */
static void put_bound(struct words *words, uint32_t code)
{
    uint32_t whole = uc_composition(words->last, code);

    if (whole)
        str_cut(words->out, words->at);
    put(words, whole ? whole : code);
}

static void put_letter(struct words *words, uint32_t code)
{
    bool alone = is_alone(code);

    if (!words->last || alone || words->is_alone)
        begin(words);
    words->is_alone = alone;
    put(words, code);
}

static void put_picture(struct words *words, uint32_t code)
{
    begin(words);
    str_addf(words->out, "u%x", (unsigned)code);
    words->last = 0;
}

static void add_symbol(struct words *words, uint32_t symbol)
{
    if (symbol >= FOLD_BYTE)
        words->last = 0;
    else if (words->last && (is_mark(symbol) || (is_bound(symbol) && words->is_alone)))
        put_bound(words, symbol);
    else if (is_letter(symbol))
        put_letter(words, symbol);
    else if (is_picture(symbol))
        put_picture(words, symbol);
    else if (!is_mark(symbol))
        words->last = 0;
    if (words->ranges && words->last)
        words->ranges->list.at[words->ranges->list.n - 1].end = words->range.end;
}

/* --- texts of one and two bytes a letter ----------------------------------------------------- */

/* Each code point as it is written; ' ': between words; 0: by its symbols. */
struct table {
    bool is_filled;
    struct fold_table fold;
    uint16_t quick[FOLD_QUICK];
};

static void add_slowly(const struct table *table, struct str *out, const char *text, size_t size)
{
    struct fold fold = fold_begin(&table->fold, text, size, 0);
    struct words words = {.out = out};
    uint32_t symbol;
    bool is_first;

    while (fold_next(&fold, &symbol, &is_first))
        add_symbol(&words, symbol);
}

/* What is one letter before and after, or parts words whatever is beside it. */
static uint16_t quick_form(const struct table *table, uint32_t code)
{
    struct str out = {0};
    uint32_t form = 0;
    char bytes[4];

    add_slowly(table, &out, bytes, utf8_encode(code, bytes));
    if (out.size == 0)
        form = is_mark(code) || uc_is_property_default_ignorable_code_point(code) ? 0 : ' ';
    else if (utf8_decode(out.text, out.size, &form) != out.size || form >= FOLD_QUICK)
        form = 0;
    str_release(&out);
    return (uint16_t)form;
}

static const struct table *table_get(void)
{
    static struct table table;

    if (table.is_filled)
        return &table;
    fold_table_fill(&table.fold, false);
    for (uint32_t code = 0; code < FOLD_QUICK; code++)
        table.quick[code] = quick_form(&table, code);
    table.is_filled = true;
    return &table;
}

/* How a code point of at most two bytes is written: 0 for others and those that are not quick. */
static inline uint16_t quick_at(const struct table *table, const unsigned char *at, size_t size,
                                size_t *n)
{
    *n = at[0] < 0x80 ? 1 : 2;
    if (at[0] < 0x80)
        return table->quick[at[0]];
    if (at[0] < 0xC2 || at[0] > 0xDF || size < 2 || (at[1] & 0xC0) != 0x80)
        return 0;
    return table->quick[(at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu)];
}

static inline char *quick_put(char *to, uint16_t form)
{
    if (form < 0x80) {
        *to++ = (char)form;
    } else {
        *to++ = (char)(0xC0 | form >> 6);
        *to++ = (char)(0x80 | (form & 0x3F));
    }
    return to;
}

/* Adds what is quick, up to the last blank before what is not; gives how far that is. */
static size_t add_quickly(const struct table *table, struct str *out, const char *text, size_t size)
{
    char *to, *kept_to;
    size_t at = 0, kept = 0, n;
    bool in_word = false, is_empty = out->size == 0;
    uint16_t form = ' ';

    str_reserve(out, size + 2); /* no word is longer; a blank before the first */
    to = kept_to = out->text + out->size;
    for (; at < size; at += n) {
        form = quick_at(table, (const unsigned char *)text + at, size - at, &n);
        if (form == 0)
            break;
        if (form != ' ') {
            if (!in_word && !is_empty)
                *to++ = ' ';
            to = quick_put(to, form);
            in_word = true;
            is_empty = false;
        } else {
            in_word = false;
            if (text[at] == ' ') {
                kept = at + 1;
                kept_to = to;
            }
        }
    }
    out->size = (size_t)((form ? to : kept_to) - out->text);
    out->text[out->size] = '\0';
    return form ? at : kept;
}

void normal_add(struct str *out, const char *text, size_t size)
{
    const struct table *table = table_get();
    const char *blank;
    size_t n;

    while (size) {
        n = add_quickly(table, out, text, size);
        text += n;
        size -= n;
        blank = memchr(text, ' ', size);
        n = blank ? (size_t)(blank - text) : size;
        add_slowly(table, out, text, n);
        text += n;
        size -= n;
    }
}

static void add_chunk_ranges(struct words *words, const char *text, size_t size, size_t from)
{
    struct fold fold = fold_begin(&table_get()->fold, text, size, from);
    uint32_t symbol;
    bool is_first;

    words->last = 0;
    while (fold_next(&fold, &symbol, &is_first)) {
        words->range = (struct normal_range){fold.start, fold.at};
        fold_is_whole(&fold, &words->range.end);
        add_symbol(words, symbol);
    }
}

/* Between the same blanks as normal_add. */
void normal_add_ranges(struct str *out, const char *text, size_t size,
                       struct normal_ranges *ranges)
{
    struct words words = {.out = out, .ranges = ranges};
    const char *blank;

    for (size_t at = 0, end; at < size; at = end + 1) {
        blank = memchr(text + at, ' ', size - at);
        end = blank ? (size_t)(blank - text) : size;
        add_chunk_ranges(&words, text, end, at);
    }
}

/* --- finding words --------------------------------------------------------------------------- */

size_t normal_find(const char *text, size_t size, size_t from, const char *words, size_t n,
                   bool is_prefix)
{
    const char *at = text + from, *end = text + size, *hit;

    if (n == 0 || from > size)
        return SIZE_MAX;
    for (; (hit = memmem(at, (size_t)(end - at), words, n)); at = hit + 1)
        if ((hit == text || hit[-1] == ' ') && (is_prefix || hit + n == end || hit[n] == ' '))
            return (size_t)(hit - text);
    return SIZE_MAX;
}

bool normal_has(const char *text, size_t size, const char *words, size_t n, bool is_prefix)
{
    return n == 0 || normal_find(text, size, 0, words, n, is_prefix) != SIZE_MAX;
}
