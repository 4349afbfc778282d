/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_HTTP_RULES_H
#define SOURCE_HTTP_RULES_H

#include "source/libcurl.h"

#include "source/http.h"

/* What may be asked, and what holds for every request (safety.md 5.5). */

/* A part of an address as libcurl understands it; NULL: it has none. The caller's own. */
char *rules_part(const char *address, CURLUPart part);
/* The protocol an address may be asked by; NULL: it may not be asked at all. */
const char *rules_protocol(const char *address, const char *host);
/* Cuts, proxies and certificates; the options' texts are borrowed. */
void rules_set(CURL *easy, const struct http_options *options, const char *protocol);
/* No connection to this machine or a private network: then *refused is set. */
void rules_keep_out(CURL *easy, const struct http_options *options, bool *refused);
/* Whether the request went to this machine or a private network; before it went anywhere false,
 * behind a proxy too. */
bool rules_went_nearby(CURL *easy, const struct http_options *options);

#endif
