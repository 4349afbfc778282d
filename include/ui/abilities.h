/* SPDX-License-Identifier: MIT */
#ifndef UI_ABILITIES_H
#define UI_ABILITIES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What the terminal can do, as far as it and the environment tell, without taking it over.
 */
struct abilities {
    int columns, rows;     /* 0: there is no terminal */
    bool is_asked;         /* it was asked and answered: what follows is known */
    bool has_margins;      /* mode 69: part of a row can be scrolled */
    int32_t background;    /* 0xrrggbb; -1: not told */
    bool has_hyperlinks;   /* it is one that is known to have them; else they may be there */
    const char *clipboard; /* "through tmux"; NULL: none */
};

/* Waits a moment for the terminal's answers. clipboard_command: or NULL. */
void abilities_look(struct abilities *abilities, const char *clipboard_command);

#endif
