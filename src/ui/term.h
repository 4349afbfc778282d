/* SPDX-License-Identifier: MIT */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "base/error.h"
#include "base/str.h"
#include "ui/theme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The terminal: on and off, its size, cells out through curses, keys in. One
 * per process. Nothing above calls curses.
 */

/* Keys are Unicode code points, or these. */
enum {
    KEY_FIRST_NAMED = 0x200000,
    TERM_UP = KEY_FIRST_NAMED,
    TERM_DOWN,
    TERM_LEFT,
    TERM_RIGHT,
    TERM_HOME,
    TERM_END,
    TERM_PAGE_UP,
    TERM_PAGE_DOWN,
    TERM_BACKTAB,
    TERM_ENTER,
    TERM_BACKSPACE,
    TERM_DELETE,
    TERM_F1,
    TERM_F12 = TERM_F1 + 11,
    TERM_OTHER,
    TERM_MOUSE, /* term_mouse() says what */
    TERM_PASTE, /* term_paste() gives it, until the next key is asked for */
    TERM_TOLD,  /* the terminal told its background: colours may change */
    TERM_NONE,  /* no key waits */
    TERM_GONE,  /* the terminal has hung up */
    TERM_ALT = 1 << 24, /* set in a key that was typed with Alt */
};

struct term_mouse {
    enum term_mouse_what {
        TERM_MOUSE_PRESS,
        TERM_MOUSE_RELEASE,
        TERM_MOUSE_DRAG,
        TERM_MOUSE_WHEEL_UP,
        TERM_MOUSE_WHEEL_DOWN,
    } what;
    int button, row, column; /* the button from 1; the place from 0 */
};

/* Takes the screen. False when this terminal cannot be used; the sentence says what to do. */
bool term_start(bool color, struct error *error);
/* Gives the screen back as it was; may be called when not started. */
void term_stop(void);
/* Before and after the program is stopped: the terminal as it was, and taken again. */
void term_pause(void);
void term_resume(void);
/* While paused, after another program: the line settings as they were, whatever it made of them. */
void term_repair(void);
/* After it: keys come at once, and are not seen. */
void term_hush(void);
/* After SIGWINCH: asks for the size and tells curses. */
void term_resize(void);
int term_columns(void);
int term_rows(void);
/* 0, 8, 16, 256 or 1 << 24. */
int term_n_colors(void);

/* The next key that waits. Never blocks. */
int term_key(void);
/* After TERM_NONE: milliseconds after which to ask again though nothing came, -1 when never: an Esc
 * that nothing follows is a key. */
int term_wait(void);
/* Of the last TERM_MOUSE. */
struct term_mouse term_mouse(void);
/* Adds what was pasted; any bytes. */
void term_paste(struct str *text);
/* The mouse is the program's, or the terminal's own (at first). */
void term_mouse_on(bool on);

/* After the first frame: asks the terminal for its colours and abilities, if it is one that
 * answers. Nothing waits for the answers. */
void term_ask(void);
/* The background as 0xrrggbb; -1: not known. A guess until the terminal has told it. */
int32_t term_background(void);

/* Between these, cells are set; nothing is sent before the second. ground: of cells where nothing
 * is put, when it has a background. */
void term_begin_frame(struct paint ground);
void term_end_frame(void);
/* In place of the first: whole rows are put again, the others stay. */
void term_begin_rows(void);
/* text: shown form, no controls. */
void term_put(int row, int column, const char *text, size_t size, struct paint paint);
/* A pane begins there, of a row from left to right: it stays there, whatever width the terminal
 * takes the emoji left of it for. */
void term_fence(int row, int column);
/* Links as ui/osc8.h says; off at first, then nothing is done. In a frame: n cells that were put
 * lead somewhere. */
void term_links_on(bool on);
bool term_has_links(void);
void term_link(int row, int column, int n, unsigned number, const char *sequence);
/* In a frame: where the hidden cursor rests after it, whatever is put later, for those who read by
 * it; at first in the corner. */
void term_park(int row, int column);
/* Before a frame: the rows top to bottom, columns left to right, will be shown n rows higher (lower
 * when negative). Saves bytes where the terminal can move them itself; else does nothing. */
void term_scroll(int top, int bottom, int left, int right, int n);
/* In a frame: the cursor is seen here, for typing. */
void term_show_cursor(int row, int column);
/* The next frame paints every cell anew. */
void term_forget(void);

#endif
