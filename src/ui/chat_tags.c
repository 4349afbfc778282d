/* SPDX-License-Identifier: MIT */
#include "text/find.h"
#include "ui/commands.h"
#include "ui/probe.h"
#include "ui/prompt.h"

#include <string.h>

static void tell(struct ui *ui)
{
    ui_tell(ui, ngettext("%zu chat tagged", "%zu chats tagged", ui->tagged_chats.n),
            ui->tagged_chats.n);
}

void chat_tags_toggle(struct ui *ui, int count)
{
    const struct store *store = ui->start.look.store;

    for (int i = 0; i < count && ui->chats.n; i++) {
        ids_toggle(&ui->tagged_chats, store_chat_at(store, ui->chats.selected)->id);
        if (ui->chats.selected + 1 == ui->chats.n)
            break;
        view_step(&ui->chats, 1);
    }
    if (ui->chats.selected != ui->shown)
        ui_show(ui, ui->chats.selected);
    tell(ui);
}

const struct chat *chat_tags_next(const struct ui *ui, size_t *at)
{
    const struct store *store = ui->start.look.store;

    if (!ui->to_tagged)
        return (*at)++ ? NULL : ui_chat(ui);
    while (*at < store_n_shown(store)) {
        const struct chat *chat = store_chat_at(store, (*at)++);

        if (ids_has(&ui->tagged_chats, chat->id))
            return chat;
    }
    return NULL;
}

/* --- T: by name and last words ---------------------------------------------------------------- */

static struct probe probe = {.parts = PLAIN_TEXT};

static bool matches(const struct ui *ui, const struct chat *chat)
{
    size_t start, end;

    str_clear(&probe.text);
    str_addf(&probe.text, "%s\n", chat->name);
    chat_add_words(&ui->start.look, chat, &probe.text);
    return pattern_find(probe.pattern, str_text(&probe.text), probe.text.size, 0, &start, &end);
}

static void accepted(struct ui *ui, const char *text)
{
    const struct store *store = ui->start.look.store;

    if (!probe_set(ui, &probe, text))
        return;
    for (size_t i = 0; i < store_n_shown(store); i++)
        if (matches(ui, store_chat_at(store, i)))
            ids_add(&ui->tagged_chats, store_chat_at(store, i)->id);
    probe_release(&probe);
    tell(ui);
}

static bool take_key(struct ui *ui, int key)
{
    return probe_key(ui, &probe, key);
}

void chat_tags_ask(struct ui *ui)
{
    static struct edit_history history;
    static const struct prompt_kind kind = {
        .sign = "T", .name = "tag", .accept = accepted, .key = take_key, .history = &history};

    prompt_open(ui, &kind, "");
}
