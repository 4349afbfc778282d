/* SPDX-License-Identifier: MIT */
#include "source/json_scan.h"

#include <string.h>

#include "base/words.h"
#include "source/json.h"

/* cJSON reads a number through a buffer of 64 bytes and rejects the document when it is longer. */
enum { NUMBER_MAX = 62 };

#define B SCAN_BLANK
#define P SCAN_PLAIN
#define W (SCAN_PLAIN | SCAN_WORD)
#define D (SCAN_PLAIN | SCAN_WORD | SCAN_DIGIT)
#define W16 W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W
/* The apostrophe and the double quote are not plain: either may end a text. */
const uint8_t scan_classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, B, B, 0, 0, B, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    B | P, W, 0, W, W, W, W, 0, W, W, W, W, P, W, W, W,
    D, D, D, D, D, D, D, D, D, D, P, W, W, W, W, W,
    W16, W, W, W, W, W, W, W, W, W, W, W, P, SCAN_WORD, P, W, W,
    W16, W, W, W, W, W, W, W, W, W, W, W, P, W, P, W, W,
    W16, W16, W16, W16, W16, W16, W16, W16,
};
#undef B
#undef P
#undef W
#undef D
#undef W16

#define X4 0x10, 0x10, 0x10, 0x10
#define X16 X4, X4, X4, X4
/* The value of a hex digit; 0x10 for any other byte. */
static const uint8_t hex_values[256] = {
    X16, X16, X16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x10, 0x10, X4,
    0x10, 10, 11, 12, 13, 14, 15, 0x10, X4, X4, X16,
    0x10, 10, 11, 12, 13, 14, 15, 0x10, X4, X4, X16,
    X16, X16, X16, X16, X16, X16, X16, X16,
};

static const char *const scan_escape_words[ESCAPES] = {
    [ESCAPE_GOOD] = "",
    [ESCAPE_CUT] = N_("a cut \\u escape"),
    [ESCAPE_SURROGATE] = N_("half of a surrogate pair"),
    [ESCAPE_NUL] = N_("a \\u0000"),
    [ESCAPE_UNKNOWN] = N_("an unknown escape"),
};

static inline unsigned hex(char c) { return hex_values[(unsigned char)c]; }
static inline unsigned class_of(char c) { return scan_classes[(unsigned char)c]; }

static void scan_damage(struct scan *scan, const char *at, const char *what)
{
    if (scan->n_damaged++ == 0) {
        scan->first = at;
        scan->what = what;
    }
}

/* \u and four digits at the backslash: 0 for one code unit, else what is wrong or a surrogate. */
static inline enum scan_escape unit_at(const char *at, const char *end, unsigned *high)
{
    if (end - at < 6)
        return ESCAPE_CUT;
    unsigned a = hex(at[2]), b = hex(at[3]), rest = hex(at[4]) | hex(at[5]);
    *high = a << 4 | b;
    if ((a | b | rest) & 0x10)
        return ESCAPE_CUT;
    if ((a | b | rest) == 0)
        return ESCAPE_NUL;
    return a == 0xD && b >= 8 ? ESCAPE_SURROGATE : ESCAPE_GOOD;
}

/* A cut escape goes as far as its digits do. */
static size_t cut_size(const char *at, const char *end)
{
    size_t size = 2;
    while (size < 6 && at + size < end && !(hex(at[size]) & 0x10))
        size++;
    return size;
}

static enum scan_escape pair_at(const char *at, const char *end, unsigned high, size_t *size)
{
    unsigned low = 0;
    *size = 6;
    if (high >= 0xDC || end - at < 12 || at[6] != '\\' || at[7] != 'u' ||
        unit_at(at + 6, end, &low) != ESCAPE_SURROGATE || low < 0xDC)
        return ESCAPE_SURROGATE;
    *size = 12;
    return ESCAPE_GOOD;
}

enum scan_escape scan_escape(const char *at, const char *end, size_t *size)
{
    unsigned high = 0;
    *size = 1;
    if (end - at < 2)
        return ESCAPE_CUT;
    *size = 2;
    if (at[1] != 'u')
        return at[1] != '\0' && strchr("\"\\/bfnrt", at[1]) != NULL ? ESCAPE_GOOD : ESCAPE_UNKNOWN;
    enum scan_escape kind = unit_at(at, end, &high);
    if (kind == ESCAPE_SURROGATE)
        return pair_at(at, end, high, size);
    *size = kind == ESCAPE_CUT ? cut_size(at, end) : 6;
    return kind;
}

/* The portal writes everything but ASCII as \uXXXX: whole runs of them are taken here. */
static inline const char *pass_units(const char *at, const char *end)
{
    unsigned high;
    while (end - at >= 6 && at[0] == '\\' && at[1] == 'u' &&
           unit_at(at, end, &high) == ESCAPE_GOOD)
        at += 6;
    return at;
}

