/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include <cjson/cJSON.h>

#include "base/words.h"
#include "source/portal.h"
#include "source/walk.h"

/* Going to a place that somebody names: by chat, session, code or CRM object. */

static struct errand *ask(struct portal *portal, const char *method, cJSON *params,
                          call_done_fn *done)
{
    char *text = cJSON_PrintUnformatted(params);
    struct errand *errand = portal_ask(portal,
                                       &(struct call){.method = method,
                                                      .params = text,
                                                      .priority = CALL_PERSON,
                                                      .batchable = true,
                                                      .done = done},
                                       0, 0);
    errand->is_sought = true;
    cJSON_free(text);
    cJSON_Delete(params);
    return errand;
}

/* The card of a chat that was named by something else than its id. */
static void take_named(void *self, const struct call_answer *answer)
{
    static const char *const words[] = {"id", NULL};
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct error error = answer->error;
    struct json_slice id;
    if (answer->fault != FAULT_NONE ||
        !portal_take(portal, "imopenlines.dialog.get", answer, &error)) {
        portal_set_failure(&portal->not_found, error.text);
    } else {
        slice_fields(answer->result, words, &id);
        if (slice_chat_id(id) > 0)
            portal_take_card(portal, slice_chat_id(id));
    }
    portal_end(errand);
}

static void ask_card(struct portal *portal, const char *key, int64_t id, const char *code)
{
    cJSON *object = cJSON_CreateObject();
    struct str number = {0};
    str_addf(&number, "%" PRId64, id);
    cJSON_AddStringToObject(object, key, code != NULL ? code : str_text(&number));
    ask(portal, "imopenlines.dialog.get", object, take_named);
    str_release(&number);
}

/* Until a chat turns up. What this method takes for asked wrongly is the type. */
static void set_not_found(struct portal *portal, const struct call_answer *answer)
{
    const char *host = auth_host(portal->auth);
    struct str why = {0};
    if (answer->fault == FAULT_REQUEST)
        str_addf(&why, _("%s knows no such type of CRM object; there are LEAD, DEAL, CONTACT and "
                         "COMPANY"), host);
    else if (answer->fault != FAULT_NONE)
        str_add_text(&why, answer->error.text);
    else
        str_addf(&why, _("no chat of this CRM object was found on %s; check its number"), host);
    portal_set_failure(&portal->not_found, str_text(&why));
    str_release(&why);
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
    set_not_found(portal, answer);
    json_open(&reader, answer->result.at, answer->result.size);
    if (json_peek(&reader) != JSON_ARRAY || !json_enter(&reader))
        return;
    while (json_item(&reader)) {
        json_skip(&reader, &item);
        slice_fields(item, words, &chat);
        if (slice_chat_id(chat) > 0)
            ask_card(portal, "CHAT_ID", slice_chat_id(chat), NULL);
        portal_set_failure(&portal->not_found, NULL);
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
    ask(portal, "imopenlines.crm.chat.get", object, take_crm);
}

static int64_t chat_of_session(const struct store *store, int64_t session)
{
    for (size_t i = 0; session != 0 && i < store_n_chats(store); i++)
        for (size_t s = 0; s < store_chat_at(store, i)->sessions.n; s++)
            if (store_chat_at(store, i)->sessions.at[s]->id == session)
                return store_chat_at(store, i)->id;
    return 0;
}

bool portal_seek(struct source *source, const struct source_place *place, int64_t *chat,
                 struct error *error)
{
    struct portal *portal = (struct portal *)source;
    (void)error;
    portal_set_failure(&portal->not_found, NULL);
    *chat = chat_of_session(source->store, place->session);
    if (*chat == 0 && place->session == 0 && place->chat != 0 &&
        store_find_chat(source->store, place->chat) != NULL)
        *chat = place->chat;
    if (*chat != 0)
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

bool portal_is_seeking(const struct source *source, const char **why)
{
    const struct portal *portal = (const struct portal *)source;
    *why = portal->not_found;
    for (const struct errand *errand = portal->errands; errand != NULL; errand = errand->next)
        if (errand->is_sought)
            return true;
    return false;
}
