/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "base/log.h"
#include "base/path.h"
#include "ui/memory.h"
#include "ui/memory_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/imolog-memory-XXXXXX";
static char path[64];

static void collect(void *to, const char *sentence)
{
    str_addf(to, "%s|", sentence);
}

/* Whether what was noted holds this; "" for nothing noted. */
static void assert_told(const char *sentence)
{
    struct str told = {0};

    log_drain(collect, &told);
    if (*sentence ? !strstr(str_text(&told), sentence) : told.size > 0)
        fail_msg("told: %s", str_text(&told));
    str_release(&told);
}

static void put(const char *text, size_t size)
{
    struct error error;

    assert_true(path_write(path, text, size, true, &error));
}

static void assert_file(const char *text, size_t size)
{
    struct str now = {0};
    struct error error;

    assert_true(path_read(path, &now, &error));
    assert_int_equal(now.size, size);
    assert_memory_equal(now.text, text, size);
    str_release(&now);
}

static void save(struct memory *memory)
{
    struct error error = {0};

    if (!memory_save(memory, &error))
        fail_msg("%s", error.text);
}

static mode_t mode_of(const char *name)
{
    struct stat info;

    assert_int_equal(lstat(name, &info), 0);
    return info.st_mode & 0777;
}

static int fresh(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s/imolog/state", folder);
    unlink(path);
    return 0;
}

/* --- remembering ------------------------------------------------------------------------------ */

static void fill(struct memory *memory)
{
    memory_set_position(memory, 1982, 55);
    memory_set_position(memory, 7, INT64_MAX);
    memory_set_mark(memory, 'a', 1982, 60);
    memory_set_mark(memory, L'ж', 7, 61);
    assert_true(memory_toggle_star(memory, 1982, 60));
    assert_true(memory_toggle_star(memory, 1982, 0));
    assert_true(memory_toggle_star(memory, 7, 1));
    assert_false(memory_toggle_star(memory, 7, 1));
    memory_set_folded(memory, 469, true);
    memory_set_folded(memory, 470, true);
    memory_set_folded(memory, 470, false);
    memory_set_reviewed(memory, 1982, 58);
    memory_add_line(memory, "search", "saddle\nbag");
    memory_add_line(memory, "search", "  велосипед ");
    memory_add_line(memory, "command", "quit");
    memory_add_line(memory, "search", "saddle bag");
    memory_add_line(memory, "search", "");
    memory_set_filter(memory, 7, 1, "first");
    memory_set_filter(memory, 1982, 5, " два\n слова ");
}

static void check(const struct memory *memory)
{
    struct edit_history history = {0};
    int64_t chat, message;
    int how;

    assert_int_equal(memory_position(memory, 1982), 55);
    assert_true(memory_position(memory, 7) == INT64_MAX);
    assert_int_equal(memory_position(memory, 8), 0);
    assert_true(memory_mark(memory, 'a', &chat, &message));
    assert_int_equal(chat * 1000 + message, 1982060);
    assert_true(memory_mark(memory, L'ж', &chat, &message));
    assert_false(memory_mark(memory, 'b', &chat, &message));
    assert_true(memory_is_starred(memory, 1982, 60) && memory_is_starred(memory, 1982, 0));
    assert_false(memory_is_starred(memory, 7, 1));
    assert_true(memory_is_folded(memory, 469));
    assert_false(memory_is_folded(memory, 470));
    assert_int_equal(memory_reviewed(memory, 1982), 58);
    memory_history(memory, "search", &history);
    assert_int_equal(history.lines.n, 2);
    assert_string_equal(history.lines.at[0], "  велосипед ");
    assert_string_equal(history.lines.at[1], "saddle bag");
    edit_history_release(&history);
    assert_string_equal(memory_filter(memory, &chat, &how), " два  слова ");
    assert_int_equal(chat * 1000 + how, 1982005);
}

