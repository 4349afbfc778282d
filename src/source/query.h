/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_QUERY_H
#define SOURCE_QUERY_H

#include <stddef.h>

#include "base/str.h"

/* Percent-encodes all but what RFC 3986 calls unreserved. */
void query_encode(struct str *out, const char *text, size_t size);
/* Adds a JSON object as the query a command of `batch` takes: a=1&b[0]=2&c[d]=e, encoded
 * (portal-api.md 5.7). true is 1, false 0; null and empty containers are left out. */
void query_add(struct str *out, const char *params);

#endif
