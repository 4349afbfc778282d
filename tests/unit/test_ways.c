/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "source/ways.h"

#include <stdlib.h>
#include <string.h>

#define V2 "imopenlines.v2.Session.list"
#define CRM "crm.activity.list"
#define RECENT "im.recent.list"
#define DAY (INT64_C(24) * 60 * 60)

static const int64_t may = 1777593600; /* 2026-05-01T00:00:00Z */

/* The parameters of the next page hold this text, or do not. */
static bool asks(const struct ways *ways, const char *text)
{
    struct str params = {0};
    ways_params(ways, &params);
    bool found = strstr(str_text(&params), text) != NULL;
    str_release(&params);
    return found;
}

static void take(struct ways *ways, const char *page)
{
    struct store *store = store_new();
    struct listing listing = {0};
    ways_take(ways, store, (struct json_slice){page, strlen(page)}, &listing);
    listing_release(&listing);
    store_free(store);
}

static void take_v2(struct ways *ways, int id, const char *date, bool has_next)
{
    struct str page = {0};
    str_addf(&page, "{\"sessions\":[{\"id\":%d,\"chatId\":2000,\"dateCreate\":\"%s\"}],"
                    "\"hasNextPage\":%s}", id, date, has_next ? "true" : "false");
    take(ways, str_text(&page));
    str_release(&page);
}

static struct ways at(int way)
{
    struct ways ways = {.since = {WHEN_NONE, 0}};
    ways_start(&ways);
    while (ways.at < way)
        ways_next(&ways);
    return ways;
}

static void the_best_way_comes_first(void **state)
{
    struct ways ways = at(0);
    (void)state;
    assert_string_equal(ways_method(&ways), V2);
    assert_true(ways_next(&ways));
    assert_string_equal(ways_method(&ways), CRM);
    assert_true(ways_next(&ways));
    assert_string_equal(ways_method(&ways), RECENT);
    assert_false(ways_next(&ways));
    assert_true(ways.has_all);
}

static void pages_are_counted_or_follow_ids(void **state)
{
    struct ways ways = at(0);
    (void)state;
    assert_true(asks(&ways, "\"offset\":0"));
    take_v2(&ways, 903, "2026-05-04T10:00:00+03:00", true);
    assert_true(asks(&ways, "\"offset\":200"));
    take_v2(&ways, 902, "2026-05-04T09:00:00+03:00", false);
    assert_true(ways.has_all);
    ways = at(1);
    assert_false(asks(&ways, "<ID"));
    take(&ways, "[{\"ID\":\"77\",\"ASSOCIATED_ENTITY_ID\":\"903\"}]");
    assert_true(asks(&ways, "\"<ID\":77"));
    assert_false(ways.has_all);
    take(&ways, "[]");
    assert_true(ways.has_all);
}

static void a_line_and_a_date_are_asked_for_where_they_can_be(void **state)
{
    (void)state;
    for (int way = 0; way < 3; way++) {
        struct ways ways = at(way);
        ways.line = 5;
        ways.since = (struct when){may, 0};
        assert_int_equal(asks(&ways, "2026-05-01T00:00:00"), way < 2);
        assert_int_equal(asks(&ways, "\"configId\":5"), way == 0);
        assert_int_equal(asks(&ways, "\"PROVIDER_TYPE_ID\":\"5\""), way == 1);
    }
}

/* Offsets end at 10,000, and a period may not be longer than 366 days. */
static void behind_the_last_offset_it_begins_anew(void **state)
{
    struct ways ways = at(0);
    (void)state;
    ways.since = (struct when){may - 700 * DAY, 0};
    ways.offset = 9800;
    take_v2(&ways, 903, "2026-05-01T00:00:00+00:00", true);
    assert_true(asks(&ways, "\"offset\":0"));
    assert_true(asks(&ways, "\"dateCreateTo\":\"2026-05-01T00:00:00"));
    assert_false(asks(&ways, "dateCreateFrom"));
    take_v2(&ways, 101, "2024-01-01T00:00:00+00:00", true); /* older than since */
    assert_true(ways.has_all);
}

static void a_list_that_does_not_go_on_ends(void **state)
{
    static const char page[] = "[{\"ID\":\"77\",\"ASSOCIATED_ENTITY_ID\":\"903\"}]";
    struct ways ways = at(1);
    (void)state;
    take(&ways, page);
    take(&ways, page);
    assert_true(ways.has_all);
    ways = at(0);
    for (int i = 0; i < 2; i++) {
        assert_false(ways.has_all);
        ways.offset = 9800;
        take_v2(&ways, 903, "2026-05-01T00:00:00+00:00", true);
    }
    assert_true(ways.has_all);
}

/* What a better way has seen to the end needs not be walked again, what a worse one has must. */
static void a_list_seen_to_its_end_is_known(void **state)
{
    struct ways best = at(0), crm = at(1), recent = at(2);
    (void)state;
    assert_true(ways_is_seen(&best, V2));
    assert_false(ways_is_seen(&best, CRM));
    assert_true(ways_is_seen(&crm, V2) && ways_is_seen(&crm, CRM));
    assert_false(ways_is_seen(&crm, "") || ways_is_seen(&crm, RECENT));
    assert_false(ways_is_seen(&recent, RECENT)); /* by activity: new ones stand anywhere */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_way_comes_first),
        cmocka_unit_test(pages_are_counted_or_follow_ids),
        cmocka_unit_test(a_line_and_a_date_are_asked_for_where_they_can_be),
        cmocka_unit_test(behind_the_last_offset_it_begins_anew),
        cmocka_unit_test(a_list_that_does_not_go_on_ends),
        cmocka_unit_test(a_list_seen_to_its_end_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
