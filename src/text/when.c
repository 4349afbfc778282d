/* SPDX-License-Identifier: MIT */
#include "text/when.h"
#include "base/mem.h"
#include "base/words.h"
#include "text/cluster.h"

#include <ctype.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <unistr.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* Years 0000 to 9999: what ISO 8601 writes in four digits. Moments beyond show as the ends. */
static const int64_t first_time = -62167219200, last_time = 253402300799;

/* --- the calendar ---------------------------------------------------------------------------- */

/* Days since 1970-01-01 in the Gregorian calendar, counted in eras of 400 years that start in
 * March, so that the leap day comes last. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    int64_t shifted = year - (month <= 2), era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t of_era = shifted - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void civil_from_days(int64_t days, struct when_parts *parts)
{
    int64_t from_march = days + 719468;
    int64_t era = (from_march >= 0 ? from_march : from_march - 146096) / 146097;
    int64_t day = from_march - era * 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t of_year = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;

    parts->day = (int)(of_year - (153 * month + 2) / 5 + 1);
    parts->month = (int)(month < 10 ? month + 3 : month - 9);
    parts->year = (int)(year + era * 400 + (parts->month <= 2));
}

static int days_in(int year, int month)
{
    static const char days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* --- zones ----------------------------------------------------------------------------------- */

/* Whether the zone database has this name, in which no point leads out of it. Checked here since
 * the C library takes any name and quietly means UTC by an unknown one. */
