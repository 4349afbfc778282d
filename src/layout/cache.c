/* SPDX-License-Identifier: MIT */
#include "layout/cache.h"

#include <stdlib.h>

/* Some windows of one-row items; the item number chooses the slot. */
enum { SLOTS = 256 };

struct slot {
    struct rows rows;
    size_t item;
    int body;
    bool used;
};

struct cache {
    const struct look *look;
    const struct chat *chat;
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

void cache_set(struct cache *cache, const struct look *look, const struct chat *chat, int width)
{
    cache->look = look;
    cache->chat = chat;
    cache->width = width;
    for (size_t i = 0; i < SLOTS; i++)
        cache->slots[i].used = false;
}

const struct rows *cache_rows(struct cache *cache, size_t item, int *body)
{
    struct slot *slot = &cache->slots[item % SLOTS];

    if (!slot->used || slot->item != item) {
        message_layout(cache->look, cache->chat, item, cache->width, &slot->rows, &slot->body);
        slot->item = item;
        slot->used = true;
    }
    if (body)
        *body = slot->body;
    return &slot->rows;
}
