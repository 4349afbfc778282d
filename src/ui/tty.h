/* SPDX-License-Identifier: MIT */
#ifndef UI_TTY_H
#define UI_TTY_H

#include "base/str.h"

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

/* What curses sends goes nowhere, or to the terminal again. False: it cannot be done. */
bool tty_mute(bool on);
/* What curses sends is held back. False: it cannot be. */
bool tty_hold(void);
/* Ends that: what was held is what tty_send writes first, and can be looked at until then. */
const struct str *tty_held(void);
/* Adds a string of terminfo, without its padding, to what tty_send writes. NULL adds nothing. */
void tty_add(const char *capability);
/* Any bytes as they are. */
void tty_add_bytes(const char *bytes);
int tty_add_byte(int byte);
void tty_send(void);

#endif
