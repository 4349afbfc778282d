/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FUZZ_DOCUMENT_H
#define TESTS_FUZZ_DOCUMENT_H

#include "export/document.h"

#include <stdlib.h>
#include <string.h>

/* A chat of one message whose text, sender and chat are called by the fuzzer's bytes. */
static const char *document_bytes;

static inline bool document_load(void *self, const struct entry *entry, struct message *message)
{
    (void)self;
    (void)entry;
    message->raw = mem_copy_text(document_bytes);
    return true;
}

static inline struct store *document_store(const char *bytes)
{
    struct store *store = store_new();
    struct chat *chat = store_chat(store, 21);
    struct user *user = store_user(store, 450);

    document_bytes = bytes;
    free(chat->name);
    chat->name = mem_copy_text(bytes);
    free(user->name);
    user->name = mem_copy_text(bytes);
    vec_push(&chat_session(chat, 921)->entries,
             (struct entry){.id = 1, .sender = 450, .class = CLASS_MESSAGE, .listed = UINT32_MAX});
    store_set_source(store, &(struct store_source){.load = document_load});
    store_arrange(store, ORDER_TIME);
    return store;
}

/* The document as a text of the caller's own. */
__attribute__((noinline, unused)) static char *document_text(const uint8_t *data, size_t size, const char *format)
{
    char *bytes = mem_copy((const char *)data, size);
    struct store *store = document_store(bytes);
    struct document document = {.look = {.store = store}, .width = 60};
    struct written written;
    char *text;
    size_t text_size;
    FILE *to = open_memstream(&text, &text_size);

    if (!to || !document_write(&document, format_find(document_formats, format), to, &written))
        abort();
    fclose(to);
    store_free(store);
    free(bytes);
    return text;
}

static inline void require(int truth)
{
    if (!truth)
        abort();
}

#endif
