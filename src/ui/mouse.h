/* SPDX-License-Identifier: MIT */
#ifndef UI_MOUSE_H
#define UI_MOUSE_H

#include "ui/state.h"
#include "ui/term.h"

/* Wheel, clicks of both buttons, double click, dragging the border; only when the person has asked
 * for it (F2). */
void mouse_take(struct ui *ui, struct term_mouse mouse);

#endif
