/* SPDX-License-Identifier: MIT */
#include "source/listing.h"

#include <stdlib.h>
#include <string.h>

#include "source/walk.h"

void listing_release(struct listing *listing)
{
    for (size_t i = 0; i < listing->codes.n; i++)
        free(listing->codes.at[i].code);
    vec_release(&listing->codes);
}

/* --- one page --------------------------------------------------------------------------------- */

typedef void item_fn(struct store *store, struct json_slice item, struct listing *listing);

static void each_item(struct store *store, struct json_slice list, item_fn *fn,
                      struct listing *listing)
{
    struct json_reader reader;
    struct json_slice item;
    json_open(&reader, list.at, list.size);
    if (json_peek(&reader) != JSON_ARRAY || !json_enter(&reader))
        return;
    while (json_item(&reader)) {
        json_skip(&reader, &item);
        listing->n++;
        if (item.size != 0 && item.at[0] == '{')
            fn(store, item, listing);
    }
}

struct session *listing_session(struct store *store, int64_t chat_id, int64_t id)
{
    struct chat *chat = store_chat(store, chat_id);
    size_t n = chat->sessions.n;
    struct session *session = chat_session(chat, id);
    if (chat->sessions.n != n)
        session->state = LOAD_NONE;
    store_touch(store, chat);
    return session;
}

static void set_operator(struct session *session, int64_t id)
{
    if (id <= 0)
        return;
    session->operators.n = 0;
    vec_push(&session->operators, id);
}

/* The moments are by the list's clock. */
static void set_moments(struct session *session, struct when first, struct when last)
{
    session->first = first;
    session->last = last.time != WHEN_NONE ? last : first;
    session->shift = 0;
}

void listing_fact(struct store *store, int64_t chat, const struct listing_facts *facts)
{
    struct session *session = listing_session(store, chat, facts->session);
    if (session->state == LOAD_DONE)
        return;
    set_moments(session, facts->first, facts->last);
    session->line = facts->line;
    session->is_closed = facts->is_closed;
    session->wait = facts->wait;
    set_operator(session, facts->operator);
}

/* --- imopenlines.v2.Session.list -------------------------------------------------------------- */

enum {
    V2_ID,
    V2_LINE,
    V2_SOURCE,
    V2_OPERATOR,
    V2_CODE,
    V2_CHAT,
    V2_CREATED,
    V2_CLOSED,
    V2_ANSWERED,
    V2_STATUS,
    V2_VOTE,
    V2_HEAD,
    V2_COMMENT,
    V2_CRM_TYPE,
    V2_CRM_ID,
    V2_COUNT,
    V2_FIELDS,
};

static const char *const v2_words[V2_FIELDS + 1] = {
    [V2_ID] = "id",
    [V2_LINE] = "configid",
    [V2_SOURCE] = "source",
    [V2_OPERATOR] = "operatorid",
    [V2_CODE] = "usercode",
    [V2_CHAT] = "chatid",
    [V2_CREATED] = "datecreate",
    [V2_CLOSED] = "dateclose",
    [V2_ANSWERED] = "dateoperatoranswer",
    [V2_STATUS] = "status",
    [V2_VOTE] = "vote",
    [V2_HEAD] = "votehead",
    [V2_COMMENT] = "commenthead",
    [V2_CRM_TYPE] = "crmentitytype",
    [V2_CRM_ID] = "crmentityid",
    [V2_COUNT] = "messagecount",
};

static int vote_of(struct json_slice vote)
{
    vote = json_slice_text(vote);
    return json_slice_is(vote, "like") ? 5 : json_slice_is(vote, "dislike") ? 1 : 0;
}

/* Whether the client has written since the answer is not told. */
static enum listed_wait wait_of(const struct json_slice *values)
{
    bool is_answered = slice_when(values[V2_ANSWERED]).time != WHEN_NONE;
    return is_answered || json_slice_is(json_slice_text(values[V2_STATUS]), "paused")
               ? LISTED_UNKNOWN
               : LISTED_WAITS;
}

