/* SPDX-License-Identifier: MIT */
#include "text/when.h"
#include "text/cluster.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static const struct zone portal = {ZONE_PORTAL}, utc = {ZONE_UTC};

static struct when moment(const char *text)
{
    struct when when;

    if (!when_parse(text, strlen(text), &when))
        fail_msg("%s is not a moment", text);
    return when;
}

/* --- reading --------------------------------------------------------------------------------- */

static void test_parse(void **state)
{
    static const struct {
        const char *text;
        int64_t time;
        int offset;
    } good[] = {
        {"1970-01-01T00:00:00Z", 0, 0},
        {"2026-05-04T10:02:11+03:00", 1777878131, 180},
        {"2026-05-04 10:02:11+03:00", 1777878131, 180},
        {"2026-05-04t07:02:11z", 1777878131, 0},
        {"2026-05-04T10:02:11+0300", 1777878131, 180},
        {"2026-05-04T10:02:11+03", 1777878131, 180},
        {"2026-05-04T07:02:11.123456Z", 1777878131, 0},
        {"2026-05-04T07:02:11", 1777878131, 0},
        {"2026-05-04T07:02", 1777878120, 0},
        {"2026-05-04T03:32:11-03:30", 1777878131, -210},
        {"2026-05-04", 1777852800, 0},
        {"2024-02-29T00:00:00Z", 1709164800, 0},
        {"0000-01-01T00:00:00Z", -62167219200, 0},
        {"9999-12-31T23:59:59Z", 253402300799, 0},
        {"1969-12-31T23:59:59Z", -1, 0},
        {"2016-12-31T23:59:60Z", 1483228800, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct when when = moment(good[i].text);

        assert_int_equal(when.time, good[i].time);
        assert_int_equal(when.offset, good[i].offset);
    }
}

static void test_parse_no_date(void **state)
{
    static const char *const bad[] = {
        "",
        "x",
        "2026",
        "2026-5-4",
        "2026-13-01",
        "2026-00-01",
        "2026-02-29",
        "2026-04-31",
        "0000-00-00T00:00:00",
        "2026-05-04T",
        "2026-05-04T1",
        "2026-05-04T24:00",
        "2026-05-04T10:60",
        "2026-05-04T10:02:61",
        "2026-05-04T10:02:11.",
        "2026-05-04T10:02:11+",
        "2026-05-04T10:02+3",
        "2026-05-04T10:02:11+03:0",
        "2026-05-04T10:02:11+24:00",
        "2026-05-04T10:02:11Zx",
        "2026-05-04x",
        "2026-05-04 ",
        " 2026-05-04",
        "+026-05-04",
        "20260504T100211Z",
        "08-03",
    };
    struct when when;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        when.time = 5;
        if (when_parse(bad[i], strlen(bad[i]), &when))
            fail_msg("\"%s\" taken for a moment", bad[i]);
        assert_true(when.time == WHEN_NONE);
    }
    assert_false(when_parse("2026-05-04\0", 11, &when));
    assert_false(when_parse(NULL, 0, &when));
    assert_true(when_parse("2026-05-04T10:02:11+03:00junk", 25, &when)); /* only what size says */
}

static int64_t in_may(void)
{
    return 1777888920; /* 2026-05-04T10:02 */
}

static void test_parse_typed(void **state)
{
    static const struct {
        const char *text, *first;
        int days; /* 0: a moment; -1: none */
        bool has_offset;
    } cases[] = {
        {"04.05.2026", "2026-05-04", 1, false},      {"4.5.2026", "2026-05-04", 1, false},
        {"2026-5-4", "2026-05-04", 1, false},        {"2026-05-04", "2026-05-04", 1, false},
        {"2026-05", "2026-05-01", 31, false},        {"2024-2", "2024-02-01", 29, false},
        {"2024", "2024-01-01", 366, false},          {"2021", "2021-01-01", 365, false},
        {"today", "2026-05-04", 1, false},           {"Yesterday", "2026-05-03", 1, false},
        {"вчера", "2026-05-03", 1, false},           {"сегодня 10:02", "2026-05-04T10:02", 0, false},
        {"4.5.2026T10:02", "2026-05-04T10:02", 0, false},
        {"2026-05-04T10:02Z", "2026-05-04T10:02", 0, true},
        {"2026-05T10:02", "", -1, false},            {"31.02.2026", "", -1, false},
        {"04.05", "", -1, false},                    {"04.05.26", "", -1, false},
        {"2026-05.04", "", -1, false},               {"2026-", "", -1, false},
        {"2026-05-04-", "", -1, false},              {"20260504", "", -1, false},
        {"0.5.2026", "", -1, false},                 {"tod", "", -1, false},
        {"todays", "", -1, false},                   {"5", "", -1, false},
    };

    (void)state;
    when_use_clock(in_may);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct when_typed typed;
        bool is_date = when_parse_typed(cases[i].text, strlen(cases[i].text), &typed);

        if (is_date != (cases[i].days >= 0))
            fail_msg("%s", cases[i].text);
        if (!is_date)
            continue;
        assert_int_equal(typed.when.time, moment(cases[i].first).time);
        assert_int_equal(typed.span, cases[i].days * 86400);
        assert_int_equal(typed.is_clock, !cases[i].has_offset);
    }
    when_use_clock(NULL);
}

