/* SPDX-License-Identifier: MIT */
#include "export/document.h"
#include "layout/plain.h"
#include "ui/clipboard.h"
#include "ui/commands.h"
#include "ui/option.h"
#include "ui/permalink.h"

#include <string.h>
#include <unistd.h>

void copy_text(struct ui *ui, const struct str *text)
{
    struct str told = {0};

    if (text->size == 0) {
        ui_tell(ui, _("there is nothing to copy here"));
        return;
    }
    clipboard_copy(str_text(text), text->size, ui->start.options->clipboard, STDOUT_FILENO, &told);
    ui_tell(ui, "%s", str_text(&told));
    str_release(&told);
}

void cmd_copy_menu(struct ui *ui, int count)
{
    (void)count;
    ui->menu = CONTEXT_COPY;
}

static void copy_messages(struct ui *ui, bool quoted)
{
    struct str text = {0};

    tags_add_text(ui, quoted, &text);
    copy_text(ui, &text);
    str_release(&text);
}

void cmd_copy_text(struct ui *ui, int count)
{
    (void)count;
    copy_messages(ui, false);
}

void cmd_copy_quoted(struct ui *ui, int count)
{
    (void)count;
    copy_messages(ui, true);
}

static void add_chat_links(struct ui *ui, struct str *text)
{
    const struct chat *chat;
    size_t at = 0;

    while ((chat = chat_tags_next(ui, &at))) {
        str_add_text(text, text->size ? "\n" : "");
        permalink_add(text, (struct permalink){.chat = chat->id});
    }
}

static void add_permalink(struct ui *ui, const struct session *session, const struct entry *entry,
                          void *self)
{
    const struct message *message = store_message(ui->start.look.store, session, entry);
    struct str *text = self;

    str_add_text(text, text->size ? "\n" : "");
    permalink_add(text, (struct permalink){message->chat, message->session, message->id});
}

void cmd_copy_permalink(struct ui *ui, int count)
{
    struct str text = {0};

    (void)count;
    if (ui->focus == PANE_LIST)
        add_chat_links(ui, &text);
    else
        tags_each(ui, add_permalink, &text);
    copy_text(ui, &text);
    str_release(&text);
}

static void add_json(struct ui *ui, const struct session *session, const struct entry *entry,
                     void *self)
{
    struct document document = {.look = ui->start.look};

    document_add_message(&document, format_find(document_formats, "jsonl"), session, entry, self);
}

void cmd_copy_json(struct ui *ui, int count)
{
    struct str text = {0};

    (void)count;
    tags_each(ui, add_json, &text);
    if (text.size)
        str_cut(&text, text.size - 1); /* the last line is not ended */
    copy_text(ui, &text);
    str_release(&text);
}

static void add_session(struct ui *ui, struct str *out)
{
    const struct chat *chat = ui_chat(ui);
    const struct session *session;

    if (ui_item(ui) == NO_ITEM)
        return;
    chat_item(chat, ui_item(ui), &session);
    for (size_t i = 0; i < session->entries.n && session->state == LOAD_DONE; i++) {
        if (out->size)
            str_add_text(out, "\n\n");
        plain_add_quoted(&ui->start.look,
                         store_message(ui->start.look.store, session, &session->entries.at[i]),
                         out);
    }
}

void cmd_copy_all(struct ui *ui, int count)
{
    struct str text = {0};

    (void)count;
    if (tags_apply(ui) || ui->focus == PANE_LIST)
        tags_add_text(ui, true, &text);
    else
        add_session(ui, &text);
    copy_text(ui, &text);
    str_release(&text);
}
