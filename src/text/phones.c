/* SPDX-License-Identifier: MIT */
#include "text/digits.h"

#include <string.h>

/* Folded words after which five digits are a phone. */
static const char *const call_words[] = {
    "тел", "моб", "сот", "факс", "звон", "позвон", "перезвон", "наберите", "вотсап", "ватсап",
    "вацап", "вайбер", "телеграм", "phone", "tel", "mob", "cell", "fax", "call", "whatsapp",
    "viber", "telegram", "dial", "ring", NULL,
};

/* Digits with the country's own; 0: any from 9 to 15. */
static size_t international_size(const char *digits)
{
    static const struct {
        const char *code;
        size_t size;
    } rows[] = {
        {"7", 11},   {"1", 11},   {"375", 12}, {"380", 12}, {"374", 11}, {"992", 12}, {"993", 11},
        {"994", 12}, {"995", 12}, {"996", 12}, {"998", 12}, {"373", 11}, {"48", 11},  {"33", 11},
        {"34", 11},  {"90", 12},  {"86", 13},  {"91", 12},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strncmp(digits, rows[i].code, strlen(rows[i].code)) == 0)
            return rows[i].size;
    return 0;
}

/* +7 912 345-67-89 */
static bool is_international(const struct run *run, size_t i, size_t j, const char *digits)
{
    size_t n = strlen(digits), size = international_size(digits);

    return digits_have_plus(run, i) && n >= 9 && n <= 15 &&
           (size == 0 || n == size || (n < size && j == run->groups.n));
}

/* 8 912 345-67-89, 89123456789, 8(912)3456789; an area or mobile code follows the 7 or 8. */
static bool is_russian(const struct run *run, size_t i, size_t j, const char *digits)
{
    size_t first = run->groups.at[i].to - run->groups.at[i].from;

    return strlen(digits) == 11 && (*digits == '7' || *digits == '8') &&
           strchr("346789", digits[1]) != NULL && (j == i + 1 || first == 1 || first >= 4);
}

/* Ten digits without what is dialled before them. */
static bool is_national(const struct run *run, size_t i, size_t j, const char *digits)
{
    size_t first = run->groups.at[i].to - run->groups.at[i].from;
    bool in_brackets = j > i + 1 && (run->groups.at[i].gap & GAP_BRACKET) &&
                       (run->groups.at[i + 1].gap & GAP_BRACKET);

    if (strlen(digits) != 10 || *digits < '2')
        return false;
    if (j == i + 1)
        return *digits == '9';
    if (in_brackets && first >= 3 && first <= 5)
        return true;
    return digits_stand_as(run, i, j, "3-3-2-2") || digits_stand_as(run, i, j, "3-3-4") ||
           digits_stand_as(run, i, j, "3-2-2-3") || digits_stand_as(run, i, j, "3-7") ||
           digits_stand_as(run, i, j, "3-3-1-3") || digits_stand_as(run, i, j, "3-2-3-2");
}

/* 020 7946 0958, 0612345678; 00 7 912 …: what other countries dial first. */
static bool is_trunk(const struct run *run, size_t i, size_t j, const char *digits)
{
    size_t n = strlen(digits);

    (void)run, (void)i, (void)j;
    if (*digits != '0')
        return false;
    if (digits[1] == '0')
        return n >= 11 && n <= 15 && digits[2] != '0';
    return n == 10 || n == 11;
}

/* 345-67-89 */
static bool is_local(const struct run *run, size_t i, size_t j, const char *digits)
{
    return strlen(digits) == 7 && *digits != '0' && digits_stand_as(run, i, j, "3-2-2") &&
           digits_gaps(run, i, j) == GAP_HYPHEN;
}

static bool is_announced(const struct run *run, size_t i, size_t j, const char *digits)
{
    size_t n = strlen(digits);

    (void)j;
    return n >= 5 && n <= 15 && i == 0 &&
           sight_is_after(run->sight, run->groups.at[i].from, call_words);
}

typedef bool phone_fn(const struct run *run, size_t i, size_t j, const char *digits);
static phone_fn *const phones[] = {is_international, is_russian, is_national,
                                   is_trunk,         is_local,   is_announced};

static bool is_phone(const struct run *run, size_t i, size_t j, const char *digits)
{
    bool is_one = false;

    for (size_t k = 0; !is_one && k < sizeof phones / sizeof *phones; k++)
        is_one = phones[k](run, i, j, digits);
    return is_one && digits_are_apart(run, i, j) && !(digits_gaps(run, i, j) & GAP_STROKE) &&
           !(digits_are_money(run, i, j) && !(digits_gaps(run, i, j) & ~(unsigned)GAP_BLANK));
}