static void a_filter_that_was_taken_away_is_none(void **state)
{
    struct memory *memory = memory_open(path), *again;
    struct str endless = {0};
    int64_t chat;
    int how;

    (void)state;
    str_add_times(&endless, "x", MEMORY_LINE_MAX + 1);
    memory_set_filter(memory, 7, 1, NULL);
    assert_false(memory_has_changed(memory));
    memory_set_filter(memory, 7, 1, "word");
    save(memory);
    memory_set_filter(memory, 7, 1, "word");
    assert_false(memory_has_changed(memory));
    again = memory_open(path);
    memory_set_filter(again, 7, 1, NULL);
    save(again);
    assert_null(memory_filter(again, &chat, &how));
    memory_set_position(memory, 1, 2); /* an older "it is on" does not win */
    save(memory);
    assert_null(memory_filter(memory, &chat, &how));
    memory_set_filter(memory, 7, 1, endless.text);
    assert_null(memory_filter(memory, &chat, &how));
    memory_free(memory);
    memory_free(again);
    memory = memory_open(path);
    assert_null(memory_filter(memory, &chat, &how));
    memory_free(memory);
    str_release(&endless);
}

static void what_was_done_is_remembered(void **state)
{
    struct memory *memory = memory_open(path), *again;
    char inner[64];

    (void)state;
    assert_told("");
    assert_false(memory_has_changed(memory));
    fill(memory);
    check(memory);
    assert_true(memory_has_changed(memory));
    save(memory);
    assert_false(memory_has_changed(memory));
    again = memory_open(path);
    assert_told("");
    check(again);
    assert_false(memory_has_changed(again));
    assert_int_equal(mode_of(path), 0600);
    snprintf(inner, sizeof inner, "%s/imolog", folder);
    assert_int_equal(mode_of(inner), 0700);
    memory_free(memory);
    memory_free(again);
}

static void the_same_again_is_no_change(void **state)
{
    struct memory *memory = memory_open(path);

    (void)state;
    memory_set_position(memory, 1, 2);
    save(memory);
    memory_set_position(memory, 1, 2);
    memory_set_folded(memory, 9, false);
    memory_set_mark(memory, 'x', 1, 0);
    memory_set_position(memory, -1, 2);
    memory_set_position(memory, 1, -2);
    assert_false(memory_has_changed(memory));
    memory_free(memory);
}

static void the_usual_place_is_found(void **state)
{
    struct memory *memory;

    (void)state;
    setenv("XDG_STATE_HOME", folder, 1);
    memory = memory_open(NULL);
    memory_set_position(memory, 1, 2);
    save(memory);
    memory_free(memory);
    memory = memory_open(path);
    assert_int_equal(memory_position(memory, 1), 2);
    memory_free(memory);
    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    memory = memory_open(NULL); /* nowhere: for this run only */
    memory_set_position(memory, 1, 3);
    save(memory);
    assert_int_equal(memory_position(memory, 1), 3);
    memory_free(memory);
}

/* --- several writers -------------------------------------------------------------------------- */

static void two_writers_lose_nothing(void **state)
{
    struct memory *one = memory_open(path), *two = memory_open(path), *again;
    int64_t chat, message;

    (void)state;
    memory_set_position(one, 1, 10);
    memory_set_mark(one, 'a', 1, 10);
    memory_toggle_star(one, 1, 10);
    memory_add_line(one, "search", "one");
    usleep(2);
    memory_set_position(two, 1, 20);
    memory_set_position(two, 2, 20);
    memory_add_line(two, "search", "two");
    save(two);
    save(one);
    assert_int_equal(memory_position(one, 1), 20); /* the newest, not the last saved */
    usleep(2);
    memory_set_position(two, 4, 40);
    save(two); /* it learns what one did */
    assert_true(memory_is_starred(two, 1, 10));
    assert_true(memory_mark(two, 'a', &chat, &message));
    usleep(2);
    assert_false(memory_toggle_star(two, 1, 10));
    save(two);
    memory_set_position(one, 3, 30);
    save(one); /* still has the star, but older */
    again = memory_open(path);
    assert_false(memory_is_starred(again, 1, 10));
    assert_int_equal(memory_position(again, 1), 20);
    assert_int_equal(memory_position(again, 2), 20);
    assert_int_equal(memory_position(again, 3), 30);
    assert_told("");
    memory_free(one);
    memory_free(two);
    memory_free(again);
}

static void a_later_change_wins_though_the_clock_went_back(void **state)
{
    static const char text[] = "imolog-state 1\nposition 4000000000000000000 1 5\n";
    struct memory *memory, *again;

    (void)state;
    put(text, sizeof text - 1);
    memory = memory_open(path);
    memory_set_position(memory, 1, 6);
    save(memory);
    again = memory_open(path);
    assert_int_equal(memory_position(again, 1), 6);
    memory_free(memory);
    memory_free(again);
}

