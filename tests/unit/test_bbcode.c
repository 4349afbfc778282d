/* SPDX-License-Identifier: MIT */
#include "text/bbcode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define RULE "------------------------------------------------------"

static const char *user_name(void *self, int64_t id)
{
    (void)self;
    return id == 7 ? "Anna Orlova" : NULL;
}

static const char *chat_title(void *self, int64_t id)
{
    (void)self;
    return id == 12 ? "Support" : NULL;
}

static const struct zone utc = {ZONE_UTC};
static const struct bbcode_names names = {NULL, user_name, chat_title, &utc};

/*
 * Spans are shown in the text as «marks|text»: the role unless it is text,
 * * / _ - for bold, italic, underline, strike, > for a quote, = for code,
 * #rrggbb, and the link as (url:target).
 */
static const struct {
    const char *input, *shown;
} cases[] = {
    /* attributes */
    {"plain", "plain"},
    {"[B]x[/B]", "«*|x»"},
    {"[b]x[/b] [i]y[/i] [u]z[/u] [s]w[/s]", "«*|x» «/|y» «_|z» «-|w»"},
    {"[I]x[/I][U]y[/U][S]z[/S]", "«/|x»«_|y»«-|z»"},
    {"[b]1[I]2[/i]3[/B]4", "«*|1»«*/|2»«*|3»4"},
    {"[b][i]x[/b]y[/i]z", "«*/|x»«/|y»z"},
    {"[b][b]x[/b]y[/b]z", "«*|xy»z"},
    {"[/b]x[/URL][/user]y", "xy"},
    {"a[b]", "a"},
    {"[B]Отправлена форма \"Ф", "«*|Отправлена форма \"Ф»"},
    {"№[U", "№[U"},
    {"[", "["},
    {"[]", "[]"},
    {"[/]", "[/]"},
    {"[B=1]x[/B]", "[B=1]x"},
    {"[ b]x[/ b]", "[ b]x[/ b]"},
    {"[B\n]x", "[B\n]x"},
    {"[[B]x[/B]]", "[«*|x»]"},
    {"[Ж]x[/Ж] [foo]y[/foo] [1]", "[Ж]x[/Ж] [foo]y[/foo] [1]"},
    {"[VIDEO]x[/VIDEO][QUOTE]y[/QUOTE]", "[VIDEO]x[/VIDEO][QUOTE]y[/QUOTE]"},
    {"[list][*]x[/list][TABLE]y[/TABLE]", "[list][*]x[/list][TABLE]y[/TABLE]"},
    {"[SPOILER]x[/SPOILER][FONT=a]y[/FONT]", "[SPOILER]x[/SPOILER][FONT=a]y[/FONT]"},
    {"[DATE]", "[DATE]"},
    /* size, colour */
    {"[SIZE=20]x[/SIZE][size=12pt]y[/size]", "xy"},
    {"[COLOR=#ff8800]x[/COLOR]y", "«#ff8800|x»y"},
    {"[color=#F80]x[color=#000]y[/color]z[/color]w", "«#ff8800|x»«#000000|y»«#ff8800|z»w"},
    {"[COLOR=red]x[/COLOR]", "x"},
    {"[COLOR=#12345g]x[/COLOR][COLOR]y", "x[COLOR]y"},
    /* addresses */
    {"[URL]http://a.ru/[/URL]", "«link(url:http://a.ru/)|http://a.ru/»"},
    {"[url=http://a.ru/]a [b]b[/b][/url]c",
     "«link(url:http://a.ru/)|a »«link*(url:http://a.ru/)|b»c"},
    {"[URL] /crm/1 [/URL]", "«link(url:/crm/1)| /crm/1 »"},
    {"[URL=/crm/deal/1/][/URL]", "«link(url:/crm/deal/1/)|/crm/deal/1/»"},
    {"[URL=\"http://a/\"]x[/URL]", "«link(url:http://a/)|x»"},
    {"[URL=http://a/]http://b/[/URL]", "«link(url:http://a/)|http://b/»"},
    {"[URL=]x", "[URL=]x"},
    {"[URL][/URL]x", "x"},
    {"[URL=http://a/]x", "«link(url:http://a/)|x»"},
    {"[URL]http://a/ and more", "«link(url:http://a/)|http://a/ and more»"},
    {"[URL][URL]x[/URL][/URL]", "«link(url:x)|x»"},
    {"№[URL=/online/?IM_HISTORY=imol|903]903[/URL]", "№«link(session:903)|903»"},
    {"[URL]/online/?a=1&IM_HISTORY=imol%7C903&b[/URL]",
     "«link(session:903)|/online/?a=1&IM_HISTORY=imol%7C903&b»"},
    {"[URL=/IM_HISTORY=imol|903]x[/URL]", "«link(url:/IM_HISTORY=imol|903)|x»"},
    {"http://a.ru/?IM_HISTORY=imol|90 x",
     "«link(session:90)|http://a.ru/?IM_HISTORY=imol|90» x"},
    {"see https://a.ru/b?c=d#e, ok",
     "see «link(url:https://a.ru/b?c=d#e)|https://a.ru/b?c=d#e», ok"},
    {"(HTTP://a.ru/x_(y)).", "(«link(url:HTTP://a.ru/x_(y))|HTTP://a.ru/x_(y)»)."},
    {"«https://пример.рф»!", "««link(url:https://пример.рф)|https://пример.рф»»!"},
    {"http://a.ru[b]x[/b]http://b",
     "«link(url:http://a.ru)|http://a.ru»«*|x»«link(url:http://b)|http://b»"},
    {"http:// https://... xhttp://a ftp://b a://b ://",
     "http:// https://... xhttp://a ftp://b a://b ://"},
    {"[b]http://a.ru[/b]", "«link*(url:http://a.ru)|http://a.ru»"},
    {"http://a#BR#b", "«link(url:http://a)|http://a»\nb"},
    /* people, chats, messages */
    {"[USER=5]Ivan[/USER]", "«mention(user:5)|Ivan»"},
    {"[user=5 replace]Ivan[/user]", "«mention(user:5)|Ivan»"},
    {"[USER=7 REPLACE]Old[/USER] x", "«mention(user:7)|Anna Orlova» x"},
    {"[USER=7]Old[/USER]", "«mention(user:7)|Old»"},
    {"[USER=7][/USER]", "«mention(user:7)|Anna Orlova»"},
    {"[USER=5 REPLACE][/USER]", "«mention(user:5)|User 5»"},
    {"[USER=7 REPLACE]O[b]l[/b]http://d[/USER]", "«mention(user:7)|Anna Orlova»"},
    {"[USER=all]Everyone[/USER][USER=all][/USER]",
     "«mention(user:all)|Everyone»«mention(user:all)|all»"},
    {"[USER=0]Guest[/USER][USER=0][/USER]", "Guest"},
    {"[USER=x]a[/USER][USER]b", "[USER=x]a[/USER][USER]b"},
    {"[USER=1 REPLACE]Владимир Логинов", "«mention(user:1)|Владимир Логинов»"},
    {"[USER=7 REPLACE]Anna Or", "«mention(user:7)|Anna Orlova»"},
    {"[USER=7 REPLACE]Old text", "«mention(user:7)|Old text»"},
    {"[USER=7 REPLACE]", "«mention(user:7)|Anna Orlova»"},
    {"[CHAT=12]T[/CHAT][chat=12][/chat]", "«mention(chat:12)|T»«mention(chat:12)|Support»"},
    {"[CHAT=13][/CHAT]", "«mention(chat:13)|Chat 13»"},
    {"[CHAT=imol|903]T[/CHAT]", "«mention(session:903)|T»"},
    {"[CHAT=IMOL|903][/CHAT]", "«mention(session:903)|Session 903»"},
    {"[CHAT=x]T[/CHAT]", "[CHAT=x]T[/CHAT]"},
    {"[CHAT=x]T[/CHAT][/CHAT]", "[CHAT=x]T[/CHAT]"},
    {"[CHAT=12][CHAT=x]a[/CHAT]b[/CHAT]c", "«mention(chat:12)|[CHAT=x]a[/CHAT]b»c"},
    {"[CHAT=x][CHAT=12]a[/CHAT]b[/CHAT]", "[CHAT=x]«mention(chat:12)|a»b[/CHAT]"},
    {"[CHAT=x][URL=u]a[/CHAT]b[/URL]", "[CHAT=x]«link(url:u)|a»[/CHAT]b"},
    {"[CONTEXT=chat12/345]t[/CONTEXT]", "«mention(message:chat12/345)|t»"},
    {"[context=1:2/345][/context]", "«mention(message:1:2/345)|1:2/345»"},
    {"[CONTEXT=12]t", "[CONTEXT=12]t"},
    {"[DIALOG=chat12 message=345]t[/DIALOG]", "t"},
    {"[URL=a][USER=5]x[/URL]y[/USER]z", "«mention(user:5)|x»yz"},
    {"[URL=a]1[USER=5]2[/USER]3[/URL]", "«link(url:a)|1»«mention(user:5)|2»«link(url:a)|3»"},
    {"[CALL=+7 (900) 1-2]Ivan[/CALL]", "«link(phone:+7 (900) 1-2)|Ivan»"},
    {"[call]+79001112233[/call]", "«link(phone:+79001112233)|+79001112233»"},
    {"[CALL=+7][/CALL]", "«link(phone:+7)|+7»"},
    {"[CALL=abc]x[/CALL]", "[CALL=abc]x[/CALL]"},
    {"[PCH=5]call[/PCH] [SOURCE=1]t[/SOURCE]", "call t"},
    /* buttons */
    {"[PUT=/help]Help[/PUT] [put]/x[/put]", "«button|Help» «button|/x»"},
    {"[PUT=/help][/PUT]", "«button|/help»"},
    {"[SEND=/go][b]Go[/b][/SEND][send]/y[/send]", "«button*|Go»«button|/y»"},
    {"[SEND=/go]Go", "«button|Go»"},
    /* pictures and files */
    {"[IMG size=small]http://a/b.png [/IMG]x", "«link(url:http://a/b.png)|[image]»x"},
    {"[img][URL]http://a/b.png[/URL] [/img]", "«link(url:http://a/b.png)|[image]»"},
    {"[IMG size=large]http://a/b.png", "«link(url:http://a/b.png)|http://a/b.png»"},
    {"[IMG foo]x", "[IMG foo]x"},
    {"[IMG][/IMG]", "«link|[image]»"},
    {"[ICON=/a.png size=16 title=My title]", "(My title)"},
    {"[icon=/a.png title=T width=1 height=2]", "(T)"},
    {"[ICON=/a.png]", "(icon)"},
    {"[DISK=12] [attach=3]", "«file|[file]» «attach|[attach]»"},
    {"[DISK] [ATTACH=]", "[DISK] [ATTACH=]"},
    /* votes, dates */
    {"[LIKE][dislike]", "«vote|👍👎»"},
    {"[RATING=4][rating=1]", "«vote|★★★★☆★☆☆☆☆»"},
    {"[RATING=0][RATING=6][RATING=44]", "[RATING=0][RATING=6][RATING=44]"},
    {"[TIMESTAMP=1777889000 FORMAT=SHORT_TIME_FORMAT]", "10:03"},
    {"[timestamp=1777889000 format=long_date_format]", "4 May 2026"},
    {"[TIMESTAMP=1777889000 FORMAT=FOO]", "[TIMESTAMP=1777889000 FORMAT=FOO]"},
    {"[TIMESTAMP=1777889000][TIMESTAMP=x format=FORMAT_DATE]",
     "[TIMESTAMP=1777889000][TIMESTAMP=x format=FORMAT_DATE]"},
    {"[TIMESTAMP=999999999999999999 FORMAT=FORMAT_DATE]",
     "[TIMESTAMP=999999999999999999 FORMAT=FORMAT_DATE]"},
    /* code */
    {"a [CODE][b]x[/b] http://a :f09f9880:[/CODE] b", "a «code=|[b]x[/b] http://a :f09f9880:» b"},
    {"[code]x[/CoDe]y", "«code=|x»y"},
    {"[CODE]\nx\r\n>>y\r\n[/CODE]\nz", "«code=|x\n>>y»\nz"},
    {"a [CODE]\nx\n[/CODE] z", "a «code=|\nx\n» z"},
    {"[CODE]x [/COD", "«code=|x [/COD»"},
    {"[CODE]", ""},
    {"[b][CODE]x[/CODE][/b]", "«code*=|x»"},
    /* quotes */
    {">>a\n>> b\nc", "«quote>|a\nb\n»c"},
    {"a\n>>b", "a\n«quote>|b»"},
    {"a >>b\n>c", "a >>b\n>c"},
    {">>[b]a[/b] http://x", "«quote*>|a»«quote>| »«link>(url:http://x)|http://x»"},
    {">>[CODE]x[/CODE]", "«code>=|x»"},
    {">>a[BR]>>b#BR#c", "«quote>|a\nb\n»c"},
    {RULE "\nAnna [10:02] #chat12/345\ntext\n" RULE "\nreply",
     "«mention*>(message:chat12/345)|Anna [10:02]»«quote>|\ntext\n»reply"},
    {RULE "\nAnna [today, 10:02] #1:2/345\r\ntext\r\n" RULE "\r\nreply",
     "«mention*>(message:1:2/345)|Anna [today, 10:02]»«quote>|\ntext\n»reply"},
    {RULE "\nAnna [10:02]\n[b]text[/b]\n" RULE, "«quote*>|Anna [10:02]»«quote>|\n»«quote*>|text»"},
    {RULE "\nno name\n" RULE "\n>>x", "«quote>|no name\nx»"},
    {"a\n" RULE "[BR]b[BR]" RULE "[BR]c", "a\n«quote>|b\n»c"},
    {RULE "\n" RULE "\n" RULE "\n" RULE "\nx", "x"},
    {RULE "\nx", RULE "\nx"},
    {"-" RULE "\nx\n" RULE "\n", "-" RULE "\nx\n" RULE "\n"},
    {RULE "\n[CODE]\n" RULE "\n[/CODE]\nx", "«code>=|" RULE "»«quote>|\n»x"},
    {RULE "\nA [1] #chat12\nx\n" RULE, "«quote>|A [1] #chat12\nx»"},
    /* line breaks, emoji, commands */
    {"a\nb\r\nc#BR#d[BR]e[br]f\rg", "a\nb\nc\nd\ne\nf\rg"},
    {"[b]a#BR#b[/b]", "«*|a\nb»"},
    {"#BR #B", "#BR #B"},
    {"a\tb    c", "a\tb    c"},
    {":f09f9880: :F09F9880:", "😀 😀"},
    {":f09f918df09f8fbd:", "👍🏽"},
    {":f09f988: :f09f98: :f09f98zz: :f09f9880", ":f09f988: :f09f98: :f09f98zz: :f09f9880"},
    {":12345678: :0a0a0a0a: :eda080eda080: 10:20:30",
     ":12345678: :0a0a0a0a: :eda080eda080: 10:20:30"},
    {"/me went home\nand [b]slept[/b]", "«/|went home\nand »«*/|slept»"},
    {"/loud hey", "«*|hey»"},
    {"/men /me x", "/men /me x"},
    {"/me", "/me"},
    {"&lt;b&gt; &amp; <b>x</b>", "&lt;b&gt; &amp; <b>x</b>"},
    {":) ;) :D", ":) ;) :D"},
};

