/* SPDX-License-Identifier: MIT */
#include "text/wrap.h"
#include "text/cluster.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <unilbrk.h>

static struct wrap_rows rows;

static void wrap(const char *text, size_t size, int width, enum wrap_mode mode)
{
    rows.n = 0;
    wrap_line(text, size, width, mode, &rows);
}

/* --- the promises of the header -------------------------------------------------------------- */

/* Columns of a row laid out alone, and how many clusters it shows. */
static int measure(const char *text, const struct wrap_row *row, int *n)
{
    struct cluster cluster;
    int columns = 0;

    *n = 0;
    for (size_t at = row->start; at < row->end; at += cluster.size, ++*n) {
        cluster_next(text + at, row->end - at, &cluster);
        if (cluster.shown_size == 1 && cluster.shown[0] == '\t')
            columns += wrap_tab(columns);
        else
            columns += cluster.columns;
    }
    return columns;
}

static bool is_cluster_edge(const char *text, size_t size, size_t edge)
{
    struct cluster cluster;
    size_t at = 0;

    while (at < edge) {
        cluster_next(text + at, size - at, &cluster);
        at += cluster.size;
    }
    return at == edge;
}

static void assert_row(const char *text, const struct wrap_row *row, int width, size_t start)
{
    int n, columns = measure(text, row, &n);

    assert_int_equal(row->start, start);
    assert_true(row->start <= row->end && row->end <= row->next);
    assert_int_equal(columns, row->columns);
    if (columns > width && n != 1)
        fail_msg("%d columns of %d in %d clusters", columns, width, n);
    for (size_t at = row->end; at < row->next; at++)
        assert_true(text[at] == ' ' || text[at] == '\t');
}

static void assert_promises(const char *text, size_t size, int width, enum wrap_mode mode)
{
    size_t start = 0;

    wrap(text, size, width, mode);
    assert_true(rows.n >= 1);
    for (size_t i = 0; i < rows.n; i++) {
        assert_row(text, &rows.at[i], width, start);
        if (i + 1 < rows.n)
            assert_true(rows.at[i].next > start);
        start = rows.at[i].next;
        assert_true(is_cluster_edge(text, size, start));
    }
    assert_int_equal(start, size);
}

static uint64_t seed = 0x77726170;

