/* SPDX-License-Identifier: MIT */
#include "export/lines.h"
#include "text/bbcode.h"
#include "text/utf8.h"

#include <string.h>

#include "unit.h"

static void parse(struct rich *rich, const char *text)
{
    rich_clear(rich);
    bbcode_parse(text, strlen(text), NULL, STYLE_PLAIN, rich);
}

/* "T" text, "Q" quote, "C" code, one letter a line. */
static void check_kinds(const char *text, const char *kinds)
{
    struct rich rich = {0};
    struct lines lines;
    size_t n = 0;

    parse(&rich, text);
    for (lines_init(&lines, &rich); lines_next(&lines); n++)
        assert_int_equal("TQC"[lines.kind], kinds[n]);
    assert_int_equal(n, strlen(kinds));
    rich_release(&rich);
}

static void test_kinds(void **state)
{
    (void)state;
    check_kinds("", "T");
    check_kinds("one\ntwo", "TT");
    check_kinds(">>one\ntwo\n>>three", "QTQ");
    check_kinds("[CODE]a\nb[/CODE]", "CC");
    check_kinds("see [CODE]a[/CODE]", "T");
    check_kinds("[CODE]a[/CODE] is code", "T");
    check_kinds("one\xe2\x80\xa8two\xc2\x85three", "TTT");
    check_kinds("one\n", "TT");
}

static void test_a_link_ends_once(void **state)
{
    struct rich rich = {0};
    struct lines lines;
    struct span piece;
    size_t from, n = 0;

    (void)state;
    parse(&rich, "a [URL=https://a.example/]one [B]two[/B] three[/URL] b");
    lines_init(&lines, &rich);
    assert_true(lines_next(&lines));
    while (lines_piece(&lines, &piece))
        if (lines_link_end(&lines, &piece, &from)) {
            assert_int_equal(from, 2);
            assert_int_equal(piece.end, strlen("a one two three"));
            n++;
        }
    assert_int_equal(n, 1);
    rich_release(&rich);
}

/* Pieces and breaks together are the text, and no piece holds a break. */
static void check_whole(const struct rich *rich)
{
    struct lines lines;
    struct span piece;
    size_t at = 0;

    for (lines_init(&lines, rich); lines_next(&lines);) {
        assert_int_equal(lines.at, at);
        while (lines_piece(&lines, &piece)) {
            assert_int_equal(piece.start, at);
            assert_true(piece.end > piece.start && piece.end <= lines.end);
            for (size_t i = piece.start; i < piece.end; i++)
                assert_int_equal(utf8_break(rich->text.text + i, rich->text.size - i), 0);
            at = piece.end;
        }
        assert_int_equal(at, lines.end);
        at = lines.next;
    }
    assert_int_equal(at, rich->text.size);
}

static void test_nothing_is_lost(void **state)
{
    static const char *const words[] = {"a",      "\n",    "[B]",    "[/B]",       " ",
                                        ">>",     "[CODE]", "[/CODE]", "\xe2\x80\xa8", "\xc2",
                                        "\xe2\x80", "\x85", "[URL=x]", "[/URL]",     "\r\n"};
    struct rich rich = {0};
    struct str text = {0};
    uint64_t seed = 20260505;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        str_clear(&text);
        for (uint64_t i = unit_random(&seed) % 12; i > 0; i--)
            str_add_text(&text, words[unit_random(&seed) % (sizeof words / sizeof *words)]);
        parse(&rich, str_text(&text));
        check_whole(&rich);
    }
    rich_release(&rich);
    str_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_a_link_ends_once),
        cmocka_unit_test(test_nothing_is_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
