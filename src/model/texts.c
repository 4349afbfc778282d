/* SPDX-License-Identifier: MIT */
#include "model/texts.h"

#include <string.h>
#include <strings.h>

/* Who is told of each text. */
struct teller {
    text_fn *fn;
    void *self;
};

static void tell(const struct teller *teller, char **text, enum text_role role, int64_t id)
{
    if (*text)
        teller->fn(teller->self, text, role, id);
}

static void tell_words(const struct teller *teller, char **text)
{
    tell(teller, text, TEXT_WORDS, 0);
}

/* --- messages -------------------------------------------------------------------------------- */

/* What the CRM calls the fields of a person, in what it writes about new leads. */
static bool is_name_label(const char *label)
{
    static const char *const labels[] = {
        "Имя", "Фамилия", "Отчество", "ФИО", "Клиент", "Контакт", "Name", "First name",
        "Last name", "Second name", "Full name", "Contact", "Client", "Customer", NULL,
    };
    size_t size = strcspn(label, ":");

    for (const char *const *one = labels; *one; one++)
        if (strlen(*one) == size && strncasecmp(*one, label, size) == 0)
            return true;
    return false;
}

static void tell_row(const struct teller *teller, struct grid_row *row)
{
    bool is_name = row->name && is_name_label(row->name);

    tell(teller, &row->value, is_name ? TEXT_PERSON : TEXT_WORDS, 0);
    tell_words(teller, &row->name);
    tell(teller, &row->link, TEXT_LINK, 0);
}

static void tell_block(const struct teller *teller, struct block *block)
{
    static const enum text_role roles[BLOCK_COUNT] = {
        [BLOCK_USER] = TEXT_PERSON, [BLOCK_FILE] = TEXT_FILE, [BLOCK_IMAGE] = TEXT_FILE};

    tell(teller, &block->name, roles[block->kind], block->user);
    tell_words(teller, &block->text);
    tell(teller, &block->link, TEXT_LINK, 0);
    tell_words(teller, &block->desc);
    for (size_t i = 0; i < block->rows.n; i++)
        tell_row(teller, &block->rows.at[i]);
}

/* Names come first: what they teach is found in the rest. */
void message_each_text(struct message *message, text_fn *fn, void *self)
{
    const struct teller teller = {fn, self};

    tell(&teller, &message->name, TEXT_PERSON, message->sender);
    for (size_t i = 0; i < message->attaches.n; i++) {
        struct attach *attach = &message->attaches.at[i];

        tell_words(&teller, &attach->description);
        for (size_t k = 0; k < attach->blocks.n; k++)
            tell_block(&teller, &attach->blocks.at[k]);
    }
    for (size_t i = 0; i < message->buttons.n; i++) {
        tell_words(&teller, &message->buttons.at[i].text);
        tell(&teller, &message->buttons.at[i].link, TEXT_LINK, 0);
    }
    tell_words(&teller, &message->raw);
    tell_words(&teller, &message->classes);
    tell_words(&teller, &message->component);
    if (message->when.time == WHEN_NONE)
        tell_words(&teller, &message->date);
    tell(&teller, &message->params, TEXT_JSON, 0);
}

/* --- the others ------------------------------------------------------------------------------ */

void chat_each_text(struct chat *chat, text_fn *fn, void *self)
{
    const struct teller teller = {fn, self};

    tell(&teller, &chat->name, TEXT_TITLE, 0);
    tell_words(&teller, &chat->code);
    tell_words(&teller, &chat->connector);
    tell_words(&teller, &chat->preview);
    for (size_t i = 0; i < chat->sessions.n; i++)
        tell_words(&teller, &chat->sessions.at[i]->comment_head);
}

void user_each_text(struct user *user, text_fn *fn, void *self)
{
    const struct teller teller = {fn, self};

    tell(&teller, &user->name, TEXT_PERSON, user->id);
    tell_words(&teller, &user->position);
}

void file_each_text(struct file *file, text_fn *fn, void *self)
{
    const struct teller teller = {fn, self};

    tell(&teller, &file->name, TEXT_FILE, 0);
    tell_words(&teller, &file->type);
}
