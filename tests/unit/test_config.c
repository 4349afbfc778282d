/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "base/log.h"
#include "base/path.h"
#include "layout/row.h"
#include "model/session.h"
#include "ui/config.h"
#include "ui/keymap.h"
#include "ui/term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void collect(void *to, const char *sentence)
{
    str_addf(to, "%s|", sentence);
}

static struct config *parse(const char *text)
{
    struct config *config = config_new();

    config_parse(config, "t.conf", text, strlen(text));
    return config;
}

static void forget(struct str *told)
{
    str_clear(told);
    log_drain(collect, told);
}

static void options_come_from_the_table(void **state)
{
    struct config *config = parse("# all of them\norder=server\ntimezone = UTC\ncolor =never\n"
                                  "theme= \"dark\" # why\nascii = yes\nwidth = 120\nlangmap = off\n"
                                  "order = time\norder = server\n");
    struct options options;

    (void)state;
    options_init(&options);
    config_set_options(config, &options);
    assert_int_equal(config_n_mistakes(config), 0);
    assert_int_equal(options.order, ORDER_SERVER);
    assert_int_equal(options.zone.kind, ZONE_UTC);
    assert_int_equal(options.color, COLOR_NEVER);
    assert_string_equal(options.theme, "dark");
    assert_true(options.ascii);
    assert_int_equal(options.width, 120);
    assert_int_equal(options.langmap, LANGMAP_OFF);
    assert_null(keymap_find(config_keymap(config), CONTEXT_LIST, L'о'));
    config_free(config);
}

static void the_command_line_wins(void **state)
{
    struct config *config = parse("width = 120\ntheme = dark\nascii = on\n");
    struct options options;
    struct error error;

    (void)state;
    options_init(&options);
    assert_true(option_set(&options, option_find("theme"), "mono", &error));
    assert_true(option_set(&options, option_find("ascii"), "off", &error));
    config_set_options(config, &options);
    assert_string_equal(options.theme, "mono");
    assert_false(options.ascii);
    assert_int_equal(options.width, 120);
    config_free(config);
}

/* A zone is taken when it is set, not when it is read. */
static void reading_sets_nothing(void **state)
{
    struct config *config;

    (void)state;
    setenv("TZ", "UTC", 1);
    config = parse("timezone = Europe/Moscow\n");
    assert_int_equal(config_n_mistakes(config), 0);
    assert_string_equal(getenv("TZ"), "UTC");
    config_free(config);
}