static void show_marks(struct str *out, const struct rich *rich, const struct span *span)
{
    static const char *const kinds[] = {"url", "phone", "user", "chat", "session", "message"};
    static const char letters[] = "*/_-";
    const struct style *style = &span->style;

    if (style->role != ROLE_TEXT)
        str_add_text(out, role_table[style->role].name);
    for (int i = 0; i < 4; i++)
        if (style->attrs & 1 << i)
            str_add_char(out, letters[i]);
    if (style->frame & FRAME_QUOTE)
        str_add_char(out, '>');
    if (style->frame & FRAME_CODE)
        str_add_char(out, '=');
    if (style->color != COLOR_NONE)
        str_addf(out, "#%06x", (unsigned)style->color);
    if (span->link) {
        const struct link *link = &rich->links.at[span->link - 1];

        str_addf(out, "(%s:%s)", kinds[link->kind], link->target);
    }
}

static void show(struct str *out, const struct rich *rich)
{
    size_t at = 0;

    for (size_t i = 0; i < rich->spans.n; i++) {
        const struct span *span = &rich->spans.at[i];

        str_add(out, rich->text.text + at, span->start - at);
        str_add_text(out, "«");
        show_marks(out, rich, span);
        str_add_text(out, "|");
        str_add(out, rich->text.text + span->start, span->end - span->start);
        str_add_text(out, "»");
        at = span->end;
    }
    str_add(out, str_text(&rich->text) + at, rich->text.size - at);
}

