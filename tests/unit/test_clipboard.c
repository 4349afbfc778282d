/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "base/mem.h"
#include "base/path.h"
#include "ui/clipboard.h"
#include "ui/osc52.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder with nothing in it: for PATH, for XDG_RUNTIME_DIR. */
struct place {
    char folder[40], bin[60];
    int tty[2]; /* a pipe, in place of the terminal */
    struct str told;
};

static void clear_environment(void)
{
    static const char *const names[] = {"TMUX", "STY", "SSH_TTY", "SSH_CONNECTION", "DISPLAY",
                                        "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
}

static int make_place(void **state)
{
    struct place *place = mem_zero(1, sizeof *place);

    snprintf(place->folder, sizeof place->folder, "/tmp/imolog-test-XXXXXX");
    if (!mkdtemp(place->folder) || pipe(place->tty) != 0)
        return -1;
    snprintf(place->bin, sizeof place->bin, "%s/bin", place->folder);
    mkdir(place->bin, 0700);
    fcntl(place->tty[0], F_SETFL, O_NONBLOCK);
    clear_environment();
    setenv("TERM", "xterm-256color", 1);
    setenv("PATH", place->bin, 1);
    *state = place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    struct str line = {0};

    setenv("PATH", "/usr/bin:/bin", 1);
    str_addf(&line, "rm -rf %s", place->folder);
    if (system(line.text) != 0)
        return -1;
    str_release(&line);
    str_release(&place->told);
    close(place->tty[0]);
    close(place->tty[1]);
    free(place);
    return 0;
}

/* A program in PATH that keeps its input in the folder, then ends with this status. */
static void add_program(const struct place *place, const char *name, int status)
{
    struct str file = {0}, text = {0};
    struct error error;

    str_addf(&file, "%s/%s", place->bin, name);
    str_addf(&text, "#!/bin/sh\necho \"$*\" >%s/%s.args\n/bin/cat >%s/%s.in\nexit %d\n",
             place->folder, name, place->folder, name, status);
    assert_true(path_write(file.text, text.text, text.size, true, &error));
    chmod(file.text, 0700);
    str_release(&file);
    str_release(&text);
}

static void assert_file(const struct place *place, const char *name, const char *expected)
{
    struct str file = {0}, text = {0};
    struct error error;

    str_addf(&file, "%s/%s", place->folder, name);
    assert_true(path_read(file.text, &text, &error));
    assert_string_equal(text.text, expected);
    str_release(&file);
    str_release(&text);
}

static bool copy(struct place *place, const char *text, const char *command)
{
    str_clear(&place->told);
    return clipboard_copy(text, strlen(text), command, place->tty[1], &place->told);
}

static void assert_tty(const struct place *place, const char *expected)
{
    char bytes[4096];
    ssize_t n = read(place->tty[0], bytes, sizeof bytes - 1);

    bytes[n > 0 ? n : 0] = '\0';
    assert_string_equal(bytes, expected);
}

static void osc52_is_base64(void **state)
{
    static const char *const cases[][2] = {
        {"", "\033]52;c;\a"},
        {"f", "\033]52;c;Zg==\a"},
        {"fo", "\033]52;c;Zm8=\a"},
        {"foo", "\033]52;c;Zm9v\a"},
        {"foobar", "\033]52;c;Zm9vYmFy\a"},
        {"\xff\xfe\xfb", "\033]52;c;//77\a"},
    };
    struct str out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str_clear(&out);
        assert_true(osc52_add(&out, cases[i][0], strlen(cases[i][0]), false));
        assert_string_equal(out.text, cases[i][1]);
    }
    str_release(&out);
}

static void osc52_has_a_limit(void **state)
{
    struct str text = {0}, out = {0};

    (void)state;
    str_add_times(&text, "xyz", OSC52_MAX / 4);
    assert_true(osc52_add(&out, text.text, text.size, false));
    assert_int_equal(out.size, OSC52_MAX + 8);
    str_clear(&out);
    str_add_char(&text, '.');
    assert_false(osc52_add(&out, text.text, text.size, false));
    assert_int_equal(out.size, 0);
    str_release(&text);
    str_release(&out);
}

