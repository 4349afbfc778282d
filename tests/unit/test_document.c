/* SPDX-License-Identifier: MIT */
#include "export/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

/* --- a store without a source ------------------------------------------------------------------ */

/* Messages come from here: the entry's place is the row. */
struct fixture {
    struct store *store;
    const char *const *raws;
    const char *params;
};

static bool load(void *self, const struct entry *entry, struct message *message)
{
    const struct fixture *fixture = self;

    message->raw = mem_copy_text(fixture->raws[entry->place.offset]);
    message->date = mem_copy_text("2026-05-04T10:00:00+03:00");
    if (fixture->params)
        message->params = mem_copy_text(fixture->params);
    return true;
}

static void add(struct fixture *fixture, int64_t chat, int64_t session, int64_t id, int64_t sender,
                int64_t time, size_t raw)
{
    struct chat *at = store_chat(fixture->store, chat);
    struct entry entry = {.id = id, .time = time, .sender = sender, .offset = 180};

    entry.class = (uint8_t)(sender ? CLASS_MESSAGE : CLASS_SERVICE);
    entry.place.offset = raw;
    entry.listed = UINT32_MAX;
    vec_push(&chat_session(at, session)->entries, entry);
}

enum { MAY_4 = 1777878000 }; /* 2026-05-04T10:00:00+03:00 */

static struct fixture fixture_new(const char *const *raws)
{
    struct fixture fixture = {.store = store_new(), .raws = raws};
    struct user *user = store_user(fixture.store, 450);

    free(user->name);
    user->name = mem_copy_text("Guest");
    user->role = USER_CLIENT;
    return fixture;
}

/* The document as a text of the caller's own. */
static char *written(struct fixture *fixture, const struct format *format,
                     const struct filter *filter, struct written *counts)
{
    struct document document = {.look = {.store = fixture->store}, .filter = *filter, .width = 60};
    struct written own;
    size_t size;
    char *text;
    FILE *to = open_memstream(&text, &size);

    store_set_source(fixture->store, &(struct store_source){.load = load, .self = fixture});
    store_arrange(fixture->store, ORDER_TIME);
    assert_true(document_write(&document, format, to, counts ? counts : &own));
    assert_int_equal(fclose(to), 0);
    return text;
}

static void check(struct fixture *fixture, const char *format, const char *expected)
{
    const struct filter all = {0};
    char *text = written(fixture, format_find(document_formats, format), &all, NULL);

    assert_string_equal(text, expected);
    free(text);
}

/* --- formats ------------------------------------------------------------------------------------- */

static void test_formats_are_sound(void **state)
{
    (void)state;
    for (size_t i = 0; document_formats[i]; i++) {
        assert_ptr_equal(format_find(document_formats, document_formats[i]->name),
                         document_formats[i]);
        assert_non_null(document_formats[i]->help);
        assert_non_null(document_formats[i]->message);
    }
    for (size_t i = 0; list_formats[i]; i++)
        assert_null(list_formats[i]->message);
    assert_null(format_find(document_formats, "xml"));
}

static void test_text(void **state)
{
    static const char *const raws[] = {"Start", "one\ntwo", "See [URL=https://a.example/]FAQ[/URL]"};
    struct fixture fixture = fixture_new(raws);

    (void)state;
    add(&fixture, 21, 921, 1, 0, MAY_4, 0);
    add(&fixture, 21, 921, 2, 450, MAY_4 + 61, 1);
    add(&fixture, 21, 921, 3, 7, MAY_4 + 86400, 2);
    check(&fixture, "text",
          "Chat 21\n"
          "chat21\n"
          "\n"
          "== session 921, 2026-05-04 10:00 to 2026-05-05 10:00, User 7\n"
          "-- Monday, 4 May 2026\n"
          "10:00:00  ·  Start\n"
          "10:01:01  C  Guest: one\n"
          "             two\n"
          "-- Tuesday, 5 May 2026\n"
          "10:00:00  O  User 7: See FAQ <https://a.example/>\n");
    store_free(fixture.store);
}

