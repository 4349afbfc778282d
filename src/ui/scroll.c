/* SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "ui/input.h"
#include "ui/tty.h"

#include <curses.h>
#include <stdlib.h>
#include <term.h>

/*
 * A part of the screen is moved by the terminal itself, outside curses; then the
 * same cells are moved in what curses believes is shown (curscr) and in what it
 * was told to show (newscr), so that its next comparison is right.
 */
struct part {
    int top, bottom, left, right; /* inside */
    int n;                        /* rows up; negative: down */
};

static bool is_whole_width(const struct part *part)
{
    return part->left == 0 && part->right == COLS - 1;
}

static bool can_move(const struct part *part)
{
    int n = abs(part->n);

    if (n == 0 || n > part->bottom - part->top || part->top < 0 || part->bottom >= LINES ||
        part->left < 0 || part->left >= part->right || part->right >= COLS)
        return false;
    if (!is_whole_width(part))
        return input_has_margins();
    return change_scroll_region && save_cursor && restore_cursor && cursor_address &&
           exit_attribute_mode && (part->n > 0 ? scroll_forward : scroll_reverse);
}

static void send_margins(const struct part *part)
{
    char text[128];

    snprintf(text, sizeof text,
             "\0337\033[m\033[?69h\033[%d;%dr\033[%d;%ds\033[%d%c\033[?69l\033[r\0338",
             part->top + 1, part->bottom + 1, part->left + 1, part->right + 1, abs(part->n),
             part->n > 0 ? 'S' : 'T');
    tty_add(text);
    tty_send();
}

/* What every terminal with a scrolling region has. */
static void send_region(const struct part *part)
{
    const char *many = part->n > 0 ? parm_index : parm_rindex;
    const char *once = part->n > 0 ? scroll_forward : scroll_reverse;
    int n = abs(part->n);

    tty_add(save_cursor);
    tty_add(exit_attribute_mode);
    tty_add(tiparm(change_scroll_region, part->top, part->bottom));
    tty_add(tiparm(cursor_address, part->n > 0 ? part->bottom : part->top, 0));
    if (many && n > 1)
        tty_add(tiparm(many, n));
    for (int i = 0; i < n && !(many && n > 1); i++)
        tty_add(once);
    tty_add(tiparm(change_scroll_region, 0, LINES - 1));
    tty_add(restore_cursor);
    tty_send();
}

static void move_cells(WINDOW *window, const struct part *part)
{
    int width = part->right - part->left + 1, step = part->n > 0 ? 1 : -1;
    int first = part->n > 0 ? part->top : part->bottom;
    cchar_t *cells = mem_zero((size_t)width + 1, sizeof *cells);
    cchar_t blank;

    setcchar(&blank, L" ", A_NORMAL, 0, NULL);
    for (int row = first; row >= part->top && row <= part->bottom; row += step) {
        int from = row + part->n;

        if (from >= part->top && from <= part->bottom)
            mvwin_wchnstr(window, from, part->left, cells, width);
        else
            for (int i = 0; i < width; i++)
                cells[i] = blank;
        mvwadd_wchnstr(window, row, part->left, cells, width);
    }
    free(cells);
}

void term_scroll(int top, int bottom, int left, int right, int n)
{
    struct part part = {top, bottom, left, right, n};

    if (!can_move(&part) || is_cleared(curscr))
        return;
    if (is_whole_width(&part))
        send_region(&part);
    else
        send_margins(&part);
    move_cells(curscr, &part);
    move_cells(newscr, &part);
}
