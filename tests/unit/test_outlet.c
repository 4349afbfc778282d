/* SPDX-License-Identifier: MIT */
#include "export/outlet.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

static void check(const char *text, enum split_kind kind, uint64_t n)
{
    struct split split;
    struct error error;

    assert_true(split_parse(text, &split, &error));
    assert_int_equal(split.kind, kind);
    assert_int_equal(split.n, n);
}

static void test_what_split_takes(void **state)
{
    (void)state;
    check("day", SPLIT_DAY, 0);
    check("session", SPLIT_SESSION, 0);
    check("chat", SPLIT_CHAT, 0);
    check("1000", SPLIT_MESSAGES, 1000);
    check("1", SPLIT_MESSAGES, 1);
    check("500b", SPLIT_BYTES, 500);
    check("100k", SPLIT_BYTES, 100 << 10);
    check("50mb", SPLIT_BYTES, 50 << 20);
    check("2GB", SPLIT_BYTES, UINT64_C(2) << 30);
    check("4294967295g", SPLIT_BYTES, UINT64_C(4294967295) << 30);
}

static void test_what_split_does_not_take(void **state)
{
    static const char *const words[] = {"",     "0",    "-1",   "+1",  " 1",  "1 k", "k",
                                        "1kbb", "1t",   "1.5m", "0x1", "Day", "days", "1kk",
                                        "4294967296", "99999999999999999999"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct split split;
        struct error error = {0};

        assert_false(split_parse(words[i], &split, &error));
        assert_int_equal(error.kind, ERROR_USAGE);
    }
}

/* --- files ---------------------------------------------------------------------------------- */

static char folder[] = "/tmp/imolog-outlet-XXXXXX";

static int enter_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    (void)state;
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static bool is_there(const char *path)
{
    struct stat info;

    return lstat(path, &info) == 0;
}

static void test_names_of_files(void **state)
{
    static const struct {
        const char *path, *label, *name;
    } rows[] = {
        {"out.html", "chat-1", "out-001-chat-1.html"},
        {"out", "", "out-001"},
        {".out", "", ".out-001"},
        {"./a.b/out", "day", NULL},
        {"two.dots.md", "", "two.dots-001.md"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct outlet outlet = {.path = rows[i].path, .split = {SPLIT_CHAT, 0}};
        struct error error;

        assert_true(outlet_open(&outlet, &error));
        assert_int_equal(outlet_next(&outlet, rows[i].label, &error), rows[i].name != NULL);
        if (!rows[i].name) {
            assert_non_null(strstr(error.text, "./a.b/out-001-day"));
            continue;
        }
        assert_true(outlet_keep(&outlet, &error));
        assert_int_equal(outlet.n, 1);
        assert_int_equal(unlink(rows[i].name), 0);
    }
}

/* What is kept stays, what was open goes. */
static void test_dropped_in_the_middle(void **state)
{
    struct outlet outlet = {.path = "out.txt", .split = {SPLIT_MESSAGES, 1}};
    struct error error;

    (void)state;
    assert_true(outlet_open(&outlet, &error));
    assert_true(outlet_next(&outlet, "", &error));
    fputs("whole", outlet.file.stream);
    assert_true(outlet_next(&outlet, "", &error));
    fputs("half", outlet.file.stream);
    outlet_drop(&outlet);
    assert_true(is_there("out-001.txt"));
    assert_false(is_there("out-002.txt"));
    assert_int_equal(unlink("out-001.txt"), 0); /* and the folder is empty then */
}

/* Without a split a file that is there is refused before any work. */
static void test_refused_at_once(void **state)
{
    struct outlet outlet = {.path = "out.txt"};
    struct error error;

    (void)state;
    assert_int_equal(symlink("nowhere", "out.txt"), 0);
    assert_false(outlet_open(&outlet, &error));
    outlet.force = true;
    assert_true(outlet_open(&outlet, &error));
    assert_true(outlet_keep(&outlet, &error));
    assert_false(is_there("nowhere"));
    assert_int_equal(unlink("out.txt"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_split_takes), cmocka_unit_test(test_what_split_does_not_take),
        cmocka_unit_test(test_names_of_files),   cmocka_unit_test(test_dropped_in_the_middle),
        cmocka_unit_test(test_refused_at_once),
    };

    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
