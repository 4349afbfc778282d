/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include "unit/unit.h"

#include "base/embed.h"
#include "base/log.h"
#include "layout/row.h"
#include "ui/color.h"
#include "ui/theme.h"

#include <string.h>

static void collect(void *to, const char *sentence)
{
    str_addf(to, "%s|", sentence);
}

static struct theme *parse(const char *text)
{
    return theme_parse("t.theme", text, strlen(text));
}

static void colours_have_three_forms(void **state)
{
    static const struct {
        const char *word;
        int32_t color;
    } good[] = {
        {"red", 1}, {"bright-black", 8}, {"default", PAINT_DEFAULT}, {"0", 0}, {"255", 255},
        {"#d7af5f", PAINT_RGB | 0xd7af5f}, {"#fa0", PAINT_RGB | 0xffaa00},
    };
    static const char *const bad[] = {"", "256", "-1", "#", "#12", "#12345g", "#1234567", "rot",
                                      "0x10", " 5", "+5", "5 ", "##fff"};
    int32_t color;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(color_parse(good[i].word, &color));
        assert_int_equal(color, good[i].color);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(color_parse(bad[i], &color));
}

static void fewer_colours_get_the_nearest(void **state)
{
    (void)state;
    assert_int_equal(color_fit(PAINT_RGB | 0xff0000, 1 << 24), PAINT_RGB | 0xff0000);
    assert_int_equal(color_fit(PAINT_RGB | 0xff0000, 256), 196);
    assert_int_equal(color_fit(PAINT_RGB | 0x080808, 256), 232);
    assert_int_equal(color_fit(9, 256), 9);
    assert_int_equal(color_fit(9, 8), 1);
    assert_int_equal(color_fit(196, 16), 9);
    assert_int_equal(color_fit(PAINT_DEFAULT, 8), PAINT_DEFAULT);
}

static double lightness(int32_t rgb)
{
    return (0.2126 * (rgb >> 16 & 255) + 0.7152 * (rgb >> 8 & 255) + 0.0722 * (rgb & 255)) / 255;
}

static void portal_colours_stay_readable(void **state)
{
    static const int32_t colors[] = {0x000000, 0xffffff, 0x0000ff, 0xffff00, 0xab7761, 0x58cc47};

    (void)state;
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++) {
        int32_t shown = color_readable(colors[i], PAINT_DEFAULT, 1 << 24) & 0xffffff;
        int32_t on_black = color_readable(colors[i], PAINT_RGB, 1 << 24) & 0xffffff;

        assert_true(lightness(shown) > 0.2 && lightness(shown) < 0.75);
        assert_true(lightness(on_black) > 0.1);
        assert_in_range(color_readable(colors[i], PAINT_DEFAULT, 16), 1, 14);
        assert_in_range(color_readable(colors[i], PAINT_DEFAULT, 8), 1, 6);
    }
}

static void a_theme_may_name_one_role(void **state)
{
    struct theme *theme = parse("operator #5fafd7 - bold underline\n");
    struct theme *base = parse("");
    struct paint paint = theme_paint(theme, style_of(ROLE_OPERATOR), 1 << 24);
    struct paint client = theme_paint(theme, style_of(ROLE_CLIENT), 16);
    struct paint base_client = theme_paint(base, style_of(ROLE_CLIENT), 16);

    (void)state;
    assert_int_equal(paint.foreground, PAINT_RGB | 0x5fafd7);
    assert_int_equal(paint.attrs, ATTR_BOLD | ATTR_UNDERLINE);
    assert_int_equal(client.foreground, base_client.foreground);
    assert_int_equal(client.attrs, base_client.attrs);
    theme_free(theme);
    theme_free(base);
}

static void mistakes_are_told_and_the_rest_is_used(void **state)
{
    struct theme *theme = parse("nobody red\nclient rot - bold\n\nbot red - loud\nlink\nvote 3 -\n");
    struct str told = {0};

    (void)state;
    log_drain(collect, &told);
    assert_non_null(strstr(told.text, "t.theme:1: nobody is no role"));
    assert_non_null(strstr(told.text, "t.theme:2: rot is no colour"));
    assert_non_null(strstr(told.text, "t.theme:4: loud is no attribute"));
    assert_non_null(strstr(told.text, "t.theme:5: "));
    assert_int_equal(theme_paint(theme, style_of(ROLE_BOT), 16).foreground, 1);
    assert_int_equal(theme_paint(theme, style_of(ROLE_VOTE), 16).foreground, 3);
    str_release(&told);
    theme_free(theme);
}

static void without_colours_a_background_is_reverse(void **state)
{
    struct theme *theme = parse("match black yellow -\n");
    struct paint paint = theme_paint(theme, style_of(ROLE_MATCH), 0);

    (void)state;
    assert_int_equal(paint.foreground, PAINT_DEFAULT);
    assert_int_equal(paint.background, PAINT_DEFAULT);
    assert_int_equal(paint.attrs, ATTR_REVERSE);
    theme_free(theme);
}

