/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/path.h"
#include "source/json.h"

static struct json_slice slice(const char *text)
{
    return (struct json_slice){text, strlen(text)};
}

/* The strict form, and how many repairs it takes. */
static void expect_strict(const char *text, const char *strict, size_t n_repairs)
{
    struct str out = {0};
    size_t n = json_strict(slice(text), &out);
    assert_string_equal(str_text(&out), strict);
    assert_int_equal(n, n_repairs);
    assert_true(json_is_strict((struct json_slice){out.text, out.size}));
    str_release(&out);
}

static void strict_json_stays_as_it_is(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{}", "[]", "null", "-0.5e+10", "\"\\ud83d\\ude00\"",
        "{\"a\":[1,{\"b\":\"\\/\"}],\"\":true}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_strict(texts[i], texts[i], 0);
}

static void broken_escapes_cost_only_themselves(void **state)
{
    (void)state;
    expect_strict("\"\\u0441\\u04\"", "\"\\u0441\"", 1);
    expect_strict("[\"\\u\",\"\\u0\",\"\\u0zz\"]", "[\"\",\"\",\"zz\"]", 3);
    expect_strict("\"a\\ud83d\"", "\"a\\ufffd\"", 1);
    expect_strict("\"\\ude00\\ud83d\\u\"", "\"\\ufffd\\ufffd\"", 3);
    expect_strict("\"\\u0000\"", "\"\\u2400\"", 1);
    expect_strict("\"\\q\\'\"", "\"q'\"", 2);
    expect_strict("\"a\n\x01\"", "\"a\\u000a\\u0001\"", 2);
}

static void structure_is_repaired(void **state)
{
    (void)state;
    expect_strict("{\"a\":1,}", "{\"a\":1}", 1);
    expect_strict("[1,,2]", "[1,2]", 1);
    expect_strict("{\"a\":1 \"b\":2}", "{\"a\":1,\"b\":2}", 1);
    expect_strict("{\"a\" 1}", "{\"a\":1}", 1);
    expect_strict("{\"a\":,\"b\":}", "{\"a\":null,\"b\":null}", 2);
    expect_strict("[1, ... , \xE2\x80\xA6]", "[1]", 2);
    expect_strict("{ // one\n\"a\": /* two */ 1}", "{\"a\":1}", 2);
    expect_strict("{'a':'it is \"so\"'}", "{\"a\":\"it is \\\"so\\\"\"}", 2);
    expect_strict("{error: 'E', ex: s}", "{\"error\":\"E\",\"ex\":\"s\"}", 4);
    expect_strict("[True,None,undefined,NaN]", "[true,null,null,null]", 4);
    expect_strict("[01,-,1.]", "[\"01\",\"-\",\"1.\"]", 3);
}

static void ends_are_found(void **state)
{
    (void)state;
    expect_strict("{\"a\":[{\"b\":\"c", "{\"a\":[{\"b\":\"c\"}]}", 1);
    expect_strict("{\"a\":[1,2},", "{\"a\":[1,2]}", 2);
    expect_strict("[1}]", "[1]", 1);
    expect_strict("", "null", 1);
    expect_strict("{} x", "{}", 1);
}

/* cJSON rejects a document for one number of more than 63 bytes. */
static void long_numbers_become_texts(void **state)
{
    (void)state;
    char text[101] = "";
    struct str out = {0};
    memset(text, '7', sizeof text - 1);
    assert_false(json_is_strict(slice(text)));
    json_strict(slice(text), &out);
    assert_int_equal(out.size, 102);
    str_release(&out);
}

static char *repeated(const char *text, size_t times, size_t *size)
{
    struct str out = {0};
    str_add_times(&out, text, times);
    *size = out.size;
    return str_take(&out);
}

static void depth_is_counted_not_walked(void **state)
{
    (void)state;
    size_t size;
    char *deep = repeated("[", 100000, &size);
    struct json_reader reader;
    struct json_slice value;
    struct str out = {0};
    json_open(&reader, deep, size);
    json_skip(&reader, &value);
    assert_int_equal(reader.at, size);
    assert_int_equal(reader.first_damage, JSON_DEPTH);
    assert_ptr_equal(reader.what, json_too_deep);
    json_strict((struct json_slice){deep, size}, &out);
    assert_true(json_is_strict((struct json_slice){out.text, out.size}));
    str_release(&out);
    free(deep);
}

