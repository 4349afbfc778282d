/* SPDX-License-Identifier: MIT */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include "base/str.h"
#include "ui/command.h"

/* Which key runs which command in which context. Invariant: a key occurs once in a context. */
struct keymap;

/* The default bindings of the command table. */
struct keymap *keymap_new(void);
void keymap_free(struct keymap *keymap);
/* Replaces what the key did in this context. The command's own context must hold there
 * (context_has). */
void keymap_bind(struct keymap *keymap, enum context context, int key,
                 const struct command *command);
/* False: there was nothing to take away. */
bool keymap_unbind(struct keymap *keymap, enum context context, int key);
/* Letters of ЙЦУКЕН without a binding stand for those of QWERTY (ui/langmap.h); on at first. */
void keymap_use_langmap(struct keymap *keymap, bool on);
/* What a key without a binding stands for: another, or itself. */
int keymap_letter(const struct keymap *keymap, int key);

/* The command for a key: the context's own, else CONTEXT_PANES (not in help), else CONTEXT_ANY.
 * NULL: none. context is CONTEXT_LIST, CONTEXT_MESSAGES, or CONTEXT_ANY for help. */
const struct command *keymap_find(const struct keymap *keymap, enum context context, int key);

/* Every binding: those of the command table in its order, then the others as they were bound. */
typedef void keymap_fn(void *self, enum context context, int key, const struct command *command);
void keymap_walk(const struct keymap *keymap, keymap_fn *fn, void *self);
/* Adds the names of the keys that run this command, with blanks between. */
void keymap_add_keys(const struct keymap *keymap, const struct command *command, struct str *out);

#endif
