/* SPDX-License-Identifier: MIT */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stddef.h>

/*
 * A growing string of bytes. {0} is the empty string.
 * Invariant: text is NULL (then size and room are 0) or text[size] is NUL.
 */
struct str {
    char *text;
    size_t size;
    size_t room;
};

void str_release(struct str *str);
void str_clear(struct str *str);
/* Room for size more bytes, so that the next adds do not allocate. */
void str_reserve(struct str *str, size_t size);
void str_add(struct str *str, const char *bytes, size_t size);
void str_add_text(struct str *str, const char *text);
void str_add_char(struct str *str, char c);
void str_add_times(struct str *str, const char *text, size_t times);
void str_addf(struct str *str, const char *format, ...) __attribute__((format(printf, 2, 3)));
void str_addv(struct str *str, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
/* Cut to size bytes; a longer size changes nothing. */
void str_cut(struct str *str, size_t size);
/* The text, never NULL; borrowed until the next change. */
const char *str_text(const struct str *str);
/* The text as the caller's own, never NULL; the string is empty afterwards. */
char *str_take(struct str *str);

#endif
