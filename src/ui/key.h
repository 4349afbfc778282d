/* SPDX-License-Identifier: MIT */
#ifndef UI_KEY_H
#define UI_KEY_H

#include <stddef.h>

/*
 * Keys by name: a character as itself, "Ctrl-E", "Space", "Enter", "Esc", "Tab",
 * "Shift-Tab", "Up", "PgDn", "F1" and so on, "Alt-" before any of these.
 * Codes are those of ui/term.h.
 */

/* -1 for what is no key. */
int key_parse(const char *name, size_t size);
/* Why a key of this name would never arrive as itself, as the end of a sentence ("Ctrl-M is …");
 * NULL: it arrives. */
const char *key_trouble(const char *name);
/* Writes the name, at most size bytes with its NUL. */
void key_name(int key, char *name, size_t size);

#endif
