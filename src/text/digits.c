/* SPDX-License-Identifier: MIT */
#include "text/digits.h"

#include <string.h>

/* --- runs ------------------------------------------------------------------------------------ */

static unsigned gap_of(uint32_t code)
{
    if (code == ' ')
        return GAP_BLANK;
    if (code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212)
        return GAP_HYPHEN;
    if (code == '.')
        return GAP_DOT;
    return code == '(' || code == ')' ? GAP_BRACKET : 0;
}

static struct group read_group(const struct sight *sight, size_t from)
{
    struct group group = {.from = from, .to = from};

    while (sight_digit(sight_at(sight, group.to)) >= 0)
        group.to++;
    return group;
}

/* The next group of the run; false: the run ends. */
static bool next_group(const struct sight *sight, size_t at, struct group *group)
{
    enum { WIDEST = 3 };
    unsigned gaps = 0, gap;
    size_t from = at;

    while (at - from < WIDEST && (gap = gap_of(sight_at(sight, at))) != 0) {
        gaps |= gap;
        at++;
    }
    if (at == from || sight_digit(sight_at(sight, at)) < 0)
        return false;
    *group = read_group(sight, at);
    group->gap = gaps;
    return true;
}

static struct group first_group(const struct sight *sight, size_t at)
{
    struct group group = read_group(sight, at);

    group.gap = gap_of(sight_before(sight, at)) & GAP_BRACKET;
    if (group.gap)
        at--;
    if (group.gap && sight_before(sight, at) == ' ' && at > 1 && sight_at(sight, at - 2) == '+')
        at--;
    group.has_plus = sight_before(sight, at) == '+';
    return group;
}

void digits_each_run(struct sight *sight, run_fn *fn)
{
    struct run run = {.sight = sight};

    for (size_t at = 0; at < sight->symbols.n; at++) {
        struct group group;

        if (sight_digit(sight_at(sight, at)) < 0)
            continue;
        run.groups.n = 0;
        group = first_group(sight, at);
        do {
            vec_push(&run.groups, group);
            at = group.to;
        } while (next_group(sight, at, &group));
        fn(sight, &run);
    }
    vec_release(&run.groups);
}

/* --- what stands in them --------------------------------------------------------------------- */

static size_t size_of(const struct run *run, size_t i)
{
    return run->groups.at[i].to - run->groups.at[i].from;
}

size_t digits_count(const struct run *run, size_t i, size_t j)
{
    size_t n = 0;

    for (; i < j; i++)
        n += size_of(run, i);
    return n;
}

bool digits_read(const struct run *run, size_t i, size_t j, char to[RUN_DIGITS + 1])
{
    size_t n = 0;

    if (digits_count(run, i, j) > RUN_DIGITS)
        return false;
    for (; i < j; i++)
        for (size_t at = run->groups.at[i].from; at < run->groups.at[i].to; at++)
            to[n++] = (char)('0' + sight_digit(run->sight->symbols.at[at].code));
    to[n] = '\0';
    return true;
}

bool digits_stand_as(const struct run *run, size_t i, size_t j, const char *sizes)
{
    for (; i < j; i++, sizes += *sizes == '-')
        if (*sizes < '1' || *sizes > '9' || size_of(run, i) != (size_t)(*sizes++ - '0'))
            return false;
    return !*sizes;
}

unsigned digits_gaps(const struct run *run, size_t i, size_t j)
{
    unsigned gaps = 0;

    for (size_t at = i + 1; at < j; at++)
        gaps |= run->groups.at[at].gap;
    return gaps;
}

static bool is_latin(uint32_t code)
{
    return code == '_' || (code < 0x250 && sight_is_letter(code));
}

bool digits_are_apart(const struct run *run, size_t i, size_t j)
{
    const struct sight *sight = run->sight;
    uint32_t before = i ? 0 : sight_before(sight, run->groups.at[i].from);
    uint32_t after = j < run->groups.n ? 0 : sight_at(sight, run->groups.at[j - 1].to);

    return !is_latin(before) && !is_latin(after) && after != '%' && before != '%' &&
           !(before == ',' && sight_digit(sight_before(sight, run->groups.at[i].from - 1)) >= 0);
}

bool digits_have_plus(const struct run *run, size_t i)
{
    return i == 0 && run->groups.at[0].has_plus;
}

static bool is_currency(uint32_t code)
{
    return code == '$' || code == 0x20AC || code == 0xA3 || code == 0xA5 || code == 0x20BD ||
           code == 0x20B4 || code == 0x20B8;
}

static bool begins_with(const struct sight *sight, size_t at, const char *const *words)
{
    struct str word = {0};
    bool found = false;

    for (size_t to = at; to < at + 8 && sight_is_letter(sight_at(sight, to)); to++)
        sight_add(sight, to, to + 1, &word);
    for (; *words; words++)
        found |= strncmp(str_text(&word), *words, strlen(*words)) == 0;
    str_release(&word);
    return found;
}

bool digits_are_money(const struct run *run, size_t i, size_t j)
{
    static const char *const words[] = {"руб",  "rub", "usd", "eur", "gbp", "тыс", "млн", "млрд",
                                        "тенге", "грн", "byn", "kzt", "дол", "евро", "коп", NULL};
    const struct sight *sight = run->sight;
    size_t at = run->groups.at[j - 1].to, from = run->groups.at[i].from;

    if (j < run->groups.n)
        return false;
    if (from && sight_before(sight, from) == ' ')
        from--;
    if (sight_at(sight, at) == ' ')
        at++;
    if (is_currency(sight_before(sight, from)) || is_currency(sight_at(sight, at)))
        return true;
    if ((sight_at(sight, at) == 0x440 || sight_at(sight, at) == 'p') &&
        !sight_is_letter(sight_at(sight, at + 1)))
        return true;
    return begins_with(sight, at, words);
}

bool digits_are_date(const struct run *run, size_t i, size_t j)
{
    unsigned gaps;
    char digits[RUN_DIGITS + 1];

    if (j - i < 3)
        return false;
    gaps = digits_gaps(run, i, i + 3);
    if (digits_stand_as(run, i, i + 3, "2-2-4") || digits_stand_as(run, i, i + 3, "1-2-4"))
        return true;
    if (digits_stand_as(run, i, i + 3, "2-2-2"))
        return gaps == GAP_DOT;
    return digits_stand_as(run, i, i + 3, "4-2-2") && digits_read(run, i, i + 1, digits) &&
           (strncmp(digits, "19", 2) == 0 || strncmp(digits, "20", 2) == 0) && gaps != GAP_BLANK;
}

void digits_claim(struct sight *sight, const struct run *run, size_t i, size_t j,
                  enum redact_kind kind, const char *value)
{
    const struct group *first = &run->groups.at[i];
    size_t from = first->from, to = run->groups.at[j - 1].to;

    if (i == 0 && (first->gap & GAP_BRACKET) && sight_before(sight, from) == '(')
        from--;
    if (i == 0 && first->has_plus)
        while (sight_at(sight, from) != '+')
            from--;
    if (i && (first->gap & GAP_BRACKET) && sight_before(sight, from) == '(')
        from--;
    sight_claim(sight, from, to, alias_of(sight->redact, kind, value, strlen(value), ""));
}
