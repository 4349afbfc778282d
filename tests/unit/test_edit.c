/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "text/cluster.h"
#include "text/utf8.h"
#include "ui/edit.h"
#include "ui/term.h"

#include <stdio.h>
#include <string.h>

#define CTRL(letter) ((letter) & 31)

static void type(struct edit *edit, const char *text)
{
    size_t size = strlen(text);

    for (size_t at = 0; at < size;) {
        uint32_t code;

        at += utf8_decode(text + at, size - at, &code);
        assert_true(edit_key(edit, (int)code));
    }
}

static void press(struct edit *edit, int key, int times)
{
    for (int i = 0; i < times; i++)
        assert_true(edit_key(edit, key));
}

static void is(const struct edit *edit, const char *before, const char *after)
{
    char whole[256];

    snprintf(whole, sizeof whole, "%s%s", before, after);
    assert_string_equal(str_text(&edit->text), whole);
    assert_int_equal(edit->cursor, strlen(before));
}

static void typing_and_moving(void **state)
{
    struct edit edit = {0};

    (void)state;
    type(&edit, "приве");
    is(&edit, "приве", "");
    press(&edit, TERM_LEFT, 2);
    type(&edit, "x");
    is(&edit, "приx", "ве");
    press(&edit, CTRL('A'), 2);
    is(&edit, "", "приxве");
    press(&edit, TERM_LEFT, 1);
    press(&edit, TERM_DELETE, 1);
    press(&edit, TERM_RIGHT, 1);
    is(&edit, "р", "иxве");
    press(&edit, TERM_END, 1);
    press(&edit, TERM_RIGHT, 1);
    press(&edit, TERM_DELETE, 1);
    press(&edit, TERM_BACKSPACE, 1);
    is(&edit, "риxв", "");
    assert_false(edit_key(&edit, TERM_ENTER));
    assert_false(edit_key(&edit, TERM_UP));
    assert_false(edit_key(&edit, 27));
    assert_false(edit_key(&edit, 0));
    assert_false(edit_key(&edit, TERM_NONE));
    assert_false(edit_key(&edit, 0x9b));
    is(&edit, "риxв", "");
    edit_release(&edit);
}

static void words_and_ends_go(void **state)
{
    struct edit edit = {0};

    (void)state;
    type(&edit, "one two  three");
    press(&edit, 'b' | TERM_ALT, 2);
    is(&edit, "one ", "two  three");
    press(&edit, 'f' | TERM_ALT, 1);
    is(&edit, "one two", "  three");
    press(&edit, 'f' | TERM_ALT, 2);
    assert_false(edit_key(&edit, 'x' | TERM_ALT));
    press(&edit, CTRL('W'), 1);
    is(&edit, "one two  ", "");
    press(&edit, CTRL('W'), 1);
    is(&edit, "one ", "");
    type(&edit, "two three");
    press(&edit, TERM_LEFT, 3);
    press(&edit, CTRL('W'), 1);
    is(&edit, "one two ", "ree");
    press(&edit, CTRL('K'), 1);
    is(&edit, "one two ", "");
    press(&edit, TERM_LEFT, 4);
    press(&edit, CTRL('U'), 1);
    is(&edit, "", "two ");
    press(&edit, CTRL('W'), 1);
    press(&edit, CTRL('U'), 1);
    press(&edit, TERM_BACKSPACE, 1);
    is(&edit, "", "two ");
    edit_release(&edit);
}

static void clusters_are_one_step(void **state)
{
    struct edit edit = {0};

    (void)state;
    type(&edit, "e\u0301👩\u200d🚀中"); /* é, an astronaut, a wide one */
    press(&edit, TERM_LEFT, 1);
    is(&edit, "e\u0301👩\u200d🚀", "中");
    press(&edit, TERM_LEFT, 1);
    is(&edit, "e\u0301", "👩\u200d🚀中");
    press(&edit, TERM_BACKSPACE, 1);
    is(&edit, "", "👩\u200d🚀中");
    press(&edit, TERM_DELETE, 1);
    is(&edit, "", "中");
    edit_release(&edit);
}