static void expect_within_limits(const char *text, size_t size)
{
    struct str out = {0};
    assert_int_not_equal(json_strict((struct json_slice){text, size}, &out), 0);
    assert_true(json_is_strict((struct json_slice){out.text, out.size}));
    assert_true(out.size <= JSON_VALUE);
    str_release(&out);
}

static void limits_hold_whatever_comes(void **state)
{
    (void)state;
    size_t size;
    char *text = repeated("[0,", 300000, &size);
    expect_within_limits(text, size);
    free(text);
    text = repeated("1,", 6000000, &size);
    text[0] = '[';
    expect_within_limits(text, size);
    free(text);
    text = repeated("\xD0\x96\n", 4000000, &size);
    text[0] = '"';
    text[size - 1] = '"';
    expect_within_limits(text, size);
    free(text);
}

static void a_reader_pulls_members(void **state)
{
    (void)state;
    const char *text = "\xEF\xBB\xBF {\"a\":[1,\"x\\u0022\"],\"b\":{}} ";
    struct json_reader reader;
    struct json_slice key, value;
    json_open(&reader, text, strlen(text));
    assert_int_equal(json_peek(&reader), JSON_OBJECT);
    assert_true(json_enter(&reader));
    assert_true(json_key(&reader, &key) && json_slice_is(key, "A"));
    assert_true(json_enter(&reader) && json_item(&reader));
    json_skip(&reader, &value);
    assert_int_equal(json_slice_id(value, 0), 1);
    assert_true(json_item(&reader));
    json_skip(&reader, &value);
    assert_int_equal(value.size, 9);
    assert_int_equal(json_slice_text(value).size, 7);
    assert_false(json_item(&reader));
    assert_true(json_key(&reader, &key) && json_peek(&reader) == JSON_OBJECT);
    json_skip(&reader, &value);
    assert_false(json_key(&reader, &key));
    assert_int_equal(json_peek(&reader), JSON_END);
    assert_int_equal(reader.n_damaged, 0);
}

static void ids_are_exact(void **state)
{
    (void)state;
    assert_int_equal(json_slice_id(slice("9007199254740993"), 0), 9007199254740993);
    assert_int_equal(json_slice_id(slice("\"9223372036854775807\""), 0), INT64_MAX);
    assert_int_equal(json_slice_id(slice("9223372036854775808"), -1), -1);
    assert_int_equal(json_slice_id(slice("-9223372036854775808"), 0), INT64_MIN);
    assert_int_equal(json_slice_id(slice("1e3"), -1), -1);
    assert_int_equal(json_slice_id(slice("\" 1\""), -1), -1);
    assert_int_equal(json_slice_id(slice(""), -1), -1);
}

static void keys_match_in_any_casing(void **state)
{
    (void)state;
    assert_true(json_slice_is(slice("CHAT_ID"), "chatid"));
    assert_true(json_slice_is(slice("chatId"), "chat_id"));
    assert_false(json_slice_is(slice("chat"), "chatid"));
    assert_false(json_slice_is(slice("chatid"), "chat"));
}

static void places_are_lines_and_characters(void **state)
{
    (void)state;
    const char *text = "a\n\xD0\x96\xD0\x96x";
    size_t line, column;
    json_line_column(text, strlen(text), 6, &line, &column);
    assert_int_equal(line, 2);
    assert_int_equal(column, 3);
}

static void the_seed_has_nine_cut_texts(void **state)
{
    (void)state;
    struct str seed = {0}, out = {0};
    struct error error = {0};
    assert_true(path_read("tests/data/seed-history.json", &seed, &error));
    size_t n = json_strict((struct json_slice){seed.text, seed.size}, &out);
    assert_int_equal(n, 9);
    str_release(&seed);
    str_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strict_json_stays_as_it_is),
        cmocka_unit_test(broken_escapes_cost_only_themselves),
        cmocka_unit_test(structure_is_repaired),
        cmocka_unit_test(ends_are_found),
        cmocka_unit_test(long_numbers_become_texts),
        cmocka_unit_test(depth_is_counted_not_walked),
        cmocka_unit_test(limits_hold_whatever_comes),
        cmocka_unit_test(a_reader_pulls_members),
        cmocka_unit_test(ids_are_exact),
        cmocka_unit_test(keys_match_in_any_casing),
        cmocka_unit_test(places_are_lines_and_characters),
        cmocka_unit_test(the_seed_has_nine_cut_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
