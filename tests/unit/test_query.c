/* SPDX-License-Identifier: MIT */
#include "model/query.h"
#include "text/normal.h"
#include "unit.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what is understood ---------------------------------------------------------------------- */

/* A term as "kind(value|value)", - before it when negated; words as an index has them. */
static void show_term(struct str *out, const struct query_term *term)
{
    static const char *const names[] = {
#define KIND(name, word, form, needs, help) #name,
        QUERY_KINDS(KIND)
#undef KIND
    };

    str_addf(out, "%s%s%s(", out->size ? " " : "", term->is_negated ? "-" : "", names[term->kind]);
    for (size_t i = 0; i < term->values.n; i++) {
        const struct query_value *value = &term->values.at[i];

        str_add_text(out, i ? "|" : "");
        if (term->kind == QUERY_ROLE || term->kind == QUERY_CLASS || term->kind == QUERY_HAS ||
            term->kind == QUERY_LINE)
            str_addf(out, "%d", (int)value->number);
        else if (term->kind == QUERY_AFTER || term->kind == QUERY_BEFORE)
            str_addf(out, "%lld%s", (long long)value->number, value->is_clock ? " clock" : "");
        else
            str_add_text(out, value->normal.size ? value->normal.text : value->text);
    }
    str_add_char(out, ')');
}

static const struct {
    const char *typed, *terms;
    bool has_note;
} cases[] = {
    {"", "", false},
    {"  \t ", "", false},
    {"Заказ", "WORD(заказ)", false},
    {"где мой заказ", "WORD(где) WORD(мой) WORD(заказ)", false},
    {"345-67", "WORD(345 67)", false},
    {"订单号", "WORD(订 单 号)", false},
    {"🚚", "WORD(u1f69a)", false},
    {"-нет да", "-WORD(нет) WORD(да)", false},
    {"\"где мой\" заказ", "PHRASE(где мой) WORD(заказ)", false},
    {"-\"где мой\"", "-PHRASE(где мой)", false},
    {"\"a\"b", "PHRASE(a) WORD(b)", false},
    {"=C++ -=\"a  b\"", "EXACT(C++) -EXACT(a  b)", false},
    {"/за(каз|явк)/", "REGEX(за(каз|явк))", false},
    {"/a b\\/c/ d", "REGEX(a b\\/c) WORD(d)", false},
    {"-/^ok$/", "-REGEX(^ok$)", false},
    /* fields */
    {"from:Olga FROM:7 from:\"Harriet Lowe\"", "FROM(olga) FROM(7) FROM(harriet lowe)", false},
    {"role:client,Bot -role:system", "ROLE(0|2) -ROLE(3)", false},
    {"class:vote line:8,9", "CLASS(0) LINE(8|9)", false},
    {"connector:telegram", "CONNECTOR(telegram)", false},
    {"has:file,link -has:link", "HAS(1|2) -HAS(2)", false},
    {"after:2026-05-04 before:2026-05-04T10:02", "AFTER(1777852800 clock) BEFORE(1777888920 clock)",
     false},
    {"after:2026-05-04T10:02:00+03:00 before:\"2026-05-04 07:02Z\"",
     "AFTER(1777878120) BEFORE(1777878120)", false},
    /* signs alone are looked for as they are */
    {"!!! - №", "EXACT(!!!) EXACT(-) EXACT(№)", false},
    {"\u200B \u200Da", "EXACT(\u200B) WORD(a)", false},
    {"\"\" = //", "EXACT(=) EXACT(//)", false},
    /* no field, no expression: words */
    {"10:30 https://acme.example/x a:b", "WORD(10 30) WORD(https acme example x) WORD(a b)", false},
    {"/etc/passwd", "WORD(etc passwd)", false},
    {"-", "EXACT(-)", false},
    {"--no", "-WORD(no)", false},
    /* what was meant otherwise is told */
    {"after:04.05.2026 before:\"4.5.2026 10:02\"",
     "AFTER(1777852800 clock) BEFORE(1777888920 clock)", false},
    {"after:tomorrow", "WORD(after tomorrow)", true},
    {"role:boss", "WORD(role boss)", true},
    {"role:client,boss", "WORD(role client boss)", true},
    {"line:eight", "WORD(line eight)", true},
    {"from: Olga", "WORD(from) WORD(olga)", true},
    {"from:\"Olga\"x y", "WORD(from olga x) WORD(y)", true},
    {"has:file,", "WORD(has file)", true},
    {"\"not closed", "PHRASE(not closed)", true},
    {"/(/ ok", "EXACT(/(/) WORD(ok)", true},
    /* what FTS5 would take for its own language */
    {"foo\" OR (", "WORD(foo) WORD(or) EXACT(()", false},
    {"a* NEAR(b, c) {body}: ^x", "WORD(a) WORD(near b) WORD(c) WORD(body) WORD(x)", false},
};

