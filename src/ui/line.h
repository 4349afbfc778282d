/* SPDX-License-Identifier: MIT */
#ifndef UI_LINE_H
#define UI_LINE_H

#include "ui/command.h"

/* Words of the command line `:` that take a text; beside them, every command of the table. */
struct line_word {
    const char *name, *help;
    void (*run)(struct ui *ui, const char *text);
};
/* Ends with a name of NULL. */
extern const struct line_word line_words[];

#endif
