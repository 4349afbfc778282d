/* SPDX-License-Identifier: MIT */
#include "text/find.h"
#include "base/str.h"
#include "unit.h"

#include <string.h>
#include <time.h>

static const char *const kind_names[] = {"smart", "literal", "regex"};

/* The text with every match in «». */
static void show(struct str *out, enum find_kind kind, const char *wanted, const char *text,
                 size_t size)
{
    struct error error;
    struct pattern *pattern = pattern_new(wanted, strlen(wanted), kind, &error);
    size_t from = 0, start, end;

    assert_non_null(pattern);
    for (; pattern_find(pattern, text, size, from, &start, &end); from = end) {
        assert_true(start >= from && end > start && end <= size);
        str_add(out, text + from, start - from);
        str_add_text(out, "«");
        str_add(out, text + start, end - start);
        str_add_text(out, "»");
    }
    assert_false(pattern_gave_up(pattern));
    str_add(out, text + from, size - from);
    pattern_free(pattern);
}

static void strip(struct str *out, const char *shown)
{
    for (; *shown; shown++) {
        if (strncmp(shown, "«", 2) == 0 || strncmp(shown, "»", 2) == 0)
            shown++;
        else
            str_add_char(out, *shown);
    }
}

static const struct {
    enum find_kind kind;
    const char *pattern, *shown;
} cases[] = {
    /* case */
    {FIND_SMART, "договор", "«договор», «Договор», «ДОГОВОР»"},
    {FIND_SMART, "Договор", "договор, «Договор», ДОГОВОР"},
    {FIND_SMART, "url", "«URL» «url» c«url»"},
    {FIND_SMART, "URL", "«URL» url"},
    {FIND_SMART, "aa", "«aa»«aa»a"},
    {FIND_SMART, "ααα", "«αΑα»"},
    {FIND_SMART, "", "nothing"},
    {FIND_SMART, "x", ""},
    /* accents */
    {FIND_SMART, "елка", "«ёлка» «ЁЛКА» «елка» «ёлка»"},
    {FIND_SMART, "ёлка", "«ёлка» «елка» «е\u0308лка»"},
    {FIND_SMART, "Ёлка", "ёлка «Елка» «Ёлка» «Е\u0308лка»"},
    {FIND_SMART, "мои", "«мои» мой мои\u0306"},
    {FIND_SMART, "мой", "мои «мой» «МОЙ» «мои\u0306» «мои\u0301\u0306»"},
    {FIND_SMART, "и", "й и\u0306 «и» «ѝ»"},
    {FIND_SMART, "у", "ў у\u0306 «у»"},
    {FIND_SMART, "ї", "і «ї» «і\u0308» ы"},
    {FIND_SMART, "г", "ґ ѓ «г»"},
    {FIND_SMART, "замок", "«за\u0301мок» «замо\u0301к»!"},
    {FIND_SMART, "е", "«е\u0308\u0301»«е»"},
    {FIND_SMART, "cafe", "«Café» «CAFE\u0301»s"},
    {FIND_SMART, "naïve", "«naive» «naïve»"},
    {FIND_SMART, "αλφα", "«άλφα» «ΆΛΦΑ»"},
    {FIND_SMART, "שלום", "«שָׁלוֹם»"},
    {FIND_SMART, "احمد", "«أحمد» «اَحمد»"},
    {FIND_SMART, "か", "が «か» か\u3099"},
    {FIND_SMART, "が", "«が» か «か\u3099»"},
    {FIND_SMART, "\u0301", "a«\u0301»b"},
    /* spelling */
    {FIND_SMART, "strasse", "«Straße» «STRASSE» «STRAẞE»"},
    {FIND_SMART, "straße", "«Strasse»"},
    {FIND_SMART, "Straße", "«Strasse» strasse"},
    {FIND_SMART, "s", "ß «s»"},
    {FIND_SMART, "ss", "a«ß» s «ß»"},
    {FIND_SMART, "οδος", "«ὁδός» «ΟΔΟΣ» «οδοσ»"},
    {FIND_SMART, "Οδος", "«Οδοσ»"},
    {FIND_SMART, "abc1", "«ＡＢＣ１» «abc１»"},
    {FIND_SMART, "ガス", "«ｶﾞｽ» カス ｶｽ"},
    {FIND_SMART, "ｶｽ", "ガス «カス»"},
    {FIND_SMART, "하", "«하» 한 \u1112\u1161\u11AB «\u1112\u1161»"},
    {FIND_SMART, "한", "하 «한» «\u1112\u1161\u11AB»"},
    {FIND_SMART, "i", "«İ» ı «I»"},
    {FIND_SMART, "k", "«\u212A»"},
    {FIND_SMART, "👍", "«👍» «👍🏽» «👍\uFE0F»"},
    {FIND_SMART, "👍🏽", "«👍»"},
    {FIND_SMART, "👨", "«👨» 👨\u200D👩\u200D👧"},
    {FIND_SMART, "👩", "👨\u200D👩\u200D👧 «👩»"},
    {FIND_SMART, "👨\u200D👩", "👨\u200D👩\u200D👧 «👨\u200D👩»"},
    /* white space, invisible characters */
    {FIND_SMART, "на оплату", "счёт «на  оплату» «на\r\n\tоплату» «на\u00A0оплату» наоплату"},
    {FIND_SMART, "a \n b", "«a b» «a\u2028b» «a \u200B b»"},
    {FIND_SMART, " ", "a« \n »b«\u3000»"},
    {FIND_SMART, " a", "b« \n a»"},
    {FIND_SMART, "договор", "«до\u00ADго\u00ADвор» «дого\u200Bвор»"},
    {FIND_SMART, "дого\u00ADвор", "«договор»"},
    /* what overlaps itself */
    {FIND_SMART, "aab", "aa«aab»"},
    {FIND_SMART, "abab", "«abab»aab «abab»ab"},
    {FIND_SMART, "abcabd", "abc«abcabd»"},
    {FIND_SMART, "ababaca", "abab«ababaca»"},
    {FIND_SMART, "иии", "й«иии»й иий «иии»"},
    {FIND_SMART, "sss", "ß s «sß» ßß"},
    /* bytes as they are */
    {FIND_SMART, "\xff", "a«\xff»b ÿ"},
    {FIND_SMART, "а\xd0", "«а\xd0» а"},
    {FIND_SMART, "\xd0", "\xd0\xb0 «\xd0»"},
    {FIND_SMART, "\xe2\x82", "€ «\xe2\x82»"},
    {FIND_SMART, "\uFFFD", "\xff «\uFFFD»"},
    {FIND_LITERAL, "url", "URL «url»"},
    {FIND_LITERAL, "е", "ё «е»\u0308"},
    {FIND_LITERAL, "a  b", "a b «a  b»"},
    {FIND_LITERAL, "aa", "«aa»«aa»a"},
    {FIND_LITERAL, "\xff", "a«\xff»b"},
    {FIND_LITERAL, "[a-z]+", "abc «[a-z]+»"},
    {FIND_LITERAL, "", "nothing"},
    /* regular expressions */
    {FIND_REGEX, "дог\\w+", "«договор» и «ДОГОВОРЫ»"},
    {FIND_REGEX, "Дог\\w+", "договор и «Договоры»"},
    {FIND_REGEX, "дог\\W", "«ДОГ!»"},
    {FIND_REGEX, "\\p{Lu}\\x{41A}", "«ОК»"},
    {FIND_REGEX, "\\d{3,}", "12 «345» «67890»"},
    {FIND_REGEX, "^.", "«a»b\n«c»d\r\n«e»f"},
    {FIND_REGEX, ".$", "a«b»\nc«d»\r\ne«f»"},
    {FIND_REGEX, "a*", "b«aa»b«a»"},
    {FIND_REGEX, "x?", "abc"},
    {FIND_REGEX, "(?<=a)b", "a«b»b"},
    {FIND_REGEX, "a\\Kb", "a«b»"},
    {FIND_REGEX, ".", "«а»\xff«б»"},
    {FIND_REGEX, "б", "\xd0«б»\xd0"},
    {FIND_REGEX, "", "nothing"},
};

