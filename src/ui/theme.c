/* SPDX-License-Identifier: MIT */
#include "ui/theme.h"
#include "base/conf.h"
#include "base/embed.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "ui/color.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct theme {
    struct paint paints[ROLE_COUNT];
    bool colorless; /* names no colour at all: then the portal's are not shown either */
};

static const struct {
    const char *name;
    enum attr attr;
} attr_names[] = {
    {"bold", ATTR_BOLD},           {"dim", ATTR_DIM},         {"italic", ATTR_ITALIC},
    {"underline", ATTR_UNDERLINE}, {"reverse", ATTR_REVERSE}, {"strike", ATTR_STRIKE},
};

static bool read_color(const struct conf *conf, const char *word, int32_t *color)
{
    if (strcmp(word, "-") == 0 || color_parse(word, color))
        return true;
    conf_note(conf, _("%s is no colour; colours are names such as red or bright-blue, 0–255 or "
                      "#rrggbb"),
              word);
    return false;
}

static uint8_t read_attrs(const struct conf *conf)
{
    uint8_t attrs = 0;

    for (int i = 3; i < conf->n_words; i++) {
        size_t a = 0, n = sizeof attr_names / sizeof *attr_names;

        while (a < n && strcmp(conf->word[i], attr_names[a].name) != 0)
            a++;
        if (a < n)
            attrs |= (uint8_t)attr_names[a].attr;
        else if (strcmp(conf->word[i], "-") != 0)
            conf_note(conf, _("%s is no attribute; there are bold dim italic underline reverse "
                              "strike"),
                      conf->word[i]);
    }
    return attrs;
}

static void read_line(struct theme *theme, const struct conf *conf)
{
    int role = role_find(conf->word[0]);
    struct paint *paint;

    if (role < 0) {
        conf_note(conf, _("%s is no role; `man imolog-themes` lists them"), conf->word[0]);
        return;
    }
    if (conf->n_words < 3) {
        conf_note(conf, _("a line is: role foreground background attributes"));
        return;
    }
    paint = &theme->paints[role];
    if (read_color(conf, conf->word[1], &paint->foreground) &&
        read_color(conf, conf->word[2], &paint->background) && conf->n_words > 3)
        paint->attrs = read_attrs(conf);
}

static void read_text(struct theme *theme, const char *name, const char *text, size_t size)
{
    struct conf conf;

    conf_open(&conf, name, text, size);
    while (conf_next(&conf))
        read_line(theme, &conf);
}

static bool is_colorless(const struct theme *theme)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (theme->paints[i].foreground != PAINT_DEFAULT ||
            theme->paints[i].background != PAINT_DEFAULT)
            return false;
    return true;
}

struct theme *theme_parse(const char *name, const char *text, size_t size)
{
    struct theme *theme = mem_zero(1, sizeof *theme);
    const struct embed *base = embed_find("themes/default.theme");

    for (int i = 0; i < ROLE_COUNT; i++)
        theme->paints[i] = (struct paint){PAINT_DEFAULT, PAINT_DEFAULT, 0};
    if (base && base->bytes != text)
        read_text(theme, base->path, base->bytes, base->size);
    read_text(theme, name, text, size);
    theme->colorless = is_colorless(theme);
    return theme;
}

/* Only names: what has a slash is a path of its own. */
static void add_user_path(struct str *path, const char *name)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

    if (strchr(name, '/'))
        str_add_text(path, name);
    else if (config && *config == '/')
        str_addf(path, "%s/imolog/themes/%s.theme", config, name);
    else
        str_addf(path, "%s/.config/imolog/themes/%s.theme", home ? home : "", name);
}

static void add_names(struct str *out)
{
    for (const struct embed *file = embed_files; file->path; file++)
        if (strncmp(file->path, "themes/", 7) == 0)
            str_addf(out, "%s%.*s", out->size ? ", " : "",
                     (int)(strcspn(file->path + 7, ".")), file->path + 7);
}

struct theme *theme_open(const char *name, struct error *error)
{
    struct str path = {0}, text = {0}, names = {0};
    const struct embed *file;
    struct theme *theme = NULL;
    struct error ignored;

    add_user_path(&path, name);
    if (path_read(str_text(&path), &text, &ignored)) {
        theme = theme_parse(str_text(&path), str_text(&text), text.size);
    } else {
        str_clear(&path);
        str_addf(&path, "themes/%s.theme", name);
        file = embed_find(str_text(&path));
        if (file)
            theme = theme_parse(file->path, file->bytes, file->size);
    }
    add_names(&names);
    if (!theme)
        error_set(error, ERROR_USAGE,
                  _("there is no theme %s; there are %s, or give the path of a file"), name,
                  str_text(&names));
    str_release(&path);
    str_release(&text);
    str_release(&names);
    return theme;
}

void theme_free(struct theme *theme)
{
    free(theme);
}

/* Eight colours: the bright ones are the others in bold. No colours: a background becomes
 * reverse. */
static void fit(struct paint *paint, int n_colors)
{
    if (n_colors == 0) {
        if (paint->background != PAINT_DEFAULT)
            paint->attrs |= ATTR_REVERSE;
        paint->foreground = paint->background = PAINT_DEFAULT;
        return;
    }
    if (n_colors < 16 && paint->foreground >= 8)
        paint->attrs |= ATTR_BOLD;
    paint->foreground = color_fit(paint->foreground, n_colors);
    paint->background = color_fit(paint->background, n_colors);
}

struct paint theme_paint(const struct theme *theme, struct style style, int n_colors)
{
    struct paint paint = theme->paints[style.role < ROLE_COUNT ? style.role : ROLE_TEXT];

    paint.attrs |= style.attrs;
    if (style.color != COLOR_NONE && !theme->colorless && n_colors > 0)
        paint.foreground = color_readable(style.color, paint.background, n_colors);
    fit(&paint, n_colors);
    return paint;
}

static void add_sgr_color(struct str *out, int32_t color, int base)
{
    if (color == PAINT_DEFAULT)
        return;
    if (color & PAINT_RGB)
        str_addf(out, ";%d;2;%d;%d;%d", base + 8, color >> 16 & 255, color >> 8 & 255, color & 255);
    else if (color < 8)
        str_addf(out, ";%d", base + color);
    else if (color < 16)
        str_addf(out, ";%d", base + 60 + color - 8);
    else
        str_addf(out, ";%d;5;%d", base + 8, color);
}

void paint_add_sgr(struct str *out, struct paint paint)
{
    static const struct {
        enum attr attr;
        char code;
    } codes[] = {{ATTR_BOLD, '1'},      {ATTR_DIM, '2'},     {ATTR_ITALIC, '3'},
                 {ATTR_UNDERLINE, '4'}, {ATTR_REVERSE, '7'}, {ATTR_STRIKE, '9'}};

    str_add_text(out, "\033[0");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (paint.attrs & codes[i].attr)
            str_addf(out, ";%c", codes[i].code);
    add_sgr_color(out, paint.foreground, 30);
    add_sgr_color(out, paint.background, 40);
    str_add_char(out, 'm');
}
