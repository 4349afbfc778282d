/* SPDX-License-Identifier: MIT */
#include "text/filename.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TIMES_8(text) text text text text text text text text
#define TIMES_64(text) TIMES_8(TIMES_8(text))

static void check_bytes(const char *name, size_t size, const char *expected)
{
    struct str got = {0}, again = {0};

    filename_add(&got, name, size);
    assert_string_equal(str_text(&got), expected);
    filename_add(&again, str_text(&got), got.size);
    assert_string_equal(str_text(&again), expected);
    str_release(&got);
    str_release(&again);
}

static void check_name(const char *name, const char *expected)
{
    check_bytes(name, strlen(name), expected);
}

static void a_name_people_give_stays(void **state)
{
    (void)state;
    check_name("photo.jpg", "photo.jpg");
    check_name("Счёт № 5 от 07.04 (копия).pdf", "Счёт № 5 от 07.04 (копия).pdf");
    check_name("见积书_最终版.xlsx", "见积书_最终版.xlsx");
    check_name("👨‍👩‍👧 ❤️.png", "👨‍👩‍👧 ❤️.png");
    check_name("archive.tar.gz", "archive.tar.gz");
    check_name("50%_off -rf.txt", "50%_off -rf.txt");
}

static void only_the_last_part_of_a_path_is_taken(void **state)
{
    (void)state;
    check_name("../../.ssh/authorized_keys", "authorized_keys");
    check_name("..\\..\\x", "x");
    check_name("C:\\Users\\me\\a.txt", "a.txt");
    check_name("/etc/passwd", "passwd");
    check_name("a/b\\c/d.txt", "d.txt");
    check_name("%2e%2e%2f", "%2e%2e%2f"); /* nobody decodes it */
}

static void it_is_neither_hidden_nor_an_option(void **state)
{
    (void)state;
    check_name("-rf", "rf");
    check_name("--help", "help");
    check_name(".bashrc", "bashrc");
    check_name(". -.-x", "x");
    check_name("name. . .", "name");
    check_name("  name  ", "name");
    check_name("a.exe . ", "a.exe");
}

static void nothing_left_is_a_file(void **state)
{
    (void)state;
    check_name("", "file");
    check_name(".", "file");
    check_name("..", "file");
    check_name("/", "file");
    check_name("a/", "file");
    check_name("\\", "file");
    check_name("- . -", "file");
    check_name("\u202E\u200B\x1b", "file");
}

static void what_acts_or_is_not_seen_is_left_out(void **state)
{
    (void)state;
    check_name("a\nb\tc\r.txt", "abc.txt");
    check_name("\x1b]0;owned\x07.txt", "]0;owned.txt");
    check_name("a\xC2\x9B" "31mb", "a31mb");
    check_name("photo\u202Egpj.exe", "photogpj.exe");
    check_name("a\u200Bb\uFEFFc\u2060d\u00ADe\u2066f\u061C", "abcdef");
    check_name("x\u3164\u115F\U000E0041y\u2028z", "xyz");
    check_name("\u200B.bashrc", "bashrc"); /* the dot is the first then */
    check_name("a.txt\u200B.", "a.txt");
    check_bytes("a\0b", 3, "ab");
    check_name("a\xFFz\xF0\x9F\x98", "a\uFFFDz\uFFFD");
}

static void a_name_is_composed(void **state)
{
    (void)state;
    check_name("cafe\u0301.txt", "café.txt");
    check_name("и\u0306", "й");
}

static void devices_of_windows_are_none(void **state)
{
    (void)state;
    check_name("CON", "_CON");
    check_name("CON.txt", "_CON.txt");
    check_name("con.tar.gz", "_con.tar.gz");
    check_name("Nul .txt", "_Nul .txt");
    check_name("COM1", "_COM1");
    check_name("lpt9.pdf", "_lpt9.pdf");
    check_name("COM¹.txt", "_COM¹.txt");
    check_name("CONOUT$", "_CONOUT$");
    check_name("CONTRACT.txt", "CONTRACT.txt");
    check_name("COM10.txt", "COM10.txt");
    check_name("COMx", "COMx");
}

static void a_long_name_is_cut_and_keeps_its_extension(void **state)
{
    struct str name = {0}, got = {0};

    (void)state;
    str_add_text(&name, TIMES_64("я") TIMES_64("я") ".docx");
    filename_add(&got, str_text(&name), name.size);
    assert_int_equal(got.size, 179); /* 87 letters of two bytes, and five: 180 would halve one */
    assert_string_equal(got.text + 174, ".docx");
    check_name(got.text, got.text);
    str_release(&name);
    str_release(&got);
}

static void what_is_too_long_for_an_extension_is_cut_too(void **state)
{
    struct str name = {0}, got = {0};

    (void)state;
    str_add_text(&name, "a." TIMES_64(TIMES_8("b")));
    filename_add(&got, str_text(&name), name.size);
    assert_int_equal(got.size, FILENAME_BYTES);
    str_release(&got);
    str_clear(&name);
    str_add_text(&name, "CON");
    str_add_times(&name, " ", 400); /* no device before it is cut, one then */
    str_add_text(&name, "x");
    check_name(name.text, "_CON");
    str_clear(&name);
    str_add_text(&name, "NUL." TIMES_64("bcd"));
    filename_add(&got, str_text(&name), name.size);
    assert_int_equal(got.size, FILENAME_BYTES);
    assert_memory_equal(got.text, "_NUL.bcd", 8);
    str_release(&name);
    str_release(&got);
}

static void the_extension_is_what_follows_the_last_dot(void **state)
{
    (void)state;
    assert_string_equal(filename_extension("a.tar.gz"), ".gz");
    assert_string_equal(filename_extension("a"), "");
    assert_string_equal(filename_extension(".profile"), "");
    assert_string_equal(filename_extension("a.aaaaaaaaaaaaaaa"), ".aaaaaaaaaaaaaaa");
    assert_string_equal(filename_extension("a.aaaaaaaaaaaaaaaa"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_people_give_stays),
        cmocka_unit_test(only_the_last_part_of_a_path_is_taken),
        cmocka_unit_test(it_is_neither_hidden_nor_an_option),
        cmocka_unit_test(nothing_left_is_a_file),
        cmocka_unit_test(what_acts_or_is_not_seen_is_left_out),
        cmocka_unit_test(a_name_is_composed),
        cmocka_unit_test(devices_of_windows_are_none),
        cmocka_unit_test(a_long_name_is_cut_and_keeps_its_extension),
        cmocka_unit_test(what_is_too_long_for_an_extension_is_cut_too),
        cmocka_unit_test(the_extension_is_what_follows_the_last_dot),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
