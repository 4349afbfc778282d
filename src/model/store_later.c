/* SPDX-License-Identifier: MIT */
/* What a store does not have yet: wanted, come, forgotten. */
#include "model/store_parts.h"

#include <stdlib.h>

bool store_is_at_hand(const struct store *store)
{
    return !store->source.wait;
}

void store_touch(struct store *store, struct chat *chat)
{
    if (!chat->touched)
        vec_push(&store->touched, chat);
    chat->touched = true;
}

/* As it was before, except around what was touched. */
static bool is_in_order(const struct store *store)
{
    struct chat **list = store->list.at;

    for (size_t i = 1; i < store->list.n; i++)
        if ((list[i - 1]->touched || list[i]->touched) && store_compare(store, i - 1, i) > 0)
            return false;
    return true;
}

bool store_settle(struct store *store)
{
    if (!store->touched.n)
        return false;
    for (size_t i = 0; i < store->touched.n; i++) {
        store_arrange_chat(store, store->touched.at[i]);
        store->touched.at[i]->touched = true;
    }
    if (!store->sorted || !is_in_order(store))
        store_sort_chats(store, store->sorted);
    for (size_t i = 0; i < store->touched.n; i++)
        store->touched.at[i]->touched = false;
    store->touched.n = 0;
    return true;
}

void store_settle_chat(struct store *store, const struct chat *chat)
{
    if (chat->touched)
        store_arrange_chat(store, (struct chat *)chat);
}

void store_swap(struct store *store, struct store *other)
{
    struct redaction *redaction = store_take_redaction(store);
    struct store swap = *store;

    *store = *other;
    *other = swap;
    store->order = swap.order;
    store->sorted = swap.sorted;
    store->shows = swap.shows;
    store->shows_self = swap.shows_self;
    store_put_redaction(store, redaction);
    for (size_t i = 0; i < store->list.n; i++)
        store_touch(store, store->list.at[i]);
}

static enum load_state *state_of(struct chat *chat, struct session *session)
{
    return session ? &session->state : &chat->state;
}

static char **failure_of(struct chat *chat, struct session *session)
{
    return session ? &session->failure : &chat->failure;
}

static void forget_failure(struct chat *chat, struct session *session)
{
    char **failure = failure_of(chat, session);

    free(*failure);
    *failure = NULL;
}

/* Everything is the store's own: whoever asks only holds it const. */
void store_want(struct store *store, const struct chat *chat, const struct session *session)
{
    enum load_state *state = state_of((struct chat *)chat, (struct session *)session);

    if ((*state != LOAD_NONE && *state != LOAD_FAILED) || !store->source.want)
        return;
    *state = LOAD_PENDING;
    forget_failure((struct chat *)chat, (struct session *)session);
    store->source.want(store->source.self, (struct chat *)chat, (struct session *)session);
}

void store_fetch(struct store *store, const struct chat *chat, const struct session *session)
{
    const enum load_state *state = state_of((struct chat *)chat, (struct session *)session);

    store_want(store, chat, session);
    while (*state == LOAD_PENDING && store->source.wait && store->source.wait(store->source.self))
        ;
    store_arrange_chat(store, (struct chat *)chat);
}

static bool forgive(struct chat *chat, struct session *session)
{
    enum load_state *state = state_of(chat, session);
    bool had_failed = *state == LOAD_FAILED || *failure_of(chat, session);

    if (*state == LOAD_FAILED)
        *state = LOAD_NONE;
    forget_failure(chat, session);
    return had_failed;
}

void store_forgive(struct store *store)
{
    for (size_t i = 0; i < store->list.n; i++) {
        struct chat *chat = store->list.at[i];
        bool changed = forgive(chat, NULL);

        for (size_t s = 0; s < chat->sessions.n; s++)
            changed |= forgive(chat, chat->sessions.at[s]);
        if (changed)
            store_touch(store, chat);
    }
}

void store_forget(struct store *store, const struct chat *chat, const struct session *only)
{
    if (!store->source.want)
        return;
    for (size_t i = 0; i < chat->sessions.n; i++) {
        struct session *session = chat->sessions.at[i];

        if (session->state == LOAD_DONE && session->id && (!only || session == only))
            session_unload(session);
    }
    store_arrange_chat(store, (struct chat *)chat);
}

/* While redaction is on, it holds on to texts of sessions. */
void store_unlist(struct store *store, const struct chat *borrowed)
{
    struct chat *chat = (struct chat *)borrowed;

    store_forget(store, chat, NULL);
    if (!store->source.want || !store_is_at_hand(store) || store->redaction ||
        chat->state != LOAD_DONE)
        return;
    for (size_t i = 0; i < chat->sessions.n; i++)
        session_free(chat->sessions.at[i]);
    vec_release(&chat->sessions);
    vec_release(&chat->starts);
    chat->state = LOAD_NONE;
    store_arrange_chat(store, chat);
}

void store_set_filter(struct store *store, store_shows_fn *shows, void *self)
{
    store->shows = shows;
    store->shows_self = self;
    for (size_t i = 0; i < store->list.n; i++)
        store->list.at[i]->is_left_out = shows && !shows(self, store->list.at[i]);
    store_sort_chats(store, store->sorted);
}

size_t store_n_shown(const struct store *store)
{
    size_t from = 0, to = store->list.n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (store->list.at[middle]->is_left_out)
            to = middle;
        else
            from = middle + 1;
    }
    return from;
}
