/* SPDX-License-Identifier: MIT */
#include "ui/osc8.h"
#include "base/mem.h"
#include "base/vec.h"
#include "ui/fence.h"
#include "ui/tty.h"

#include <curses.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <wchar.h>

/* Curses goes a little to the right by writing again what stands there, where that is shorter than
 * a movement; the longest one is "\033[999;999H". */
enum { OVERWRITTEN = 10, TO_THE_END = 1 };

/* A part of the screen, and how many rows up it is moved. */
struct part {
    int top, bottom, left, right, n;
};

static const unsigned UNSURE = UINT_MAX; /* the link of a cell that curses may have written */
static const char END[] = "\033]8;;\033\\";

static struct {
    bool is_used;
    int height, width; /* of the screen */
    unsigned *wanted, *shown; /* of each cell, 0: no link */
    VEC(struct sequence {
        unsigned number;
        const char *text;
    }) sequences;
} osc8;

/* --- the frame ------------------------------------------------------------------------------- */

void osc8_use(bool on)
{
    if (on == osc8.is_used)
        return;
    osc8.is_used = on;
    idcok(stdscr, !on); /* cells that curses shifts take their links with them, unseen */
    free(osc8.wanted);
    free(osc8.shown);
    vec_release(&osc8.sequences);
    osc8.wanted = osc8.shown = NULL;
    osc8.height = osc8.width = 0;
    clearok(curscr, TRUE);
}

bool osc8_is_used(void)
{
    return osc8.is_used;
}

static size_t n_cells(void)
{
    return (size_t)osc8.height * (size_t)osc8.width;
}

static size_t cell(int row, int column)
{
    return (size_t)row * (size_t)osc8.width + (size_t)column;
}

void osc8_begin(void)
{
    if (!osc8.is_used)
        return;
    if (osc8.height != LINES || osc8.width != COLS) {
        osc8.height = LINES;
        osc8.width = COLS;
        free(osc8.wanted);
        free(osc8.shown);
        osc8.wanted = mem_zero(n_cells(), sizeof *osc8.wanted);
        osc8.shown = mem_zero(n_cells(), sizeof *osc8.shown);
    }
    memset(osc8.wanted, 0, n_cells() * sizeof *osc8.wanted);
    osc8.sequences.n = 0;
}

static const char *sequence_of(unsigned number)
{
    for (size_t i = 0; i < osc8.sequences.n; i++)
        if (osc8.sequences.at[i].number == number)
            return osc8.sequences.at[i].text;
    return NULL;
}

void osc8_put(int row, int column, int n, unsigned number, const char *sequence)
{
    if (!osc8.is_used || row < 0 || row >= osc8.height)
        return;
    if (number && !sequence_of(number))
        vec_push(&osc8.sequences, (struct sequence){number, sequence});
    for (int i = column < 0 ? 0 : column; i < column + n && i < osc8.width; i++)
        osc8.wanted[cell(row, i)] = number;
}

/* --- what curses has written ------------------------------------------------------------------ */

static bool has_links(const unsigned *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cells[i])
            return true;
    return false;
}

static bool has_any(void)
{
    return has_links(osc8.wanted, n_cells()) || has_links(osc8.shown, n_cells());
}

static void look(WINDOW *window, cchar_t *cells)
{
    int row = getcury(window), column = getcurx(window);

    for (int r = 0; r < osc8.height; r++)
        for (int c = 0; c < osc8.width; c++)
            mvwin_wch(window, r, c, &cells[cell(r, c)]);
    wmove(window, row, column);
}

/* Where nothing is moved to is blank. size: of an element */
static void move_rows(void *cells, size_t size, const void *blank, struct part part)
{
    int step = part.n > 0 ? 1 : -1, first = part.n > 0 ? part.top : part.bottom;
    char *bytes = cells;

    for (int row = first; row >= part.top && row <= part.bottom; row += step)
        for (int column = part.left; column <= part.right; column++) {
            int from = row + part.n;
            bool inside = from >= part.top && from <= part.bottom;

            memcpy(bytes + cell(row, column) * size,
                   inside ? bytes + cell(from, column) * size : (const char *)blank, size);
        }
}

