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
    if (code == '/' || code == '_')
        return GAP_STROKE;
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

bool digits_stand_as_any(const struct run *run, size_t i, size_t j, const char *const *sizes)
{
    while (*sizes && !digits_stand_as(run, i, j, *sizes))
        sizes++;
    return *sizes != NULL;
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
    return code < 0x250 && sight_is_letter(code);
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

/* --- what is no number of anybody ------------------------------------------------------------ */

static unsigned value_of(const struct run *run, size_t i)
{
    unsigned value = 0;

    for (size_t at = run->groups.at[i].from; at < run->groups.at[i].to; at++)
        value = value * 10 + (unsigned)sight_digit(run->sight->symbols.at[at].code);
    return value;
}

static bool is_day(unsigned day, unsigned month)
{
    return day >= 1 && month >= 1 && day <= 31 && month <= 31 && (day <= 12 || month <= 12);
}

static bool is_year(const struct run *run, size_t i)
{
    unsigned year = value_of(run, i);

    return size_of(run, i) == 2 ? run->groups.at[i].gap == GAP_DOT : year >= 1900 && year < 2100;
}

/* "16.04.2026", "2026-04-16" and the like: its own gaps are one kind, and another stands around. */
static size_t date_size(const struct run *run, size_t i)
{
    static const struct {
        const char *sizes;
        size_t year;
    } rows[] = {{"2-2-4", 2}, {"1-2-4", 2}, {"2-1-4", 2}, {"1-1-4", 2}, {"2-2-2", 2}, {"4-2-2", 0}};
    enum { GROUPS = 3 };
    const struct group *at = &run->groups.at[i];
    bool is_after = i + GROUPS < run->groups.n;

    if (i + GROUPS > run->groups.n || at[1].gap != at[2].gap || at[1].gap == GAP_BLANK ||
        (i && at->gap == at[1].gap) || (is_after && at[GROUPS].gap == at[1].gap))
        return 0;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (digits_stand_as(run, i, i + GROUPS, rows[k].sizes) && is_year(run, i + rows[k].year) &&
            is_day(value_of(run, i + 1), value_of(run, i + 2 - rows[k].year)))
            return GROUPS;
    return 0;
}

/* The groups of a round sum: "3 500 000". */
static size_t sum_size(const struct run *run, size_t i)
{
    size_t j = i + 1;

    if (i >= run->groups.n || size_of(run, i) > 3 || digits_have_plus(run, i))
        return 0;
    while (j < run->groups.n && run->groups.at[j].gap == GAP_BLANK && size_of(run, j) == 3)
        j++;
    return j > i + 1 && value_of(run, j - 1) % 10 == 0 ? j - i : 0;
}

/* "2 500 000 - 3 500 000" */
static size_t range_size(const struct run *run, size_t i)
{
    size_t low = sum_size(run, i), high = low ? sum_size(run, i + low) : 0;

    return high && (run->groups.at[i + low].gap & ~(unsigned)GAP_BLANK) == GAP_HYPHEN ? low + high
                                                                                      : 0;
}

/* The run without what is a date or a range of sums: what these part is several. */
static void tell_parts(struct sight *sight, const struct run *run, run_fn *fn)
{
    size_t start = 0, n = run->groups.n;

    for (size_t i = 0, size; i <= n; i += size ? size : 1) {
        struct run part = {.sight = sight,
                           .groups = {.at = run->groups.at + start, .n = i - start}};

        size = i == n ? 1 : date_size(run, i);
        if (!size && i == start)
            size = range_size(run, i);
        if (!size)
            continue;
        if (part.groups.n)
            fn(sight, &part);
        start = i + size;
    }
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
        tell_parts(sight, &run, fn);
    }
    vec_release(&run.groups);
}

/* --- out ------------------------------------------------------------------------------------- */

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
