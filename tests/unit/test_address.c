/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "base/mem.h"
#include "base/path.h"
#include "text/idn.h"
#include "text/address.h"
#include "ui/opener.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PORTAL "https://portal.example:8443/rest/ignored"

static void what_opens(void **state)
{
    static const char *const cases[][3] = {
        /* target, url, host as shown */
        {"https://example.com", "https://example.com/", "example.com"},
        {" HTTP://Example.COM:80/A?b=c#d \n", "http://example.com:80/A?b=c#d", "example.com"},
        {"https://example.com.:/", "https://example.com/", "example.com"},
        {"https://a.b?x", "https://a.b/?x", "a.b"},
        {"https://[2001:DB8::1]:8080/", "https://[2001:db8::1]:8080/", "[2001:db8::1]"},
        {"http://192.168.0.1/", "http://192.168.0.1/", "192.168.0.1"},
        {"https://пример.рф/путь", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C",
         "xn--e1afmkfd.xn--p1ai (пример.рф)"},
        {"https://xn--E1AFMKFD.xn--p1ai/", "https://xn--e1afmkfd.xn--p1ai/",
         "xn--e1afmkfd.xn--p1ai (пример.рф)"},
        {"https://аррӏе.com/", "https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com (аррӏе.com)"},
        {"https://ｅｘａｍｐｌｅ。com/", "https://example.com/", "example.com"},
        {"https://straße.de", "https://xn--strae-oqa.de/", "xn--strae-oqa.de (straße.de)"},
        {"https://e.com/a b\tc\rd\ne\x7f\x01", "https://e.com/a%20b%09c%0Dd%0Ae%7F%01", "e.com"},
        {"https://e.com/\xe2\x80\xae" "gpj.exe", "https://e.com/%E2%80%AEgpj.exe", "e.com"},
        {"https://e.com/$(id)'\"`\\<>|^{}[]", "https://e.com/%24(id)%27%22%60%5C%3C%3E%7C%5E%7B%7D"
                                              "%5B%5D", "e.com"},
        {"https://e.com/%41%zz%4", "https://e.com/%41%25zz%254", "e.com"},
        {"https://e.com/\x1b]8;;x\x1b\\", "https://e.com/%1B%5D8;;x%1B%5C", "e.com"},
        {"https://e.com/\xff\xfe", "https://e.com/%FF%FE", "e.com"},
        {"https://e.com/a@b:c//d", "https://e.com/a@b:c//d", "e.com"},
        {"https://e.com#@evil.com", "https://e.com/#@evil.com", "e.com"},
        {"www.example.com:81/x", "http://www.example.com:81/x", "www.example.com"},
        {"//cdn.example/x", "https://cdn.example/x", "cdn.example"},
        {"/online/?IM_HISTORY=imol|903", "https://portal.example:8443/online/?IM_HISTORY=imol%7C903",
         "portal.example"},
        {"crm/deal/1/", "https://portal.example:8443/crm/deal/1/", "portal.example"},
        {"?x=a:b", "https://portal.example:8443/?x=a:b", "portal.example"},
        {"\\\\evil.com", "https://portal.example:8443/%5C%5Cevil.com", "portal.example"},
        {"/\\evil.com", "https://portal.example:8443/%5Cevil.com", "portal.example"},
        {"/@evil.com", "https://portal.example:8443/@evil.com", "portal.example"},
        {"@evil.com", "https://portal.example:8443/@evil.com", "portal.example"},
        {".evil.com", "https://portal.example:8443/.evil.com", "portal.example"},
        {"mailto:a.b+c@Example.com", "mailto:a.b+c@example.com", "example.com"},
        {"MailTo:a@b.c?body=x&SUBJECT=Hello you&attach=/etc/passwd&cc=x@y.z",
         "mailto:a@b.c?SUBJECT=Hello%20you", "b.c"},
        {"mailto:a@b.c?subject=x%0D%0ABcc: v@w.x&attachment=/etc/passwd", "mailto:a@b.c", "b.c"},
        {"mailto:почта@пример.рф", "mailto:%D0%BF%D0%BE%D1%87%D1%82%D0%B0@xn--e1afmkfd.xn--p1ai",
         "xn--e1afmkfd.xn--p1ai (пример.рф)"},
    };
    struct address address = {0}, again = {0};
    struct error error = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!address_parse(&address, cases[i][0], strlen(cases[i][0]), PORTAL, &error))
            fail_msg("%s: %s", cases[i][0], error.text);
        assert_string_equal(address.url.text, cases[i][1]);
        assert_string_equal(address.shown.text, cases[i][2]);
        assert_true(address_parse(&again, address.url.text, address.url.size, NULL, &error));
        assert_string_equal(again.url.text, address.url.text);
    }
    address_release(&address);
    address_release(&again);
}

