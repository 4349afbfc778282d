/* SPDX-License-Identifier: MIT */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include "base/str.h"

#include <stddef.h>

/*
 * Adds the text, plain, BBCode or JSON, without the parts of addresses in it that open a door:
 * query parameters such as auth=, token= and signature= (safety.md 5.4). All else stays byte by
 * byte; what was stripped once is not changed again.
 */
void token_strip(struct str *out, const char *text, size_t size);

#endif
