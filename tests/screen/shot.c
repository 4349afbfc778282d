/* SPDX-License-Identifier: MIT */
#include "shot.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { STYLES = 62, STYLE_SIZE = 80 };
static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
static const char plain[] = "default default";

struct legend {
    char styles[STYLES][STYLE_SIZE];
    int n;
};

static VTermScreenCell cell_at(struct terminal *terminal, int row, int column)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(terminal->screen, (VTermPos){.row = row, .col = column}, &cell);
    return cell;
}

/* The right half of a wide character. */
static bool is_rest(const VTermScreenCell *cell)
{
    return cell->chars[0] == UINT32_MAX;
}

static void add_utf8(char *to, uint32_t code)
{
    char *end = to + strlen(to);
    if (code < 0x80) {
        *end++ = (char)code;
    } else if (code < 0x800) {
        *end++ = (char)(0xc0 | code >> 6);
    } else if (code < 0x10000) {
        *end++ = (char)(0xe0 | code >> 12);
        *end++ = (char)(0x80 | (code >> 6 & 63));
    } else {
        *end++ = (char)(0xf0 | code >> 18);
        *end++ = (char)(0x80 | (code >> 12 & 63));
        *end++ = (char)(0x80 | (code >> 6 & 63));
    }
    if (code >= 0x80)
        *end++ = (char)(0x80 | (code & 63));
    *end = '\0';
}

/* text holds four bytes for each character of the cell. */
static void cell_text(const VTermScreenCell *cell, char text[])
{
    text[0] = '\0';
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i] != 0; i++)
        add_utf8(text, cell->chars[i]);
    if (text[0] == '\0')
        strcpy(text, " ");
}

enum { CELL_TEXT = VTERM_MAX_CHARS_PER_CELL * 4 + 1 };

static void color_name(const VTermColor *color, char name[16])
{
    if (VTERM_COLOR_IS_DEFAULT_FG(color) || VTERM_COLOR_IS_DEFAULT_BG(color))
        strcpy(name, "default");
    else if (VTERM_COLOR_IS_INDEXED(color))
        snprintf(name, 16, "%d", color->indexed.idx);
    else
        snprintf(name, 16, "#%02x%02x%02x", color->rgb.red, color->rgb.green, color->rgb.blue);
}

static void style_name(const VTermScreenCell *cell, char name[STYLE_SIZE])
{
    char foreground[16], background[16];
    color_name(&cell->fg, foreground);
    color_name(&cell->bg, background);
    snprintf(name, STYLE_SIZE, "%s %s%s%s%s%s%s%s", foreground, background,
             cell->attrs.bold ? " bold" : "", cell->attrs.italic ? " italic" : "",
             cell->attrs.underline ? " underline" : "", cell->attrs.strike ? " strike" : "",
             cell->attrs.reverse ? " reverse" : "", cell->attrs.blink ? " blink" : "");
}

static char style_letter(struct legend *legend, const VTermScreenCell *cell)
{
    char name[STYLE_SIZE];
    style_name(cell, name);
    if (strcmp(name, plain) == 0)
        return '.';
    for (int i = 0; i < legend->n; i++)
        if (strcmp(legend->styles[i], name) == 0)
            return letters[i];
    if (legend->n == STYLES)
        return '?';
    memcpy(legend->styles[legend->n], name, STYLE_SIZE);
    return letters[legend->n++];
}

static void end_line(char *line, char blank, FILE *to)
{
    size_t size = strlen(line);
    while (size > 0 && line[size - 1] == blank)
        size--;
    fprintf(to, "%.*s\n", (int)size, line);
}

void shot_write_text(struct terminal *terminal, FILE *to)
{
    char *line = malloc((size_t)terminal->columns * CELL_TEXT + 1);
    for (int row = 0; row < terminal->rows; row++) {
        char *end = line;
        *end = '\0';
        for (int column = 0; column < terminal->columns; column++) {
            VTermScreenCell cell = cell_at(terminal, row, column);
            if (is_rest(&cell))
                continue;
            cell_text(&cell, end);
            end += strlen(end);
        }
        end_line(line, ' ', to);
    }
    free(line);
}

static void write_styles(struct terminal *terminal, struct legend *legend, FILE *to)
{
    char *line = calloc((size_t)terminal->columns + 1, 1);
    for (int row = 0; row < terminal->rows; row++) {
        for (int column = 0; column < terminal->columns; column++) {
            VTermScreenCell cell = cell_at(terminal, row, column);
            line[column] =
                is_rest(&cell) && column > 0 ? line[column - 1] : style_letter(legend, &cell);
        }
        end_line(line, '.', to);
    }
    free(line);
}

void shot_write(struct terminal *terminal, FILE *to)
{
    struct legend legend = {.n = 0};
    shot_write_text(terminal, to);
    fputs("---\n", to);
    write_styles(terminal, &legend, to);
    fputs("---\n", to);
    for (int i = 0; i < legend.n; i++)
        fprintf(to, "%c %s\n", letters[i], legend.styles[i]);
    if (terminal->cursor_is_visible)
        fprintf(to, "cursor row %d column %d\n", terminal->cursor.row, terminal->cursor.col);
    else
        fputs("cursor hidden\n", to);
}

/* --- pictures ------------------------------------------------------------------------------- */

struct page {
    unsigned foreground, background, palette[16];
};

