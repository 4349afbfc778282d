/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/secret.h"

#include <stdarg.h>
#include <stdio.h>

/* Made whole before it is cut: half a secret would not be known as one. */
bool error_set(struct error *error, enum error_kind kind, const char *format, ...)
{
    struct str sentence = {0}, clean = {0};
    va_list arguments;

    error->kind = kind;
    va_start(arguments, format);
    str_addv(&sentence, format, arguments);
    va_end(arguments);
    secret_redact(&clean, str_text(&sentence), sentence.size);
    snprintf(error->text, sizeof error->text, "%s", str_text(&clean));
    secret_wipe(&sentence);
    str_release(&clean);
    return false;
}