static void what_does_not(void **state)
{
    static const char *const cases[][2] = {
        /* target, part of the sentence */
        {"javascript:alert(1)", "begin with javascript: are not opened"},
        {"JaVaScRiPt:alert(1)", "begin with JaVaScRiPt:"},
        {" \t\njavascript:alert(1)", "begin with javascript:"},
        {"java\tscript:alert(1)", "not opened, only http"},
        {"\x01javascript:alert(1)", "not opened, only http"},
        {"javascript://example.com/%0Aalert(1)", "begin with javascript:"},
        {"file:///etc/passwd", "begin with file:"},
        {"data:text/html,<script>", "begin with data:"},
        {"ssh://-oProxyCommand=id", "begin with ssh:"},
        {"vbscript:x", "begin with vbscript:"},
        {"\xe2\x80\xaehttps://e.com", "not opened, only http"},
        {":x", "not opened, only http"},
        {"tel:+74951234567", "copied, not opened"},
        {"--help", "begins with a hyphen"},
        {" -oProxyCommand=id", "begins with a hyphen"},
        {"", "empty"},
        {" \n", "empty"},
        {"http:", "no host"},
        {"http:evil.com", "no host"},
        {"https:/evil.com", "no host"},
        {"http://", "not a host name"},
        {"http:///evil.com", "not a host name"},
        {"http://a@evil", "leads to evil"},
        {"http://good.com:80@evil.com:81/x", "leads to evil.com:81"},
        {"https://good.com\\@evil.com/", "leads to evil.com"},
        {"https://good.com@\x1b[31mevil.com/", "leads to ␛[31mevil.com"},
        {"http://good.com\\.evil.com/", "not a host name"},
        {"http://evil\t.com", "not a host name"},
        {"http://evil\r\n.com", "not a host name"},
        {"https://host\r\nX: y", "not a host name"},
        {"http://ev%69l.com/", "not a host name"},
        {"http://evil.com%2f.good.com/", "not a host name"},
        {"http://good.com／x.evil.com/", "not a host name"},
        {"http://good.com℀.evil.com/", "not a host name"},
        {"http://a..b/", "not a host name"},
        {"http://.a/", "not a host name"},
        {"http://./", "not a host name"},
        {"http://a\xe2\x80\x8b.b/", "not a host name"},
        {"http://a\xe2\x80\xae.b/", "not a host name"},
        {"http://\xff.b/", "not a host name"},
        {"http://2130706433/", "not a host name"},
        {"http://0x7f.1/", "not a host name"},
        {"http://127.1./", "not a host name"},
        {"http://0300.0250.0.1/", "not a host name"},
        {"http://1.2.3.256/", "not a host name"},
        {"http://[::1/", "not a host name"},
        {"http://[x]/", "not a host name"},
        {"http://[::1]evil.com/", "port is not a number"},
        {"http://e.com:99999/", "port is not a number"},
        {"http://e.com:8a/", "port is not a number"},
        {"http://e.com:1:2/", "port is not a number"},
        {"mailto:", "not a mail address"},
        {"mailto:?body=x", "not a mail address"},
        {"mailto:a", "not a mail address"},
        {"mailto:-attach@b.c", "not a mail address"},
        {"mailto:a@b.c,d@e.f", "more than one reader"},
        {"mailto:a%40b.c%2Cd@e.f", "more than one reader"},
        {"mailto:a%0d%0aBcc:x@b.c", "more than one reader"},
        {"mailto:a@b c", "more than one reader"},
        {"mailto:a@b\"c", "not a host name"},
        {"/crm/deal/1/", "which portal is not known"},
        {"#x", "which portal is not known"},
    };
    struct address address = {0};
    struct error error = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (address_parse(&address, cases[i][0], strlen(cases[i][0]), NULL, &error))
            fail_msg("%s opens %s", cases[i][0], address.url.text);
        if (!strstr(error.text, cases[i][1]))
            fail_msg("%s: %s", cases[i][0], error.text);
        assert_int_equal(address.url.size + address.host.size + address.shown.size, 0);
    }
    assert_false(address_parse(&address, "https://a.b\0.c/", 15, NULL, &error));
    assert_false(address_parse(&address, "/x", 2, "javascript:", &error));
    assert_false(address_parse(&address, "/x", 2, "https:", &error));
    assert_false(address_parse(&address, "/x", 2, "https://a@b", &error));
    address_release(&address);
}

