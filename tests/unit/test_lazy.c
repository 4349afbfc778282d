/* SPDX-License-Identifier: MIT */
/* What a list names is loaded when it is wanted, and can be forgotten again (model/store.h). */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/document.h"
#include "layout/message.h"
#include "model/store.h"

/* Two chats; chat 1 has the sessions 11 and 12 of three messages each, session 13 is refused. */
struct origin {
    struct store *store;
    int n_wants, n_waits;
    bool is_slow;             /* what is wanted comes with the next wait */
    struct session *pending;
};

static bool load(void *self, const struct entry *entry, struct message *message)
{
    char text[32];

    (void)self;
    snprintf(text, sizeof text, "text %d", (int)entry->id);
    message->raw = mem_copy_text(text);
    return true;
}

static void give(struct origin *origin, struct session *session)
{
    if (session->id == 13) {
        session->state = LOAD_FAILED;
        session->failure = mem_copy_text("not allowed");
    } else {
        session_load(session);
        for (int i = 0; i < 3; i++)
            vec_push(&session->entries,
                     (struct entry){.id = session->id * 10 + i,
                                    .time = session->id * 1000 + i,
                                    .sender = 7,
                                    .listed = UINT32_MAX,
                                    .class = CLASS_MESSAGE});
    }
    store_touch(origin->store, store_chat(origin->store, session->chat));
}

static void list_sessions(struct origin *origin, struct chat *chat)
{
    for (int64_t id = 11; id <= 13; id++) {
        struct session *session = chat_session(chat, id);

        session->state = LOAD_NONE;
        session->n_messages = 3;
        session->first.time = id * 1000;
        session->last.time = id * 1000 + 2;
    }
    chat->state = LOAD_DONE;
    store_touch(origin->store, chat);
}

static void want(void *self, struct chat *chat, struct session *session)
{
    struct origin *origin = self;

    origin->n_wants++;
    if (!session)
        list_sessions(origin, chat);
    else if (origin->is_slow)
        origin->pending = session;
    else
        give(origin, session);
}

static bool wait(void *self)
{
    struct origin *origin = self;

    origin->n_waits++;
    if (origin->pending)
        give(origin, origin->pending);
    origin->pending = NULL;
    return true;
}

static struct origin *origin_new(void)
{
    struct origin *origin = mem_zero(1, sizeof *origin);

    origin->store = store_new();
    store_set_source(origin->store,
                     &(struct store_source){.load = load, .want = want, .wait = wait, .self = origin});
    store_chat(origin->store, 1)->state = LOAD_NONE;
    store_arrange(origin->store, ORDER_TIME);
    return origin;
}

static void origin_free(struct origin *origin)
{
    store_free(origin->store);
    free(origin);
}

static struct session *session_at(struct origin *origin, size_t i)
{
    return store_find_chat(origin->store, 1)->sessions.at[i];
}

