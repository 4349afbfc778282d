/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "ui/input.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int ends[2];

static void type(const char *bytes)
{
    assert_int_equal(write(ends[1], bytes, strlen(bytes)), (ssize_t)strlen(bytes));
}

static int set_up(void **state)
{
    (void)state;
    unsetenv("ESCDELAY");
    return pipe(ends) != 0 || !input_start(ends[0], "xterm-256color");
}

static int tear_down(void **state)
{
    (void)state;
    input_stop();
    close(ends[0]);
    return close(ends[1]);
}

static void wait_out(void)
{
    int ms = term_wait();

    assert_true(ms >= 0);
    nanosleep(&(struct timespec){0, (ms + 1) * 1000000L}, NULL);
}

static void keys_have_one_code(void **state)
{
    static const struct {
        const char *bytes;
        int key;
    } keys[] = {
        {"q", 'q'}, {"й", 0x439}, {"Ё", 0x401}, {"世", 0x4e16}, {"\005", 5}, {"\014", 12},
        {"\r", TERM_ENTER}, {"\n", TERM_ENTER}, {"\t", '\t'}, {" ", ' '}, {"\177", TERM_BACKSPACE},
        {"\033[A", TERM_UP}, {"\033OB", TERM_DOWN}, {"\033[5~", TERM_PAGE_UP},
        {"\033[6~", TERM_PAGE_DOWN}, {"\033[H", TERM_HOME}, {"\033[4~", TERM_END},
        {"\033[3~", TERM_DELETE}, {"\033[Z", TERM_BACKTAB}, {"\033OP", TERM_F1},
        {"\033[15~", TERM_F1 + 4}, {"\033[24~", TERM_F12}, {"\033[1;5A", TERM_OTHER},
        {"\033[1;3A", TERM_ALT | TERM_UP}, {"\033x", TERM_ALT | 'x'}, {"\033й", TERM_ALT | 0x439},
        {"\033\r", TERM_ALT | TERM_ENTER}, {"\033\005", TERM_ALT | 5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        type(keys[i].bytes);
        assert_int_equal(term_key(), keys[i].key);
        assert_int_equal(term_key(), TERM_NONE);
        assert_int_equal(term_wait(), -1);
    }
}

static void a_lone_escape_takes_its_time(void **state)
{
    (void)state;
    type("\033");
    assert_int_equal(term_key(), TERM_NONE);
    assert_in_range(term_wait(), 1, 25);
    wait_out();
    assert_int_equal(term_key(), 27);
    assert_int_equal(term_wait(), -1);
    type("\033[");
    assert_int_equal(term_key(), TERM_NONE);
    type("B");
    assert_int_equal(term_key(), TERM_DOWN);
    type("\033]");
    assert_int_equal(term_key(), TERM_NONE);
    wait_out();
    assert_int_equal(term_key(), TERM_ALT | ']');
    type("\033\033");
    assert_int_equal(term_key(), TERM_NONE);
    wait_out();
    assert_int_equal(term_key(), 27);
    assert_int_equal(term_key(), TERM_NONE);
}

static void mouse_and_paste_are_events(void **state)
{
    struct str text = {0};

    (void)state;
    type("\033[<0;10;5M\033[<32;11;5M\033[<0;11;5m\033[<65;1;300Mj");
    assert_int_equal(term_key(), TERM_MOUSE);
    assert_int_equal(term_mouse().what, TERM_MOUSE_PRESS);
    assert_int_equal(term_mouse().button, 1);
    assert_int_equal(term_mouse().row, 4);
    assert_int_equal(term_mouse().column, 9);
    assert_int_equal(term_key(), TERM_MOUSE);
    assert_int_equal(term_mouse().what, TERM_MOUSE_DRAG);
    assert_int_equal(term_key(), TERM_MOUSE);
    assert_int_equal(term_mouse().what, TERM_MOUSE_RELEASE);
    assert_int_equal(term_key(), TERM_MOUSE);
    assert_int_equal(term_mouse().what, TERM_MOUSE_WHEEL_DOWN);
    assert_int_equal(term_mouse().row, 299);
    assert_int_equal(term_key(), 'j');
    type("a\033[200~qq\nQ\033[201~b\033[200~unread\033[201~c");
    assert_int_equal(term_key(), 'a');
    assert_int_equal(term_key(), TERM_PASTE);
    term_paste(&text);
    assert_string_equal(str_text(&text), "qq\nQ");
    assert_int_equal(term_key(), 'b');
    assert_int_equal(term_key(), TERM_PASTE);
    assert_int_equal(term_key(), 'c');
    str_clear(&text);
    term_paste(&text);
    assert_int_equal(text.size, 0);
    str_release(&text);
}

static void answers_are_told_once(void **state)
{
    (void)state;
    input_await();
    assert_int_equal(input_background(), -1);
    type("j\033]11;rgb:ffff/ffff/dddd\033\\\033[?69;2$y\033[?64c");
    assert_int_equal(term_key(), 'j');
    assert_int_equal(term_key(), TERM_TOLD);
    assert_int_equal(term_key(), TERM_NONE);
    assert_int_equal(input_background(), 0xffffdd);
    assert_true(input_has_margins());
    type("\033]11;rgb:ffff/ffff/dddd\033\\");
    assert_int_equal(term_key(), TERM_NONE);
}

static void a_burst_and_the_end(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++)
        type("\033[B");
    for (int i = 0; i < 3000; i++)
        assert_int_equal(term_key(), TERM_DOWN);
    assert_int_equal(term_key(), TERM_NONE);
    close(ends[1]);
    assert_int_equal(term_key(), TERM_GONE);
    assert_int_equal(pipe(ends), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keys_have_one_code, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lone_escape_takes_its_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(mouse_and_paste_are_events, set_up, tear_down),
        cmocka_unit_test_setup_teardown(answers_are_told_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_burst_and_the_end, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