static const struct page pages[2] = {
    {0xd4d7dd, 0x14161a,
     {0x3b4048, 0xe06c75, 0x98c379, 0xd7af5f, 0x61afef, 0xc678dd, 0x56b6c2, 0xb9bec9,
      0x7a818e, 0xf08790, 0xb3d996, 0xe9c883, 0x86c5f6, 0xd8a0ea, 0x7fd0da, 0xffffff}},
    {0x24292f, 0xffffff,
     {0x24292f, 0xb3262e, 0x1a7f37, 0x8a6100, 0x0b5cbe, 0x8034b5, 0x1b7c83, 0x57606a,
      0x6e7781, 0xc93c37, 0x2da44e, 0xa27100, 0x2f7fe0, 0x9a4dcf, 0x3192aa, 0x8c959f}},
};

/* DejaVu Sans Mono at 16 pixels. */
static const double cell_width = 9.63, cell_height = 19;

static unsigned color_rgb(struct terminal *terminal, VTermColor color, const struct page *page)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&color))
        return page->foreground;
    if (VTERM_COLOR_IS_DEFAULT_BG(&color))
        return page->background;
    if (VTERM_COLOR_IS_INDEXED(&color) && color.indexed.idx < 16)
        return page->palette[color.indexed.idx];
    vterm_screen_convert_color_to_rgb(terminal->screen, &color);
    return (unsigned)color.rgb.red << 16 | (unsigned)color.rgb.green << 8 | color.rgb.blue;
}

struct ink {
    unsigned foreground, background;
    VTermScreenCellAttrs attrs;
};

static struct ink cell_ink(struct terminal *terminal, const VTermScreenCell *cell,
                           const struct page *page)
{
    struct ink ink = {.foreground = color_rgb(terminal, cell->fg, page),
                      .background = color_rgb(terminal, cell->bg, page),
                      .attrs = cell->attrs};
    if (ink.attrs.reverse) {
        unsigned swap = ink.foreground;
        ink.foreground = ink.background;
        ink.background = swap;
    }
    return ink;
}

static bool is_same_ink(const struct ink *a, const struct ink *b)
{
    return a->foreground == b->foreground && a->background == b->background &&
           a->attrs.bold == b->attrs.bold && a->attrs.italic == b->attrs.italic &&
           a->attrs.underline == b->attrs.underline && a->attrs.strike == b->attrs.strike;
}

static void put_xml(const char *text, FILE *to)
{
    for (; *text; text++) {
        if (*text == '<')
            fputs("&lt;", to);
        else if (*text == '&')
            fputs("&amp;", to);
        else
            fputc(*text, to);
    }
}

/* Columns from here on in one style that can be one piece of text. */
static int run_length(struct terminal *terminal, int row, int column, const struct page *page)
{
    VTermScreenCell first = cell_at(terminal, row, column);
    struct ink ink = cell_ink(terminal, &first, page);
    if (first.width == 2)
        return 2;
    int n = 1;
    for (; column + n < terminal->columns; n++) {
        VTermScreenCell cell = cell_at(terminal, row, column + n);
        struct ink next = cell_ink(terminal, &cell, page);
        if (cell.width == 2 || is_rest(&cell) || !is_same_ink(&ink, &next))
            break;
    }
    return n;
}

static void write_run(struct terminal *terminal, int row, int column, int n,
                      const struct page *page, FILE *to)
{
    VTermScreenCell cell = cell_at(terminal, row, column);
    struct ink ink = cell_ink(terminal, &cell, page);
    double x = column * cell_width, y = row * cell_height, width = n * cell_width;
    if (ink.background != page->background)
        fprintf(to, "<rect x='%.2f' y='%.0f' width='%.2f' height='%.0f' fill='#%06x'/>\n", x, y,
                width, cell_height, ink.background);
    char *text = malloc((size_t)n * CELL_TEXT + 1), *end = text;
    *end = '\0';
    for (int i = 0; i < n; i++) {
        cell = cell_at(terminal, row, column + i);
        if (!is_rest(&cell))
            cell_text(&cell, end);
        end += strlen(end);
    }
    bool has_line = ink.attrs.underline || ink.attrs.strike;
    if (has_line || strspn(text, " ") < strlen(text)) {
        fprintf(to, "<text x='%.2f' y='%.0f' textLength='%.2f' fill='#%06x'%s%s%s%s>", x, y + 15,
                width, ink.foreground, ink.attrs.bold ? " font-weight='bold'" : "",
                ink.attrs.italic ? " font-style='italic'" : "",
                ink.attrs.underline ? " text-decoration='underline'" : "",
                ink.attrs.strike && !ink.attrs.underline ? " text-decoration='line-through'" : "");
        put_xml(text, to);
        fputs("</text>\n", to);
    }
    free(text);
}

void shot_write_svg(struct terminal *terminal, bool is_light, FILE *to)
{
    const struct page *page = &pages[is_light];
    double width = terminal->columns * cell_width, height = terminal->rows * cell_height;
    fprintf(to,
            "<svg xmlns='http://www.w3.org/2000/svg' width='%.0f' height='%.0f' "
            "viewBox='-10 -10 %.0f %.0f' font-size='16' "
            "font-family='DejaVu Sans Mono,Noto Sans Mono,Menlo,Consolas,monospace'>\n"
            "<style>text{white-space:pre}</style>\n"
            "<rect x='-10' y='-10' width='100%%' height='100%%' rx='8' fill='#%06x'/>\n"
            "<g xml:space='preserve'>\n",
            width + 20, height + 20, width + 20, height + 20, page->background);
    for (int row = 0; row < terminal->rows; row++)
        for (int column = 0, n; column < terminal->columns; column += n) {
            n = run_length(terminal, row, column, page);
            write_run(terminal, row, column, n, page, to);
        }
    fputs("</g>\n</svg>\n", to);
}
