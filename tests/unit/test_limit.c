/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "source/limit.h"

#include <string.h>

#define METHOD "imopenlines.session.history.get"

/* The portal's own count, as documented: one more for each request, refused above X, Y less once
 * a second. */
struct portal {
    double level, x, y;
    int64_t second;
    int n_accepted, n_refused;
};

static bool ask(struct portal *portal, int64_t now)
{
    portal->level -= portal->y * (double)(now / 1000 - portal->second);
    portal->second = now / 1000;
    portal->level = portal->level < 0 ? 0 : portal->level;
    portal->level += 1;
    if (portal->level > portal->x)
        portal->n_refused++;
    else
        portal->n_accepted++;
    return portal->level <= portal->x;
}

static void the_bucket_is_used_and_never_runs_over(void **state)
{
    static const struct limit_plan *const plans[] = {&limit_standard, &limit_enterprise};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        /* The portal's seconds do not begin with ours. */
        for (int64_t phase = 0; phase < 1000; phase += 130) {
            struct portal portal = {.x = plans[i]->room, .y = plans[i]->rate};
            struct limit *limit = limit_new(plans[i], 0);
            int n_burst = 0;
            int64_t now = 0, end = 600000;
            enum limit_why why;

            while (now < end) {
                int64_t when = limit_when(limit, METHOD, now, &why);

                if (when > now) {
                    assert_int_equal(why, LIMIT_RATE);
                    n_burst = n_burst ? n_burst : portal.n_accepted;
                    now = when;
                    continue;
                }
                limit_sent(limit, now);
                ask(&portal, now + phase);
            }
            assert_int_equal(portal.n_refused, 0);
            assert_true(n_burst >= plans[i]->room * 0.9);
            assert_true(portal.n_accepted - n_burst >= 0.97 * plans[i]->rate * 600);
            limit_free(limit);
        }
    }
}

static void a_refusal_halves_the_rate_and_time_heals_it(void **state)
{
    struct limit *limit = limit_new(&limit_standard, 0);
    enum limit_why why;

    (void)state;
    assert_float_equal(limit_rate(limit, 0), 1.99, 1e-9);
    limit_exceeded(limit, 1000);
    assert_float_equal(limit_rate(limit, 1000), 0.995, 1e-9);
    assert_true(limit_when(limit, METHOD, 1000, &why) > 1000);
    assert_int_equal(why, LIMIT_SLOWED);
    assert_float_equal(limit_rate(limit, 30999), 0.995, 1e-9);
    assert_float_equal(limit_rate(limit, 31000), 1.095, 1e-9);
    assert_float_equal(limit_rate(limit, 1000 + 300000), 1.99, 1e-9);
    for (int i = 0; i < 10; i++)
        limit_exceeded(limit, 400000);
    assert_float_equal(limit_rate(limit, 400000), 0.25, 1e-9);
    limit_free(limit);
}

/* Another program on the same address uses half of the bucket. */
static void a_second_client_costs_few_refusals(void **state)
{
    struct portal portal = {.x = 50, .y = 2};
    struct limit *limit = limit_new(&limit_standard, 0);
    enum limit_why why;
    int n_mine = 0, n_refused = 0;

    (void)state;
    for (int64_t now = 0; now < 1800000; now += 10) {
        if (now % 1000 == 0)
            ask(&portal, now);
        if (limit_when(limit, METHOD, now, &why) > now)
            continue;
        limit_sent(limit, now);
        n_mine++;
        if (!ask(&portal, now)) {
            n_refused++;
            limit_exceeded(limit, now);
        }
    }
    assert_true(n_refused <= n_mine / 100 + 1);
    assert_true(n_mine >= 1800 * 0.8);
    limit_free(limit);
}