/* Eight bytes at once while none of them ends the run: no quote, backslash or control character. */
static inline const char *pass_plain(const char *at, const char *end)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        uint64_t quote = word ^ ones * '"', mark = word ^ ones * '\'', slash = word ^ ones * '\\';
        uint64_t found = (quote - ones) & ~quote;
        found |= (mark - ones) & ~mark;
        found |= (slash - ones) & ~slash;
        found |= (word - ones * 0x20) & ~word;
        if (found & tops)
            break;
        at += 8;
    }
    while (at < end && (class_of(*at) & SCAN_PLAIN))
        at++;
    return at;
}

static void text_escape(struct scan *scan)
{
    size_t size;
    enum scan_escape kind = scan_escape(scan->at, scan->end, &size);
    if (kind != ESCAPE_GOOD)
        scan_damage(scan, scan->at, scan_escape_words[kind]);
    scan->at += size;
}

void scan_text(struct scan *scan, char quote)
{
    const char *end = scan->end;
    for (;;) {
        scan->at = pass_plain(pass_units(scan->at, end), end);
        if (scan->at == end)
            break;
        char c = *scan->at;
        if (c == '\\') {
            text_escape(scan);
        } else {
            scan->at++;
            if (c == quote)
                return;
            if ((unsigned char)c < 0x20)
                scan_damage(scan, scan->at - 1, N_("a raw control character"));
        }
    }
    scan_damage(scan, end, N_("a text without its closing quote"));
    scan->cut = true;
}

static const char *pass_digits(const char *at, const char *end)
{
    while (at < end && (class_of(*at) & SCAN_DIGIT))
        at++;
    return at;
}

size_t scan_number(const char *start, const char *end)
{
    const char *at = start + (start < end && *start == '-');
    const char *digits = at;
    at = pass_digits(at, end);
    if (at == digits || (at - digits > 1 && *digits == '0'))
        return 0;
    if (at < end && *at == '.') {
        digits = ++at;
        at = pass_digits(at, end);
        if (at == digits)
            return 0;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < end && (*at == '+' || *at == '-');
        digits = at;
        at = pass_digits(at, end);
        if (at == digits)
            return 0;
    }
    return at - start <= NUMBER_MAX ? (size_t)(at - start) : 0;
}

/* --- one whole value ------------------------------------------------------------------------- */

static inline void pass_blanks(struct scan *scan)
{
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\r' || *scan->at == '\t'))
        scan->at++;
}

static inline bool take(struct scan *scan, char c)
{
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

static bool take_literal(struct scan *scan, const char *word)
{
    size_t size = strlen(word);
    if ((size_t)(scan->end - scan->at) < size || memcmp(scan->at, word, size) != 0)
        return false;
    scan->at += size;
    return scan->at == scan->end || !(class_of(*scan->at) & SCAN_WORD);
}

static bool take_number(struct scan *scan)
{
    size_t size = scan_number(scan->at, scan->end);
    scan->at += size;
    return size != 0 && (scan->at == scan->end || !(class_of(*scan->at) & SCAN_WORD));
}

static bool take_scalar(struct scan *scan)
{
    switch (*scan->at) {
    case '"':
        scan->at++;
        scan_text(scan, '"');
        return !scan->cut;
    case 't':
        return take_literal(scan, "true");
    case 'f':
        return take_literal(scan, "false");
    case 'n':
        return take_literal(scan, "null");
    default:
        return take_number(scan);
    }
}

static bool take_key(struct scan *scan)
{
    pass_blanks(scan);
    if (!take(scan, '"'))
        return false;
    scan_text(scan, '"');
    pass_blanks(scan);
    return !scan->cut && take(scan, ':');
}

/* What is open, one bit a level: 1 for an object. */
struct nest {
    uint64_t objects;
    int depth;
};

/* Behind a value: closes what ends here; *more says that another value follows. */
static bool pass_ends(struct scan *scan, struct nest *nest, bool *more)
{
    while (nest->depth > 0) {
        bool is_object = nest->objects & 1;
        pass_blanks(scan);
        scan->n_nodes++;
        if (take(scan, ',')) {
            *more = true;
            return !is_object || take_key(scan);
        }
        if (!take(scan, is_object ? '}' : ']'))
            return false;
        nest->objects >>= 1;
        nest->depth--;
    }
    *more = false;
    return true;
}

/* A { or [ is before us. *more: it is not empty, its first value follows. */
static bool open_nest(struct scan *scan, struct nest *nest, bool *more)
{
    bool is_object = *scan->at == '{';
    if (nest->depth == JSON_DEPTH)
        return false;
    nest->objects = nest->objects << 1 | is_object;
    nest->depth++;
    scan->at++;
    scan->n_nodes++;
    pass_blanks(scan);
    *more = scan->at < scan->end && *scan->at != (is_object ? '}' : ']');
    return !*more || !is_object || take_key(scan);
}

bool scan_value(struct scan *scan)
{
    struct nest nest = {0};
    bool more = true;
    while (more) {
        pass_blanks(scan);
        if (scan->at == scan->end)
            return false;
        if (*scan->at == '{' || *scan->at == '[') {
            if (!open_nest(scan, &nest, &more))
                return false;
            if (more)
                continue;
        } else if (!take_scalar(scan)) {
            return false;
        }
        if (!pass_ends(scan, &nest, &more))
            return false;
    }
    return true;
}
