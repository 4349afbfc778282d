/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "ui/grep.h"
#include "ui/search.h"

void cmd_search(struct ui *ui, int count)
{
    (void)count;
    grep_rest(ui);
    search_ask(ui);
}

void cmd_search_next(struct ui *ui, int count)
{
    if (!grep_step(ui, 1, count))
        search_step(ui, 1, count);
}

void cmd_search_previous(struct ui *ui, int count)
{
    if (!grep_step(ui, -1, count))
        search_step(ui, -1, count);
}

void cmd_filter(struct ui *ui, int count)
{
    (void)count;
    search_ask_filter(ui);
}

void cmd_tag_found(struct ui *ui, int count)
{
    (void)count;
    if (ui->focus == PANE_LIST)
        chat_tags_ask(ui);
    else
        search_ask_tags(ui);
}
