/* SPDX-License-Identifier: MIT */
#ifndef UI_REPLY_H
#define UI_REPLY_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What the terminal says of itself and what is pasted, taken out of the bytes it
 * sends; the rest are keys. Pure: no clock, no descriptor; any bytes, in pieces of
 * any size. Answers are: OSC 11 (background), DECRPM ?69 (margins), DA1 (the end
 * mark: asked last). Other answers are dropped.
 * Contract for the reader of the keys: control sequences in them are whole and
 * short, no byte of 80–9F begins a character, and an Esc before something that was
 * taken out is followed by U+FFFD, so that it is no Alt for what comes after it.
 */
enum {
    REPLY_HELD = 64,        /* the longest sequence that is looked at */
    REPLY_PASTE = 1 << 20,  /* bytes of a paste that are kept */
};

struct reply {
    char held[REPLY_HELD]; /* begins with Esc; what it becomes is not known yet */
    size_t n_held;
    bool is_late;  /* that Esc was already given as a key */
    bool is_alt;   /* the last of the keys is an Esc that may be the Alt of the next */
    int utf8_left; /* bytes that the character begun still wants */
    bool pasting;
    size_t paste_end; /* bytes of the paste's end that were seen */
    struct str paste;
    bool pasted;   /* a paste is whole: take it, set this to false, go on feeding */
    bool awaits;   /* questions were asked and the end mark has not come */
    bool begun;    /* one of them was answered */
    int32_t background; /* 0xrrggbb; -1: not told */
    bool has_margins;
};

void reply_init(struct reply *reply);
void reply_release(struct reply *reply);
/* Takes bytes, adds the keys among them. Gives how many were taken: fewer only when a paste has
 * ended. */
size_t reply_feed(struct reply *reply, const char *bytes, size_t size, struct str *keys);
/* Milliseconds of silence after which to call reply_expire; -1: nothing is held. escape: the same
 * for a lone Esc. */
int reply_patience(const struct reply *reply, int escape);
/* What is held will not go on: it was a key after all, or is dropped. */
void reply_expire(struct reply *reply, struct str *keys);

#endif
