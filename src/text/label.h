/* SPDX-License-Identifier: MIT */
#ifndef TEXT_LABEL_H
#define TEXT_LABEL_H

#include "text/markup.h"

/*
 * Labels: what a reader can follow or press. Open ones are a stack; closing one
 * ends those opened inside it.
 */
enum label_kind {
    LABEL_URL,
    LABEL_USER,
    LABEL_CHAT,
    LABEL_CONTEXT,
    LABEL_CALL,
    LABEL_BUTTON_PUT,
    LABEL_BUTTON_SEND,
    LABEL_IMAGE,
    LABEL_KINDS
};

struct label {
    enum label_kind kind;
    int role;         /* enum role, or -1: that of the text around */
    uint32_t link;    /* index + 1; 0: none */
    size_t start;     /* where its text begins in out */
    size_t n_links;   /* that out had before it */
    bool captures;    /* its text is its target */
    bool refused;     /* its tag stayed as typed, and so does the one that closes it */
    bool replace;     /* the current name instead of the text */
    int64_t id;       /* of a user or chat; -1: none */
    struct piece arg; /* shown when there is no text */
};

/* False: the tag stays as typed. */
bool label_open(struct markup *markup, int kind, struct piece arg);
/* A tag of this kind stayed as typed. Then, once, for its end: true when that stays as well. */
void label_refuse(struct markup *markup, int kind);
bool label_is_refused(struct markup *markup, int kind);
/* Nothing happens when none of the kind is open. */
void label_close(struct markup *markup, int kind);
/* At the end of the message: those not terminated. */
void label_close_all(struct markup *markup);

#endif