static void check_invariants(const struct rich *rich)
{
    uint32_t at = 0;

    for (size_t i = 0; i < rich->spans.n; i++) {
        const struct span *span = &rich->spans.at[i];

        assert_true(span->start >= at && span->end > span->start);
        assert_true(span->end <= rich->text.size && span->link <= rich->links.n);
        assert_true(span->style.role < ROLE_COUNT);
        at = span->end;
    }
    for (size_t i = 0; i < rich->links.n; i++)
        assert_non_null(rich->links.at[i].target);
}

static void rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rich rich = {0};
        struct str shown = {0};

        bbcode_parse(cases[i].input, strlen(cases[i].input), &names, STYLE_PLAIN, &rich);
        check_invariants(&rich);
        show(&shown, &rich);
        if (strcmp(str_text(&shown), cases[i].shown) != 0)
            print_error("input: %s\n", cases[i].input);
        assert_string_equal(str_text(&shown), cases[i].shown);
        str_release(&shown);
        rich_release(&rich);
    }
}

static void names_may_be_missing(void **state)
{
    static const char text[] = "[USER=7 REPLACE]Old[/USER][CHAT=12][/CHAT]"
                               "[TIMESTAMP=0 FORMAT=SHORT_TIME_FORMAT]";
    const struct bbcode_names none = {0};
    struct rich rich = {0};

    (void)state;
    bbcode_parse(text, sizeof text - 1, NULL, STYLE_PLAIN, &rich);
    assert_string_equal(rich.text.text, "OldChat 1200:00");
    rich_clear(&rich);
    bbcode_parse(text, sizeof text - 1, &none, STYLE_PLAIN, &rich);
    assert_string_equal(rich.text.text, "OldChat 1200:00");
    rich_release(&rich);
}

