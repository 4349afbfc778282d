/* SPDX-License-Identifier: MIT */
#include "ui/reply.h"

#include <stdlib.h>
#include <string.h>

/*
 * Bytes of a terminal, whole and in pieces: the same keys, paste and answers; and what is left as
 * keys keeps the promises of the header.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

static void feed(struct reply *reply, const char *bytes, size_t size, size_t piece,
                 struct str *keys, struct str *pastes)
{
    for (size_t at = 0; at < size;) {
        size_t n = size - at < piece ? size - at : piece;

        at += reply_feed(reply, bytes + at, n, keys);
        require(reply->n_held <= REPLY_HELD && reply->paste.size <= REPLY_PASTE);
        require(reply->n_held == 0 || reply->held[0] == 27);
        if (reply->pasted) {
            str_add(pastes, str_text(&reply->paste), reply->paste.size);
            str_clear(&reply->paste);
            reply->pasted = false;
        }
    }
}

static void check_sequences(const struct str *keys)
{
    for (size_t i = 0; i + 1 < keys->size; i++)
        if (keys->text[i] == 27 && keys->text[i + 1] == '[') {
            size_t end = i + 2;

            while (end < keys->size && keys->text[end] >= ' ' && keys->text[end] < '@')
                end++;
            require(end == keys->size || end - i < REPLY_HELD);
        }
}

static int is_same(const struct str *one, const struct str *other)
{
    return one->size == other->size && memcmp(str_text(one), str_text(other), one->size) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str keys[2] = {{0}, {0}}, pastes[2] = {{0}, {0}};
    struct reply replies[2];

    for (int i = 0; i < 2; i++) {
        reply_init(&replies[i]);
        replies[i].awaits = size % 2;
        feed(&replies[i], (const char *)data, size, i ? 1 : size, &keys[i], &pastes[i]);
        if (reply_patience(&replies[i], 25) >= 0)
            reply_expire(&replies[i], &keys[i]);
        require(reply_patience(&replies[i], 25) < 0 && keys[i].size <= 3 * size);
        check_sequences(&keys[i]);
    }
    require(is_same(&keys[0], &keys[1]) && is_same(&pastes[0], &pastes[1]));
    require(replies[0].background == replies[1].background);
    require(replies[0].background >= -1 && replies[0].background <= 0xffffff);
    for (int i = 0; i < 2; i++) {
        reply_release(&replies[i]);
        str_release(&keys[i]);
        str_release(&pastes[i]);
    }
    return 0;
}
