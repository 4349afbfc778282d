/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_LENS_H
#define LAYOUT_LENS_H

#include "model/chat.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Which of a chat's items are shown, and as what: all of them, or those a filter
 * found, with runs of service lines collapsed and sessions folded into one row.
 * Without any of these a lens costs nothing; else it is one list, made in one pass
 * over the entries without parsing a message.
 * Invariant: pieces are in the order of the chat and do not overlap.
 */
enum piece_kind {
    PIECE_ITEM, /* one message */
    PIECE_RUN,  /* service lines, collapsed */
    PIECE_FOLD, /* a whole session */
};

struct piece {
    uint32_t item; /* the first item of the chat in it */
    uint32_t n;    /* how many it stands for */
    uint8_t kind;  /* enum piece_kind */
};

enum service_mode { SERVICE_ALL, SERVICE_COLLAPSED, SERVICE_GONE, SERVICE_MODES };

struct lens {
    const struct chat *chat;
    bool is_whole; /* every item is its own piece, and there is no list */
    VEC(struct piece) pieces;
};

/* What decides; each may be absent. */
struct lens_rule {
    enum service_mode service;
    /* Items a filter found, ascending; NULL: no filter. */
    const uint32_t *found;
    size_t n_found;
    bool (*is_folded)(void *self, const struct session *session);
    /* Runs of service lines shown line by line all the same, by their first. */
    bool (*is_open)(void *self, const struct entry *first);
    void *self;
};

void lens_set(struct lens *lens, const struct chat *chat, const struct lens_rule *rule);
void lens_release(struct lens *lens);
size_t lens_size(const struct lens *lens);
struct piece lens_piece(const struct lens *lens, size_t i);
/* The piece an item is in, or the nearest one before it; 0 when there is none. */
size_t lens_find(const struct lens *lens, size_t item);

/* Whether a piece has it: else a filter or H has left it out. */
bool lens_shows(const struct lens *lens, size_t item);

/* Whether H may hide it: a system line that is no session boundary, vote or warning. */
bool lens_is_service(const struct entry *entry);

#endif
