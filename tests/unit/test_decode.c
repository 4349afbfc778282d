/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/path.h"
#include "source/decode.h"

/* A text, the store it was read into, and what came of it. */
struct read {
    struct store *store;
    struct decoded decoded;
    struct error error;
    const char *text;
    size_t size;
    bool done;
};

static bool load(void *self, const struct entry *entry, struct message *message)
{
    const struct read *read = self;
    const struct place *place = &entry->place;
    assert_true(place->offset + place->size <= read->size);
    return decode_message((struct json_slice){read->text + place->offset, place->size}, message);
}

static void forget(void *self, const char *sentence)
{
    (void)self;
    (void)sentence;
}

static void read_bytes(struct read *read, const char *text, size_t size)
{
    *read = (struct read){.store = store_new(), .text = text, .size = size};
    store_set_source(read->store, &(struct store_source){.load = load, .self = read});
    read->done =
        decode_text(read->store, "x.json", 0, text, size, &read->decoded, &read->error);
    store_arrange(read->store, ORDER_TIME);
    log_drain(forget, NULL);
}

static void read_text(struct read *read, const char *text)
{
    read_bytes(read, text, strlen(text));
}

static void done(struct read *read)
{
    store_free(read->store);
}

static const struct chat *chat_of(const struct read *read, int64_t id)
{
    const struct chat *chat = store_find_chat(read->store, id);
    assert_non_null(chat);
    return chat;
}

static const struct message *message_at(struct read *read, int64_t chat_id, size_t i)
{
    const struct chat *chat = chat_of(read, chat_id);
    const struct session *session;
    assert_true(i < chat->n_items);
    const struct entry *entry = chat_item(chat, i, &session);
    return store_message(read->store, session, entry);
}

static const struct entry *entry_of(const struct read *read, int64_t id)
{
    for (size_t i = 0; i < store_n_chats(read->store); i++) {
        const struct chat *chat = store_chat_at(read->store, i);
        size_t item = chat_find(chat, id);
        if (item < chat->n_items)
            return chat_item(chat, item, NULL);
    }
    return NULL;
}

/* Delivered, not only listed. */
static size_t n_delivered(const struct read *read)
{
    size_t n = 0;
    for (size_t i = 0; i < store_n_chats(read->store); i++) {
        const struct chat *chat = store_chat_at(read->store, i);
        for (size_t item = 0; item < chat->n_items; item++)
            n += !(chat_item(chat, item, NULL)->flags & MESSAGE_MISSING);
    }
    return n;
}

static struct str file(const char *path)
{
    struct str text = {0};
    struct error error = {0};
    assert_true(path_read(path, &text, &error));
    return text;
}

/* --- the seed --------------------------------------------------------------------------------- */

static const int64_t seed_ids[] = {18113, 18114, 18115, 18116, 18117, 18119, 18148, 19008, 19009};

static void the_seed_is_read_whole(void **state)
{
    (void)state;
    struct str seed = file("tests/data/seed-history.json");
    struct read read;
    read_bytes(&read, seed.text, seed.size);
    assert_true(read.done);
    assert_int_equal(read.decoded.n_messages, 9);
    assert_int_equal(read.decoded.n_damaged, 6);
    const struct chat *chat = chat_of(&read, 1982);
    assert_int_equal(chat->n_items, 9);
    assert_int_equal(chat->line, 58);
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(chat_item(chat, i, NULL)->id, seed_ids[i]);
    assert_int_equal(chat->sessions.at[0]->id, 469);
    assert_true(chat->sessions.at[0]->can_vote);
    assert_int_equal(store_user_role(read.store, 450), USER_CLIENT);
    assert_string_equal(store_user_name(read.store, 450), "Гость");
    assert_int_equal(entry_of(&read, 18114)->class, CLASS_HIDDEN);
    assert_int_equal(entry_of(&read, 18116)->flags, 0);
    const struct message *message = message_at(&read, 1982, 1);
    assert_int_equal(message->attaches.n, 1);
    assert_int_equal(message->attaches.at[0].color, 0xdf532d);
    assert_string_equal(message->attaches.at[0].blocks.at[0].text, "Страницасайта");
    done(&read);
    str_release(&seed);
}