static uint32_t chance(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static size_t random_line(char *to, size_t room, bool wild)
{
    static const char *const pieces[] = {
        " ",      " ",       " ",       "  ",     "\t",
        "a",      "bc",      "word",    "Слово",  "мир",
        "1",      "2.5",     ".",       ",",      "!",
        "-",      "/",       "(",       ")",      "«",
        "»",      "—",       "漢字",    "。",     "👨‍👩‍👧",
        "🇷🇺",     "e\u0301", "ภาษาไทย", "\u00A0", "https://example.com/path?a=b&c=d-e",
        "\u200D", "한",      "עברית",   "\u0600", "\uFFFD",
    };
    size_t size = 0, want = chance((uint32_t)room - 64);

    while (size < want) {
        const char *piece = pieces[chance(sizeof pieces / sizeof *pieces)];

        if (wild && chance(4) == 0) {
            to[size++] = (char)chance(256);
            continue;
        }
        memcpy(to + size, piece, strlen(piece));
        size += strlen(piece);
    }
    return size;
}

static void test_promises(void **state)
{
    char text[320];

    (void)state;
    for (int i = 0; i < 300; i++) {
        size_t size = random_line(text, sizeof text, i % 3 == 0);

        for (int width = 1; width <= 100; width++) {
            assert_promises(text, size, width, WRAP_WORDS);
            assert_promises(text, size, width, WRAP_ANYWHERE);
        }
    }
}

/* --- words ----------------------------------------------------------------------------------- */

/* Rows as "one|two|three", of what is shown. */
static void assert_rows(const char *text, int width, enum wrap_mode mode, const char *want)
{
    struct str got = {0};

    wrap(text, strlen(text), width, mode);
    for (size_t i = 0; i < rows.n; i++) {
        if (i)
            str_add_char(&got, '|');
        str_add(&got, text + rows.at[i].start, rows.at[i].end - rows.at[i].start);
    }
    assert_string_equal(str_text(&got), want);
    str_release(&got);
}

static void test_words(void **state)
{
    (void)state;
    assert_rows("", 10, WRAP_WORDS, "");
    assert_rows("one two three", 7, WRAP_WORDS, "one two|three");
    assert_rows("one two three", 100, WRAP_WORDS, "one two three");
    assert_rows("one   two", 3, WRAP_WORDS, "one|two");
    assert_rows("one two", 4, WRAP_WORDS, "one|two");
    assert_rows("one ", 3, WRAP_WORDS, "one");
    assert_rows("one  ", 4, WRAP_WORDS, "one ");
    assert_rows("Привет, мир и люди", 8, WRAP_WORDS, "Привет,|мир и|люди");
    assert_rows("да — нет", 4, WRAP_WORDS, "да —|нет");
    assert_rows("a\u00A0b c", 3, WRAP_WORDS, "a\u00A0b|c");
    assert_rows("abcdefghij", 4, WRAP_WORDS, "abcd|efgh|ij");
    assert_rows("xy abcdefghij", 4, WRAP_WORDS, "xy|abcd|efgh|ij");
    assert_rows("там т.е. тут", 7, WRAP_WORDS, "там|т.е.|тут");
    assert_rows("(на my.site.ru)", 13, WRAP_WORDS, "(на|my.site.ru)");
    assert_rows("漢字漢字", 5, WRAP_WORDS, "漢字|漢字");
    assert_rows("漢字。漢", 4, WRAP_WORDS, "漢|字。|漢");
    assert_rows("漢", 1, WRAP_WORDS, "漢");
    assert_rows("ภาษาไทยดี", 4, WRAP_WORDS, "ภาษา|ไทยดี");
    assert_rows("👨‍👩‍👧👨‍👩‍👧", 3, WRAP_WORDS,
                "👨‍👩‍👧|👨‍👩‍👧");
    assert_rows("a\tb\tc", 6, WRAP_WORDS, "a\tb|c");
    assert_rows("one two three", 7, WRAP_ANYWHERE, "one two| three");
    assert_rows("a\tbcd", 5, WRAP_ANYWHERE, "a\tb|cd");
}

static void test_addresses(void **state)
{
    (void)state;
    assert_rows("https://example.com/one/two", 21, WRAP_WORDS, "https://example.com/|one/two");
    assert_rows("http://a.b/cccc?dddd=eeee&ffff", 21, WRAP_WORDS,
                "http://a.b/cccc?dddd=|eeee&ffff");
    assert_rows("see https://a.b/c/d", 17, WRAP_WORDS, "see|https://a.b/c/d");
    assert_rows("see https://example/one/two/three", 16, WRAP_WORDS,
                "see https://exam|ple/one/two/|three");
    assert_rows("please see https://example.com/one", 16, WRAP_WORDS,
                "please see|https://example.|com/one");
    assert_rows("漢字https://a.b/c漢字", 16, WRAP_WORDS, "漢字|https://a.b/c漢|字");
    assert_rows("qqqqqq=eeeeee&ffffff=gg", 10, WRAP_WORDS, "qqqqqq=|eeeeee&|ffffff=gg");
    assert_rows("q=eeeeeeeeeeeeeeeeee", 10, WRAP_WORDS, "q=eeeeeeee|eeeeeeeeee");
}

static void test_tab(void **state)
{
    (void)state;
    assert_int_equal(wrap_tab(0), 4);
    assert_int_equal(wrap_tab(3), 1);
    assert_int_equal(wrap_tab(4), 4);
}

/* --- against the library and the standard ---------------------------------------------------- */

/* The same greedy rows from the library's breaks, slowly, for lines whose clusters are single
 * columns and whose words fit: what the fast path must give too. */
static size_t reference_end(const char *text, const char *breaks, size_t size, size_t start,
                            int width)
{
    size_t best = size;
    int columns = 0;

    for (size_t at = start; at < size;) {
        size_t n = (unsigned char)text[at] >= 0x80 ? 2 : 1;

        if (at > start && text[at] != ' ' && breaks[at] == UC_BREAK_POSSIBLE &&
            text[at - 1] != '.' && text[at - 1] != ',') /* LB29, which the library lacks */
            best = at;
        if (text[at] != ' ' && columns + 1 > width)
            return best;
        columns++;
        at += n;
    }
    return size;
}

static void test_fast_path(void **state)
{
    static const char *const pieces[] = {" ", " ", "a",  "Bc", "ж",  "Ель", "1", "42",
                                         ".", ",", " .", "  ", ", ", "ё",   "-", "!"};
    char text[128], breaks[128];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        size_t size = 0, want = chance(100), start = 0;
        int width = 40 + (int)chance(40);

        while (size < want) {
            const char *piece = pieces[chance(sizeof pieces / sizeof *pieces)];

            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        u8_possible_linebreaks((const uint8_t *)text, size, "UTF-8", breaks);
        wrap(text, size, width, WRAP_WORDS);
        for (size_t row = 0; row < rows.n; row++) {
            size_t end = reference_end(text, breaks, size, start, width);

            if (end == size && row + 1 < rows.n)
                break; /* a word wider than the row: not this test's matter */
            assert_int_equal(rows.at[row].next, end);
            start = end;
        }
    }
}

/*
 * Where libunistring 1.0 (rules of Unicode 14) differs from LineBreakTest.txt of Unicode 15, by
 * the rule the file names. All are rare in dialogs; none loses text or overflows a row.
 */
static struct {
    const char *rule;
    int most, found;
} differing[] = {
    {"14.0", 12, 0},  /* ( SP × a mark without a base */
    {"16.0", 5, 0},   /* ) SP × small kana and other NS */
    {"18.0", 273, 0}, /* SP ÷ at the start of a line */
    {"20.01", 4, 0},  /* ÷ U+FFFC after BB and PR */
    {"20.02", 13, 0}, /* U+FFFC ÷ hyphens and such */
    {"29.0", 12, 0},  /* points × letters: wrap.c puts this right */
    {"30.11", 1, 0},  /* flags with a mark between */
    {"999.0", 34, 0}, /* } ÷ % and such, kept together by LB25 as the library has it */
};

static void count_difference(const char *rule, size_t size, const char *line)
{
    for (size_t i = 0; i < sizeof differing / sizeof *differing; i++)
        if (strlen(differing[i].rule) == size && memcmp(differing[i].rule, rule, size) == 0) {
            differing[i].found++;
            return;
        }
    fail_msg("rule %.*s: %s", (int)size, rule, line);
}

struct edge {
    size_t at, last; /* the bytes of the code points after and before */
    bool breaks;
};

static int parse_edges(const char *line, char *text, size_t *size, struct edge *edges)
{
    size_t last = 0;
    int n = 0;

    for (*size = 0; *line && *line != '#' && *line != '\n';) {
        char *after;
        unsigned long code = strtoul(line, &after, 16);

        if (after != line) {
            last = *size;
            *size += utf8_encode((uint32_t)code, text + *size);
        } else if (strncmp(line, "÷", 2) == 0 || strncmp(line, "×", 2) == 0) {
            edges[n++] = (struct edge){*size, last, line[1] == "÷"[1]};
        }
        line = after != line ? after : line + 1;
    }
    return n;
}

/* The first and last edges are those of the text and not asked for. */
static void compare_line(const char *line)
{
    struct edge edges[64];
    char text[256], breaks[256];
    size_t size;
    int n = parse_edges(line, text, &size, edges);
    const char *rule = strchr(line, '#');

    if (n < 3)
        return;
    u8_possible_linebreaks((const uint8_t *)text, size, "UTF-8", breaks);
    for (int i = 0; i < n && rule; i++) {
        size_t at = edges[i].at;

        rule = strchr(rule, '[');
        if (!rule)
            break;
        rule++;
        if (i > 0 && i < n - 1 &&
            edges[i].breaks !=
                (breaks[at] == UC_BREAK_POSSIBLE || breaks[edges[i].last] == UC_BREAK_MANDATORY))
            count_difference(rule, strcspn(rule, "]"), line);
    }
}

static void test_break_file(void **state)
{
    FILE *file = fopen("/usr/share/unicode/auxiliary/LineBreakTest.txt", "r");
    char line[4096];
    int n = 0;

    (void)state;
    if (!file)
        fail_msg("LineBreakTest.txt is missing: install unicode-data");
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        n++;
        compare_line(line);
    }
    fclose(file);
    assert_true(n > 7000);
    for (size_t i = 0; i < sizeof differing / sizeof *differing; i++) {
        print_message("LB%s: %d differ\n", differing[i].rule, differing[i].found);
        assert_in_range(differing[i].found, 0, differing[i].most);
    }
}