static void a_used_up_method_rests_and_others_do_not(void **state)
{
    struct limit *limit = limit_new(&limit_standard, 0);
    enum limit_why why;

    (void)state;
    assert_int_equal(limit_streams(limit, METHOD, 0), 3);
    limit_worked(limit, METHOD, 240, 50, 0);
    assert_int_equal(limit_streams(limit, METHOD, 0), 1);
    assert_int_equal(limit_when(limit, METHOD, 0, &why), 0);
    limit_worked(limit, METHOD, 470, 50, 0);
    assert_int_equal(limit_when(limit, METHOD, 0, &why), 51000);
    assert_int_equal(why, LIMIT_OPERATING);
    assert_int_equal(limit_when(limit, "profile", 0, &why), 0);
    assert_int_equal(limit_when(limit, METHOD, 51000, &why), 51000);
    assert_int_equal(why, LIMIT_FREE);
    /* A basket is forgotten, not all of them: carefully, until an answer tells more. */
    assert_float_equal(limit_left(limit, METHOD, 51000), 24, 0.1);
    assert_int_equal(limit_streams(limit, METHOD, 51000), 1);
    assert_float_equal(limit_left(limit, METHOD, 51000 + 600000), 480 * 0.97, 0.1);
    limit_free(limit);
}

static void a_refused_method_rests_until_its_basket_is_forgotten(void **state)
{
    struct limit *limit = limit_new(&limit_standard, 0);
    enum limit_why why;

    (void)state;
    limit_worked(limit, METHOD, 300, 20, 0);
    limit_exhausted(limit, "IMOPENLINES.session.history.get", 1000);
    assert_int_equal(limit_when(limit, METHOD, 1000, &why), 21000);
    /* An answer that was under way does not end it. */
    limit_worked(limit, METHOD, 1, 50, 1500);
    assert_int_equal(limit_when(limit, METHOD, 1500, &why), 21000);
    assert_int_equal(limit_when(limit, METHOD, 21000, &why), 21000);
    /* What was too much once is too much next time. */
    limit_worked(limit, METHOD, 295, 20, 22000);
    assert_int_equal(limit_when(limit, METHOD, 22000, &why), 43000);
    /* Nothing known of it: a basket is a minute. */
    limit_exhausted(limit, "profile", 0);
    assert_int_equal(limit_when(limit, "profile", 0, &why), 61000);
    limit_free(limit);
}

static void a_restart_does_not_burst_again(void **state)
{
    struct limit *limit = limit_new(&limit_standard, 0), *next;
    struct str line = {0};
    enum limit_why why;
    int n = 0;

    (void)state;
    while (limit_when(limit, METHOD, 0, &why) == 0)
        limit_sent(limit, 0);
    limit_save(limit, &line, 0, 1777878400000);
    next = limit_new(&limit_standard, 700);
    limit_load(next, str_text(&line), 700, 1777878405000);
    for (; limit_when(next, METHOD, 700, &why) == 700; n++)
        limit_sent(next, 700);
    assert_int_equal(n, 9); /* what leaked out in five seconds */
    limit_free(next);
    next = limit_new(&limit_standard, 700);
    limit_load(next, str_text(&line), 700, 1777878400000 + 61000);
    for (n = 0; limit_when(next, METHOD, 700, &why) == 700; n++)
        limit_sent(next, 700);
    assert_int_equal(n, 46);
    limit_free(next);
    str_release(&line);
    limit_free(limit);
}

static void what_others_put_into_the_bucket_counts(void **state)
{
    struct limit *ours = limit_new(&limit_standard, 0), *theirs = limit_new(&limit_standard, 9000);
    struct str line = {0};
    enum limit_why why;
    int n = 0;

    (void)state;
    for (int i = 0; i < 30; i++)
        limit_sent(theirs, 9000);
    limit_save(theirs, &line, 9000, 1777878400000);
    limit_join(ours, "", 0, 1777878402000);
    limit_join(ours, str_text(&line), 0, 1777878402000);
    limit_join(ours, str_text(&line), 0, 1777878402000); /* told again it is no more */
    for (; limit_when(ours, METHOD, 0, &why) == 0; n++)
        limit_sent(ours, 0);
    assert_int_equal(n, 46 - 30 + 3); /* less what leaked out in two seconds */
    limit_join(ours, "bucket 1 0 2000", 0, 1777878402000);
    assert_true(limit_when(ours, METHOD, 0, &why) > 0); /* nor is ours forgotten */
    limit_free(ours);
    limit_free(theirs);
    str_release(&line);
}