/* Where each message of the seed ends. */
static size_t n_complete(const char *text, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < sizeof seed_ids / sizeof *seed_ids; i++) {
        char key[32];
        snprintf(key, sizeof key, "\"%d\":{", (int)seed_ids[i]);
        const char *at = strstr(text, key);
        const char *end = at != NULL ? strstr(at, "\n            }") : NULL;
        n += end != NULL && end + 14 <= text + size;
    }
    return n;
}

static void a_cut_file_keeps_its_complete_messages(void **state)
{
    (void)state;
    struct str seed = file("tests/data/seed-history.json");
    for (size_t size = 0; size < seed.size; size += 7) {
        char *text = mem_copy(seed.text, size);
        struct read read;
        read_bytes(&read, text, size);
        assert_true(n_delivered(&read) >= n_complete(text, size));
        assert_true(n_delivered(&read) <= n_complete(text, size) + 1);
        for (size_t i = 0; i < read.decoded.n_messages; i++)
            assert_non_null(message_at(&read, 1982, i)->raw);
        done(&read);
        free(text);
    }
    str_release(&seed);
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void one_byte_less_costs_at_most_two_messages(void **state)
{
    (void)state;
    struct str seed = file("tests/data/seed-history.json");
    uint64_t random = 20230519;
    size_t first = (size_t)(strstr(seed.text, "\"19009\":{") - seed.text);
    size_t last = (size_t)(strstr(seed.text, "\"usersMessage\"") - seed.text), n_lost = 0;
    for (int i = 0; i < 2000; i++) {
        size_t at = first + next_random(&random) % (last - first);
        struct str text = {0};
        struct read read;
        str_add(&text, seed.text, at);
        str_add(&text, seed.text + at + 1, seed.size - at - 1);
        read_bytes(&read, text.text, text.size);
        if (n_delivered(&read) < 7)
            fail_msg("%zu messages without byte %zu", n_delivered(&read), at);
        n_lost += 9 - n_delivered(&read);
        assert_string_equal(chat_of(&read, 1982)->code, "livechat|58|1981|450");
        assert_string_equal(store_user_name(read.store, 450), "Гость");
        done(&read);
        str_release(&text);
    }
    /* Usually nothing is lost at all. */
    assert_true(n_lost < 100);
    str_release(&seed);
}

/* --- damaged structure ------------------------------------------------------------------------ */

#define MESSAGE(id) "\"" #id "\":{\"id\":\"" #id "\",\"chatid\":\"1\",\"senderid\":\"7\"," \
    "\"date\":\"2026-05-04T10:00:01+03:00\",\"text\":\"t" #id "\",\"params\":{\"a\":{\"b\":1}}}"

static void expect_all(const char *text, size_t n_messages)
{
    struct read read;
    read_text(&read, text);
    assert_true(read.done);
    assert_int_equal(n_delivered(&read), n_messages);
    assert_true(read.decoded.n_damaged > 0);
    assert_string_equal(store_user_name(read.store, 7), "Olga");
    assert_int_equal(chat_of(&read, 1)->sessions.at[0]->id, 5);
    assert_int_equal(chat_of(&read, 1)->n_items, n_messages);
    done(&read);
}

#define HEAD "{\"result\":{\"chatId\":1,\"sessionId\":5,\"message\":{"
#define TAIL ",\"usersMessage\":{\"chat1\":[]},\"users\":{\"7\":{\"id\":\"7\",\"name\":\"Olga\"}}}}"

static void a_damaged_message_costs_no_other(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "\"2\":{\"id\":\"2\",\"text\":\"a,\"params\":[]}",                 /* quote */
        "\"2\":{\"id\":\"2\",\"text\":a\",\"params\":[]}",                 /* opening quote */
        "\"2\":{\"id\":\"2\",\"text\":\"a\",\"params\":{\"a\":1}",         /* brace */
        "\"2\":{\"id\":\"2\",\"text\":\"a\",\"params\":{\"a\":{\"b\":1}",  /* two braces */
        "\"2\":{\"id\":\"2\",\"text\":\"a\",\"params\":{\"a\":[1}}",       /* bracket */
        "\"2\":{\"id\":\"2\",\"text\":\"a\",\"params\":{}}}",              /* brace too many */
        "\"2\":{\"id\":\"2\",\"text\":\"a\",\"params\":{}}}}",             /* two */
        "\"2\":{\"id\":\"2\",\"text\":\"a\",\"params\":[]]}",              /* bracket too many */
        "\"2\":{\"id\":\"2\",\"text\":\"a\\\",\"params\":[]}",             /* cut at a backslash */
        "\"2\":{\"id\":\"2\",\"text\":\"a\"",                              /* the rest */
        "\"2\":[{\"id\":\"2\",\"text\":\"a\",\"params\":[]}",             /* a bracket before */
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct str text = {0};
        str_addf(&text, HEAD MESSAGE(1) ",%s," MESSAGE(3) "}" TAIL, broken[i]);
        expect_all(text.text, 3);
        str_clear(&text);
        str_addf(&text, HEAD "%s," MESSAGE(3) "," MESSAGE(4) "}" TAIL, broken[i]);
        expect_all(text.text, 3);
        str_clear(&text);
        str_addf(&text, HEAD MESSAGE(3) "," MESSAGE(4) ",%s}" TAIL, broken[i]);
        expect_all(text.text, 3);
        str_release(&text);
    }
}

