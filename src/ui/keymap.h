/* SPDX-License-Identifier: MIT */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include "ui/command.h"

/* Which key runs which command in which context. */
struct keymap;

/* The default bindings of the command table. */
struct keymap *keymap_new(void);
void keymap_free(struct keymap *keymap);
/* The command for a key: the context's own, else CONTEXT_PANES (not in help), else CONTEXT_ANY.
 * NULL: none. context is CONTEXT_LIST, CONTEXT_MESSAGES, or CONTEXT_ANY for help. */
const struct command *keymap_find(const struct keymap *keymap, enum context context, int key);

#endif