static void a_state_that_is_none_counts_as_full(void **state)
{
    static const char *const lines[] = {"", "bucket", "bucket x y z", "bucket 1 -5 2000",
                                        "bucket 99999999999999 1 2000", "bucket 1 5 0",
                                        "bucket -9223372036854775808 1 2000"};
    enum limit_why why;

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct limit *limit = limit_new(&limit_standard, 0);

        limit_load(limit, lines[i], 0, 1777878400000);
        assert_true(limit_when(limit, METHOD, 0, &why) > 0);
        limit_free(limit);
    }
}

static void a_plan_is_told_in_words_or_numbers(void **state)
{
    static const char *const none[] = {"", "50", "50/", "/2", "0/2", "50/0", "50/2x", "-50/2",
                                       "Standard", "999999/2"};
    struct limit_plan plan;

    (void)state;
    assert_true(limit_plan_read(&plan, "enterprise") && plan.room == 250 && plan.rate == 5);
    assert_true(limit_plan_read(&plan, "standard") && plan.room == 50 && plan.rate == 2);
    assert_true(limit_plan_read(&plan, "100/3") && plan.room == 100 && plan.rate == 3);
    assert_true(plan.operating == limit_standard.operating);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(limit_plan_read(&plan, none[i]));
    assert_true(plan.room == 100 && plan.rate == 3);
}

static void a_plan_permits_so_much_at_best(void **state)
{
    (void)state;
    assert_float_equal(limit_plan_seconds(&limit_standard, 50, 0), 0, 1e-9);
    assert_float_equal(limit_plan_seconds(&limit_standard, 200, 0), 75, 1e-9);
    assert_float_equal(limit_plan_seconds(&limit_enterprise, 2000, 0), 350, 1e-9);
    assert_float_equal(limit_plan_seconds(&limit_standard, 200, 480), 75, 1e-9);
    assert_float_equal(limit_plan_seconds(&limit_standard, 200, 1000), 650, 1e-9);
}

static void what_a_method_worked_is_added_up(void **state)
{
    struct limit *limit = limit_new(&limit_standard, 0);

    (void)state;
    limit_worked(limit, METHOD, 300, 50, 0); /* most of it by somebody else, or before */
    assert_float_equal(limit_total(limit, METHOD, 0), 0, 1e-9);
    limit_worked(limit, METHOD, 310, 50, 1000);
    limit_worked(limit, METHOD, 12, 50, 2000); /* the rest was forgotten */
    limit_worked(limit, METHOD, 20, 50, 3000);
    assert_float_equal(limit_total(limit, METHOD, 3000), 18, 1e-9);
    limit_free(limit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bucket_is_used_and_never_runs_over),
        cmocka_unit_test(a_refusal_halves_the_rate_and_time_heals_it),
        cmocka_unit_test(a_second_client_costs_few_refusals),
        cmocka_unit_test(a_used_up_method_rests_and_others_do_not),
        cmocka_unit_test(a_refused_method_rests_until_its_basket_is_forgotten),
        cmocka_unit_test(a_restart_does_not_burst_again),
        cmocka_unit_test(what_others_put_into_the_bucket_counts),
        cmocka_unit_test(a_state_that_is_none_counts_as_full),
        cmocka_unit_test(a_plan_is_told_in_words_or_numbers),
        cmocka_unit_test(a_plan_permits_so_much_at_best),
        cmocka_unit_test(what_a_method_worked_is_added_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
