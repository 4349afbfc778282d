/* SPDX-License-Identifier: MIT */
#include "text/normal.h"
#include "base/mem.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *normal(const char *text)
{
    static struct str out;

    str_clear(&out);
    normal_add(&out, text, strlen(text));
    return str_text(&out);
}

static const struct {
    const char *text, *words;
} cases[] = {
    {"", ""},
    {"Где МОЙ заказ?!", "где мой заказ"},
    {"  two\n\twords ", "two words"},
    {"345-67, a_b, e.mail@acme.example", "345 67 a b e mail acme example"},
    {"Ёлка, СЪЁМ, все\u0301", "елка съем все"},
    /* й is a letter however it is spelled */
    {"мои\u0306 ЙОД Їжак мой\u0301", "мой йод їжак мой"},
    {"Café Cafe\u0301 Straße STRASSE", "cafe cafe strasse strasse"},
    {"Σίσυφος ΣΊΣΥΦΟΣ", "σισυφοσ σισυφοσ"},
    {"İstanbul", "istanbul"},
    /* widths, invisible characters, controls */
    {"ＡＢＣ１２", "abc12"},
    {"со\u00ADгла\u200Bсие \u202Eabc\u202C", "согласие abc"},
    {"a\u00A0b\u2028c\x1b[31md", "a b c 31md"},
    /* without blanks: each character is a word */
    {"订单号123已发货", "订 单 号 123 已 发 货"},
    {"カード手数料", "カ ー ド 手 数 料"},
    {"ｶﾞ か\u3099", "ガ が"},
    {"주문을", "주 문 을"},
    {"\u110C\u116E\u1106\u116E\u11AB", "주 문"},
    /* pictures are words */
    {"везём🚚🚚!", "везем u1f69a u1f69a"},
    {"👍🏽 ❤️ 👩‍💻", "u1f44d u2764 u1f469 u1f4bb"},
    {"🇷🇺", "u1f1f7 u1f1fa"},
    {"© 5 °C №7 +7", "5 c 7 7"},
    /* marks of scripts where they are letters */
    {"हिन्दी", "हिन्दी"},
    {"\u0301а", "а"},
    /* no UTF-8 */
    {"a\xFF\x62\xC3(", "a b"},
    {"ab\xE4\xB8", "ab"},
};

static void test_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *first = mem_copy_text(normal(cases[i].text));

        assert_string_equal(first, cases[i].words);
        assert_string_equal(normal(first), first);
        free(first);
    }
}

static void test_texts_added_do_not_join(void **state)
{
    struct str out = {0};

    (void)state;
    normal_add(&out, "one", 3);
    normal_add(&out, "...", 3);
    normal_add(&out, "二", 3);
    normal_add(&out, "three", 5);
    assert_string_equal(str_text(&out), "one 二 three");
    str_release(&out);
}

/* A quick start does not change what follows: the same words from any beginning. */
static void test_quick_and_slow_agree(void **state)
{
    static const char *const joined[] = {"\u0301", "\u0306", "\u200D", "订", "🚚", "\u1161", "\xFF"};

    (void)state;
    for (size_t i = 0; i < sizeof joined / sizeof *joined; i++) {
        char text[64], *first;

        snprintf(text, sizeof text, "до и%sпосле и%s", joined[i], joined[i]);
        first = mem_copy_text(normal(text) + strlen("до "));
        assert_string_equal(normal(text + strlen("до ")), first);
        free(first);
    }
}

static const struct {
    const char *text, *words;
    bool as_words, as_prefix;
} occurrences[] = {
    {"Где мой заказ", "мой", true, true},
    {"Где мой заказ", "мой зак", false, true},
    {"Где мой заказ", "ой", false, false},
    {"Где мой заказ", "где заказ", false, false},
    {"Заказ 345-67", "345 67", true, true},
    {"Заказ 1345-67", "345", false, false},
    {"заказы, заказ", "заказ", true, true},
    {"我的订单号", "订单", true, true},
    {"我的订单号", "单订", false, false},
    {"", "", true, true},
    {"", "a", false, false},
};

static void test_has(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof occurrences / sizeof *occurrences; i++) {
        char *words = mem_copy_text(normal(occurrences[i].words));
        const char *text = normal(occurrences[i].text);

        assert_int_equal(normal_has(text, strlen(text), words, strlen(words), false),
                         occurrences[i].as_words);
        assert_int_equal(normal_has(text, strlen(text), words, strlen(words), true),
                         occurrences[i].as_prefix);
        free(words);
    }
}