static const char *endless_name(void *self, int64_t id)
{
    (void)id;
    return self;
}

static void long_names_are_cut_between_characters(void **state)
{
    struct bbcode_names endless = {.user = endless_name};
    struct str name = {0};
    struct rich rich = {0};

    (void)state;
    str_add_text(&name, "x");
    str_add_times(&name, "я", 1000);
    endless.self = name.text;
    bbcode_parse("[USER=1][/USER]", 15, &endless, STYLE_PLAIN, &rich);
    assert_int_equal(rich.text.size, 255);
    rich_release(&rich);
    str_release(&name);
}

static void base_style_is_kept(void **state)
{
    const struct style system = {ROLE_SYSTEM, ATTR_DIM, FRAME_NONE, 0x123456};
    struct str shown = {0};
    struct rich rich = {0};

    (void)state;
    rich_add(&rich, "was here ", 9, STYLE_PLAIN, 0);
    bbcode_parse(">>a [b]b", 8, NULL, system, &rich);
    bbcode_parse("c [b]d[/b][USER=0]e", 19, NULL, system, &rich);
    show(&shown, &rich);
    assert_string_equal(shown.text, "was here «quote>#123456|a »«quote*>#123456|b»"
                                    "«system#123456|c »«system*#123456|d»«system#123456|e»");
    assert_true(rich.spans.at[0].style.attrs & ATTR_DIM);
    str_release(&shown);
    rich_release(&rich);
}

