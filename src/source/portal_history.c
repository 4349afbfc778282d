/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/words.h"
#include "source/decode.h"
#include "source/listing.h"
#include "source/portal.h"
#include "source/walk.h"

/* Most bytes of a session's history: it comes whole (portal-api.md 1.1). */
enum { HISTORY_LIMIT = 64 * 1024 * 1024, NAMES_AFTER = 20 /* ms, for more of them to gather */ };

/* --- names ------------------------------------------------------------------------------------ */

/* Who was nobody known may be no operator. */
static void rearrange(struct store *store, struct chat *chat)
{
    for (size_t i = 0; i < chat->sessions.n; i++)
        chat->sessions.at[i]->arranged = false;
    if (chat->state == LOAD_DONE)
        store_touch(store, chat);
}

static void take_names(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct store *store = portal->source.store;
    portal_end(errand);
    if (answer->fault != FAULT_NONE) {
        portal->names.refused |= answer->fault == FAULT_DENIED || answer->fault == FAULT_ABSENT;
        return;
    }
    decode_users(store, "im.user.list.get", answer->result);
    for (size_t i = 0; i < store_n_chats(store); i++)
        rearrange(store, store_chat_at(store, i));
}

static void ask_names(void *self)
{
    struct portal *portal = self;
    struct str params = {0};
    size_t n = portal->names.ids.n < NAMES_AT_ONCE ? portal->names.ids.n : NAMES_AT_ONCE;
    portal->names.timer = 0;
    str_add_text(&params, "{\"ID\":[");
    for (size_t i = 0; i < n; i++)
        str_addf(&params, "%s%" PRId64, i != 0 ? "," : "", portal->names.ids.at[i]);
    str_add_text(&params, "]}");
    for (size_t i = n; i < portal->names.ids.n; i++)
        portal->names.ids.at[i - n] = portal->names.ids.at[i];
    portal->names.ids.n -= n;
    portal_ask(portal,
               &(struct call){.method = "im.user.list.get",
                              .params = str_text(&params),
                              .priority = CALL_PERSON,
                              .batchable = true,
                              .done = take_names},
               0, 0);
    str_release(&params);
    if (portal->names.ids.n != 0)
        portal->names.timer = loop_after(portal->loop, NAMES_AFTER, ask_names, portal);
}

static bool is_named(struct portal *portal, int64_t id)
{
    const struct user *user = store_find_user(portal->source.store, id);
    bool named = user != NULL && user->name[0] != '\0';
    for (size_t i = 0; !named && i < portal->names.asked.n; i++)
        named = portal->names.asked.at[i] == id;
    return named;
}

void portal_want_name(struct portal *portal, int64_t id)
{
    if (id <= 0 || portal->names.refused || is_named(portal, id))
        return;
    vec_push(&portal->names.asked, id);
    vec_push(&portal->names.ids, id);
    if (portal->names.timer == 0)
        portal->names.timer = loop_after(portal->loop, NAMES_AFTER, ask_names, portal);
}

bool portal_stop_names(struct portal *portal)
{
    if (portal->names.timer == 0)
        return false;
    loop_cancel(portal->loop, portal->names.timer);
    portal->names.timer = 0;
    portal->names.ids.n = 0;
    return true;
}

void portal_forget_names(struct portal *portal)
{
    portal->names.asked.n = 0;
    portal->names.refused = false;
}

static void want_operators(struct portal *portal, const struct session *session)
{
    for (size_t i = 0; i < session->operators.n; i++)
        portal_want_name(portal, session->operators.at[i]);
}

static void want_names(struct portal *portal, const struct session *session)
{
    for (size_t i = 0; i < session->entries.n; i++)
        portal_want_name(portal, session->entries.at[i].sender);
    want_operators(portal, session);
}

/* --- histories -------------------------------------------------------------------------------- */

static struct session *find_session(const struct portal *portal, int64_t chat_id, int64_t id)
{
    const struct chat *chat = store_find_chat(portal->source.store, chat_id);
    return chat != NULL ? chat_find_session(chat, id) : NULL;
}

static void fail(struct portal *portal, const struct errand *errand, const char *sentence)
{
    struct session *session = find_session(portal, errand->chat, errand->session);
    if (session == NULL || session->state == LOAD_DONE)
        return;
    session->state = LOAD_FAILED;
    portal_set_failure(&session->failure, sentence);
    store_touch(portal->source.store, store_chat(portal->source.store, errand->chat));
}

/* A session that is not loaded, unless it is all there is of the chat. */
static void drop(struct portal *portal, int64_t chat_id, int64_t session)
{
    struct chat *chat = store_chat(portal->source.store, chat_id);
    struct session *dropped = chat_find_session(chat, session);
    if (dropped == NULL || dropped->state == LOAD_DONE || chat->sessions.n == 1)
        return;
    dropped->is_dropped = true;
    store_touch(portal->source.store, chat);
}

