/* SPDX-License-Identifier: MIT */
#include "text/digits.h"

#include <string.h>

/* --- cards ----------------------------------------------------------------------------------- */

/* ISO/IEC 7812-1, annex B. */
static bool has_luhn(const char *digits)
{
    size_t n = strlen(digits);
    int sum = 0;

    for (size_t i = 0; i < n; i++) {
        int digit = digits[n - 1 - i] - '0';

        digit *= i % 2 ? 2 : 1;
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

/* Banks print them in fours, some of which people write together; others have their own ways. */
static bool stands_as_card(const struct run *run, size_t i, size_t j)
{
    static const char *const layouts[] = {"4-6-5", "4-6-4", "6-4-6", "4-5-6", NULL};
    enum { FOUR = 4, LAST = 5 };
    size_t last = digits_count(run, j - 1, j);
    bool in_fours = last <= LAST || last % FOUR == 0;

    for (size_t k = i; k < j - 1; k++)
        in_fours &= digits_count(run, k, k + 1) % FOUR == 0;
    return in_fours || j == i + 1 || digits_stand_as_any(run, i, j, layouts);
}

static bool is_card(const struct run *run, size_t i, size_t j, const char *digits)
{
    static const char *const words[] = {"карт", "card", "visa", "мир", "mastercard", "maestro",
                                        NULL};
    size_t n = strlen(digits);

    if (n < 13 || n > 19 || *digits < '2' || *digits > '6' || digits_have_plus(run, i) ||
        !stands_as_card(run, i, j) || !digits_are_apart(run, i, j))
        return false;
    if (has_luhn(digits))
        return true;
    if (n != 16 || !sight_is_after(run->sight, run->groups.at[i].from, words))
        return false;
    sight_doubt(run->sight, DOUBT_NUMBER);
    return true;
}

static void take_cards(struct sight *sight, struct run *run)
{
    enum { GROUPS_MOST = 5 };
    char digits[RUN_DIGITS + 1];

    for (size_t i = 0; i < run->groups.n; i++) {
        size_t j = run->groups.n - i > GROUPS_MOST ? i + GROUPS_MOST : run->groups.n;

        while (j > i && !(digits_read(run, i, j, digits) && is_card(run, i, j, digits)))
            j--;
        if (j > i) {
            digits_claim(sight, run, i, j, REDACT_CARDS, digits);
            i = j - 1;
        }
    }
}

void find_cards(struct sight *sight)
{
    digits_each_run(sight, take_cards);
}

/* --- documents of Russia --------------------------------------------------------------------- */

static int inn_digit(const char *digits, const int *weights, int n)
{
    int sum = 0;

    for (int i = 0; i < n; i++)
        sum += weights[i] * (digits[i] - '0');
    return sum % 11 % 10;
}

/* Order of the Federal Tax Service ED-7-14/559: of a firm 10 digits, of a person 12. */
static bool has_inn(const char *digits)
{
    static const int weights[] = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};

    if (strlen(digits) == 10)
        return inn_digit(digits, weights + 2, 9) == digits[9] - '0';
    return strlen(digits) == 12 && inn_digit(digits, weights + 1, 10) == digits[10] - '0' &&
           inn_digit(digits, weights, 11) == digits[11] - '0';
}

/* Resolution of the Pension Fund 192p: the sum of nine digits by their places from the end. */
static bool has_snils(const char *digits)
{
    int sum = 0;

    if (strlen(digits) != 11)
        return false;
    for (int i = 0; i < 9; i++)
        sum += (9 - i) * (digits[i] - '0');
    return sum % 101 % 100 == (digits[9] - '0') * 10 + digits[10] - '0';
}

static bool is_inn(const struct run *run, size_t i, size_t j, const char *digits)
{
    static const char *const words[] = {"инн", "inn", NULL};
    size_t n = strlen(digits);
    bool is_called = false;

    if ((n != 10 && n != 12) || (j != i + 1 && !has_inn(digits)))
        return false;
    is_called = sight_is_after(run->sight, run->groups.at[i].from, words);
    if (is_called && !has_inn(digits))
        sight_doubt(run->sight, DOUBT_NUMBER);
    return is_called || (j == i + 1 && n == 12 && has_inn(digits));
}

static bool is_snils(const struct run *run, size_t i, size_t j, const char *digits)
{
    static const char *const words[] = {"снилс", "snils", NULL};
    static const char *const layouts[] = {"3-3-3-2", "3-3-5", NULL};

    if (strlen(digits) != 11)
        return false;
    if (sight_is_after(run->sight, run->groups.at[i].from, words)) {
        if (!has_snils(digits))
            sight_doubt(run->sight, DOUBT_NUMBER);
        return true;
    }
    return digits_stand_as_any(run, i, j, layouts) && has_snils(digits);
}

static const char *const passport_words[] = {"паспорт", "серия", "серии", "серию", "passport",
                                             NULL};

/* Four digits and six, or two and seven for journeys abroad, after a word that says so. */
static bool is_passport(const struct run *run, size_t i, size_t j, const char *digits)
{
    static const char *const layouts[] = {"4-6", "2-2-6", "4-3-3", "2-2-3-3", "2-7", NULL};
    static const char *const abroad[] = {"загран", NULL};
    size_t at = run->groups.at[i].from, n = strlen(digits);

    if (j == i + 1 && n == 9)
        return sight_is_after(run->sight, at, abroad);
    return ((j == i + 1 && n == 10) || digits_stand_as_any(run, i, j, layouts)) &&
           (sight_is_after(run->sight, at, passport_words) ||
            sight_is_after(run->sight, at, abroad));
}

typedef bool paper_fn(const struct run *run, size_t i, size_t j, const char *digits);
static paper_fn *const papers[] = {is_inn, is_snils, is_passport};

static bool is_paper(const struct run *run, size_t i, size_t j, const char *digits)
{
    bool is_one = false;

    for (size_t k = 0; !is_one && k < sizeof papers / sizeof *papers; k++)
        is_one = papers[k](run, i, j, digits);
    return is_one && !digits_have_plus(run, i) && digits_are_apart(run, i, j);
}

/* "№", "номер" and what stands around them, up to the next digits. */
static size_t skip_number_word(const struct sight *sight, size_t at)
{
    static const char *const words[] = {"№", "ном", "n", NULL};
    enum { LONGEST = 12 };
    size_t from = at;

    while (at - from < LONGEST && sight_at(sight, at) && sight_digit(sight_at(sight, at)) < 0)
        at++;
    return sight_digit(sight_at(sight, at)) >= 0 && sight_is_after(sight, at, words) ? at : from;
}

static void claim_split_passport(struct sight *sight, size_t from, size_t to, const char *digits)
{
    struct str value = {0};

    str_add_text(&value, digits);
    for (size_t at = to - 6; at < to; at++)
        str_add_char(&value, (char)('0' + sight_digit(sight->symbols.at[at].code)));
    sight_claim_key(sight, from, to, REDACT_DOCUMENTS, &value);
    str_release(&value);
}

/* "серия 45 06 № 123456": the number is a run of its own. Without a word that says so "45 06" may
 * be one. */
static bool take_split_passport(struct sight *sight, const struct run *run, size_t i, size_t j)
{
    size_t from = run->groups.at[i].from;
    size_t end = run->groups.at[j - 1].to, at = skip_number_word(sight, end), to = at;
    char digits[RUN_DIGITS + 1];
    bool is_called;

    while (sight_digit(sight_at(sight, to)) >= 0)
        to++;
    if (to - at != 6 || digits_count(run, i, j) != 4 || !digits_read(run, i, j, digits))
        return false;
    is_called = sight_is_after(sight, from, passport_words);
    if (is_called)
        claim_split_passport(sight, from, to, digits);
    else if (digits_stand_as(run, i, j, "2-2"))
        sight_doubt(sight, DOUBT_NUMBER);
    return is_called;
}

static void take_papers(struct sight *sight, struct run *run)
{
    enum { GROUPS_MOST = 4 };
    char digits[RUN_DIGITS + 1];
    size_t n = run->groups.n;

    if (take_split_passport(sight, run, 0, n))
        return;
    for (size_t i = 0; i < n; i++) {
        size_t j = n - i > GROUPS_MOST ? i + GROUPS_MOST : n;

        while (j > i && !(digits_read(run, i, j, digits) && is_paper(run, i, j, digits)))
            j--;
        if (j > i) {
            digits_claim(sight, run, i, j, REDACT_DOCUMENTS, digits);
            i = j - 1;
        }
    }
}

void find_documents(struct sight *sight)
{
    digits_each_run(sight, take_papers);
}
