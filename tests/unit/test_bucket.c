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
static int burst(const char *host)
{
    struct limit *limit = limit_new(&limit_standard, now());
    struct bucket *bucket = bucket_open(limit, host, now());
    enum limit_why why;
    int n = 0;

    for (int64_t at = now(); limit_when(limit, METHOD, at, &why) <= at; n++)
        bucket_sent(bucket, limit, at);
    bucket_close(bucket);
    limit_free(limit);
    return n;
}

static void a_restart_does_not_burst_again(void **state)
{
    struct stat info;

    (void)state;
    assert_int_equal(burst(HOST), 46);
    assert_in_range(burst(HOST), 0, 5); /* what leaked out meanwhile */
    assert_int_equal(stat(path(), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(burst("other.bitrix24.example"), 46);
}

static void two_at_once_fill_one(void **state)
{
    struct limit *limits[2];
    struct bucket *buckets[2];
    int64_t at = now();
    enum limit_why why;
    int n = 0;

    (void)state;
    unlink(path());
    for (int i = 0; i < 2; i++) {
        limits[i] = limit_new(&limit_standard, at);
        buckets[i] = bucket_open(limits[i], HOST, at);
        assert_non_null(buckets[i]);
    }
    for (int i = 0; n < 100; i = !i, n++) {
        bucket_look(buckets[i], at);
        if (limit_when(limits[i], METHOD, at, &why) > at)
            break;
        bucket_sent(buckets[i], limits[i], at);
    }
    assert_in_range(n, 46, 48);
    for (int i = 0; i < 2; i++) {
        bucket_close(buckets[i]);
        limit_free(limits[i]);
    }
}

/* Whoever was refused goes slower, and is not kept out by whoever was not. */
static void a_refused_one_has_its_share(void **state)
{
    struct limit *limits[2];
    struct bucket *buckets[2];
    int64_t begin = now();
    enum limit_why why;
    int n[2] = {0};

    (void)state;
    unlink(path());
    for (int i = 0; i < 2; i++) {
        limits[i] = limit_new(&limit_standard, begin);
        buckets[i] = bucket_open(limits[i], HOST, begin);
    }
    bucket_refused(buckets[0], limits[0], begin);
    bucket_look(buckets[1], begin);
    assert_true(limit_when(limits[1], METHOD, begin, &why) > begin); /* it is full for all */
    while (now() < begin + 4000) {
        for (int i = 0; i < 2; i++) {
            bucket_look(buckets[i], now());
            if (limit_when(limits[i], METHOD, now(), &why) > now())
                continue;
            bucket_sent(buckets[i], limits[i], now());
            n[i]++;
        }
        usleep(1000);
    }
    assert_in_range(n[0] + n[1], 7, 9);
    assert_in_range(n[0], 2, 5);
    for (int i = 0; i < 2; i++) {
        bucket_close(buckets[i]);
        limit_free(limits[i]);
    }
}

static void what_is_none_counts_as_full(void **state)
{
    FILE *file = fopen(path(), "w");

    (void)state;
    assert_non_null(file);
    fputs("bucket of rubbish\n", file);
    fclose(file);
    assert_int_equal(burst(HOST), 0);
}

static void a_link_in_its_place_is_not_followed(void **state)
{
    char other[100];
    struct stat info;

    (void)state;
    snprintf(other, sizeof other, "%s/other", folder);
    unlink(path());
    assert_int_equal(symlink(other, path()), 0);
    assert_int_equal(burst(HOST), 46);
    assert_int_equal(stat(other, &info), -1);
}

static void without_a_place_it_is_done_without(void **state)
{
    (void)state;
    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    assert_int_equal(burst(HOST), 46);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_restart_does_not_burst_again),
        cmocka_unit_test(two_at_once_fill_one),
        cmocka_unit_test(a_refused_one_has_its_share),
        cmocka_unit_test(what_is_none_counts_as_full),
        cmocka_unit_test(a_link_in_its_place_is_not_followed),
        cmocka_unit_test(without_a_place_it_is_done_without),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
