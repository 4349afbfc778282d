/* SPDX-License-Identifier: MIT */
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistr.h>

struct sample {
    const char *bytes;
    size_t size;
    const char *body, *name;
};
#define SAMPLE(bytes, body, name)                                                                  \
    {                                                                                              \
        bytes, sizeof bytes - 1, body, name                                                        \
    }
#define BOTH(bytes, shown) SAMPLE(bytes, shown, shown)

/* The families of bytes that have taken terminals over, and their look behind the gate. */
static const struct sample samples[] = {
    BOTH("", ""),
    BOTH("Hello, Привет — «мир»", "Hello, Привет — «мир»"),
    BOTH("\x1b[2J", "␛[2J"),
    BOTH("\x1b]0;owned\x07", "␛]0;owned␇"),
    BOTH("\x1bP$q\x1b\\", "␛P$q␛\\"),
    BOTH("\xc2\x9b"
         "31m",
         "␛[31m"),
    BOTH("\x9b\x9d\x90", "\uFFFD\uFFFD\uFFFD"),
    BOTH("\x05\x0e\x0f\x08\x0b\x0c\x7f", "␅␎␏␈␋␌␡"),
    BOTH("a\0b", "a␀b"),
    SAMPLE("a\r\nb\rc\nd\te", "a\nb␍c\nd\te", "a b␍c d e"),
    SAMPLE("a\u2028b\u2029c\xc2\x85"
           "d",
           "a\nb\nc\nd", "a b c d"),
    BOTH("photo\u202Egpj.exe", "photo‹RLO›gpj.exe"),
    BOTH("\u2066\u2067\u2068\u2069\u200E\u200F\u061C", "‹LRI›‹RLI›‹FSI›‹PDI›‹LRM›‹RLM›‹ALM›"),
    SAMPLE("a\u200B\u200B\u200Bb", "a‹ZWSP›b", "ab"),
    SAMPLE("\uFEFFa\u2060b\u00ADc", "‹BOM›a‹WJ›b‹SHY›c", "abc"),
    SAMPLE("\u115F\u1160\u3164\uFFA0\u180E", "‹HF›‹HF›‹HF›‹MVS›", ""),
    SAMPLE("x\U000E0041\U000E0042y", "x‹TAG›y", "xy"),
    SAMPLE("\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "‹TAG›", ""),
    BOTH("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
         "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"),
    SAMPLE("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E007F", "\U0001F3F4‹TAG›", "\U0001F3F4"),
    BOTH("👨‍👩‍👧‍👦 ❤️ क्‍ष می‌خواهم",
         "👨‍👩‍👧‍👦 ❤️ क्‍ष می‌خواهم"),
    /* one sign for each maximal subpart: table 3-8 of the standard */
    BOTH("a\xF1\x80\x80\xE1\x80\xC2"
         "b\x80"
         "c\x80\xBF"
         "d",
         "a\uFFFD\uFFFD\uFFFD"
         "b\uFFFD"
         "c\uFFFD\uFFFD"
         "d"),
    BOTH("\xc0\x80", "\uFFFD\uFFFD"),
    BOTH("\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"),
    BOTH("\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"),
    BOTH("\xf0\x9f\x98", "\uFFFD"),
    BOTH("\xef\xbf", "\uFFFD"),
    BOTH("\uFFFE\uFFFF\uE000\U0010FFFF", "\uFFFE\uFFFF\uE000\U0010FFFF"),
};

static void test_samples(void **state)
{
    struct str out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        str_clear(&out);
        utf8_clean(&out, samples[i].bytes, samples[i].size, UTF8_BODY);
        assert_string_equal(str_text(&out), samples[i].body);
        str_clear(&out);
        utf8_clean(&out, samples[i].bytes, samples[i].size, UTF8_NAME);
        assert_string_equal(str_text(&out), samples[i].name);
    }
    str_release(&out);
}

/* Sentences of the header, spelled out here once more on purpose: nothing is shared with utf8.c. */
static bool is_forbidden(uint32_t code, enum utf8_place place)
{
    if (code < 0x20 && !(place == UTF8_BODY && (code == '\n' || code == '\t')))
        return true;
    if ((code >= 0x7F && code < 0xA0) || code == 0xAD || code == 0x61C || code == 0x180E)
        return true;
    if (code == 0x200B || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E))
        return true;
    if ((code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || code == 0xE0001)
        return true;
    return code == 0x115F || code == 0x1160 || code == 0x3164 || code == 0xFFA0 ||
           (code >= 0xFFF9 && code <= 0xFFFB);
}

static void assert_allowed(const struct str *out, enum utf8_place place)
{
    const uint8_t *at = (const uint8_t *)str_text(out), *end = at + out->size;

    assert_null(u8_check(at, out->size));
    while (at < end) {
        ucs4_t code;

        at += u8_mbtouc(&code, at, (size_t)(end - at));
        if (is_forbidden(code, place))
            fail_msg("U+%04X came through", (unsigned)code);
    }
}

static void assert_gate(const char *bytes, size_t size, enum utf8_place place)
{
    static struct str once, twice;

    str_clear(&once);
    str_clear(&twice);
    utf8_clean(&once, bytes, size, place);
    assert_allowed(&once, place);
    utf8_clean(&twice, str_text(&once), once.size, place);
    assert_int_equal(twice.size, once.size);
    assert_memory_equal(str_text(&twice), str_text(&once), once.size);
    if (utf8_is_plain(bytes, size)) {
        assert_int_equal(once.size, size);
        assert_memory_equal(str_text(&once), bytes, size);
    }
}

static uint64_t seed = 0x696d6f6c6f67;

