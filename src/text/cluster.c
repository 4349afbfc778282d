/* SPDX-License-Identifier: MIT */
#include "text/cluster.h"
#include "text/ascii.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>

#include <unictype.h>
#include <unigbrk.h>
#include <uniwidth.h>

enum {
    ZWNJ = 0x200C,
    ZWJ = 0x200D,
    KEYCAP = 0x20E3,
    BASE = 0x25CC, /* the dotted circle, which carries a mark that has nothing to stand on */
    REGION_A = 0x1F1E6,
    REGION_Z = 0x1F1FF,
    REPLACEMENT = 0xFFFD,
    SHOWN_CODES = 1 + UTF8_MARKS, /* of one cluster; what piles up beyond is one U+FFFD */
};

static bool only_ascii;

void cluster_use_ascii(int on)
{
    only_ascii = on;
}

/* --- where a cluster ends (UAX #29, 3.1.1) --------------------------------------------------- */

/* The rules are ours, since the library of Debian 12 offers them either by pairs, which knows
 * neither flags nor ZWJ sequences, or for valid text only; the properties are the library's. */
struct joint {
    int last;            /* GBP_ of the code point before */
    bool pict, pict_zwj; /* before: a pictograph and marks; these and a ZWJ */
    bool odd_region;     /* an odd count of regional indicators */
};

/* GB6, GB7, GB8 */
static bool is_syllable(int a, int b)
{
    if (a == GBP_L)
        return b == GBP_L || b == GBP_V || b == GBP_LV || b == GBP_LVT;
    if (a == GBP_LV || a == GBP_V)
        return b == GBP_V || b == GBP_T;
    return (a == GBP_LVT || a == GBP_T) && b == GBP_T;
}

static bool is_control(int a)
{
    return a == GBP_CR || a == GBP_LF || a == GBP_CONTROL;
}

static bool is_joined(const struct joint *joint, int next, bool pict)
{
    int last = joint->last;

    if (last == GBP_CR && next == GBP_LF) /* GB3 */
        return true;
    if (is_control(last) || is_control(next)) /* GB4, GB5 */
        return false;
    if (next == GBP_EXTEND || next == GBP_ZWJ || next == GBP_SPACINGMARK) /* GB9, GB9a */
        return true;
    return last == GBP_PREPEND || is_syllable(last, next) ||                   /* GB9b */
           (joint->pict_zwj && pict) || (joint->odd_region && next == GBP_RI); /* GB11, GB12 */
}

static void joint_pass(struct joint *joint, int next, bool pict)
{
    joint->pict_zwj = joint->pict && next == GBP_ZWJ;
    joint->pict = pict || (joint->pict && next == GBP_EXTEND);
    joint->odd_region = next == GBP_RI && !joint->odd_region;
    joint->last = next;
}

/* --- how a code point is shown --------------------------------------------------------------- */

/*
 * Columns as curses counts them, that is by wcwidth() of glibc, from which uc_width() of
 * libunistring 1.0 differs for these assigned characters (both of Unicode 14):
 *   signs that enclose the digits after them (U+0600 and such) are visible and glibc's 1 is right;
 *   the vowel signs in the second table are nonspacing since Unicode 11–14 and its 0 is right.
 */
static int code_columns(uint32_t code)
{
    if ((code >= 0x0600 && code <= 0x0605) || code == 0x06DD || code == 0x070F || code == 0x08E2 ||
        code == 0x0890 || code == 0x0891 || code == 0x110BD || code == 0x110CD)
        return 1;
    if (code == 0x0CBF || code == 0x0CC6 || code == 0x11A07 || code == 0x11A08 || code == 0x11C3F)
        return 0;
    return uc_width(code, "UTF-8");
}

/*
 * A code point of which terminals do not agree how wide it is, as one or two of which they do:
 * the circled 10…80 on black squares are ambiguous to Unicode and wide to glibc; the hexagrams
 * were narrow until Unicode 16; what is not assigned may be anything; a lone skin tone melts
 * into whatever stands before it.
 */
static const char *steady(uint32_t code)
{
    static const char tens[8][3] = {"10", "20", "30", "40", "50", "60", "70", "80"};

    if (code >= 0x3248 && code <= 0x324F)
        return tens[code - 0x3248];
    if ((code >= 0x4DC0 && code <= 0x4DFF) || (code >= 0x1F3FB && code <= 0x1F3FF))
        return "\uFFFD";
    return uc_is_general_category(code, UC_CATEGORY_Cn) ? "\uFFFD" : NULL;
}