static void a_lock_held_for_long_is_told(void **state)
{
    struct memory *memory = memory_open(path);
    struct error error;
    char lock[80];
    int fd;

    (void)state;
    memory_set_position(memory, 1, 2);
    save(memory);
    snprintf(lock, sizeof lock, "%s.lock", path);
    fd = open(lock, O_RDWR);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    memory_set_position(memory, 1, 3);
    assert_false(memory_save(memory, &error));
    assert_non_null(strstr(error.text, "locked by another program"));
    close(fd);
    save(memory);
    memory_free(memory);
}

/* --- what is wrong with the file -------------------------------------------------------------- */

static void damaged_lines_are_left_out(void **state)
{
    static const char text[] = "imolog-state 1\n"
                               "position 5 1 2\n"
                               "position 5 1\nposition 5 1 2 3\nposition x 1 2\nposition 0 1 2\n"
                               "sparkle 5 1 2\n\nline 5 search \n"
                               "line 5 Search x\nline 5 search a\tb\nline 5 search \xff\n"
                               "fold 5 99999999999999999999 1\nposition 6 -1 2\n"
                               "fold 5 469 1\nline 5 search kept";
    struct memory *memory;
    struct edit_history history = {0};
    struct str told = {0};

    (void)state;
    put(text, sizeof text - 1);
    memory = memory_open(path);
    log_drain(collect, &told);
    assert_non_null(strstr(told.text, "/state:3: this line is damaged"));
    assert_non_null(strstr(told.text, "/state:7: "));
    assert_non_null(strstr(told.text, "and 7 more lines"));
    assert_int_equal(memory_position(memory, 1), 2);
    assert_true(memory_is_folded(memory, 469));
    memory_history(memory, "search", &history);
    assert_int_equal(history.lines.n, 1);
    memory_set_position(memory, 1, 3);
    save(memory);
    assert_told("");
    edit_history_release(&history);
    str_release(&told);
    memory_free(memory);
}

static void stays(const char *text, size_t size, const char *sentence)
{
    struct memory *memory;

    put(text, size);
    memory = memory_open(path);
    assert_told(sentence);
    memory_set_position(memory, 1, 2);
    assert_false(memory_has_changed(memory));
    save(memory);
    assert_int_equal(memory_position(memory, 1), 2);
    assert_file(text, size);
    memory_free(memory);
}

static void what_is_not_ours_stays(void **state)
{
    (void)state;
    stays("imolog-state 2\nposition 5 1 2\n", 30, "another version of imolog, 2");
    stays("imolog-state\n", 13, "is no state of imolog");
    stays("imolog-state x\n", 15, "is no state of imolog");
    stays("#!/bin/sh\n", 10, "is no state of imolog");
    stays("\0\0\0", 3, "is no state of imolog");
}