/* Rows that curses has the terminal move, which it does first of all, and tells nobody. */
static void follow(cchar_t *cells, struct part part)
{
    const unsigned none = 0;
    cchar_t blank = {0};

    setcchar(&blank, L" ", A_NORMAL, 0, NULL);
    if (part.top < 0 || part.bottom >= osc8.height || part.top >= part.bottom)
        return;
    move_rows(cells, sizeof *cells, &blank, part);
    move_rows(osc8.shown, sizeof *osc8.shown, &none, part);
}

/* Takes the numbers of a sequence; gives its last byte. */
static char read_sequence(const char **at, const char *end, int *numbers)
{
    int n = 0;

    numbers[0] = numbers[1] = 0;
    for (; *at < end && (**at == ';' || (**at >= '0' && **at <= '9')); ++*at)
        if (**at == ';')
            n = 1;
        else if (numbers[n] < COLS + LINES)
            numbers[n] = numbers[n] * 10 + **at - '0';
    return *at < end ? *(*at)++ : '\0';
}

/* In a region, curses is where it scrolls: \n and the like do nothing else there. */
static void follow_moves(cchar_t *cells, const char *at, const char *end)
{
    struct part part = {0, osc8.height - 1, 0, osc8.width - 1, 0};

    while (at < end) {
        bool is_part = part.top > 0 || part.bottom < osc8.height - 1;
        char byte = *at++, final = '\0';
        int numbers[2];

        part.n = is_part && byte == '\n' ? 1 : 0;
        if (byte == '\033' && at < end && *at == '[') {
            at++;
            final = read_sequence(&at, end, numbers);
        } else if (byte == '\033' && at < end && *at == 'M' && is_part) {
            part.n = -1;
        }
        if (final == 'r') {
            part.top = numbers[0] ? numbers[0] - 1 : 0;
            part.bottom = numbers[1] ? numbers[1] - 1 : osc8.height - 1;
        }
        if (is_part && (final == 'S' || final == 'T'))
            part.n = (numbers[0] ? numbers[0] : 1) * (final == 'S' ? 1 : -1);
        if (part.n)
            follow(cells, part);
    }
}

/* Between the first cell that changed and the last, curses may have written any; a cell that
 * changed lost its link for sure. */
static void note_row(int row, const cchar_t *before, const cchar_t *after)
{
    int first = osc8.width, last = -1;

    for (int i = 0; i < osc8.width; i++)
        if (memcmp(&before[cell(row, i)], &after[cell(row, i)], sizeof *before) != 0) {
            osc8.shown[cell(row, i)] = 0;
            first = i < first ? i : first;
            last = i + TO_THE_END;
        }
    for (int i = first > OVERWRITTEN ? first - OVERWRITTEN : 0; i <= last && i < osc8.width; i++)
        if (osc8.shown[cell(row, i)])
            osc8.shown[cell(row, i)] = UNSURE;
}

/* A fence wrote the rest of its row once more. */
static void note_rewritten(int row, int column)
{
    for (; column < osc8.width; column++)
        if (osc8.shown[cell(row, column)])
            osc8.shown[cell(row, column)] = UNSURE;
}

/* Where the cursor came to rest, on its way from elsewhere. */
static void note_cursor(int row, int column)
{
    for (int i = column > OVERWRITTEN ? column - OVERWRITTEN : 0; i < column; i++)
        if (osc8.shown[cell(row, i)])
            osc8.shown[cell(row, i)] = UNSURE;
}

/* --- what is written once more ---------------------------------------------------------------- */

/* Curses marks the columns of a wide character 1, 2 in what would be the letter. */
static unsigned part_of_wide(int row, int column)
{
    cchar_t at = {0};

    mvwin_wch(stdscr, row, column, &at);
    return at.attr & A_CHARTEXT;
}

