/* SPDX-License-Identifier: MIT */
#include "ui/term.h"
#include "base/mem.h"
#include "base/words.h"

#include <curses.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

static struct {
    SCREEN *screen;
    bool started;
    int n_colors;
} term;

static bool has_direct_color(void)
{
    return tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || tigetstr("RGB") > (char *)0;
}

static int count_colors(bool color)
{
    if (!color || !has_colors() || start_color() == ERR)
        return 0;
    use_default_colors();
    if (COLORS > 256 && has_direct_color())
        return 1 << 24;
    return COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : COLORS >= 8 ? 8 : 0;
}

bool term_start(bool color, struct error *error)
{
    const char *name = getenv("TERM");

    term.screen = newterm(NULL, stdout, stdin);
    if (!term.screen)
        return error_set(error, ERROR_FAILED,
                         _("the terminal type %s is not known here; set TERM, or use `imolog "
                           "print`"),
                         name ? name : "");
    term.started = true;
    mem_on_death(term_stop);
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    intrflush(stdscr, FALSE);
    if (!getenv("ESCDELAY"))
        set_escdelay(25);
    curs_set(0);
    term.n_colors = count_colors(color);
    return true;
}

void term_stop(void)
{
    if (!term.started)
        return;
    term.started = false;
    curs_set(1);
    endwin();
    delscreen(term.screen);
    term.screen = NULL;
}

void term_resize(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
}

int term_columns(void)
{
    return COLS;
}

int term_rows(void)
{
    return LINES;
}

int term_n_colors(void)
{
    return term.n_colors;
}

static int named_key(wint_t code)
{
    static const struct {
        int curses, ours;
    } keys[] = {
        {KEY_UP, TERM_UP},         {KEY_DOWN, TERM_DOWN},       {KEY_LEFT, TERM_LEFT},
        {KEY_RIGHT, TERM_RIGHT},   {KEY_HOME, TERM_HOME},       {KEY_END, TERM_END},
        {KEY_PPAGE, TERM_PAGE_UP}, {KEY_NPAGE, TERM_PAGE_DOWN}, {KEY_BTAB, TERM_BACKTAB},
        {KEY_ENTER, TERM_ENTER},   {KEY_DC, TERM_DELETE},       {KEY_BACKSPACE, TERM_BACKSPACE},
    };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if ((wint_t)keys[i].curses == code)
            return keys[i].ours;
    if (code >= KEY_F(1) && code <= KEY_F(12))
        return TERM_F1 + (int)(code - KEY_F(1));
    return TERM_OTHER;
}

/* curses says "no key" for a silent terminal and for one that is gone. */
static int no_key(void)
{
    struct winsize size;

    return ioctl(STDIN_FILENO, TIOCGWINSZ, &size) != 0 && errno == EIO ? TERM_GONE : TERM_NONE;
}

int term_key(void)
{
    wint_t code;

    switch (get_wch(&code)) {
    case KEY_CODE_YES:
        return named_key(code);
    case OK:
        return code == '\r' || code == '\n' ? TERM_ENTER : code == 127 ? TERM_BACKSPACE : (int)code;
    default:
        return no_key();
    }
}

void term_begin_frame(void)
{
    erase();
}

void term_end_frame(void)
{
    wnoutrefresh(stdscr);
    doupdate();
}

static attr_t curses_attrs(uint8_t attrs)
{
    static const struct {
        enum attr attr;
        attr_t curses;
    } table[] = {
        {ATTR_BOLD, A_BOLD},           {ATTR_DIM, A_DIM},         {ATTR_ITALIC, A_ITALIC},
        {ATTR_UNDERLINE, A_UNDERLINE}, {ATTR_REVERSE, A_REVERSE},
    };
    attr_t result = A_NORMAL;

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (attrs & table[i].attr)
            result |= table[i].curses;
    /* curses knows no strike: dim says "not valid any more" in its own way */
    return attrs & ATTR_STRIKE ? result | A_DIM : result;
}

/* Curses numbers pairs; alloc_pair keeps the ones in use. Direct colours are their own numbers. */
static int pair_of(struct paint paint)
{
    int foreground = paint.foreground, background = paint.background;

    if (foreground == PAINT_DEFAULT && background == PAINT_DEFAULT)
        return 0;
    if (foreground != PAINT_DEFAULT)
        foreground &= ~PAINT_RGB;
    if (background != PAINT_DEFAULT)
        background &= ~PAINT_RGB;
    return alloc_pair(foreground, background);
}

void term_put(int row, int column, const char *text, size_t size, struct paint paint)
{
    int pair = term.n_colors ? pair_of(paint) : 0;

    if (row < 0 || row >= LINES || column < 0 || column >= COLS)
        return;
    attr_set(curses_attrs(paint.attrs), 0, &pair);
    mvaddnstr(row, column, text, (int)size);
}

void term_park(int row, int column)
{
    move(row < LINES ? row : LINES - 1, column);
}

void term_forget(void)
{
    clearok(curscr, TRUE);
}
