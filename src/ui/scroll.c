/* SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "ui/input.h"
#include "ui/osc8.h"
#include "ui/tty.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

/*
 * A part of the screen is moved by the terminal itself. Curses has no word for
 * that: it is told to show the moved cells (newscr) and sends what it thinks is
 * needed to nowhere, so that all it remembers is right afterwards.
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
    return change_scroll_region && cursor_address &&
           (part->n > 0 ? parm_index || scroll_forward : parm_rindex || scroll_reverse);
}

/* Where the cursor is left is not the same everywhere; curses thinks of the first cell. */
static void send_margins(const struct part *part)
{
    char text[128];

    snprintf(text, sizeof text, "\033[?69h\033[%d;%dr\033[%d;%ds\033[%d%c\033[?69l\033[r\033[H",
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
    /* the usual one: without numbers it is the whole screen */
    bool is_ansi = strcmp(change_scroll_region, "\033[%i%p1%d;%p2%dr") == 0;
    int n = abs(part->n);

    tty_add(tiparm(change_scroll_region, part->top, part->bottom));
    if (many)
        tty_add(tiparm(many, n));
    else
        tty_add(tiparm(cursor_address, part->n > 0 ? part->bottom : part->top, 0));
    for (int i = 0; !many && i < n; i++)
        tty_add(once);
    tty_add(is_ansi ? "\033[r" : tiparm(change_scroll_region, 0, LINES - 1));
    tty_add(cursor_home ? cursor_home : tiparm(cursor_address, 0, 0));
    tty_send();
}

static void move_cells(WINDOW *window, const struct part *part)
{
    int width = part->right - part->left + 1, step = part->n > 0 ? 1 : -1;
    int first = part->n > 0 ? part->top : part->bottom;
    cchar_t *cells = mem_zero((size_t)width + 1, sizeof *cells);
    cchar_t blank; /* cells end with a NUL; a wide character is one of them */

    setcchar(&blank, L" ", A_NORMAL, 0, NULL);
    wattr_set(window, A_NORMAL, 0, NULL); /* else added to every cell, as is the background */
    wbkgrndset(window, &blank);
    for (int row = first; row >= part->top && row <= part->bottom; row += step) {
        int from = row + part->n;

        if (from >= part->top && from <= part->bottom) {
            mvwin_wchnstr(window, from, part->left, cells, width);
            mvwadd_wchnstr(window, row, part->left, cells, -1);
            continue;
        }
        for (int i = 0; i < width; i++)
            mvwadd_wchnstr(window, row, part->left + i, &blank, 1);
    }
    free(cells);
}

void term_scroll(int top, int bottom, int left, int right, int n)
{
    struct part part = {top, bottom, left, right, n};

    if (!can_move(&part) || is_cleared(curscr) || isendwin() || !tty_mute(true))
        return;
    move_cells(newscr, &part);
    wmove(newscr, 0, 0);
    doupdate();
    tty_mute(false);
    if (is_whole_width(&part))
        send_region(&part);
    else
        send_margins(&part);
    osc8_move(top, bottom, left, right, n);
}