/* --- the calendar ---------------------------------------------------------------------------- */

static void assert_same_as_libc(int64_t time)
{
    struct when_parts parts;
    struct tm tm;
    time_t their = (time_t)time;

    when_split((struct when){time, 0}, &utc, &parts);
    assert_non_null(gmtime_r(&their, &tm));
    assert_int_equal(parts.year, tm.tm_year + 1900);
    assert_int_equal(parts.month, tm.tm_mon + 1);
    assert_int_equal(parts.day, tm.tm_mday);
    assert_int_equal(parts.hour, tm.tm_hour);
    assert_int_equal(parts.minute, tm.tm_min);
    assert_int_equal(parts.second, tm.tm_sec);
    assert_int_equal(parts.weekday, tm.tm_wday);
}

/* Every day of the 10,000 years, at an hour that moves. */
static void test_calendar(void **state)
{
    (void)state;
    for (int64_t day = -719528; day < 2932896; day++) {
        struct when_parts parts;
        int64_t time = day * 86400 + (day * 7919 % 86400 + 86400) % 86400;
        char text[32];

        assert_same_as_libc(time);
        when_split((struct when){time, 0}, &utc, &parts);
        assert_int_equal(parts.day_number, day);
        if (day % 16 != 0)
            continue;
        snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.year, parts.month,
                 parts.day, parts.hour, parts.minute, parts.second);
        assert_int_equal(moment(text).time, time);
    }
}

static void test_far_moments(void **state)
{
    static const int64_t far[] = {INT64_MAX, INT64_MIN + 1, 253402300800, -62167219201};
    struct str out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        str_clear(&out);
        when_add_stamp(&out, (struct when){far[i], 840}, &portal);
        assert_int_equal(out.size, 19);
    }
    str_release(&out);
}

/* --- zones ----------------------------------------------------------------------------------- */

static void assert_stamp(const char *text, const struct zone *zone, const char *want)
{
    struct str out = {0};

    when_add_stamp(&out, moment(text), zone);
    assert_string_equal(str_text(&out), want);
    str_release(&out);
}

static void test_zones(void **state)
{
    struct zone zone = {ZONE_UTC};
    struct error error;

    (void)state;
    assert_true(zone_parse("portal", &zone, &error));
    assert_stamp("2026-05-04T10:02:11+03:00", &zone, "2026-05-04 10:02:11");
    assert_true(zone_parse("UTC", &zone, &error));
    assert_stamp("2026-05-04T01:02:11+03:00", &zone, "2026-05-03 22:02:11");
    assert_stamp("2026-05-04T01:02:11+03:00", NULL, "2026-05-03 22:02:11");
    assert_true(zone_parse("Asia/Vladivostok", &zone, &error));
    assert_stamp("2026-05-04T20:02:11+03:00", &zone, "2026-05-05 03:02:11");
    assert_true(zone_parse("Europe/Berlin", &zone, &error)); /* summer and winter */
    assert_stamp("2026-03-29T00:59:59Z", &zone, "2026-03-29 01:59:59");
    assert_stamp("2026-03-29T01:00:00Z", &zone, "2026-03-29 03:00:00");
    assert_stamp("2026-10-25T00:59:59Z", &zone, "2026-10-25 02:59:59");
    assert_stamp("2026-10-25T01:00:00Z", &zone, "2026-10-25 02:00:00");
    assert_true(zone_parse("America/St_Johns", &zone, &error));
    assert_stamp("2026-01-01T00:00:00Z", &zone, "2025-12-31 20:30:00");
    assert_true(zone_parse("local", &zone, &error)); /* the machine's, whatever city was set */
    assert_stamp("2026-01-01T00:00:00Z", &zone, "2026-01-01 09:00:00");
}

static void test_no_zone(void **state)
{
    static const char *const bad[] = {
        "",         "Mars/Olympus", "../../etc/passwd", "/etc/passwd",  "Europe", "Europe/Mos cow",
        "zone.tab", ":UTC",         "portal ",          "Europe/../UTC"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct zone zone = {ZONE_UTC};
        struct error error = {ERROR_NONE, ""};

        if (zone_parse(bad[i], &zone, &error))
            fail_msg("zone \"%s\"", bad[i]);
        assert_int_equal(zone.kind, ZONE_UTC);
        assert_int_equal(error.kind, ERROR_USAGE);
        assert_non_null(strstr(error.text, bad[i]));
    }
}