static uint32_t random_next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static void random_messages_keep_the_promises(void **state)
{
    static const char *const words[] = {
        "[", "]", "/", "=", "[B]", "[/B]", "[i]", "[/i]", "[URL]", "[URL=a]", "[/URL]", "[USER=7]",
        "[USER=7 REPLACE]", "[USER=0]", "[/USER]", "[CHAT=12]", "[/CHAT]", "[IMG size=small]",
        "[/IMG]", "[CODE]", "[/CODE]", "[CALL]", "[/CALL]", "[SEND=x]", "[/SEND]", "[BR]", "#BR#",
        "\n", "\r\n", ">>", RULE, RULE "\n", "\n" RULE "\n", "A [1] #chat1/2\n", ":f09f9880:",
        "http://a", " ", "я", "[COLOR=#f00]", "[/COLOR]", "[RATING=3]", "[LIKE]", "\xff", "x",
    };
    uint32_t seed = 2026;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct str text = {0};
        struct rich rich = {0};

        for (uint32_t n = random_next(&seed) % 40; n != 0; n--)
            str_add_text(&text, words[random_next(&seed) % (sizeof words / sizeof *words)]);
        bbcode_parse(str_text(&text), text.size, &names, STYLE_PLAIN, &rich);
        check_invariants(&rich);
        rich_release(&rich);
        str_release(&text);
    }
}