static void a_brace_too_many_before_the_messages_loses_no_id(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "{\"result\":{\"chatId\":1,\"sessionId\":5},\"message\":{",
        "{\"result\":{\"chatId\":1,\"sessionId\":5}},\"message\":{",
        "{\"result\":{\"chatId\":1},\"sessionId\":5,\"message\":{",
        "{\"result\":{\"chatId\":1,\"sessionId\":5},\"canJoin\":\"Y\",\"message\":{",
        "{\"chatId\":1,\"sessionId\":5},\"message\":{",
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct str text = {0};
        str_addf(&text, "%s" MESSAGE(1) "," MESSAGE(2) "}" TAIL, heads[i]);
        expect_all(text.text, 2);
        str_release(&text);
    }
}

/* The second has no messages: those of the third are not its. */
static void answers_without_messages_take_none(void **state)
{
    (void)state;
    struct read read;
    read_text(&read, "[{\"result\":{\"chatId\":1,\"sessionId\":5,\"message\":{" MESSAGE(1) "}}},"
                     "{\"result\":{\"chatId\":2,\"sessionId\":6}},"
                     "{\"result\":{\"message\":{" MESSAGE(3) "},\"chatId\":3,\"sessionId\":7}}]");
    assert_true(read.done);
    assert_int_equal(chat_of(&read, 1)->n_items, 1);
    assert_int_equal(chat_of(&read, 2)->n_items, 0);
    done(&read);
}

static void damaged_lists_are_read_on(void **state)
{
    (void)state;
    struct read read;
    read_text(&read, "{\"result\":{\"chat_id\":5,\"messages\":["
                     "{\"id\":3,\"chat_id\":5,\"author_id\":0,\"text\":\"c\",\"params\":[]},"
                     "{\"id\":2,\"chat_id\":5,\"author_id\":0,\"text\":\"b,\"params\":[]},"
                     "{\"id\":1,\"chat_id\":5,\"author_id\":7,\"text\":\"a\",\"params\":{]}],"
                     "\"users\":[{\"id\":7,\"name\":\"Olga\"}],\"files\":[]}}");
    assert_int_equal(n_delivered(&read), 3);
    assert_true(entry_of(&read, 2)->flags & MESSAGE_REPAIRED);
    assert_string_equal(store_user_name(read.store, 7), "Olga");
    done(&read);
}

/* --- forms of answers ------------------------------------------------------------------------- */

