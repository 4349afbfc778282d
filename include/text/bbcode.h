/* SPDX-License-Identifier: MIT */
#ifndef TEXT_BBCODE_H
#define TEXT_BBCODE_H

#include "text/rich.h"
#include "text/when.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Message text → rich text (portal-api.md 6.4): one row of a table per tag, in
 * any case, nested, unterminated or wrongly nested; unknown tags stay as typed.
 * Also `>>` quotes, quotes between lines of 54 hyphens, #BR#, :f09f9880: emoji,
 * /me and /loud, and bare http(s) addresses. Linear in time, no recursion;
 * accepts any bytes. Entities were turned back by the portal (6.1): not touched.
 */
struct bbcode_names {
    void *self;
    /* The name of a user or the title of a chat, NULL when not known; borrowed. */
    const char *(*user)(void *self, int64_t id);
    const char *(*chat)(void *self, int64_t id);
    const struct zone *zone; /* for [TIMESTAMP]; NULL: as UTC */
};

/* Adds to out. names may be NULL. base is the style of plain text, so that a
 * service line's bold is bold in the service role. */
void bbcode_parse(const char *text, size_t size, const struct bbcode_names *names,
                  struct style base, struct rich *out);

/* textlegacy (6.2), HTML for the old web client → the same text in BBCode, entities turned back. */
void bbcode_from_legacy(const char *html, size_t size, struct str *out);

#endif