static void mistakes_are_told_and_the_rest_is_used(void **state)
{
    static const struct {
        const char *line, *sentence;
    } cases[] = {
        {"nothing", "nothing is neither"},
        {"wdith = 3", "no option wdith"},
        {"= 3", "no option "},
        {"chat = 5", "for the command line only"},
        {"width =", "no value"},
        {"width = 1 2", "more than one value"},
        {"width = many", "not \"many\""},
        {"color = sometimes", "not \"sometimes\""},
        {"theme = nowhere", "no theme nowhere"},
        {"timezone = Nowhere/City", "Nowhere/City"},
        {"ascii = maybe", "on or off"},
        {"bind any x", "a line is: bind CONTEXT KEY COMMAND"},
        {"bind any Y next 3", "a line is: bind"},
        {"bind here x next", "no context here"},
        {"bind any xx next", "no key xx"},
        {"bind any Ctrl-S next", "flow control"},
        {"bind any Ctrl-M next", "Enter"},
        {"bind any 7 next", "number before a command"},
        {"bind any Y jump", "no command jump"},
        {"bind any Y focus-list", "a command of panes, not of any"},
        {"unbind any x", "x is not bound in any"},
        {"unbind any", "a line is: unbind"},
        {"color nobody red -", "no role"},
        {"color text rot -", "no colour"},
        {"color text red - loud", "no attribute"},
        {"color text", "a line is: role"},
        {"color", "a line is: role"},
        {"include", "a line is: include FILE"},
        {"include /nowhere/at/all", "cannot be read"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str text = {0}, told = {0};
        struct options options;
        struct config *config;

        str_addf(&text, "\n%s\nwidth = 77\n", cases[i].line);
        config = parse(str_text(&text));
        forget(&told);
        if (strncmp(str_text(&told), "t.conf:2: ", 10) != 0 || !strstr(told.text, cases[i].sentence))
            fail_msg("%s: %s", cases[i].line, str_text(&told));
        assert_int_equal(config_n_mistakes(config), 1);
        options_init(&options);
        config_set_options(config, &options);
        assert_int_equal(options.width, 77);
        config_free(config);
        str_release(&text);
        str_release(&told);
    }
}

static void conflicts_are_told(void **state)
{
    struct str told = {0};
    struct config *config = parse("bind any Y next\nbind list Y first\nbind any Y next\n"
                                  "bind any Y last\nbind any j last\n");

    (void)state;
    forget(&told);
    assert_string_equal(told.text,
                        "t.conf:4: Y was bound to next in line 3; now it is last|");
    assert_string_equal(keymap_find(config_keymap(config), CONTEXT_MESSAGES, 'Y')->name, "last");
    assert_string_equal(keymap_find(config_keymap(config), CONTEXT_LIST, 'Y')->name, "first");
    str_release(&told);
    config_free(config);
}

static void colours_lie_over_the_theme(void **state)
{
    struct config *config = parse("color client #102030 - underline\ncolor bot - 5\n");
    struct error error;
    struct theme *theme = theme_open("dark", &error), *plain = theme_open("dark", &error);
    struct paint paint, before;

    (void)state;
    config_paint(config, theme);
    paint = theme_paint(theme, style_of(ROLE_CLIENT), 1 << 24);
    assert_int_equal(paint.foreground, PAINT_RGB | 0x102030);
    assert_int_equal(paint.attrs, ATTR_UNDERLINE);
    paint = theme_paint(theme, style_of(ROLE_BOT), 1 << 24);
    before = theme_paint(plain, style_of(ROLE_BOT), 1 << 24);
    assert_int_equal(paint.foreground, before.foreground);
    assert_int_equal(paint.attrs, before.attrs);
    assert_int_equal(paint.background, 5);
    theme_free(theme);
    theme_free(plain);
    config_free(config);
}

static void a_dump_says_the_same(void **state)
{
    struct config *config = parse("theme = dark\nunbind any Q\nbind list \"#\" first\n"
                                  "bind any \"\\\"\" help\nbind panes Ж close\nunbind panes Tab\n"
                                  "color match black #fed -\ncolor text - default bold dim\n"),
                  *again;
    struct str first = {0}, second = {0};
    struct options options;

    (void)state;
    options_init(&options);
    config_set_options(config, &options);
    config_dump(config, &options, &first);
    again = parse(first.text);
    assert_int_equal(config_n_mistakes(config) + config_n_mistakes(again), 0);
    options_init(&options);
    config_set_options(again, &options);
    config_dump(again, &options, &second);
    assert_string_equal(first.text, second.text);
    assert_non_null(strstr(first.text, "theme = dark\n"));
    assert_non_null(strstr(first.text, "unbind any Q\n"));
    assert_non_null(strstr(first.text, "bind list \"#\" first\n"));
    assert_non_null(strstr(first.text, "color match 0 #ffeedd -\n"));
    assert_null(strstr(first.text, "\nbind panes Tab"));
    str_release(&first);
    str_release(&second);
    config_free(config);
    config_free(again);
}

/* --- files ------------------------------------------------------------------------------------ */

static char folder[] = "/tmp/imolog-config-XXXXXX";

static void put(const char *name, const char *text)
{
    struct error error;
    char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(path_write(path, text, strlen(text), true, &error));
}

static bool load(struct config *config, const char *name, struct error *error)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return config_load(config, path, error);
}

