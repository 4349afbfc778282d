/* SPDX-License-Identifier: MIT */
#include "model/chat.h"

#include <stdlib.h>
#include <string.h>

enum { FIELDS = 10 };

struct chat *chat_new(int64_t id)
{
    struct chat *chat = mem_zero(1, sizeof *chat);

    chat->id = id;
    chat->color = COLOR_NONE;
    chat->name = mem_copy_text("");
    chat->code = mem_copy_text("");
    chat->key = mem_copy_text("");
    chat->connector = mem_copy_text("");
    chat->created.time = chat->previewed.time = WHEN_NONE;
    return chat;
}

void chat_free(struct chat *chat)
{
    if (!chat)
        return;
    for (size_t i = 0; i < chat->sessions.n; i++)
        session_free(chat->sessions.at[i]);
    vec_release(&chat->sessions);
    vec_release(&chat->starts);
    vec_release(&chat->crm);
    free(chat->name);
    free(chat->code);
    free(chat->key);
    free(chat->connector);
    free(chat->preview);
    free(chat->failure);
    free(chat);
}

struct session *chat_find_session(const struct chat *chat, int64_t id)
{
    for (size_t i = 0; i < chat->sessions.n; i++)
        if (chat->sessions.at[i]->id == id)
            return chat->sessions.at[i];
    return NULL;
}

struct session *chat_session(struct chat *chat, int64_t id)
{
    struct session *session = chat_find_session(chat, id);

    if (session)
        return session;
    vec_push(&chat->sessions, session_new(id, chat->id));
    return chat->sessions.at[chat->sessions.n - 1];
}

struct fields {
    size_t n;
    struct {
        const char *at;
        size_t size;
    } field[FIELDS];
};

static struct fields split(const char *text)
{
    struct fields fields = {0};

    while (text && fields.n < FIELDS) {
        size_t size = strcspn(text, "|");

        fields.field[fields.n].at = text;
        fields.field[fields.n++].size = size;
        text = text[size] ? text + size + 1 : NULL;
    }
    return fields;
}

static bool is_yes(const struct fields *fields, size_t i)
{
    return i < fields->n && fields->field[i].size == 1 && fields->field[i].at[0] == 'Y';
}

static int64_t number(const struct fields *fields, size_t i)
{
    return i < fields->n ? strtoll(fields->field[i].at, NULL, 10) : 0;
}

static void add_crm(struct chat *chat, const struct fields *fields, size_t type)
{
    struct crm_object object = {.id = number(fields, type + 1)};
    size_t size = type < fields->n ? fields->field[type].size : 0;

    if (object.id <= 0 || size == 0 || size >= sizeof object.type)
        return;
    memcpy(object.type, fields->field[type].at, size);
    for (size_t i = 0; i < chat->crm.n; i++)
        if (chat->crm.at[i].id == object.id && strcmp(chat->crm.at[i].type, object.type) == 0)
            return;
    vec_push(&chat->crm, object);
}

static void set_code(struct chat *chat, const char *id)
{
    struct fields fields = split(id);

    free(chat->code);
    free(chat->key);
    free(chat->connector);
    chat->code = mem_copy_text(id);
    chat->key = mem_copy_text(id);
    chat->connector = mem_copy(fields.field[0].at, fields.field[0].size);
    chat->line = number(&fields, 1);
}

void chat_set_entity(struct chat *chat, const char *id, const char *data1, const char *data2,
                     const char *data3)
{
    struct fields fields = split(data1);

    if (id && *id)
        set_code(chat, id);
    if (data1) {
        add_crm(chat, &fields, 1);
        chat->paused = is_yes(&fields, 3);
        chat->waits_action = is_yes(&fields, 4);
        chat->active_session = number(&fields, 5);
    }
    fields = split(data2);
    for (size_t i = 0; i + 1 < fields.n; i += 2)
        add_crm(chat, &fields, i);
    if (data3)
        chat->silent = data3[0] == 'Y';
}

/* Ids rise with the time, while moments told by a list and by messages are of two clocks. What
 * belongs to no session known is last. */
