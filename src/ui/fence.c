/* SPDX-License-Identifier: MIT */
#include "ui/fence.h"
#include "base/mem.h"
#include "base/vec.h"

#include <curses.h>
#include <string.h>

struct spot {
    int row, column;
};

static VEC(struct spot) emoji, fences;
static VEC(struct spot) broken; /* fences of rows that are about to change */

void fence_begin(void)
{
    emoji.n = fences.n = broken.n = 0;
}

void fence_set(int row, int column)
{
    vec_push(&fences, (struct spot){row, column});
}

/* All emoji that a terminal may not know have four bytes. */
void fence_note(int row, int column, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] >= 0xF0) {
            vec_push(&emoji, (struct spot){row, column});
            return;
        }
}

static bool has_emoji(int row, int from, int to)
{
    for (size_t i = 0; i < emoji.n; i++)
        if (emoji.at[i].row == row && emoji.at[i].column >= from && emoji.at[i].column < to)
            return true;
    return false;
}

static void read_cells(WINDOW *window, int row, int from, cchar_t *cells, int n)
{
    memset(cells, 0, (size_t)n * sizeof *cells);
    mvwin_wchnstr(window, row, from, cells, n);
}

static bool changes(int row, int from, int to)
{
    size_t n = (size_t)(to - from) + 1;
    cchar_t *wanted = mem_zero(n, sizeof *wanted), *shown = mem_zero(n, sizeof *shown);
    bool differs;

    read_cells(stdscr, row, from, wanted, to - from);
    read_cells(curscr, row, from, shown, to - from);
    differs = is_cleared(curscr) || memcmp(wanted, shown, n * sizeof *wanted) != 0;
    free(wanted);
    free(shown);
    return differs;
}

static void find_broken(void)
{
    for (size_t i = 0; i < fences.n; i++) {
        struct spot fence = fences.at[i];
        int from = i > 0 && fences.at[i - 1].row == fence.row ? fences.at[i - 1].column : 0;

        if (fence.row < LINES && fence.column < COLS && has_emoji(fence.row, from, fence.column) &&
            changes(fence.row, from, fence.column))
            vec_push(&broken, fence);
    }
}

static bool is_blank(int row, int column)
{
    cchar_t cell[2] = {0};

    mvwin_wchnstr(stdscr, row, column, cell, 1);
    return cell[0].chars[0] == L' ';
}

/* Curses is made to believe that something else stands there, and in the blanks before it, over
 * which what was there before may still be seen. */
static void doubt(struct spot fence)
{
    cchar_t other;
    int column = fence.column;

    setcchar(&other, L"\uE000", A_NORMAL, 0, NULL);
    while (column > 0 && is_blank(fence.row, column - 1))
        column--;
    for (; column < COLS; column++)
        mvwadd_wchnstr(curscr, fence.row, column, &other, 1);
}

/* From the first cell to each: a way that does not lead through the row in doubt. */
void fence_update(void)
{
    int row, column;

    getyx(stdscr, row, column);
    wnoutrefresh(stdscr);
    find_broken();
    if (broken.n)
        wmove(newscr, 0, 0);
    doupdate();
    for (size_t i = 0; i < broken.n; i++) {
        doubt(broken.at[i]);
        doupdate();
    }
    wmove(stdscr, row, column);
    if (!broken.n)
        return;
    wmove(newscr, row, column);
    doupdate();
}

bool fence_rewrote(size_t i, int *row, int *column)
{
    if (i >= broken.n)
        return false;
    *row = broken.at[i].row;
    *column = broken.at[i].column;
    return true;
}
