/* SPDX-License-Identifier: MIT */
#include "model/redaction.h"

#include <stdlib.h>
#include <string.h>

struct hidden {
    char **place;
    char *original;
    char *shown; /* a copy: another text in the place is a newer one */
};

struct redaction {
    struct redact *redact;
    VEC(struct hidden) hidden;
};

struct redaction *redaction_new(unsigned kinds)
{
    struct redaction *redaction = mem_zero(1, sizeof *redaction);

    redaction->redact = redact_new(kinds);
    return redaction;
}

static void forget(struct redaction *redaction)
{
    for (size_t i = 0; i < redaction->hidden.n; i++) {
        free(redaction->hidden.at[i].original);
        free(redaction->hidden.at[i].shown);
    }
    redaction->hidden.n = 0;
}

void redaction_free(struct redaction *redaction)
{
    if (!redaction)
        return;
    forget(redaction);
    vec_release(&redaction->hidden);
    redact_free(redaction->redact);
    free(redaction);
}

struct redact *redaction_redact(struct redaction *redaction)
{
    return redaction->redact;
}

/* The text as it may be shown, one's own. */
static char *shown_of(struct redaction *redaction, const char *text, enum text_role role,
                      int64_t id)
{
    struct str out = {0};

    switch (role) {
    case TEXT_WORDS:
        redact_text(redaction->redact, text, strlen(text), &out);
        break;
    case TEXT_PERSON:
        redact_person(redaction->redact, id, text, &out);
        break;
    case TEXT_TITLE:
        redact_title(redaction->redact, text, &out);
        break;
    case TEXT_FILE:
        redact_file(redaction->redact, text, &out);
        break;
    case TEXT_JSON:
        redact_json(redaction->redact, text, strlen(text), &out);
        break;
    }
    return str_take(&out);
}

static void hide(void *self, char **text, enum text_role role, int64_t id)
{
    struct redaction *redaction = self;
    char *shown = shown_of(redaction, *text, role, id);

    if (strcmp(shown, *text) == 0) {
        free(shown);
        return;
    }
    vec_push(&redaction->hidden, (struct hidden){text, *text, mem_copy_text(shown)});
    *text = shown;
}

void redaction_hide_user(struct redaction *redaction, struct user *user)
{
    user_each_text(user, hide, redaction);
}

void redaction_hide_chat(struct redaction *redaction, struct chat *chat)
{
    redact_set_place(redaction->redact, chat->id, 0, 0);
    chat_each_text(chat, hide, redaction);
}

void redaction_hide_file(struct redaction *redaction, struct file *file)
{
    file_each_text(file, hide, redaction);
}

void redaction_reveal(struct redaction *redaction)
{
    for (size_t i = redaction->hidden.n; i-- > 0;) {
        struct hidden *hidden = &redaction->hidden.at[i];

        if (!*hidden->place || strcmp(*hidden->place, hidden->shown) != 0)
            continue;
        free(*hidden->place);
        *hidden->place = hidden->original;
        hidden->original = NULL;
    }
    forget(redaction);
}

static void replace(void *self, char **text, enum text_role role, int64_t id)
{
    char *shown = shown_of(self, *text, role, id);

    free(*text);
    *text = shown;
}

static bool has_unknown_block(const struct message *message)
{
    for (size_t i = 0; i < message->attaches.n; i++)
        for (size_t k = 0; k < message->attaches.at[i].blocks.n; k++)
            if (message->attaches.at[i].blocks.at[k].kind == BLOCK_UNKNOWN)
                return true;
    return false;
}

void redaction_message(struct redaction *redaction, struct message *message)
{
    redact_set_place(redaction->redact, message->chat, message->session, message->id);
    message_each_text(message, replace, redaction);
    if (message->flags & MESSAGE_REPAIRED)
        redact_add_doubt(redaction->redact, DOUBT_DAMAGED);
    if (has_unknown_block(message))
        redact_add_doubt(redaction->redact, DOUBT_BLOCK);
}
