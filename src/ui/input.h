/* SPDX-License-Identifier: MIT */
#ifndef UI_INPUT_H
#define UI_INPUT_H

#include "ui/term.h"

/*
 * Keys out of the bytes of a terminal: what it answers and what is pasted leaves
 * first (ui/reply.h), the rest goes through libtermkey. One per process; the
 * functions of ui/term.h that are about input are these.
 */

/* False when nothing is known of the keys of this terminal. */
bool input_start(int fd, const char *terminal);
void input_stop(void);
/* Questions are about to be asked. */
void input_await(void);
/* 0xrrggbb, or -1. */
int32_t input_background(void);
bool input_has_margins(void);

#endif
