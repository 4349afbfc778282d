/* SPDX-License-Identifier: MIT */
#include "source/portal.h"

#include <inttypes.h>
#include <stdlib.h>

#include <cjson/cJSON.h>

#include "base/log.h"
#include "base/words.h"
#include "source/decode.h"
#include "source/shelved.h"
#include "source/walk.h"

enum { TICK = 1000 /* ms between two looks at a countdown */ };

/* --- asking ----------------------------------------------------------------------------------- */

struct errand *portal_ask(struct portal *portal, const struct call *call, int64_t chat,
                          int64_t session)
{
    struct errand *errand = mem_zero(1, sizeof *errand);
    struct call copy = *call;
    *errand = (struct errand){portal, chat, session, 0, portal->errands};
    portal->errands = errand;
    copy.self = errand;
    errand->number = call_send(portal->calls, &copy);
    return errand;
}

void portal_end(struct errand *errand)
{
    struct errand **at = &errand->portal->errands;
    while (*at != errand)
        at = &(*at)->next;
    *at = errand->next;
    free(errand);
}

void portal_set_failure(char **failure, const char *sentence)
{
    free(*failure);
    *failure = sentence != NULL ? mem_copy_text(sentence) : NULL;
}

bool portal_take(struct portal *portal, const char *method, const struct call_answer *answer,
                 struct error *error)
{
    struct decoded decoded;
    uint32_t part = (uint32_t)portal->texts.n;
    struct portal_text text = {call_body_hold(answer->body), answer->result};
    vec_push(&portal->texts, text);
    bool done = decode_text(portal->source.store, method, part, text.text.at, text.text.size,
                            &decoded, error);
    portal->source.n_damaged += decoded.n_damaged;
    if (!done || decoded.n_messages == 0) {
        call_body_drop(text.body);
        portal->texts.n--;
    }
    return done;
}

static bool load(void *self, const struct entry *entry, struct message *message)
{
    const struct portal *portal = self;
    const struct place *place = &entry->place;
    if (place->part == SHELVED_PART)
        return portal_shelf_message(portal, entry, message);
    if (place->part >= portal->texts.n)
        return false;
    struct json_slice text = portal->texts.at[place->part].text;
    if (place->offset > text.size || place->size > text.size - place->offset)
        return false;
    return decode_message((struct json_slice){text.at + place->offset, place->size}, message);
}

/* --- going to a place ------------------------------------------------------------------------- */

/* The card of a chat that was named by something else than its id. */
static void take_named(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct error error = answer->error;
    if (answer->fault != FAULT_NONE ||
        !portal_take(portal, "imopenlines.dialog.get", answer, &error))
        log_note("%s", error.text);
    portal_end(errand);
}

static void ask_card(struct portal *portal, const char *key, int64_t id, const char *code)
{
    cJSON *object = cJSON_CreateObject();
    struct str number = {0};
    str_addf(&number, "%" PRId64, id);
    cJSON_AddStringToObject(object, key, code != NULL ? code : str_text(&number));
    char *params = cJSON_PrintUnformatted(object);
    portal_ask(portal,
               &(struct call){.method = "imopenlines.dialog.get",
                              .params = params,
                              .priority = CALL_PERSON,
                              .batchable = true,
                              .done = take_named},
               0, 0);
    cJSON_free(params);
    cJSON_Delete(object);
    str_release(&number);
}

/* [{"CHAT_ID":"2210","CONNECTOR_ID":"livechat",…}] */
static void take_crm(void *self, const struct call_answer *answer)
{
    static const char *const words[] = {"chatid", NULL};
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct json_reader reader;
    struct json_slice item, chat;
    portal_end(errand);
    if (answer->fault != FAULT_NONE) {
        log_note("%s", answer->error.text);
        return;
    }
    json_open(&reader, answer->result.at, answer->result.size);
    if (json_peek(&reader) != JSON_ARRAY || !json_enter(&reader))
        return;
    while (json_item(&reader)) {
        json_skip(&reader, &item);
        slice_fields(item, words, &chat);
        if (slice_chat_id(chat) > 0)
            ask_card(portal, "CHAT_ID", slice_chat_id(chat), NULL);
    }
}

static void ask_crm(struct portal *portal, const struct source_place *place)
{
    cJSON *object = cJSON_CreateObject();
    char type[16] = "";
    for (size_t i = 0; place->crm_type[i] != '\0' && i + 1 < sizeof type; i++)
        type[i] = (char)(place->crm_type[i] | 0x20);
    cJSON_AddStringToObject(object, "CRM_ENTITY_TYPE", type);
    cJSON_AddNumberToObject(object, "CRM_ENTITY", (double)place->crm_id);
    cJSON_AddStringToObject(object, "ACTIVE_ONLY", "N");
    char *params = cJSON_PrintUnformatted(object);
    portal_ask(portal,
               &(struct call){.method = "imopenlines.crm.chat.get",
                              .params = params,
                              .priority = CALL_PERSON,
                              .done = take_crm},
               0, 0);
    cJSON_free(params);
    cJSON_Delete(object);
}

static int64_t chat_of_session(const struct store *store, int64_t session)
{
    for (size_t i = 0; i < store_n_chats(store); i++)
        for (size_t s = 0; s < store_chat_at(store, i)->sessions.n; s++)
            if (store_chat_at(store, i)->sessions.at[s]->id == session)
                return store_chat_at(store, i)->id;
    return 0;
}

