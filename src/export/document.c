/* SPDX-License-Identifier: MIT */
#include "export/document.h"
#include "export/format.h"

#include <string.h>

enum { FLUSH_SIZE = 32 * 1024 };

const struct format *const document_formats[] = {
    &format_text, &format_ansi, &format_html,
    &format_json, &format_jsonl, NULL,
};
const struct format *const list_formats[] = {&format_list_text, &format_list_jsonl, NULL};

const struct format *format_find(const struct format *const *formats, const char *name)
{
    for (; *formats; formats++)
        if (strcmp((*formats)->name, name) == 0)
            return *formats;
    return NULL;
}

/* The walk: what it goes through, and where it writes. */
struct walk {
    const struct format *format;
    struct writer writer;
    FILE *to;
    bool failed;
};

static void flush(struct walk *walk, size_t limit)
{
    struct str *out = &walk->writer.out;

    if (out->size < limit || out->size == 0)
        return;
    if (!walk->failed && fwrite(out->text, 1, out->size, walk->to) != out->size)
        walk->failed = true;
    str_clear(out);
}

static void step(struct walk *walk, void (*fn)(struct writer *))
{
    if (fn)
        fn(&walk->writer);
    flush(walk, FLUSH_SIZE);
}

static void open_chat(struct walk *walk, const struct chat *chat)
{
    struct writer *writer = &walk->writer;

    if (writer->chat == chat)
        return;
    writer->chat = chat;
    writer->n_chats++;
    writer->n_sessions = 0;
    writer->before = NO_ITEM;
    step(walk, walk->format->chat);
}

static void open_session(struct walk *walk, const struct chat *chat, const struct session *session)
{
    struct writer *writer = &walk->writer;

    open_chat(walk, chat);
    if (writer->session == session)
        return;
    writer->session = session;
    writer->n_sessions++;
    writer->n_session_messages = 0;
    writer->day = INT64_MIN;
    step(walk, walk->format->session);
}

static void walk_entries(struct walk *walk, const struct chat *chat, size_t s)
{
    const struct session *session = chat->sessions.at[s];
    const struct document *document = walk->writer.document;

    for (size_t i = 0; i < session->entries.n && !walk->failed; i++) {
        const struct entry *entry = &session->entries.at[i];

        if (entry_is_gap(entry) ||
            !filter_has_entry(&document->filter, &document->look.zone, entry))
            continue;
        open_session(walk, chat, session);
        walk->writer.entry = entry;
        walk->writer.item = chat->starts.at[s] + i;
        walk->writer.n_messages++;
        walk->writer.n_session_messages++;
        step(walk, walk->format->message);
        walk->writer.before = walk->writer.item;
    }
}

/* Heads are written when the first thing under them is; without a filter of messages also when
 * there is nothing. */
static void walk_chat(struct walk *walk, const struct chat *chat)
{
    const struct filter *filter = &walk->writer.document->filter;
    bool all = !filter_is_by_message(filter);

    if (all && filter->session == 0)
        open_chat(walk, chat);
    for (size_t s = 0; s < chat->sessions.n && !walk->failed; s++) {
        const struct session *session = chat->sessions.at[s];

        if (!filter_has_session(filter, session))
            continue;
        if (all)
            open_session(walk, chat, session);
        walk_entries(walk, chat, s);
        if (walk->writer.session == session)
            step(walk, walk->format->session_end);
        walk->writer.session = NULL;
    }
    if (walk->writer.chat == chat)
        step(walk, walk->format->chat_end);
}

/* What was only listed is loaded for as long as the chat is written. Sessions that a list gave are
 * arranged again with each one that comes, hence the list of one's own. */
static void fetch(struct walk *walk, struct store *store, const struct chat *chat)
{
    const struct filter *filter = &walk->writer.document->filter;
    VEC(const struct session *) wanted = {0};

    if (chat->state == LOAD_NONE)
        store_fetch(store, chat, NULL);
    for (size_t s = 0; s < chat->sessions.n; s++)
        if (chat->sessions.at[s]->state == LOAD_NONE &&
            filter_has_session(filter, chat->sessions.at[s]))
            vec_push(&wanted, chat->sessions.at[s]);
    for (size_t i = 0; i < wanted.n; i++)
        store_fetch(store, chat, wanted.at[i]);
    vec_release(&wanted);
}

static void release(struct writer *writer)
{
    str_release(&writer->out);
    str_release(&writer->raw);
    str_release(&writer->clean);
    rich_release(&writer->rich);
    rows_release(&writer->rows);
}

bool document_write(const struct document *document, const struct format *format, FILE *to,
                    struct written *written)
{
    struct walk walk = {.format = format, .writer.document = document, .to = to};
    struct store *store = document->look.store;

    rows_init(&walk.writer.rows, document->width);
    step(&walk, format->begin);
    for (size_t i = 0; i < store_n_chats(store) && !walk.failed; i++) {
        const struct chat *chat = store_chat_at(store, i);

        if (!filter_has_chat(&document->filter, chat))
            continue;
        fetch(&walk, store, chat);
        walk_chat(&walk, chat);
        store_forget(store, chat);
    }
    step(&walk, format->end);
    flush(&walk, 0);
    *written = (struct written){walk.writer.n_chats, walk.writer.n_messages};
    release(&walk.writer);
    return !walk.failed && fflush(to) == 0;
}