static void sizes_are_bounded(void **state)
{
    struct address address = {0};
    struct error error = {0};
    struct str text = {0}, out = {0};

    (void)state;
    str_add_text(&text, "https://e.com/");
    str_add_times(&text, "a", ADDRESS_OSC8_MAX - text.size);
    assert_true(address_parse(&address, text.text, text.size, NULL, &error));
    assert_true(address_osc8(&out, &address, 1));
    str_add_char(&text, 'a');
    assert_true(address_parse(&address, text.text, text.size, NULL, &error));
    str_clear(&out);
    assert_false(address_osc8(&out, &address, 1));
    assert_int_equal(out.size, 0);
    str_add_times(&text, "a", ADDRESS_MAX);
    assert_false(address_parse(&address, text.text, text.size, NULL, &error));
    str_clear(&text);
    str_add_text(&text, "https://");
    str_add_times(&text, "abc.", 100);
    assert_false(address_parse(&address, text.text, text.size, NULL, &error));
    str_clear(&text);
    str_add_text(&text, "https://");
    str_add_times(&text, "ж", 64);
    assert_false(address_parse(&address, text.text, text.size, NULL, &error));
    assert_false(address_osc8(&out, &address, 1)); /* of what was refused */
    address_release(&address);
    str_release(&text);
    str_release(&out);
}

static void osc8_wraps_the_url(void **state)
{
    struct address address = {0};
    struct error error = {0};
    struct str out = {0};

    (void)state;
    assert_true(address_parse(&address, "https://e.com/\x1b\\;ж", 19, NULL, &error));
    assert_true(address_osc8(&out, &address, 7));
    address_osc8_end(&out);
    assert_string_equal(out.text,
                        "\033]8;id=imolog7;https://e.com/%1B%5C;%D0%B6\033\\\033]8;;\033\\");
    address_release(&address);
    str_release(&out);
}

static void labels_that_mislead(void **state)
{
    static const struct {
        const char *target, *label;
        bool misleads;
    } cases[] = {
        {"https://evil.com/", "https://bank.ru/login", true},
        {"https://evil.com/", "Зайдите на bank.ru, пожалуйста", true},
        {"https://evil.com/", "«www.bank.ru»", true},
        {"https://evil.com/", "(BANK.ru)", true},
        {"https://evil.com/", "банк.рф", true},
        {"https://evil.com/", "https://bank.ru@evil.com/", true},
        {"https://evil.com/", "https://a.ru@evil.com/", true},
        {"https://evil.com/", "https:// bank.ru", true},
        {"https://evil.com/", "10.0.0.1", true},
        {"mailto:a@evil.com", "a@bank.ru", true},
        {"https://bank.ru.evil.com/", "bank.ru", true},
        {"https://evilbank.ru/", "bank.ru", true},
        {"https://bank.ru/", "secure.bank.ru", true},
        {"https://xn--80ak6aa92e.com/", "apple.com", true},
        {"https://xn--80ak6aa92e.com/", "аррӏе.com", false},
        {"https://evil.com/", "подробнее", false},
        {"https://evil.com/", "", false},
        {"https://evil.com/x", "https://evil.com/y?to=bank.ru", false},
        {"https://evil.com/", "evil.com.", false},
        {"https://www.bank.ru/", "bank.ru", false},
        {"https://bank.ru/", "WWW.Bank.ru", false},
        {"https://secure.bank.ru/", "bank.ru:443", false},
        {"https://evil.com/", "отчёт.pdf", false},
        {"https://evil.com/", "версия 1.5", false},
        {"https://evil.com/", "12.03.2026", false},
        {"https://evil.com/", "конец.Начало", true}, /* asks once too often */
        {"mailto:ivan.petrov@bank.ru", "ivan.petrov@bank.ru", false},
        {"mailto:ivan.petrov@bank.ru", "mailto:ivan.petrov@bank.ru", false},
    };
    struct address address = {0};
    struct error error = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(address_parse(&address, cases[i].target, strlen(cases[i].target), NULL,
                                  &error));
        if (address_misleads(&address, cases[i].label, strlen(cases[i].label)) !=
            cases[i].misleads)
            fail_msg("%s shown as %s", cases[i].target, cases[i].label);
    }
    address_release(&address);
}

