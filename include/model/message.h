/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MESSAGE_H
#define MODEL_MESSAGE_H

#include "base/vec.h"
#include "base/words.h"
#include "model/attach.h"
#include "text/rich.h"
#include "text/when.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Classes of messages (cli.md; portal-api.md 8.1). One row: name, the word of
 * cli.md, the token of the portal's class list that makes it (NULL: no token),
 * role, glyph of the gutter and its ASCII fallback, what it is.
 * A class list is space separated; the first row whose token it holds wins.
 */
#define CLASSES(CLASS)                                                                             \
    CLASS(VOTE, "vote", "bx-messenger-content-item-vote", VOTE, "★", "*", N_("request to rate"))   \
    CLASS(START, "start", "bx-messenger-content-item-ol-start", START, "▸", ">",                   \
          N_("start of a session"))                                                                \
    CLASS(END, "end", "bx-messenger-content-item-ol-end", END, "■", "#", N_("end of a session"))   \
    CLASS(ATTENTION, "attention", "bx-messenger-content-item-ol-attention", ATTENTION, "!", "!",   \
          N_("a warning for operators only"))                                                      \
    CLASS(OUTPUT, "output", "bx-messenger-content-item-ol-output", OUTPUT, "↗", "^",               \
          N_("automatic text sent to the client"))                                                 \
    CLASS(HIDDEN, "hidden", "bx-messenger-content-item-system", HIDDEN, "∅", "0",                  \
          N_("not shown to the client"))                                                           \
    CLASS(SERVICE, "service", NULL, SYSTEM, "·", ".", N_("a system line"))                         \
    CLASS(MESSAGE, "message", NULL, TEXT, "", "", N_("written by a person or a bot"))

enum message_class {
#define CLASS(name, word, token, role, glyph, ascii, help) CLASS_##name,
    CLASSES(CLASS)
#undef CLASS
        CLASS_COUNT
};

struct class_row {
    const char *word, *token;
    enum role role;
    const char *glyph, *ascii, *help;
};
extern const struct class_row class_table[CLASS_COUNT];

/* The class of a message with this class list (may be empty) and sender; 0 is the system. */
enum message_class message_classify(const char *classes, size_t size, int64_t sender);

/* Flags of cli.md, words in this order. */
#define FLAGS(FLAG)                                                                                \
    FLAG(EDITED, "edited", 1)                                                                      \
    FLAG(DELETED, "deleted", 2)                                                                    \
    FLAG(MISSING, "missing", 4)   /* listed in usersMessage, not delivered */                      \
    FLAG(UNLISTED, "unlisted", 8) /* delivered, not listed */                                      \
    FLAG(REPAIRED, "repaired", 16)

enum message_flag {
#define FLAG(name, word, bit) MESSAGE_##name = bit,
    FLAGS(FLAG)
#undef FLAG
};

struct flag_row {
    const char *word;
    unsigned bit;
};
extern const struct flag_row flag_table[]; /* ends with bit 0 */

/* Where the source keeps a message; the model only hands it back to the source. */
struct place {
    uint64_t offset;
    uint32_t size;
    uint32_t part; /* which text of the source */
};

/* What is known of every message without parsing it. Kept small: there may be millions. */
struct entry {
    int64_t id;
    int64_t time; /* Unix seconds; WHEN_NONE: no date */
    int64_t sender;
    struct place place;
    uint32_t listed; /* position in usersMessage, from 0; UINT32_MAX: not listed */
    int16_t offset;  /* minutes east of UTC, as written */
    uint8_t class;   /* enum message_class */
    uint8_t flags;   /* enum message_flag */
};

/* The placeholder of a session's messages that are not loaded. */
static inline bool entry_is_gap(const struct entry *entry)
{
    return entry->id == 0;
}

struct button {
    char *text, *link; /* link may be NULL */
    bool newline;      /* a row of its own begins: text is empty then */
};

/* A message parsed for someone who looks at it. Strings are as received, never NULL unless said. */
struct message {
    int64_t id, chat, session, sender;
    struct when when;
    char *date; /* as received */
    char *raw;  /* BBCode as received; when the portal sent none, made from textlegacy */
    char *classes;
    char *component;
    char *params; /* strict JSON, as received but for repairs; "{}" when none. For export only. */
    char *name;   /* shown under another name (params.name), or NULL */
    enum message_class class;
    unsigned flags;
    int vote_head, vote_user; /* 1–5; 0: not rated */
    VEC(struct attach) attaches;
    VEC(struct button) buttons;
    VEC(int64_t) files;
    VEC(int64_t) likes;
};

/* Frees what it holds; the struct is zero afterwards. */
void message_release(struct message *message);

#endif
