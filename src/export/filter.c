/* SPDX-License-Identifier: MIT */
#include "export/filter.h"

#include <string.h>
#include <strings.h>

bool filter_is_by_message(const struct filter *filter)
{
    return filter->message != 0 || filter->messages || filter->since.given || filter->until.given;
}

/* CRM and tasks write the code with the type of chat before it. */
static const char *bare_code(const char *code)
{
    return strncmp(code, "imol|", 5) == 0 ? code + 5 : code;
}

static bool has_crm(const struct chat *chat, const char *type, int64_t id)
{
    for (size_t i = 0; i < chat->crm.n; i++)
        if (chat->crm.at[i].id == id && strcasecmp(chat->crm.at[i].type, type) == 0)
            return true;
    return false;
}

static bool is_listed(const int64_t *ids, size_t n, int64_t id)
{
    size_t from = 0, to = n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (ids[middle] < id)
            from = middle + 1;
        else
            to = middle;
    }
    return from < n && ids[from] == id;
}

bool filter_has_chat(const struct filter *filter, const struct chat *chat)
{
    if (filter->chat != 0 && filter->chat != chat->id)
        return false;
    if (filter->chats && !is_listed(filter->chats, filter->n_chats, chat->id))
        return false;
    if (filter->code && strcmp(bare_code(filter->code), bare_code(chat->key)) != 0)
        return false;
    return filter->crm_id == 0 || has_crm(chat, filter->crm_type, filter->crm_id);
}

bool filter_has_session(const struct filter *filter, const struct session *session)
{
    return filter->session == 0 || filter->session == session->id;
}

bool filter_may_have(const struct filter *filter, const struct session *session)
{
    enum { DAY = 24 * 60 * 60 }; /* more than two clocks differ by */
    bool knows = session->first.time != WHEN_NONE && session->last.time != WHEN_NONE;

    if (!filter_has_session(filter, session))
        return false;
    if (!knows || session->state == LOAD_DONE)
        return true;
    return (!filter->since.given || session->last.time >= filter->since.time - DAY) &&
           (!filter->until.given || session->first.time <= filter->until.time + DAY);
}

/* < 0: before the bound, > 0: after it. */
static int compare(const struct bound *bound, const struct zone *zone, const struct entry *entry)
{
    int64_t time = entry->time;
    struct when_parts parts;

    if (bound->is_clock) {
        when_split((struct when){entry->time, entry->offset}, zone, &parts);
        time += parts.offset * 60;
    }
    return (time > bound->time) - (time < bound->time);
}

bool filter_has_entry(const struct filter *filter, const struct zone *zone,
                      const struct entry *entry)
{
    if (filter->message != 0 && filter->message != entry->id)
        return false;
    if (filter->messages && !is_listed(filter->messages, filter->n_messages, entry->id))
        return false;
    if (!filter->since.given && !filter->until.given)
        return true;
    if (entry->time == WHEN_NONE)
        return false;
    return (!filter->since.given || compare(&filter->since, zone, entry) >= 0) &&
           (!filter->until.given || compare(&filter->until, zone, entry) <= 0);
}
