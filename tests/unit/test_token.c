/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "text/token.h"

#include <string.h>

static void assert_stripped(const char *text, const char *expected)
{
    struct str once = {0}, twice = {0};

    token_strip(&once, text, strlen(text));
    assert_string_equal(str_text(&once), expected);
    token_strip(&twice, str_text(&once), once.size);
    assert_string_equal(str_text(&twice), expected);
    str_release(&once);
    str_release(&twice);
}

static void secret_parameters_leave_the_address_behind(void **state)
{
    (void)state;
    assert_stripped("https://a.example/f?auth=4f2", "https://a.example/f");
    assert_stripped("https://a.example/f?id=5&auth=4f2", "https://a.example/f?id=5");
    assert_stripped("https://a.example/f?auth=4f2&id=5", "https://a.example/f?id=5");
    assert_stripped("https://a.example/f?a=1&token=2&b=3#top", "https://a.example/f?a=1&b=3#top");
    assert_stripped("https://a.example/f?Signature=2&TOKEN=3", "https://a.example/f");
    assert_stripped("https://a.example/#access_token=4f2", "https://a.example/");
    assert_stripped("/disk/show?id=5&_esd=4f2&sessid=1", "/disk/show?id=5");
}

static void markup_around_stays(void **state)
{
    (void)state;
    assert_stripped("[URL=https://a.example/?auth=1&b=2]see[/URL] and wait",
                    "[URL=https://a.example/?b=2]see[/URL] and wait");
    assert_stripped("<a href=\"https://a.example/?b=2&amp;auth=1&amp;c=3\">",
                    "<a href=\"https://a.example/?b=2&amp;c=3\">");
}

static void json_is_understood_and_stays_json(void **state)
{
    (void)state;
    assert_stripped("{\"link\":\"https:\\/\\/a.example\\/f?id=1&signature=4f2\"}",
                    "{\"link\":\"https:\\/\\/a.example\\/f?id=1\"}");
    assert_stripped("{\"link\":\"https://a.example/f?auth=4f2\\u0026id=1\"}",
                    "{\"link\":\"https://a.example/f?id=1\"}");
}

static void what_is_no_secret_or_no_address_stays(void **state)
{
    (void)state;
    assert_stripped("https://a.example/?author=7&tokens=2&design=3",
                    "https://a.example/?author=7&tokens=2&design=3");
    assert_stripped("which token=5? and auth=6&x", "which token=5? and auth=6&x");
    assert_stripped("привет?auth=1", "привет?auth=1");
    assert_stripped("https://a.example/auth=1", "https://a.example/auth=1");
    assert_stripped("https://a.example/?&&", "https://a.example/?&&");
    assert_stripped("", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secret_parameters_leave_the_address_behind),
        cmocka_unit_test(markup_around_stays),
        cmocka_unit_test(json_is_understood_and_stays_json),
        cmocka_unit_test(what_is_no_secret_or_no_address_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
