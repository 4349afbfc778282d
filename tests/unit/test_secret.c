/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "base/error.h"
#include "base/log.h"
#include "base/secret.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define SECRET "ab12/cd\"34+x"

static char *redact(const char *text)
{
    struct str out = {0};

    secret_redact(&out, text, strlen(text));
    return str_take(&out);
}

static void assert_redacted(const char *text, const char *expected)
{
    char *found = redact(text);

    assert_string_equal(found, expected);
    free(found);
}

static void a_secret_is_hidden_however_it_is_spelled(void **state)
{
    char *kept = secret_keep(SECRET, strlen(SECRET));

    (void)state;
    assert_string_equal(kept, SECRET);
    assert_redacted("see " SECRET "!", "see ***!");
    assert_redacted(SECRET SECRET, "******");
    assert_redacted("u=ab12%2Fcd%2234%2bx&v=1", "u=***&v=1");
    assert_redacted("{\"a\":\"ab12\\/cd\\\"34+x\"}", "{\"a\":\"***\"}");
    assert_redacted("\\u0061b12\\u002Fcd\\u002234+x", "***");
    assert_redacted("%61%62%31%32%2f%63%64%22%33%34%2B%78", "***");
    assert_redacted("ab12/cd\"34+", "ab12/cd\"34+");
    secret_drop(kept);
    assert_redacted(SECRET, SECRET);
}

static void a_secret_in_a_value_is_hidden_whole(void **state)
{
    char *kept = secret_keep(SECRET, strlen(SECRET)), *other = secret_keep("token=abc", 9);

    (void)state;
    assert_redacted("auth=" SECRET "&x", "auth=***&x");
    assert_redacted("auth=token=abc", "auth=***");
    assert_redacted("x=token=abc", "x=***");
    secret_drop(other);
    secret_drop(kept);
}

static void a_secret_with_a_percent_sign_is_found_as_it_is(void **state)
{
    char *kept = secret_keep("50%41bcd", 8);

    (void)state;
    assert_redacted("x50%41bcdx", "x***x");
    assert_redacted("50%2541bcd", "***");
    secret_drop(kept);
}

static void parameters_that_carry_secrets_are_hidden(void **state)
{
    (void)state;
    assert_redacted("https://a/b?auth=Xy1.z&c=d", "https://a/b?auth=***&c=d");
    assert_redacted("?access_token=q-w_e&refresh_token=r", "?access_token=***&refresh_token=***");
    assert_redacted("SESSID=1; Signature=abc%3D%3D#x", "SESSID=***; Signature=***#x");
    assert_redacted("\"_esd=1\"", "\"_esd=***\"");
    assert_redacted("token%3Dabc", "token%3D***");
    assert_redacted("{\"refresh_token\":\"abc\",\"x\":1}", "{\"refresh_token\":\"***\",\"x\":1}");
    assert_redacted("auth= token= nothing", "auth= token= nothing");
    assert_redacted("the author = me, a token of love", "the author = me, a token of love");
}

static void the_code_of_a_webhook_is_hidden(void **state)
{
    (void)state;
    assert_redacted("https://a.b/rest/7/c0deC0de/profile.json",
                    "https://a.b/rest/7/***/profile.json");
    assert_redacted("\\/rest\\/12\\/abc\\/x", "\\/rest\\/12\\/***\\/x");
    assert_redacted("%2Frest%2F12%2Fabc%2Fx", "%2Frest%2F12%2F***%2Fx");
    assert_redacted("/rest/7/c0de", "/rest/7/***");
    assert_redacted("/rest/x/y /rest/7 /restore/7/x", "/rest/x/y /rest/7 /restore/7/x");
}

static void tell(void *to, const char *sentence)
{
    str_add_text(to, sentence);
}

static void errors_and_notes_never_hold_one(void **state)
{
    char *kept = secret_keep("s3cr3t-code", 11);
    char long_text[1200];
    struct error error;
    struct str notes = {0};

    (void)state;
    error_set(&error, ERROR_FAILED, "%s: %d", "x/s3cr3t-code", 7);
    assert_string_equal(error.text, "x/***: 7");
    /* One that is cut by the end of the text is not half there either. */
    memset(long_text, 'x', sizeof long_text);
    memcpy(long_text + 1018, "s3cr3t-code", 12);
    error_set(&error, ERROR_FAILED, "%s", long_text);
    assert_null(strstr(error.text, "s3cr"));
    log_note("at %s", "s3cr3t-code");
    log_drain(tell, &notes);
    assert_string_equal(str_text(&notes), "at ***");
    str_release(&notes);
    secret_drop(kept);
}

static void a_process_with_a_secret_leaves_no_core(void **state)
{
    struct rlimit core;
    char *kept = secret_keep("whatever", 8);

    (void)state;
    assert_int_equal(prctl(PR_GET_DUMPABLE), 0);
    assert_int_equal(getrlimit(RLIMIT_CORE, &core), 0);
    assert_int_equal(core.rlim_cur, 0);
    assert_int_equal(core.rlim_max, 0);
    secret_drop(kept);
    secret_drop(NULL);
}

static void any_bytes_are_taken(void **state)
{
    char *kept = secret_keep(SECRET, strlen(SECRET));
    static const char signs[] = "ab12/cd\"34+x%\\u0=&:rest7token";
    uint64_t seed = 5;
    char text[64];

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct str once = {0}, twice = {0};
        size_t size = unit_random(&seed) % sizeof text;

        for (size_t i = 0; i < size; i++)
            text[i] = signs[unit_random(&seed) % (sizeof signs - 1)];
        secret_redact(&once, text, size);
        secret_redact(&twice, str_text(&once), once.size);
        assert_string_equal(str_text(&once), str_text(&twice));
        str_release(&once);
        str_release(&twice);
    }
    secret_drop(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_secret_is_hidden_however_it_is_spelled),
        cmocka_unit_test(a_secret_in_a_value_is_hidden_whole),
        cmocka_unit_test(a_secret_with_a_percent_sign_is_found_as_it_is),
        cmocka_unit_test(parameters_that_carry_secrets_are_hidden),
        cmocka_unit_test(the_code_of_a_webhook_is_hidden),
        cmocka_unit_test(errors_and_notes_never_hold_one),
        cmocka_unit_test(a_process_with_a_secret_leaves_no_core),
        cmocka_unit_test(any_bytes_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
