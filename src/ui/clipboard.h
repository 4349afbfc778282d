/* SPDX-License-Identifier: MIT */
#ifndef UI_CLIPBOARD_H
#define UI_CLIPBOARD_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Text out to where the person can paste it, also over SSH. Tried in this
 * order, until one has taken it (terminal.md, Clipboard over SSH):
 *
 *   the configured command, by sh
 *   inside tmux: tmux load-buffer -w (an application's OSC 52 is dropped by default there)
 *   a desktop of this machine: wl-copy, xclip, xsel, pbcopy
 *   OSC 52, wrapped inside GNU screen; nobody says whether the terminal took it
 *
 * and always $XDG_RUNTIME_DIR/imolog/clipboard, where there is such a folder.
 * The clipboard is never read.
 */

/* What goes out: valid UTF-8 without controls other than \n and \t, so that nothing pasted into a
 * terminal acts there. Idempotent. */
void clipboard_clean(struct str *out, const char *text, size_t size);

/* command: NULL or "" for none. tty: written to directly, curses must have flushed; -1: none.
 * Adds one sentence to told: how it was copied, or why not. False: it is nowhere but perhaps in
 * the file. */
bool clipboard_copy(const char *text, size_t size, const char *command, int tty, struct str *told);

/* The way it would go now, by what the environment says: "through tmux". NULL: there is none. */
const char *clipboard_way(const char *command);

#endif
