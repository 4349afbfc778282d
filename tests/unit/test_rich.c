/* SPDX-License-Identifier: MIT */
#include "text/rich.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct style BOLD = {ROLE_TEXT, ATTR_BOLD, FRAME_NONE, COLOR_NONE};
static const struct style LINK = {ROLE_LINK, 0, FRAME_NONE, COLOR_NONE};

static void every_role_is_found_by_name(void **state)
{
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++) {
        assert_int_equal(role_find(role_table[role].name), role);
        assert_true(role_table[role].help[0] != '\0');
    }
    assert_int_equal(role_find("none such"), -1);
    assert_int_equal(role_find(""), -1);
}

static void plain_text_has_no_spans(void **state)
{
    struct rich rich = {0};

    (void)state;
    rich_add(&rich, "one", 3, STYLE_PLAIN, 0);
    rich_add(&rich, "two", 3, STYLE_PLAIN, 0);
    assert_string_equal(rich.text.text, "onetwo");
    assert_int_equal(rich.spans.n, 0);
    rich_release(&rich);
}

static void equal_neighbours_join(void **state)
{
    struct rich rich = {0};

    (void)state;
    rich_add(&rich, "ab", 2, BOLD, 0);
    rich_add(&rich, "", 0, LINK, 0);
    rich_add(&rich, "cd", 2, BOLD, 0);
    assert_int_equal(rich.spans.n, 1);
    assert_int_equal(rich.spans.at[0].end, 4);
    rich_add(&rich, "-", 1, STYLE_PLAIN, 0);
    rich_add(&rich, "ef", 2, BOLD, 0);
    assert_int_equal(rich.spans.n, 2);
    assert_int_equal(rich.spans.at[1].start, 5);
    rich_release(&rich);
}

static void different_links_do_not_join(void **state)
{
    struct rich rich = {0};
    uint32_t first = rich_link(&rich, LINK_URL, "http://a/xyz", 8);
    uint32_t second = rich_link(&rich, LINK_USER, "5", 1);

    (void)state;
    assert_int_equal(first, 1);
    assert_int_equal(second, 2);
    assert_string_equal(rich.links.at[0].target, "http://a");
    rich_add(&rich, "a", 1, LINK, first);
    rich_add(&rich, "b", 1, LINK, second);
    rich_add(&rich, "c", 1, STYLE_PLAIN, first);
    assert_int_equal(rich.spans.n, 3);
    assert_int_equal(rich.spans.at[2].link, first);
    rich_release(&rich);
}

static void clear_leaves_nothing_behind(void **state)
{
    struct rich rich = {0};

    (void)state;
    rich_add(&rich, "a", 1, BOLD, rich_link(&rich, LINK_URL, "u", 1));
    rich_clear(&rich);
    assert_int_equal(rich.text.size + rich.spans.n + rich.links.n, 0);
    rich_add(&rich, "b", 1, BOLD, 0);
    assert_string_equal(rich.text.text, "b");
    assert_int_equal(rich.spans.at[0].start, 0);
    rich_release(&rich);
    rich_release(&rich);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_role_is_found_by_name),
        cmocka_unit_test(plain_text_has_no_spans),
        cmocka_unit_test(equal_neighbours_join),
        cmocka_unit_test(different_links_do_not_join),
        cmocka_unit_test(clear_leaves_nothing_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