static void a_colourless_theme_shows_no_portal_colours(void **state)
{
    struct style style = style_of(ROLE_OPERATOR);
    struct error error;
    struct theme *mono = theme_open("mono", &error), *dark = theme_open("dark", &error);

    (void)state;
    style.color = 0x58cc47;
    assert_int_equal(theme_paint(mono, style, 1 << 24).foreground, PAINT_DEFAULT);
    assert_true(theme_paint(dark, style, 1 << 24).foreground & PAINT_RGB);
    theme_free(mono);
    theme_free(dark);
}

/* Also those of the portal, and of fewer colours as far as names can. */
static void high_contrast_is_seven_to_one_on_one_ground(void **state)
{
    static const int n_colors[] = {256, 1 << 24};
    struct error error;
    struct theme *theme = theme_open("high-contrast", &error);
    struct paint ground = theme_paint(theme, style_of(ROLE_TEXT), 1 << 24);

    (void)state;
    for (int i = 0; i < 2; i++)
        for (int role = 0; role < ROLE_COUNT; role++)
            for (int32_t rgb = COLOR_NONE; rgb <= 0xff; rgb += rgb < 0 ? 1 : 0x55) {
                struct style style = style_of((enum role)role);
                struct paint paint;

                style.color = rgb;
                paint = theme_paint(theme, style, n_colors[i]);
                assert_true(color_contrast(paint.foreground, paint.background) >= 7);
            }
    theme_set(theme, &(struct theme_line){.role = ROLE_BOT,
                                          .has_foreground = true,
                                          .has_background = true,
                                          .paint = {PAINT_DEFAULT, PAINT_DEFAULT, 0}});
    assert_int_equal(theme_paint(theme, style_of(ROLE_BOT), 1 << 24).foreground, ground.foreground);
    assert_int_equal(theme_paint(theme, style_of(ROLE_BOT), 1 << 24).background, ground.background);
    assert_int_equal(theme_paint(theme, style_of(ROLE_BOT), 0).attrs & ATTR_REVERSE, 0);
    assert_int_equal(theme_paint(theme, style_of(ROLE_BUTTON), 0).attrs & ATTR_REVERSE,
                     ATTR_REVERSE);
    theme_free(theme);
}

/* The bundled themes name every role once, without a mistake. */
static void bundled_themes_are_complete(void **state)
{
    (void)state;
    for (const struct embed *file = embed_files; file->path; file++) {
        struct theme *theme;

        if (strncmp(file->path, "themes/", 7) != 0)
            continue;
        theme = theme_parse(file->path, file->bytes, file->size);
        assert_int_equal(log_count(), 0);
        theme_free(theme);
        if (strcmp(file->path, "themes/default.theme") != 0)
            continue;
        for (int role = 0; role < ROLE_COUNT; role++) {
            struct str line = {0};

            str_addf(&line, "\n%s ", role_table[role].name);
            assert_non_null(memmem(file->bytes, file->size, line.text, line.size));
            str_release(&line);
        }
    }
}

static void unknown_themes_are_named(void **state)
{
    struct error error;

    (void)state;
    assert_null(theme_open("nowhere", &error));
    assert_non_null(strstr(error.text, "there is no theme nowhere; there are colorblind, dark"));
    assert_null(theme_open("./no/such.theme", &error));
}

static void sgr_says_everything(void **state)
{
    struct str out = {0};

    (void)state;
    paint_add_sgr(&out, (struct paint){PAINT_DEFAULT, PAINT_DEFAULT, 0});
    paint_add_sgr(&out, (struct paint){1, 12, ATTR_BOLD | ATTR_STRIKE});
    paint_add_sgr(&out, (struct paint){200, PAINT_RGB | 0x010203, ATTR_REVERSE});
    assert_string_equal(out.text, "\033[0m\033[0;1;9;31;104m\033[0;7;38;5;200;48;2;1;2;3m");
    str_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_have_three_forms),
        cmocka_unit_test(fewer_colours_get_the_nearest),
        cmocka_unit_test(portal_colours_stay_readable),
        cmocka_unit_test(a_theme_may_name_one_role),
        cmocka_unit_test(mistakes_are_told_and_the_rest_is_used),
        cmocka_unit_test(without_colours_a_background_is_reverse),
        cmocka_unit_test(a_colourless_theme_shows_no_portal_colours),
        cmocka_unit_test(high_contrast_is_seven_to_one_on_one_ground),
        cmocka_unit_test(bundled_themes_are_complete),
        cmocka_unit_test(unknown_themes_are_named),
        cmocka_unit_test(sgr_says_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
