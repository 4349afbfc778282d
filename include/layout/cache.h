/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_CACHE_H
#define LAYOUT_CACHE_H

#include "layout/message.h"

/*
 * The laid-out pieces near the window. Whatever is dropped is laid out again when
 * it is asked for: the layout is the same cached or not.
 */
struct cache;

struct cache *cache_new(void);
void cache_free(struct cache *cache);
/* Forgets what was laid out for another chat, width or look. The lens is borrowed. */
void cache_set(struct cache *cache, const struct look *look, const struct lens *lens, int width);
/* The rows of a piece of the lens, borrowed until the next call; body as message_layout gives it,
 * may be NULL. */
const struct rows *cache_rows(struct cache *cache, size_t i, int *body);

#endif
