/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "ui/reply.h"

#include <string.h>

static void feed(struct reply *reply, const char *bytes, struct str *keys)
{
    size_t size = strlen(bytes);

    assert_int_equal(reply_feed(reply, bytes, size, keys), size);
}

/* What is left as keys; answer is initialised. */
static void check_keys(struct reply *reply, const char *bytes, const char *expected)
{
    struct str keys = {0};

    reply_init(reply);
    feed(reply, bytes, &keys);
    if (reply_patience(reply, 20) >= 0)
        reply_expire(reply, &keys);
    assert_string_equal(str_text(&keys), expected);
    str_release(&keys);
    reply_release(reply);
}

static void answers_are_taken_out(void **state)
{
    struct reply reply;

    (void)state;
    check_keys(&reply, "a\033]11;rgb:1234/abcd/FFFF\033\\b\033[?69;2$yc\033[?64;1;2cd", "abcd");
    assert_int_equal(reply.background, 0x12abff);
    assert_true(reply.has_margins);
    check_keys(&reply, "\033]11;rgb:0/8/f\a", "");
    assert_int_equal(reply.background, 0x0088ff);
    check_keys(&reply, "\033]11;rgba:1e1e/1e1e/2e2e/ffff\a\033[?69;0$y", "");
    assert_int_equal(reply.background, 0x1e1e2e);
    assert_false(reply.has_margins);
    check_keys(&reply, "\033]11;rgb:12/zz/00\a\033]4;1;rgb:1/1/1\033\\\033[?1;2n", "");
    assert_int_equal(reply.background, -1);
}

static void keys_stay_keys(void **state)
{
    static const char *const same[] = {"q",        "\033",       "\033[A",   "\033OA",  "\033[1;5A",
                                       "\033[3~",  "\033x",      "\033]",    "\033[",   "\033[<0;1;2M",
                                       "\033\033[A", "\033[[A",  "йцу",      "\033й",   "\033[200z"};
    struct reply reply;

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        check_keys(&reply, same[i], same[i]);
}

static void what_would_confuse_is_dropped(void **state)
{
    struct reply reply;

    (void)state;
    check_keys(&reply, "\233;;;;A\217x", "\xEF\xBF\xBD;;;;A\xEF\xBF\xBDx");
    check_keys(&reply, "\033[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1Ab", "b");
    check_keys(&reply, "\033[1;\033[B", "\033[B");
    check_keys(&reply, "\033]11;rgb:12\033[B", "\033[B");
    check_keys(&reply, "\033[12\rx", "\rx");
    check_keys(&reply, "\033[3", "");
}

static void a_reply_may_come_byte_by_byte(void **state)
{
    static const char text[] = "\033]11;rgb:1111/2222/3333\033\\\033[?69;1$y\033[?1;2c";
    struct reply reply;
    struct str keys = {0};

    (void)state;
    reply_init(&reply);
    reply.awaits = true;
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        assert_int_equal(reply_feed(&reply, text + i, 1, &keys), 1);
        if (reply.n_held == 1) /* so late that Esc was given as a key */
            reply_expire(&reply, &keys);
    }
    assert_string_equal(keys.text, "\033\033\033");
    assert_int_equal(reply.background, 0x112233);
    assert_true(reply.has_margins);
    assert_false(reply.awaits);
    str_clear(&keys);
    feed(&reply, "]x", &keys);
    assert_string_equal(keys.text, "]x");
    str_release(&keys);
    reply_release(&reply);
}

static void a_late_escape_may_be_a_key(void **state)
{
    struct reply reply;
    struct str keys = {0};

    (void)state;
    reply_init(&reply);
    reply.awaits = true;
    feed(&reply, "\033", &keys);
    reply_expire(&reply, &keys);
    feed(&reply, "[j", &keys);
    feed(&reply, "\033", &keys);
    reply_expire(&reply, &keys);
    feed(&reply, "]", &keys);
    reply_expire(&reply, &keys);
    feed(&reply, "]k", &keys);
    assert_string_equal(keys.text, "\033[j\033]]k");
    str_release(&keys);
    reply_release(&reply);
}

static void a_paste_is_one_thing(void **state)
{
    static const char text[] = "a\033[200~q\033[A\033[201\033[201~b";
    struct reply reply;
    struct str keys = {0};
    size_t taken;

    (void)state;
    reply_init(&reply);
    taken = reply_feed(&reply, text, sizeof text - 1, &keys);
    assert_int_equal(taken, sizeof text - 2);
    assert_true(reply.pasted);
    assert_string_equal(reply.paste.text, "q\033[A\033[201");
    assert_string_equal(keys.text, "a");
    reply.pasted = false;
    assert_int_equal(reply_feed(&reply, text + taken, 1, &keys), 1);
    assert_string_equal(keys.text, "ab");
    str_release(&keys);
    reply_release(&reply);
}

static void a_paste_has_a_limit(void **state)
{
    struct reply reply;
    struct str keys = {0}, text = {0};

    (void)state;
    reply_init(&reply);
    feed(&reply, "\033[200~", &keys);
    str_add_times(&text, "0123456789", REPLY_PASTE / 5);
    feed(&reply, text.text, &keys);
    feed(&reply, "\033[201~", &keys);
    assert_true(reply.pasted);
    assert_int_equal(reply.paste.size, REPLY_PASTE);
    assert_int_equal(keys.size, 0);
    str_release(&keys);
    str_release(&text);
    reply_release(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_taken_out),
        cmocka_unit_test(keys_stay_keys),
        cmocka_unit_test(what_would_confuse_is_dropped),
        cmocka_unit_test(a_reply_may_come_byte_by_byte),
        cmocka_unit_test(a_late_escape_may_be_a_key),
        cmocka_unit_test(a_paste_is_one_thing),
        cmocka_unit_test(a_paste_has_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
