/* SPDX-License-Identifier: MIT */
#include "ui/theme.h"
#include "base/conf.h"
#include "base/embed.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "ui/color.h"

#include <ctype.h>
#include <dirent.h>
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

static bool read_color(const struct conf *conf, const char *word, int32_t *color, bool *has)
{
    *has = strcmp(word, "-") != 0;
    if (!*has || color_parse(word, color))
        return true;
    conf_note(conf, _("%s is no colour; colours are names such as red or bright-blue, 0–255 or "
                      "#rrggbb"),
              word);
    return false;
}

static uint8_t read_attrs(const struct conf *conf, int first)
{
    uint8_t attrs = 0;

    for (int i = first; i < conf->n_words; i++) {
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

bool theme_read_line(const struct conf *conf, int first, struct theme_line *line)
{
    int n_words = conf->n_words - first;
    int role = n_words > 0 ? role_find(conf->word[first]) : -1;

    if (n_words > 0 && role < 0) {
        conf_note(conf, _("%s is no role; `man imolog-themes` lists them"), conf->word[first]);
        return false;
    }
    if (n_words < 3) {
        conf_note(conf, _("a line is: role foreground background attributes"));
        return false;
    }
    *line = (struct theme_line){.role = role, .has_attrs = n_words > 3};
    if (!read_color(conf, conf->word[first + 1], &line->paint.foreground, &line->has_foreground) ||
        !read_color(conf, conf->word[first + 2], &line->paint.background, &line->has_background))
        return false;
    line->paint.attrs = read_attrs(conf, first + 3);
    return true;
}

static void change(struct paint *paint, const struct theme_line *line)
{
    if (line->has_foreground)
        paint->foreground = line->paint.foreground;
    if (line->has_background)
        paint->background = line->paint.background;
    if (line->has_attrs)
        paint->attrs = line->paint.attrs;
}

static void read_text(struct theme *theme, const char *name, const char *text, size_t size)
{
    struct theme_line line;
    struct conf conf;

    conf_open(&conf, name, text, size);
    while (conf_next(&conf))
        if (theme_read_line(&conf, 0, &line))
            change(&theme->paints[line.role], &line);
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

void theme_set(struct theme *theme, const struct theme_line *line)
{
    change(&theme->paints[line->role], line);
    theme->colorless = is_colorless(theme);
}

static void add_color(struct str *out, bool has, int32_t color)
{
    if (!has)
        str_add_text(out, " -");
    else if (color == PAINT_DEFAULT)
        str_add_text(out, " default");
    else if (color & PAINT_RGB)
        str_addf(out, " #%06x", (unsigned)(color & ~PAINT_RGB));
    else
        str_addf(out, " %d", (int)color);
}

void theme_add_line(struct str *out, const struct theme_line *line)
{
    str_add_text(out, role_table[line->role].name);
    add_color(out, line->has_foreground, line->paint.foreground);
    add_color(out, line->has_background, line->paint.background);
    for (size_t i = 0; i < sizeof attr_names / sizeof *attr_names; i++)
        if (line->paint.attrs & attr_names[i].attr)
            str_addf(out, " %s", attr_names[i].name);
    if (line->has_attrs && !line->paint.attrs)
        str_add_text(out, " -");
}

/* --- finding one ------------------------------------------------------------------------------ */

struct found {
    struct str path, own; /* own: the text of the person's */
    const char *text;
    size_t size;
};

static void found_release(struct found *found)
{
    str_release(&found->path);
    str_release(&found->own);
}

/* Only names: what has a slash is a path of its own. */
static bool add_user_path(struct str *path, const char *name)
{
    struct str file = {0};
    bool done = true;

    str_addf(&file, "themes/%s.theme", name);
    if (strchr(name, '/'))
        str_add_text(path, name);
    else
        done = path_add_config(path, str_text(&file));
    str_release(&file);
    return done;
}

/* From the name of its file; other files are passed over. */
static void give_name(const char *file, void (*fn)(void *self, const char *name), void *self)
{
    size_t size = strcspn(file, ".");
    char *name = mem_copy(file, size);

    if (size && strcmp(file + size, ".theme") == 0)
        fn(self, name);
    free(name);
}

void theme_each(void (*fn)(void *self, const char *name), void *self)
{
    struct str path = {0};
    struct dirent *entry;
    DIR *own;

    for (const struct embed *file = embed_files; file->path; file++)
        if (strncmp(file->path, "themes/", 7) == 0)
            give_name(file->path + 7, fn, self);
    own = path_add_config(&path, "themes") ? opendir(str_text(&path)) : NULL;
    while (own && (entry = readdir(own)))
        give_name(entry->d_name, fn, self);
    if (own)
        closedir(own);
    str_release(&path);
}

static void add_name(void *self, const char *name)
{
    struct str *out = self;

    str_addf(out, "%s%s", out->size ? ", " : "", name);
}

static bool unknown_theme(const char *name, struct error *error)
{
    struct str names = {0};

    theme_each(add_name, &names);
    error_set(error, ERROR_USAGE,
              _("there is no theme %s; there are %s, or give the path of a file"), name,
              str_text(&names));
    str_release(&names);
    return false;
}

static bool find(const char *name, struct found *found, struct error *error)
{
    const struct embed *file;
    struct error ignored;

    *found = (struct found){0};
    if (add_user_path(&found->path, name) &&
        path_read(str_text(&found->path), &found->own, &ignored)) {
        found->text = str_text(&found->own);
        found->size = found->own.size;
        return true;
    }
    str_clear(&found->path);
    str_addf(&found->path, "themes/%s.theme", name);
    file = embed_find(str_text(&found->path));
    if (!file) {
        found_release(found);
        return unknown_theme(name, error);
    }
    found->text = file->bytes;
    found->size = file->size;
    return true;
}

bool theme_is_there(const char *name, struct error *error)
{
    struct found found;

    if (!find(name, &found, error))
        return false;
    found_release(&found);
    return true;
}

struct theme *theme_open(const char *name, struct error *error)
{
    struct theme *theme;
    struct found found;

    if (!find(name, &found, error))
        return NULL;
    theme = theme_parse(str_text(&found.path), found.text, found.size);
    found_release(&found);
    return theme;
}

void theme_free(struct theme *theme)
{
    free(theme);
}

/* Eight colours: the bright ones are the others in bold. No colours: another background than that
 * of the theme becomes reverse. */
static void fit(struct paint *paint, int32_t ground, int n_colors)
{
    if (n_colors == 0) {
        if (paint->background != ground)
            paint->attrs |= ATTR_REVERSE;
        paint->foreground = paint->background = PAINT_DEFAULT;
        return;
    }
    if (n_colors < 16 && paint->foreground >= 8)
        paint->attrs |= ATTR_BOLD;
    paint->foreground = color_fit(paint->foreground, n_colors);
    paint->background = color_fit(paint->background, n_colors);
}

/* A theme with a background of its own leaves nothing to the terminal. */
static struct paint paint_of(const struct theme *theme, enum role role)
{
    const struct paint *text = &theme->paints[ROLE_TEXT];
    struct paint paint = theme->paints[role];

    if (text->background != PAINT_DEFAULT && paint.foreground == PAINT_DEFAULT)
        paint.foreground = text->foreground;
    if (paint.background == PAINT_DEFAULT)
        paint.background = text->background;
    return paint;
}

/* A colour of the portal; background: of the terminal. On one of the theme it contrasts for sure,
 * or, where colours are few, is left out. */
static void tint(const struct theme *theme, struct paint *paint, int32_t rgb, int32_t background,
                 int n_colors)
{
    enum { CONTRAST = 7 }; /* WCAG 2, level AAA */
    int32_t ground = paint->background;

    if (ground == PAINT_DEFAULT && background >= 0)
        ground = background | PAINT_RGB;
    if (theme->paints[ROLE_TEXT].background == PAINT_DEFAULT)
        paint->foreground = color_readable(rgb, ground, n_colors);
    else if (n_colors > 16)
        paint->foreground = color_apart(color_readable(rgb, ground, n_colors), ground, CONTRAST,
                                        n_colors);
}

struct paint theme_paint_on(const struct theme *theme, struct style style, int n_colors,
                            int32_t background)
{
    struct paint paint = paint_of(theme, style.role < ROLE_COUNT ? style.role : ROLE_TEXT);

    paint.attrs |= style.attrs;
    if (style.color != COLOR_NONE && !theme->colorless && n_colors > 0)
        tint(theme, &paint, style.color, background, n_colors);
    fit(&paint, theme->paints[ROLE_TEXT].background, n_colors);
    return paint;
}

struct paint theme_paint(const struct theme *theme, struct style style, int n_colors)
{
    return theme_paint_on(theme, style, n_colors, -1);
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
