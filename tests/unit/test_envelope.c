/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "source/envelope.h"
#include "source/query.h"
#include "source/retry.h"

#include <stdio.h>
#include <string.h>

static struct envelope read(const char *text)
{
    struct envelope envelope;

    envelope_read(&envelope, text, strlen(text));
    return envelope;
}

static void assert_slice(struct json_slice slice, const char *expected)
{
    assert_int_equal(slice.size, strlen(expected));
    assert_memory_equal(slice.at, expected, slice.size);
}

static void assert_words(const struct envelope *envelope, const char *expected)
{
    struct str words = {0};

    envelope_words(envelope, &words);
    assert_string_equal(str_text(&words), expected);
    str_release(&words);
}

static void a_result_is_found_with_what_is_around_it(void **state)
{
    struct envelope envelope =
        read("\xEF\xBB\xBF{\"result\":[1,{\"result\":2}],\"next\":50,\"total\":\"-1\",\"time\":"
             "{\"start\":1777878400,\"finish\":1777878400.5,\"duration\":0.25,"
             "\"operating_reset_at\":1777879000,\"operating\":1.5e0}}");

    (void)state;
    assert_int_equal(envelope.kind, ENVELOPE_RESULT);
    assert_slice(envelope.result, "[1,{\"result\":2}]");
    assert_int_equal(envelope.next, 50);
    assert_int_equal(envelope.total, -1);
    assert_float_equal(envelope.operating, 1.5, 1e-9);
    assert_float_equal(envelope.reset_in, 599.5, 1e-9);
    assert_float_equal(envelope.duration, 0.25, 1e-9);
    assert_false(envelope.trailing);
}

static void a_result_may_be_nothing(void **state)
{
    static const char *const values[] = {"false", "null", "[]", "{}", "0", "\"\""};
    char text[64];

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        snprintf(text, sizeof text, "{\"result\":%s,\"time\":[]}", values[i]);
        assert_int_equal(read(text).kind, ENVELOPE_RESULT);
        assert_slice(read(text).result, values[i]);
    }
}

