/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"

/* How far the person has reviewed each chat: remembered by the last message of it. */

/* Messages of a chat after those reviewed; all of them when there is no line in what was opened. */
static size_t count_newer(const struct ui *ui, const struct chat *chat)
{
    int64_t last = memory_reviewed(ui->memory, chat->id);
    size_t newer = 0;

    if (!last)
        return chat->n_items;
    while (newer < chat->n_items && chat_item(chat, chat->n_items - 1 - newer, NULL)->id != last)
        newer++;
    return newer;
}

void reviewed_show(struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);

    ui->start.look.n_reviewed = chat ? chat->n_items - count_newer(ui, chat) : 0;
}

void reviewed_mark(const struct ui *ui, const struct chat *chat, struct chat_marks *marks)
{
    marks->newer = count_newer(ui, chat);
    marks->is_reviewed = marks->newer < chat->n_items;
}

static void changed(struct ui *ui)
{
    reviewed_show(ui);
    ui->drawn.is_shown = false;
    ui_settle(ui);
    ui_keep(ui, NULL);
}

/* What a collapsed run or a folded session stands for was seen as well. */
static size_t last_item_here(const struct ui *ui)
{
    struct piece piece = lens_piece(&ui->lens, ui->messages.selected);

    return piece.item + piece.n - 1;
}

static void review_up_to(struct ui *ui, const struct chat *chat, size_t item)
{
    int64_t message = chat_item(chat, item, NULL)->id;
    bool again = memory_reviewed(ui->memory, chat->id) == message;

    memory_set_reviewed(ui->memory, chat->id, again ? 0 : message);
    changed(ui);
    if (again)
        ui_tell(ui, _("not reviewed"));
    else if (item + 1 == chat->n_items)
        ui_tell(ui, _("reviewed to the end"));
    else
        ui_tell(ui, _("reviewed up to here"));
}

void cmd_reviewed(struct ui *ui, int count)
{
    (void)count;
    if (ui_item(ui) != NO_ITEM)
        review_up_to(ui, ui_chat(ui), last_item_here(ui));
}

static int64_t last_message(const struct chat *chat)
{
    return chat->n_items ? chat_item(chat, chat->n_items - 1, NULL)->id : 0;
}

static void review_tagged(struct ui *ui)
{
    const struct chat *chat;
    size_t at = 0;

    while ((chat = chat_tags_next(ui, &at)))
        memory_set_reviewed(ui->memory, chat->id, last_message(chat));
    changed(ui);
    ui_tell(ui, _("reviewed to the end"));
}

void cmd_reviewed_chat(struct ui *ui, int count)
{
    const struct chat *chat = ui_chat(ui);

    (void)count;
    if (ui->to_tagged)
        review_tagged(ui);
    else if (chat && chat->n_items)
        review_up_to(ui, chat, chat->n_items - 1);
}

/* --- the next one ---------------------------------------------------------------------------- */

/* What is not loaded yet may hold anything. */
static bool has_newer(const struct ui *ui, const struct chat *chat)
{
    return count_newer(ui, chat) > 0 || (chat->n_items == 0 && chat->state != LOAD_DONE);
}

static size_t next_unreviewed(const struct ui *ui)
{
    const struct store *store = ui->start.look.store;
    size_t n = store_n_shown(store);

    for (size_t i = 1; i <= n; i++) {
        size_t at = (ui->shown + i) % n;

        if (at != ui->shown && has_newer(ui, store_chat_at(store, at)))
            return at;
    }
    return n;
}

/* There the first message after the line is what is wanted, wherever the person left. */
static void go_to_line(struct ui *ui)
{
    size_t item = ui->start.look.n_reviewed;

    if (item > 0 && item < ui_chat(ui)->n_items)
        view_select(&ui->messages, lens_find(&ui->lens, item), ui->messages.height / 4);
}

void cmd_next_unreviewed(struct ui *ui, int count)
{
    size_t n = store_n_shown(ui->start.look.store);

    for (int i = 0; i < times(count) && (size_t)i <= n; i++) {
        size_t next = next_unreviewed(ui);

        if (next == n) {
            ui_tell(ui, _("no other chat has messages that are not reviewed"));
            return;
        }
        if (next < ui->shown)
            ui_tell(ui, _("went on at the first chat"));
        ui_show(ui, next);
    }
    go_to_line(ui);
}
