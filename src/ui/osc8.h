/* SPDX-License-Identifier: MIT */
#ifndef UI_OSC8_H
#define UI_OSC8_H

#include <stdbool.h>

/*
 * OSC 8: cells that lead to an address. Curses has no place for it in its cells:
 * it paints as ever, and the cells of links it has painted over are then written
 * once more, inside their links and just as curses did, before the cursor goes
 * back to where curses left it. What it has not touched is not written, and a
 * frame without links costs nothing.
 */

/* Whether this terminal is one that is known to take it, by the environment. What is in doubt, and
 * what lies between us and the terminal (GNU screen, tmux before 3.4), is not. */
bool osc8_is_known(void);

void osc8_use(bool on);
bool osc8_is_used(void);

/* A frame begins: no cell leads anywhere. */
void osc8_begin(void);
/* n cells of a row lead to a link; its number tells it from others, in later frames too; 0: they
 * lead nowhere any more. sequence begins it, and is borrowed until osc8_update. */
void osc8_put(int row, int column, int n, unsigned number, const char *sequence);
/* Has curses update the screen, and adds the links. */
void osc8_update(void);

/* The terminal has moved cells n rows up, and their links with them; 0 below. */
void osc8_move(int top, int bottom, int left, int right, int n);

#endif
