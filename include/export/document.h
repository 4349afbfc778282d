/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_DOCUMENT_H
#define EXPORT_DOCUMENT_H

#include "export/filter.h"
#include "export/outlet.h"
#include "layout/message.h"
#include "layout/row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * A store written as one document: the walk is the same for every format, a
 * format says what to write at each step. Memory does not grow with the store.
 */
struct document {
    struct look look;
    struct filter filter;
    bool ascii; /* nothing outside ASCII, not only in glyphs; json and jsonl keep what is data */
    bool csv_raw; /* csv: without the guard against formulas */
    bool csv_bom; /* csv: with a byte order mark */
    int width;  /* ansi: columns */
    /* ansi: adds what sets a style; NULL: nothing does */
    void (*paint)(void *self, struct style style, struct str *out);
    void *painter;
    /* Asked at each message and around waits, with how many were written: false ends it; NULL:
     * nobody asks. */
    bool (*goes_on)(void *self, size_t n_messages);
    void *watcher;
};

/* What the steps of a format see. They add to out; the walk writes it. */
struct writer {
    const struct document *document;
    struct str out;
    const struct chat *only; /* that there will be in this file, or NULL */
    const struct chat *chat;
    const struct session *session;
    const struct entry *entry;
    size_t item;                    /* of the chat */
    size_t before;                  /* the item written before it in this chat, or NO_ITEM */
    size_t n_chats, n_messages;     /* begun, all in all, in this file */
    size_t n_sessions;              /* begun in this chat */
    size_t n_session_messages;      /* begun in this session */
    int64_t day;                    /* local day of the message before, for the format's use */
    struct rich rich;               /* scratch, kept from message to message */
    struct str raw, clean;
    struct rows rows;
};

/* Steps left NULL write nothing. The counters count the present step in. */
struct format {
    const char *name, *help;
    const char *extension; /* of its files, with the dot */
    void (*begin)(struct writer *writer);
    void (*chat)(struct writer *writer);
    void (*session)(struct writer *writer);
    void (*message)(struct writer *writer);
    void (*session_end)(struct writer *writer);
    void (*chat_end)(struct writer *writer);
    void (*end)(struct writer *writer);
};

/* Formats of messages, and of lists of chats; each ends with NULL. */
extern const struct format *const document_formats[], *const list_formats[];
/* NULL when there is none of this name. */
const struct format *format_find(const struct format *const *formats, const char *name);

/* Adds one message as the format has it, without heads. */
void document_add_message(const struct document *document, const struct format *format,
                          const struct session *session, const struct entry *entry,
                          struct str *out);

/* What was written. */
struct written {
    size_t n_failed; /* chats and sessions that could not be loaded: noted in the log */
    size_t n_chats, n_messages;
};
/* False when the stream could not take everything; errno says why. */
bool document_write(const struct document *document, const struct format *format, FILE *to,
                    struct written *written);
/* The same into files, each of them a whole document. Ends with the outlet kept or dropped. */
bool document_save(const struct document *document, const struct format *format,
                   struct outlet *outlet, struct written *written, struct error *error);

#endif
