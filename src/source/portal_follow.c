/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/words.h"
#include "source/listing.h"
#include "source/portal.h"
#include "source/walk.h"

/*
 * Following a chat by looking (portal-api.md 10): its card says whether a message came or a session
 * began, at the price of one small request; then, and every few looks instead of it for edits and
 * deletions, the session is read again; where the card may not be seen it is the other way round.
 * What stays quiet is looked at less and less often.
 */
enum {
    SOON = 5 * 1000,      /* ms between two looks */
    SELDOM = 60 * 1000,
    QUIET = 6,            /* looks without news until the time between them doubles */
    WHOLE_EVERY = 6,      /* looks until the session is read again without a reason */
    UNREAD = -1,          /* no message: what the card told of was not read */
};

static void look(void *self);

static void look_later(struct portal *portal)
{
    if (portal->follow.n_quiet != 0 && portal->follow.n_quiet % QUIET == 0)
        portal->follow.interval *= 2;
    if (portal->follow.interval > SELDOM)
        portal->follow.interval = SELDOM;
    portal->follow.timer =
        loop_after(portal->loop, portal_ms(portal, portal->follow.interval), look, portal);
}

void portal_follow_failed(struct portal *portal)
{
    portal->follow.last_message = UNREAD;
    portal_follow_result(portal, false);
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

static int64_t newest_message(const struct chat *chat)
{
    int64_t newest = 0;
    for (size_t s = 0; s < chat->sessions.n; s++) {
        const struct session *session = chat->sessions.at[s];
        for (size_t i = 0; session->state == LOAD_DONE && i < session->entries.n; i++)
            if (session->entries.at[i].id > newest)
                newest = session->entries.at[i].id;
    }
    return newest;
}

/* Whether the card says another thing than at the last look; at the first, than what was read. */
static bool has_news(struct portal *portal, struct json_slice card, const struct chat *chat)
{
    int64_t last = member(card, "lastmessageid"), n = member(card, "messagecount");
    bool news = portal->follow.last_message == 0
                    ? last > newest_message(chat)
                    : last != portal->follow.last_message || n != portal->follow.n_messages;
    portal->follow.last_message = last;
    portal->follow.n_messages = n;
    return news;
}

/* The one before is read once more: it has ended meanwhile. */
static void begin_session(struct portal *portal, const struct chat *chat)
{
    int64_t before = portal->follow.session;
    struct session *session =
        listing_session(portal->source.store, chat->id, chat->active_session);
    portal->follow.session = session->id;
    store_want(portal->source.store, chat, session);
    portal_refresh(portal, chat->id, before);
}

static void take_card(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    const struct chat *chat = store_find_chat(portal->source.store, errand->chat);
    struct error error;
    portal_end(errand);
    if (portal->follow.chat == 0 || chat == NULL)
        return;
    if (answer->fault != FAULT_NONE ||
        !portal_take(portal, "imopenlines.dialog.get", answer, &error)) {
        portal_follow_result(portal, false);
        return;
    }
    store_chat(portal->source.store, chat->id)->has_no_card = false;
    bool news = has_news(portal, answer->result, chat);
    if (chat->active_session != 0 && chat->active_session != portal->follow.session)
        begin_session(portal, chat);
    else if (news)
        portal_refresh(portal, chat->id, portal->follow.session);
    else
        portal_follow_result(portal, false);
}

static void look(void *self)
{
    struct portal *portal = self;
    const struct chat *chat = store_find_chat(portal->source.store, portal->follow.chat);
    struct str params = {0};
    bool is_sixth = portal->follow.n_quiet % WHOLE_EVERY == WHOLE_EVERY - 1;
    portal->follow.timer = 0;
    if (is_sixth != (chat != NULL && chat->has_no_card)) {
        portal_refresh(portal, portal->follow.chat, portal->follow.session);
        return;
    }
    str_addf(&params, "{\"CHAT_ID\":%" PRId64 "}", portal->follow.chat);
    portal_ask(portal,
               &(struct call){.method = "imopenlines.dialog.get",
                              .params = str_text(&params),
                              .priority = CALL_BACKGROUND,
                              .batchable = true,
                              .done = take_card},
               portal->follow.chat, 0)
        ->is_watch = true;
    str_release(&params);
}

static int64_t newest_session(const struct chat *chat)
{
    for (size_t i = chat->sessions.n; i-- > 0;)
        if (chat->sessions.at[i]->id != 0)
            return chat->sessions.at[i]->id;
    return 0;
}

static bool drop_looks(struct portal *portal)
{
    bool any = false;
    for (struct errand *errand = portal->errands, *next; errand != NULL; errand = next) {
        next = errand->next;
        if (!errand->is_watch)
            continue;
        any = true;
        call_cancel(portal->calls, errand->number);
        portal_end(errand);
    }
    return any;
}

bool portal_follow_pause(struct portal *portal)
{
    struct calls_wait wait_now;
    calls_waiting(portal->calls, &wait_now);
    if (wait_now.why == NULL || !drop_looks(portal))
        return false;
    portal_set_failure(&portal->stale, _("following was stopped; R goes on with it"));
    return true;
}

void portal_follow_anew(struct portal *portal)
{
    int64_t chat = portal->follow.chat;
    portal_follow_stop(portal);
    portal_follow(&portal->source, chat);
}

void portal_follow_stop(struct portal *portal)
{
    drop_looks(portal);
    portal_set_failure(&portal->stale, NULL);
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
