/* SPDX-License-Identifier: MIT */
/* Any bytes into a store, then every message loaded: what was found can be shown, and redacted. */
#include <stdint.h>
#include <stdlib.h>

#include "base/log.h"
#include "source/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct text {
    const char *bytes;
    size_t size;
};

static bool load(void *self, const struct entry *entry, struct message *message)
{
    const struct text *text = self;
    if (entry->place.offset > text->size || entry->place.size > text->size - entry->place.offset)
        abort();
    return decode_message(
        (struct json_slice){text->bytes + entry->place.offset, entry->place.size}, message);
}

static void forget(void *self, const char *sentence)
{
    (void)self;
    (void)sentence;
}

static void load_all(struct store *store)
{
    store_arrange(store, ORDER_TIME);
    for (size_t i = 0; i < store_n_chats(store); i++) {
        struct chat *chat = store_chat_at(store, i);
        for (size_t item = 0; item < chat->n_items; item++) {
            const struct session *session;
            const struct entry *entry = chat_item(chat, item, &session);
            if (store_message(store, session, entry)->raw == NULL)
                abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text text = {size != 0 ? (const char *)data : "", size};
    struct store *store = store_new();
    struct decoded decoded;
    struct error error = {0};
    store_set_source(store, &(struct store_source){.load = load, .self = &text});
    bool done = decode_text(store, "fuzz", 0, text.bytes, text.size, &decoded, &error);
    if (!done && (error.kind != ERROR_SOURCE || error.text[0] == '\0'))
        abort();
    load_all(store);
    store_set_redaction(store, REDACT_ALL);
    load_all(store);
    store_free(store);
    log_drain(forget, NULL);
    return 0;
}
