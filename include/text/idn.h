/* SPDX-License-Identifier: MIT */
#ifndef TEXT_IDN_H
#define TEXT_IDN_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Host names in other scripts and the ASCII they stand for (RFC 3492, RFC 5891):
 * "пример.рф" and "xn--e1afmkfd.xn--p1ai". Stricter than browsers where they
 * only warn: letters, marks, digits, "-" and "_" alone, nothing invisible.
 */

/* Adds the form in ASCII, in small letters. False, and nothing added: this is not a host name. */
bool idn_to_ascii(struct str *out, const char *host, size_t size);
/* Adds the form for people; what cannot be decoded, or would not lead back, stays as it is. */
void idn_to_unicode(struct str *out, const char *host, size_t size);

#endif
