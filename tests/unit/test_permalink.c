/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "ui/permalink.h"

#include <string.h>

static void links_are_read(void **state)
{
    static const struct {
        const char *text;
        struct permalink link;
        const char *made;
    } cases[] = {
        {"imolog:2210/903/70310", {2210, 903, 70310}, "imolog:2210/903/70310"},
        {"IMOLOG:2210", {2210, 0, 0}, "imolog:2210"},
        {"imolog:2210/903", {2210, 903, 0}, "imolog:2210/903"},
        {"imolog:2210//70310", {2210, 0, 70310}, "imolog:2210//70310"},
        {"imolog:/903", {0, 903, 0}, "imolog:/903"},
        {"imolog://70310", {0, 0, 70310}, "imolog://70310"},
        {" imolog:1\n", {1, 0, 0}, "imolog:1"},
        {"chat2210", {2210, 0, 0}, "imolog:2210"},
        {"chat2210/70310", {2210, 0, 70310}, "imolog:2210//70310"},
        {"70310", {0, 0, 70310}, "imolog://70310"},
        {"imol|903", {0, 903, 0}, "imolog:/903"},
        {"IM_HISTORY=imol|903", {0, 903, 0}, "imolog:/903"},
        {"/online/?IM_HISTORY=imol|903", {0, 903, 0}, "imolog:/903"},
        {"https://p.example/online/?a=b&im_history=imol%7c903&c#x", {0, 903, 0}, "imolog:/903"},
        {"/online/?IM_DIALOG=chat2210&IM_MESSAGE=70310", {2210, 0, 70310}, "imolog:2210//70310"},
        {"imolog:9223372036854775807/9007199254740993/1",
         {INT64_MAX, 9007199254740993, 1}, "imolog:9223372036854775807/9007199254740993/1"},
    };
    struct str made = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct permalink link = {-1, -1, -1};

        if (!permalink_parse(cases[i].text, strlen(cases[i].text), &link))
            fail_msg("not read: %s", cases[i].text);
        assert_memory_equal(&link, &cases[i].link, sizeof link);
        str_clear(&made);
        permalink_add(&made, link);
        assert_string_equal(made.text, cases[i].made);
    }
    str_release(&made);
}

static void others_are_not(void **state)
{
    static const char *const cases[] = {
        "", " ", "imolog:", "imolog:/", "imolog://", "imolog:1/", "imolog:1/2/", "imolog:1/2/3/",
        "imolog:1/2/3/4", "imolog:0", "imolog:01", "imolog:+1", "imolog:-1", "imolog: 1",
        "imolog:1 /2", "imolog:1.0", "imolog:1e3", "imolog:0x10", "imolog:１",
        "imolog:9223372036854775808", "imolog:99999999999999999999999", "imolog:1/2/3#x",
        "imolog:2210/903/70310\x1b[31m", "imolog:1?x", "imolog:javascript:1", "chat", "chat0",
        "chatty", "chat1/", "chat1/2/3", "chat-1", "0", "-5", "12a", "1/2", "imol|", "imol|0",
        "imol|9 03", "?IM_HISTORY=imol|", "?IM_HISTORY=imol|903x", "?x=IM_HISTORY=imol|903",
        "?IM_HISTORY=imol|903&IM_MESSAGE=x", "#IM_HISTORY=imol|903", "IM_", "https://p.example/",
        "https://p.example/?a=b", "--help",
    };
    struct permalink link = {7, 8, 9};
    struct str made = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (permalink_parse(cases[i], strlen(cases[i]), &link))
            fail_msg("read: %s", cases[i]);
    assert_false(permalink_parse("chat1\0", 6, &link));
    assert_true(link.chat == 7 && link.session == 8 && link.message == 9);
    permalink_add(&made, (struct permalink){0});
    permalink_add(&made, (struct permalink){-1, -2, -3});
    assert_int_equal(made.size, 0);
    str_release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_are_read),
        cmocka_unit_test(others_are_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