static const struct {
    const char *text, *shown; /* «» around each word */
} ranges[] = {
    {"Где заказ №345-67?", "«Где» «заказ» №«345»-«67»?"},
    {"все\u0301 со\u00ADглас", "«все\u0301» «со\u00ADглас»"},
    {"мои\u0306, ЁЛКА", "«мои\u0306», «ЁЛКА»"},
    {"订单345号", "«订»«单»«345»«号»"},
    {"\u1106\u116E\u11ABa", "«\u1106\u116E\u11AB»«a»"},
    {"везём🚚! 👍🏽", "«везём»«🚚»! «👍🏽»"},
    {"a\xFF\x62", "«a»\xFF«b»"},
};

static void test_ranges(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        struct str words = {0}, shown = {0};
        struct normal_ranges found = {0};
        const char *text = ranges[i].text;
        size_t at = 0;

        normal_add_ranges(&words, text, strlen(text), &found);
        assert_string_equal(str_text(&words), normal(text));
        for (size_t n = 0; n < found.list.n; n++) {
            str_add(&shown, text + at, found.list.at[n].start - at);
            at = found.list.at[n].end;
            str_addf(&shown, "«%.*s»", (int)(at - found.list.at[n].start),
                     text + found.list.at[n].start);
        }
        str_add_text(&shown, text + at);
        assert_string_equal(str_text(&shown), ranges[i].shown);
        vec_release(&found.list);
        str_release(&words);
        str_release(&shown);
    }
}

/* Why a syllable is a word: how Korean clients write, and what an operator looks for. */
static const struct {
    const char *text, *wanted;
    bool is_there, by_words; /* by_words: were Hangul split at blanks only */
} korean[] = {
    {"주문을 취소하고 싶어요", "주문", true, true},
    {"온라인주문을 했는데요", "주문", true, false},
    {"배송 조회가 안 돼요", "배송조회", true, false},
    {"배송조회가 안 돼요", "배송 조회", true, false},
    {"환불 언제 되나요", "환불", true, true},
    {"부분환불도 되나요", "환불", true, false},
    {"결제가 두 번 됐어요", "결제", true, true},
    {"카드로 결제했어요", "결제했", true, true},
    {"고객센터 번호", "고객센터", true, true},
    {"문주란 씨", "주문", false, false},
    {"제결함", "결제", false, false},
};

static bool has_at_blank(const char *text, const char *wanted)
{
    const char *hit = strstr(text, wanted);

    return hit && (hit == text || hit[-1] == ' ');
}

static void test_korean(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof korean / sizeof *korean; i++) {
        char *words = mem_copy_text(normal(korean[i].wanted));
        const char *text = normal(korean[i].text);

        assert_int_equal(normal_has(text, strlen(text), words, strlen(words), true),
                         korean[i].is_there);
        assert_int_equal(has_at_blank(korean[i].text, korean[i].wanted), korean[i].by_words);
        free(words);
    }
}

/* Megabytes a second, the best of three: millions of messages go through it. */
static double speed(const char *piece, size_t megabytes)
{
    struct str text = {0}, out = {0};
    struct timespec start, end;
    double best = 0;

    while (text.size < megabytes << 20)
        str_add_text(&text, piece);
    for (int i = 0; i < 3; i++) {
        double seconds;

        str_clear(&out);
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
        normal_add(&out, text.text, text.size);
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
        seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
        if ((double)text.size / seconds / 1e6 > best)
            best = (double)text.size / seconds / 1e6;
    }
    str_release(&text);
    str_release(&out);
    return best;
}

/* Loose, for machines that do other things too: what is asked for is told, a collapse fails. */
static void test_speed(void **state)
{
    double ascii = speed("Where is my order No. 345-67? Thank you. ", 4);
    double russian = speed("Здравствуйте! Где мой заказ номер 345-67? Всё ещё жду. ", 4);
    double chinese = speed("您好，我的订单号是345，请问什么时候发货？", 1);

    (void)state;
    print_message("MB/s: ASCII %.0f, Russian %.0f, Chinese %.0f\n", ascii, russian, chinese);
    assert_true(ascii > 20 && russian > 20 && chinese > 0.5);
}

static void test_one_endless_word(void **state)
{
    double marks = speed("е\u0301", 1), pictures = speed("🚚", 1), bytes = speed("\xFF", 1);

    (void)state;
    print_message("MB/s: marks %.1f, pictures %.1f, bytes %.1f\n", marks, pictures, bytes);
    assert_true(marks > 0.5 && pictures > 0.5 && bytes > 0.5);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_texts_added_do_not_join),
        cmocka_unit_test(test_quick_and_slow_agree),
        cmocka_unit_test(test_has),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_korean),
        cmocka_unit_test(test_speed),
        cmocka_unit_test(test_one_endless_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
