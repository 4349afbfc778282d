/* SPDX-License-Identifier: MIT */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "base/error.h"
#include "ui/theme.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The terminal through curses: on and off, its size, cells out, keys in. One
 * per process. Nothing else in the program calls curses.
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
    TERM_NONE, /* no key waits */
    TERM_GONE, /* the terminal has hung up */
};

/* Takes the screen. False when this terminal cannot be used; the sentence says what to do. */
bool term_start(bool color, struct error *error);
/* Gives the screen back as it was; may be called when not started. */
void term_stop(void);
/* After SIGWINCH: asks for the size and tells curses. */
void term_resize(void);
int term_columns(void);
int term_rows(void);
/* 0, 8, 16, 256 or 1 << 24. */
int term_n_colors(void);

/* The next key that waits. Never blocks. */
int term_key(void);

/* Between these, cells are set; nothing is sent before the second. */
void term_begin_frame(void);
void term_end_frame(void);
/* text: shown form, no controls. */
void term_put(int row, int column, const char *text, size_t size, struct paint paint);
/* Where the hidden cursor rests, for those who read by it. */
void term_park(int row, int column);
/* The next frame paints every cell anew. */
void term_forget(void);

#endif