static uint32_t chance(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* Bytes at random hardly ever make a character; so mostly characters, those with rules most. */
static size_t random_bytes(char *to, size_t room)
{
    static const uint32_t interesting[] = {0x1B,    0x9B,   0xA,     0xD,     0x85,    0x202E,
                                           0x200B,  0xFEFF, 0x301,   0x488,   0x93F,   0x200D,
                                           0x1160,  0x3164, 0xE0067, 0xE0062, 0xE007F, 0x1F3F4,
                                           0x1F3FB, 0xFE0F, 0x2028,  0xFFFD,  'a',     0x434};
    size_t size = 0, want = chance((uint32_t)room - 8);

    while (size < want) {
        uint32_t kind = chance(4);

        if (kind == 0)
            to[size++] = (char)chance(256);
        else if (kind == 1)
            size += utf8_encode(chance(0x110000), to + size);
        else
            size += utf8_encode(interesting[chance(sizeof interesting / 4)], to + size);
    }
    return size;
}

static void test_random(void **state)
{
    char bytes[72];

    (void)state;
    for (int i = 0; i < 100000; i++) {
        size_t size = random_bytes(bytes, sizeof bytes);

        assert_gate(bytes, size, UTF8_BODY);
        assert_gate(bytes, size, UTF8_NAME);
    }
}

/* Each sample with its first byte on both sides of where readers cut their input. */
static void test_edges(void **state)
{
    char *bytes = malloc(8192);

    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        for (size_t edge = 4090; edge <= 4100; edge++) {
            struct str out = {0};

            memset(bytes, 'x', 8192);
            memcpy(bytes + edge, samples[i].bytes, samples[i].size);
            utf8_clean(&out, bytes, edge + samples[i].size, UTF8_BODY);
            assert_int_equal(out.size, edge + strlen(samples[i].body));
            assert_string_equal(str_text(&out) + edge, samples[i].body);
            str_release(&out);
        }
    }
    free(bytes);
}

static void test_marks(void **state)
{
    struct str in = {0}, out = {0}, want = {0};

    (void)state;
    str_add_text(&in, "a");
    str_add_times(&in, "\u0301", 10000);
    str_add_text(&in, "b");
    str_add_times(&in, "\u0301", 8);
    utf8_clean(&out, str_text(&in), in.size, UTF8_BODY);
    str_add_text(&want, "a");
    str_add_times(&want, "\u0301", 8);
    str_add_text(&want, "\uFFFDb");
    str_add_times(&want, "\u0301", 8);
    assert_string_equal(str_text(&out), str_text(&want));
    str_release(&in);
    str_release(&out);
    str_release(&want);
}

static void test_marks_across_the_removed(void **state)
{
    struct str in = {0}, out = {0};

    (void)state;
    str_add_text(&in, "a");
    for (int i = 0; i < 20; i++)
        str_add_text(&in, "\u0301\u200B");
    utf8_clean(&out, str_text(&in), in.size, UTF8_NAME);
    assert_int_equal(out.size, 1 + 8 * 2 + 3);
    str_release(&in);
    str_release(&out);
}

static void test_every_code(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x110000; code++) {
        char bytes[4];
        uint8_t theirs[6];
        uint32_t back;
        size_t size = utf8_encode(code, bytes);
        bool character = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);

        assert_int_equal(utf8_decode(bytes, size, &back), size);
        assert_int_equal(back, character ? code : 0xFFFD);
        if (character)
            assert_int_equal(u8_uctomb(theirs, code, 6), (int)size);
        if (character)
            assert_memory_equal(theirs, bytes, size);
    }
}

/* The code point at each place of a stretch that the fast path takes eight bytes at a time. */
static void assert_plain_among(uint32_t code, const char *filler, bool plain)
{
    char bytes[4], text[32];
    size_t size = utf8_encode(code, bytes), n = strlen(filler);

    for (size_t slot = 0; slot < 8; slot += n) {
        for (size_t at = 0; at < slot; at += n)
            memcpy(text + at, filler, n);
        memcpy(text + slot, bytes, size);
        for (size_t at = slot + size; at < slot + size + 8; at += n)
            memcpy(text + at, filler, n);
        assert_int_equal(utf8_is_plain(text, slot + size + 8), plain);
    }
}

/* Plain is ASCII and U+0400…U+047F only. */
static void test_every_plain_code(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < 0x3000; code++) {
        bool plain = (code >= 0x20 && code < 0x7F) || (code >= 0x400 && code < 0x480);

        assert_plain_among(code, "x", plain);
        assert_plain_among(code, "д", plain);
    }
}

static void test_plain(void **state)
{
    static const char plain[] = "Plain text: Просто текст, ёлка! 0123456789 ABCDEFGHIJKLMNOPQRST";
    char text[sizeof plain];

    (void)state;
    assert_true(utf8_is_plain("", 0));
    assert_true(utf8_is_plain(plain, sizeof plain - 1));
    assert_false(utf8_is_plain("\xd0", 1));
    assert_false(utf8_is_plain("a\nb", 3));
    for (size_t i = 0; i < sizeof plain - 1; i++) {
        memcpy(text, plain, sizeof plain);
        text[i] = '\x1b';
        assert_false(utf8_is_plain(text, sizeof plain - 1));
        text[i] = '\x9b'; /* fits where a letter's second byte was */
        assert_int_equal(utf8_is_plain(text, sizeof plain - 1), (plain[i] & 0xC0) == 0x80);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_marks_across_the_removed),
        cmocka_unit_test(test_every_code),
        cmocka_unit_test(test_every_plain_code),
        cmocka_unit_test(test_plain),
    };

    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