/* The answer is of another chat: what a list told was no session of this one. The chat itself is
 * asked instead. */
static void drop_stranger(struct portal *portal, const struct errand *errand)
{
    listing_session(portal->source.store, errand->chat, 0);
    drop(portal, errand->chat, errand->session);
}

static void take_history(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct error error;
    if (answer->fault != FAULT_NONE) {
        fail(portal, errand, answer->error.text);
    } else if (!portal_take(portal, "imopenlines.session.history.get", answer, &error)) {
        fail(portal, errand, error.text);
    } else {
        struct session *session = find_session(portal, errand->chat, errand->session);
        portal_shelf_put(portal, errand->session, answer);
        if (errand->session == 0)
            drop(portal, errand->chat, 0);
        else if (session != NULL && session->state == LOAD_PENDING)
            drop_stranger(portal, errand);
        else if (session != NULL)
            want_names(portal, session);
    }
    portal_end(errand);
}

/* The chat is told by the answer; a new one is at the end of the list, and its card not here. */
static void take_found(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct error error = answer->error;
    size_t n = store_n_chats(portal->source.store);
    if (answer->fault != FAULT_NONE ||
        !portal_take(portal, "imopenlines.session.history.get", answer, &error))
        portal_set_failure(&portal->not_found, error.text);
    else if (store_n_chats(portal->source.store) > n)
        store_chat_at(portal->source.store, n)->state = LOAD_NONE;
    portal_end(errand);
}

static struct errand *ask_history(struct portal *portal, int64_t chat, int64_t session,
                                  call_done_fn *done, enum call_priority priority)
{
    struct errand *errand;
    struct str params = {0};
    if (session != 0)
        str_addf(&params, "{\"SESSION_ID\":%" PRId64 "}", session);
    else
        str_addf(&params, "{\"CHAT_ID\":%" PRId64 "}", chat);
    errand = portal_ask(portal,
                        &(struct call){.method = "imopenlines.session.history.get",
                                       .params = str_text(&params),
                                       .priority = priority,
                                       .limit = HISTORY_LIMIT,
                                       .batchable = true,
                                       .done = done},
                        chat, session);
    str_release(&params);
    return errand;
}

void portal_open_session(struct portal *portal, int64_t session)
{
    ask_history(portal, 0, session, take_found, CALL_PERSON)->is_sought = true;
}

/* All of the chat that would be asked for in its stead at once. */
static void stop_sessions(struct chat *chat)
{
    for (size_t i = 0; i < chat->sessions.n; i++)
        if (chat->sessions.at[i]->state == LOAD_NONE)
            portal_set_failure(&chat->sessions.at[i]->failure, _("cancelled; Enter asks again"));
}

void portal_give_up(struct portal *portal, const struct errand *errand, enum load_state state)
{
    struct chat *chat = (struct chat *)store_find_chat(portal->source.store, errand->chat);
    struct session *session = find_session(portal, errand->chat, errand->session);
    bool failed = state == LOAD_FAILED;
    if (session != NULL && session->state == LOAD_PENDING) {
        session->state = LOAD_NONE;
        if (failed)
            stop_sessions(chat);
        store_touch(portal->source.store, chat);
    } else if (chat != NULL && chat->state == LOAD_PENDING) {
        chat->state = state;
        portal_set_failure(&chat->failure, failed ? _("cancelled; R asks again") : NULL);
        store_touch(portal->source.store, chat);
    }
}

/* --- what has changed ------------------------------------------------------------------------- */

struct print {
    size_t n;
    uint64_t hash;
};

static uint64_t mix(uint64_t hash, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    return hash;
}

/* Of all that the messages in one answer are made of, in any order. */
static struct print print_of(const struct portal *portal, const struct session *session,
                             uint32_t part)
{
    const struct portal_text *text = portal_text(portal, part);
    struct print print = {0, 0};
    for (size_t i = 0; text != NULL && i < session->entries.n; i++) {
        const struct place *place = &session->entries.at[i].place;
        if (place->part != part)
            continue;
        print.n++;
        print.hash += mix(0xcbf29ce484222325u, text->text.at + place->offset, place->size);
    }
    return print;
}