/* --- time ------------------------------------------------------------------------------------ */

static double seconds_for(const char *piece, size_t size, int width)
{
    struct str text = {0};
    clock_t before;

    str_add_times(&text, piece, size / strlen(piece));
    before = clock();
    wrap(str_text(&text), text.size, width, WRAP_WORDS);
    str_release(&text);
    return (double)(clock() - before) / CLOCKS_PER_SEC;
}

/* Eight times the text takes not much more than eight times as long: quadratic would be 64. */
static void test_linear(void **state)
{
    static const char *const pieces[] = {"word ", "a", " ",  "漢", "a-",
                                         "ภ",     "!", " !", "\t", "\u200D"};

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        double small = seconds_for(pieces[i], 1 << 17, 80),
               big = seconds_for(pieces[i], 1 << 20, 80);

        if (big > 32 * small + 0.2)
            fail_msg("\"%s\": %f s, %f s", pieces[i], small, big);
    }
}

static int release(void **state)
{
    (void)state;
    vec_release(&rows);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_promises),  cmocka_unit_test(test_words),
        cmocka_unit_test(test_addresses), cmocka_unit_test(test_tab),
        cmocka_unit_test(test_fast_path), cmocka_unit_test(test_break_file),
        cmocka_unit_test(test_linear),
    };

    return cmocka_run_group_tests_name("wrap", tests, NULL, release);
}
