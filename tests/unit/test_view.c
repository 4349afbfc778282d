/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "layout/view.h"

#include <stdlib.h>

static int asked;

static int one_row(void *self, size_t item)
{
    (void)self;
    (void)item;
    asked++;
    return 1;
}

/* 1 to 9 rows, and a tall one now and then. */
static int varied(void *self, size_t item)
{
    (void)self;
    asked++;
    return item % 11 == 3 ? 57 : (int)(item * 7 % 9) + 1;
}

static void assert_sound(const struct view *view)
{
    size_t item;
    int inside;

    assert_true(view->top < view->n && view->selected < view->n);
    assert_true(view->offset >= 0 && view->offset < view->rows(NULL, view->top));
    assert_true(view_selected_row(view) < view->height);
    assert_true(view_selected_row(view) + view->rows(NULL, view->selected) > 0);
    if (view->top > 0 || view->offset > 0)
        assert_true(view_at(view, view->height - 1, &item, &inside));
}

static void any_walk_stays_sound(void **state)
{
    uint64_t random = 7;

    (void)state;
    for (int round = 0; round < 50; round++) {
        struct view view;

        view_init(&view, 1 + unit_random(&random) % 200, round % 2 ? varied : one_row, NULL);
        view_settle(&view, 20, 0);
        for (int i = 0; i < 300; i++) {
            int amount = (int)(unit_random(&random) % 41) - 20;

            switch (unit_random(&random) % 8) {
            case 0: view_scroll(&view, amount); break;
            case 1: view_step(&view, amount < 0 ? -1 : 1); break;
            case 2: view_page(&view, amount < 0 ? -1 : 1, amount & 1); break;
            case 3: view_first(&view); break;
            case 4: view_last(&view); break;
            case 5: view_select(&view, unit_random(&random) % view.n, amount); break;
            case 6: view_settle(&view, 1 + abs(amount), view_selected_row(&view)); break;
            case 7: view_step(&view, 1); break;
            }
            assert_sound(&view);
        }
    }
}

static void down_and_up_again_is_here(void **state)
{
    struct view view;

    (void)state;
    view_init(&view, 500, varied, NULL);
    view_settle(&view, 25, 0);
    view_select(&view, 250, 10);
    for (int rows = 1; rows < 400; rows += 13) {
        size_t top = view.top;
        int offset = view.offset;

        view_scroll(&view, rows);
        view_scroll(&view, -rows);
        assert_int_equal(view.top, top);
        assert_int_equal(view.offset, offset);
    }
}

static void every_row_is_passed_by_steps(void **state)
{
    struct view view;

    (void)state;
    view_init(&view, 60, varied, NULL);
    view_settle(&view, 10, 0);
    for (int i = 0; i < 100000 && !(view_is_at_end(&view) && view.selected == 59); i++)
        view_step(&view, 1);
    assert_true(view_is_at_end(&view));
    assert_int_equal(view.selected, 59);
    for (int i = 0; i < 100000 && (view.top || view.offset || view.selected); i++)
        view_step(&view, -1);
    assert_int_equal(view.top, 0);
    assert_int_equal(view.offset, 0);
    assert_int_equal(view.selected, 0);
}

static void pages_overlap(void **state)
{
    struct view view;

    (void)state;
    view_init(&view, 1000, one_row, NULL);
    view_settle(&view, 30, 0);
    view_page(&view, 1, false);
    assert_int_equal(view.top, 30 - VIEW_OVERLAP);
    view_page(&view, -1, false);
    assert_int_equal(view.top, 0);
    view_page(&view, 1, true);
    assert_int_equal(view.top, 15);
    view_last(&view);
    assert_int_equal(view.top, 970);
    view_page(&view, 1, false);
    assert_int_equal(view.selected, 999);
}

static void a_short_list_stays_at_the_top(void **state)
{
    struct view view;

    (void)state;
    view_init(&view, 3, one_row, NULL);
    view_settle(&view, 30, 0);
    view_last(&view);
    assert_int_equal(view.top, 0);
    assert_int_equal(view.offset, 0);
    view_scroll(&view, 5);
    assert_int_equal(view.top, 0);
    view_init(&view, 0, one_row, NULL);
    view_settle(&view, 30, 0);
    view_step(&view, 1);
    view_page(&view, 1, false);
    view_last(&view);
    view_scroll(&view, 3);
    assert_int_equal(view.selected, 0);
}

static void a_taller_window_keeps_the_message(void **state)
{
    struct view view;
    int row;

    (void)state;
    view_init(&view, 500, varied, NULL);
    view_settle(&view, 20, 0);
    view_select(&view, 255, 5);
    row = view_selected_row(&view);
    view_settle(&view, 40, row);
    assert_int_equal(view.selected, 255);
    assert_int_equal(view_selected_row(&view), row);
    view_settle(&view, 3, view_selected_row(&view));
    assert_sound(&view);
    assert_int_equal(view.selected, 255);
}

/* The cost of a movement is that of the window, not of the list. */
static void cost_follows_the_window(void **state)
{
    static const size_t sizes[] = {1000, 10000000};
    int cost[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct view view;

        view_init(&view, sizes[i], varied, NULL);
        view_settle(&view, 30, 0);
        asked = 0;
        view_last(&view);
        view_page(&view, -1, false);
        view_step(&view, -1);
        view_scroll(&view, 1);
        view_select(&view, sizes[i] / 2, -1);
        view_settle(&view, 50, view_selected_row(&view));
        view_first(&view);
        cost[i] = asked;
    }
    assert_true(cost[1] <= 2 * cost[0]);
    assert_true(cost[1] < 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_walk_stays_sound),
        cmocka_unit_test(down_and_up_again_is_here),
        cmocka_unit_test(every_row_is_passed_by_steps),
        cmocka_unit_test(pages_overlap),
        cmocka_unit_test(a_short_list_stays_at_the_top),
        cmocka_unit_test(a_taller_window_keeps_the_message),
        cmocka_unit_test(cost_follows_the_window),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