static void a_link_stays(void **state)
{
    struct memory *memory;
    struct stat info;
    char other[64];

    (void)state;
    snprintf(other, sizeof other, "%s/other", folder);
    assert_int_equal(symlink(other, path), 0);
    memory = memory_open(path);
    assert_told("is a link; it is left as it is");
    memory_set_position(memory, 1, 2);
    save(memory);
    assert_int_equal(lstat(path, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_not_equal(access(other, F_OK), 0);
    memory_free(memory);
}

/* It becomes another's while the program runs. */
static void a_link_put_there_later_stays(void **state)
{
    struct memory *memory = memory_open(path);
    struct error error;

    (void)state;
    memory_set_position(memory, 1, 2);
    assert_int_equal(symlink("/nowhere/at/all", path), 0);
    assert_false(memory_save(memory, &error));
    assert_non_null(strstr(error.text, "is a link"));
    assert_true(memory_has_changed(memory));
    memory_free(memory);
}

static void a_file_of_somebody_else_stays(void **state)
{
    struct memory *memory;

    (void)state;
    put("imolog-state 1\n", 15);
    if (chown(path, 12345, (gid_t)-1) != 0)
        skip();
    memory = memory_open(path);
    assert_told("belongs to somebody else");
    memory_set_position(memory, 1, 2);
    save(memory);
    assert_file("imolog-state 1\n", 15);
    memory_free(memory);
}

static void a_pipe_does_not_hold_us(void **state)
{
    struct memory *memory;

    (void)state;
    assert_int_equal(mkfifo(path, 0600), 0);
    memory = memory_open(path);
    assert_told("is not a file");
    memory_free(memory);
}

static void a_folder_that_cannot_be_written_is_told(void **state)
{
    struct memory *memory = memory_open("/dev/null/imolog/state");
    struct error error;

    (void)state;
    memory_set_position(memory, 1, 2);
    assert_false(memory_save(memory, &error));
    assert_non_null(strstr(error.text, "/dev/null"));
    assert_true(memory_has_changed(memory));
    memory_free(memory);
    memory = memory_open("/proc/imolog-state");
    memory_set_position(memory, 1, 2);
    assert_false(memory_save(memory, &error));
    assert_non_null(strstr(error.text, "cannot be written"));
    memory_free(memory);
}

static void a_megabyte_of_garbage(void **state)
{
    uint64_t random = 1;
    struct str text = {0};
    struct memory *memory;

    (void)state;
    while (text.size < 1 << 20) {
        uint64_t draw = unit_random(&random);

        str_add(&text, (const char *)&draw, sizeof draw);
    }
    stays(text.text, text.size, "is no state of imolog");
    memcpy(text.text, "imolog-state 1\n", 15);
    put(text.text, text.size);
    memory = memory_open(path);
    assert_told("more lines like these");
    memory_set_position(memory, 1, 2);
    save(memory);
    memory_free(memory);
    memory = memory_open(path);
    assert_told("");
    assert_int_equal(memory_position(memory, 1), 2);
    memory_free(memory);
    str_release(&text);
}

static void too_much_is_left_as_it_is(void **state)
{
    struct str text = {0};

    (void)state;
    str_add_text(&text, "imolog-state 1\n");
    for (int i = 0; i <= MEMORY_RECORDS_MAX; i++)
        str_addf(&text, "fold 5 %d 1\n", i + 1);
    stays(text.text, text.size, "more than 100000");
    str_release(&text);
}

/* --- what is kept ----------------------------------------------------------------------------- */

static void old_positions_and_lines_go(void **state)
{
    struct str text = {0}, out = {0};
    struct records records = {0};
    struct error error;
    size_t n = 0;

    (void)state;
    str_add_text(&text, "imolog-state 1\nstar 1 5 5 0\nstar 1 5 6 1\n");
    for (int i = 1; i <= 6000; i++)
        str_addf(&text, "position %d %d 1\n", i, i);
    for (int i = 1; i <= 600; i++)
        str_addf(&text, "line %d search number %d\n", i, i);
    for (int i = 0; i < 12; i++)
        str_addf(&text, "line 1 prompt%c old\n", 'a' + i);
    assert_true(records_read(&records, "t", text.text, text.size, true, &error));
    assert_told("");
    records_write(&records, INT64_C(1) << 60, &out);
    for (const char *at = out.text; (at = strchr(at, '\n')); at++)
        n++;
    assert_int_equal(n, 1 + 1 + 5000 + 500 + 12);
    assert_null(strstr(out.text, "star 1 5 5 0"));
    assert_non_null(strstr(out.text, "star 1 5 6 1"));
    assert_null(strstr(out.text, "position 1000 "));
    assert_non_null(strstr(out.text, "position 1001 "));
    assert_null(strstr(out.text, "number 100\n"));
    assert_non_null(strstr(out.text, "number 101\n"));
    records_release(&records);
    str_release(&text);
    str_release(&out);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    char name[80];

    (void)state;
    snprintf(name, sizeof name, "%s/imolog/state.lock", folder);
    unlink(name);
    unlink(path);
    snprintf(name, sizeof name, "%s/imolog", folder);
    rmdir(name);
    return rmdir(folder); /* nothing else was left behind */
}

#define FRESH(test) cmocka_unit_test_setup(test, fresh)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(what_was_done_is_remembered),
        FRESH(a_filter_that_was_taken_away_is_none),
        FRESH(the_same_again_is_no_change),
        FRESH(the_usual_place_is_found),
        FRESH(two_writers_lose_nothing),
        FRESH(a_later_change_wins_though_the_clock_went_back),
        FRESH(a_lock_held_for_long_is_told),
        FRESH(damaged_lines_are_left_out),
        FRESH(what_is_not_ours_stays),
        FRESH(a_link_stays),
        FRESH(a_link_put_there_later_stays),
        FRESH(a_file_of_somebody_else_stays),
        FRESH(a_pipe_does_not_hold_us),
        FRESH(a_folder_that_cannot_be_written_is_told),
        FRESH(a_megabyte_of_garbage),
        FRESH(too_much_is_left_as_it_is),
        FRESH(old_positions_and_lines_go),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
