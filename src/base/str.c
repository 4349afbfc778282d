/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void str_release(struct str *str)
{
    free(str->text);
    *str = (struct str){0};
}

void str_clear(struct str *str)
{
    str_cut(str, 0);
}

void str_reserve(struct str *str, size_t size)
{
    size_t need = str->size + size + 1, room = str->room ? str->room : 32;

    if (need <= str->room)
        return;
    while (room < need)
        room += room / 2 + 16;
    str->text = mem_resize(str->text, room, 1);
    str->room = room;
    str->text[str->size] = '\0';
}

void str_add(struct str *str, const char *bytes, size_t size)
{
    str_reserve(str, size);
    if (size)
        memcpy(str->text + str->size, bytes, size);
    str->size += size;
    str->text[str->size] = '\0';
}

void str_add_text(struct str *str, const char *text)
{
    str_add(str, text, strlen(text));
}

void str_add_char(struct str *str, char c)
{
    str_add(str, &c, 1);
}

void str_add_times(struct str *str, const char *text, size_t times)
{
    while (times--)
        str_add_text(str, text);
}

void str_addv(struct str *str, const char *format, va_list arguments)
{
    va_list again;
    int size;

    va_copy(again, arguments);
    size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (size <= 0)
        return;
    str_reserve(str, (size_t)size);
    vsnprintf(str->text + str->size, (size_t)size + 1, format, arguments);
    str->size += (size_t)size;
}

void str_addf(struct str *str, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    str_addv(str, format, arguments);
    va_end(arguments);
}

void str_cut(struct str *str, size_t size)
{
    if (size >= str->size)
        return;
    str->size = size;
    str->text[size] = '\0';
}

const char *str_text(const struct str *str)
{
    return str->text ? str->text : "";
}

char *str_take(struct str *str)
{
    char *text = str->text ? str->text : mem_copy("", 0);

    *str = (struct str){0};
    return text;
}