static void rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str text = {0}, shown = {0};

        strip(&text, cases[i].shown);
        show(&shown, cases[i].kind, cases[i].pattern, str_text(&text), text.size);
        if (strcmp(str_text(&shown), cases[i].shown) != 0)
            print_error("%s \"%s\"\n", kind_names[cases[i].kind], cases[i].pattern);
        assert_string_equal(str_text(&shown), cases[i].shown);
        str_release(&text);
        str_release(&shown);
    }
}

static void from_goes_on(void **state)
{
    struct error error;
    struct pattern *pattern = pattern_new("aa", 2, FIND_SMART, &error);
    size_t start = 7, end = 8;

    (void)state;
    assert_true(pattern_find(pattern, "baaa", 4, 2, &start, &end));
    assert_int_equal(start, 2);
    assert_int_equal(end, 4);
    assert_false(pattern_find(pattern, "baaa", 4, 3, &start, &end));
    assert_false(pattern_find(pattern, "baaa", 4, 4, &start, &end));
    assert_false(pattern_find(pattern, "baaa", 4, 100, &start, &end));
    assert_false(pattern_find(pattern, "", 0, 0, &start, &end));
    assert_int_equal(start, 2);
    assert_int_equal(end, 4);
    pattern_free(pattern);
    pattern_free(NULL);
}