static bool is_city(const char *name)
{
    const char *folder = getenv("TZDIR");
    char path[512], magic[4] = "";
    FILE *file;
    bool found;

    if (!isalpha((unsigned char)*name) ||
        name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/")])
        return false;
    snprintf(path, sizeof path, "%s/%s", folder && *folder ? folder : "/usr/share/zoneinfo", name);
    file = fopen(path, "rb");
    if (!file)
        return false;
    found = fread(magic, 1, sizeof magic, file) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
    fclose(file);
    return found;
}

/* Of the process; NULL: the machine's, as it was at the start. */
static void use_zone(const char *name)
{
    static const char *machine;
    static bool is_known;

    if (!is_known)
        machine = getenv("TZ") ? mem_copy_text(getenv("TZ")) : NULL;
    is_known = true;
    name = name ? name : machine;
    if (name)
        setenv("TZ", name, 1);
    else
        unsetenv("TZ");
    tzset();
}

bool zone_parse(const char *text, struct zone *zone, struct error *error)
{
    if (strcasecmp(text, "portal") == 0) {
        zone->kind = ZONE_PORTAL;
    } else if (strcasecmp(text, "local") == 0) {
        zone->kind = ZONE_LOCAL;
        use_zone(NULL);
    } else if (strcasecmp(text, "utc") == 0) {
        zone->kind = ZONE_UTC;
    } else if (is_city(text)) {
        zone->kind = ZONE_CITY;
        use_zone(text);
    } else {
        return error_set(error, ERROR_USAGE,
                         _("time zone \"%s\" is not known; use local, portal, UTC or a name of the "
                           "zone database such as Europe/Moscow"),
                         text);
    }
    return true;
}

static int offset_of(struct when when, const struct zone *zone)
{
    enum zone_kind kind = zone ? zone->kind : ZONE_UTC;
    time_t time = (time_t)when.time;
    struct tm local;

    if (kind == ZONE_PORTAL)
        return when.offset;
    if (kind == ZONE_UTC || !localtime_r(&time, &local))
        return 0;
    return (int)(local.tm_gmtoff / MINUTE);
}

/* Of the years that have four digits. */
static int64_t bounded(int64_t time)
{
    return time < first_time ? first_time : time > last_time ? last_time : time;
}

void when_split(struct when when, const struct zone *zone, struct when_parts *parts)
{
    int64_t local, second;

    *parts = (struct when_parts){0};
    if (when.time == WHEN_NONE)
        return;
    when.time = bounded(when.time);
    parts->offset = offset_of(when, zone);
    local = bounded(when.time + parts->offset * MINUTE);
    parts->day_number = floor_div(local, DAY);
    second = local - parts->day_number * DAY;
    civil_from_days(parts->day_number, parts);
    parts->hour = (int)(second / HOUR);
    parts->minute = (int)(second % HOUR / MINUTE);
    parts->second = (int)(second % MINUTE);
    parts->weekday = (int)(((parts->day_number + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

/* --- reading --------------------------------------------------------------------------------- */

struct reader {
    const char *at, *end;
};

/* So many digits, else false. */
static bool read_number(struct reader *reader, int digits, int *number)
{
    *number = 0;
    if (reader->end - reader->at < digits)
        return false;
    for (; digits; digits--, reader->at++) {
        if (*reader->at < '0' || *reader->at > '9')
            return false;
        *number = *number * 10 + (*reader->at - '0');
    }
    return true;
}

static bool read_sign(struct reader *reader, const char *signs)
{
    if (reader->at == reader->end || !*reader->at || !strchr(signs, *reader->at))
        return false;
    reader->at++;
    return true;
}

static bool read_date(struct reader *reader, int64_t *days)
{
    int year, month, day;

    if (!read_number(reader, 4, &year) || !read_sign(reader, "-") ||
        !read_number(reader, 2, &month) || !read_sign(reader, "-") || !read_number(reader, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month))
        return false;
    *days = days_from_civil(year, month, day);
    return true;
}

/* 10:02, 10:02:11, 10:02:11.250; a leap second is the one after. */
static bool read_clock(struct reader *reader, int *seconds)
{
    int hour, minute, second = 0;

    if (!read_number(reader, 2, &hour) || !read_sign(reader, ":") ||
        !read_number(reader, 2, &minute))
        return false;
    if (read_sign(reader, ":") && !read_number(reader, 2, &second))
        return false;
    if (read_sign(reader, ".,")) {
        if (!read_sign(reader, "0123456789"))
            return false;
        while (read_sign(reader, "0123456789"))
            continue;
    }
    *seconds = hour * HOUR + minute * MINUTE + second;
    return hour < 24 && minute < 60 && second <= 60;
}

/* Z, +03:00, +0300, +03 or nothing; minutes. */
static bool read_offset(struct reader *reader, int *offset)
{
    bool west = reader->at < reader->end && *reader->at == '-';
    int hours, minutes = 0;

    *offset = 0;
    if (reader->at == reader->end || read_sign(reader, "Zz"))
        return true;
    if (!read_sign(reader, "+-") || !read_number(reader, 2, &hours))
        return false;
    if ((read_sign(reader, ":") || reader->at < reader->end) && !read_number(reader, 2, &minutes))
        return false;
    *offset = (hours * 60 + minutes) * (west ? -1 : 1);
    return hours < 24 && minutes < 60;
}

/* Nothing, or the time of that day, up to the end. */
static bool read_rest(struct reader *reader, int64_t days, struct when *when, bool *has_offset)
{
    int seconds = 0, offset = 0;

    *has_offset = false;
    if (reader->at < reader->end) {
        if (!read_sign(reader, "Tt ") || !read_clock(reader, &seconds))
            return false;
        *has_offset = reader->at < reader->end;
        if (!read_offset(reader, &offset))
            return false;
    }
    *when = (struct when){days * DAY + seconds - offset * MINUTE, (int16_t)offset};
    return reader->at == reader->end;
}

bool when_parse(const char *text, size_t size, struct when *when)
{
    struct reader reader = {text, text + size};
    int64_t days;
    bool has_offset;

    if (size && read_date(&reader, &days) && read_rest(&reader, days, when, &has_offset))
        return true;
    *when = (struct when){WHEN_NONE, 0};
    return false;
}

/* --- as people type it ----------------------------------------------------------------------- */

static int64_t (*clock_now)(void);

void when_use_clock(int64_t (*now)(void))
{
    clock_now = now;
}

static int64_t today(void)
{
    static const struct zone local = {ZONE_LOCAL};
    struct when_parts parts;

    when_split((struct when){clock_now ? clock_now() : time(NULL), 0}, &local, &parts);
    return parts.day_number;
}

static bool read_day_word(struct reader *reader, int64_t *days)
{
    static const struct {
        const char *word;
        int days;
    } words[] = {{"today", 0}, {"yesterday", -1}, {"сегодня", 0}, {"вчера", -1}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t size = strlen(words[i].word);

        if ((size_t)(reader->end - reader->at) >= size &&
            strncasecmp(reader->at, words[i].word, size) == 0) {
            reader->at += size;
            *days = today() + words[i].days;
            return true;
        }
    }
    return false;
}

/* Up to three numbers of up to four digits with one sign between; gives how many, 0: it is none. */
static int read_numbers(struct reader *reader, int numbers[3], int digits[3])
{
    char sign[2] = "";

    for (int n = 0; n < 3; n++) {
        while (digits[n] < 4 && reader->at < reader->end && isdigit((unsigned char)*reader->at)) {
            numbers[n] = numbers[n] * 10 + (*reader->at++ - '0');
            digits[n]++;
        }
        if (!digits[n])
            return 0;
        if (n == 0 && reader->at < reader->end && strchr("-.", *reader->at))
            sign[0] = *reader->at;
        if (!*sign || !read_sign(reader, sign))
            return n + 1;
    }
    return 0;
}

/* 2026-5-4, 2026-05, 2026, 04.05.2026; the days it stands for. */
static bool read_typed_date(struct reader *reader, int64_t *days, int *span)
{
    int numbers[3] = {0}, digits[3] = {0}, n = read_numbers(reader, numbers, digits);
    bool is_year_first = digits[0] == 4;
    int year = is_year_first ? numbers[0] : numbers[2];
    int month = n > 1 ? numbers[1] : 1, day = is_year_first ? numbers[2] : numbers[0];

    if (n == 0 || digits[1] > 2 || (n < 3 && !is_year_first) ||
        digits[is_year_first ? 2 : 0] > 2 || (!is_year_first && digits[2] != 4) ||
        month < 1 || month > 12)
        return false;
    if (n < 3)
        day = 1;
    *days = days_from_civil(year, month, day);
    *span = n == 3 ? 1 : n == 2 ? days_in(year, month) : 365 + (days_in(year, 2) == 29);
    return day >= 1 && day <= days_in(year, month);
}

bool when_parse_typed(const char *text, size_t size, struct when_typed *typed)
{
    struct reader reader = {text, text + size};
    bool has_offset;
    int64_t days;
    int span = 1;

    *typed = (struct when_typed){.when = {WHEN_NONE, 0}};
    if (size == 0 ||
        (!read_day_word(&reader, &days) && !read_typed_date(&reader, &days, &span)))
        return false;
    typed->span = reader.at == reader.end ? (int64_t)span * DAY : 0;
    if ((span > 1 && !typed->span) || !read_rest(&reader, days, &typed->when, &has_offset))
        return false;
    typed->is_clock = !has_offset;
    return true;
}

/* --- showing --------------------------------------------------------------------------------- */

/* Words of the locale; a locale that does not spell them in UTF-8 gets the English ones. */
static const char *locale_word(nl_item item, const char *english)
{
    const char *word = nl_langinfo(item);

    return *word && !u8_check((const uint8_t *)word, strlen(word)) ? word : english;
}

static const char *const months[12] = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};
static const char *const days_of_week[7] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                            "Thursday", "Friday", "Saturday"};

/* Since glibc 2.27 MON_ is the form that stands after a day ("4 мая") and ALTMON_ the one alone. */
static void add_date(struct str *out, const struct when_parts *parts)
{
    int month = parts->month - 1;

    str_addf(out, "%d %s %d", parts->day, locale_word(MON_1 + month, months[month]), parts->year);
}

void when_add_clock(struct str *out, struct when when, const struct zone *zone)
{
    struct when_parts parts;

    if (when.time == WHEN_NONE)
        return;
    when_split(when, zone, &parts);
    str_addf(out, "%02d:%02d", parts.hour, parts.minute);
}

void when_add_stamp(struct str *out, struct when when, const struct zone *zone)
{
    struct when_parts parts;

    if (when.time == WHEN_NONE)
        return;
    when_split(when, zone, &parts);
    str_addf(out, "%04d-%02d-%02d %02d:%02d:%02d", parts.year, parts.month, parts.day, parts.hour,
             parts.minute, parts.second);
}

void when_add_iso(struct str *out, struct when when, const struct zone *zone)
{
    struct when_parts parts;
    int east;

    if (when.time == WHEN_NONE)
        return;
    when_split(when, zone, &parts);
    east = parts.offset < 0 ? -parts.offset : parts.offset;
    str_addf(out, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", parts.year, parts.month, parts.day,
             parts.hour, parts.minute, parts.second, parts.offset < 0 ? '-' : '+', east / 60,
             east % 60);
}

void when_add_date(struct str *out, struct when when, const struct zone *zone)
{
    struct when_parts parts;

    if (when.time == WHEN_NONE)
        return;
    when_split(when, zone, &parts);
    add_date(out, &parts);
}

void when_add_day(struct str *out, struct when when, const struct zone *zone)
{
    struct when_parts parts;

    if (when.time == WHEN_NONE)
        return;
    when_split(when, zone, &parts);
    str_addf(out, "%s, ", locale_word(DAY_1 + parts.weekday, days_of_week[parts.weekday]));
    add_date(out, &parts);
}

/* A short month as far as it fits: some locales have "sept." or longer. */
static void add_month(struct str *out, nl_item item, int month, int columns)
{
    char english[4] = {months[month][0], months[month][1], months[month][2], '\0'};
    const char *word = locale_word(item + month, english);
    int used;

    str_add(out, word, cluster_fit(word, strlen(word), columns, &used));
}

void when_add_short(struct str *out, struct when when, const struct zone *zone, int64_t now)
{
    struct when_parts parts, today;

    if (when.time == WHEN_NONE)
        return;
    when_split(when, zone, &parts);
    when_split((struct when){now, when.offset}, zone, &today);
    if (parts.day_number == today.day_number) {
        str_addf(out, "%02d:%02d", parts.hour, parts.minute);
    } else if (parts.year == today.year) {
        str_addf(out, "%d ", parts.day);
        add_month(out, ABMON_1, parts.month - 1, 5);
    } else {
        add_month(out, _NL_ABALTMON_1, parts.month - 1, 3);
        str_addf(out, " %d", parts.year);
    }
}

void when_add_span(struct str *out, int64_t seconds)
{
    static const struct {
        int64_t seconds;
        const char *unit;
    } units[] = {/* of time, right after a number: seconds, minutes, hours, days, weeks, years */
                 {1, N_("s")},   {MINUTE, N_("m")},  {HOUR, N_("h")},
                 {DAY, N_("d")}, {7 * DAY, N_("w")}, {365 * DAY + 6 * HOUR, N_("y")}};
    static const int64_t limits[] = {MINUTE, HOUR, DAY, 100 * DAY, 700 * DAY};
    size_t i = 0;

    if (seconds < 0)
        seconds = seconds == INT64_MIN ? INT64_MAX : -seconds;
    while (i < sizeof limits / sizeof *limits && seconds >= limits[i])
        i++;
    str_addf(out, "%lld%s", (long long)(seconds / units[i].seconds), _(units[i].unit));
}
