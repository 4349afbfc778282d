/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "layout/lens.h"

#include <string.h>

/* Sessions of letters: m message, s service, S start, E end, v vote. */
static struct chat *make(const char *const *sessions)
{
    static const char letters[] = "msSEv";
    static const uint8_t classes[] = {CLASS_MESSAGE, CLASS_SERVICE, CLASS_START, CLASS_END,
                                      CLASS_VOTE};
    struct chat *chat = chat_new(1);
    int64_t id = 1;

    for (int s = 0; sessions[s]; s++)
        for (const char *at = sessions[s]; *at; at++, id++) {
            struct entry entry = {.id = id, .time = id, .offset = 0};

            entry.class = classes[strchr(letters, *at) - letters];
            vec_push(&chat_session(chat, s + 1)->entries, entry);
        }
    return chat;
}

static bool is_operator(void *self, int64_t user)
{
    (void)self;
    return user != 0;
}

static bool second_is_folded(void *self, const struct session *session)
{
    (void)self;
    return session->id == 2;
}

/* Pieces as text: "m" an item, "(3)" a run, "[4]" a fold; the item number before each. */
static void assert_pieces(const char *const *sessions, const struct lens_rule *rule,
                          const char *expected)
{
    struct chat *chat = make(sessions);
    struct lens lens = {0};
    struct str out = {0};

    chat_arrange(chat, ORDER_TIME, is_operator, NULL);
    lens_set(&lens, chat, rule);
    for (size_t i = 0; i < lens_size(&lens); i++) {
        struct piece piece = lens_piece(&lens, i);

        if (piece.kind == PIECE_ITEM)
            str_addf(&out, "%u ", piece.item);
        else
            str_addf(&out, piece.kind == PIECE_RUN ? "%u(%u) " : "%u[%u] ", piece.item, piece.n);
        assert_int_equal(lens_find(&lens, piece.item), i);
        assert_int_equal(lens_find(&lens, piece.item + piece.n - 1), i);
    }
    assert_string_equal(str_text(&out), expected);
    str_release(&out);
    lens_release(&lens);
    chat_free(chat);
}

static void without_rules_all_is_shown(void **state)
{
    (void)state;
    assert_pieces((const char *const[]){"SmsE", "m", NULL}, &(struct lens_rule){0}, "0 1 2 3 4 ");
    assert_pieces((const char *const[]){NULL}, &(struct lens_rule){0}, "");
}

static void runs_collapse_but_not_boundaries(void **state)
{
    const struct lens_rule rule = {.service = SERVICE_COLLAPSED};

    (void)state;
    assert_pieces((const char *const[]){"SsssmsmssvssE", NULL}, &rule,
                  "0 1(3) 4 5 6 7(2) 9 10(2) 12 ");
    assert_pieces((const char *const[]){"mss", "ssm", NULL}, &rule, "0 1(2) 3(2) 5 ");
}

static bool third_is_open(void *self, const struct entry *first)
{
    (void)self;
    return first->id == 3;
}

static void an_open_run_is_line_by_line(void **state)
{
    const struct lens_rule rule = {.service = SERVICE_COLLAPSED, .is_open = third_is_open};

    (void)state;
    assert_pieces((const char *const[]){"SmsssmssE", NULL}, &rule, "0 1 2 3 4 5 6(2) 8 ");
    assert_pieces((const char *const[]){"SssssE", NULL}, &rule, "0 1(4) 5 ");
}

static void service_lines_can_go(void **state)
{
    (void)state;
    assert_pieces((const char *const[]){"SssmsE", "ss", NULL},
                  &(struct lens_rule){.service = SERVICE_GONE}, "0 3 5 ");
}

static void a_fold_is_one_piece(void **state)
{
    (void)state;
    assert_pieces((const char *const[]){"SmE", "SmmE", "m", NULL},
                  &(struct lens_rule){.is_folded = second_is_folded}, "0 1 2 3[4] 7 ");
}

static void a_filter_shows_what_it_found(void **state)
{
    const uint32_t found[] = {1, 4, 5};

    (void)state;
    assert_pieces((const char *const[]){"SmE", "Smm", NULL},
                  &(struct lens_rule){.found = found, .n_found = 3}, "1 4 5 ");
    assert_pieces((const char *const[]){"SmE", NULL}, &(struct lens_rule){.found = found}, "");
}

static void what_is_hidden_is_found_nearby(void **state)
{
    struct chat *chat = make((const char *const[]){"SssmE", NULL});
    struct lens lens = {0};

    (void)state;
    chat_arrange(chat, ORDER_TIME, is_operator, NULL);
    lens_set(&lens, chat, &(struct lens_rule){.service = SERVICE_GONE});
    assert_int_equal(lens_find(&lens, 2), 0);
    assert_int_equal(lens_find(&lens, 3), 1);
    assert_int_equal(lens_find(&lens, 99), 2);
    lens_release(&lens);
    chat_free(chat);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_rules_all_is_shown),
        cmocka_unit_test(runs_collapse_but_not_boundaries),
        cmocka_unit_test(an_open_run_is_line_by_line),
        cmocka_unit_test(service_lines_can_go),
        cmocka_unit_test(a_fold_is_one_piece),
        cmocka_unit_test(a_filter_shows_what_it_found),
        cmocka_unit_test(what_is_hidden_is_found_nearby),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
