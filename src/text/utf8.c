/* SPDX-License-Identifier: MIT */
#include "text/utf8.h"

#include <string.h>

#include <unictype.h>

enum { REPLACEMENT = 0xFFFD };

/* What may follow a lead byte (Unicode 3.9, table 3-7): the second byte is the one that rules out
 * overlong forms, surrogates and what lies beyond U+10FFFF; all others are 80…BF. */
struct lead {
    unsigned char size, low, high;
};

static struct lead lead_of(unsigned char byte)
{
    if (byte < 0x80)
        return (struct lead){1, 0x80, 0xBF};
    if (byte < 0xC2 || byte > 0xF4)
        return (struct lead){0, 0x80, 0xBF};
    if (byte < 0xE0)
        return (struct lead){2, 0x80, 0xBF};
    if (byte < 0xF0)
        return (struct lead){3, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF};
    return (struct lead){4, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF};
}

size_t utf8_decode(const char *text, size_t size, uint32_t *code)
{
    const unsigned char *at = (const unsigned char *)text;
    struct lead lead = lead_of(at[0]);
    uint32_t value = lead.size <= 1 ? at[0] : at[0] & (0x7Fu >> lead.size);
    size_t n;

    *code = REPLACEMENT;
    if (lead.size == 0)
        return 1;
    for (n = 1; n < lead.size; n++) {
        if (n == size || at[n] < lead.low || at[n] > lead.high)
            return n; /* the maximal subpart: as much as could have become a character */
        value = value << 6 | (at[n] & 0x3F);
        lead.low = 0x80;
        lead.high = 0xBF;
    }
    *code = value;
    return n;
}

