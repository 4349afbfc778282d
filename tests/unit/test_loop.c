/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "base/loop.h"

#include <string.h>
#include <unistd.h>

/* Two pipes and what was heard of them. */
struct ears {
    struct loop *loop;
    int a[2], b[2];
    int n_a, n_b, n_writable;
    char order[64]; /* who was heard: a b, t a timer, . between two turns */
};

static int open_ears(void **state)
{
    static struct ears ears;

    ears = (struct ears){.loop = loop_new()};
    *state = &ears;
    return pipe(ears.a) || pipe(ears.b);
}

static int close_ears(void **state)
{
    struct ears *ears = *state;

    for (int i = 0; i < 2; i++) {
        close(ears->a[i]);
        close(ears->b[i]);
    }
    loop_free(ears->loop);
    return 0;
}

static void stop(void *self)
{
    loop_stop(((struct ears *)self)->loop);
}

static void run_for(struct ears *ears, int ms)
{
    loop_after(ears->loop, ms, stop, ears);
    loop_run(ears->loop);
}

static void hear_b(void *self, int fd)
{
    struct ears *ears = self;
    char byte;

    assert_int_equal(read(fd, &byte, 1), 1);
    ears->n_b++;
}

static void hear_a_and_close_b(void *self, int fd)
{
    struct ears *ears = self;
    char byte;

    assert_int_equal(read(fd, &byte, 1), 1);
    ears->n_a++;
    loop_unwatch_fd(ears->loop, ears->b[0]);
}

static void what_is_given_up_is_not_called_in_the_same_turn(void **state)
{
    struct ears *ears = *state;

    loop_watch_fd(ears->loop, ears->a[0], hear_a_and_close_b, ears);
    loop_watch_fd(ears->loop, ears->b[0], hear_b, ears);
    assert_int_equal(write(ears->a[1], "x", 1) + write(ears->b[1], "x", 1), 2);
    run_for(ears, 30);
    assert_int_equal(ears->n_a, 1);
    assert_int_equal(ears->n_b, 0);
}

/* A number that is closed and opened again is another descriptor. */
static void hear_a_and_watch_b_anew(void *self, int fd)
{
    struct ears *ears = self;

    hear_a_and_close_b(self, fd);
    loop_watch_fd(ears->loop, ears->b[0], hear_b, ears);
}

static void a_number_watched_anew_is_heard_once(void **state)
{
    struct ears *ears = *state;

    loop_watch_fd(ears->loop, ears->a[0], hear_a_and_watch_b_anew, ears);
    loop_watch_fd(ears->loop, ears->b[0], hear_b, ears);
    assert_int_equal(write(ears->a[1], "x", 1) + write(ears->b[1], "x", 1), 2);
    run_for(ears, 30);
    assert_int_equal(ears->n_b, 1);
}

static void note_writable(void *self, int fd)
{
    struct ears *ears = self;

    (void)fd;
    if (++ears->n_writable == 3)
        loop_watch_for(ears->loop, ears->a[1], false, false);
}

static void it_is_said_when_one_may_write(void **state)
{
    struct ears *ears = *state;

    loop_watch_fd(ears->loop, ears->a[1], note_writable, ears);
    run_for(ears, 30);
    assert_int_equal(ears->n_writable, 0);
}

static void it_is_said_as_long_as_it_is_asked_for(void **state)
{
    struct ears *ears = *state;

    loop_watch_fd(ears->loop, ears->a[1], note_writable, ears);
    loop_watch_for(ears->loop, ears->a[1], false, true);
    loop_watch_for(ears->loop, 1000, true, true);
    loop_unwatch_fd(ears->loop, 1000);
    run_for(ears, 30);
    assert_int_equal(ears->n_writable, 3);
}

static void note(struct ears *ears, const char *who)
{
    strncat(ears->order, who, sizeof ears->order - strlen(ears->order) - 1);
}

static void note_a(void *self, int fd)
{
    char byte;

    assert_int_equal(read(fd, &byte, 1), 1);
    note(self, "a");
}

static void note_b(void *self, int fd)
{
    (void)fd;
    note(self, "b"); /* it stays readable */
}

static void note_timer(void *self)
{
    note(self, "t");
}

static void note_turn(void *self)
{
    note(self, ".");
}

static void turn(struct ears *ears, int n)
{
    loop_on_idle(ears->loop, note_turn, ears);
    while (n-- > 0)
        assert_true(loop_turn(ears->loop));
}

static void what_a_person_did_is_shown_before_other_work(void **state)
{
    struct ears *ears = *state;

    loop_watch_fd(ears->loop, ears->b[0], hear_b, ears);
    loop_watch_input(ears->loop, ears->a[0], note_a, ears);
    loop_after(ears->loop, 0, note_timer, ears);
    loop_after(ears->loop, 0, note_timer, ears);
    assert_int_equal(write(ears->a[1], "x", 1) + write(ears->b[1], "x", 1), 2);
    turn(ears, 1);
    assert_int_equal(ears->n_b, 0);
    turn(ears, 1);
    assert_int_equal(ears->n_b, 1);
    turn(ears, 2);
    assert_string_equal(ears->order, ".a..t.t");
}

static void a_person_does_not_hold_up_all_else(void **state)
{
    struct ears *ears = *state;

    loop_watch_input(ears->loop, ears->b[0], note_b, ears);
    loop_after(ears->loop, 0, note_timer, ears);
    assert_int_equal(write(ears->b[1], "x", 1), 1);
    turn(ears, 10);
    assert_string_equal(ears->order, ".b.b.b.b.b.b.b.b.bt.b");
}

static void a_network_and_timers_take_turns(void **state)
{
    struct ears *ears = *state;

    loop_watch_fd(ears->loop, ears->b[0], note_b, ears);
    loop_after(ears->loop, 0, note_timer, ears);
    assert_int_equal(write(ears->b[1], "x", 1), 1);
    turn(ears, 6);
    assert_string_equal(ears->order, ".b.bt.b.b.b.b");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_ears, close_ears)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_given_up_is_not_called_in_the_same_turn),
        TEST(a_number_watched_anew_is_heard_once),
        TEST(it_is_said_when_one_may_write),
        TEST(it_is_said_as_long_as_it_is_asked_for),
        TEST(what_a_person_did_is_shown_before_other_work),
        TEST(a_person_does_not_hold_up_all_else),
        TEST(a_network_and_timers_take_turns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
