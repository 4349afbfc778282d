/* SPDX-License-Identifier: MIT */
#include "layout/plain.h"
#include "ui/commands.h"

bool tags_has(const struct ui *ui, int64_t message)
{
    for (size_t i = 0; i < ui->tagged.n; i++)
        if (ui->tagged.at[i] == message)
            return true;
    return false;
}

bool tags_is_starred(const struct ui *ui, int64_t message)
{
    return memory_is_starred(ui->memory, ui_chat(ui)->id, message);
}

static int64_t id_of(const struct ui *ui, size_t item)
{
    return chat_item(ui_chat(ui), item, NULL)->id;
}

static void untag(struct ui *ui, int64_t id)
{
    for (size_t i = 0; i < ui->tagged.n; i++)
        if (ui->tagged.at[i] == id)
            ui->tagged.at[i] = ui->tagged.at[--ui->tagged.n];
}

/* Tagged messages are marked in their layout. */
void tags_show(struct ui *ui)
{
    ui->start.look.tagged = ui->tagged.at;
    ui->start.look.n_tagged = ui->tagged.n;
    ui_settle(ui);
    ui_tell(ui, ngettext("%zu message tagged", "%zu messages tagged", ui->tagged.n), ui->tagged.n);
}

void tags_add(struct ui *ui, size_t item)
{
    if (!tags_has(ui, id_of(ui, item)))
        vec_push(&ui->tagged, id_of(ui, item));
}

void cmd_tag(struct ui *ui, int count)
{
    for (int i = 0; i < times(count) && ui_item(ui) != NO_ITEM; i++) {
        int64_t id = id_of(ui, ui_item(ui));

        if (tags_has(ui, id))
            untag(ui, id);
        else
            vec_push(&ui->tagged, id);
        view_step(&ui->messages, 1);
    }
    tags_show(ui);
}

static void tag_between(struct ui *ui, size_t from, size_t to)
{
    for (size_t i = from < to ? from : to; i <= (from < to ? to : from); i++)
        tags_add(ui, i);
}

void cmd_range(struct ui *ui, int count)
{
    size_t item = ui_item(ui);

    (void)count;
    if (item == NO_ITEM)
        return;
    if (ui->range == NO_ITEM) {
        ui->range = item;
        ui_tell(ui, _("range begins here; move, then V again"));
        return;
    }
    tag_between(ui, ui->range, item);
    ui->range = NO_ITEM;
    tags_show(ui);
}

void cmd_apply(struct ui *ui, int count)
{
    (void)count;
    ui->to_tagged = ui->tagged.n > 0;
    if (ui->to_tagged)
        ui_tell(ui, ngettext("then a command: it acts on %zu tagged message",
                             "then a command: it acts on %zu tagged messages", ui->tagged.n),
                ui->tagged.n);
    else
        ui_tell(ui, _("no message is tagged; t tags"));
}

void cmd_star(struct ui *ui, int count)
{
    (void)count;
    if (ui_item(ui) == NO_ITEM)
        return;
    if (memory_toggle_star(ui->memory, ui_chat(ui)->id, id_of(ui, ui_item(ui))))
        ui_tell(ui, _("starred"));
    else
        ui_tell(ui, _("the star is gone"));
    ui_keep(ui, NULL);
}

static void add(struct ui *ui, const struct message *message, bool quoted, struct str *out)
{
    if (out->size)
        str_add_text(out, quoted ? "\n\n" : "\n");
    if (quoted)
        plain_add_quoted(&ui->start.look, message, out);
    else
        plain_add(&ui->start.look, message, PLAIN_TEXT | PLAIN_FILES, out);
}

size_t tags_add_text(struct ui *ui, bool quoted, struct str *out)
{
    const struct chat *chat = ui_chat(ui);
    size_t n = 0;

    for (size_t i = 0; chat && ui->to_tagged && i < chat->n_items; i++)
        if (tags_has(ui, id_of(ui, i))) {
            add(ui, ui_message_at(ui, i), quoted, out);
            n++;
        }
    if (n == 0 && ui_message(ui)) {
        add(ui, ui_message(ui), quoted, out);
        n = 1;
    }
    return n;
}
