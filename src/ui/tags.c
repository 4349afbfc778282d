/* SPDX-License-Identifier: MIT */
#include "layout/plain.h"
#include "ui/commands.h"

bool tags_is_starred(const struct ui *ui, int64_t message)
{
    return memory_is_starred(ui->memory, ui_chat(ui)->id, message);
}

static int64_t id_of(const struct ui *ui, size_t item)
{
    return chat_item(ui_chat(ui), item, NULL)->id;
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
    ids_add(&ui->tagged, id_of(ui, item));
}

static void tag_messages(struct ui *ui, int count)
{
    size_t last = ui->messages.n ? ui->messages.n - 1 : 0;

    for (int i = 0; i < count && ui_item(ui) != NO_ITEM; i++) {
        ids_toggle(&ui->tagged, id_of(ui, ui_item(ui)));
        if (ui->messages.selected == last)
            break;
        view_select(&ui->messages, ui->messages.selected + 1, -1);
    }
    tags_show(ui);
}

void cmd_tag(struct ui *ui, int count)
{
    if (ui->focus == PANE_LIST)
        chat_tags_toggle(ui, times(count));
    else
        tag_messages(ui, times(count));
}

static void tag_between(struct ui *ui, size_t from, size_t to)
{
    for (size_t i = from < to ? from : to; i <= (from < to ? to : from); i++)
        if (lens_shows(&ui->lens, i))
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

bool tags_apply(struct ui *ui)
{
    ui->to_tagged = (ui->focus == PANE_LIST ? ui->tagged_chats.n : ui->tagged.n) > 0;
    return ui->to_tagged;
}

void cmd_apply(struct ui *ui, int count)
{
    size_t n = ui->focus == PANE_LIST ? ui->tagged_chats.n : ui->tagged.n;

    (void)count;
    if (!tags_apply(ui))
        ui_tell(ui, _("nothing is tagged here; t tags"));
    else if (ui->focus == PANE_LIST)
        ui_tell(ui, ngettext("then a command: it acts on %zu tagged chat",
                             "then a command: it acts on %zu tagged chats", n),
                n);
    else
        ui_tell(ui, ngettext("then a command: it acts on %zu tagged message",
                             "then a command: it acts on %zu tagged messages", n),
                n);
}

/* Tagged ones get a star; the selected one alone can also lose it. */
static bool star_tagged(struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);

    for (size_t i = 0; i < chat->n_items; i++)
        if (ids_has(&ui->tagged, id_of(ui, i)) && !tags_is_starred(ui, id_of(ui, i)))
            memory_toggle_star(ui->memory, chat->id, id_of(ui, i));
    return true;
}

void cmd_star(struct ui *ui, int count)
{
    bool starred;

    (void)count;
    if (ui_item(ui) == NO_ITEM)
        return;
    starred = ui->to_tagged
                  ? star_tagged(ui)
                  : memory_toggle_star(ui->memory, ui_chat(ui)->id, id_of(ui, ui_item(ui)));
    ui_tell(ui, "%s", starred ? _("starred") : _("the star is gone"));
    ui_keep(ui, NULL);
}

/* What is not loaded has no message. */
static void tell(struct ui *ui, const struct chat *chat, size_t item, tags_fn *fn, void *self)
{
    const struct session *session;
    const struct entry *entry = chat_item(chat, item, &session);

    if (!entry_is_gap(entry))
        fn(ui, session, entry, self);
}

static void tell_here(struct ui *ui, tags_fn *fn, void *self)
{
    const struct chat *chat = ui_chat(ui);
    size_t n = 0;

    for (size_t i = 0; ui->to_tagged && chat && i < chat->n_items; i++)
        if (ids_has(&ui->tagged, id_of(ui, i))) {
            tell(ui, chat, i, fn, self);
            n++;
        }
    if (n == 0 && ui_item(ui) != NO_ITEM)
        tell(ui, chat, ui_item(ui), fn, self);
}

void tags_each(struct ui *ui, tags_fn *fn, void *self)
{
    const struct chat *chat;
    size_t at = 0;

    if (ui->focus != PANE_LIST) {
        tell_here(ui, fn, self);
        return;
    }
    while ((chat = chat_tags_next(ui, &at)))
        for (size_t i = 0; i < chat->n_items; i++)
            tell(ui, chat, i, fn, self);
}

static void add_text(struct ui *ui, const struct session *session, const struct entry *entry,
                     void *self)
{
    struct str *out = self;

    str_add_text(out, out->size ? "\n" : "");
    plain_add(&ui->start.look, store_message(ui->start.look.store, session, entry), PLAIN_WHOLE,
              out);
}

static void add_quoted(struct ui *ui, const struct session *session, const struct entry *entry,
                       void *self)
{
    struct str *out = self;

    str_add_text(out, out->size ? "\n\n" : "");
    plain_add_quoted(&ui->start.look, store_message(ui->start.look.store, session, entry), out);
}

void tags_add_text(struct ui *ui, bool quoted, struct str *out)
{
    tags_each(ui, quoted ? add_quoted : add_text, out);
}
