/* SPDX-License-Identifier: MIT */
#include "cli/say.h"
#include "base/secret.h"
#include "base/str.h"
#include "text/utf8.h"

#include <stdio.h>

void say(const char *format, ...)
{
    struct str sentence = {0}, told = {0}, clean = {0};
    va_list arguments;

    va_start(arguments, format);
    str_addv(&sentence, format, arguments);
    va_end(arguments);
    secret_redact(&told, str_text(&sentence), sentence.size);
    str_add_text(&clean, "imolog: ");
    utf8_clean(&clean, str_text(&told), told.size, UTF8_NAME);
    str_add_char(&clean, '\n');
    fflush(stdout); /* what was printed before stands before, when both are one terminal */
    fwrite(clean.text, 1, clean.size, stderr);
    secret_wipe(&sentence);
    str_release(&told);
    str_release(&clean);
}

int say_error(const struct error *error)
{
    say("%s", error->text);
    return error->kind;
}