static void set_v2_facts(struct session *session, const struct json_slice *values)
{
    struct when closed = slice_when(values[V2_CLOSED]), answered = slice_when(values[V2_ANSWERED]);
    if (session->state == LOAD_DONE)
        return;
    session->line = json_slice_id(values[V2_LINE], 0);
    set_moments(session, slice_when(values[V2_CREATED]),
                closed.time != WHEN_NONE ? closed : answered);
    session->is_closed = closed.time != WHEN_NONE ||
                         json_slice_is(json_slice_text(values[V2_STATUS]), "closed") ||
                         json_slice_is(json_slice_text(values[V2_STATUS]), "spam");
    session->wait = wait_of(values);
    session->knows_votes = true;
    session->vote_user = vote_of(values[V2_VOTE]);
    session->vote_head = slice_vote(values[V2_HEAD]);
    if (json_slice_text(values[V2_COMMENT]).size != 0)
        slice_set_text(&session->comment_head, values[V2_COMMENT]);
    session->n_messages = (size_t)json_slice_id(values[V2_COUNT], 0);
    set_operator(session, json_slice_id(values[V2_OPERATOR], 0));
}

/* The code may be whole, or only the client's id in the channel (portal-api.md 3.1). */
static void set_v2_chat(struct chat *chat, const struct json_slice *values)
{
    struct str code = {0};
    char *user_code, *source;
    if (*chat->code != '\0')
        return;
    user_code = slice_text(values[V2_CODE]);
    source = slice_text(values[V2_SOURCE]);
    if (strchr(user_code, '|') != NULL)
        str_add_text(&code, user_code);
    else
        str_addf(&code, "%s|%lld", source, (long long)json_slice_id(values[V2_LINE], 0));
    chat_set_entity(chat, str_text(&code), NULL, NULL, NULL);
    str_release(&code);
    free(user_code);
    free(source);
}

static void set_v2_crm(struct chat *chat, const struct json_slice *values)
{
    struct str data = {0};
    char *type = slice_text(values[V2_CRM_TYPE]);
    for (char *at = type; *at != '\0'; at++)
        *at = *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
    str_addf(&data, "%s|%lld", type, (long long)json_slice_id(values[V2_CRM_ID], 0));
    if (*type != '\0')
        chat_set_entity(chat, NULL, NULL, str_text(&data), NULL);
    str_release(&data);
    free(type);
}

static void take_session(struct store *store, struct json_slice item, struct listing *listing)
{
    struct json_slice values[V2_FIELDS];
    slice_fields(item, v2_words, values);
    int64_t id = json_slice_id(values[V2_ID], 0), chat_id = slice_chat_id(values[V2_CHAT]);
    listing->date = slice_when(values[V2_CREATED]);
    if (id <= 0 || chat_id <= 0)
        return;
    bool is_new = store_find_chat(store, chat_id) == NULL;
    struct session *session = listing_session(store, chat_id, id);
    struct chat *chat = store_chat(store, chat_id);
    if (is_new)
        chat->state = LOAD_NONE;
    set_v2_facts(session, values);
    set_v2_chat(chat, values);
    set_v2_crm(chat, values);
    listing->last = id;
}

void listing_sessions(struct store *store, struct json_slice result, struct listing *listing)
{
    static const char *const words[] = {"sessions", "hasnextpage", NULL};
    struct json_slice values[2];
    slice_fields(result, words, values);
    each_item(store, values[0], take_session, listing);
    listing->has_next = slice_is_true(values[1]);
}

/* --- crm.activity.list ------------------------------------------------------------------------ */

static int64_t session_of_activity(struct json_slice associated, struct json_slice origin)
{
    struct json_slice text = json_slice_text(origin);
    if (text.size > 5 && memcmp(text.at, "IMOL_", 5) == 0)
        return json_slice_id((struct json_slice){text.at + 5, text.size - 5}, 0);
    return json_slice_id(associated, 0);
}

enum {
    ACT_ID,
    ACT_ASSOCIATED,
    ACT_ORIGIN,
    ACT_PARAMS,
    ACT_LINE,
    ACT_OPERATOR,
    ACT_START,
    ACT_END,
    ACT_COMPLETED,
    ACT_FIELDS,
};