static void osc52_goes_through_screen_in_pieces(void **state)
{
    struct str text = {0}, plain = {0}, wrapped = {0}, joined = {0};
    size_t at = 0;

    (void)state;
    str_add_times(&text, "Тест ", 1000);
    assert_true(osc52_add(&plain, text.text, text.size, false));
    assert_true(osc52_add(&wrapped, text.text, text.size, true));
    while (at < wrapped.size) {
        const char *end = strstr(wrapped.text + at, "\033\\");

        assert_memory_equal(wrapped.text + at, "\033P", 2);
        assert_non_null(end);
        assert_true((size_t)(end - wrapped.text) + 2 - at <= OSC52_PIECE);
        str_add(&joined, wrapped.text + at + 2, (size_t)(end - wrapped.text) - at - 2);
        at = (size_t)(end - wrapped.text) + 2;
    }
    assert_string_equal(joined.text, plain.text);
    str_release(&text);
    str_release(&plain);
    str_release(&wrapped);
    str_release(&joined);
}

static void what_goes_out_is_clean(void **state)
{
    static const char *const cases[][2] = {
        {"a\tb\r\nc\n", "a\tb\nc\n"},
        {"\033]52;c;ZXZpbA==\a\033[201~rm\r", "]52;c;ZXZpbA==[201~rm"},
        {"\x7f\xc2\x9b" "31m\xc2\x85\xc2\xa0", "31m\xc2\xa0"},
        {"\x9b" "1m\xff\xc3", "\xef\xbf\xbd" "1m\xef\xbf\xbd\xef\xbf\xbd"},
        {"Привет, 世界 👩‍👩‍👧", "Привет, 世界 👩‍👩‍👧"},
        {"\b\b\016\017", ""},
    };
    struct str out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str_clear(&out);
        clipboard_clean(&out, cases[i][0], strlen(cases[i][0]));
        assert_string_equal(str_text(&out), cases[i][1]);
    }
    str_clear(&out);
    clipboard_clean(&out, "a\0b", 3);
    assert_string_equal(out.text, "ab");
    str_release(&out);
}

static void the_terminal_is_the_last_way(void **state)
{
    struct place *place = *state;

    assert_true(copy(place, "foo\033bar", NULL));
    assert_string_equal(place->told.text, "copied 6 characters by OSC 52 (unconfirmed)");
    assert_tty(place, "\033]52;c;Zm9vYmFy\a");
    setenv("STY", "1.pts-0.host", 1);
    assert_true(copy(place, "я", NULL));
    assert_string_equal(place->told.text, "copied 1 character by OSC 52 (unconfirmed)");
    assert_tty(place, "\033P\033]52;c;0Y8=\a\033\\");
}

static void not_every_terminal_is_asked(void **state)
{
    static const char *const names[] = {"linux", "linux-16color", "dumb", ""};
    struct place *place = *state;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        setenv("TERM", names[i], 1);
        assert_false(copy(place, "foo", ""));
        assert_string_equal(place->told.text, "not copied: there is no clipboard here");
        assert_tty(place, "");
    }
    setenv("TERM", "xterm", 1);
    str_clear(&place->told);
    assert_false(clipboard_copy("foo", 3, NULL, -1, &place->told));
    assert_string_equal(place->told.text, "not copied: there is no clipboard here");
    str_clear(&place->told);
    assert_false(clipboard_copy("foo", 3, NULL, place->tty[0], &place->told));
    assert_string_equal(place->told.text, "not copied: the terminal does not take it");
    assert_false(copy(place, "", NULL));
    assert_false(copy(place, "\033\a", NULL));
    assert_string_equal(place->told.text, "there is nothing to copy");
    assert_tty(place, "");
}

static void the_command_comes_first(void **state)
{
    struct place *place = *state;

    add_program(place, "keep", 0);
    add_program(place, "tmux", 0);
    setenv("TMUX", "/tmp/none,1,0", 1);
    assert_true(copy(place, "строка\n$(id) 'x' \"y\"", "keep --to 'a b' && true"));
    assert_string_equal(place->told.text, "copied 20 characters by clipboard_command");
    assert_file(place, "keep.in", "строка\n$(id) 'x' \"y\"");
    assert_file(place, "keep.args", "--to a b\n");
    assert_tty(place, "");
}

