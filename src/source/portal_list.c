/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/log.h"
#include "base/words.h"
#include "source/listing.h"
#include "source/portal.h"
#include "source/walk.h"

enum { AT_FIRST = 1000 /* sessions listed unasked: chats show their earlier ones */ };

void portal_add_origin(const struct source *source, struct str *out)
{
    const struct portal *portal = (const struct portal *)source;
    ways_say_limits(&portal->list.ways, out);
}

/* --- chats that only a code names ------------------------------------------------------------- */

static void take_code(void *self, const struct call_answer *answer)
{
    static const char *const words[] = {"id", NULL};
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct json_slice id;
    struct error error;
    if (answer->fault == FAULT_NONE &&
        portal_take(portal, "imopenlines.dialog.get", answer, &error)) {
        slice_fields(answer->result, words, &id);
        if (slice_chat_id(id) > 0) {
            listing_fact(portal->source.store, slice_chat_id(id), &errand->facts);
            portal_take_card(portal, slice_chat_id(id));
        }
    } else if (answer->fault != FAULT_NONE) {
        portal_set_failure(&portal->list.refusal, answer->error.text);
    }
    portal_end(errand);
}

static const struct chat *chat_of_code(const struct store *store, const char *code)
{
    for (size_t i = 0; i < store_n_chats(store); i++)
        if (strcmp(store_chat_at(store, i)->code, code) == 0)
            return store_chat_at(store, i);
    return NULL;
}

static void ask_code(struct portal *portal, const struct listing_code *code)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "USER_CODE", code->code);
    char *text = cJSON_PrintUnformatted(object);
    portal_ask(portal,
               &(struct call){.method = "imopenlines.dialog.get",
                              .params = text,
                              .priority = CALL_PERSON,
                              .batchable = true,
                              .done = take_code},
               0, 0)
        ->facts = code->facts;
    cJSON_free(text);
    cJSON_Delete(object);
}

static void take_codes(struct portal *portal, const struct listing *listing)
{
    struct store *store = portal->source.store;
    for (size_t i = 0; i < listing->codes.n; i++) {
        const struct listing_code *code = &listing->codes.at[i];
        const struct chat *chat = chat_of_code(store, code->code);
        if (chat != NULL)
            listing_fact(store, chat->id, &code->facts);
        else
            ask_code(portal, code);
    }
}

/* --- pages ------------------------------------------------------------------------------------ */

static void ask_page(struct portal *portal, enum call_priority priority);

static void next_way(struct portal *portal, const struct call_answer *answer)
{
    log_note(_("%s: %s; the list is made another way"), ways_method(&portal->list.ways),
             answer->error.text);
    if (ways_next(&portal->list.ways))
        ask_page(portal, CALL_PERSON);
    else
        portal_set_failure(&portal->list.failure, answer->error.text);
}

static void take_page(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct listing listing = {0};
    portal->list.number = 0;
    portal_end(errand);
    if (ways_is_refused(answer->fault)) {
        next_way(portal, answer);
    } else if (answer->fault != FAULT_NONE) {
        portal_set_failure(&portal->list.failure, answer->error.text);
        portal->source.n_failed += portal->list.ways.n != 0;
    } else {
        portal_set_failure(&portal->list.failure, NULL);
        ways_take(&portal->list.ways, portal->source.store, answer->result, &listing);
        take_codes(portal, &listing);
        if (!portal->list.ways.has_all && portal->list.ways.n < AT_FIRST)
            ask_page(portal, CALL_BACKGROUND);
    }
    listing_release(&listing);
}

static void ask_page(struct portal *portal, enum call_priority priority)
{
    struct str params = {0};
    ways_params(&portal->list.ways, &params);
    portal->list.number = portal_ask(portal,
                                     &(struct call){.method = ways_method(&portal->list.ways),
                                                    .params = str_text(&params),
                                                    .priority = priority,
                                                    .batchable = true,
                                                    .done = take_page},
                                     0, 0)
                              ->number;
    str_release(&params);
}

/* --- names of lines --------------------------------------------------------------------------- */

static void take_lines(void *self, const struct call_answer *answer)
{
    static const char *const words[] = {"id", "linename", NULL};
    struct errand *errand = self;
    struct store *store = errand->portal->source.store;
    struct json_reader reader;
    struct json_slice item, values[2];
    portal_end(errand);
    json_open(&reader, answer->result.at, answer->result.size);
    if (answer->fault != FAULT_NONE || json_peek(&reader) != JSON_ARRAY || !json_enter(&reader))
        return;
    while (json_item(&reader)) {
        json_skip(&reader, &item);
        slice_fields(item, words, values);
        char *name = slice_text(values[1]);
        store_set_line(store, json_slice_id(values[0], 0), name);
        free(name);
    }
}

static void ask_lines(struct portal *portal)
{
    portal_ask(portal,
               &(struct call){.method = "imopenlines.config.list.get",
                              .params = "{\"PARAMS\":{\"select\":[\"ID\",\"LINE_NAME\"],"
                                        "\"limit\":200}}",
                              .priority = CALL_PERSON,
                              .batchable = true,
                              .done = take_lines},
               0, 0);
}

static void stop_page(struct portal *portal)
{
    struct errand *errand = portal->errands;
    while (errand != NULL && errand->number != portal->list.number)
        errand = errand->next;
    if (errand == NULL)
        return;
    call_cancel(portal->calls, errand->number);
    portal_end(errand);
}

void portal_list_start(struct portal *portal)
{
    stop_page(portal);
    portal->list.ways.since.time = WHEN_NONE;
    ways_start(&portal->list.ways);
    ask_page(portal, CALL_PERSON);
    ask_lines(portal);
}

void portal_list_more(struct portal *portal)
{
    if (portal->list.number == 0 && !portal->list.ways.has_all && portal->list.failure == NULL)
        ask_page(portal, CALL_PERSON);
}