size_t utf8_encode(uint32_t code, char to[4])
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = REPLACEMENT;
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (char)(0xE0 | code >> 12);
        to[1] = (char)(0x80 | (code >> 6 & 0x3F));
        to[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | code >> 18);
    to[1] = (char)(0x80 | (code >> 12 & 0x3F));
    to[2] = (char)(0x80 | (code >> 6 & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* --- what is not shown as itself ------------------------------------------------------------- */

static const char c0_picture[32][4] = {
    "␀", "␁", "␂", "␃", "␄", "␅", "␆", "␇", "␈", "␉", "␊", "␋", "␌", "␍", "␎", "␏",
    "␐", "␑", "␒", "␓", "␔", "␕", "␖", "␗", "␘", "␙", "␚", "␛", "␜", "␝", "␞", "␟",
};

/* A C1 control is ESC and a letter in seven bits (ECMA-35). */
static const char c1_picture[32][5] = {
    "␛@", "␛A", "␛B", "␛C", "␛D", "␛E", "␛F", "␛G", "␛H", "␛I", "␛J", "␛K", "␛L",  "␛M", "␛N", "␛O",
    "␛P", "␛Q", "␛R", "␛S", "␛T", "␛U", "␛V", "␛W", "␛X", "␛Y", "␛Z", "␛[", "␛\\", "␛]", "␛^", "␛_",
};

/*
 * Sorted, for a search by halves. Invisible ones go from names. The joiners U+200C and U+200D
 * and the variation selectors are not here: emoji, Persian and Indic scripts are spelled with them.
 */
struct special {
    uint32_t first, last;
    bool invisible;
    const char *shown;
};

static const struct special specials[] = {
    {0x00AD, 0x00AD, true, "‹SHY›"},   {0x061C, 0x061C, false, "‹ALM›"},
    {0x115F, 0x1160, true, "‹HF›"},    {0x180E, 0x180E, true, "‹MVS›"},
    {0x200B, 0x200B, true, "‹ZWSP›"},  {0x200E, 0x200E, false, "‹LRM›"},
    {0x200F, 0x200F, false, "‹RLM›"},  {0x202A, 0x202A, false, "‹LRE›"},
    {0x202B, 0x202B, false, "‹RLE›"},  {0x202C, 0x202C, false, "‹PDF›"},
    {0x202D, 0x202D, false, "‹LRO›"},  {0x202E, 0x202E, false, "‹RLO›"},
    {0x2060, 0x2060, true, "‹WJ›"},    {0x2061, 0x2065, true, "‹FMT›"},
    {0x2066, 0x2066, false, "‹LRI›"},  {0x2067, 0x2067, false, "‹RLI›"},
    {0x2068, 0x2068, false, "‹FSI›"},  {0x2069, 0x2069, false, "‹PDI›"},
    {0x206A, 0x206F, true, "‹FMT›"},   {0x3164, 0x3164, true, "‹HF›"},
    {0xFEFF, 0xFEFF, true, "‹BOM›"},   {0xFFA0, 0xFFA0, true, "‹HF›"},
    {0xFFF0, 0xFFFB, true, "‹FMT›"},   {0x1BCA0, 0x1BCA3, true, "‹FMT›"},
    {0x1D173, 0x1D17A, true, "‹FMT›"}, {0xE0000, 0xE007F, true, "‹TAG›"},
    {0xE0080, 0xE00FF, true, "‹FMT›"}, {0xE01F0, 0xE0FFF, true, "‹FMT›"},
};

static const struct special *special_find(uint32_t code)
{
    size_t low = 0, high = sizeof specials / sizeof *specials;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (code > specials[middle].last)
            low = middle + 1;
        else if (code < specials[middle].first)
            high = middle;
        else
            return &specials[middle];
    }
    return NULL;
}

static const char *control_stand_in(uint32_t code, enum utf8_place place)
{
    if (code == '\n' || code == '\t')
        return place == UTF8_BODY ? NULL : " ";
    if (code == 0x85)
        return place == UTF8_BODY ? "\n" : " ";
    if (code == 0x7F)
        return "␡";
    return code < 0x20 ? c0_picture[code] : c1_picture[code - 0x80];
}

const char *utf8_stand_in(uint32_t code, enum utf8_place place)
{
    const struct special *special;

    if (code < 0x20 || (code >= 0x7F && code < 0xA0))
        return control_stand_in(code, place);
    if (code < 0xAD)
        return NULL;
    if (code == 0x2028 || code == 0x2029)
        return place == UTF8_BODY ? "\n" : " ";
    special = special_find(code);
    if (!special)
        return NULL;
    return special->invisible && place == UTF8_NAME ? "" : special->shown;
}

/* --- the gate -------------------------------------------------------------------------------- */

static bool is_all_ascii(const char *at)
{
    uint64_t word, low, del;

    memcpy(&word, at, 8);
    low = word - 0x2020202020202020u; /* the high bit of a byte: it was below 20 (or borrowed) */
    del = word + 0x0101010101010101u; /* and of this one: it was 7F */
    return ((word | low | del) & 0x8080808080808080u) == 0;
}

/* Four letters of U+0400…U+047F: no mark among them, none with a stand-in. */
static bool is_all_cyrillic(const char *at)
{
    static const unsigned char masks[8] = {0xFE, 0xC0, 0xFE, 0xC0, 0xFE, 0xC0, 0xFE, 0xC0};
    static const unsigned char leads[8] = {0xD0, 0x80, 0xD0, 0x80, 0xD0, 0x80, 0xD0, 0x80};
    uint64_t word, mask, lead;

    memcpy(&word, at, 8);
    memcpy(&mask, masks, 8);
    memcpy(&lead, leads, 8);
    return (word & mask) == lead;
}

/* Bytes of the printable ASCII and Cyrillic the text begins with. */
static size_t plain_run(const char *text, size_t size)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t at = 0;

    while (at < size) {
        if (size - at >= 8 && (is_all_ascii(text + at) || is_all_cyrillic(text + at)))
            at += 8;
        else if (byte[at] >= 0x20 && byte[at] < 0x7F)
            at++;
        else if ((byte[at] & 0xFE) == 0xD0 && size - at >= 2 && (byte[at + 1] & 0xC0) == 0x80)
            at += 2;
        else
            break;
    }
    return at;
}

bool utf8_is_plain(const char *text, size_t size)
{
    return plain_run(text, size) == size;
}

struct gate {
    struct str *out;
    const char *text;
    size_t size, at, copied; /* text[copied…at) goes out as it is, once something else must */
    enum utf8_place place;
    int marks;                  /* since the last base; more than UTF8_MARKS: the rest is dropped */
    const struct special *last; /* the invisible kind just shown: a run of it is shown once */
};

/* What adds no column of its own and so could pile up on a base unseen: marks, joiners, skin
 * tones, and the vowels and finals of conjoining Hangul. */
