/* SPDX-License-Identifier: MIT */
#ifndef UI_THEME_H
#define UI_THEME_H

#include "base/error.h"
#include "base/str.h"
#include "text/rich.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * How each role looks. Lines of a theme: role foreground background attributes;
 * a colour is a name (black … white, bright-black … bright-white, default, - for
 * unchanged), 0–255 or #rrggbb; attributes bold dim italic underline reverse
 * strike, or -. Roles a theme does not name look as in default.theme.
 * Where text has a background all stands on it, and default means as text is.
 * See imolog-themes(5). No curses here: also used for coloured documents.
 */
struct theme;

enum { PAINT_DEFAULT = -1 };

/* A look a terminal can be told: colours as 0xrrggbb + PAINT_RGB, as index 0–255, or
 * PAINT_DEFAULT. */
enum { PAINT_RGB = 1 << 24 };
struct paint {
    int32_t foreground, background;
    uint8_t attrs; /* enum attr */
};

/* By name: of the bundled ones, from themes/ in $XDG_CONFIG_HOME/imolog, or a path with a slash.
 * Mistakes inside are noted in the log with file:line and the rest is used; NULL only when there is
 * no such theme. */
struct theme *theme_open(const char *name, struct error *error);
/* From a text; never fails. */
struct theme *theme_parse(const char *name, const char *text, size_t size);
void theme_free(struct theme *theme);
/* Whether theme_open finds it; the sentence says which there are. */
bool theme_is_there(const char *name, struct error *error);

/* The names of all: the bundled ones, then the person's own. */
void theme_each(void (*fn)(void *self, const char *name), void *self);

/* What a line changes of a role. */
struct theme_line {
    int role;
    bool has_foreground, has_background, has_attrs;
    struct paint paint;
};

struct conf;
/* The words from first on. False: no role or no colours; mistakes are noted with their place. */
bool theme_read_line(const struct conf *conf, int first, struct theme_line *line);
void theme_set(struct theme *theme, const struct theme_line *line);
/* Adds the line as it is read. */
void theme_add_line(struct str *out, const struct theme_line *line);

/* The style in this theme with at most n_colors (0, 8, 16, 256, 1 << 24). The nearest colour is
 * found in a perceptual space (OKLab); colours given by the portal are kept readable. */
struct paint theme_paint(const struct theme *theme, struct style style, int n_colors);
/* The same where the default background is known to be 0xrrggbb; -1: it is not. */
struct paint theme_paint_on(const struct theme *theme, struct style style, int n_colors,
                            int32_t background);
/* Adds the SGR sequence (ECMA-48 8.3.117) that sets exactly this paint, from any state. */
void paint_add_sgr(struct str *out, struct paint paint);

#endif
