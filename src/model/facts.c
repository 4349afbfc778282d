/* SPDX-License-Identifier: MIT */
#include "model/facts.h"

struct query_facts facts_of(const struct store *store, const struct zone *zone,
                            const struct chat *chat, const struct session *session,
                            const struct entry *entry)
{
    return (struct query_facts){
        .known = QUERY_ENTRY,
        .when = {entry->time, entry->offset},
        .zone = *zone,
        .role = store_user_role(store, entry->sender),
        .class = (enum message_class)entry->class,
        .sender = entry->sender,
        .line = session->line ? session->line : chat->line,
        .connector = chat->connector,
    };
}

static void note_link(void *self, const char *label, const struct link *link)
{
    (void)label;
    *(bool *)self |= link->kind == LINK_URL || link->kind == LINK_PHONE;
}

unsigned facts_has(const struct store *store, const struct zone *zone,
                   const struct message *message)
{
    bool has_link = false;

    reading_links(store, zone, message, note_link, &has_link);
    return (message->files.n ? QUERY_FILE : 0) | (has_link ? QUERY_LINK : 0);
}

void facts_read(const struct store *store, const struct query *query, unsigned parts,
                const struct message *message, struct str *text, struct query_facts *facts)
{
    facts->known = query->needs;
    if (facts->known & QUERY_PARTS)
        facts->has = facts_has(store, &facts->zone, message);
    str_clear(text);
    if (facts->known & QUERY_TEXT)
        reading_add(store, &facts->zone, message, parts, text);
    facts->text = str_text(text);
    facts->size = text->size;
    facts->name = store_sender_name(store, message);
}
