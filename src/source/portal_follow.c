/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "source/listing.h"
#include "source/portal.h"
#include "source/walk.h"

/*
 * Following a chat by looking (portal-api.md 10): its card says whether a message came or a session
 * began, at the price of one small request; then, and every few looks for edits and deletions, the
 * session is read again. What stays quiet is looked at less and less often.
 */
enum {
    SOON = 5 * 1000,      /* ms between two looks */
    SELDOM = 60 * 1000,
    QUIET = 6,            /* looks without news until the time between them doubles */
    WHOLE_EVERY = 6,      /* looks until the session is read again without a reason */
};

static void look(void *self);

static void look_later(struct portal *portal)
{
    if (portal->follow.n_quiet != 0 && portal->follow.n_quiet % QUIET == 0 &&
        portal->follow.interval < SELDOM)
        portal->follow.interval *= 2;
    portal->follow.timer = loop_after(portal->loop, portal->follow.interval, look, portal);
}

void portal_follow_result(struct portal *portal, bool changed)
{
    if (portal->follow.chat == 0)
        return;
    portal->follow.n_quiet = changed ? 0 : portal->follow.n_quiet + 1;
    if (changed)
        portal->follow.interval = SOON;
    look_later(portal);
}

static int64_t member(struct json_slice card, const char *word)
{
    const char *const words[] = {word, NULL};
    struct json_slice value;
    slice_fields(card, words, &value);
    return json_slice_id(value, 0);
}

/* Whether the card says another thing than at the last look. */
static bool has_news(struct portal *portal, struct json_slice card, const struct chat *chat)
{
    int64_t last = member(card, "lastmessageid"), n = member(card, "messagecount");
    bool news = last != portal->follow.last_message || n != portal->follow.n_messages ||
                (chat->active_session != 0 && chat->active_session != portal->follow.session);
    portal->follow.last_message = last;
    portal->follow.n_messages = n;
    return news;
}

static void take_card(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct store *store = portal->source.store;
    const struct chat *chat = store_find_chat(store, errand->chat);
    bool is_first = portal->follow.last_message == 0;
    struct error error;
    portal_end(errand);
    if (portal->follow.chat == 0 || chat == NULL)
        return;
    if (answer->fault != FAULT_NONE ||
        !portal_take(portal, "imopenlines.dialog.get", answer, &error)) {
        portal_follow_result(portal, false);
        return;
    }
    bool news = has_news(portal, answer->result, chat);
    if (chat->active_session != 0 && chat->active_session != portal->follow.session) {
        portal->follow.session = chat->active_session;
        listing_session(store, chat->id, chat->active_session);
        portal_follow_result(portal, true);
    } else if ((news && !is_first) || portal->follow.n_quiet % WHOLE_EVERY == WHOLE_EVERY - 1) {
        portal_refresh(portal, chat->id, portal->follow.session);
    } else {
        portal_follow_result(portal, false);
    }
}

static void look(void *self)
{
    struct portal *portal = self;
    struct str params = {0};
    portal->follow.timer = 0;
    str_addf(&params, "{\"CHAT_ID\":%" PRId64 "}", portal->follow.chat);
    portal_ask(portal,
               &(struct call){.method = "imopenlines.dialog.get",
                              .params = str_text(&params),
                              .priority = CALL_BACKGROUND,
                              .batchable = true,
                              .done = take_card},
               portal->follow.chat, 0);
    str_release(&params);
}

static int64_t newest_session(const struct chat *chat)
{
    for (size_t i = chat->sessions.n; i-- > 0;)
        if (chat->sessions.at[i]->id != 0 && chat->sessions.at[i]->state == LOAD_DONE)
            return chat->sessions.at[i]->id;
    return 0;
}

void portal_follow_stop(struct portal *portal)
{
    loop_cancel(portal->loop, portal->follow.timer);
    portal->follow.timer = 0;
    portal->follow.chat = portal->follow.session = 0;
    portal->follow.last_message = portal->follow.n_messages = 0;
    portal->follow.n_quiet = 0;
}

bool portal_follow(struct source *source, int64_t chat_id)
{
    struct portal *portal = (struct portal *)source;
    const struct chat *chat = store_find_chat(source->store, chat_id);
    if (chat_id == portal->follow.chat)
        return true;
    portal_follow_stop(portal);
    if (chat == NULL || newest_session(chat) == 0)
        return chat_id == 0;
    portal->follow.chat = chat_id;
    portal->follow.session = newest_session(chat);
    portal->follow.interval = SOON;
    look_later(portal);
    return true;
}
