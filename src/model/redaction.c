/* SPDX-License-Identifier: MIT */
#include "model/redaction.h"

#include <stdlib.h>
#include <string.h>

struct hidden {
    char **place; /* only compared: what it lay in may be gone */
    char *original;
    char *shown; /* a copy: another text in the place is a newer one */
    UT_hash_handle hh;
};

struct redaction {
    struct redact *redact;
    struct hidden *hidden;
};

struct redaction *redaction_new(unsigned kinds)
{
    struct redaction *redaction = mem_zero(1, sizeof *redaction);

    redaction->redact = redact_new(kinds);
    return redaction;
}

static void drop(struct redaction *redaction, struct hidden *hidden)
{
    HASH_DEL(redaction->hidden, hidden);
    free(hidden->original);
    free(hidden->shown);
    free(hidden);
}

void redaction_forget(struct redaction *redaction)
{
    struct hidden *hidden, *next;

    HASH_ITER(hh, redaction->hidden, hidden, next)
        drop(redaction, hidden);
}

void redaction_free(struct redaction *redaction)
{
    if (!redaction)
        return;
    redaction_forget(redaction);
    redact_free(redaction->redact);
    free(redaction);
}

struct redact *redaction_redact(struct redaction *redaction)
{
    return redaction->redact;
}

/* The text as it may be shown, one's own. */
static char *shown_of(struct redact *redact, const char *text, enum text_role role, int64_t id)
{
    struct str out = {0};

    switch (role) {
    case TEXT_WORDS:
        redact_text(redact, text, strlen(text), &out);
        break;
    case TEXT_PERSON:
        redact_person(redact, id, text, &out);
        break;
    case TEXT_TITLE:
        redact_title(redact, text, &out);
        break;
    case TEXT_FILE:
        redact_file(redact, text, &out);
        break;
    case TEXT_LINK:
        redact_link(redact, text, &out);
        break;
    case TEXT_JSON:
        redact_json(redact, text, strlen(text), &out);
        break;
    }
    return str_take(&out);
}

static struct hidden *find(const struct redaction *redaction, char *const *place)
{
    struct hidden *hidden;

    HASH_FIND_PTR(redaction->hidden, &place, hidden);
    return hidden;
}

bool redaction_shows(const struct redaction *redaction, char *const *place)
{
    const struct hidden *hidden = find(redaction, place);

    return hidden && *place && strcmp(*place, hidden->shown) == 0;
}

static void hide(void *self, char **text, enum text_role role, int64_t id)
{
    struct redaction *redaction = self;
    struct hidden *hidden = find(redaction, text);
    char *shown;

    if (hidden && strcmp(hidden->shown, *text) == 0)
        return;
    if (hidden)
        drop(redaction, hidden);
    shown = shown_of(redaction->redact, *text, role, id);
    if (strcmp(shown, *text) == 0) {
        free(shown);
        return;
    }
    hidden = mem_zero(1, sizeof *hidden);
    *hidden = (struct hidden){.place = text, .original = *text, .shown = mem_copy_text(shown)};
    HASH_ADD_PTR(redaction->hidden, place, hidden);
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

static void reveal(void *self, char **text, enum text_role role, int64_t id)
{
    struct redaction *redaction = self;
    struct hidden *hidden = find(redaction, text);

    (void)role;
    (void)id;
    if (!hidden || strcmp(hidden->shown, *text) != 0)
        return;
    free(*text);
    *text = hidden->original;
    hidden->original = NULL;
    drop(redaction, hidden);
}

void redaction_reveal_user(struct redaction *redaction, struct user *user)
{
    user_each_text(user, reveal, redaction);
}

void redaction_reveal_chat(struct redaction *redaction, struct chat *chat)
{
    chat_each_text(chat, reveal, redaction);
}

void redaction_reveal_file(struct redaction *redaction, struct file *file)
{
    file_each_text(file, reveal, redaction);
}

void text_redact(void *self, char **text, enum text_role role, int64_t id)
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
    message_each_text(message, text_redact, redaction->redact);
    if (message->flags & MESSAGE_REPAIRED)
        redact_add_doubt(redaction->redact, DOUBT_DAMAGED);
    if (has_unknown_block(message))
        redact_add_doubt(redaction->redact, DOUBT_BLOCK);
}