static void nul_is_a_byte(void **state)
{
    struct error error;
    size_t start, end;

    (void)state;
    for (int kind = FIND_SMART; kind <= FIND_REGEX; kind++) {
        struct pattern *pattern = pattern_new("b\0c", 3, (enum find_kind)kind, &error);

        assert_true(pattern_find(pattern, "a\0b\0c", 5, 0, &start, &end));
        assert_int_equal(start, 2);
        assert_int_equal(end, 5);
        pattern_free(pattern);
    }
}

/* --- regular expressions ---------------------------------------------------------------------- */

static void what_does_not_compile_is_told(void **state)
{
    static const struct {
        const char *pattern, *where;
    } wrong[] = {
        {"договор(", "character 8: "}, {"[а", "character 2: "},     {"a)", "character 2: "},
        {"*", "character 1: "},        {"a{3,2}", "character 6: "}, {"\\C", "character 2: "},
        {"а\xff", "character 2: "},    {"(?<n", "character 4: "},
    };
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        error = (struct error){0};
        assert_null(pattern_new(wrong[i].pattern, strlen(wrong[i].pattern), FIND_REGEX, &error));
        assert_int_equal(error.kind, ERROR_USAGE);
        if (!strstr(error.text, wrong[i].where))
            print_error("%s: %s\n", wrong[i].pattern, error.text);
        assert_non_null(strstr(error.text, wrong[i].where));
    }
}

static double seconds_since(clock_t start)
{
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void explosions_are_stopped(void **state)
{
    static const char *const wanted[] = {"(a+)+$", "(*NO_JIT)(a+)+$", "(a|aa)+$", "(a*)*[bc]",
                                         "(*NO_JIT)(a|aa|b)*[cd]", "^(a?){30}a{40}[bc]",
                                         "(*LIMIT_MATCH=4000000000)(a+)+$"};
    struct str text = {0};
    struct error error;
    size_t start, end;

    (void)state;
    str_add_times(&text, "a", 5000);
    str_add_text(&text, "!");
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct pattern *pattern = pattern_new(wanted[i], strlen(wanted[i]), FIND_REGEX, &error);
        clock_t before = clock();

        assert_false(pattern_find(pattern, text.text, text.size, 0, &start, &end));
        assert_true(seconds_since(before) < 1);
        if (!pattern_gave_up(pattern))
            print_error("%s\n", wanted[i]);
        assert_true(pattern_gave_up(pattern));
        assert_false(pattern_find(pattern, "x", 1, 0, &start, &end));
        assert_false(pattern_gave_up(pattern));
        pattern_free(pattern);
    }
    str_release(&text);
}

/* More than the stack of the compiled code holds is no reason to give up. */
static void long_matches_are_found(void **state)
{
    static const char wanted[] = "(?:a|b)*c";
    struct str text = {0};
    struct error error;
    struct pattern *pattern = pattern_new(wanted, sizeof wanted - 1, FIND_REGEX, &error);
    size_t start, end;

    (void)state;
    str_add_times(&text, "ab", 10000);
    str_add_text(&text, "c");
    assert_true(pattern_find(pattern, text.text, text.size, 0, &start, &end));
    assert_int_equal(start, 0);
    assert_int_equal(end, text.size);
    pattern_free(pattern);
    str_release(&text);
}

/* --- against a slow reference ----------------------------------------------------------------- */

/* What is one unit, and what it folds to when case does not count and when it does. */
static const struct piece {
    const char *text, *folded, *cased;
} pieces[] = {
    {"a", "a", "a"},        {"A", "a", "A"},         {"b", "b", "b"},
    {"а", "а", "а"},        {"А", "а", "А"},         {"е", "е", "е"},
    {"ё", "е", "е"},        {"Ё", "е", "Е"},         {"е\u0308", "е", "е"},
    {"и", "и", "и"},        {"й", "иj", "иj"},       {"и\u0306", "иj", "иj"},
    {"Й", "иj", "Иj"},      {"И\u0301", "и", "И"},   {"s", "s", "s"},
    {"ß", "ss", "ss"},      {"ẞ", "ss", "SS"},       {"ａ", "a", "a"},
    {"ς", "σ", "σ"},        {"σ", "σ", "σ"},         {"Σ", "σ", "Σ"},
    {"\xff", "\xff", "\xff"}, {"\xd0", "\xd0", "\xd0"}, {"—", "—", "—"},
    {" ", " ", " "},        {"\n", " ", " "},        {"\u00A0", " ", " "},
    {"\u00AD", "", ""},     {"\u0301", "", ""},
};

