/* SPDX-License-Identifier: MIT */
/*
 * The screen of a terminal (libvterm) that is fed what a program wrote, and the
 * reference for it: how few bytes would have shown the cells that differ.
 *
 * Usage: cells COLUMNS ROWS; then on standard input, each with a line as answer:
 *
 *   take N\n and N bytes   shows them; gives the bytes of the reference
 *   row N\n                gives the text of a row, from 0
 *
 * The reference: from the top, every unbroken run of cells that differ gets one
 * CUP, its text in UTF-8, and an SGR where the looks are others than those of the
 * cell written before, from run to run too; an SGR names what changes, or resets
 * and names what is set, whichever is shorter. No erasing, scrolling or repeating.
 */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

struct looks {
    bool bold, italic, underline, reverse, blink, strike;
    VTermColor foreground, background;
};

static VTerm *vt;
static VTermScreen *screen;
static int columns, rows;
static VTermScreenCell *before, *now;

static VTermScreenCell *cell_at(VTermScreenCell *cells, int row, int column)
{
    return &cells[row * columns + column];
}

static struct looks looks_of(const VTermScreenCell *cell)
{
    return (struct looks){cell->attrs.bold, cell->attrs.italic, cell->attrs.underline != 0,
                          cell->attrs.reverse, cell->attrs.blink, cell->attrs.strike,
                          cell->fg, cell->bg};
}

/* Two cells are the same when they look the same: an empty one is a blank. */
static bool is_same(const VTermScreenCell *a, const VTermScreenCell *b)
{
    struct looks left = looks_of(a), right = looks_of(b);

    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL; i++) {
        uint32_t x = a->chars[i], y = b->chars[i];

        if (i == 0 && (x == 0 ? ' ' : x) != (y == 0 ? ' ' : y))
            return false;
        if (i > 0 && x != y)
            return false;
        if (x == 0 || y == 0)
            break;
    }
    return left.bold == right.bold && left.italic == right.italic &&
           left.underline == right.underline && left.reverse == right.reverse &&
           left.blink == right.blink && left.strike == right.strike &&
           vterm_color_is_equal(&left.foreground, &right.foreground) &&
           vterm_color_is_equal(&left.background, &right.background);
}

/* --- what it costs --------------------------------------------------------------------------- */

static size_t digits(int number)
{
    return (size_t)snprintf(NULL, 0, "%d", number);
}

static size_t move_bytes(int row, int column)
{
    return 3 + (column ? digits(row + 1) + 1 + digits(column + 1) : row ? digits(row + 1) : 0);
}

/* A parameter and its separator. */
static size_t color_bytes(const VTermColor *color, bool is_background)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(color) || VTERM_COLOR_IS_DEFAULT_BG(color))
        return 3;
    if (VTERM_COLOR_IS_INDEXED(color) && color->indexed.idx < 8)
        return 3;
    if (VTERM_COLOR_IS_INDEXED(color) && color->indexed.idx < 16)
        return is_background ? 4 : 3;
    if (VTERM_COLOR_IS_INDEXED(color))
        return 6 + digits(color->indexed.idx);
    return 8 + digits(color->rgb.red) + digits(color->rgb.green) + digits(color->rgb.blue);
}

/* Parameters from one to the other; 0: nothing to say. */
static size_t change_bytes(const struct looks *from, const struct looks *to)
{
    const bool pairs[][2] = {{from->bold, to->bold},           {from->italic, to->italic},
                             {from->underline, to->underline}, {from->reverse, to->reverse},
                             {from->blink, to->blink},         {from->strike, to->strike}};
    size_t size = 0;

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] != pairs[i][1])
            size += pairs[i][1] ? 2 : 3; /* 1; or 22; */
    if (!vterm_color_is_equal(&from->foreground, &to->foreground))
        size += color_bytes(&to->foreground, false);
    if (!vterm_color_is_equal(&from->background, &to->background))
        size += color_bytes(&to->background, true);
    return size;
}

static size_t looks_bytes(const struct looks *from, const struct looks *to)
{
    struct looks plain = {0};
    size_t changed = change_bytes(from, to), anew;

    if (changed == 0)
        return 0;
    vterm_state_get_default_colors(vterm_obtain_state(vt), &plain.foreground, &plain.background);
    anew = change_bytes(&plain, to);
    anew = anew ? anew + 1 : 0; /* CSI ;1 … m: an empty parameter resets */
    return 2 + (changed < anew || (anew == 0 && changed == 0) ? changed : anew ? anew : 1);
}

static size_t text_bytes(const VTermScreenCell *cell)
{
    size_t size = 0;

    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
        size += cell->chars[i] < 0x80      ? 1
                : cell->chars[i] < 0x800   ? 2
                : cell->chars[i] < 0x10000 ? 3
                                           : 4;
    return size ? size : 1;
}

static size_t reference_bytes(void)
{
    VTermScreenCell plain = {0};
    struct looks pen;
    size_t size = 0;

    vterm_state_get_default_colors(vterm_obtain_state(vt), &plain.fg, &plain.bg);
    pen = looks_of(&plain);
    for (int row = 0; row < rows; row++) {
        bool runs = false;

        for (int column = 0; column < columns;) {
            const VTermScreenCell *cell = cell_at(now, row, column);
            struct looks looks = looks_of(cell);
            bool differs = !is_same(cell_at(before, row, column), cell);

            if (differs) {
                size += (runs ? 0 : move_bytes(row, column)) + looks_bytes(&pen, &looks) +
                        text_bytes(cell);
                pen = looks;
            }
            runs = differs;
            column += cell->width > 1 ? cell->width : 1;
        }
    }
    return size;
}

/* --- what is asked --------------------------------------------------------------------------- */

static void look(void)
{
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            vterm_screen_get_cell(screen, (VTermPos){row, column}, cell_at(now, row, column));
}

static void take(size_t size)
{
    char *bytes = malloc(size + 1);

    if (bytes == NULL || fread(bytes, 1, size, stdin) != size)
        errx(1, "the bytes are not all there");
    memcpy(before, now, (size_t)(rows * columns) * sizeof *now);
    vterm_input_write(vt, bytes, size);
    free(bytes);
    look();
    printf("%zu\n", reference_bytes());
}

static void give_row(int row)
{
    char text[4096];
    size_t size;

    if (row < 0 || row >= rows)
        errx(1, "no row %d", row);
    size = vterm_screen_get_text(screen, text, sizeof text - 1,
                                 (VTermRect){row, row + 1, 0, columns});
    printf("%.*s\n", (int)size, text);
}

int main(int argc, char **argv)
{
    char line[64];
    size_t size;
    int row;

    if (argc != 3 || (columns = atoi(argv[1])) < 1 || (rows = atoi(argv[2])) < 1)
        errx(2, "usage: cells COLUMNS ROWS");
    vt = vterm_new(rows, columns);
    vterm_set_utf8(vt, 1);
    screen = vterm_obtain_screen(vt);
    vterm_screen_enable_altscreen(screen, 1);
    vterm_screen_reset(screen, 1);
    before = calloc((size_t)(rows * columns), sizeof *before);
    now = calloc((size_t)(rows * columns), sizeof *now);
    if (before == NULL || now == NULL)
        return 1;
    look();
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "take %zu", &size) == 1)
            take(size);
        else if (sscanf(line, "row %d", &row) == 1)
            give_row(row);
        else
            errx(1, "what is %s", line);
        fflush(stdout);
    }
    return 0;
}