static void random_bytes_without_marks_stay(void **state)
{
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 5000; round++) {
        char text[200];
        size_t size = random_next(&seed) % sizeof text;
        struct rich rich = {0};

        for (size_t i = 0; i < size; i++) {
            text[i] = (char)random_next(&seed);
            if (strchr("[#:>-/\r", text[i]) && text[i] != '\0')
                text[i] = 'x';
        }
        bbcode_parse(text, size, NULL, STYLE_PLAIN, &rich);
        assert_int_equal(rich.text.size, size);
        assert_memory_equal(str_text(&rich.text), text, size);
        assert_int_equal(rich.spans.n, 0);
        rich_release(&rich);
    }
}

static double seconds(const char *first, const char *piece, const char *last, size_t times)
{
    struct str text = {0};
    struct rich rich = {0};
    double best = 1e9;

    str_add_text(&text, first);
    str_add_times(&text, piece, times);
    str_add_times(&text, last, times);
    for (int run = 0; run < 3; run++) {
        clock_t start = clock();
        double used;

        rich_clear(&rich);
        bbcode_parse(text.text, text.size, &names, STYLE_PLAIN, &rich);
        used = (double)(clock() - start) / CLOCKS_PER_SEC;
        best = used < best ? used : best;
    }
    check_invariants(&rich);
    str_release(&text);
    rich_release(&rich);
    return best;
}

/* Eight times the input may not take sixty-four times as long. Fast enough is good enough. */
static void time_is_linear(void **state)
{
    static const struct {
        const char *first, *piece, *last;
    } floods[] = {
        {"", "[B]", ""},
        {"", "[b]", "[/b]"},
        {"", "[/b]", ""},
        {"", "[url=", ""},
        {"", "[url=", "]"},
        {"", "[URL]", "x"},
        {"", "[URL]x[CALL]", "[/CALL][/URL]"},
        {"", "[USER=7 REPLACE]", "[/USER]"},
        {"", "[USER=7 REPLACE]", ""},
        {"", "[IMG size=small]x", "[/IMG]"},
        {"", "[URL=a][USER=5]", "[/URL]"},
        {"", "[COLOR=#f00]", "[/COLOR]"},
        {"", "[CODE]", ""},
        {"", "[CODE][/CODE]", ""},
        {"", "\n", ""},
        {"", "\n>>", ""},
        {"", "\n" RULE, ""},
        {RULE "\nA [1]\n", "\n" RULE "\n" RULE "x", ""},
        {RULE "\n", "\n-", ""},
        {"", ":", ""},
        {":", "f0", ""},
        {"", "http://", ""},
        {"http://a", "((", "))"},
        {"http://a?", "&IM_HISTORY=imol|", ""},
        {"", "#BR#", ""},
        {"", "[", ""},
        {"", "[[]", ""},
        {"", "[RATING=5]", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
        double few = seconds(floods[i].first, floods[i].piece, floods[i].last, 10000);
        double many = seconds(floods[i].first, floods[i].piece, floods[i].last, 80000);

        if (many >= 0.05 && many >= 24 * few)
            print_error("%s: %g, %g\n", floods[i].piece, few, many);
        assert_true(many < 0.05 || many < 24 * few);
    }
}

static void a_million_of_anything(void **state)
{
    (void)state;
    assert_true(seconds("", "[B]", "", 1000000) < 5);
    assert_true(seconds("", "[url=", "", 50000) < 5);
    assert_true(seconds("", "[/b]", "", 1000000) < 5);
    assert_true(seconds("", "\n", "", 1000000) < 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows),
        cmocka_unit_test(names_may_be_missing),
        cmocka_unit_test(long_names_are_cut_between_characters),
        cmocka_unit_test(base_style_is_kept),
        cmocka_unit_test(random_messages_keep_the_promises),
        cmocka_unit_test(random_bytes_without_marks_stay),
        cmocka_unit_test(time_is_linear),
        cmocka_unit_test(a_million_of_anything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
