/* SPDX-License-Identifier: MIT */
#ifndef UI_LINE_H
#define UI_LINE_H

#include "ui/command.h"
#include "ui/offers.h"

/* Words of the command line `:` that take a text; beside them, every command of the table. */
enum { LINE_ARGUMENTS = 4 };

struct line_word {
    const char *name, *help;
    void (*run)(struct ui *ui, const char *text);
    bool needs; /* a text: without one the help is told */
    offer_fn *arguments[LINE_ARGUMENTS]; /* what completes each; NULL first: there are none */
};
/* Ends with a name of NULL. */
extern const struct line_word line_words[];

#endif