static void a_gap_stands_for_messages_not_loaded(void **state)
{
    struct origin *origin = origin_new();
    const struct chat *chat = store_find_chat(origin->store, 1);
    const struct session *session;

    (void)state;
    assert_int_equal(chat->n_items, 0);
    store_want(origin->store, chat, NULL);
    assert_true(store_settle(origin->store));
    assert_int_equal(chat->n_items, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(entry_is_gap(chat_item(chat, i, &session)));
    assert_string_equal(store_message(origin->store, session, chat_item(chat, 2, NULL))->raw, "");
    assert_false(store_settle(origin->store));
    origin_free(origin);
}

static void what_is_wanted_takes_the_place_of_its_gap(void **state)
{
    struct origin *origin = origin_new();
    const struct chat *chat = store_find_chat(origin->store, 1);
    const struct session *session;
    unsigned version;

    (void)state;
    store_fetch(origin->store, chat, NULL);
    version = chat->version;
    store_want(origin->store, chat, session_at(origin, 1));
    store_want(origin->store, chat, session_at(origin, 1));
    assert_int_equal(origin->n_wants, 2); /* the sessions, and once the messages */
    assert_true(store_settle(origin->store));
    assert_true(chat->version != version);
    assert_int_equal(chat->n_items, 5);
    assert_int_equal(chat_item(chat, 1, &session)->id, 120);
    assert_int_equal(session->id, 12);
    assert_string_equal(store_message(origin->store, session, chat_item(chat, 3, NULL))->raw,
                        "text 122");
    origin_free(origin);
}

static void what_failed_may_be_asked_for_again(void **state)
{
    struct origin *origin = origin_new();
    const struct chat *chat = store_find_chat(origin->store, 1);

    (void)state;
    store_fetch(origin->store, chat, NULL);
    store_fetch(origin->store, chat, session_at(origin, 2));
    assert_int_equal(session_at(origin, 2)->state, LOAD_FAILED);
    assert_true(entry_is_gap(chat_item(chat, 2, NULL)));
    store_want(origin->store, chat, session_at(origin, 2));
    assert_int_equal(origin->n_wants, 3);
    assert_string_equal(session_at(origin, 2)->failure, "not allowed");
    origin_free(origin);
}

static void whoever_can_wait_waits(void **state)
{
    struct origin *origin = origin_new();
    const struct chat *chat = store_find_chat(origin->store, 1);

    (void)state;
    origin->is_slow = true;
    store_fetch(origin->store, chat, NULL);
    store_fetch(origin->store, chat, session_at(origin, 0));
    assert_int_equal(origin->n_waits, 1);
    assert_int_equal(chat->n_items, 5);
    origin_free(origin);
}

static void forgotten_messages_leave_their_facts(void **state)
{
    struct origin *origin = origin_new();
    const struct chat *chat = store_find_chat(origin->store, 1);

    (void)state;
    store_fetch(origin->store, chat, NULL);
    store_fetch(origin->store, chat, session_at(origin, 0));
    store_forget(origin->store, chat, NULL);
    assert_int_equal(chat->n_items, 3);
    assert_int_equal(session_at(origin, 0)->n_messages, 3);
    assert_int_equal(session_first(session_at(origin, 0)).time, 11000);
    assert_int_equal(session_last(session_at(origin, 0)).time, 11002);
    assert_int_equal(session_at(origin, 0)->operators.n, 1);
    store_fetch(origin->store, chat, session_at(origin, 0));
    assert_int_equal(chat->n_items, 5);
    origin_free(origin);
}

static void a_document_loads_what_it_writes_and_lets_it_go(void **state)
{
    struct origin *origin = origin_new();
    struct document document = {.look = {.store = origin->store}, .width = 60};
    struct written written;
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    (void)state;
    assert_true(document_write(&document, format_find(document_formats, "jsonl"), to, &written));
    fclose(to);
    assert_int_equal(written.n_messages, 6);
    assert_non_null(strstr(text, "text 112"));
    assert_non_null(strstr(text, "text 120"));
    assert_int_equal(store_find_chat(origin->store, 1)->n_items, 3);
    free(text);
    origin_free(origin);
}

static void a_gap_says_how_much_is_missing_and_why(void **state)
{
    struct origin *origin = origin_new();
    const struct chat *chat = store_find_chat(origin->store, 1);
    struct look look = {.store = origin->store};
    struct rows rows;
    int body;

    (void)state;
    store_fetch(origin->store, chat, NULL);
    store_fetch(origin->store, chat, session_at(origin, 2));
    rows_init(&rows, 60);
    message_layout(&look, chat, (struct piece){0, 1, PIECE_ITEM}, NO_ITEM, 60, &rows, &body);
    assert_non_null(strstr(str_text(&rows.text), "3 messages not loaded yet"));
    message_layout(&look, chat, (struct piece){2, 1, PIECE_ITEM}, 1, 60, &rows, &body);
    assert_non_null(strstr(str_text(&rows.text), "3 messages not loaded: not allowed"));
    rows_release(&rows);
    origin_free(origin);
}

static void a_store_swapped_keeps_its_order(void **state)
{
    struct origin *origin = origin_new();
    struct store *fresh = store_new();

    (void)state;
    for (int64_t id = 1; id <= 3; id++)
        store_chat(fresh, id)->created.time = id;
    store_swap(origin->store, fresh);
    assert_true(store_settle(origin->store));
    assert_int_equal(store_n_chats(origin->store), 3);
    assert_int_equal(store_chat_at(origin->store, 0)->id, 3);
    assert_int_equal(store_n_chats(fresh), 1);
    store_free(fresh);
    origin_free(origin);
}

/* Messages whose clock is hours off (portal-api.md 11.5) change no order. */
static void another_clock_moves_nothing(void **state)
{
    struct store *store = store_new();
    struct chat *early = store_chat(store, 1), *late = store_chat(store, 2);
    struct session *first = chat_session(early, 11), *second = chat_session(early, 12);
    enum { HOUR = 3600, DAY = 24 * HOUR };

    (void)state;
    first->first.time = first->last.time = DAY;
    second->first.time = second->last.time = DAY + HOUR;
    chat_session(late, 21)->first.time = chat_session(late, 21)->last.time = DAY - HOUR;
    first->state = second->state = chat_session(late, 21)->state = LOAD_NONE;
    store_arrange(store, ORDER_TIME);
    session_load(second);
    vec_push(&second->entries, (struct entry){.id = 5, .time = DAY + HOUR - 7 * HOUR + 20});
    store_touch(store, early);
    store_settle(store);
    assert_ptr_equal(early->sessions.at[1], second);
    assert_ptr_equal(store_chat_at(store, 0), early);
    assert_int_equal(second->shift, 7 * HOUR);
    assert_int_equal(session_last(second).time, DAY - 6 * HOUR + 20);
    session_unload(second);
    session_load(second);
    vec_push(&second->entries, (struct entry){.id = 5, .time = DAY + HOUR - 7 * HOUR + 20});
    store_touch(store, early);
    store_settle(store);
    assert_int_equal(second->shift, 7 * HOUR);
    store_free(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gap_stands_for_messages_not_loaded),
        cmocka_unit_test(what_is_wanted_takes_the_place_of_its_gap),
        cmocka_unit_test(what_failed_may_be_asked_for_again),
        cmocka_unit_test(whoever_can_wait_waits),
        cmocka_unit_test(forgotten_messages_leave_their_facts),
        cmocka_unit_test(a_document_loads_what_it_writes_and_lets_it_go),
        cmocka_unit_test(a_gap_says_how_much_is_missing_and_why),
        cmocka_unit_test(a_store_swapped_keeps_its_order),
        cmocka_unit_test(another_clock_moves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
