/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "ui/search.h"

/* Filters that need no typing: the menu of w. */

void cmd_only_menu(struct ui *ui, int count)
{
    (void)count;
    ui->menu = CONTEXT_ONLY;
}

static bool is_attention(struct ui *ui, size_t item)
{
    return chat_item(ui_chat(ui), item, NULL)->class == CLASS_ATTENTION;
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
ONLY(unanswered, places_is_unanswered)
ONLY(all, NULL)
#undef ONLY
