/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "source/decode.h"
#include "source/portal.h"
#include "source/shelved.h"

/*
 * The answers that messages lie in. What is read again and again would pile up: a sweep lets go
 * of those that no message lies in any more, each time twice as much has come as it left.
 */
enum { SWEEP_LEAST = 4 * 1024 * 1024 };

static int by_part(const void *a, const void *b)
{
    uint32_t x = ((const struct portal_text *)a)->part, y = ((const struct portal_text *)b)->part;
    return (x > y) - (x < y);
}

const struct portal_text *portal_text(const struct portal *portal, uint32_t part)
{
    struct portal_text key = {.part = part};
    if (portal->texts.n == 0)
        return NULL;
    return bsearch(&key, portal->texts.at, portal->texts.n, sizeof key, by_part);
}

static void mark(struct portal *portal, const struct session *session)
{
    struct portal_text *text = NULL;
    for (size_t i = 0; i < session->entries.n; i++) {
        const struct place *place = &session->entries.at[i].place;
        if (text == NULL || text->part != place->part)
            text = (struct portal_text *)portal_text(portal, place->part);
        if (text != NULL)
            text->in_use = true;
    }
}

static void sweep(struct portal *portal)
{
    const struct store *store = portal->source.store;
    size_t n = 0;
    for (size_t i = 0; i < store_n_chats(store); i++)
        for (size_t s = 0; s < store_chat_at(store, i)->sessions.n; s++)
            mark(portal, store_chat_at(store, i)->sessions.at[s]);
    portal->n_bytes = 0;
    for (size_t i = 0; i < portal->texts.n; i++) {
        struct portal_text text = portal->texts.at[i];
        if (!text.in_use) {
            call_body_drop(text.body);
            continue;
        }
        text.in_use = false;
        portal->n_bytes += text.text.size;
        portal->texts.at[n++] = text;
    }
    portal->texts.n = n;
    portal->n_bytes_kept = portal->n_bytes;
}

bool portal_take(struct portal *portal, const char *method, const struct call_answer *answer,
                 struct error *error)
{
    struct decoded decoded;
    if (portal->n_bytes > 2 * portal->n_bytes_kept + SWEEP_LEAST)
        sweep(portal);
    struct portal_text text = {.part = ++portal->last_part,
                               .body = call_body_hold(answer->body),
                               .text = answer->result};
    portal->n_bytes += text.text.size;
    vec_push(&portal->texts, text);
    bool done = decode_text(portal->source.store, method, text.part, text.text.at, text.text.size,
                            &decoded, error);
    portal->source.n_damaged += decoded.n_damaged;
    if (!done || decoded.n_messages == 0) {
        call_body_drop(text.body);
        portal->n_bytes -= text.text.size;
        portal->texts.n--;
    }
    return done;
}

bool portal_load(void *self, const struct entry *entry, struct message *message)
{
    const struct place *place = &entry->place;
    const struct portal_text *text;
    if (place->part == SHELVED_PART)
        return portal_shelf_message(self, entry, message);
    text = portal_text(self, place->part);
    if (text == NULL || place->offset > text->text.size ||
        place->size > text->text.size - place->offset)
        return false;
    return decode_message((struct json_slice){text->text.at + place->offset, place->size}, message);
}
