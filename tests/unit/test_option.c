/* SPDX-License-Identifier: MIT */
#include "ui/option.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

static bool set(struct options *options, const char *name, const char *text)
{
    const struct option_row *row = option_find(name);
    struct error error = {0};
    bool done;

    assert_non_null(row);
    done = option_set(options, row, text, &error);
    assert_int_equal(error.kind, done ? ERROR_NONE : ERROR_USAGE);
    /* What was not taken is named, and so is the option. */
    if (!done && row->type != OPTION_ZONE)
        assert_non_null(strstr(error.text, name));
    return done;
}

/* --- the table -------------------------------------------------------------------------------- */

static void test_rows_are_sound(void **state)
{
    (void)state;
    for (const struct option_row *row = option_table; row->name; row++) {
        assert_ptr_equal(option_find(row->name), row); /* no name twice */
        assert_non_null(row->help);
        assert_true(row->offset < sizeof(struct options));
        assert_int_equal(row->argument == NULL,
                         row->type == OPTION_FLAG || row->type == OPTION_KINDS);
        assert_int_equal(row->choices != NULL, row->type == OPTION_CHOICE);
        for (const struct option_row *other = row + 1; other->name; other++)
            assert_true(!row->letter || row->letter != other->letter);
    }
    assert_null(option_find("no-such-option"));
}

static void test_defaults(void **state)
{
    struct options options;

    (void)state;
    options_init(&options);
    assert_int_equal(options.order, ORDER_TIME);
    assert_int_equal(options.color, COLOR_AUTO);
    assert_int_equal(options.zone.kind, ZONE_PORTAL);
    assert_string_equal(options.theme, "default");
    assert_null(options.format);
    assert_false(options.demo || options.since.given || options.until.given);
    assert_int_equal(options.chat, 0);
}

/* Every default and every choice is taken by its own row. */
static void test_choices_are_taken(void **state)
{
    struct options options;

    (void)state;
    options_init(&options);
    for (const struct option_row *row = option_table; row->name; row++) {
        const char *at = row->choices;

        while (at && *at) {
            char choice[64];

            snprintf(choice, sizeof choice, "%.*s", (int)strcspn(at, "|"), at);
            assert_true(set(&options, row->name, choice));
            at += strlen(choice);
            at += *at == '|';
        }
    }
    assert_int_equal(options.order, ORDER_SERVER);
    assert_int_equal(options.color, COLOR_NEVER);
    assert_false(set(&options, "order", "server|time"));
    assert_false(set(&options, "order", "serve"));
    assert_false(set(&options, "order", ""));
}

/* --- types ------------------------------------------------------------------------------------ */

static void test_ids(void **state)
{
    static const char *const bad[] = {"",     "0",     "-1",   "+1",        " 1",
                                      "1 ",   "0x10",  "1982a", "chat",     "chatchat1",
                                      "1e3",  "9223372036854775808", "1982\n", "chat0"};
    struct options options;

    (void)state;
    options_init(&options);
    assert_true(set(&options, "chat", "1982"));
    assert_int_equal(options.chat, 1982);
    assert_true(set(&options, "chat", "chat2210"));
    assert_int_equal(options.chat, 2210);
    assert_true(set(&options, "message", "9223372036854775807"));
    assert_true(options.message == INT64_MAX);
    assert_false(set(&options, "session", "chat12"));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(set(&options, "chat", bad[i]));
        assert_false(set(&options, "session", bad[i]));
    }
    assert_int_equal(options.chat, 2210); /* stays as it was */
}

static void test_crm(void **state)
{
    static const char *const bad[] = {"",      "LEAD",   "LEAD:",   ":12", "LEAD:0", "LEAD:12x",
                                      "12:12:12", "LEAD12", "AN_OVERLONG_TYPE_OF_OBJECT:1"};
    struct options options;

    (void)state;
    options_init(&options);
    assert_true(set(&options, "crm", "lead:1205"));
    assert_string_equal(options.crm.type, "LEAD");
    assert_int_equal(options.crm.id, 1205);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(set(&options, "crm", bad[i]));
}

static void test_moments(void **state)
{
    const int64_t day = 1777852800; /* 2026-05-04T00:00:00Z */
    struct options options;

    (void)state;
    options_init(&options);
    assert_true(set(&options, "since", "2026-05-04"));
    assert_true(options.since.given && options.since.is_clock && options.since.time == day);
    assert_true(set(&options, "until", "2026-05-04"));
    assert_true(options.until.is_clock && options.until.time == day + 86399);
    assert_true(set(&options, "until", "2026-05-04T10:02"));
    assert_true(options.until.is_clock && options.until.time == day + 36120);
    assert_true(set(&options, "until", "2026-05"));
    assert_true(options.until.is_clock && options.until.time == day + 28 * 86400 - 1);
    assert_true(set(&options, "since", "2026-05-04 10:02:11+03:00"));
    assert_true(!options.since.is_clock && options.since.time == day + 25331);
    assert_true(set(&options, "since", "2026-05-04T10:02:11Z"));
    assert_true(!options.since.is_clock && options.since.time == day + 36131);
    assert_false(set(&options, "since", "tomorrow"));
    assert_false(set(&options, "since", "2026-02-30"));
    assert_false(set(&options, "since", "2026-05-04T25:00"));
    assert_false(set(&options, "since", ""));
}

static void test_numbers_and_zones(void **state)
{
    struct options options;

    (void)state;
    options_init(&options);
    assert_true(set(&options, "width", "120"));
    assert_int_equal(options.width, 120);
    assert_false(set(&options, "width", "0"));
    assert_false(set(&options, "width", "10000"));
    assert_false(set(&options, "width", "80.5"));
    assert_true(set(&options, "timezone", "UTC"));
    assert_int_equal(options.zone.kind, ZONE_UTC);
    assert_false(set(&options, "timezone", "../../etc/passwd"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_sound), cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_choices_are_taken), cmocka_unit_test(test_ids),
        cmocka_unit_test(test_crm), cmocka_unit_test(test_moments),
        cmocka_unit_test(test_numbers_and_zones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
