/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "source/bucket.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define METHOD "imopenlines.dialog.get"
#define HOST "Acme.bitrix24.example:8443"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/imolog-bucket-XXXXXX");
    return mkdtemp(folder) && setenv("XDG_STATE_HOME", folder, 1) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[100];

    (void)state;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static const char *path(void)
{
    static char text[200];

    snprintf(text, sizeof text, "%s/imolog/limits/acme.bitrix24.example_8443", folder);
    return text;
}

static int64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000 + 1;
}

/* How many requests one start sends at once. */
static int burst(struct loop *loop, const char *host)
{
    struct limit *limit = limit_new(&limit_standard, now());
    struct bucket *bucket = bucket_open(loop, limit, host);
    enum limit_why why;
    int n = 0;

    for (int64_t at = now(); limit_when(limit, METHOD, at, &why) <= at; n++) {
        limit_sent(limit, at);
        bucket_changed(bucket);
    }
    bucket_close(bucket);
    limit_free(limit);
    return n;
}

static void a_restart_does_not_burst_again(void **state)
{
    struct loop *loop = loop_new();
    struct stat info;

    (void)state;
    assert_int_equal(burst(loop, HOST), 46);
    assert_in_range(burst(loop, HOST), 0, 5); /* what leaked out meanwhile */
    assert_int_equal(stat(path(), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(burst(loop, "other.bitrix24.example"), 46);
    loop_free(loop);
}

static void it_is_written_while_it_runs_too(void **state)
{
    struct loop *loop = loop_new();
    struct limit *limit = limit_new(&limit_standard, now());
    struct bucket *bucket = bucket_open(loop, limit, HOST);

    (void)state;
    unlink(path());
    limit_sent(limit, now());
    bucket_changed(bucket);
    while (access(path(), F_OK) != 0)
        assert_true(loop_turn(loop));
    bucket_close(bucket);
    limit_free(limit);
    loop_free(loop);
}

static void a_link_in_its_place_is_not_followed(void **state)
{
    struct loop *loop = loop_new();
    char other[100];
    struct stat info;

    (void)state;
    snprintf(other, sizeof other, "%s/other", folder);
    unlink(path());
    assert_int_equal(symlink(other, path()), 0);
    assert_int_equal(burst(loop, HOST), 46);
    assert_int_equal(stat(other, &info), -1);
    loop_free(loop);
}

static void without_a_place_it_is_done_without(void **state)
{
    struct loop *loop = loop_new();

    (void)state;
    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    assert_int_equal(burst(loop, HOST), 46);
    loop_free(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_restart_does_not_burst_again),
        cmocka_unit_test(it_is_written_while_it_runs_too),
        cmocka_unit_test(a_link_in_its_place_is_not_followed),
        cmocka_unit_test(without_a_place_it_is_done_without),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
