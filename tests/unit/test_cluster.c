/* SPDX-License-Identifier: MIT */
#include "text/cluster.h"
#include "text/utf8.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unistr.h>
#include <wchar.h>

/* Not in the headers of every C library that has it. */
extern int wcwidth(wchar_t c);

#define UNICODE "/usr/share/unicode/"

static FILE *open_data(const char *name)
{
    FILE *file = fopen(name, "r");

    if (!file)
        fail_msg("%s is missing: install unicode-data", name);
    return file;
}

/* What is drawn must be safe, and as wide as curses takes it to be. */
static void assert_shown(const char *text, const struct cluster *cluster)
{
    const char *at = cluster->shown, *end = at + cluster->shown_size;
    bool blank = cluster->shown_size == 1 && (*at == '\n' || *at == '\t');
    int columns = 0;
    uint32_t code;

    assert_null(u8_check((const uint8_t *)at, cluster->shown_size));
    assert_true(at == text || at == cluster->form);
    while (at < end && !blank) {
        int width;

        at += utf8_decode(at, (size_t)(end - at), &code);
        width = wcwidth((wchar_t)code);
        if (width < 0 || utf8_stand_in(code, UTF8_BODY))
            fail_msg("U+%04X shown", (unsigned)code);
        columns += width;
    }
    if (columns != cluster->columns)
        fail_msg("columns %d, curses: %d: %.*s", cluster->columns, columns,
                 (int)cluster->shown_size, cluster->shown);
}

/* --- against the files of the standard ------------------------------------------------------- */

/* "÷ 0020 × 0308 ÷\t# …" → text; ends[] of its clusters. Gives their count, 0 for a comment. */
static int parse_breaks(const char *line, char *text, size_t *size, size_t ends[64])
{
    int n = 0;

    for (*size = 0; *line && *line != '#' && *line != '\n';) {
        char *after;
        unsigned long code = strtoul(line, &after, 16);

        if (after != line)
            *size += utf8_encode((uint32_t)code, text + *size);
        else if (strncmp(line, "÷", 2) == 0 && *size)
            ends[n++] = *size;
        line = after != line ? after : line + 1;
    }
    return n;
}

static bool is_as_said(const char *text, size_t size, const size_t *ends)
{
    struct cluster cluster;

    for (size_t at = 0, i = 0; at < size; at += cluster.size, i++) {
        cluster_next(text + at, size - at, &cluster);
        assert_shown(text + at, &cluster);
        if (at + cluster.size != ends[i])
            return false;
    }
    return true;
}

static void test_break_file(void **state)
{
    FILE *file = open_data(UNICODE "auxiliary/GraphemeBreakTest.txt");
    char line[1024], text[256];
    size_t size, ends[64];
    int n = 0, wrong = 0;

    (void)state;
    while (fgets(line, sizeof line, file)) {
        if (parse_breaks(line, text, &size, ends) == 0)
            continue;
        n++;
        if (!is_as_said(text, size, ends)) {
            print_message("differs: %s", line);
            wrong++;
        }
    }
    fclose(file);
    assert_true(n >= 600);
    assert_int_equal(wrong, 0);
}

static size_t parse_codes(const char *line, char *text)
{
    size_t size = 0;
    char *after;

    for (;; line = after) {
        unsigned long code = strtoul(line, &after, 16);

        if (after == line)
            return size;
        size += utf8_encode((uint32_t)code, text + size);
    }
}

/* A form every terminal knows the width of: one code point, or letters of ASCII. */
static void assert_steady(const struct cluster *cluster)
{
    uint32_t code;
    size_t n = utf8_decode(cluster->shown, cluster->shown_size, &code);
    bool ascii = code < 0x80;

    if (!ascii && n != cluster->shown_size)
        fail_msg("shown by several: %.*s", (int)cluster->shown_size, cluster->shown);
    if (ascii && (size_t)cluster->columns != cluster->shown_size)
        fail_msg("not all ASCII: %.*s", (int)cluster->shown_size, cluster->shown);
    assert_in_range(cluster->columns, 1, 2);
    assert_false(code >= 0x1F3FB && code <= 0x1F3FF);
    assert_false(code >= 0x1F1E6 && code <= 0x1F1FF);
}

/* Emoji of Unicode 15 that the library of Unicode 14 does not know: U+FFFD. */
enum { EMOJI_TOO_NEW = 32 };

static void test_every_emoji(void **state)
{
    FILE *file = open_data(UNICODE "emoji/emoji-test.txt");
    char line[1024], text[256];
    int n = 0, unknown = 0;

    (void)state;
    while (fgets(line, sizeof line, file)) {
        size_t size = line[0] == '#' ? 0 : parse_codes(line, text);
        struct cluster cluster;

        if (size == 0)
            continue;
        n++;
        cluster_next(text, size, &cluster);
        assert_int_equal(cluster.size, size);
        assert_shown(text, &cluster);
        assert_steady(&cluster);
        unknown += strncmp(cluster.shown, "\uFFFD", 3) == 0 && !strstr(line, "; component");
    }
    fclose(file);
    assert_true(n > 4500);
    print_message("%d emoji, %d not known to the library\n", n, unknown);
    assert_in_range(unknown, 0, EMOJI_TOO_NEW);
}

