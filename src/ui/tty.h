/* SPDX-License-Identifier: MIT */
#ifndef UI_TTY_H
#define UI_TTY_H

#include <stdbool.h>
#include <stdio.h>

/*
 * The terminal below curses: its line settings, bytes that curses shall not see,
 * and the way back that also works in a signal handler. Between frames only:
 * curses' own output was flushed then.
 */

/* Before curses changes anything. Gives the stream curses is to write to. */
FILE *tty_start(void);
/* After curses began: what gives the terminal back is prepared from terminfo, and signals that mean
 * a crash do so before they end the program. modern: it knows pastes and mice. */
void tty_arm(bool modern);
void tty_stop(void);
/* Gives the terminal back, once. Async-signal-safe. */
void tty_restore(void);

/* What curses sends goes nowhere, or to the terminal again. False: it cannot be done. */
bool tty_mute(bool on);
/* Adds a string of terminfo, or any bytes, to what tty_send writes. NULL adds nothing. */
void tty_add(const char *capability);
void tty_send(void);

#endif