static const char *const activity_words[ACT_FIELDS + 1] = {
    [ACT_ID] = "id",
    [ACT_ASSOCIATED] = "associatedentityid",
    [ACT_ORIGIN] = "originid",
    [ACT_PARAMS] = "providerparams",
    [ACT_LINE] = "providertypeid",
    [ACT_OPERATOR] = "responsibleid",
    [ACT_START] = "starttime",
    [ACT_END] = "endtime",
    [ACT_COMPLETED] = "completed",
};

/* The end of an open one is planned only. */
static struct listing_facts facts_of_activity(const struct json_slice *values)
{
    struct listing_facts facts = {
        .session = session_of_activity(values[ACT_ASSOCIATED], values[ACT_ORIGIN]),
        .line = json_slice_id(values[ACT_LINE], 0),
        .operator = json_slice_id(values[ACT_OPERATOR], 0),
        .first = slice_when(values[ACT_START]),
        .is_closed = slice_is_true(values[ACT_COMPLETED]),
    };
    facts.last = facts.is_closed ? slice_when(values[ACT_END]) : facts.first;
    return facts;
}

static void take_activity(struct store *store, struct json_slice item, struct listing *listing)
{
    static const char *const code_words[] = {"usercode", NULL};
    struct json_slice values[ACT_FIELDS], code;
    (void)store;
    slice_fields(item, activity_words, values);
    slice_fields(values[ACT_PARAMS], code_words, &code);
    struct listing_facts facts = facts_of_activity(values);
    listing->last = json_slice_id(values[ACT_ID], listing->last);
    if (facts.session > 0 && json_slice_text(code).size != 0)
        vec_push(&listing->codes, (struct listing_code){slice_text(code), facts});
}

void listing_activities(struct store *store, struct json_slice result, struct listing *listing)
{
    each_item(store, result, take_activity, listing);
}

/* --- im.recent.list --------------------------------------------------------------------------- */

/* And above (portal-api.md 3.2); under the first the client waits. */
enum { STATUS_ANSWERED = 40, STATUS_CLOSED = 60 };

/* {"id":903,"status":40,"date_create":"…"} */
static void take_line(struct store *store, struct chat *chat, struct json_slice line)
{
    static const char *const words[] = {"id", "status", "datecreate", NULL};
    struct json_slice values[3];
    slice_fields(line, words, values);
    int64_t status = json_slice_id(values[1], STATUS_ANSWERED);
    struct listing_facts facts = {
        .session = json_slice_id(values[0], 0),
        .line = chat->line,
        .first = slice_when(values[2]),
        .last = chat->previewed,
        .is_closed = status >= STATUS_CLOSED,
        .wait = status < STATUS_ANSWERED ? LISTED_WAITS : LISTED_ANSWERED,
    };
    if (facts.session > 0)
        listing_fact(store, chat->id, &facts);
}

static void take_recent(struct store *store, struct json_slice item, struct listing *listing)
{
    static const char *const words[] = {"chatid", "id", "lines", "chat", NULL};
    static const char *const chat_words[] = {"type", NULL};
    enum { CHAT_ID, ID, LINES, CHAT, FIELDS };
    struct json_slice values[FIELDS], type;
    slice_fields(item, words, values);
    slice_fields(values[CHAT], chat_words, &type);
    int64_t id = slice_chat_id(values[CHAT_ID].size != 0 ? values[CHAT_ID] : values[ID]);
    listing->last = id;
    if (id <= 0 || !json_slice_is(json_slice_text(type), "lines"))
        return;
    struct decoded decoded;
    struct error error;
    if (!decode_text(store, "im.recent.list", 0, item.at, item.size, &decoded, &error))
        return;
    struct chat *chat = store_chat(store, id);
    if (chat->sessions.n == 0)
        chat->state = LOAD_NONE;
    take_line(store, chat, values[LINES]);
    store_touch(store, chat);
}

void listing_recent(struct store *store, struct json_slice result, struct listing *listing)
{
    static const char *const words[] = {"items", "hasmore", NULL};
    struct json_slice values[2];
    slice_fields(result, words, values);
    each_item(store, values[0].size != 0 ? values[0] : result, take_recent, listing);
    listing->has_next = slice_is_true(values[1]);
}