/* --- every code point ------------------------------------------------------------------------ */

static void test_every_code(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < 0x110000; code++) {
        struct cluster cluster;
        char text[4];
        size_t size = utf8_encode(code, text);

        cluster_next(text, size, &cluster);
        assert_int_equal(cluster.size, size);
        assert_shown(text, &cluster);
        if (uc_is_general_category(code, UC_CATEGORY_Cn) && !utf8_stand_in(code, UTF8_BODY))
            assert_int_equal(cluster.columns, 1);
    }
}

/* --- samples --------------------------------------------------------------------------------- */

struct sample {
    const char *text, *shown;
    int columns;
};

static const struct sample samples[] = {
    {"a", "a", 1},
    {"Ж", "Ж", 1},
    {"é", "é", 1},
    {"e\u0301", "e\u0301", 1},
    {"漢", "漢", 2},
    {"😀", "😀", 2},
    {"❤\uFE0F", "❤", 1},
    {"❤\uFE0E", "❤", 1},
    {"👨‍👩‍👧‍👦", "👨", 2},
    {"👍🏽", "👍", 2},
    {"🇷🇺", "RU", 2},
    {"🇷", "R", 1},
    {"1\uFE0F\u20E3", "1", 1},
    {"#\u20E3", "#", 1},
    {"🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "🏴", 2},
    {"🏳\uFE0F‍🌈", "🏳", 1},
    {"\U0001F3FD", "\uFFFD", 1},
    {"\u1112\u1161\u11AB", "한", 2},
    {"\u1112\u1161", "하", 2},
    {"한", "한", 2},
    {"क्", "क्", 1},
    {"\u0301", "◌\u0301", 1},
    {"\u200D", "", 0},
    {"\uFE0F", "", 0},
    {"\x1b", "␛", 1},
    {"\xc2\x9b", "␛[", 2},
    {"\u202E", "‹RLO›", 5},
    {"\u200B", "‹ZWSP›", 6},
    {"\xff", "\uFFFD", 1},
    {"\xf0\x9f\x98", "\uFFFD", 1},
    {"\r\n", "\n", 0},
    {"\n", "\n", 0},
    {"\u2028", "\n", 0},
    {"\xc2\x85", "\n", 0},
    {"\t", "\t", 0},
    {"㉈", "10", 2},
    {"䷀", "\uFFFD", 1},
    {"\u0378", "\uFFFD", 1}, /* not assigned */
    {"\uE000", "\uE000", 1},
};

static void test_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *sample = &samples[i];
        struct cluster cluster;
        char shown[65];

        cluster_next(sample->text, strlen(sample->text), &cluster);
        snprintf(shown, sizeof shown, "%.*s", (int)cluster.shown_size, cluster.shown);
        assert_string_equal(shown, sample->shown);
        assert_int_equal(cluster.size, strlen(sample->text));
        assert_int_equal(cluster.columns, sample->columns);
    }
}

/* What piles up without end is one cluster, shown short. */
static void assert_pile(const char *base, const char *more, size_t times, int columns)
{
    struct str text = {0};
    struct cluster cluster;

    str_add_text(&text, base);
    str_add_times(&text, more, times);
    cluster_next(str_text(&text), text.size, &cluster);
    assert_int_equal(cluster.size, text.size);
    assert_shown(str_text(&text), &cluster);
    assert_in_range(cluster.columns, 1, columns);
    str_release(&text);
}

static void test_piles(void **state)
{
    (void)state;
    assert_pile("a", "\u0301", 10000, 2);
    assert_pile("👩", "\u200D👩", 500, 2);
    assert_pile("a", "🏽", 1000, 1);
    assert_pile("\u0600", "\u0600", 1000, 10);
    assert_pile("\u1112", "\u1112", 1000, 20);
    assert_pile("\u115F", "\u1160", 1000, 64);
    assert_pile("क", "\u093E", 1000, 10);
    assert_pile("x", "\u200D", 1000, 2);
}

/* A cluster and the text around it do not change each other where readers cut. */
static void test_edges(void **state)
{
    static const char *const marked[] = {
        "e\u0301", "👨‍👩‍👧‍👦", "🇷🇺", "1\uFE0F\u20E3", "한", "Ж", "é"};
    struct str text = {0};

    (void)state;
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++) {
        for (size_t edge = 4090; edge <= 4098; edge++) {
            struct cluster cluster;
            size_t at = 0, size = strlen(marked[i]);

            str_clear(&text);
            str_add_times(&text, "x", edge);
            str_add_text(&text, marked[i]);
            str_add_text(&text, "yz");
            while (at < edge) {
                cluster_next(str_text(&text) + at, text.size - at, &cluster);
                assert_int_equal(cluster.size, 1);
                at++;
            }
            cluster_next(str_text(&text) + at, text.size - at, &cluster);
            assert_int_equal(cluster.size, size);
            cluster_next(str_text(&text) + at, size - 1, &cluster); /* cut inside */
            assert_in_range(cluster.size, 1, size - 1);
        }
    }
    str_release(&text);
}

