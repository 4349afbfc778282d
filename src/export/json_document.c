/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "export/format.h"
#include "export/json.h"
#include "export/redacted.h"

/* Between two things of an array, whatever was flushed before. */
static void separate(struct writer *writer, size_t n)
{
    str_add_text(&writer->out, n > 1 ? ",\n" : "\n");
}

static void add_crm(struct writer *writer)
{
    struct str *out = &writer->out;

    json_add_key(out, "crm");
    str_add_char(out, '[');
    for (size_t i = 0; i < writer->chat->crm.n; i++) {
        json_add_comma(out);
        str_add_char(out, '{');
        json_add_text_member(out, "type", writer->chat->crm.at[i].type);
        json_add_id_member(out, "id", writer->chat->crm.at[i].id);
        str_add_char(out, '}');
    }
    str_add_char(out, ']');
}

static void add_operators(struct writer *writer)
{
    const struct store *store = writer->document->look.store;
    const struct session *session = writer->session;
    struct str *out = &writer->out;

    json_add_key(out, "operators");
    str_add_char(out, '[');
    for (size_t i = 0; i < session->operators.n; i++) {
        json_add_comma(out);
        str_add_char(out, '{');
        json_add_id_member(out, "id", session->operators.at[i]);
        json_add_text_member(out, "name", json_user_name(store, session->operators.at[i]));
        str_add_char(out, '}');
    }
    str_add_char(out, ']');
}

static void add_session_facts(struct writer *writer)
{
    const struct session *session = writer->session;
    struct str *out = &writer->out;

    json_add_when_member(out, "first", session_first(session));
    json_add_when_member(out, "last", session_last(session));
    add_operators(writer);
    json_add_known_member(out, "voteHead", session->vote_head, session->vote_head > 0);
    json_add_known_member(out, "voteUser", session->vote_user, session->vote_user > 0);
    json_add_text_member(out, "comment", session->comment_head);
    json_add_bool_member(out, "closed", session_is_closed(session));
    json_add_number_member(out, "missing", (int64_t)session->n_missing);
}

/* --- json ---------------------------------------------------------------------------------- */

static void document_begin(struct writer *writer)
{
    const struct store *store = writer->document->look.store;
    struct str sentence = {0};

    str_add_char(&writer->out, '{');
    if (redacted_add_sentence(store, &sentence))
        json_add_text_member(&writer->out, "banner", str_text(&sentence));
    redacted_add_member(store, &writer->out);
    json_add_key(&writer->out, "chats");
    str_add_char(&writer->out, '[');
    str_release(&sentence);
}

static void document_chat(struct writer *writer)
{
    const struct chat *chat = writer->chat;
    struct str *out = &writer->out;

    separate(writer, writer->n_chats);
    str_add_char(out, '{');
    json_add_id_member(out, "id", chat->id);
    json_add_text_member(out, "name", chat->name);
    json_add_text_member(out, "connector", chat->connector);
    json_add_id_member(out, "line", chat->line);
    json_add_text_member(out, "code", chat->code);
    add_crm(writer);
    json_add_key(out, "sessions");
    str_add_char(out, '[');
}

static void document_session(struct writer *writer)
{
    struct str *out = &writer->out;

    separate(writer, writer->n_sessions);
    str_add_char(out, '{');
    json_add_id_member(out, "id", writer->session->id);
    add_session_facts(writer);
    json_add_key(out, "messages");
    str_add_char(out, '[');
}

static void document_message(struct writer *writer)
{
    separate(writer, writer->n_session_messages);
    json_add_message(writer);
}

static void end_array(struct writer *writer)
{
    str_add_text(&writer->out, "]}");
}

static void document_end(struct writer *writer)
{
    str_add_text(&writer->out, "\n]}\n");
}

const struct format format_json = {
    .name = "json",
    .extension = ".json",
    .help = N_("one JSON document of chats, sessions and messages"),
    .begin = document_begin,
    .chat = document_chat,
    .session = document_session,
    .message = document_message,
    .session_end = end_array,
    .chat_end = end_array,
    .end = document_end,
};

/* --- the list of chats --------------------------------------------------------------------- */

static void list_chat_facts(struct writer *writer)
{
    const struct chat *chat = writer->chat;
    struct str *out = &writer->out;

    str_add_char(out, '{');
    json_add_id_member(out, "chat", chat->id);
    json_add_text_member(out, "name", chat->name);
    json_add_text_member(out, "connector", chat->connector);
    json_add_id_member(out, "line", chat->line);
    json_add_text_member(out, "code", chat->code);
    add_crm(writer);
    redacted_add_member(writer->document->look.store, out);
}

static void list_session(struct writer *writer)
{
    struct str *out = &writer->out;

    list_chat_facts(writer);
    json_add_id_member(out, "session", writer->session->id);
    add_session_facts(writer);
    json_add_number_member(out, "messages", (int64_t)format_n_messages(writer));
    str_add_text(out, "}\n");
}

/* A chat of which no session is known has a line of its own. */
static void list_chat_end(struct writer *writer)
{
    if (writer->n_sessions > 0)
        return;
    list_chat_facts(writer);
    json_add_key(&writer->out, "session");
    str_add_text(&writer->out, "null}\n");
}

const struct format format_list_jsonl = {
    .name = "jsonl",
    .help = N_("JSON Lines: one session with its chat on each line"),
    .session_end = list_session,
    .chat_end = list_chat_end,
};
