/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "source/walk.h"

void answer_release(struct answer *answer)
{
    vec_release(&answer->entries);
    vec_release(&answer->listed);
    free(answer->comment_head);
    *answer = (struct answer){0};
}

/* A brace too many has ended the object before its messages: they come further out. */
static bool goes_on(const struct walk *walk)
{
    return walk->answer.depth > walk->reader.depth && !walk->answer.has_messages;
}

void answer_begin(struct walk *walk)
{
    walk->answer.done = walk->answer.done && !goes_on(walk);
    if (!walk->answer.done)
        return;
    answer_commit(walk);
    answer_release(&walk->answer);
}

/* {"chat1982":["19009", …]}, or null. */
void answer_listed(struct walk *walk)
{
    struct json_reader *reader = &walk->reader;
    struct answer *answer = &walk->answer;
    struct json_slice key, value;
    if (json_peek(reader) != JSON_OBJECT || !json_enter(reader)) {
        walk_skip(walk);
        return;
    }
    while (json_key(reader, &key)) {
        if (answer->chat == 0 && key.size > 4)
            answer->chat = slice_chat_id((struct json_slice){key.at + 4, key.size - 4});
        if (json_peek(reader) != JSON_ARRAY || !json_enter(reader)) {
            walk_skip(walk);
            continue;
        }
        while (json_item(reader)) {
            json_skip(reader, &value);
            int64_t id = json_slice_id(value, 0);
            if (id > 0)
                vec_push(&answer->listed, id);
        }
    }
    walk->decoded->n_damaged += walk_note(walk, reader);
}

/* --- messages of no session known ------------------------------------------------------------- */

struct known {
    int64_t id;
    struct session *session;
};

static int by_id(const void *a, const void *b)
{
    const struct known *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

/* All messages of the chat's real sessions, by id. */
static struct known *known_messages(struct chat *chat, size_t *n)
{
    VEC(struct known) known = {0};
    for (size_t s = 0; s < chat->sessions.n; s++) {
        struct session *session = chat->sessions.at[s];
        for (size_t i = 0; session->id != 0 && i < session->entries.n; i++)
            vec_push(&known, (struct known){session->entries.at[i].id, session});
    }
    if (known.n != 0)
        qsort(known.at, known.n, sizeof *known.at, by_id);
    *n = known.n;
    return known.at;
}

/* A list of messages names no session: each goes to where its id is known, else stays. */
static void sort_out(struct chat *chat)
{
    struct session *none = chat_session(chat, 0);
    size_t n, kept = 0;
    struct known *known = none->entries.n != 0 ? known_messages(chat, &n) : NULL;
    for (size_t i = 0; known != NULL && i < none->entries.n; i++) {
        struct known key = {none->entries.at[i].id, NULL};
        struct known *found = bsearch(&key, known, n, sizeof key, by_id);
        if (found == NULL) {
            none->entries.at[kept++] = none->entries.at[i];
        } else {
            vec_push(&found->session->entries, none->entries.at[i]);
            found->session->arranged = false;
        }
    }
    if (known != NULL)
        none->entries.n = kept;
    free(known);
}

static void drop_empty(struct chat *chat)
{
    for (size_t i = 0; i < chat->sessions.n; i++) {
        struct session *session = chat->sessions.at[i];
        if (session->id == 0 && session->entries.n == 0) {
            session_free(session);
            chat->sessions.at[i] = chat->sessions.at[--chat->sessions.n];
            return;
        }
    }
}

/* --- to the store ----------------------------------------------------------------------------- */

static void set_facts(struct session *session, struct answer *answer, const struct chat *chat)
{
    session->vote_head = answer->vote_head != 0 ? answer->vote_head : session->vote_head;
    session->vote_user = answer->vote_user != 0 ? answer->vote_user : session->vote_user;
    session->can_join |= answer->can_join;
    session->can_vote |= answer->can_vote;
    if (answer->line != 0 || session->line == 0)
        session->line = answer->line != 0 ? answer->line : chat->line;
    if (answer->comment_head != NULL && answer->comment_head[0] != '\0') {
        free(session->comment_head);
        session->comment_head = mem_copy_text(answer->comment_head);
    }
    session->arranged = false;
}

static void give(struct session *session, struct answer *answer)
{
    for (size_t i = 0; i < answer->entries.n; i++)
        vec_push(&session->entries, answer->entries.at[i]);
    if (answer->session != 0)
        session_add_listed(session, answer->listed.at, answer->listed.n);
    answer->entries.n = answer->listed.n = 0;
}

void answer_commit(struct walk *walk)
{
    struct answer *answer = &walk->answer;
    answer->done = true;
    if (answer->chat <= 0 && answer->entries.n == 0 && answer->session == 0)
        return;
    /* Messages that say nothing of their chat are shown in one without a name. */
    struct chat *chat = walk_chat(walk, answer->chat > 0 ? answer->chat : 0);
    if (answer->session != 0 || answer->entries.n != 0) {
        struct session *session = chat_session(chat, answer->session);
        session_load(session);
        give(session, answer);
        set_facts(session, answer, chat);
    }
    if (chat_find_session(chat, 0) != NULL) {
        sort_out(chat);
        drop_empty(chat);
    }
}
