/* SPDX-License-Identifier: MIT */
#include "model/store.h"
#include "model/texts.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

/* A store in which every text holds the same secrets. */
static const char secrets[] = "Tom Bexley, tom@bexley.example, +7 900 555-01-17, a.pdf";
static const char broken_link[] = "https://a.example/my secret/path";
static const char hidden[] = "[client-1], [email-1], [phone-1], [file-1.pdf]";

static void set(char **text, const char *value)
{
    free(*text);
    *text = mem_copy_text(value);
}

static struct block some_block(enum block_kind kind)
{
    struct block block = {.kind = kind};

    set(&block.text, secrets);
    set(&block.name, secrets);
    set(&block.link, broken_link);
    set(&block.desc, secrets);
    vec_push(&block.rows, (struct grid_row){0});
    set(&block.rows.at[0].name, secrets);
    set(&block.rows.at[0].value, secrets);
    set(&block.rows.at[0].link, broken_link);
    return block;
}

static bool load(void *self, const struct entry *entry, struct message *message)
{
    struct attach attach = {0};

    (void)entry;
    (*(int *)self)++;
    set(&message->raw, secrets);
    set(&message->date, secrets);
    set(&message->classes, secrets);
    set(&message->component, secrets);
    set(&message->params, "{\"a\":[\"Tom Bexley\",\"+7 900 555-01-17\",79005550117]}");
    set(&message->name, "Tom Bexley");
    set(&attach.description, secrets);
    for (int kind = 0; kind < BLOCK_COUNT; kind++)
        vec_push(&attach.blocks, some_block((enum block_kind)kind));
    vec_push(&message->attaches, attach);
    vec_push(&message->buttons, (struct button){mem_copy_text(secrets), mem_copy_text(secrets),
                                                false});
    return true;
}

static struct store *new_store(int *loads)
{
    struct store *store = store_new();
    struct user *user = store_user(store, 356);
    struct chat *chat = store_chat(store, 2243);
    struct session *session = chat_session(chat, 918);
    struct file *file = store_file(store, 7);

    store_set_source(store, &(struct store_source){.load = load, .self = loads});
    user->role = USER_CLIENT;
    set(&user->name, "Tom Bexley");
    set(&user->position, secrets);
    set(&chat->name, "Tom Bexley - Shop");
    chat_set_entity(chat, "whatsapp|8|79005550117|tom@bexley.example", NULL, NULL, NULL);
    set(&chat->preview, secrets);
    set(&session->comment_head, secrets);
    set(&file->name, "a.pdf");
    set(&file->type, secrets);
    vec_push(&session->entries, (struct entry){.id = 1, .time = WHEN_NONE, .sender = 356});
    store_arrange(store, ORDER_TIME);
    return store;
}

static const struct message *message_of(struct store *store)
{
    const struct session *session = store_chat(store, 2243)->sessions.at[0];

    return store_message(store, session, &session->entries.at[0]);
}

static void require_hidden(void *self, char **text, enum text_role role, int64_t id)
{
    (void)self, (void)role, (void)id;
    assert_null(strstr(*text, "Bexley"));
    assert_null(strstr(*text, "bexley"));
    assert_null(strstr(*text, "555"));
    assert_null(strstr(*text, "a.pdf"));
    assert_null(strstr(*text, "secret/path"));
}

static void every_text_is_redacted(void **state)
{
    int loads = 0;
    struct store *store = new_store(&loads);

    (void)state;
    store_set_redaction(store, REDACT_ALL);
    message_each_text((struct message *)message_of(store), require_hidden, NULL);
    chat_each_text(store_chat(store, 2243), require_hidden, NULL);
    user_each_text(store_user(store, 356), require_hidden, NULL);
    file_each_text(store_file(store, 7), require_hidden, NULL);
    assert_string_equal(message_of(store)->raw, hidden);
    assert_string_equal(message_of(store)->date, hidden);
    assert_string_equal(message_of(store)->name, "[client-1]");
    assert_string_equal(message_of(store)->params,
                        "{\"a\":[\"[client-1]\",\"[phone-1]\",\"[phone-1]\"]}");
    assert_string_equal(store_user_name(store, 356), "[client-1]");
    assert_string_equal(store_chat(store, 2243)->name, "[client-1] - Shop");
    assert_string_equal(store_chat(store, 2243)->code, "whatsapp|8|[phone-1]|[email-1]");
    assert_string_equal(store_chat(store, 2243)->key, "whatsapp|8|79005550117|tom@bexley.example");
    store_free(store);
}

static void it_is_switched_off_again(void **state)
{
    int loads = 0;
    struct store *store = new_store(&loads);

    (void)state;
    store_set_redaction(store, REDACT_ALL);
    message_of(store);
    store_set_redaction(store, 1 << REDACT_PHONES);
    assert_string_equal(message_of(store)->raw,
                        "Tom Bexley, tom@bexley.example, [phone-1], a.pdf");
    assert_int_equal(redact_kinds(store_redaction(store)), 1 << REDACT_PHONES);
    store_set_redaction(store, 0);
    assert_string_equal(message_of(store)->raw, secrets);
    assert_string_equal(store_user_name(store, 356), "Tom Bexley");
    assert_string_equal(store_chat(store, 2243)->name, "Tom Bexley - Shop");
    assert_string_equal(store_chat(store, 2243)->preview, secrets);
    assert_null(store_redaction(store));
    assert_int_equal(loads, 3);
    store_free(store);
}