/* Of the answer read last. */
static uint32_t last_part(const struct session *session)
{
    uint32_t last = 0;
    for (size_t i = 0; i < session->entries.n; i++)
        if (session->entries.at[i].place.part > last)
            last = session->entries.at[i].place.part;
    return last;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Entries of the answer before that the new one no longer lists. */
static void mark_deleted(struct session *session, uint32_t part)
{
    VEC(int64_t) here = {0};
    for (size_t i = 0; i < session->entries.n; i++)
        if (session->entries.at[i].place.part == part)
            vec_push(&here, session->entries.at[i].id);
    if (here.n != 0)
        qsort(here.at, here.n, sizeof *here.at, by_number);
    for (size_t i = 0; here.n != 0 && i < session->entries.n; i++)
        if (bsearch(&session->entries.at[i].id, here.at, here.n, sizeof *here.at, by_number) ==
            NULL)
            session->entries.at[i].flags |= MESSAGE_DELETED;
    vec_release(&here);
}

/* Instead of what the answer before listed. False: it cannot be read, and that stays. */
static bool take_anew(struct portal *portal, struct session *session,
                      const struct call_answer *answer, bool *changed, struct error *error)
{
    struct print before = print_of(portal, session, last_part(session)), after;
    size_t n_listed = session->listed.n;
    session->listed.n = 0;
    if (!portal_take(portal, "imopenlines.session.history.get", answer, error)) {
        session->listed.n = n_listed;
        return false;
    }
    mark_deleted(session, portal->last_part);
    after = print_of(portal, session, portal->last_part);
    *changed = before.n != after.n || before.hash != after.hash;
    want_names(portal, session);
    return true;
}

static void take_again(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    bool is_watch = errand->is_watch;
    struct portal *portal = errand->portal;
    struct session *session = find_session(portal, errand->chat, errand->session);
    struct error error = answer->error;
    bool changed = false, done = answer->fault == FAULT_NONE &&
                                 (session == NULL ||
                                  take_anew(portal, session, answer, &changed, &error));
    if (changed)
        portal_shelf_put(portal, errand->session, answer);
    if (!done || is_watch)
        portal_set_failure(&portal->stale, done ? NULL : error.text);
    portal_end(errand);
    if (is_watch && done)
        portal_follow_result(portal, changed);
    else if (is_watch)
        portal_follow_failed(portal);
}

void portal_refresh(struct portal *portal, int64_t chat, int64_t session)
{
    ask_history(portal, chat, session, take_again, CALL_BACKGROUND)->is_watch = true;
}

void portal_reload_chat(struct portal *portal, struct chat *chat)
{
    if (chat->state == LOAD_DONE)
        chat->state = LOAD_NONE;
    chat->has_no_card = false;
    for (size_t i = 0; i < chat->sessions.n; i++) {
        struct session *session = chat->sessions.at[i];
        if (session->state == LOAD_DONE && session->id != 0)
            ask_history(portal, chat->id, session->id, take_again, CALL_PERSON);
    }
}

/* --- chats ------------------------------------------------------------------------------------ */

/* The card says which session is under way; without one the chat itself is asked. */
void portal_take_card(struct portal *portal, int64_t chat_id)
{
    struct chat *chat = store_chat(portal->source.store, chat_id);
    chat->state = LOAD_DONE;
    if (chat->active_session != 0)
        listing_session(portal->source.store, chat_id, chat->active_session);
    else if (chat->sessions.n == 0)
        listing_session(portal->source.store, chat_id, 0);
    portal_want_name(portal, chat->owner);
    for (size_t i = 0; i < chat->sessions.n; i++)
        want_operators(portal, chat->sessions.at[i]);
    store_touch(portal->source.store, chat);
}

/* Whoever may not see the card may still see sessions that a list named. One that was lost on the
 * way is asked for again when all else is. */
static void take_card(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct chat *chat = store_chat(portal->source.store, errand->chat);
    struct error error = answer->error;
    chat->has_no_card = answer->fault == FAULT_DENIED || answer->fault == FAULT_ABSENT;
    if ((answer->fault == FAULT_NONE &&
         portal_take(portal, "imopenlines.dialog.get", answer, &error)) ||
        (chat->has_no_card && chat->sessions.n != 0)) {
        portal_take_card(portal, errand->chat);
    } else {
        chat->state = LOAD_FAILED;
        portal_set_failure(&chat->failure, error.text);
        store_touch(portal->source.store, chat);
    }
    portal_end(errand);
}

void portal_want(void *self, struct chat *chat, struct session *session)
{
    struct portal *portal = self;
    struct str params = {0};
    bool fresh = false;
    if (session != NULL && portal_shelf_session(portal, session, &fresh)) {
        store_touch(portal->source.store, chat);
        if (!fresh)
            ask_history(portal, chat->id, session->id, take_again, CALL_BACKGROUND);
        return;
    }
    if (session != NULL) {
        ask_history(portal, chat->id, session->id, take_history, CALL_PERSON);
        return;
    }
    portal_shelf_chat(portal, chat);
    str_addf(&params, "{\"CHAT_ID\":%" PRId64 "}", chat->id);
    portal_ask(portal,
               &(struct call){.method = "imopenlines.dialog.get",
                              .params = str_text(&params),
                              .priority = CALL_PERSON,
                              .batchable = true,
                              .done = take_card},
               chat->id, 0);
    str_release(&params);
}