static void test_parse(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str shown = {0}, notes = {0};
        struct query query;

        query_parse(&query, cases[i].typed, strlen(cases[i].typed), &notes);
        for (size_t t = 0; t < query.terms.n; t++)
            show_term(&shown, &query.terms.at[t]);
        assert_string_equal(str_text(&shown), cases[i].terms);
        if ((notes.size > 0) != cases[i].has_note)
            fail_msg("%s: note \"%s\"", cases[i].typed, str_text(&notes));
        query_release(&query);
        str_release(&shown);
        str_release(&notes);
    }
}

static void test_notes_say_what_is_understood(void **state)
{
    static const char typed[] = "role:boss /(/ \"a";
    struct str notes = {0};
    struct query query;

    (void)state;
    query_parse(&query, typed, strlen(typed), &notes);
    assert_string_equal(
        str_text(&notes),
        "\"role:boss\" is searched as words; there is role:WHO, who wrote it: client, "
        "operator, bot or system\n"
        "the regular expression is wrong at character 1: missing closing parenthesis; it is "
        "searched as words\n"
        "a closing \" is missing; it is taken to be at the end");
    query_release(&query);
    str_release(&notes);
}

static void test_too_many_terms(void **state)
{
    struct str typed = {0}, notes = {0};
    struct query query;

    (void)state;
    str_add_times(&typed, "a ", 10000);
    query_parse(&query, typed.text, typed.size, &notes);
    assert_int_equal(query.terms.n, QUERY_TERMS);
    assert_string_equal(str_text(&notes), "only the first 64 terms are searched for");
    query_release(&query);
    str_release(&typed);
    str_release(&notes);
}

/* --- what matches ---------------------------------------------------------------------------- */

/* Olga answers at 10:02 of her portal, in UTC+3. */
static struct query_facts olga(void)
{
    return (struct query_facts){
        .known = QUERY_ENTRY | QUERY_NAME | QUERY_PARTS | QUERY_TEXT,
        .when = {1777878120, 180},
        .role = USER_OPERATOR,
        .class = CLASS_MESSAGE,
        .sender = 7,
        .line = 8,
        .connector = "telegrambot",
        .name = "Ольга Седова",
        .has = QUERY_LINK,
        .text = "Ваш заказ №345-67 уже едет: см. Страницу. C++ 订单号",
        .size = strlen("Ваш заказ №345-67 уже едет: см. Страницу. C++ 订单号"),
    };
}

static bool matches(const char *typed, struct query_facts facts)
{
    struct str notes = {0};
    struct query query;
    bool found;

    query_parse(&query, typed, strlen(typed), &notes);
    found = query_matches(&query, &facts);
    query_release(&query);
    str_release(&notes);
    return found;
}