static void forms_of_the_history_are_all_read(void **state)
{
    (void)state;
    static const char *const texts[] = {
        HEAD MESSAGE(1) "," MESSAGE(2) "}" TAIL,
        "{\"chatId\":1,\"sessionId\":5,\"message\":{" MESSAGE(1) "," MESSAGE(2) "}}",
        "{\"message\":{" MESSAGE(1) "," MESSAGE(2) "},\"SESSION_ID\":\"5\",\"CHAT_ID\":\"1\"}",
        "{\"chatId\":1,\"sessionId\":5,\"message\":[{\"id\":1,\"senderid\":0},"
        "{\"ID\":\"2\",\"SENDER_ID\":\"7\"}],\"usersMessage\":null}",
        "{\"result\":{\"result\":[{\"chatId\":1,\"sessionId\":5,\"message\":{" MESSAGE(1) "}},"
        "{\"chatId\":1,\"sessionId\":5,\"message\":{" MESSAGE(2) "}}],\"result_error\":[]}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct read read;
        read_text(&read, texts[i]);
        assert_true(read.done);
        assert_int_equal(read.decoded.n_messages, 2);
        assert_int_equal(read.decoded.n_damaged, 0);
        assert_int_equal(chat_of(&read, 1)->sessions.n, 1);
        assert_int_equal(chat_of(&read, 1)->sessions.at[0]->id, 5);
        assert_int_equal(n_delivered(&read), 2);
        done(&read);
    }
}

static void votes_are_the_sessions(void **state)
{
    (void)state;
    struct read read;
    read_text(&read, "{\"chatId\":1,\"sessionId\":5,\"sessionVoteHead\":4,\"sessionCommentHead\":"
                     "\"well \\u0434one\",\"message\":{\"9\":{\"id\":\"9\",\"senderid\":0,"
                     "\"params\":{\"imolVoteUser\":5}}}}");
    const struct session *session = chat_of(&read, 1)->sessions.at[0];
    assert_int_equal(session->vote_head, 4);
    assert_int_equal(session->vote_user, 5);
    assert_string_equal(session->comment_head, "well дone");
    done(&read);
}

static void samples_of_the_docs_are_read(void **state)
{
    (void)state;
    struct read read;
    struct str text = file("tests/data/docs/im-dialog-messages-get.01.response.json");
    read_bytes(&read, text.text, text.size);
    assert_int_equal(chat_of(&read, 1489)->n_items, 3);
    assert_int_equal(chat_of(&read, 1489)->sessions.at[0]->id, 0);
    assert_int_equal(message_at(&read, 1489, 2)->likes.at[0], 547);
    done(&read);
    str_release(&text);
    text = file("tests/data/docs/im-recent-list.01.response.json");
    read_bytes(&read, text.text, text.size);
    assert_string_equal(chat_of(&read, 1317)->preview, "ntcn");
    assert_int_equal(chat_of(&read, 1231)->unread, 1);
    done(&read);
    str_release(&text);
    text = file("tests/data/docs/imopenlines-dialog-get.01.response.json");
    read_bytes(&read, text.text, text.size);
    assert_string_equal(chat_of(&read, 1777)->code, "livechat|22|1775|599");
    assert_int_equal(chat_of(&read, 1777)->active_session, 343);
    done(&read);
    str_release(&text);
}

static void lists_join_the_session_they_belong_to(void **state)
{
    (void)state;
    const char *history = HEAD MESSAGE(1) "," MESSAGE(2) "}" TAIL;
    const char *list = "{\"chat_id\":1,\"messages\":["
                       "{\"id\":2,\"author_id\":7,\"date\":\"2026-05-04T10:00:01+03:00\"},"
                       "{\"id\":9,\"author_id\":7,\"date\":\"2026-05-04T11:00:01+03:00\"}]}";
    for (int order = 0; order < 2; order++) {
        struct read read;
        struct decoded decoded;
        read_text(&read, order ? list : history);
        assert_true(decode_text(read.store, "y", 1, order ? history : list,
                                strlen(order ? history : list), &decoded, &read.error));
        store_arrange(read.store, ORDER_TIME);
        assert_int_equal(chat_of(&read, 1)->n_items, 3);
        assert_int_equal(chat_of(&read, 1)->sessions.n, 2);
        done(&read);
    }
}

