/* SPDX-License-Identifier: MIT */
#include "layout/plain.h"

void plain_add(const struct look *look, const struct message *message, unsigned parts,
               struct str *out)
{
    reading_add(look->store, &look->zone, message, parts, out);
}

void plain_links(const struct look *look, const struct message *message, reading_link_fn *tell,
                 void *self)
{
    reading_links(look->store, &look->zone, message, tell, self);
}

void plain_add_quoted(const struct look *look, const struct message *message, struct str *out)
{
    when_add_stamp(out, message->when, &look->zone);
    if (message->sender)
        str_addf(out, "  %s", store_sender_name(look->store, message));
    str_add_char(out, '\n');
    plain_add(look, message, PLAIN_WHOLE, out);
}

void plain_add_chat(const struct look *look, const struct chat *chat, struct str *out)
{
    for (size_t i = 0; chat && i < chat->n_items; i++) {
        const struct session *session;
        const struct entry *entry = chat_item(chat, i, &session);

        if (entry_is_gap(entry))
            continue;
        plain_add_quoted(look, store_message(look->store, session, entry), out);
        str_add_text(out, "\n\n");
    }
}

static void note_link(void *self, const char *label, const struct link *link)
{
    (void)label;
    *(bool *)self |= link->kind == LINK_URL || link->kind == LINK_PHONE;
}

bool plain_has_link(const struct look *look, const struct message *message)
{
    bool found = false;

    plain_links(look, message, note_link, &found);
    return found;
}