static int by_id(const void *a, const void *b)
{
    const struct session *x = *(struct session *const *)a, *y = *(struct session *const *)b;

    if (!x->id || !y->id)
        return !x->id - !y->id;
    return (x->id > y->id) - (x->id < y->id);
}

static void drop_sessions(struct chat *chat)
{
    size_t n = 0;

    for (size_t i = 0; i < chat->sessions.n; i++)
        if (chat->sessions.at[i]->is_dropped)
            session_free(chat->sessions.at[i]);
        else
            chat->sessions.at[n++] = chat->sessions.at[i];
    chat->sessions.n = n;
}

static void order_sessions(struct chat *chat)
{
    size_t i = chat->sessions.n - 1;
    struct session *last;

    if (!chat->sessions.n)
        return;
    qsort(chat->sessions.at, chat->sessions.n, sizeof *chat->sessions.at, by_id);
    last = chat->sessions.at[i];
    for (; !last->id && i && session_first(chat->sessions.at[i - 1]).time >
                                 session_first(last).time; i--)
        chat->sessions.at[i] = chat->sessions.at[i - 1];
    chat->sessions.at[i] = last;
}

void chat_arrange(struct chat *chat, enum order order, session_is_operator_fn *is_operator,
                  void *self)
{
    drop_sessions(chat);
    for (size_t i = 0; i < chat->sessions.n; i++)
        session_arrange(chat->sessions.at[i], order, is_operator, self);
    order_sessions(chat);
    chat->starts.n = chat->n_items = 0;
    chat->version++;
    for (size_t i = 0; i < chat->sessions.n; i++) {
        vec_push(&chat->starts, chat->n_items);
        chat->n_items += chat->sessions.at[i]->entries.n;
    }
}

const struct entry *chat_item(const struct chat *chat, size_t i, const struct session **session)
{
    size_t low = 0, high = chat->starts.n;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (chat->starts.at[middle] <= i)
            low = middle;
        else
            high = middle;
    }
    if (session)
        *session = chat->sessions.at[low];
    return &chat->sessions.at[low]->entries.at[i - chat->starts.at[low]];
}

size_t chat_find(const struct chat *chat, int64_t message)
{
    for (size_t s = 0; s < chat->starts.n; s++)
        for (size_t i = 0; i < chat->sessions.at[s]->entries.n; i++)
            if (chat->sessions.at[s]->entries.at[i].id == message)
                return chat->starts.at[s] + i;
    return chat->n_items;
}

bool chat_knows_name(const struct chat *chat)
{
    return *chat->name || chat->state == LOAD_DONE;
}

bool chat_knows_votes(const struct chat *chat)
{
    for (size_t i = 0; i < chat->sessions.n; i++)
        if (chat->sessions.at[i]->state != LOAD_DONE && !chat->sessions.at[i]->knows_votes)
            return false;
    return chat->sessions.n || chat->state == LOAD_DONE;
}

bool chat_knows_wait(const struct chat *chat)
{
    const struct session *session;

    if (!chat->sessions.n)
        return chat->state == LOAD_DONE;
    session = chat->sessions.at[chat->sessions.n - 1];
    return session->state == LOAD_DONE || session->is_closed || session->speaker ||
           session->wait != LISTED_UNKNOWN;
}

bool chat_may_have_earlier(const struct chat *chat)
{
    enum { APART = 26 * 60 * 60 }; /* as in shift_of: no two zones are further apart */
    struct when first = {WHEN_NONE, 0};

    if (chat->sessions.n)
        first = session_first(chat->sessions.at[0]);
    return first.time != WHEN_NONE && chat->created.time != WHEN_NONE &&
           first.time - chat->created.time > APART;
}

struct when chat_last(const struct chat *chat)
{
    struct when last = {WHEN_NONE, 0};

    for (size_t i = 0; i < chat->sessions.n; i++) {
        struct when when = session_last(chat->sessions.at[i]);

        when.time += when.time != WHEN_NONE ? chat->sessions.at[i]->shift : 0;
        if (when.time > last.time)
            last = when;
    }
    if (last.time == WHEN_NONE)
        last = chat->previewed;
    return last.time == WHEN_NONE ? chat->created : last;
}