/* A letter put before a mark takes it: the cursor may not stay between them. */
static void neighbours_may_join(void **state)
{
    struct edit edit = {0};

    (void)state;
    type(&edit, "ab\u0301");
    press(&edit, TERM_LEFT, 1);
    is(&edit, "a", "b\u0301");
    edit_set(&edit, "\u0301x", 3);
    press(&edit, CTRL('A'), 1);
    type(&edit, "e");
    is(&edit, "e\u0301", "x");
    edit_set(&edit, "🇷🇺🇩🇪", 16);
    press(&edit, TERM_LEFT, 1);
    is(&edit, "🇷🇺", "🇩🇪");
    edit_release(&edit);
}

static void what_is_pasted_becomes_one_line(void **state)
{
    struct edit edit = {0};

    (void)state;
    assert_true(edit_insert(&edit, "a\r\nb\tc\x1b[31m\n\xc2\x9b\xff\0d", 17));
    is(&edit, "a b c [31m  \uFFFD d", "");
    edit_set(&edit, "", 0);
    assert_true(edit_insert(&edit, "x\u202ey\u200bz\u2028w", strlen("x\u202ey\u200bz\u2028w")));
    is(&edit, "x‹RLO›yz w", "");
    edit_release(&edit);
}

static void a_megabyte_is_cut_and_told(void **state)
{
    struct edit edit = {0};
    struct edit_view view = {0};
    struct str much = {0};

    (void)state;
    str_add_times(&much, "щ\n", 400000);
    type(&edit, "><");
    press(&edit, TERM_LEFT, 1);
    assert_false(edit_insert(&edit, much.text, much.size));
    assert_in_range(edit.text.size, EDIT_MAX - 1, EDIT_MAX);
    assert_int_equal(edit.text.text[0], '>');
    assert_int_equal(edit.text.text[edit.text.size - 1], '<');
    edit_look(&edit, 40, &view);
    assert_in_range(view.cursor, 0, 39);
    for (int i = 0; i < 20000; i++) /* a paste that comes as keys is not slower */
        press(&edit, L'ю', 1);
    assert_in_range(edit.text.size, EDIT_MAX - 1, EDIT_MAX);
    edit_release(&edit);
    str_release(&much);
}

static void looks(const struct edit *edit, int columns, struct edit_view *view, const char *text,
                  int cursor)
{
    char shown[256];

    edit_look(edit, columns, view);
    snprintf(shown, sizeof shown, "%.*s", (int)view->size, str_text(&edit->text) + view->first);
    assert_string_equal(shown, text);
    assert_int_equal(view->cursor, cursor);
}

static void the_view_follows_the_cursor(void **state)
{
    struct edit edit = {0};
    struct edit_view view = {0};

    (void)state;
    looks(&edit, 10, &view, "", 0);
    type(&edit, "abcdefghi");
    looks(&edit, 10, &view, "abcdefghi", 9);
    type(&edit, "j");
    looks(&edit, 10, &view, "bcdefghij", 9);
    press(&edit, TERM_LEFT, 8);
    looks(&edit, 10, &view, "bcdefghij", 1);
    press(&edit, TERM_LEFT, 1); /* at the edge: with what stands before it */
    looks(&edit, 10, &view, "abcdefghij", 1);
    edit_set(&edit, "中中中中中中", 18);
    view.first = 0;
    looks(&edit, 5, &view, "中中", 4);
    press(&edit, TERM_LEFT, 1); /* all of the cluster under the cursor */
    looks(&edit, 5, &view, "中中", 2);
    looks(&edit, 1, &view, "", 0);
    edit_release(&edit);
}

/* --- any keys --------------------------------------------------------------------------------- */

static const char *const samples[] = {
    "a", " ", "щ", "\u0301", "中", "🇷", "👩", "\u200d", "🚀", "한", "\u1100", "\u1161", "क", "\u094d",
    "ष", "\u202e", "\u200b", "\n", "\x1b[A", "\xff", "\xe2\x82", "1\ufe0f\u20e3", "\ufe0f", "\t",
};

