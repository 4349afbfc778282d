/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_HTML_H
#define EXPORT_HTML_H

#include "export/document.h"

/*
 * The one way into an HTML document (safety.md 5.3): what is foreign passes the
 * gate of text/utf8.h and has & < > " ' escaped; what an address leads to passes
 * text/address.h. No element or attribute is made of foreign bytes.
 */

/* Markup of ours, as it is. */
void html_put(struct writer *writer, const char *markup);
/* Foreign text on one line, escaped. */
void html_add_name(struct writer *writer, const char *name);
/* The same within an element: <element class="class">name</element>, class may be NULL. */
void html_add_element(struct writer *writer, const char *element, const char *class,
                      const char *name);
/* Escapes what was added to writer->out from start on. */
void html_escape(struct writer *writer, size_t start);
/* ` style="--c:#rrggbb"`, nothing for COLOR_NONE. */
void html_add_color(struct writer *writer, int32_t color);

/* The label of a link, and what it hides: an address that is not followed, or another host. */
void html_add_link(struct writer *writer, const char *label, const char *target,
                   const char *class);
/* The same of a file, whose name may look like a host's. */
void html_add_file(struct writer *writer, const char *label, const char *target);

/* BBCode so. */
void html_add_bbcode(struct writer *writer, const char *text);
/* The same without blocks, for a cell. */
void html_add_inline(struct writer *writer, const char *text);

/* Attachments, files, buttons, likes and votes of a message (html_extras.c). */
void html_add_extras(struct writer *writer, const struct message *message);

#endif