static void labels_that_say_the_address(void **state)
{
    static const struct {
        const char *target, *label;
        bool is_said;
    } cases[] = {
        {"https://shop.example/form", "https://shop.example/form", true},
        {"https://shop.example/form", "shop.example/form", true},
        {"https://shop.example/", " shop.example ", true},
        {"mailto:a@shop.example", "a@shop.example", true},
        {"tel:+44", "+44", true},
        {"https://shop.example/form", "shop.example", false},
        {"https://shop.example/form", "FAQ", false},
        {"https://shop.example/", "", false},
        {"/crm/1/", "/crm/1/", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (address_is_said(cases[i].target, cases[i].label, strlen(cases[i].label)) !=
            cases[i].is_said)
            fail_msg("%s shown as %s", cases[i].target, cases[i].label);
}

/* The samples of RFC 3492, 7.1, in small letters and without what host names do not have. */
static void punycode_both_ways(void **state)
{
    static const char *const cases[][2] = {
        {"他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"},
        {"למההםפשוטלאמדבריםעברית", "xn--4dbcagdahymbxekheh6e0a7fei0b"},
        {"почемужеонинеговорятпорусски", "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l"},
        {"3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"},
        {"そのスピードで", "xn--d9juau41awczczp"},
        {"bücher.example", "xn--bcher-kva.example"},
        {"a-b_c.d", "a-b_c.d"},
    };
    static const char *const stay[] = {"xn--", "xn--a", "xn--abc-", "xn--e1afmkfd-", "xn--99999999",
                                       "xn--80ak6aa92e.", "a..b", ".", "", "xn--a.b-c", "xn---"};
    struct str out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str_clear(&out);
        assert_true(idn_to_ascii(&out, cases[i][0], strlen(cases[i][0])));
        assert_string_equal(out.text, cases[i][1]);
        str_clear(&out);
        idn_to_unicode(&out, cases[i][1], strlen(cases[i][1]));
        assert_string_equal(out.text, cases[i][0]);
    }
    for (size_t i = 0; i < sizeof stay / sizeof *stay; i++) {
        struct str back = {0};

        str_clear(&out);
        idn_to_unicode(&out, stay[i], strlen(stay[i]));
        if (!strcmp(str_text(&out), stay[i]))
            continue;
        assert_true(idn_to_ascii(&back, out.text, out.size)); /* what changed leads back */
        assert_string_equal(back.text, stay[i]);
        str_release(&back);
    }
    str_release(&out);
}

/* --- opening --------------------------------------------------------------------------------- */

struct place {
    char folder[40];
    struct str told, file;
    struct address address;
};

static int make_place(void **state)
{
    static const char *const names[] = {"TMUX", "STY", "SSH_TTY", "SSH_CONNECTION", "BROWSER",
                                        "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"};
    struct place *place = mem_zero(1, sizeof *place);
    struct error error;

    snprintf(place->folder, sizeof place->folder, "/tmp/imolog-test-XXXXXX");
    if (!mkdtemp(place->folder))
        return -1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
    setenv("TERM", "dumb", 1);
    setenv("DISPLAY", ":0", 1);
    setenv("PATH", place->folder, 1);
    setenv("B24_WEBHOOK", "secret", 1);
    *state = place;
    return address_parse(&place->address, "https://e.com/?a=1&b=$(id)", 26, NULL, &error) ? 0 : -1;
}

static int remove_place(void **state)
{
    struct place *place = *state;

    setenv("PATH", "/usr/bin:/bin", 1);
    str_clear(&place->file);
    str_addf(&place->file, "rm -rf %s", place->folder);
    if (system(place->file.text) != 0)
        return -1;
    str_release(&place->told);
    str_release(&place->file);
    address_release(&place->address);
    free(place);
    return 0;
}

static void add_program(struct place *place, const char *name, const char *last)
{
    struct str text = {0};
    struct error error;

    str_clear(&place->file);
    str_addf(&place->file, "%s/%s", place->folder, name);
    str_addf(&text, "#!/bin/sh\necho \"$0 $# $* $B24_WEBHOOK.\" >>%s/log\n%s\n", place->folder, last);
    assert_true(path_write(place->file.text, text.text, text.size, true, &error));
    chmod(place->file.text, 0700);
    str_release(&text);
}

static void assert_log(struct place *place, const char *name)
{
    struct str text = {0}, expected = {0};
    struct error error;

    str_clear(&place->file);
    str_addf(&place->file, "%s/log", place->folder);
    str_addf(&expected, "%s/%s 1 https://e.com/?a=1&b=%%24(id) .\n", place->folder, name);
    assert_true(path_read(place->file.text, &text, &error));
    assert_string_equal(text.text, expected.text);
    assert_int_equal(unlink(place->file.text), 0);
    str_release(&text);
    str_release(&expected);
}

static bool open_here(struct place *place)
{
    str_clear(&place->told);
    return opener_open(&place->address, NULL, -1, &place->told);
}

static void openers_in_turn(void **state)
{
    struct place *place = *state;

    assert_false(open_here(place));
    assert_non_null(strstr(place->told.text, "not opened: there is no program xdg-open here; not "));
    add_program(place, "open", "");
    assert_true(open_here(place));
    assert_string_equal(place->told.text, "opening e.com with open");
    assert_log(place, "open");
    add_program(place, "xdg-open", "exec /bin/sleep 3"); /* has not failed in its time */
    assert_true(open_here(place));
    assert_log(place, "xdg-open");
    add_program(place, "surf", "");
    setenv("BROWSER", "surf --new '%s; id' $(id):other", 1);
    assert_true(open_here(place));
    assert_string_equal(place->told.text, "opening e.com with surf");
    assert_log(place, "surf");
    setenv("BROWSER", "-x", 1);
    add_program(place, "xdg-open", "");
    assert_true(open_here(place));
    assert_log(place, "xdg-open");
}

static void an_opener_that_fails_is_told(void **state)
{
    struct place *place = *state;

    setenv("BROWSER", "surf", 1);
    add_program(place, "surf", "exit 3");
    assert_false(open_here(place));
    assert_string_equal(place->told.text, "not opened: surf ended with status 3; "
                                          "not copied: there is no clipboard here");
}

static void over_ssh_it_is_copied(void **state)
{
    struct place *place = *state;
    struct str text = {0};
    struct error error;

    add_program(place, "xdg-open", "");
    setenv("SSH_TTY", "/dev/pts/1", 1);
    unsetenv("DISPLAY");
    str_addf(&place->file, "/bin/cat >%s/copied", place->folder);
    str_clear(&place->file);
    str_addf(&place->file, "/bin/cat >%s/copied", place->folder);
    assert_true(opener_open(&place->address, place->file.text, -1, &place->told));
    assert_string_equal(place->told.text, "not opened, there is no display over SSH; "
                                          "copied 28 characters by clipboard_command");
    str_clear(&place->file);
    str_addf(&place->file, "%s/copied", place->folder);
    assert_true(path_read(place->file.text, &text, &error));
    assert_string_equal(text.text, "https://e.com/?a=1&b=%24(id)");
    setenv("DISPLAY", "localhost:10.0", 1); /* forwarded */
    assert_true(open_here(place));
    assert_string_equal(place->told.text, "opening e.com with xdg-open");
    str_release(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_opens),
        cmocka_unit_test(what_does_not),
        cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(osc8_wraps_the_url),
        cmocka_unit_test(labels_that_mislead),
        cmocka_unit_test(labels_that_say_the_address),
        cmocka_unit_test(punycode_both_ways),
        TEST(openers_in_turn),
        TEST(an_opener_that_fails_is_told),
        TEST(over_ssh_it_is_copied),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
