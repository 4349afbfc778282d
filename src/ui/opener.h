/* SPDX-License-Identifier: MIT */
#ifndef UI_OPENER_H
#define UI_OPENER_H

#include "text/address.h"

/*
 * Hands an address to the program that opens it: the first word of $BROWSER,
 * xdg-open, open; without a shell, in a session of its own, without our
 * secrets. Where it would open out of sight, over SSH without a display, the
 * address is copied instead.
 */

/* command and tty as for clipboard_copy. Adds one sentence to told. False: neither opened nor
 * copied. */
bool opener_open(const struct address *address, const char *command, int tty, struct str *told);

/* Hands a file to xdg-open or open; path is absolute. The program that took it; NULL: none did, and
 * why says so in a few words. */
const char *opener_open_file(const char *path, struct str *why);

#endif
