/* SPDX-License-Identifier: MIT */
#ifndef SCREEN_SHOT_H
#define SCREEN_SHOT_H

#include "terminal.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * The screen as a file: one line per row of text; `---`; one line per row with
 * a letter for the style of each column (`.` is the plain one); `---`; a line
 * `LETTER FOREGROUND BACKGROUND ATTRIBUTES` per style; a line for the cursor.
 * Blanks (and `.`) at the end of a line are left out.
 */
void shot_write(struct terminal *terminal, FILE *to);
/* The text alone, for people. */
void shot_write_text(struct terminal *terminal, FILE *to);
void shot_write_svg(struct terminal *terminal, bool is_light, FILE *to);

#endif
