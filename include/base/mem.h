/* SPDX-License-Identifier: MIT */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/*
 * Memory that is always there: every function here returns memory or ends the
 * program with a sentence on standard error, so that nobody else checks.
 * Free with free().
 */

void *mem_alloc(size_t size);
/* Zeroed. n * size may not overflow; if it would, the program ends. */
void *mem_zero(size_t n, size_t size);
void *mem_resize(void *block, size_t n, size_t size);
/* A NUL-terminated copy of size bytes. */
char *mem_copy(const char *text, size_t size);
/* NULL stays NULL. */
char *mem_copy_text(const char *text);

/* Called once before dying for want of memory: gives the terminal back. */
void mem_on_death(void (*restore)(void));

#endif