static void our_own_lines_are_read_line_by_line(void **state)
{
    (void)state;
    struct read read;
    read_text(&read,
              "{\"chat\":\"2210\",\"session\":\"903\",\"id\":\"70312\",\"date\":"
              "\"2026-05-04T10:02:11+03:00\",\"sender\":{\"id\":\"7\",\"name\":\"Olga\",\"role\":"
              "\"operator\"},\"class\":\"message\",\"text\":\"See\",\"raw\":\"See [URL=a]b[/URL]\","
              "\"files\":[{\"id\":\"5\",\"name\":\"n.png\",\"type\":\"image\",\"size\":4}],"
              "\"flags\":[\"edited\"],\"params\":{\"connectorMid\":[\"1\"]}}\n"
              "{\"chat\":\"2210\",\"session\":\"903\",\"id\":\"7031\n"
              "{\"chat\":\"2210\",\"session\":\"903\",\"id\":\"70314\",\"date\":"
              "\"2026-05-04T10:02:12+03:00\",\"sender\":{\"id\":\"8\",\"name\":\"G\",\"role\":"
              "\"client\"},\"class\":\"end\",\"raw\":\"x\",\"flags\":[],\"params\":{}}\n");
    assert_int_equal(read.decoded.n_damaged, 1);
    const struct message *message = message_at(&read, 2210, chat_find(chat_of(&read, 2210), 70312));
    assert_string_equal(message->raw, "See [URL=a]b[/URL]");
    assert_string_equal(message->params, "{\"connectorMid\":[\"1\"]}");
    assert_int_equal(message->flags, MESSAGE_EDITED);
    assert_int_equal(message->session, 903);
    assert_int_equal(message->files.at[0], 5);
    assert_string_equal(store_find_file(read.store, 5)->name, "n.png");
    assert_int_equal(entry_of(&read, 70314)->class, CLASS_END);
    assert_int_equal(store_user_role(read.store, 8), USER_CLIENT);
    done(&read);
}

static void every_block_is_read(void **state)
{
    (void)state;
    const char *text =
        "{\"id\":1,\"author_id\":0,\"text\":\"\",\"textlegacy\":\"<b>x</b> &amp; y\",\"params\":{"
        "\"ATTACH\":[{\"DESCRIPTION\":\"SKIP_MESSAGE\",\"COLOR_TOKEN\":\"alert\",\"BLOCKS\":["
        "{\"MESSAGE\":\"m\"},{\"LINK\":[{\"LINK\":\"l\"},{\"NAME\":\"n\"}]},"
        "{\"RICH_LINK\":[{\"NAME\":\"r\"}]},{\"GRID\":[{\"DISPLAY\":\"COLUMN\",\"NAME\":\"a\","
        "\"COLOR_TOKEN\":\"Primary\"},"
        "{\"VALUE\":\"v\"}]},{\"FILE\":[{\"SIZE\":\"5\"}]},{\"DELIMITER\":{\"SIZE\":9,"
        "\"COLOR\":\"#abc\"}},{\"NEW_KIND\":1},{\"IMAGE\":\"http://x.example/a.png\"}]}],\"IS_DELETED\":\"Y\",\"FILE_ID\":7,"
        "\"IMOL_VOTE_HEAD\":\"4\",\"KEYBOARD\":[{\"TEXT\":\"b\"},{\"TYPE\":\"NEWLINE\"}],"
        "\"LIKE\":[3,\"4\"],\"BIG\":12345678901234567890}}";
    struct message message = {0};
    assert_true(decode_message((struct json_slice){text, strlen(text)}, &message));
    const struct attach *attach = &message.attaches.at[0];
    static const enum block_kind kinds[] = {BLOCK_MESSAGE, BLOCK_LINK, BLOCK_LINK, BLOCK_RICH_LINK,
                                            BLOCK_GRID, BLOCK_FILE, BLOCK_DELIMITER, BLOCK_UNKNOWN,
                                            BLOCK_IMAGE};
    assert_int_equal(attach->blocks.n, 9);
    assert_string_equal(attach->blocks.at[8].link, "http://x.example/a.png");
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(attach->blocks.at[i].kind, kinds[i]);
    assert_string_equal(attach->description, "");
    assert_int_equal(attach->color, COLOR_NONE);
    assert_int_equal(attach_color(attach->color, attach->token), 0xff5752);
    assert_int_equal(attach_color(0x112233, attach->token), 0x112233);
    assert_int_equal(attach->blocks.at[4].rows.n, 2);
    assert_int_equal(attach->blocks.at[4].rows.at[0].display, GRID_ROW);
    assert_int_equal(attach->blocks.at[4].rows.at[0].token, TOKEN_PRIMARY);
    assert_int_equal(attach->blocks.at[4].rows.at[1].token, TOKEN_BASE);
    assert_int_equal(attach->blocks.at[6].color, 0xaabbcc);
    assert_string_equal(attach->blocks.at[7].text, "NEW_KIND");
    assert_string_equal(message.raw, "[B]x[/B] & y");
    assert_int_equal(message.flags, MESSAGE_DELETED);
    assert_int_equal(message.files.at[0], 7);
    assert_int_equal(message.vote_head, 4);
    assert_int_equal(message.buttons.n, 2);
    assert_int_equal(message.likes.at[1], 4);
    assert_non_null(strstr(message.params, "12345678901234567890"));
    message_release(&message);
}

