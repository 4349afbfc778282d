/* SPDX-License-Identifier: MIT */
#include "ui/term.h"
#include "base/mem.h"
#include "base/words.h"
#include "ui/color.h"
#include "ui/fence.h"
#include "ui/input.h"
#include "ui/osc8.h"
#include "ui/tty.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static struct {
    SCREEN *screen;
    bool started;
    int n_colors;
    bool is_modern;      /* knows pastes and mice, and answers */
    bool shows_cursor;
    int row, column;     /* where the cursor rests after a frame */
    bool has_mouse;
    int32_t background;  /* guessed; -1: not known */
} term;

/* Others may print what they do not understand. */
static bool is_modern(const char *name)
{
    static const char *const begins[] = {"xterm", "tmux",  "screen", "rxvt", "putty", "alacritty",
                                         "foot",  "kitty", "vte",    "konsole", "gnome", "mintty",
                                         "st-",   "wezterm", "mlterm", "contour", "iterm"};
    static const char *const ends[] = {"-256color", "-direct"};
    size_t size = strlen(name);

    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (strncmp(name, begins[i], strlen(begins[i])) == 0)
            return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (size > strlen(ends[i]) && strcmp(name + size - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

/* COLORFGBG is foreground;background or foreground;default;background: numbers of the 16. */
static int32_t guess_background(void)
{
    const char *text = getenv("COLORFGBG"), *last = text ? strrchr(text, ';') : NULL;
    char *end;
    long color = last ? strtol(last + 1, &end, 10) : -1;

    return last && end != last + 1 && *end == '\0' && color >= 0 && color < 16
               ? color_rgb((int32_t)color)
               : -1;
}

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

static bool fail(const char *name, struct error *error)
{
    return error_set(error, ERROR_FAILED,
                     _("the terminal type %s is not known here; set TERM, or use `imolog "
                       "print`"),
                     name);
}

static void send_modes(bool on)
{
    if (term.is_modern)
        tty_add(on ? "\033[?2004h" : "\033[?2004l");
    if (term.has_mouse)
        tty_add(on ? "\033[?1002h\033[?1006h" : "\033[?1006l\033[?1002l");
    tty_send();
}

/* Keys are read by ourselves: curses neither reads nor looks whether something waits. */
static void set_up_curses(bool color)
{
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    typeahead(-1);
    intrflush(stdscr, FALSE);
    curs_set(0);
    term.n_colors = count_colors(color);
}

bool term_start(bool color, struct error *error)
{
    const char *name = getenv("TERM");

    if (!name || !input_start(STDIN_FILENO, name))
        return fail(name ? name : "", error);
    term.screen = newterm(NULL, tty_start(), stdin);
    if (!term.screen) {
        tty_stop();
        input_stop();
        return fail(name, error);
    }
    term.started = true;
    mem_on_death(term_stop);
    term.is_modern = is_modern(name);
    term.background = guess_background();
    tty_arm(term.is_modern);
    set_up_curses(color);
    send_modes(true);
    return true;
}

void term_stop(void)
{
    if (!term.started)
        return;
    term.started = false;
    osc8_use(false);
    term_pause();
    delscreen(term.screen);
    term.screen = NULL;
    tty_stop();
    input_stop();
}

void term_pause(void)
{
    send_modes(false);
    curs_set(1);
    endwin();
}

/* Also after a stop that was not announced, when others may have changed the settings. */
void term_resume(void)
{
    if (!isendwin())
        term_pause();
    curs_set(0);
    reset_prog_mode();
    send_modes(true);
    term_forget();
}

void term_repair(void)
{
    reset_shell_mode();
}

void term_hush(void)
{
    struct termios settings;

    if (tcgetattr(STDIN_FILENO, &settings) != 0)
        return;
    settings.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

void term_mouse_on(bool on)
{
    if (term.is_modern && on != term.has_mouse) {
        send_modes(false);
        term.has_mouse = on;
        send_modes(true);
    }
}

/* Apple's terminal prints the end of the question for a mode. */
void term_ask(void)
{
    const char *program = getenv("TERM_PROGRAM");

    if (!term.is_modern)
        return;
    input_await();
    tty_add("\033]11;?\033\\");
    if (!program || strcmp(program, "Apple_Terminal") != 0)
        tty_add("\033[?69$p");
    tty_add("\033[c");
    tty_send();
}

int32_t term_background(void)
{
    int32_t told = input_background();

    return told >= 0 ? told : term.background;
}

void term_resize(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
    term_forget(); /* what the terminal made of the old screen is its own affair */
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

/* Blank cells are written as such only where they do not look as the terminal's own. */
static void stand_on(struct paint ground)
{
    int pair = term.n_colors && ground.background != PAINT_DEFAULT ? pair_of(ground) : 0;
    cchar_t blank;

    setcchar(&blank, L" ", A_NORMAL, 0, &pair);
    bkgrndset(&blank);
}

void term_begin_frame(struct paint ground)
{
    stand_on(ground);
    erase();
    term.shows_cursor = false;
    term_park(0, 0);
    fence_begin();
    osc8_begin();
}

void term_begin_rows(void)
{
    term.shows_cursor = false;
}

void term_end_frame(void)
{
    curs_set(term.shows_cursor);
    move(term.row < LINES ? term.row : LINES - 1, term.column < COLS ? term.column : COLS - 1);
    osc8_update();
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

void term_put(int row, int column, const char *text, size_t size, struct paint paint)
{
    int pair = term.n_colors ? pair_of(paint) : 0;

    if (row < 0 || row >= LINES || column < 0 || column >= COLS)
        return;
    attr_set(curses_attrs(paint.attrs), 0, &pair);
    mvaddnstr(row, column, text, (int)size);
    fence_note(row, column, text, size);
}

void term_fence(int row, int column)
{
    fence_set(row, column);
}

void term_links_on(bool on)
{
    osc8_use(on);
}

bool term_has_links(void)
{
    return osc8_is_used();
}

void term_link(int row, int column, int n, unsigned number, const char *sequence)
{
    osc8_put(row, column, n, number, sequence);
}

void term_park(int row, int column)
{
    term.row = row;
    term.column = column;
}

void term_show_cursor(int row, int column)
{
    term_park(row, column);
    term.shows_cursor = true;
}

void term_forget(void)
{
    clearok(curscr, TRUE);
}
