/* SPDX-License-Identifier: MIT */
#ifndef UI_GOTO_H
#define UI_GOTO_H

#include "ui/state.h"

/* :goto PLACE: a number, a percentage, a time, a span, a date, an id or a permalink. */
void line_goto(struct ui *ui, const char *text);
/* A number of a message, or a percentage. False: it is none, or there are not so many. */
bool goto_number(struct ui *ui, const char *text);

#endif
