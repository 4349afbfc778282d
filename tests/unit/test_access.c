/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "cli/rights.h"
#include "source/ways.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static size_t row_of(const char *name)
{
    size_t row = 0;

    while (access_needs[row].name && strcasecmp(access_needs[row].name, name) != 0)
        row++;
    assert_non_null(access_needs[row].name);
    return row;
}

static struct access all_granted(void)
{
    struct access access = {0};

    for (size_t i = 0; access_needs[i].name; i++)
        access.states[i] = ACCESS_GRANTED;
    return access;
}

static void the_table_is_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; access_needs[i].name; i++) {
        char scope[64] = "";

        for (const char *at = access_needs[i].name; *at; at++)
            assert_false(isupper((unsigned char)*at));
        assert_int_equal(row_of(access_needs[i].name), i);
        assert_true(strlen(access_needs[i].without) > 10);
        memcpy(scope, access_needs[i].name, strcspn(access_needs[i].name, "."));
        assert_true(access_needs[row_of(scope)].is_scope);
        assert_int_equal(access_needs[i].is_scope, strchr(access_needs[i].name, '.') == NULL);
    }
}

static void the_list_comes_the_best_way_that_is_left(void **state)
{
    struct access access = all_granted();
    const char *blind, *method;

    (void)state;
    assert_false(access_is_lacking(&access));
    for (int way = 0; (method = ways_name(way, NULL)) != NULL; way++) {
        assert_string_equal(access_list_way(&access, &blind), method);
        assert_true(strlen(blind) > 10);
        access.states[row_of(method)] = ACCESS_ABSENT;
    }
    assert_null(access_list_way(&access, &blind));
    assert_true(access_is_lacking(&access));
}

/* A portal that did not say may have it. */
static void what_is_not_known_is_no_lack(void **state)
{
    struct access access = {0};
    struct str out = {0};

    (void)state;
    assert_false(access_is_lacking(&access));
    for (size_t i = 0; access_needs[i].name; i++)
        rights_add_lack(&access, i, &out);
    assert_int_equal(out.size, 0);
}

static void what_is_vital_is_lacking_alone(void **state)
{
    (void)state;
    for (size_t i = 0; access_needs[i].name; i++) {
        struct access access = all_granted();

        access.states[i] = ACCESS_DENIED;
        assert_int_equal(access_is_lacking(&access), access_needs[i].is_vital);
    }
}

static void a_lack_is_told_once_and_for_its_reason(void **state)
{
    struct access access = all_granted();
    size_t method = row_of("crm.activity.list");
    struct str out = {0};

    (void)state;
    access.states[method] = ACCESS_ABSENT;
    rights_add_lack(&access, method, &out);
    assert_non_null(strstr(out.text, "is not known to this portal"));
    str_clear(&out);
    access.states[method] = ACCESS_DENIED;
    rights_add_lack(&access, method, &out);
    assert_non_null(strstr(out.text, "is not allowed to this login"));
    str_clear(&out);
    access.states[row_of("crm")] = ACCESS_DENIED;
    rights_add_lack(&access, method, &out);
    assert_int_equal(out.size, 0);
    rights_add_lack(&access, row_of("crm"), &out);
    assert_non_null(strstr(out.text, "the right crm is missing"));
    str_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_in_order),
        cmocka_unit_test(the_list_comes_the_best_way_that_is_left),
        cmocka_unit_test(what_is_not_known_is_no_lack),
        cmocka_unit_test(what_is_vital_is_lacking_alone),
        cmocka_unit_test(a_lack_is_told_once_and_for_its_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
