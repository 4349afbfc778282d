/* SPDX-License-Identifier: MIT */
#ifndef UI_OSC52_H
#define UI_OSC52_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * OSC 52: the sequence that asks the terminal to take a text into its clipboard
 * (xterm, ctlseqs). There is no answer, so nobody knows whether it did.
 */
enum {
    OSC52_MAX = 74000,  /* base64; some terminals stop near 100 kB, some near 75 kB */
    OSC52_PIECE = 768,  /* GNU screen's longest string, with what wraps it */
};

/* Adds what is to be written to the terminal, in GNU screen's wrapping if asked. False, and nothing
 * added, when it would be too long. */
bool osc52_add(struct str *out, const char *text, size_t size, bool in_screen);

#endif
