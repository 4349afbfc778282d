/* SPDX-License-Identifier: MIT */
#include "model/facts.h"
#include "source/finding.h"
#include "source/ops.h"
#include "text/normal.h"

#include <stdlib.h>
#include <string.h>

struct finding *finding_new(struct source *source, const struct query *query,
                            enum find_order order, const struct zone *zone)
{
    struct finding *finding = mem_zero(1, sizeof *finding);

    *finding = (struct finding){
        .source = source, .query = query, .order = order, .zone = *zone};
    for (size_t i = 0; !source->ops->find && i < store_n_chats(source->store); i++)
        vec_push(&finding->chats, store_chat_at(source->store, i)->id);
    return finding;
}

void finding_free(struct finding *finding)
{
    if (!finding)
        return;
    vec_release(&finding->chats);
    str_release(&finding->text);
    str_release(&finding->normal);
    free(finding);
}

bool finding_is_in_order(const struct finding *finding)
{
    return finding->source->ops->find != NULL;
}

double finding_part(const struct finding *finding)
{
    return finding->part;
}

size_t finding_n_gave_up(const struct finding *finding)
{
    return finding->n_gave_up;
}

const struct message *find_message(struct store *store, const struct find_hit *hit)
{
    struct session session = {.id = hit->session, .chat = hit->chat, .state = LOAD_DONE};

    return store_message(store, &session, &hit->entry);
}

/* --- one message ----------------------------------------------------------------------------- */

/* Words as the index of an archive knows them. */
static void read_facts(struct finding *finding, const struct find_hit *hit,
                       struct query_facts *facts)
{
    struct store *store = finding->source->store;

    facts_read(store, finding->query, READING_TEXT | READING_FILES, find_message(store, hit),
               &finding->text, facts);
    str_clear(&finding->normal);
    normal_add(&finding->normal, facts->text, facts->size);
    facts->normal = str_text(&finding->normal);
    facts->normal_size = finding->normal.size;
}

/* How often what was asked for is said, in how long a text. */
static double rank_of(const struct finding *finding, const struct query_facts *facts)
{
    enum { SHORT = 200 }; /* bytes: below that the length says little */
    struct normal_ranges hits = {0};
    double n;

    query_find_hits(finding->query, facts->text, facts->size, &hits);
    n = (double)hits.list.n;
    vec_release(&hits.list);
    return -n / (double)(facts->size + SHORT);
}

bool finding_takes(struct finding *finding, const struct chat *chat, struct find_hit *hit)
{
    const struct session *known = chat_find_session(chat, hit->session);
    struct session session = {.id = hit->session, .line = known ? known->line : 0};
    struct query_facts facts;
    bool takes;

    facts = facts_of(finding->source->store, &finding->zone, chat, &session, &hit->entry);
    takes = query_matches(finding->query, &facts);
    if (takes && finding->query->needs & ~(unsigned)QUERY_ENTRY) {
        read_facts(finding, hit, &facts);
        takes = query_matches(finding->query, &facts);
    }
    finding->n_gave_up += facts.gave_up;
    if (takes && finding->order == FIND_BEST && finding->query->needs & QUERY_TEXT)
        hit->rank = rank_of(finding, &facts);
    return takes;
}

/* --- the store, chat by chat, each from its end on ------------------------------------------- */

/* Items may have come meanwhile; a message that has gone takes the rest of its chat with it. */
static size_t next_item(const struct finding *finding, const struct chat *chat)
{
    size_t item;

    if (!chat)
        return 0;
    item = finding->last ? chat_find(chat, finding->last) : chat->n_items;
    return finding->last && item == chat->n_items ? 0 : item;
}

/* False: there is nothing to look at. */
static bool look_at(struct finding *finding, const struct chat *chat, size_t item,
                    const struct find_turn *turn)
{
    const struct session *session;
    const struct entry *entry = chat_item(chat, item, &session);
    struct find_hit hit = {.chat = chat->id, .session = session->id, .entry = *entry};

    if (entry_is_gap(entry))
        return false;
    finding->last = entry->id;
    if (!(entry->flags & MESSAGE_MISSING) && finding_takes(finding, chat, &hit))
        turn->hit(turn->self, &hit);
    return true;
}

static enum find_state turn_in_store(struct finding *finding, const struct find_turn *turn)
{
    for (; finding->at < finding->chats.n; finding->at++, finding->last = 0) {
        const struct chat *chat =
            store_find_chat(finding->source->store, finding->chats.at[finding->at]);

        finding->part = (double)finding->at / (double)finding->chats.n;
        for (size_t item = next_item(finding, chat); item-- > 0;)
            if (look_at(finding, chat, item, turn) && turn->is_over(turn->self))
                return FIND_MORE;
    }
    return FIND_ALL;
}

enum find_state finding_turn(struct finding *finding, const struct find_turn *turn,
                             struct error *error)
{
    if (finding->source->ops->find)
        return finding->source->ops->find(finding->source, finding, turn, error);
    return turn_in_store(finding, turn);
}