static const struct {
    const char *typed;
    bool by_eye, by_index; /* without and with normal words */
} answers[] = {
    {"", true, true},
    {"заказ", true, true},
    {"заказ едет", true, true},
    {"заказ стоит", false, false},
    {"зака ед", true, true},
    {"страницу", true, true},
    {"Заказ", false, true}, /* by eye a capital counts */
    {"аказ", true, false}, /* by index a word has a beginning */
    {"номер,заказ", false, false},
    {"345-67", true, true},
    {"67 345", true, true},
    {"订单 单号", true, true},
    {"\"ваш заказ\"", true, true},
    {"\"ваш зак\"", true, false},
    {"\"заказ ваш\"", false, false},
    {"-стоит", true, true},
    {"заказ -едет", false, false},
    {"-\"ваш заказ\"", false, false},
    {"=C++ =\"см. С\"", true, true},
    {"=c++", false, false},
    {"/№\\d+-\\d+/", true, true},
    {"-/№\\d+/", false, false},
    {"from:7", true, true},
    {"from:8", false, false},
    {"from:ольга", true, true},
    {"from:СЕД", true, true},
    {"from:\"ольга седова\"", true, true},
    {"from:8,ольга", true, true},
    {"-from:ольга", false, false},
    {"role:operator", true, true},
    {"role:client,operator", true, true},
    {"role:client", false, false},
    {"-role:client", true, true},
    {"class:message -class:vote", true, true},
    {"line:8 connector:Telegram", true, true},
    {"line:9", false, false},
    {"connector:viber", false, false},
    {"has:link", true, true},
    {"has:file", false, false},
    {"has:file,link", true, true},
    {"has:link -has:file", true, true},
    /* as the clock is shown, here the portal's; or an instant */
    {"after:2026-05-04 before:2026-05-05", true, true},
    {"after:2026-05-04T10:02", true, true},
    {"after:2026-05-04T10:03", false, false},
    {"before:2026-05-04T10:02", false, false},
    {"after:2026-05-04T07:02Z before:2026-05-04T07:03Z", true, true},
    {"after:2026-05-04T10:02Z", false, false},
    {"заказ role:client", false, false},
};

static void test_matches(void **state)
{
    struct query_facts facts = olga();
    struct str normal = {0};

    (void)state;
    normal_add(&normal, facts.text, facts.size);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        facts.normal = NULL;
        if (matches(answers[i].typed, facts) != answers[i].by_eye)
            fail_msg("by eye: %s", answers[i].typed);
        facts.normal = normal.text;
        facts.normal_size = normal.size;
        if (matches(answers[i].typed, facts) != answers[i].by_index)
            fail_msg("by index: %s", answers[i].typed);
    }
    str_release(&normal);
}

/* So the text of a message is not made when its sender says no. */
static void test_facts_not_known_do_not_decide(void **state)
{
    struct query_facts entry = {.known = QUERY_ENTRY, .role = USER_CLIENT, .sender = 7};

    (void)state;
    assert_true(matches("слово \"фраза\" =a /b/ from:ольга has:file role:client", entry));
    assert_true(matches("-слово -from:ольга role:client from:7", entry));
    assert_false(matches("слово role:operator", entry));
    assert_false(matches("слово from:8", entry));
}

static void test_no_date_is_on_no_side(void **state)
{
    struct query_facts facts = {.known = QUERY_ENTRY, .when = {WHEN_NONE, 0}};

    (void)state;
    assert_false(matches("after:1970-01-01", facts));
    assert_false(matches("before:2100-01-01", facts));
}

static void test_zone_of_the_clock(void **state)
{
    struct query_facts facts = olga();

    (void)state;
    facts.zone.kind = ZONE_UTC;
    assert_true(matches("after:2026-05-04T07:02 before:2026-05-04T07:03", facts));
}

static void test_explosion_is_no_match(void **state)
{
    struct query_facts facts = olga();
    struct str text = {0}, notes = {0};
    struct query query;

    (void)state;
    str_add_times(&text, "a", 5000);
    str_add_char(&text, '!');
    facts.text = text.text;
    facts.size = text.size;
    query_parse(&query, "-/(a+)+$/", strlen("-/(a+)+$/"), &notes);
    assert_false(query_matches(&query, &facts));
    assert_true(facts.gave_up);
    query_release(&query);
    str_release(&text);
    str_release(&notes);
}

/* --- where ----------------------------------------------------------------------------------- */

static const struct {
    const char *typed, *shown; /* «» around each hit */
    int columns;
    const char *excerpt;
} hits[] = {
    {"заказ", "Мой «заказ», два «заказа»", 80, "Мой заказ, два заказа"},
    {"Заказ мой", "«Мой» «заказ»", 80, "Мой заказ"},
    {"345-67", "№«345-67»; 67, 345", 80, "№345-67; 67, 345"},
    {"\"мой заказ\" заказ", "«мой заказ», «заказ»", 80, "мой заказ, заказ"},
    {"елка", "«Ё́лка» подёлка", 80, "Ё́лка подёлка"},
    {"单号", "订«单号»单", 80, "订单号单"},
    {"🚚", "везём «🚚»!", 80, "везём 🚚!"},
    {"=за /н\\w+/ -мой", "«за»ка«за» «нет»", 80, "заказа нет"},
    {"role:client", "ни слова", 80, "ни слова"},
    {"six", "one two three four five «six» seven eight nine", 24, "five six seven eight nin"},
    {"six", "onetwothreefourfive «six» seven eight nine", 24, "six seven eight nine"},
    {"one", "«one» two three", 7, "one two"},
};

