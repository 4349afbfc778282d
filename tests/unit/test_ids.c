/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "ui/ids.h"

static void an_id_is_there_once(void **state)
{
    struct ids ids = {0};

    (void)state;
    assert_false(ids_has(&ids, 7));
    ids_add(&ids, 7);
    ids_add(&ids, 7);
    ids_add(&ids, 9);
    assert_int_equal(ids.n, 2);
    assert_true(ids_has(&ids, 7));
    vec_release(&ids);
}

static void toggling_twice_changes_nothing(void **state)
{
    struct ids ids = {0};

    (void)state;
    assert_true(ids_toggle(&ids, 1));
    assert_true(ids_toggle(&ids, 2));
    assert_true(ids_toggle(&ids, 3));
    assert_false(ids_toggle(&ids, 1));
    assert_false(ids_has(&ids, 1));
    assert_true(ids_has(&ids, 2) && ids_has(&ids, 3));
    assert_true(ids_toggle(&ids, 1));
    assert_int_equal(ids.n, 3);
    vec_release(&ids);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_is_there_once),
        cmocka_unit_test(toggling_twice_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