/* The fast path must say what the rules say. */
static void test_fast_path(void **state)
{
    static const uint32_t nexts[] = {'a',    ' ',   0xE9,   0x300,  0x36F,  0x391,   0x434,
                                     0x483,  0x489, 0x20E3, 0xFE0F, 0x200D, 0x1F3FD, 0x93E,
                                     0x4E00, '\n',  '\r',   0xAD,   0x600};

    (void)state;
    for (uint32_t first = 0x20; first < 0x480; first++) {
        for (size_t i = 0; i < sizeof nexts / sizeof *nexts; i++) {
            char text[8];
            size_t n = utf8_encode(first, text), size = n + utf8_encode(nexts[i], text + n);
            const uint8_t *start = (const uint8_t *)text;
            bool joined = u8_grapheme_next(start, start + size) > start + n;
            struct cluster cluster;

            cluster_next(text, size, &cluster);
            assert_int_equal(cluster.size, joined ? size : n);
            assert_shown(text, &cluster);
        }
    }
}

static void test_lines(void **state)
{
    struct str out = {0};
    int used;

    (void)state;
    assert_int_equal(cluster_columns("Привет, 漢字!\t\n", strlen("Привет, 漢字!\t\n")), 14);
    assert_int_equal(cluster_fit("漢字x", strlen("漢字x"), 3, &used), 3);
    assert_int_equal(used, 2);
    assert_int_equal(cluster_fit("abc", 3, 0, &used), 0);
    assert_int_equal(cluster_add(&out, "Привет, мир", strlen("Привет, мир"), 7), 7);
    assert_string_equal(str_text(&out), "Привет…");
    str_clear(&out);
    assert_int_equal(cluster_add(&out, "漢字漢字", strlen("漢字漢字"), 6), 5);
    assert_string_equal(str_text(&out), "漢字…");
    str_clear(&out);
    assert_int_equal(cluster_add(&out, "a\r\nb\tc", 6, 5), 5);
    assert_string_equal(str_text(&out), "a b c");
    str_clear(&out);
    assert_int_equal(cluster_add(&out, "abc", 3, 0), 0);
    assert_int_equal(cluster_add(&out, "", 0, 5), 0);
    assert_string_equal(str_text(&out), "");
    str_release(&out);
}

/* --- without UTF-8 --------------------------------------------------------------------------- */

static const struct {
    const char *text, *shown;
} in_ascii[] = {
    {"Привет, ёлка! Щука. Чёрт", "Privet, yolka! Shchuka. Chyort"},
    {"«Да» — “no”… №5 – Øre Straße", "\"Da\" - \"no\"... No.5 - Ore Strasse"},
    {"é ñ ü e\u0301 ﬁ １", "e n u e fi 1"},
    {"★☆▸■↗∅·┃│━─▌⎙⟳▼⋯♥", "*.>#^0.||-->[f]~v...<3"},
    {"漢😀🦔🇷🇺", "?:D?RU"},
    {"\x1b\xff\u202E\u0301", "^[?<RLO>?"},
    {"╭╮╱", "++/"},
};

static void test_ascii(void **state)
{
    struct str out = {0};

    (void)state;
    cluster_use_ascii(1);
    for (size_t i = 0; i < sizeof in_ascii / sizeof *in_ascii; i++) {
        str_clear(&out);
        assert_int_equal(cluster_add(&out, in_ascii[i].text, strlen(in_ascii[i].text), 100),
                         (int)strlen(in_ascii[i].shown));
        assert_string_equal(str_text(&out), in_ascii[i].shown);
    }
    str_clear(&out);
    assert_int_equal(cluster_add(&out, "Привет", strlen("Привет"), 5), 5);
    assert_string_equal(str_text(&out), "Pr...");
    for (uint32_t code = 0x20; code < 0x110000; code++) {
        struct cluster cluster;
        char text[4];
        size_t size = utf8_encode(code, text);

        cluster_next(text, size, &cluster);
        for (size_t k = 0; k < cluster.shown_size; k++)
            assert_true(cluster.shown[k] == '\n' || (cluster.shown[k] & 0x80) == 0);
        if (cluster.shown_size && cluster.shown[0] != '\n')
            assert_int_equal(cluster.columns, cluster.shown_size);
    }
    cluster_use_ascii(0);
    str_release(&out);
}

static int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_break_file), cmocka_unit_test(test_every_emoji),
        cmocka_unit_test(test_every_code), cmocka_unit_test(test_samples),
        cmocka_unit_test(test_piles),      cmocka_unit_test(test_edges),
        cmocka_unit_test(test_fast_path),  cmocka_unit_test(test_lines),
        cmocka_unit_test(test_ascii),
    };

    return cmocka_run_group_tests_name("cluster", tests, use_utf8, NULL);
}
