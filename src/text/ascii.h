/* SPDX-License-Identifier: MIT */
#ifndef TEXT_ASCII_H
#define TEXT_ASCII_H

#include <stdint.h>

enum { ASCII_SIZE = 8 };

/* The nearest ASCII to a code point, NUL-terminated: "" for what only changes its neighbour
 * (marks, joiners), "?" where there is nothing near. */
void ascii_from(uint32_t code, char to[ASCII_SIZE]);

#endif
