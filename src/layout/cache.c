/* SPDX-License-Identifier: MIT */
#include "layout/cache.h"

#include <stdlib.h>

/* Some windows of one-row pieces; the number of the piece chooses the slot. */
enum { SLOTS = 256 };

struct slot {
    struct rows rows;
    size_t i;
    int body;
    bool used;
};

struct cache {
    const struct look *look;
    const struct lens *lens;
    int width;
    struct slot slots[SLOTS];
};

struct cache *cache_new(void)
{
    return mem_zero(1, sizeof(struct cache));
}

void cache_free(struct cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        rows_release(&cache->slots[i].rows);
    free(cache);
}

void cache_set(struct cache *cache, const struct look *look, const struct lens *lens, int width)
{
    cache->look = look;
    cache->lens = lens;
    cache->width = width;
    for (size_t i = 0; i < SLOTS; i++)
        cache->slots[i].used = false;
}

static size_t last_item(const struct lens *lens, size_t i)
{
    struct piece piece = lens_piece(lens, i);

    return piece.item + piece.n - 1;
}

static void fill(struct cache *cache, size_t i, struct slot *slot)
{
    message_layout(cache->look, cache->lens->chat, lens_piece(cache->lens, i),
                   i ? last_item(cache->lens, i - 1) : NO_ITEM, cache->width, &slot->rows,
                   &slot->body);
    slot->i = i;
    slot->used = true;
}

const struct rows *cache_rows(struct cache *cache, size_t i, int *body)
{
    struct slot *slot = &cache->slots[i % SLOTS];

    if (!slot->used || slot->i != i)
        fill(cache, i, slot);
    if (body)
        *body = slot->body;
    return &slot->rows;
}