static bool portal_seek(struct source *source, const struct source_place *place, int64_t *chat,
                        struct error *error)
{
    struct portal *portal = (struct portal *)source;
    (void)error;
    *chat = place->chat != 0 ? place->chat : chat_of_session(source->store, place->session);
    if (*chat != 0 && store_find_chat(source->store, *chat) != NULL)
        return true;
    if (place->session != 0)
        portal_open_session(portal, place->session);
    else if (place->chat != 0)
        ask_card(portal, "CHAT_ID", place->chat, NULL);
    else if (place->code != NULL)
        ask_card(portal, "USER_CODE", 0, place->code);
    else if (place->crm_id != 0)
        ask_crm(portal, place);
    return true;
}

/* --- the rest of a source --------------------------------------------------------------------- */

static bool portal_reload(struct source *source, struct error *error)
{
    struct portal *portal = (struct portal *)source;
    (void)error;
    calls_resume(portal->calls);
    portal_set_failure(&portal->list.failure, NULL);
    portal_list_start(portal);
    for (size_t i = 0; i < store_n_chats(source->store); i++)
        portal_reload_chat(portal, store_chat_at(source->store, i));
    return true;
}

static void portal_more(struct source *source)
{
    portal_list_more((struct portal *)source);
}

/* What a person waits for; following goes on. */
static bool portal_cancel(struct source *source)
{
    struct portal *portal = (struct portal *)source;
    bool any = portal_save_stop(portal) || portal->errands != NULL;
    while (portal->errands != NULL) {
        struct errand *errand = portal->errands;
        call_cancel(portal->calls, errand->number);
        portal_give_up(portal, errand);
        portal_end(errand);
    }
    portal->list.number = 0;
    return any;
}

static bool portal_wait(struct source *source)
{
    struct portal *portal = (struct portal *)source;
    return (portal->errands != NULL || portal->names.timer != 0) && loop_turn(portal->loop);
}

static bool wait(void *self)
{
    return portal_wait(self);
}

/* A countdown is drawn each second while there is one. */
static void tick(void *self)
{
    struct portal *portal = self;
    struct calls_wait wait_now;
    calls_waiting(portal->calls, &wait_now);
    portal->tick = wait_now.why != NULL ? loop_after(portal->loop, TICK, tick, portal) : 0;
}

static void portal_add_state(const struct source *source, struct str *out)
{
    struct portal *portal = (struct portal *)source;
    struct calls_wait wait_now;
    calls_waiting(portal->calls, &wait_now);
    if (wait_now.why != NULL && wait_now.seconds > 0) {
        str_addf(out, "%s, %d s", wait_now.why, wait_now.seconds);
        if (portal->tick == 0)
            portal->tick = loop_after(portal->loop, TICK, tick, portal);
    } else if (portal_save_say(portal, out)) {
        return;
    } else if (wait_now.n_running + wait_now.n_waiting != 0) {
        str_add_text(out, _("loading"));
    } else if (portal->list.failure != NULL) {
        str_add_text(out, portal->list.failure);
    } else if (portal->follow.chat != 0) {
        str_add_text(out, _("following"));
    }
}

static void portal_free(struct source *source)
{
    struct portal *portal = (struct portal *)source;
    portal_save_stop(portal);
    portal_follow_stop(portal);
    portal_shelf_close(portal);
    loop_cancel(portal->loop, portal->names.timer);
    loop_cancel(portal->loop, portal->tick);
    calls_free(portal->calls);
    http_free(portal->http);
    while (portal->errands != NULL)
        portal_end(portal->errands);
    for (size_t i = 0; i < portal->texts.n; i++)
        call_body_drop(portal->texts.at[i].body);
    vec_release(&portal->texts);
    vec_release(&portal->names.ids);
    vec_release(&portal->names.asked);
    free(portal->list.failure);
    free(portal);
}

static const struct source_ops portal_ops = {
    .free = portal_free,
    .reload = portal_reload,
    .seek = portal_seek,
    .wait = portal_wait,
    .more = portal_more,
    .follow = portal_follow,
    .save = portal_save,
    .cancel = portal_cancel,
    .add_state = portal_add_state,
};

struct source *source_open_portal(struct store *store, const struct portal_options *options,
                                  struct error *error)
{
    struct portal *portal = mem_zero(1, sizeof *portal);
    (void)error;
    portal->source = (struct source){.ops = &portal_ops, .store = store};
    portal->source.name = mem_copy_text(auth_host(options->auth));
    vec_push(&portal->texts, (struct portal_text){NULL, {"", 0}}); /* the part of the archive */
    if (options->archive != NULL)
        portal_shelf_open(portal, options->archive);
    portal->loop = options->loop;
    portal->auth = options->auth;
    portal->http = http_new(&(struct http_options){
        .loop = options->loop, .cacert = options->cacert, .proxy = options->proxy});
    portal->calls = calls_new(
        &(struct calls_options){.loop = options->loop,
                                 .http = portal->http,
                                 .auth = portal->auth,
                                 .plan = options->plan,
                                 .keeps_bucket = true});
    store_set_source(store, &(struct store_source){.load = load,
                                                   .want = portal_want,
                                                   .wait = wait,
                                                   .user = portal_shelf_user,
                                                   .self = portal});
    if (!options->no_list)
        portal_list_start(portal);
    return &portal->source;
}