static void check(const struct edit *edit, struct edit_view *view, int columns)
{
    const char *text = str_text(&edit->text);

    bool at_cursor = false, at_first = false, at_end = false;

    edit_look(edit, columns, view);
    for (size_t at = 0;;) {
        struct cluster cluster;

        at_cursor |= at == edit->cursor;
        at_first |= at == view->first;
        at_end |= at == view->first + view->size;
        if (at >= edit->text.size)
            break;
        cluster_next(text + at, edit->text.size - at, &cluster);
        at += cluster.size;
    }
    assert_true(at_cursor && at_first && at_end);
    assert_true(cluster_columns(text + view->first, view->size) <= columns);
    assert_in_range(view->cursor, 0, columns - 1);
    assert_true(edit->cursor >= view->first);
    assert_int_equal(strlen(text), edit->text.size);
    assert_null(strpbrk(text, "\n\r\t\x1b"));
    assert_true(edit->text.size <= EDIT_MAX);
}

static void any_keys_keep_the_promises(void **state)
{
    static const int keys[] = {TERM_LEFT, TERM_LEFT, TERM_RIGHT, TERM_HOME, TERM_END,
                               TERM_BACKSPACE, TERM_DELETE, 'f' | TERM_ALT, 'b' | TERM_ALT,
                               CTRL('W'), CTRL('U'), CTRL('K')};
    uint64_t random = 20261122;

    (void)state;
    for (int round = 0; round < 300; round++) {
        struct edit edit = {0};
        struct edit_view view = {0};

        for (int i = 0; i < 100; i++) {
            uint64_t draw = unit_random(&random) >> 16;
            const char *sample = samples[draw / 4 % (sizeof samples / sizeof *samples)];
            uint32_t code;

            utf8_decode(sample, strlen(sample), &code);
            if (draw % 4 == 0)
                press(&edit, keys[draw / 64 % (round % 2 ? 9 : 12)], 1);
            else if (draw % 4 == 1)
                edit_insert(&edit, sample, strlen(sample));
            else
                edit_key(&edit, (int)code);
            check(&edit, &view, 1 + (int)(draw / 1024 % 30));
        }
        edit_release(&edit);
    }
}

/* --- history ---------------------------------------------------------------------------------- */

static void history_goes_by_what_was_typed(void **state)
{
    struct edit_history history = {0};
    struct edit edit = {0};

    (void)state;
    assert_false(edit_history_previous(&history, &edit));
    edit_history_add(&history, "filter bike");
    edit_history_add(&history, "export");
    edit_history_add(&history, "export");
    edit_history_add(&history, "");
    edit_history_add(&history, "filter saddle");
    assert_int_equal(history.lines.n, 3);
    type(&edit, "fil");
    assert_true(edit_history_previous(&history, &edit));
    is(&edit, "filter saddle", "");
    assert_true(edit_history_previous(&history, &edit));
    is(&edit, "filter bike", "");
    assert_false(edit_history_previous(&history, &edit));
    assert_true(edit_history_next(&history, &edit));
    is(&edit, "filter saddle", "");
    assert_true(edit_history_next(&history, &edit));
    is(&edit, "fil", "");
    assert_false(edit_history_next(&history, &edit));
    edit_set(&edit, "", 0);
    assert_true(edit_history_previous(&history, &edit));
    assert_true(edit_history_previous(&history, &edit));
    is(&edit, "export", "");
    press(&edit, TERM_BACKSPACE, 5); /* changed: a new beginning to look for */
    assert_false(edit_history_next(&history, &edit));
    assert_true(edit_history_previous(&history, &edit));
    is(&edit, "export", "");
    edit_history_release(&history);
    edit_release(&edit);
}

static void history_has_an_end(void **state)
{
    struct edit_history history = {0};
    char line[32];

    (void)state;
    for (int i = 0; i < 1000; i++) {
        snprintf(line, sizeof line, "line %d", i);
        edit_history_add(&history, line);
    }
    assert_int_equal(history.lines.n, EDIT_HISTORY_MAX);
    assert_string_equal(history.lines.at[0], "line 500");
    edit_history_release(&history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_and_moving),
        cmocka_unit_test(words_and_ends_go),
        cmocka_unit_test(clusters_are_one_step),
        cmocka_unit_test(neighbours_may_join),
        cmocka_unit_test(what_is_pasted_becomes_one_line),
        cmocka_unit_test(a_megabyte_is_cut_and_told),
        cmocka_unit_test(the_view_follows_the_cursor),
        cmocka_unit_test(any_keys_keep_the_promises),
        cmocka_unit_test(history_goes_by_what_was_typed),
        cmocka_unit_test(history_has_an_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