/* One number, however it is dialled: 8 912 … and 912 … are +7 912 … */
static const char *dialled(char *digits)
{
    size_t n = strlen(digits);

    if (strncmp(digits, "00", 2) == 0 && n > 10)
        return digits + 2;
    if (n == 11 && *digits == '8')
        *digits = '7';
    return digits;
}

static void claim_phone(struct sight *sight, const struct run *run, size_t i, size_t j,
                        char *digits)
{
    char value[RUN_DIGITS + 2];
    size_t n = strlen(digits);

    if (n == 10 && (*digits == '9' || digits_stand_as(run, i, j, "3-3-2-2")) &&
        !digits_have_plus(run, i)) {
        value[0] = '7';
        memcpy(value + 1, digits, n + 1);
    } else {
        memcpy(value, digits, n + 1);
    }
    digits_claim(sight, run, i, j, REDACT_PHONES, dialled(value));
}

static void take_phones(struct sight *sight, struct run *run)
{
    enum { GROUPS_MOST = 12 };
    char digits[RUN_DIGITS + 1];

    for (size_t i = 0; i < run->groups.n; i++) {
        size_t j = run->groups.n - i > GROUPS_MOST ? i + GROUPS_MOST : run->groups.n;

        while (j > i && !(digits_read(run, i, j, digits) && is_phone(run, i, j, digits)))
            j--;
        if (j > i) {
            claim_phone(sight, run, i, j, digits);
            i = j - 1;
        }
    }
}

void find_phones(struct sight *sight)
{
    digits_each_run(sight, take_phones);
}

/* --- what nobody claimed --------------------------------------------------------------------- */

/* Seconds and milliseconds since 1970 are ten and thirteen digits that begin with 1. */
static bool is_moment(const char *digits)
{
    return *digits == '1' && (strlen(digits) == 10 || strlen(digits) == 13);
}

static bool is_doubtful(const struct run *run, size_t i)
{
    char digits[RUN_DIGITS + 1];
    size_t n = run->groups.at[i].to - run->groups.at[i].from;

    if (i + 3 < run->groups.n && digits_stand_as(run, i, i + 4, "4-4-4-4"))
        return true;
    if (i + 1 < run->groups.n && digits_stand_as(run, i, i + 2, "4-6") &&
        !(digits_gaps(run, i, i + 2) & GAP_STROKE))
        return true;
    return n >= 10 && n <= 16 && digits_read(run, i, i + 1, digits) && !is_moment(digits);
}

static void doubt_numbers(struct sight *sight, struct run *run)
{
    char digits[RUN_DIGITS + 1];
    size_t n = run->groups.n;

    for (size_t i = 0; i < n; i++)
        if (is_doubtful(run, i))
            sight_doubt(sight, DOUBT_NUMBER);
    if (digits_have_plus(run, 0) && digits_read(run, 0, n, digits) && strlen(digits) >= 7 &&
        !digits_are_money(run, 0, n))
        sight_doubt(sight, DOUBT_NUMBER);
}

static bool is_break(char c)
{
    return c == '\n' || c == '\r';
}

/* The text as one line; false: no line ends with a digit and is followed by one that begins so. */
static bool join_lines(const struct sight *sight, struct str *out)
{
    static const char digits[] = "0123456789", starts[] = "0123456789(-";
    bool any = false, broke = false;
    char last = 'x';

    for (size_t i = 0; i < sight->size; i++) {
        char c = sight->text[i];

        if (!c || strchr(" \r\n", c)) {
            broke |= is_break(c);
        } else {
            any |= broke && strchr(digits, last) && strchr(starts, c);
            broke = false;
            last = c;
        }
        str_add_char(out, is_break(c) ? ' ' : c);
    }
    return any;
}

/* One number that goes on in the next line, or two that are nobody's. */
static void doubt_broken_numbers(struct sight *sight)
{
    struct str text = {0};
    struct sight joined;

    if (!join_lines(sight, &text)) {
        str_release(&text);
        return;
    }
    sight_open(&joined, sight->redact, text.text, text.size, false);
    joined.bare = true; /* what it doubts is doubted already */
    find_cards(&joined);
    find_documents(&joined);
    find_phones(&joined);
    for (size_t i = 0; i < joined.symbols.n; i++)
        if (joined.symbols.at[i].claim && is_break(sight->text[joined.symbols.at[i].start]))
            sight_doubt(sight, DOUBT_NUMBER);
    sight_release(&joined);
    str_release(&text);
}

void find_doubtful_numbers(struct sight *sight)
{
    if (sight->bare)
        return;
    digits_each_run(sight, doubt_numbers);
    doubt_broken_numbers(sight);
}