enum { N_PIECES = sizeof pieces / sizeof *pieces, LONGEST = 24 };

struct unit {
    size_t start, end;
    const char *folded;
};

struct sample {
    struct str text;
    struct unit units[LONGEST];
    size_t n;
};

/* What folds to nothing, and more white space, belongs to the unit before. */
static void sample_make(struct sample *sample, const unsigned char *picks, size_t n, bool is_cased)
{
    memset(sample, 0, sizeof *sample);
    for (size_t i = 0; i < n; i++) {
        const struct piece *piece = &pieces[picks[i]];
        const char *folded = is_cased ? piece->cased : piece->folded;
        struct unit *last = sample->n ? &sample->units[sample->n - 1] : NULL;
        size_t start = sample->text.size;

        str_add_text(&sample->text, piece->text);
        if (last && (!*folded || (*folded == ' ' && *last->folded == ' ')))
            last->end = sample->text.size;
        else if (*folded)
            sample->units[sample->n++] = (struct unit){start, sample->text.size, folded};
    }
}

static void sample_fold(struct str *out, const struct sample *sample, size_t first, size_t n)
{
    for (size_t i = first; i < first + n; i++)
        str_add_text(out, sample->units[i].folded);
}

/* Every run of units, the shortest of the first. */
static bool slow_find(const struct sample *text, const struct sample *pattern, size_t *start,
                      size_t *end)
{
    struct str wanted = {0}, folded = {0};
    bool is_found = false;

    sample_fold(&wanted, pattern, 0, pattern->n);
    for (size_t first = 0; first < text->n && !is_found; first++)
        for (size_t n = 1; first + n <= text->n && !is_found; n++) {
            str_clear(&folded);
            sample_fold(&folded, text, first, n);
            is_found = strcmp(str_text(&folded), str_text(&wanted)) == 0;
            *start = text->units[first].start;
            *end = text->units[first + n - 1].end;
        }
    str_release(&wanted);
    str_release(&folded);
    return is_found;
}

static bool picks_upper(const unsigned char *picks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(pieces[picks[i]].folded, pieces[picks[i]].cased) != 0)
            return true;
    return false;
}

/* From few kinds of pieces at a time, so that there are matches. */
static size_t pick(unsigned char *picks, size_t most, uint64_t *seed)
{
    size_t n = unit_random(seed) % most + 1, few = unit_random(seed) % N_PIECES + 1;
    size_t shift = unit_random(seed) % N_PIECES;

    for (size_t i = 0; i < n; i++)
        picks[i] = (unsigned char)((unit_random(seed) % few + shift) % N_PIECES);
    return n;
}

static void compare(const unsigned char *in, size_t n_in, const unsigned char *wanted, size_t n,
                    size_t *n_found)
{
    bool is_cased = picks_upper(wanted, n), is_found;
    struct sample text, sought;
    size_t start = 0, end = 0, slow_start = 0, slow_end = 0;
    struct error error;
    struct pattern *pattern;

    sample_make(&text, in, n_in, is_cased);
    sample_make(&sought, wanted, n, is_cased);
    pattern = pattern_new(sought.text.text, sought.text.size, FIND_SMART, &error);
    is_found = pattern_find(pattern, text.text.text, text.text.size, 0, &start, &end);
    if (sought.n) {
        bool is_there = slow_find(&text, &sought, &slow_start, &slow_end);

        if (is_found != is_there || (is_there && (start != slow_start || end != slow_end)))
            print_error("\"%s\" in \"%s\": %zu-%zu, %zu-%zu\n", sought.text.text, text.text.text,
                        start, end, slow_start, slow_end);
        assert_int_equal(is_found, is_there);
        assert_true(!is_there || (start == slow_start && end == slow_end));
        *n_found += is_found;
    }
    pattern_free(pattern);
    str_release(&text.text);
    str_release(&sought.text);
}

static void finds_what_the_slow_way_finds(void **state)
{
    unsigned char text[LONGEST], wanted[LONGEST];
    uint64_t seed = 20260504;
    size_t n_found = 0;

    (void)state;
    for (int round = 0; round < 10000; round++) {
        size_t n_text = pick(text, LONGEST, &seed), n;

        n = pick(wanted, 4, &seed);
        if (round % 2 && n_text >= n) /* something that is there, but for its case and accents */
            memcpy(wanted, text + unit_random(&seed) % (n_text - n + 1), n);
        compare(text, n_text, wanted, n, &n_found);
    }
    assert_true(n_found > 3000);
}