static bool is_selector(uint32_t code)
{
    return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

static bool is_tone(uint32_t code)
{
    return code >= 0x1F3FB && code <= 0x1F3FF;
}

static bool is_tag(uint32_t code)
{
    return code >= 0xE0020 && code <= 0xE007F;
}

static bool is_region(uint32_t code)
{
    return code >= REGION_A && code <= REGION_Z;
}

static bool is_keycap_base(uint32_t code)
{
    return (code >= '0' && code <= '9') || code == '#' || code == '*';
}

/* --- the shown form -------------------------------------------------------------------------- */

struct builder {
    struct cluster *cluster;
    uint32_t first;
    bool pict;  /* the first is a pictograph */
    bool ended; /* nothing more of this cluster is shown */
    int codes;
};

static void form_add(struct cluster *cluster, const char *text, size_t size, int columns)
{
    if (cluster->shown_size + size > sizeof cluster->form)
        return;
    memcpy(cluster->form + cluster->shown_size, text, size);
    cluster->shown_size += size;
    cluster->columns += columns;
}

static void form_add_code(struct cluster *cluster, uint32_t code)
{
    char bytes[4];
    size_t size = utf8_encode(code, bytes);

    form_add(cluster, bytes, size, code_columns(code));
}

static void form_add_text(struct cluster *cluster, const char *text)
{
    size_t size = strlen(text), n;
    uint32_t code;

    for (; size; text += n, size -= n) {
        n = utf8_decode(text, size, &code);
        form_add_code(cluster, code);
    }
}

/* Whether only the base of what they follow is shown (see the header). */
static bool is_dropped(const struct builder *builder, uint32_t code)
{
    if (is_selector(code))
        return true;
    if (builder->codes == 0)
        return code == ZWJ || code == ZWNJ;
    return is_tone(code) || is_tag(code) || (code == ZWJ && builder->pict) ||
           (code == KEYCAP && is_keycap_base(builder->first));
}

static void builder_show(struct builder *builder, uint32_t code)
{
    struct cluster *cluster = builder->cluster;
    const char *shown = utf8_stand_in(code, UTF8_BODY);

    if (!shown)
        shown = steady(code);
    if (shown) {
        form_add_text(cluster, shown);
    } else if (is_region(code)) {
        form_add_code(cluster, 'A' + code - REGION_A);
    } else {
        if (cluster->columns == 0 && code_columns(code) == 0 && code != '\n' && code != '\t')
            form_add_code(cluster, BASE);
        form_add_code(cluster, code);
    }
}

/* NFD text, of macOS file names for one, spells Hangul in parts of 2, 0 and 0 columns, which not
 * every terminal puts together: the syllable is shown (Unicode 3.12). */
static bool builder_compose(struct builder *builder, uint32_t code)
{
    uint32_t last = builder->first, whole = 0;

    if (last >= 0x1100 && last <= 0x1112 && code >= 0x1161 && code <= 0x1175)
        whole = 0xAC00 + ((last - 0x1100) * 21 + (code - 0x1161)) * 28;
    else if (last >= 0xAC00 && last <= 0xD7A3 && (last - 0xAC00) % 28 == 0 && code > 0x11A7 &&
             code <= 0x11C2)
        whole = last + (code - 0x11A7);
    if (!whole || builder->codes != 1)
        return false;
    builder->first = whole;
    builder->cluster->shown_size = utf8_encode(whole, builder->cluster->form);
    return true;
}

static void builder_add(struct builder *builder, uint32_t code, bool pict)
{
    if (builder->ended)
        return;
    if (builder->pict && pict && builder->codes) {
        builder->ended = true; /* of a ZWJ sequence the first */
        return;
    }
    if (is_dropped(builder, code) || builder_compose(builder, code))
        return;
    if (builder->codes == 0) {
        builder->first = code;
        builder->pict = pict;
    }
    if (builder->codes++ < SHOWN_CODES) {
        builder_show(builder, code);
    } else {
        form_add_code(builder->cluster, REPLACEMENT);
        builder->ended = true;
    }
}

/* The form once more, in ASCII: columns and bytes are the same then. */
static void form_to_ascii(struct cluster *cluster)
{
    struct cluster plain = {.shown_size = 0};
    size_t at = 0;
    uint32_t code;

    while (at < cluster->shown_size) {
        char near[ASCII_SIZE];

        at += utf8_decode(cluster->form + at, cluster->shown_size - at, &code);
        ascii_from(code, near);
        form_add(&plain, near, strlen(near), (int)strlen(near));
    }
    memcpy(cluster->form, plain.form, plain.shown_size);
    cluster->shown_size = plain.shown_size;
    cluster->columns = plain.columns;
}

/* --- clusters -------------------------------------------------------------------------------- */

static bool is_simple_lead(unsigned char byte)
{
    return byte < 0x80 || (byte >= 0xC2 && byte <= 0xCB) || (byte >= 0xCE && byte <= 0xD1);
}

/* Printable ASCII, Latin-1 letters and U+0400…U+047F before anything that cannot extend them:
 * nearly all text, without the library. Gives the bytes, 0 when it is not so. */
static size_t simple_size(const unsigned char *text, size_t size)
{
    size_t n;

    if (text[0] >= 0x20 && text[0] < 0x7F)
        n = 1;
    else if (size >= 2 && !only_ascii && (text[1] & 0xC0) == 0x80 &&
             (text[0] == 0xC3 || (text[0] & 0xFE) == 0xD0))
        n = 2;
    else
        return 0;
    return n == size || is_simple_lead(text[n]) ? n : 0;
}

static void take_simple(const char *text, size_t size, struct cluster *cluster)
{
    cluster->size = cluster->shown_size = size;
    cluster->shown = text;
    cluster->columns = 1;
}

static bool is_pict(uint32_t code)
{
    return code >= 0xA9 && uc_is_property_extended_pictographic(code);
}

static void take_any(const char *text, size_t size, struct cluster *cluster)
{
    struct builder builder = {.cluster = cluster};
    struct joint joint = {0};
    size_t n;

    cluster->shown_size = cluster->size = 0;
    cluster->columns = 0;
    cluster->shown = cluster->form;
    for (; cluster->size < size; cluster->size += n) {
        uint32_t code;
        bool pict;
        int next;

        n = utf8_decode(text + cluster->size, size - cluster->size, &code);
        next = uc_graphemeclusterbreak_property(code);
        pict = is_pict(code);
        if (cluster->size && !is_joined(&joint, next, pict))
            break;
        joint_pass(&joint, next, pict);
        builder_add(&builder, code, pict);
    }
}

static bool is_break(const struct cluster *cluster, const char *text)
{
    return cluster->form[0] == '\n' || (cluster->size == 2 && text[0] == '\r' && text[1] == '\n');
}

void cluster_next(const char *text, size_t size, struct cluster *cluster)
{
    size_t simple = size ? simple_size((const unsigned char *)text, size) : 0;

    if (simple) {
        take_simple(text, simple, cluster);
        return;
    }
    take_any(text, size, cluster);
    if (cluster->shown_size && is_break(cluster, text)) {
        cluster->form[0] = '\n';
        cluster->shown_size = 1;
        cluster->columns = 0;
    } else if (cluster->shown_size == 1 && cluster->form[0] == '\t') {
        cluster->columns = 0;
    } else if (only_ascii) {
        form_to_ascii(cluster);
    }
}

static int line_columns(const struct cluster *cluster)
{
    return cluster->shown_size == 1 && cluster->shown[0] == '\t' ? 1 : cluster->columns;
}

int cluster_columns(const char *text, size_t size)
{
    struct cluster cluster;
    int columns = 0;

    for (; size; text += cluster.size, size -= cluster.size) {
        cluster_next(text, size, &cluster);
        columns += line_columns(&cluster);
    }
    return columns;
}

size_t cluster_fit(const char *text, size_t size, int columns, int *used)
{
    struct cluster cluster;
    size_t at;

    *used = 0;
    for (at = 0; at < size; at += cluster.size) {
        cluster_next(text + at, size - at, &cluster);
        if (*used + line_columns(&cluster) > columns)
            break;
        *used += line_columns(&cluster);
    }
    return at;
}

/* Adds clusters up to so many columns, breaks and tabs as spaces; gives the bytes of the text. */
static size_t add_up_to(struct str *out, const char *text, size_t size, int columns, int *used)
{
    struct cluster cluster;
    size_t at;

    for (at = 0; at < size; at += cluster.size) {
        bool blank;
        int more;

        cluster_next(text + at, size - at, &cluster);
        blank = cluster.shown_size == 1 && (unsigned char)cluster.shown[0] < 0x20;
        more = blank ? 1 : cluster.columns;
        if (*used + more > columns)
            break;
        str_add(out, blank ? " " : cluster.shown, cluster.shown_size);
        *used += more;
    }
    return at;
}

int cluster_add(struct str *out, const char *text, size_t size, int columns)
{
    const char *dots = only_ascii ? "..." : "…";
    int dots_columns = only_ascii ? 3 : 1, used = 0;
    size_t start = out->size;

    if (add_up_to(out, text, size, columns, &used) == size)
        return used;
    if (columns < dots_columns) {
        dots = only_ascii && columns > 0 ? "." : "";
        dots_columns = *dots != '\0';
    }
    str_cut(out, start);
    used = 0;
    add_up_to(out, text, size, columns - dots_columns, &used);
    str_add_text(out, dots);
    return used + dots_columns;
}