static void add_cell(int row, int column)
{
    wchar_t text[CCHARW_MAX + 1] = {0};
    char bytes[MB_LEN_MAX];
    mbstate_t state = {0};
    attr_t attrs = 0;
    cchar_t at = {0};
    short pair = 0;
    int wide_pair = 0;

    mvwin_wch(stdscr, row, column, &at);
    getcchar(&at, text, &attrs, &pair, &wide_pair);
    vid_puts(attrs, pair, &wide_pair, tty_add_byte);
    for (int i = 0; text[i]; i++) {
        size_t n = wcrtomb(bytes, text[i], &state);

        for (size_t b = 0; n != (size_t)-1 && b < n; b++)
            tty_add_byte((unsigned char)bytes[b]);
    }
}

/* Cells [from, to) of one link, or of none; a wide character is written whole. */
static void add_cells(int row, int from, int to, unsigned number)
{
    if (from > 0 && part_of_wide(row, from) > 1)
        from--;
    tty_add(tiparm(cursor_address, row, from));
    if (number)
        tty_add_bytes(sequence_of(number));
    for (int i = from; i < to; i++)
        if (part_of_wide(row, i) <= 1)
            add_cell(row, i);
    if (number)
        tty_add_bytes(END);
}

static bool is_due(int row, int column)
{
    return osc8.wanted[cell(row, column)] != osc8.shown[cell(row, column)];
}

static bool add_row(int row)
{
    bool any = false;

    for (int from = 0, to; from < osc8.width; from = to) {
        unsigned number = osc8.wanted[cell(row, from)];

        for (to = from; to < osc8.width && is_due(row, to) && osc8.wanted[cell(row, to)] == number;)
            to++;
        if (to == from) {
            to++;
            continue;
        }
        add_cells(row, from, to, number);
        any = true;
    }
    return any;
}

static void add_links(void)
{
    int row = getcury(stdscr), column = getcurx(stdscr);
    bool any = false;

    for (int i = 0; i < osc8.height; i++)
        any |= add_row(i);
    memcpy(osc8.shown, osc8.wanted, n_cells() * sizeof *osc8.shown);
    wmove(stdscr, row, column);
    if (!any)
        return;
    vid_puts(A_NORMAL, 0, NULL, tty_add_byte);
    tty_add(tiparm(cursor_address, getcury(curscr), getcurx(curscr)));
}

void osc8_update(void)
{
    bool cleared = is_cleared(curscr) || is_cleared(newscr);
    int row = getcury(curscr), column = getcurx(curscr), fence_row, fence_column;
    const struct str *sent;
    cchar_t *before, *after;

    if (!osc8.is_used || !has_any() || !tty_hold()) {
        fence_update();
        return;
    }
    before = mem_zero(n_cells(), sizeof *before);
    after = mem_zero(n_cells(), sizeof *after);
    look(curscr, before);
    fence_update();
    sent = tty_held();
    if (cleared)
        memset(osc8.shown, 0, n_cells() * sizeof *osc8.shown);
    else
        follow_moves(before, str_text(sent), str_text(sent) + sent->size);
    look(curscr, after);
    for (int i = 0; i < osc8.height && !cleared; i++)
        note_row(i, before, after);
    for (size_t i = 0; fence_rewrote(i, &fence_row, &fence_column); i++)
        note_rewritten(fence_row, fence_column);
    if (row != getcury(curscr) || column != getcurx(curscr))
        note_cursor(getcury(curscr), getcurx(curscr));
    add_links();
    tty_send();
    free(before);
    free(after);
}

void osc8_move(int top, int bottom, int left, int right, int n)
{
    const unsigned none = 0;

    if (osc8.is_used && osc8.height == LINES && osc8.width == COLS)
        move_rows(osc8.shown, sizeof *osc8.shown, &none,
                  (struct part){top, bottom, left, right, n});
}