/* --- any bytes -------------------------------------------------------------------------------- */

static size_t random_bytes(char *bytes, size_t most, uint64_t *seed)
{
    static const char likely[] = "\xd0\xd1\xb0\x80\xcc\x88\x86\xe2\x80\x8d\xf0\x9f\xef\xbd aA*+(";
    size_t n = unit_random(seed) % (most + 1);

    for (size_t i = 0; i < n; i++) {
        uint64_t random = unit_random(seed);

        bytes[i] = random & 7 ? likely[(random >> 8) % (sizeof likely - 1)] : (char)(random >> 16);
    }
    return n;
}

static void any_bytes_are_searched(void **state)
{
    uint64_t seed = 77;

    (void)state;
    for (int round = 0; round < 15000; round++) {
        char text[80], wanted[6];
        size_t size = random_bytes(text, sizeof text, &seed);
        size_t n = random_bytes(wanted, sizeof wanted, &seed), from = 0, start, end;
        struct error error;
        struct pattern *pattern =
            pattern_new(wanted, n, (enum find_kind)(round % 3), &error);

        for (; pattern && pattern_find(pattern, text, size, from, &start, &end); from = end)
            assert_true(start >= from && end > start && end <= size);
        /* Wherever one begins to look. */
        for (from = 0; pattern && from <= size; from++)
            if (pattern_find(pattern, text, size, from, &start, &end))
                assert_true(start >= from && end > start && end <= size);
        pattern_free(pattern);
    }
}

/* --- time ------------------------------------------------------------------------------------- */

static double seconds(const char *piece, const char *last, const char *text_piece, size_t times)
{
    struct str wanted = {0}, text = {0};
    struct error error;
    struct pattern *pattern;
    size_t start, end;
    clock_t before;

    str_add_times(&wanted, piece, times / 2);
    str_add_text(&wanted, last);
    str_add_times(&text, text_piece, times);
    pattern = pattern_new(wanted.text, wanted.size, FIND_SMART, &error);
    before = clock();
    for (size_t from = 0; pattern_find(pattern, text.text, text.size, from, &start, &end);)
        from = end;
    pattern_free(pattern);
    str_release(&wanted);
    str_release(&text);
    return seconds_since(before);
}

/* Eight times the input may not take sixty-four times as long. Fast enough is good enough. */
static void time_is_linear(void **state)
{
    static const struct {
        const char *piece, *last, *text;
    } floods[] = {
        {"a", "b", "a"},      {"ab", "c", "ab"}, {"й", "и", "й"},       {"", "и", "и\u0301"},
        {"s", "", "ß"},       {"", " ", " \n"},  {"", "a", "\u0301"},   {"", "a", "a\u00AD"},
        {"ё ", "", "е\u0308 "}, {"", "👍", "👍🏽"}, {"", "\xff", "\xff"}, {"", "か", "か\u3099"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
        double few = seconds(floods[i].piece, floods[i].last, floods[i].text, 10000);
        double many = seconds(floods[i].piece, floods[i].last, floods[i].text, 80000);

        if (many >= 0.05 && many >= 24 * few)
            print_error("%s: %g, %g\n", floods[i].text, few, many);
        assert_true(many < 0.05 || many < 24 * few);
    }
}

static void a_hundred_thousand_messages(void **state)
{
    static const char wanted[] = "возврат";
    struct str text = {0};
    struct error error;
    struct pattern *pattern = pattern_new(wanted, sizeof wanted - 1, FIND_SMART, &error);
    size_t start, end;
    clock_t before;

    (void)state;
    str_add_times(&text, "Добрый день! Вопрос о заказе № 17, ", 4);
    before = clock();
    for (int i = 0; i < 100000; i++)
        assert_false(pattern_find(pattern, text.text, text.size, 0, &start, &end));
    assert_true(seconds_since(before) < 3);
    pattern_free(pattern);
    str_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows),
        cmocka_unit_test(from_goes_on),
        cmocka_unit_test(nul_is_a_byte),
        cmocka_unit_test(what_does_not_compile_is_told),
        cmocka_unit_test(explosions_are_stopped),
        cmocka_unit_test(long_matches_are_found),
        cmocka_unit_test(finds_what_the_slow_way_finds),
        cmocka_unit_test(any_bytes_are_searched),
        cmocka_unit_test(time_is_linear),
        cmocka_unit_test(a_hundred_thousand_messages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