static void test_jsonl(void **state)
{
    static const char *const raws[] = {"a\x1b[31m\x7f \xc2\x9b \xff \"\\\t\n\xe2\x80\xae"};
    struct fixture fixture = fixture_new(raws);

    (void)state;
    fixture.params = "{ \"k\" : [1,\n \"\xc2\x80 \\u0041\x7f\\\"\"] }";
    add(&fixture, 21, 921, 9007199254740993, 450, MAY_4, 0);
    check(&fixture, "jsonl",
          "{\"chat\":\"21\",\"session\":\"921\",\"id\":\"9007199254740993\","
          "\"date\":\"2026-05-04T10:00:00+03:00\","
          "\"sender\":{\"id\":\"450\",\"name\":\"Guest\",\"role\":\"client\"},"
          "\"class\":\"message\","
          "\"text\":\"a\\u001b[31m\\u007f \\u009b \\ufffd \\\"\\\\\\t\\n\xe2\x80\xae\","
          "\"raw\":\"a\\u001b[31m\\u007f \\u009b \\ufffd \\\"\\\\\\t\\n\xe2\x80\xae\","
          "\"links\":[],\"attach\":[],\"files\":[],\"flags\":[],"
          "\"params\":{\"k\":[1,\"\\u0080 \\u0041\\u007f\\\"\"]}}\n");
    store_free(fixture.store);
}

static void test_markdown(void **state)
{
    static const char *const raws[] = {"*Start*", "# one\n\n1. two\n[B]three [/B]four",
                                       "[CODE]`` ```\n<b>[/CODE] See [URL=https://a.example/?a&b]a_b[/URL]"};
    struct fixture fixture = fixture_new(raws);

    (void)state;
    add(&fixture, 21, 921, 1, 0, MAY_4, 0);
    add(&fixture, 21, 921, 2, 450, MAY_4 + 61, 1);
    add(&fixture, 21, 921, 3, 7, MAY_4 + 86400, 2);
    check(&fixture, "markdown",
          "# Chat 21\n\nchat21\n\n"
          "## Session 921\n\n2026-05-04 10:00 to 2026-05-05 10:00, User 7\n\n"
          "### Monday, 4 May 2026\n\n"
          "10:00:00 · \\*Start\\*\n\n"
          "10:01:01 C **Guest**\\\n"
          "\\# one\n\n"
          "1\\. two\\\n"
          "**three** four\n\n"
          "### Tuesday, 5 May 2026\n\n"
          "10:00:00 O **User 7**\n\n"
          "````\n"
          "`` ```\n"
          "````\n\n"
          "`<b>` See [a\\_b](<https://a.example/?a&amp;b>)\n\n");
    store_free(fixture.store);
}

static void test_csv(void **state)
{
    static const char *const raws[] = {"=1", "a \"b\",\nc"};
    struct fixture fixture = fixture_new(raws);

    (void)state;
    add(&fixture, 21, 921, 1, 450, MAY_4, 0);
    add(&fixture, 21, 921, 2, 450, MAY_4, 1);
    check(&fixture, "csv",
          "chat,chat_name,session,id,date,sender,sender_name,sender_role,class,text,links,attach,"
          "files,flags\r\n"
          "21,\"\",921,1,2026-05-04T10:00:00+03:00,450,\"Guest\",\"client\",\"message\","
          "\"'=1\",\"\",\"\",\"\",\"\"\r\n"
          "21,\"\",921,2,2026-05-04T10:00:00+03:00,450,\"Guest\",\"client\",\"message\","
          "\"a \"\"b\"\",\nc\",\"\",\"\",\"\",\"\"\r\n");
    store_free(fixture.store);
}

static void test_empty_documents(void **state)
{
    struct fixture fixture = fixture_new(NULL);

    (void)state;
    check(&fixture, "json", "{\"chats\":[\n]}\n");
    check(&fixture, "jsonl", "");
    check(&fixture, "text", "");
    check(&fixture, "ansi", "");
    chat_session(store_chat(fixture.store, 21), 921);
    check(&fixture, "text", "Chat 21\nchat21\n\n== session 921, no date\n");
    store_free(fixture.store);
}

/* --- the filter ---------------------------------------------------------------------------------- */

static size_t count(struct fixture *fixture, const struct filter *filter)
{
    struct written counts;

    free(written(fixture, format_find(document_formats, "jsonl"), filter, &counts));
    return counts.n_messages;
}