static void show_hits(struct str *out, const char *text, const struct normal_ranges *found)
{
    size_t at = 0;

    for (size_t i = 0; i < found->list.n; at = found->list.at[i++].end)
        str_addf(out, "%.*s«%.*s»", (int)(found->list.at[i].start - at), text + at,
                 (int)(found->list.at[i].end - found->list.at[i].start),
                 text + found->list.at[i].start);
    str_add_text(out, text + at);
}

static void test_hits(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hits / sizeof *hits; i++) {
        struct str text = {0}, shown = {0}, notes = {0}, part = {0};
        struct normal_ranges found = {0};
        struct normal_range excerpt;
        struct query query;

        for (const char *at = hits[i].shown; *at; at++)
            if (strncmp(at, "«", 2) == 0 || strncmp(at, "»", 2) == 0)
                at++;
            else
                str_add_char(&text, *at);
        query_parse(&query, hits[i].typed, strlen(hits[i].typed), &notes);
        query_find_hits(&query, text.text, text.size, &found);
        show_hits(&shown, text.text, &found);
        assert_string_equal(str_text(&shown), hits[i].shown);
        query_excerpt(&found, text.text, text.size, hits[i].columns, &excerpt);
        str_add(&part, text.text + excerpt.start, excerpt.end - excerpt.start);
        assert_string_equal(str_text(&part), hits[i].excerpt);
        query_release(&query);
        vec_release(&found.list);
        str_release(&text);
        str_release(&shown);
        str_release(&part);
        str_release(&notes);
    }
}

/* --- for an index ---------------------------------------------------------------------------- */

static const struct {
    const char *typed, *match;
    bool is_scan;
} indexed[] = {
    {"", "", false},
    {"Заказ", "(\"заказ\" *)", false},
    {"где \"мой заказ\"", "(\"где\" * AND \"мой заказ\")", false},
    {"订单号", "(\"订 单 号\" *)", false},
    {"a -b -\"c d\" role:client", "(\"a\" *) NOT (\"b\" * OR \"c d\")", false},
    {"-b", "", true},
    {"role:client after:2026-05-04", "", false},
    {"a =b", "(\"a\" *)", true},
    {"/a/", "", true},
    {"\"; DROP TABLE x --", "(\"drop table x\")", false},
    {"foo\" OR (", "(\"foo\" * AND \"or\" *)", true},
};

static void test_match_expression(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof indexed / sizeof *indexed; i++) {
        struct str match = {0}, notes = {0};
        struct query query;

        query_parse(&query, indexed[i].typed, strlen(indexed[i].typed), &notes);
        query_add_match(&query, true, &match);
        assert_string_equal(str_text(&match), indexed[i].match);
        assert_int_equal(query_is_scan(&query), indexed[i].is_scan);
        query_release(&query);
        str_release(&match);
        str_release(&notes);
    }
}

/* What people, and those who mean harm, may type: pieces of both languages. */
static const char *const pieces[] = {
    "заказ", "Order", "订单", "ёлка", "🚚", "345", "a", "b", " ", " ", " ", "\"", "'", "-", "(", ")",
    "*", "^", ":", "+", "{", "}", ",", "AND", "OR", "NOT", "NEAR", "body", "from:", "has:", "=", "/",
    "\\", "\x01", "\xFF", "\xE4\xB8", "\u0301", "\u200D", ";", "--",
};

static void add_random(struct str *out, uint64_t *seed)
{
    for (size_t n = unit_random(seed) % 12; n > 0; n--)
        str_add_text(out, pieces[unit_random(seed) % (sizeof pieces / sizeof *pieces)]);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL))
        fail_msg("%s", sqlite3_errmsg(db));
    return statement;
}

enum { TEXTS = 300, QUERIES = 3000 };