static void includes_are_read_in_place(void **state)
{
    struct config *config = config_new();
    struct options options;
    struct str told = {0};
    struct error error;

    (void)state;
    put("a", "width = 1\ninclude b\nbind any Y next\n");
    put("b", "width = 2\nbind any Y last\nbad line\n");
    assert_true(load(config, "a", &error));
    options_init(&options);
    config_set_options(config, &options);
    assert_int_equal(options.width, 2);
    assert_string_equal(keymap_find(config_keymap(config), CONTEXT_LIST, 'Y')->name, "next");
    forget(&told);
    assert_non_null(strstr(told.text, "/b:3: bad"));
    assert_int_equal(config_n_mistakes(config), 1);
    assert_non_null(config_file(config, 1));
    assert_null(config_file(config, 2));
    config_free(config);
    str_release(&told);
}

static void includes_end(void **state)
{
    struct config *config = config_new();
    struct str told = {0};
    struct error error;
    char name[16], text[64];

    (void)state;
    put("own", "include own\ninclude other\n");
    put("other", "include own\n");
    assert_true(load(config, "own", &error));
    forget(&told);
    assert_int_equal(config_n_mistakes(config), 2);
    assert_non_null(strstr(told.text, "own includes itself"));
    config_free(config);
    for (int i = 0; i < 10; i++) {
        snprintf(name, sizeof name, "deep%d", i);
        snprintf(text, sizeof text, "include deep%d\ninclude deep%d\n", i + 1, i + 1);
        put(name, text);
    }
    config = config_new();
    assert_true(load(config, "deep0", &error));
    forget(&told);
    assert_non_null(strstr(told.text, "more than 8 files deep"));
    assert_non_null(strstr(told.text, "more than 64 files"));
    config_free(config);
    str_release(&told);
}

static void the_usual_file_is_found(void **state)
{
    struct config *config = config_new();
    struct options options;
    struct error error;

    (void)state;
    setenv("XDG_CONFIG_HOME", "relative", 1);
    setenv("HOME", folder, 1);
    assert_true(config_load(config, NULL, &error)); /* none is there */
    assert_int_equal(config_n_mistakes(config), 0);
    setenv("XDG_CONFIG_HOME", folder, 1);
    put("imolog/config", "width = 99\n");
    assert_true(config_load(config, NULL, &error));
    options_init(&options);
    config_set_options(config, &options);
    assert_int_equal(options.width, 99);
    config_free(config);
    config = config_new();
    assert_true(config_load(config, "", &error));
    assert_null(config_file(config, 0));
    assert_false(load(config, "no-such-file", &error));
    assert_int_equal(error.kind, ERROR_USAGE);
    assert_false(config_load(config, "/dev/zero", &error));
    assert_non_null(strstr(error.text, "larger than"));
    config_free(config);
}

static int make_folder(void **state)
{
    char inner[256];

    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(inner, sizeof inner, "%s/imolog", folder);
    return mkdir(inner, 0700);
}

static int drop_folder(void **state)
{
    static const char *const names[] = {"a", "b", "own", "other", "imolog/config", "imolog"};
    char path[256];

    (void)state;
    for (int i = 0; i < 10; i++) {
        snprintf(path, sizeof path, "%s/deep%d", folder, i);
        remove(path);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_come_from_the_table),
        cmocka_unit_test(the_command_line_wins),
        cmocka_unit_test(reading_sets_nothing),
        cmocka_unit_test(mistakes_are_told_and_the_rest_is_used),
        cmocka_unit_test(conflicts_are_told),
        cmocka_unit_test(colours_lie_over_the_theme),
        cmocka_unit_test(a_dump_says_the_same),
        cmocka_unit_test(includes_are_read_in_place),
        cmocka_unit_test(includes_end),
        cmocka_unit_test(the_usual_file_is_found),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
