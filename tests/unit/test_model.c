/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "model/store.h"

#include <string.h>

static void classes_are_tokens(void **state)
{
    static const struct {
        const char *classes;
        int64_t sender;
        enum message_class class;
    } cases[] = {
        {"", 7, CLASS_MESSAGE},
        {"", 0, CLASS_SERVICE},
        {"bx-messenger-content-item-ol-start", 0, CLASS_START},
        {"bx-messenger-content-item-ol-end", 0, CLASS_END},
        {"bx-messenger-content-item-ol-output", 7, CLASS_OUTPUT},
        {"bx-messenger-content-item-ol-output bx-messenger-content-item-vote", 0, CLASS_VOTE},
        {"bx-messenger-content-item-ol-attention", 0, CLASS_ATTENTION},
        {"bx-messenger-content-item-system", 7, CLASS_HIDDEN},
        {"x bx-messenger-content-item-system", 7, CLASS_HIDDEN},
        {"bx-messenger-content-item-ol-endless", 7, CLASS_MESSAGE},
        {"  ", 0, CLASS_SERVICE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(
            message_classify(cases[i].classes, strlen(cases[i].classes), cases[i].sender),
            cases[i].class);
}

static void add(struct session *session, int64_t id, int64_t time, int64_t sender)
{
    size_t offset = session->entries.n;

    vec_push(&session->entries, (struct entry){.id = id,
                                               .time = time,
                                               .sender = sender,
                                               .place.offset = offset,
                                               .class = CLASS_MESSAGE});
}

static bool even_is_operator(void *self, int64_t user)
{
    (void)self;
    return user % 2 == 0;
}

static void arrange(struct session *session, enum order order)
{
    session_arrange(session, order, even_is_operator, NULL);
}

static void assert_ids(const struct session *session, const int64_t *ids, size_t n)
{
    assert_int_equal(session->entries.n, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(session->entries.at[i].id, ids[i]);
}

static void time_then_id_whatever_came(void **state)
{
    struct session *session = session_new(469, 1982);

    (void)state;
    /* the seed's order: newest first, ids ascending inside one second */
    add(session, 19009, 300, 0);
    add(session, 19008, 299, 0);
    add(session, 18113, 100, 0);
    add(session, 18114, 100, 0);
    add(session, 18116, 100, 451);
    arrange(session, ORDER_TIME);
    assert_ids(session, (int64_t[]){18113, 18114, 18116, 19008, 19009}, 5);
    session_free(session);
}

static void server_order_is_the_list(void **state)
{
    struct session *session = session_new(1, 1);

    (void)state;
    add(session, 5, 50, 1);
    add(session, 3, 50, 1);
    add(session, 4, 40, 1);
    vec_push(&session->listed, 5);
    vec_push(&session->listed, 3);
    vec_push(&session->listed, 4);
    arrange(session, ORDER_SERVER);
    assert_ids(session, (int64_t[]){5, 3, 4}, 3);
    arrange(session, ORDER_TIME);
    assert_ids(session, (int64_t[]){4, 3, 5}, 3);
    session_free(session);
}

static void listed_and_delivered_differ(void **state)
{
    struct session *session = session_new(1, 1);

    (void)state;
    add(session, 10, 100, 1);
    add(session, 12, 120, 1);
    add(session, 14, 140, 1);
    vec_push(&session->listed, 14);
    vec_push(&session->listed, 13);
    vec_push(&session->listed, 13);
    vec_push(&session->listed, 10);
    arrange(session, ORDER_TIME);
    assert_ids(session, (int64_t[]){10, 12, 13, 14}, 4);
    assert_int_equal(session->n_missing, 1);
    assert_int_equal(session->entries.at[2].flags, MESSAGE_MISSING);
    assert_int_equal(session->entries.at[2].time, 120);
    assert_int_equal(session->entries.at[1].flags, MESSAGE_UNLISTED);
    assert_int_equal(session->entries.at[0].flags, 0);
    arrange(session, ORDER_TIME);
    assert_int_equal(session->entries.n, 4);
    session_free(session);
}

static void an_id_occurs_once_the_later_copy_stays(void **state)
{
    struct session *session = session_new(1, 1);

    (void)state;
    add(session, 10, 100, 1);
    add(session, 11, 110, 1);
    add(session, 10, 100, 1);
    arrange(session, ORDER_TIME);
    assert_ids(session, (int64_t[]){10, 11}, 2);
    assert_int_equal(session->entries.at[0].place.offset, 2);
    session_free(session);
}

/* Two answers of one session, each listing what it delivers. */
static void a_copy_with_another_date_replaces_the_first(void **state)
{
    struct session *session = session_new(1, 1);

    (void)state;
    for (int64_t answer = 0; answer < 2; answer++)
        for (int64_t id = 12; id >= 10; id--) {
            add(session, id, id * 10 - (id == 11 ? answer * 60 : 0), 1);
            vec_push(&session->listed, id);
        }
    arrange(session, ORDER_TIME);
    assert_ids(session, (int64_t[]){11, 10, 12}, 3);
    assert_int_equal(session->entries.at[0].time, 50);
    assert_int_equal(session->entries.at[0].place.offset, 4);
    session_free(session);
}

static void moments_do_not_depend_on_the_order(void **state)
{
    struct session *session = session_new(1, 1);

    (void)state;
    add(session, 30, 300, 1);
    session->entries.at[0].class = CLASS_END;
    for (int64_t id = 29; id >= 10; id--)
        add(session, id, id * 10, 1);
    for (int64_t id = 30; id >= 10; id--)
        vec_push(&session->listed, id);
    arrange(session, ORDER_SERVER);
    assert_int_equal(session->entries.at[0].id, 30);
    assert_int_equal(session_first(session).time, 100);
    assert_int_equal(session_last(session).time, 300);
    assert_true(session_is_closed(session));
    assert_int_equal(session->latest, 0);
    assert_int_equal(session->speaker, 1);
    arrange(session, ORDER_TIME);
    assert_int_equal(session->latest, 20);
    session_free(session);
}

/* The same messages in any order, with or without a list, arrange alike. */
static void any_order_arranges_alike(void **state)
{
    uint64_t random = 42;

    (void)state;
    for (int round = 0; round < 200; round++) {
        struct session *session = session_new(1, 1);
        size_t n = unit_random(&random) % 60;

        for (size_t i = 0; i < n; i++)
            add(session, (int64_t)i, (int64_t)(i / 3), 1);
        for (size_t i = n; i > 1; i--) {
            size_t j = unit_random(&random) % i;
            struct entry swap = session->entries.at[i - 1];

            session->entries.at[i - 1] = session->entries.at[j];
            session->entries.at[j] = swap;
        }
        for (size_t i = 0; round % 2 && i < n; i++)
            vec_push(&session->listed, (int64_t)i);
        arrange(session, ORDER_TIME);
        assert_int_equal(session->entries.n, n);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(session->entries.at[i].id, i);
        session_free(session);
    }
}

static void operators_are_collected_once(void **state)
{
    struct session *session = session_new(1, 1);

    (void)state;
    add(session, 1, 1, 3);
    add(session, 2, 2, 8);
    add(session, 3, 3, 6);
    add(session, 4, 4, 8);
    add(session, 5, 5, 0);
    arrange(session, ORDER_TIME);
    assert_int_equal(session->operators.n, 2);
    assert_int_equal(session->operators.at[0], 8);
    assert_int_equal(session->operators.at[1], 6);
    assert_false(session_is_closed(session));
    session->entries.at[4].class = CLASS_END;
    session->arranged = false;
    arrange(session, ORDER_TIME);
    assert_true(session_is_closed(session));
    session_free(session);
}

/* As fast as they are many: a second for these would be a look at all for each. */
static void many_operators_are_collected_in_order(void **state)
{
    enum { MANY = 200000 };
    struct session *session = session_new(1, 1);

    (void)state;
    for (int64_t i = 0; i < MANY; i++)
        add(session, i + 1, i, 2 * (MANY - i / 2));
    arrange(session, ORDER_TIME);
    assert_int_equal(session->operators.n, MANY / 2);
    assert_int_equal(session->operators.at[0], 2 * MANY);
    assert_int_equal(session->operators.at[MANY / 2 - 1], 2 * (MANY / 2 + 1));
    session_free(session);
}

static void entity_strings_split(void **state)
{
    struct chat *chat = chat_new(2210);

    (void)state;
    chat_set_entity(chat, "livechat|5|2209|341", "Y|LEAD|1205|N|Y|903|1777878001|0|0|0",
                    "DEAL|77|LEAD|1205|COMPANY|0", "Y");
    assert_string_equal(chat->connector, "livechat");
    assert_int_equal(chat->line, 5);
    assert_int_equal(chat->active_session, 903);
    assert_true(chat->waits_action);
    assert_false(chat->paused);
    assert_true(chat->silent);
    assert_int_equal(chat->crm.n, 2);
    assert_string_equal(chat->crm.at[0].type, "LEAD");
    assert_int_equal(chat->crm.at[0].id, 1205);
    assert_string_equal(chat->crm.at[1].type, "DEAL");
    chat_free(chat);
}

static void entity_strings_may_be_short_or_broken(void **state)
{
    static const char *const texts[] = {NULL, "", "|", "|||||||||||||||", "N|NONE|0|N|N|0",
                                        "livechat", "x|y", "A|AVERYLONGCRMTYPENAMEINDEED|5"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct chat *chat = chat_new(1);

        chat_set_entity(chat, texts[i], texts[i], texts[i], texts[i]);
        assert_int_equal(chat->crm.n, 0);
        assert_non_null(chat->connector);
        chat_free(chat);
    }
}

static void items_run_through_all_sessions(void **state)
{
    struct chat *chat = chat_new(1);
    const struct session *session;

    (void)state;
    for (int s = 2; s >= 0; s--)
        for (int i = 0; i < 3 - s; i++)
            add(chat_session(chat, 100 + s), 10 * s + i, 1000 * s + i, 1);
    chat_session(chat, 200); /* without messages: no moment, before all others */
    chat_arrange(chat, ORDER_TIME, even_is_operator, NULL);
    assert_int_equal(chat->n_items, 6);
    for (size_t i = 0; i < 6; i++) {
        static const int64_t ids[] = {0, 1, 2, 10, 11, 20};
        const struct entry *entry = chat_item(chat, i, &session);

        assert_int_equal(entry->id, ids[i]);
        assert_int_equal(session->id, 100 + ids[i] / 10);
        assert_int_equal(chat_find(chat, ids[i]), i);
    }
    assert_int_equal(chat_find(chat, 99), 6);
    assert_int_equal(chat_last(chat).time, 2000);
    chat_free(chat);
}

static bool load_number(void *self, const struct entry *entry, struct message *message)
{
    ++*(int *)self;
    message->raw = mem_copy_text(entry->id % 2 ? "odd" : "even");
    return true;
}

static void messages_are_loaded_when_asked(void **state)
{
    struct store *store = store_new();
    struct session *session = chat_session(store_chat(store, 1), 5);
    int loads = 0;

    (void)state;
    store_set_source(store, &(struct store_source){.load = load_number, .self = &loads});
    for (int i = 0; i < 2000; i++)
        add(session, i, i, 4);
    session->entries.at[7].flags = MESSAGE_MISSING;
    store_arrange(store, ORDER_TIME);
    assert_int_equal(loads, 0);
    for (int i = 0; i < 2000; i++) {
        const struct message *message = store_message(store, session, &session->entries.at[i]);

        assert_int_equal(message->id, i);
        assert_int_equal(message->session, 5);
        assert_string_equal(message->raw, i == 7 ? "" : i % 2 ? "odd" : "even");
        assert_string_equal(message->params, "{}");
    }
    assert_int_equal(loads, 1999);
    store_message(store, session, &session->entries.at[1999]);
    assert_int_equal(loads, 1999);
    store_free(store);
}

static void names_are_never_empty(void **state)
{
    struct store *store = store_new();
    struct user *user = store_user(store, 7);

    (void)state;
    assert_string_equal(store_user_name(store, 450), "User 450");
    assert_string_equal(store_user_name(store, 7), "User 7");
    assert_string_equal(store_user_name(store, 0), "");
    free(user->name);
    user->name = mem_copy_text("Olga");
    assert_string_equal(store_user_name(store, 7), "Olga");
    assert_int_equal(store_user_role(store, 0), USER_SYSTEM);
    assert_int_equal(store_user_role(store, 450), USER_OPERATOR);
    assert_ptr_equal(store_user(store, 7), user);
    store_free(store);
}

static void newest_chat_comes_first(void **state)
{
    struct store *store = store_new();

    (void)state;
    for (int i = 1; i <= 5; i++)
        add(chat_session(store_chat(store, i), i), i, (i * 3) % 5, 1);
    store_arrange(store, ORDER_TIME);
    assert_int_equal(store_n_chats(store), 5);
    for (size_t i = 1; i < 5; i++)
        assert_true(chat_last(store_chat_at(store, i - 1)).time >
                    chat_last(store_chat_at(store, i)).time);
    store_free(store);
}

/* Two lists, in digits, one after the other; then what comes of both. */
static void lists_of_several_answers_become_one(void **state)
{
    static const struct {
        const char *first, *second, *both;
    } cases[] = {
        {"321", "54321", "54321"}, {"54321", "321", "54321"}, {"123", "2345", "12345"},
        {"2345", "123", "12345"},  {"321", "654", "654321"},  {"654", "321", "654321"},
        {"123", "456", "123456"},  {"456", "123", "123456"},  {"142", "14923", "14923"},
        {"", "21", "21"},          {"21", "", "21"},          {"7", "7", "7"},
        {"531", "642", "642531"},  {"97531", "9421", "9753421"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session *session = session_new(1, 1);
        const char *const lists[] = {cases[i].first, cases[i].second};
        char both[16] = "";

        for (int list = 0; list < 2; list++) {
            int64_t ids[8];
            size_t n = strlen(lists[list]);

            for (size_t k = 0; k < n; k++)
                ids[k] = lists[list][k] - '0';
            session_add_listed(session, ids, n);
        }
        for (size_t k = 0; k < session->listed.n; k++)
            both[k] = (char)('0' + session->listed.at[k]);
        assert_string_equal(both, cases[i].both);
        session_free(session);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_tokens),
        cmocka_unit_test(time_then_id_whatever_came),
        cmocka_unit_test(server_order_is_the_list),
        cmocka_unit_test(listed_and_delivered_differ),
        cmocka_unit_test(an_id_occurs_once_the_later_copy_stays),
        cmocka_unit_test(a_copy_with_another_date_replaces_the_first),
        cmocka_unit_test(moments_do_not_depend_on_the_order),
        cmocka_unit_test(any_order_arranges_alike),
        cmocka_unit_test(operators_are_collected_once),
        cmocka_unit_test(many_operators_are_collected_in_order),
        cmocka_unit_test(entity_strings_split),
        cmocka_unit_test(entity_strings_may_be_short_or_broken),
        cmocka_unit_test(items_run_through_all_sessions),
        cmocka_unit_test(messages_are_loaded_when_asked),
        cmocka_unit_test(names_are_never_empty),
        cmocka_unit_test(newest_chat_comes_first),
        cmocka_unit_test(lists_of_several_answers_become_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
