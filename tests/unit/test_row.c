/* SPDX-License-Identifier: MIT */
#include "unit/rows.h"

#include "layout/row.h"
#include "text/bbcode.h"
#include "text/cluster.h"

#include <string.h>

/* Rows as text: columns that no run covers are blanks. */
static void render(const struct rows *rows, struct str *out)
{
    str_clear(out);
    for (size_t r = 0; r < rows->rows.n; r++) {
        int column = 0;

        for (uint32_t i = 0; i < rows->rows.at[r].n; i++) {
            const struct run *run = &rows->runs.at[rows->rows.at[r].first + i];

            str_add_times(out, " ", (size_t)(run->column - column));
            str_add(out, rows->text.text + run->text, run->size);
            column = run->column + run->columns;
        }
        str_add_char(out, '\n');
    }
}

static void add_bbcode(struct rows *rows, const char *text, int column)
{
    struct rich rich = {0};
    struct margin margin = {column, NULL, NULL};

    bbcode_parse(text, strlen(text), NULL, STYLE_PLAIN, &rich);
    rows_add_rich(rows, &rich, &margin, 0, false);
    rich_release(&rich);
}

static void assert_rows(const char *text, int width, const char *expected)
{
    struct rows rows;
    struct str out = {0};

    rows_init(&rows, width);
    add_bbcode(&rows, text, 2);
    render(&rows, &out);
    assert_string_equal(str_text(&out), expected);
    rows_are_sound(&rows);
    rows_release(&rows);
    str_release(&out);
}

static void text_hangs_at_one_column(void **state)
{
    (void)state;
    assert_rows("one two three four", 12, "  one two\n  three four\n");
    assert_rows("Добрый [b]день[/b], коллега!", 14, "  Добрый день,\n  коллега!\n");
    assert_rows("", 10, "\n");
    assert_rows("a\n\nb", 10, "  a\n\n  b\n");
    assert_rows("客户您好", 7, "  客户\n  您好\n");
}

static void quotes_stand_behind_a_bar(void **state)
{
    (void)state;
    assert_rows(">>one two three\nfour", 12, "  ▏ one two\n  ▏ three\n  four\n");
}

static void code_breaks_where_the_width_ends(void **state)
{
    (void)state;
    assert_rows("[code]ab cd ef gh[/code]", 9, "  ab cd e\n  f gh\n");
}

static void controls_are_seen_in_their_role(void **state)
{
    struct rows rows;
    struct str out = {0};

    (void)state;
    rows_init(&rows, 20);
    rows_begin(&rows);
    rows_put(&rows, 1, "a\033[31mb", style_of(ROLE_TEXT));
    render(&rows, &out);
    assert_string_equal(str_text(&out), " a␛[31mb\n");
    assert_int_equal(rows.runs.at[1].style.role, ROLE_CONTROL);
    assert_null(memchr(rows.text.text, 27, rows.text.size));
    rows_release(&rows);
    str_release(&out);
}

static void what_is_too_long_ends_in_dots(void **state)
{
    struct rows rows;
    struct str out = {0};

    (void)state;
    rows_init(&rows, 10);
    rows_begin(&rows);
    rows_put_bytes(&rows, 0, 4, "абвгд", strlen("абвгд"), style_of(ROLE_TEXT), 0);
    rows_put(&rows, 5, "客户客户", style_of(ROLE_TEXT));
    rows_begin(&rows);
    rows_put_bytes(&rows, 0, 5, "абвгд", strlen("абвгд"), style_of(ROLE_TEXT), 0);
    rows_fill(&rows, 6, 10, "─", style_of(ROLE_DAY));
    render(&rows, &out);
    assert_string_equal(str_text(&out), "абв… 客户…\nабвгд ────\n");
    rows_are_sound(&rows);
    rows_release(&rows);
    str_release(&out);
}

static void what_lacks_something_says_so_unless_it_is_whole(void **state)
{
    struct rows rows;
    struct str text = {0}, out = {0};

    (void)state;
    rows_init(&rows, 80);
    str_add_times(&text, "x", 70000);
    add_bbcode(&rows, text.text, 0);
    assert_true(rows.lacks);
    rows_clear(&rows, 80);
    assert_false(rows.lacks);
    rows.whole = true;
    add_bbcode(&rows, text.text, 0);
    render(&rows, &out);
    assert_false(rows.lacks);
    assert_int_equal(rows.rows.n, 70000 / 80);
    assert_int_equal(out.size, 70000 + 70000 / 80);
    rows_release(&rows);
    str_release(&text);
    str_release(&out);
}

static void long_lines_and_texts_are_cut_with_a_note(void **state)
{
    struct rows rows;
    struct str text = {0}, out = {0};

    (void)state;
    rows_init(&rows, 80);
    str_add_times(&text, "x", 70000);
    add_bbcode(&rows, text.text, 0);
    render(&rows, &out);
    assert_non_null(strstr(out.text, "… 4464 more bytes"));
    str_clear(&text);
    str_clear(&out);
    rows_clear(&rows, 80);
    str_add_char(&text, 'x');
    str_add_times(&text, "я", 35000);
    add_bbcode(&rows, text.text, 0);
    render(&rows, &out);
    assert_null(strstr(out.text, "\uFFFD"));
    assert_non_null(strstr(out.text, "… 4466 more bytes"));
    str_clear(&text);
    str_add_times(&text, "\n", 1000000);
    rows_clear(&rows, 80);
    add_bbcode(&rows, text.text, 0);
    assert_true(rows.rows.n < 5000);
    rows_release(&rows);
    str_release(&text);
    str_release(&out);
}

/* Whatever the bytes: runs are inside, in order, and as wide as they say. */
static void any_bytes_make_sound_rows(void **state)
{
    static const char *const parts[] = {
        "[b]",  "[/b]", "[code]", "[/code]", ">>",        "\n",      "客户", "e\u0301", "\xff",
        "\033", "[url=http://x]", "[/url]", "👩‍💻", "🇷🇺", "\u202e", "word ", "\t", "ไทยไทย",
        "\r\n", "a",    "\u2028", "ё",       "1️⃣",        "\xe2\x80"};
    uint64_t random = 99;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct str text = {0};
        struct rows rows;

        rows_init(&rows, 3 + (int)(unit_random(&random) % 60));
        for (size_t i = unit_random(&random) % 30; i > 0; i--)
            str_add_text(&text, parts[unit_random(&random) % (sizeof parts / sizeof *parts)]);
        add_bbcode(&rows, str_text(&text), (int)(unit_random(&random) % 3));
        rows_are_sound(&rows);
        rows_release(&rows);
        str_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_hangs_at_one_column),
        cmocka_unit_test(quotes_stand_behind_a_bar),
        cmocka_unit_test(code_breaks_where_the_width_ends),
        cmocka_unit_test(controls_are_seen_in_their_role),
        cmocka_unit_test(what_is_too_long_ends_in_dots),
        cmocka_unit_test(long_lines_and_texts_are_cut_with_a_note),
        cmocka_unit_test(what_lacks_something_says_so_unless_it_is_whole),
        cmocka_unit_test(any_bytes_make_sound_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