static void fill(sqlite3 *db, struct str texts[TEXTS], uint64_t *seed)
{
    sqlite3_stmt *insert = prepare(db, "INSERT INTO fts(rowid, body) VALUES(?, ?)");
    struct str typed = {0};

    for (int i = 0; i < TEXTS; i++) {
        str_clear(&typed);
        add_random(&typed, seed);
        normal_add(&texts[i], str_text(&typed), typed.size);
        sqlite3_bind_int(insert, 1, i + 1);
        sqlite3_bind_text(insert, 2, str_text(&texts[i]), (int)texts[i].size, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    str_release(&typed);
}

/* Rows that the index finds, each of which query_matches must find too. */
static size_t count_found(sqlite3 *db, sqlite3_stmt *select, const struct query *query,
                          const struct str *match, const struct str texts[TEXTS])
{
    size_t n = 0;
    int code;

    sqlite3_bind_text(select, 1, match->text, (int)match->size, SQLITE_STATIC);
    while ((code = sqlite3_step(select)) == SQLITE_ROW) {
        const struct str *text = &texts[sqlite3_column_int(select, 0) - 1];
        struct query_facts facts = {
            .known = QUERY_TEXT, .normal = str_text(text), .normal_size = text->size};

        if (!query_matches(query, &facts))
            fail_msg("%s is not in \"%s\"", match->text, str_text(text));
        n++;
    }
    if (code != SQLITE_DONE)
        fail_msg("%s: %s", match->text, sqlite3_errmsg(db));
    sqlite3_reset(select);
    return n;
}

static size_t count_matching(const struct query *query, const struct str texts[TEXTS])
{
    size_t n = 0;

    for (int i = 0; i < TEXTS; i++) {
        struct query_facts facts = {
            .known = QUERY_TEXT, .normal = str_text(&texts[i]), .normal_size = texts[i].size};

        n += query_matches(query, &facts);
    }
    return n;
}

/* Words and phrases alone, so that the index decides. */
static bool is_for_index(const struct query *query)
{
    return !query_is_scan(query) && (query->needs & ~(unsigned)QUERY_TEXT) == 0;
}

/* With either tokenizer the expression is never an error, and the index finds what we find. */
static void compare_with_index(const char *tokenizer)
{
    struct str texts[TEXTS] = {{0}}, typed = {0}, match = {0}, notes = {0};
    uint64_t seed = 7;
    char sql[200];
    sqlite3_stmt *select;
    size_t n_compared = 0, n_rows = 0;
    sqlite3 *db;

    snprintf(sql, sizeof sql, "CREATE VIRTUAL TABLE fts USING fts5(body, tokenize=\"%s\")",
             tokenizer);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    fill(db, texts, &seed);
    select = prepare(db, "SELECT rowid FROM fts WHERE fts MATCH ?");
    for (int i = 0; i < QUERIES; i++) {
        struct query query;
        size_t n;

        str_clear(&typed);
        str_clear(&match);
        add_random(&typed, &seed);
        query_parse(&query, str_text(&typed), typed.size, &notes);
        query_add_match(&query, true, &match);
        if (match.size && is_for_index(&query)) {
            n = count_found(db, select, &query, &match, texts);
            assert_int_equal(n, count_matching(&query, texts));
            n_compared++;
            n_rows += n;
        } else if (match.size) {
            sqlite3_bind_text(select, 1, match.text, (int)match.size, SQLITE_STATIC);
            assert_in_range(sqlite3_step(select), SQLITE_ROW, SQLITE_DONE);
            sqlite3_reset(select);
        }
        query_release(&query);
    }
    assert_true(n_compared > QUERIES / 10 && n_rows > n_compared);
    sqlite3_finalize(select);
    sqlite3_close(db);
    for (int i = 0; i < TEXTS; i++)
        str_release(&texts[i]);
    str_release(&typed);
    str_release(&match);
    str_release(&notes);
}

static void test_index_agrees(void **state)
{
    (void)state;
    compare_with_index("ascii");
    compare_with_index("unicode61 remove_diacritics 2");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_notes_say_what_is_understood),
        cmocka_unit_test(test_too_many_terms),
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_facts_not_known_do_not_decide),
        cmocka_unit_test(test_no_date_is_on_no_side),
        cmocka_unit_test(test_zone_of_the_clock),
        cmocka_unit_test(test_explosion_is_no_match),
        cmocka_unit_test(test_hits),
        cmocka_unit_test(test_match_expression),
        cmocka_unit_test(test_index_agrees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
