/* SPDX-License-Identifier: MIT */
#ifndef TEXT_EXPRESSION_H
#define TEXT_EXPRESSION_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Regular expressions (PCRE2) as text/find.h promises them. */
struct expression;

/* NULL and a sentence when it does not compile. */
struct expression *expression_new(const char *text, size_t size, struct error *error);
void expression_free(struct expression *expression);

bool expression_find(struct expression *expression, const char *text, size_t size, size_t from,
                     size_t *start, size_t *end);
/* Whether the last expression_find reached a limit. */
bool expression_gave_up(const struct expression *expression);

#endif
