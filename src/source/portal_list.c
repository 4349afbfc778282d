/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/log.h"
#include "base/words.h"
#include "source/listing.h"
#include "source/portal.h"
#include "source/walk.h"

/*
 * Which chats there are: the best way the portal has (portal-api.md 3.1, 3.3, 3.4). A way that the
 * portal refuses, or does not know, gives place to the next for good.
 */
enum {
    PAGE = 200,
    AT_FIRST = 1000, /* sessions listed without being asked: chats show their earlier ones */
    V2_OFFSET_MAX = 10000, /* portal-api.md 3.1 */
};

static void add_iso(struct when when, struct str *out)
{
    static const struct zone utc = {ZONE_UTC};
    when_add_stamp(out, when, &utc);
    out->text[sizeof "2026-05-04" - 1] = 'T';
    str_add_text(out, "+00:00");
}

static void v2_params(const struct portal *portal, struct str *out)
{
    str_addf(out, "{\"order\":\"dateCreate\",\"orderDirection\":\"desc\",\"limit\":%d,"
                  "\"offset\":%" PRId64, PAGE, portal->list.offset);
    if (portal->list.from.time != WHEN_NONE) {
        struct str date = {0};
        add_iso(portal->list.from, &date);
        str_addf(out, ",\"dateCreateTo\":\"%s\"", str_text(&date));
        str_release(&date);
    }
    str_add_char(out, '}');
}

static void activity_params(const struct portal *portal, struct str *out)
{
    str_add_text(out, "{\"order\":{\"ID\":\"DESC\"},\"start\":-1,\"select\":[\"ID\","
                      "\"ASSOCIATED_ENTITY_ID\",\"ORIGIN_ID\",\"PROVIDER_PARAMS\"],"
                      "\"filter\":{\"PROVIDER_ID\":\"IMOPENLINES_SESSION\"");
    if (portal->list.last != 0)
        str_addf(out, ",\"<ID\":%" PRId64, portal->list.last);
    str_add_text(out, "}}");
}

static void recent_params(const struct portal *portal, struct str *out)
{
    str_addf(out, "{\"SKIP_DIALOG\":\"Y\",\"SKIP_CHAT\":\"Y\",\"GET_ORIGINAL_TEXT\":\"Y\","
                  "\"LIMIT\":%d,\"OFFSET\":%" PRId64 "}", PAGE, portal->list.offset);
}

static const struct way {
    const char *method;
    void (*params)(const struct portal *portal, struct str *out);
    void (*take)(struct store *store, struct json_slice result, struct listing *listing);
    const char *blind; /* what it does not show */
} ways[] = {
    {"imopenlines.v2.Session.list", v2_params, listing_sessions,
     N_("every session you may see")},
    {"crm.activity.list", activity_params, listing_activities,
     N_("only sessions that are bound to the CRM")},
    {"im.recent.list", recent_params, listing_recent,
     N_("only chats you take part in, without their earlier sessions")},
};
enum { WAYS = sizeof ways / sizeof *ways };

void portal_list_say(const struct portal *portal, struct str *out)
{
    if (portal->list.way < WAYS)
        str_addf(out, _("list by %s: %s"), ways[portal->list.way].method,
                 _(ways[portal->list.way].blind));
    else if (portal->list.failure != NULL)
        str_add_text(out, portal->list.failure);
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
        if (slice_chat_id(id) > 0)
            listing_session(portal->source.store, slice_chat_id(id), errand->session);
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
               0, code->session);
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
            listing_session(store, chat->id, code->session);
        else
            ask_code(portal, code);
    }
}

/* --- pages ------------------------------------------------------------------------------------ */

static void ask_page(struct portal *portal, enum call_priority priority);

static void next_way(struct portal *portal, const struct call_answer *answer)
{
    log_note(_("%s: %s; the list is made another way"), ways[portal->list.way].method,
             answer->error.text);
    portal->list.way++;
    portal->list.offset = portal->list.last = 0;
    portal->list.from.time = WHEN_NONE;
    if (portal->list.way < WAYS) {
        ask_page(portal, CALL_PERSON);
        return;
    }
    portal->list.has_all = true;
    portal_set_failure(&portal->list.failure, answer->error.text);
}

/* Behind the last offset allowed, pages begin anew at the date of the last item. */
static void advance(struct portal *portal, const struct listing *listing)
{
    portal->list.offset += PAGE;
    portal->list.last = listing->last;
    portal->list.has_all = ways[portal->list.way].take == listing_activities ? listing->n == 0
                                                                             : !listing->has_next;
    if (ways[portal->list.way].take == listing_sessions && portal->list.offset >= V2_OFFSET_MAX) {
        portal->list.from = listing->date;
        portal->list.offset = 0;
    }
}

/* A stop concerns every way; other refusals only this one. */
static void take_page(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    struct portal *portal = errand->portal;
    struct listing listing = {0};
    portal->list.number = 0;
    portal_end(errand);
    if (answer->fault == FAULT_STOP || answer->fault == FAULT_RETRY) {
        portal_set_failure(&portal->list.failure, answer->error.text);
        log_note("%s", answer->error.text);
    } else if (answer->fault != FAULT_NONE) {
        next_way(portal, answer);
    } else {
        portal_set_failure(&portal->list.failure, NULL);
        ways[portal->list.way].take(portal->source.store, answer->result, &listing);
        take_codes(portal, &listing);
        advance(portal, &listing);
        portal->list.n += listing.n;
        if (!portal->list.has_all && portal->list.n < AT_FIRST)
            ask_page(portal, CALL_BACKGROUND);
    }
    listing_release(&listing);
}

static void ask_page(struct portal *portal, enum call_priority priority)
{
    const struct way *way = &ways[portal->list.way];
    struct str params = {0};
    way->params(portal, &params);
    portal->list.number = portal_ask(portal,
                                     &(struct call){.method = way->method,
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

void portal_list_start(struct portal *portal)
{
    portal->list.way = 0;
    portal->list.offset = portal->list.last = 0;
    portal->list.from.time = WHEN_NONE;
    portal->list.has_all = false;
    portal->list.n = 0;
    ask_page(portal, CALL_PERSON);
    ask_lines(portal);
}

void portal_list_more(struct portal *portal)
{
    if (portal->list.number == 0 && !portal->list.has_all && portal->list.failure == NULL)
        ask_page(portal, CALL_PERSON);
}