/* --- refusals --------------------------------------------------------------------------------- */

static void expect_refused(const char *text, size_t size, const char *words)
{
    struct read read;
    read_bytes(&read, text, size);
    assert_false(read.done);
    assert_int_equal(read.error.kind, ERROR_SOURCE);
    if (strstr(read.error.text, words) == NULL)
        fail_msg("no \"%s\" in: %s", words, read.error.text);
    done(&read);
}

static void what_is_no_answer_is_refused_in_words(void **state)
{
    (void)state;
    struct str dump = file("tests/data/seed-error.txt"), deep = {0};
    expect_refused(dump.text, dump.size, "ACCESS_DENIED Вы не можете");
    expect_refused("", 0, "is empty");
    expect_refused(" \n", 2, "is empty");
    expect_refused("<!DOCTYPE html><p>", 18, "web page");
    expect_refused("a\0b\0c\0d\0", 8, "binary");
    expect_refused("{\"a\":[1]}", 9, "no chats");
    expect_refused("hello", 5, "not JSON");
    expect_refused("{\"error\":{\"code\":\"E1\",\"message\":\"m\"}}", 38, "E1 m");
    expect_refused("{\"result\":{\"result\":[],\"result_error\":{\"c\":{\"error\":\"E2\"}}}}", 59,
                   "E2");
    str_add_times(&deep, "[", 100000);
    expect_refused(deep.text, deep.size, "levels deep");
    str_release(&dump);
    str_release(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_seed_is_read_whole),
        cmocka_unit_test(a_cut_file_keeps_its_complete_messages),
        cmocka_unit_test(one_byte_less_costs_at_most_two_messages),
        cmocka_unit_test(a_damaged_message_costs_no_other),
        cmocka_unit_test(a_brace_too_many_before_the_messages_loses_no_id),
        cmocka_unit_test(answers_without_messages_take_none),
        cmocka_unit_test(damaged_lists_are_read_on),
        cmocka_unit_test(forms_of_the_history_are_all_read),
        cmocka_unit_test(votes_are_the_sessions),
        cmocka_unit_test(samples_of_the_docs_are_read),
        cmocka_unit_test(lists_join_the_session_they_belong_to),
        cmocka_unit_test(our_own_lines_are_read_line_by_line),
        cmocka_unit_test(every_block_is_read),
        cmocka_unit_test(what_is_no_answer_is_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