static bool is_piling(uint32_t code)
{
    if (code < 0x300)
        return false;
    if ((code >= 0x1161 && code <= 0x11FF) || (code >= 0xD7B0 && code <= 0xD7FF))
        return true;
    if (code == 0x200C || code == 0x200D || (code >= 0x1F3FB && code <= 0x1F3FF))
        return true;
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_M);
}

/* Puts `shown` in the place of the next bytes of the text. */
static void gate_replace(struct gate *gate, size_t size, const char *shown)
{
    str_add(gate->out, gate->text + gate->copied, gate->at - gate->copied);
    str_add_text(gate->out, shown);
    gate->at += size;
    gate->copied = gate->at;
}

/* The three flags made of a black flag and TAG characters (emoji-sequences.txt): any other use
 * of TAG characters hides text. Gives the bytes of the tags the gate stands at, or 0. */
static size_t flag_tags(const struct gate *gate)
{
    static const char flag[] = "\xF0\x9F\x8F\xB4";
    static const char regions[][7] = {"gbeng\x7F", "gbsct\x7F", "gbwls\x7F"};
    const char *tags = gate->text + gate->at;
    char want[24];

    if (gate->size - gate->at < sizeof want || gate->at < 4 || memcmp(tags - 4, flag, 4) != 0)
        return 0;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 6; k++)
            utf8_encode(0xE0000u + (unsigned char)regions[i][k], want + 4 * k);
        if (memcmp(tags, want, sizeof want) == 0)
            return sizeof want;
    }
    return 0;
}

static void gate_stand_in(struct gate *gate, size_t n, uint32_t code, const char *shown)
{
    const struct special *special = special_find(code);
    size_t tags = code >= 0xE0000 ? flag_tags(gate) : 0;

    if (tags) {
        gate->at += tags;
        return;
    }
    if (special && special == gate->last)
        shown = "";
    gate_replace(gate, n, shown);
    if (*shown == '\0')
        return; /* what was removed is no base for the marks after it */
    gate->marks = 0;
    gate->last = special && special->invisible ? special : NULL;
}

/* One more mark, or the one sign that says there were too many. */
static void gate_mark(struct gate *gate, size_t n)
{
    if (++gate->marks <= UTF8_MARKS)
        gate->at += n;
    else
        gate_replace(gate, n, gate->marks == UTF8_MARKS + 1 ? "\uFFFD" : "");
    if (gate->marks > UTF8_MARKS)
        gate->marks = UTF8_MARKS + 1;
    gate->last = NULL;
}

static void gate_step(struct gate *gate)
{
    const char *at = gate->text + gate->at;
    size_t left = gate->size - gate->at;
    uint32_t code;
    size_t n = utf8_decode(at, left, &code);
    const char *shown = utf8_stand_in(code, gate->place);

    if (code == '\r' && left >= 2 && at[1] == '\n') {
        n = 2;
        shown = gate->place == UTF8_BODY ? "\n" : " ";
    }
    if (code == REPLACEMENT && (n != 3 || (unsigned char)at[0] != 0xEF))
        shown = "\uFFFD";
    if (shown) {
        gate_stand_in(gate, n, code, shown);
    } else if (is_piling(code)) {
        gate_mark(gate, n);
    } else {
        gate->at += n;
        gate->marks = 0;
        gate->last = NULL;
    }
}

size_t utf8_break(const char *text, size_t size)
{
    if (size && *text == '\n')
        return 1;
    if (size >= 3 && memcmp(text, "\xe2\x80", 2) == 0 && (text[2] == '\xa8' || text[2] == '\xa9'))
        return 3;
    return size >= 2 && memcmp(text, "\xc2\x85", 2) == 0 ? 2 : 0;
}

void utf8_clean(struct str *out, const char *text, size_t size, enum utf8_place place)
{
    struct gate gate = {.out = out, .text = text, .size = size, .place = place};

    str_reserve(out, size);
    while (gate.at < size) {
        size_t plain = plain_run(text + gate.at, size - gate.at);

        gate.at += plain;
        if (plain) {
            gate.marks = 0;
            gate.last = NULL;
        }
        if (gate.at < size)
            gate_step(&gate);
    }
    str_add(out, text + gate.copied, size - gate.copied);
}
