/* SPDX-License-Identifier: MIT */
#include "text/bbcode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const struct {
    const char *html, *text;
} cases[] = {
    {"", ""},
    {"просто текст", "просто текст"},
    {"<b>a</b> <B>b</B>", "[B]a[/B] [B]b[/B]"},
    {"<i>a</i><U>b</U><s>c</s>", "[I]a[/I][U]b[/U][S]c[/S]"},
    {"<strong>a</strong><em>b</em><del>c</del>", "[B]a[/B][I]b[/I][S]c[/S]"},
    {"<a href=\"http://x/?a=1&amp;b=2\" target=\"_blank\">t</a>",
     "[URL=http://x/?a=1&b=2]t[/URL]"},
    {"<A TARGET=_blank HREF='/online/'>t</A>", "[URL=/online/]t[/URL]"},
    {"<a href=http://x/ target=_blank>t</a>", "[URL=http://x/]t[/URL]"},
    {"<a href=\"http://x/?a[]=1\">t</a>", "[URL=http://x/?a%5B%5D=1]t[/URL]"},
    {"<a name=\"x\">t</a>", "t[/URL]"},
    {"a<br>b<br/>c<br />d<BR/>e", "a\nb\nc\nd\ne"},
    {"a<br />\nb<br>\r\nc\nd", "a\nb\nc\nd"},
    {"<img class=\"bx-smile\" data-code=\":)\" src=\"/s.png\"> ok", ":) ok"},
    {"<img data-code=\"&gt;:(\" alt=\"no\">", ">:("},
    {"<img data-code=\"\" alt=\"smile\"/><img src=\"x\">", "smile"},
    {"&lt;b&gt;&amp;lt;&quot;&apos;", "<b>&lt;\"'"},
    {"&laquo;a&raquo;&nbsp;&mdash; &copy;&trade;", "«a» — ©™"},
    {"&#91;&#x5D;&#X5d;&#124;&#39;&#128512;&#x1F600;", "[]]|'😀😀"},
    {"&#153; &#0;&#xD800;&#999999999;", "™ \xef\xbf\xbd\xef\xbf\xbd&#999999999;"},
    {"&#9999999;", "\xef\xbf\xbd"},
    {"&unknown; &; &#; &#x; &#zz; &amp", "&unknown; &; &#; &#x; &#zz; &amp"},
    {"AT&T & co; &&amp;", "AT&T & co; &&"},
    {"<div class='a>b'>x</div><span>y</span><!-- z -->", "xy"},
    {"1 < 2 > 1 <3 <", "1 < 2 > 1 <3 <"},
    {"x <b", "x <b"},
    {"№<a href=\"/online/?IM", "№<a href=\"/online/?IM"},
    {"<b <i>x</i>", "<b [I]x[/I]"},
    {"</b></", "[/B]</"},
    {"[USER=5 REPLACE]Имя[/USER]<br />[B]x", "[USER=5 REPLACE]Имя[/USER]\n[B]x"},
};

static void rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str out = {0};

        bbcode_from_legacy(cases[i].html, strlen(cases[i].html), &out);
        assert_string_equal(str_text(&out), cases[i].text);
        str_release(&out);
    }
}

static void adds_to_what_is_there(void **state)
{
    struct str out = {0};

    (void)state;
    str_add_text(&out, "a");
    bbcode_from_legacy("<b>\0&lt;", 8, &out);
    assert_int_equal(out.size, 6);
    assert_memory_equal(out.text, "a[B]\0<", 6);
    str_release(&out);
}

static double seconds(const char *piece, size_t times)
{
    struct str html = {0}, out = {0};
    clock_t start;
    double used;

    str_add_times(&html, piece, times);
    start = clock();
    bbcode_from_legacy(html.text, html.size, &out);
    used = (double)(clock() - start) / CLOCKS_PER_SEC;
    str_release(&html);
    str_release(&out);
    return used;
}

/* Eight times the input may not take sixty-four times as long. Fast enough is good enough. */
static void time_is_linear(void **state)
{
    static const char *const pieces[] = {"<b", "<a \"", "<a '\"", "&", "&#", "<a href=\"", "<b>"};

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        double few = seconds(pieces[i], 20000), many = seconds(pieces[i], 160000);

        assert_true(many < 0.1 || many < 24 * few);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows),
        cmocka_unit_test(adds_to_what_is_there),
        cmocka_unit_test(time_is_linear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