/* A source goes on while it is on: what is newer is neither lost nor shown. */
static void what_comes_later_is_redacted_when_arranged(void **state)
{
    int loads = 0;
    struct store *store = new_store(&loads);
    struct user *user;

    (void)state;
    store_set_redaction(store, REDACT_ALL);
    set(&store_chat(store, 2243)->name, "Tom B. Bexley - Shop");
    user = store_user(store, 400);
    user->role = USER_CLIENT;
    set(&user->name, "Jane Doe");
    store_arrange(store, ORDER_TIME);
    assert_string_equal(store_user_name(store, 356), "[client-1]"); /* the same number */
    assert_string_equal(store_user_name(store, 400), "[client-2]");
    assert_string_equal(store_chat(store, 2243)->name, "[client-3] - Shop");
    store_set_redaction(store, 0);
    assert_string_equal(store_chat(store, 2243)->name, "Tom B. Bexley - Shop");
    assert_string_equal(store_user_name(store, 400), "Jane Doe");
    store_free(store);
}

/* Read again, as R does: it stays on, and the numbers stay. */
static void it_stays_on_when_all_is_read_again(void **state)
{
    int loads = 0;
    struct store *store = new_store(&loads), *fresh = new_store(&loads);

    (void)state;
    store_set_redaction(store, REDACT_ALL);
    message_of(fresh);
    store_swap(store, fresh);
    assert_string_equal(store_user_name(store, 356), "[client-1]");
    assert_string_equal(message_of(store)->raw, hidden);
    assert_string_equal(store_user_name(fresh, 356), "Tom Bexley");
    store_free(fresh);
    store_set_redaction(store, 0);
    assert_string_equal(message_of(store)->raw, secrets);
    store_free(store);
}

/* Sources drop sessions when it suits them. */
static void a_session_may_go_while_it_is_on(void **state)
{
    int loads = 0;
    struct store *store = new_store(&loads);
    struct chat *chat = store_chat(store, 2243);

    (void)state;
    store_set_redaction(store, REDACT_ALL);
    session_free(chat->sessions.at[0]);
    chat->sessions.n = 0;
    store_set_redaction(store, 0);
    assert_string_equal(chat->preview, secrets);
    store_free(store);
}

/* A source that works while the program runs touches the chat of what has come. */
static void who_comes_with_a_chat_is_redacted_with_it(void **state)
{
    int loads = 0;
    struct store *store = new_store(&loads);
    struct user *user;

    (void)state;
    store_set_redaction(store, REDACT_ALL);
    message_of(store);
    for (int turn = 0; turn < 2; turn++) {
        user = store_user(store, 400);
        user->role = USER_CLIENT;
        set(&user->name, "Jane Doe");
        set(&store_file(store, 8)->name, "b.pdf");
        set(&store_chat(store, 9)->name, "Doe Jane - Shop");
        store_touch(store, store_chat(store, 9));
        store_settle(store);
        assert_string_equal(store_user_name(store, 400), "[client-2]");
        assert_string_equal(store_find_file(store, 8)->name, "[file-3.pdf]");
        assert_string_equal(store_chat(store, 9)->name, "[client-2] - Shop");
    }
    message_of(store);
    assert_int_equal(loads, 2); /* Jane might be named in it */
    store_set_redaction(store, 0);
    assert_string_equal(store_user_name(store, 400), "Jane Doe");
    assert_string_equal(store_find_file(store, 8)->name, "b.pdf");
    store_free(store);
}

static void doubts_of_messages(void **state)
{
    int loads = 0;
    struct store *store = new_store(&loads);
    const struct redact *redact;

    (void)state;
    store_set_redaction(store, REDACT_ALL);
    redact = store_redaction(store);
    assert_int_equal(redact_n_doubts(redact), 0);
    store_chat(store, 2243)->sessions.at[0]->entries.at[0].flags |= MESSAGE_REPAIRED;
    message_of(store);
    assert_int_equal(redact_n_doubts(redact), 2);
    assert_int_equal(redact_doubt_at(redact, 0)->why, DOUBT_DAMAGED);
    assert_int_equal(redact_doubt_at(redact, 1)->why, DOUBT_BLOCK);
    assert_int_equal(redact_doubt_at(redact, 1)->session, 918);
    store_free(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_is_redacted),
        cmocka_unit_test(it_is_switched_off_again),
        cmocka_unit_test(what_comes_later_is_redacted_when_arranged),
        cmocka_unit_test(it_stays_on_when_all_is_read_again),
        cmocka_unit_test(a_session_may_go_while_it_is_on),
        cmocka_unit_test(who_comes_with_a_chat_is_redacted_with_it),
        cmocka_unit_test(doubts_of_messages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