static void an_error_has_many_forms(void **state)
{
    static const struct {
        const char *text, *code, *words;
    } rows[] = {
        {"{\"error\":\"ACCESS_DENIED\",\"error_description\":\"No \\u043d\\u0435\\u0442\"}",
         "ACCESS_DENIED", "No нет"},
        {"{\"error\":\"\",\"error_description\":\"Not found\"}", "", "Not found"},
        {"{\"error_description\":\"only words\"}", "", "only words"},
        {"{\"error\":{\"code\":\"expired_token\",\"message\":\"old\"}}", "expired_token", "old"},
        {"{\"error\":{\"error\":\"100\",\"error_description\":\"x\"}}", "100", "x"},
        {"{\"error\":100}", "100", ""},
        {"{\"result\":false,\"error\":\"E\"}", "E", ""},
        {"{\"error\":\"E\",\"error_description\":\"a\\n\\u001b[31mb\"}", "E", "a ␛[31mb"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct envelope envelope = read(rows[i].text);

        assert_int_equal(envelope.kind, ENVELOPE_ERROR);
        assert_slice(envelope.code, rows[i].code);
        assert_words(&envelope, rows[i].words);
    }
    assert_int_equal(read("{\"result\":1,\"error\":[]}").kind, ENVELOPE_RESULT);
}

static void what_is_cut_or_none_is_broken(void **state)
{
    static const char *const texts[] = {"",       "  ", "{",         "{\"result\":[1,2",
                                        "[1]",    "1",  "{\"a\":1}", "{\"result\":{\"a\":1}",
                                        "\"no\"", "OK", "{\"error\":\"E\""};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(read(texts[i]).kind, ENVELOPE_BROKEN);
}

static void damage_inside_a_text_spoils_nothing(void **state)
{
    struct envelope envelope = read("{\"result\":{\"text\":\"cut \\u04\"},\"time\":{}}");

    (void)state;
    assert_int_equal(envelope.kind, ENVELOPE_RESULT);
    assert_slice(envelope.result, "{\"text\":\"cut \\u04\"}");
}

static void what_stands_behind_is_seen(void **state)
{
    (void)state;
    assert_true(read("{\"result\":1}<br />").trailing);
    assert_true(read("{\"result\":1}{\"result\":2}").trailing);
    assert_slice(read("{\"result\":1,\"result\":2}").result, "1");
    assert_false(read("{\"result\":1} \r\n").trailing);
}

static void a_web_page_is_known_by_its_title(void **state)
{
    struct envelope envelope = read(" <!doctype html><TITLE lang=x>\n Log\n in </title>");
    char page[600];

    (void)state;
    assert_int_equal(envelope.kind, ENVELOPE_PAGE);
    assert_words(&envelope, "Log in");
    assert_int_equal(read("<html>").kind, ENVELOPE_PAGE);
    assert_int_equal(read("<html>").words.size, 0);
    memset(page, 'x', sizeof page);
    memcpy(page, "<title>", 7);
    memcpy(page + 500, "</title>", 9);
    struct str words = {0};
    envelope = read(page);
    envelope_words(&envelope, &words);
    assert_int_equal(words.size, 200);
    str_release(&words);
}

static void commands_are_told_apart_by_their_keys(void **state)
{
    struct envelope envelope =
        read("{\"result\":{\"result\":{\"c2\":\"two\",\"x\":0,\"c0\":[0],\"c9\":9,\"c\":1,\"c-1\":1},"
             "\"result_error\":{\"c1\":{\"error\":\"ACCESS_DENIED\"}},\"result_time\":[]}}");
    struct envelope_batch batch;
    struct json_slice parts[3];

    (void)state;
    assert_true(envelope_batch(envelope.result, &batch));
    envelope_parts(batch.result, parts, 3);
    assert_slice(parts[0], "[0]");
    assert_int_equal(parts[1].size, 0);
    assert_slice(parts[2], "\"two\"");
    envelope_parts(batch.error, parts, 3);
    envelope_read_part(&envelope, (struct json_slice){"", 0}, parts[1], parts[0]);
    assert_int_equal(envelope.kind, ENVELOPE_ERROR);
    assert_slice(envelope.code, "ACCESS_DENIED");
}

static void a_list_of_commands_cannot_be_told_apart(void **state)
{
    struct envelope envelope =
        read("{\"result\":{\"result\":[],\"result_error\":[{\"error\":\"\"}]}}");
    struct envelope_batch batch;
    struct json_slice parts[2];

    (void)state;
    assert_true(envelope_batch(envelope.result, &batch));
    envelope_parts(batch.error, parts, 2);
    assert_int_equal(parts[0].size + parts[1].size, 0);
    assert_false(envelope_batch((struct json_slice){"[]", 2}, &batch));
    assert_false(envelope_batch((struct json_slice){"{}", 2}, &batch));
}

/* --- codes ----------------------------------------------------------------------------------- */

static enum fault_kind kind(const char *code, int status)
{
    return fault_find(code, strlen(code), status)->kind;
}

static void codes_count_more_than_statuses(void **state)
{
    (void)state;
    assert_int_equal(kind("QUERY_LIMIT_EXCEEDED", 503), FAULT_SLOWER);
    assert_int_equal(kind("query_limit_exceeded", 200), FAULT_SLOWER);
    assert_int_equal(kind("OPERATION_TIME_LIMIT", 429), FAULT_SUSPEND);
    assert_int_equal(kind("OVERLOAD_LIMIT", 503), FAULT_STOP);
    assert_int_equal(kind("Expired_Token", 401), FAULT_REFRESH);
    assert_int_equal(kind("NO_AUTH_FOUND", 401), FAULT_STOP);
    assert_int_equal(kind("insufficient_scope", 200), FAULT_DENIED);
    assert_int_equal(kind("ACCESS_DENIED", 400), FAULT_DENIED);
    assert_int_equal(kind("ERROR_METHOD_NOT_FOUND", 404), FAULT_ABSENT);
    assert_int_equal(kind("INTERNAL_SERVER_ERROR", 500), FAULT_RETRY);
}

static void unknown_codes_are_judged_by_the_status(void **state)
{
    (void)state;
    assert_int_equal(kind("", 503), FAULT_RETRY);
    assert_int_equal(kind("NEVER_SEEN", 500), FAULT_RETRY);
    assert_int_equal(kind("", 429), FAULT_SLOWER);
    assert_int_equal(kind("", 401), FAULT_STOP);
    assert_int_equal(kind("", 403), FAULT_DENIED);
    assert_int_equal(kind("", 404), FAULT_ABSENT);
    assert_int_equal(kind("", 400), FAULT_REQUEST);
    assert_int_equal(kind("", 200), FAULT_REQUEST);
    assert_int_equal(kind("", 0), FAULT_REQUEST);
}

static void every_code_says_what_to_do_and_stands_once(void **state)
{
    (void)state;
    for (const struct fault *row = fault_table; row->code; row++) {
        assert_non_null(row->advice);
        assert_ptr_equal(fault_find(row->code, strlen(row->code), 0), row);
    }
}

/* --- trying again ---------------------------------------------------------------------------- */

static void waits_double_up_to_a_minute_and_end(void **state)
{
    static const int below[] = {1, 2, 4, 8, 16, 32, 60, 60};

    (void)state;
    for (int i = 0; i < 8; i++) {
        assert_int_equal(retry_wait(RETRY_NETWORK, i, 0, 0), 0);
        assert_int_equal(retry_wait(RETRY_NETWORK, i, 0, 0.5), below[i] * 500);
    }
    assert_int_equal(retry_wait(RETRY_NETWORK, 8, 0, 0.5), -1);
    assert_int_equal(retry_wait(RETRY_NEVER, 0, 5, 0.5), -1);
    assert_int_equal(retry_wait(RETRY_REFRESH, 0, 0, 0.5), 0);
    assert_int_equal(retry_wait(RETRY_REFRESH, 1, 0, 0.5), -1);
}

static void what_the_portal_asks_for_is_the_least(void **state)
{
    (void)state;
    assert_int_equal(retry_wait(RETRY_SERVER, 0, 5, 0.9), 5000);
    assert_int_equal(retry_wait(RETRY_SERVER, 5, 5, 0.9), 28800);
    assert_int_equal(retry_wait(RETRY_SERVER, 0, 86400, 0.9), 300000);
}

/* --- queries --------------------------------------------------------------------------------- */

static void params_become_a_query(void **state)
{
    struct str out = {0};

    (void)state;
    str_add_text(&out, "m?");
    query_add(&out, "{\"SESSION_ID\":903,\"filter\":{\">ID\":5,\"a\":[\"x y\",\"\\u0439&=\"]},"
                    "\"on\":true,\"off\":false,\"none\":null,\"empty\":[],\"part\":0.5}");
    assert_string_equal(str_text(&out), "m?SESSION_ID=903&filter%5B%3EID%5D=5&filter%5Ba%5D%5B0%5D="
                                        "x%20y&filter%5Ba%5D%5B1%5D=%D0%B9%26%3D&on=1&off=0&"
                                        "part=0.5");
    str_clear(&out);
    query_add(&out, "{}");
    query_add(&out, "no JSON");
    assert_string_equal(str_text(&out), "");
    str_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_result_is_found_with_what_is_around_it),
        cmocka_unit_test(a_result_may_be_nothing),
        cmocka_unit_test(an_error_has_many_forms),
        cmocka_unit_test(what_is_cut_or_none_is_broken),
        cmocka_unit_test(damage_inside_a_text_spoils_nothing),
        cmocka_unit_test(what_stands_behind_is_seen),
        cmocka_unit_test(a_web_page_is_known_by_its_title),
        cmocka_unit_test(commands_are_told_apart_by_their_keys),
        cmocka_unit_test(a_list_of_commands_cannot_be_told_apart),
        cmocka_unit_test(codes_count_more_than_statuses),
        cmocka_unit_test(unknown_codes_are_judged_by_the_status),
        cmocka_unit_test(every_code_says_what_to_do_and_stands_once),
        cmocka_unit_test(waits_double_up_to_a_minute_and_end),
        cmocka_unit_test(what_the_portal_asks_for_is_the_least),
        cmocka_unit_test(params_become_a_query),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