static void what_fails_is_told_and_the_next_tried(void **state)
{
    struct place *place = *state;

    add_program(place, "tmux", 1);
    setenv("TMUX", "/tmp/none,1,0", 1);
    assert_true(copy(place, "foo", "exit 4"));
    assert_string_equal(place->told.text, "exit 4 ended with status 4; tmux ended with status 1; "
                                          "copied 3 characters by OSC 52 (unconfirmed)");
    assert_file(place, "tmux.args", "load-buffer -w -\n");
    assert_tty(place, "\033]52;c;Zm9v\a");
    add_program(place, "tmux", 0);
    assert_true(copy(place, "foo", NULL));
    assert_string_equal(place->told.text, "copied 3 characters through tmux");
    assert_file(place, "tmux.in", "foo");
    assert_tty(place, "");
}

static void a_desktop_only_when_local(void **state)
{
    struct place *place = *state;

    add_program(place, "xsel", 0);
    add_program(place, "wl-copy", 0);
    setenv("DISPLAY", ":0", 1);
    assert_true(copy(place, "foo", NULL));
    assert_string_equal(place->told.text, "copied 3 characters by xsel");
    assert_file(place, "xsel.in", "foo");
    add_program(place, "xclip", 1);
    assert_true(copy(place, "bar", NULL));
    assert_file(place, "xsel.in", "bar");
    setenv("WAYLAND_DISPLAY", "wayland-0", 1);
    assert_true(copy(place, "foo", NULL));
    assert_string_equal(place->told.text, "copied 3 characters by wl-copy");
    setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22", 1);
    assert_true(copy(place, "foo", NULL));
    assert_string_equal(place->told.text, "copied 3 characters by OSC 52 (unconfirmed)");
}

static void the_file_is_always_written(void **state)
{
    struct place *place = *state;
    struct str file = {0};
    struct stat info;

    setenv("XDG_RUNTIME_DIR", place->folder, 1);
    str_addf(&file, "%s/imolog/clipboard", place->folder);
    assert_true(copy(place, "one", NULL));
    assert_file(place, "imolog/clipboard", "one");
    assert_int_equal(chmod(file.text, 0666), 0);
    setenv("TERM", "dumb", 1);
    assert_false(copy(place, "two\033", NULL));
    assert_file(place, "imolog/clipboard", "two");
    assert_non_null(strstr(place->told.text, "no clipboard, but it is in /tmp/imolog-test-"));
    assert_int_equal(stat(file.text, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    str_cut(&file, file.size - strlen("/clipboard"));
    assert_int_equal(stat(file.text, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0700);
    str_release(&file);
}

static void a_folder_that_is_not_ours_is_left_alone(void **state)
{
    struct place *place = *state;
    struct str link_name = {0}, target = {0};
    struct stat info;

    setenv("XDG_RUNTIME_DIR", place->folder, 1);
    str_addf(&link_name, "%s/imolog", place->folder);
    str_addf(&target, "%s/elsewhere", place->folder);
    assert_int_equal(mkdir(target.text, 0755), 0);
    assert_int_equal(symlink(target.text, link_name.text), 0);
    assert_true(copy(place, "one", NULL));
    assert_string_equal(place->told.text, "copied 3 characters by OSC 52 (unconfirmed)");
    str_add_text(&target, "/clipboard");
    assert_int_not_equal(stat(target.text, &info), 0);
    setenv("XDG_RUNTIME_DIR", "relative", 1);
    assert_true(copy(place, "one", NULL));
    str_release(&link_name);
    str_release(&target);
}

static void too_long_is_told(void **state)
{
    struct place *place = *state;
    struct str text = {0};

    str_add_times(&text, "0123456789", 6000);
    assert_false(copy(place, text.text, NULL));
    assert_string_equal(place->told.text, "not copied: the text is too long for OSC 52");
    setenv("XDG_RUNTIME_DIR", place->folder, 1);
    assert_false(copy(place, text.text, NULL));
    assert_non_null(strstr(place->told.text, "too long for OSC 52; no clipboard, but it is in /"));
    assert_tty(place, "");
    str_release(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(osc52_is_base64),
        cmocka_unit_test(osc52_has_a_limit),
        cmocka_unit_test(osc52_goes_through_screen_in_pieces),
        cmocka_unit_test(what_goes_out_is_clean),
        TEST(the_terminal_is_the_last_way),
        TEST(not_every_terminal_is_asked),
        TEST(the_command_comes_first),
        TEST(what_fails_is_told_and_the_next_tried),
        TEST(a_desktop_only_when_local),
        TEST(the_file_is_always_written),
        TEST(a_folder_that_is_not_ours_is_left_alone),
        TEST(too_long_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
