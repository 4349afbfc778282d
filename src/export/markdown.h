/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_MARKDOWN_H
#define EXPORT_MARKDOWN_H

#include "export/document.h"

/*
 * The one way into a Markdown document (CommonMark 0.30, and what GitHub adds):
 * foreign text passes the gate of text/utf8.h and has escaped whatever could be
 * markup where it stands; links lead only where text/address.h lets them.
 */
enum mark_state {
    MARK_START, /* of a block: also "-", "1." and the like are markup */
    MARK_DIGITS, /* only digits since */
    MARK_INSIDE,
};

struct mark {
    struct writer *writer;
    const char *prefix; /* of each line: "" or "> " */
    enum mark_state state;
    bool breaks; /* the text that comes does not go on in the present line */
};

/* Begins a line; what follows stands at the start of a block. */
void mark_begin(struct mark *mark);
/* An empty line. */
void mark_blank(struct mark *mark);
/* Markup of ours, as it is; what follows stands inside a line. */
void mark_put(struct mark *mark, const char *markup);
/* Foreign text on one line. */
void mark_add_name(struct mark *mark, const char *name);
/* A label that may lead somewhere, and what it hides. */
void mark_add_link(struct mark *mark, const char *label, const char *target);
/* The same of a file, whose name may look like a host's. */
void mark_add_file(struct mark *mark, const char *label, const char *target);

/* BBCode as blocks from the present line on, which has begun; ends the last line. */
void mark_add_bbcode(struct mark *mark, const char *text);
/* The same on one line, which goes on. */
void mark_add_inline(struct mark *mark, const char *text);

/* Attachments, files, buttons, likes, votes and flags, below the message (markdown_extras.c). */
void mark_add_extras(struct writer *writer, const struct message *message);

#endif