static void test_filter(void **state)
{
    static const char *const raws[] = {"x"};
    struct fixture fixture = fixture_new(raws);
    const struct bound noon = {true, true, MAY_4 + 3 * 3600 + 7200}; /* 12:00 as shown */
    static const int64_t listed[] = {-5, 100, 103, 104, 900};
    const struct bound noon_utc = {true, false, MAY_4 + 5 * 3600};

    (void)state;
    for (int i = 0; i < 6; i++) /* 10:00, 11:00, … */
        add(&fixture, 21 + i / 3, 921 + i / 2, 100 + i, 450, MAY_4 + 3600 * i, 0);
    assert_int_equal(count(&fixture, &(struct filter){0}), 6);
    assert_int_equal(count(&fixture, &(struct filter){.chat = 22}), 3);
    assert_int_equal(count(&fixture, &(struct filter){.session = 921}), 2);
    assert_int_equal(count(&fixture, &(struct filter){.chat = 22, .session = 921}), 0);
    assert_int_equal(count(&fixture, &(struct filter){.message = 104}), 1);
    assert_int_equal(count(&fixture, &(struct filter){.messages = listed, .n_messages = 5}), 3);
    assert_int_equal(count(&fixture, &(struct filter){.messages = listed, .n_messages = 2}), 1);
    assert_int_equal(count(&fixture, &(struct filter){.messages = listed}), 0);
    assert_int_equal(
        count(&fixture, &(struct filter){.chat = 22, .messages = listed, .n_messages = 5}), 2);
    assert_int_equal(count(&fixture, &(struct filter){.since = noon}), 4);
    assert_int_equal(count(&fixture, &(struct filter){.until = noon}), 3);
    assert_int_equal(count(&fixture, &(struct filter){.since = noon, .until = noon}), 1);
    assert_int_equal(count(&fixture, &(struct filter){.since = noon_utc}), 1);
    chat_set_entity(store_chat(fixture.store, 22), "livechat|5|22|450", "Y|LEAD|12|N|N|0", NULL,
                    NULL);
    assert_int_equal(count(&fixture, &(struct filter){.code = "imol|livechat|5|22|450"}), 3);
    assert_int_equal(count(&fixture, &(struct filter){.crm_type = "LEAD", .crm_id = 12}), 3);
    assert_int_equal(count(&fixture, &(struct filter){.crm_type = "DEAL", .crm_id = 12}), 0);
    store_free(fixture.store);
}

/* A full disk is told. */
static void test_full(void **state)
{
    static const char *const raws[] = {"x"};
    struct fixture fixture = fixture_new(raws);
    struct document document = {.look = {.store = fixture.store}, .width = 60};
    struct written counts;
    FILE *to = fopen("/dev/full", "w");

    (void)state;
    if (to) {
        add(&fixture, 21, 921, 1, 450, MAY_4, 0);
        store_set_source(fixture.store, &(struct store_source){.load = load, .self = &fixture});
        store_arrange(fixture.store, ORDER_TIME);
        assert_false(document_write(&document, document_formats[0], to, &counts));
        fclose(to);
    }
    store_free(fixture.store);
}

/* --- whatever the bytes ---------------------------------------------------------------------------- */

/* No document lets a control character through, but line breaks, and in text tabs. */
static void test_any_bytes(void **state)
{
    char noise[65];
    const char *raws[] = {noise};
    uint64_t seed = 20260504;

    (void)state;
    for (int round = 0; round < 300; round++) {
        struct fixture fixture = fixture_new(raws);

        for (size_t i = 0; i < sizeof noise - 1; i++)
            noise[i] = (char)(unit_random(&seed) % (round % 2 ? 255 : 160) + 1);
        noise[sizeof noise - 1] = '\0';
        add(&fixture, 21, 921, 1, 450, MAY_4, 0);
        free(store_chat(fixture.store, 21)->name);
        store_chat(fixture.store, 21)->name = mem_copy_text(noise);
        for (size_t f = 0; document_formats[f]; f++) {
            const struct filter all = {0};
            char *text = written(&fixture, document_formats[f], &all, NULL);

            for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
                assert_true(*at >= 0x20 || *at == '\n' || *at == '\t' ||
                            (*at == '\r' && at[1] == '\n')); /* csv */
                assert_true(*at != 0x7F);
                assert_false(at[0] == 0xC2 && at[1] >= 0x80 && at[1] <= 0x9F);
            }
            free(text);
        }
        store_free(fixture.store);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats_are_sound), cmocka_unit_test(test_text),
        cmocka_unit_test(test_jsonl),             cmocka_unit_test(test_empty_documents),
        cmocka_unit_test(test_filter),            cmocka_unit_test(test_full),
        cmocka_unit_test(test_any_bytes),         cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_csv),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
