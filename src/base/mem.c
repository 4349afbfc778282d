/* SPDX-License-Identifier: MIT */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*restore_terminal)(void);

void mem_on_death(void (*restore)(void))
{
    restore_terminal = restore;
}

static _Noreturn void die(void)
{
    static const char sentence[] =
        "imolog: there is not enough memory; close other programs or open a smaller file\n";

    if (restore_terminal)
        restore_terminal();
    if (write(STDERR_FILENO, sentence, sizeof sentence - 1) < 0)
        _exit(1);
    _exit(1);
}

static void *checked(void *block)
{
    if (!block)
        die();
    return block;
}

void *mem_alloc(size_t size)
{
    return checked(malloc(size ? size : 1));
}

void *mem_zero(size_t n, size_t size)
{
    return checked(calloc(n ? n : 1, size ? size : 1));
}

void *mem_resize(void *block, size_t n, size_t size)
{
    if (size != 0 && n > SIZE_MAX / size)
        die();
    size *= n;
    return checked(realloc(block, size != 0 ? size : 1));
}

char *mem_copy(const char *text, size_t size)
{
    char *copy = mem_alloc(size + 1);

    if (size)
        memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *mem_copy_text(const char *text)
{
    return text ? mem_copy(text, strlen(text)) : NULL;
}