/* --- showing --------------------------------------------------------------------------------- */

typedef void add_fn(struct str *out, struct when when, const struct zone *zone);

static void assert_added(add_fn *add, const char *text, const char *want)
{
    struct str out = {0};

    add(&out, moment(text), &portal);
    assert_string_equal(str_text(&out), want);
    str_clear(&out);
    add(&out, (struct when){WHEN_NONE, 0}, &portal);
    assert_int_equal(out.size, 0);
    str_release(&out);
}

static void assert_short(const char *text, const char *now, const char *want)
{
    struct str out = {0};

    when_add_short(&out, moment(text), &portal, moment(now).time);
    assert_string_equal(str_text(&out), want);
    assert_in_range(cluster_columns(str_text(&out), out.size), 1, 8);
    str_clear(&out);
    when_add_short(&out, (struct when){WHEN_NONE, 0}, &portal, 0);
    assert_int_equal(out.size, 0);
    str_release(&out);
}

static void test_show(void **state)
{
    (void)state;
    assert_added(when_add_clock, "2026-05-04T10:02:11+03:00", "10:02");
    assert_added(when_add_clock, "2026-05-04", "00:00");
    assert_added(when_add_stamp, "2026-05-04T10:02:11+03:00", "2026-05-04 10:02:11");
    assert_added(when_add_date, "2026-05-04T10:02:11+03:00", "4 May 2026");
    assert_added(when_add_day, "2026-05-04T10:02:11+03:00", "Monday, 4 May 2026");
    assert_short("2026-05-04T10:02:11+03:00", "2026-05-04T20:59:59Z", "10:02");
    assert_short("2026-05-04T10:02:11+03:00", "2026-05-04T21:00:00Z", "4 May");
    assert_short("2026-09-24T10:02:11+03:00", "2026-12-04T21:00:00Z", "24 Sep");
    assert_short("2025-05-04T10:02:11+03:00", "2026-05-04T21:00:00Z", "May 2025");
    assert_short("2027-01-04T10:02:11+03:00", "2026-05-04T21:00:00Z", "Jan 2027");
}

static void test_span(void **state)
{
    static const struct {
        int64_t seconds;
        const char *text;
    } spans[] = {
        {0, "0s"},           {45, "45s"},         {59, "59s"},          {60, "1m"},
        {3599, "59m"},       {3600, "1h"},        {86399, "23h"},       {86400, "1d"},
        {11 * 86400, "11d"}, {99 * 86400, "99d"}, {100 * 86400, "14w"}, {699 * 86400, "99w"},
        {700 * 86400, "1y"}, {-45, "45s"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        struct str out = {0};

        when_add_span(&out, spans[i].seconds);
        assert_string_equal(str_text(&out), spans[i].text);
        str_release(&out);
    }
}

/* --- Russian: a locale made here, so that the test does not depend on those installed -------- */

static char folder[] = "/tmp/imolog-locale-XXXXXX";

static void make_locale(const char *charset, const char *name)
{
    char command[256];

    snprintf(command, sizeof command, "localedef -c -i ru_RU -f %s %s/%s >/dev/null 2>&1", charset,
             folder, name);
    if (system(command) != 0)
        fail_msg("localedef failed: install locales");
    setenv("LOCPATH", folder, 1);
    assert_non_null(setlocale(LC_ALL, name));
}

static int to_c_locale(void **state)
{
    char command[64];

    (void)state;
    setlocale(LC_ALL, "C.UTF-8");
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void test_russian(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    make_locale("UTF-8", "ru_RU.UTF-8");
    assert_added(when_add_date, "2026-05-04T10:02:11+03:00", "4 мая 2026");
    assert_added(when_add_date, "2026-09-24T10:02:11+03:00", "24 сентября 2026");
    assert_short("2026-05-04T10:02:11+03:00", "2026-06-04T21:00:00Z", "4 мая");
    assert_short("2026-09-24T10:02:11+03:00", "2026-12-04T21:00:00Z", "24 сен");
    assert_short("2025-05-04T10:02:11+03:00", "2026-05-04T21:00:00Z", "май 2025");
    make_locale("KOI8-R", "ru_RU.KOI8-R"); /* not in UTF-8: English, no broken bytes */
    assert_added(when_add_date, "2026-05-04T10:02:11+03:00", "4 May 2026");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_parse_typed),
        cmocka_unit_test(test_parse_no_date),
        cmocka_unit_test(test_calendar),
        cmocka_unit_test(test_far_moments),
        cmocka_unit_test(test_zones),
        cmocka_unit_test(test_no_zone),
        cmocka_unit_test(test_show),
        cmocka_unit_test(test_span),
        cmocka_unit_test_teardown(test_russian, to_c_locale),
    };

    setenv("TZ", "Asia/Tokyo", 1);
    return cmocka_run_group_tests_name("when", tests, NULL, NULL);
}
