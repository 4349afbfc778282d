/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "ui/search.h"

/* Filters that need no typing: the menu of c. */

void cmd_only_menu(struct ui *ui, int count)
{
    (void)count;
    ui->menu = CONTEXT_ONLY;
}

static bool is_attention(struct ui *ui, size_t item)
{
    return chat_item(ui_chat(ui), item, NULL)->class == CLASS_ATTENTION;
}

/* A client's message after which no operator wrote in its session. */
static bool is_unanswered(struct ui *ui, size_t item)
{
    const struct session *session, *other;
    const struct chat *chat = ui_chat(ui);

    if (!places_is_client(ui, item))
        return false;
    chat_item(chat, item, &session);
    for (size_t at = item + 1; session->operators.n && at < chat->n_items; at++) {
        chat_item(chat, at, &other);
        if (other != session)
            break;
        if (places_is_operator(ui, at))
            return false;
    }
    return true;
}

#define ONLY(name, wants)                                                                          \
    void cmd_only_##name(struct ui *ui, int count)                                                 \
    {                                                                                              \
        (void)count;                                                                               \
        ui->only = wants;                                                                          \
        search_filter_anew(ui);                                                                    \
    }
ONLY(client, places_is_client)
ONLY(operators, places_is_operator)
ONLY(files, places_is_file)
ONLY(links, places_is_link)
ONLY(attention, is_attention)
ONLY(unanswered, is_unanswered)
ONLY(all, NULL)
#undef ONLY
