/* SPDX-License-Identifier: MIT */
#include "export/document.h"
#include "base/log.h"
#include "base/words.h"
#include "export/format.h"
#include "export/redacted.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

enum { AHEAD = 50 /* chats */, FLUSH_SIZE = 32 * 1024 };

const struct format *const document_formats[] = {
    &format_text, &format_ansi,  &format_markdown, &format_html,
    &format_json, &format_jsonl, &format_csv,      NULL,
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
    struct written written; /* in the files before this one */
    /* Of what is split: */
    struct outlet *outlet; /* NULL: one stream */
    struct error *error;
    const struct chat *chat; /* what the file that is open holds last */
    const struct session *session;
    int64_t day;
    uint64_t size; /* of it, in bytes */
    bool is_open;
};

static void flush(struct walk *walk, size_t limit)
{
    struct str *out = &walk->writer.out;

    if (out->size < limit || out->size == 0)
        return;
    if (!walk->failed && fwrite(out->text, 1, out->size, walk->to) != out->size)
        walk->failed = true;
    walk->size += out->size;
    str_clear(out);
}

static void step(struct walk *walk, void (*fn)(struct writer *))
{
    if (fn)
        fn(&walk->writer);
    flush(walk, FLUSH_SIZE);
}

/* --- what is open: a session in a chat in a document --------------------------------------- */

static bool has_chat(const struct filter *filter, const struct chat *chat)
{
    if (!filter_has_chat(filter, chat))
        return false;
    for (size_t s = 0; filter->session != 0 && s < chat->sessions.n; s++)
        if (filter_has_session(filter, chat->sessions.at[s]))
            return true;
    return filter->session == 0;
}

/* The only chat that passes the filter, or NULL. */
static const struct chat *only_chat(const struct document *document)
{
    const struct chat *only = NULL;

    for (size_t i = 0; i < store_n_chats(document->look.store); i++) {
        const struct chat *chat = store_chat_at(document->look.store, i);

        if (has_chat(&document->filter, chat)) {
            if (only)
                return NULL;
            only = chat;
        }
    }
    return only;
}

static void begin_document(struct walk *walk, const struct chat *only)
{
    struct writer *writer = &walk->writer;

    writer->only = only;
    writer->chat = NULL;
    writer->session = NULL;
    writer->n_chats = writer->n_messages = 0;
    walk->size = 0;
    walk->is_open = true;
    step(walk, walk->format->begin);
}

static void close_session(struct walk *walk)
{
    if (walk->writer.session)
        step(walk, walk->format->session_end);
    walk->writer.session = NULL;
}

static void close_chat(struct walk *walk)
{
    close_session(walk);
    if (walk->writer.chat)
        step(walk, walk->format->chat_end);
    walk->writer.chat = NULL;
}

static void end_document(struct walk *walk)
{
    close_chat(walk);
    step(walk, walk->format->end);
    flush(walk, 0);
    walk->written.n_messages += walk->writer.n_messages;
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

static void open_session(struct walk *walk, const struct session *session)
{
    struct writer *writer = &walk->writer;

    if (writer->session == session)
        return;
    writer->session = session;
    writer->n_sessions++;
    writer->n_session_messages = 0;
    writer->day = INT64_MIN;
    step(walk, walk->format->session);
}

/* --- files --------------------------------------------------------------------------------- */

static enum split_kind split_of(const struct walk *walk)
{
    return walk->outlet ? walk->outlet->split.kind : SPLIT_NONE;
}

static int64_t day_of(const struct walk *walk, const struct entry *entry)
{
    struct when_parts parts;

    if (!entry || entry->time == WHEN_NONE)
        return INT64_MIN;
    when_split((struct when){entry->time, entry->offset}, &walk->writer.document->look.zone,
               &parts);
    return parts.day_number;
}

static bool is_of_chat(const struct walk *walk)
{
    enum split_kind kind = split_of(walk);

    return kind == SPLIT_DAY || kind == SPLIT_SESSION || kind == SPLIT_CHAT;
}

/* Whether what comes belongs into another file. */
static bool is_elsewhere(const struct walk *walk, const struct chat *chat,
                         const struct session *session, int64_t day)
{
    switch (split_of(walk)) {
    case SPLIT_NONE:
        return false;
    case SPLIT_MESSAGES:
        return walk->writer.n_messages >= walk->outlet->split.n;
    case SPLIT_BYTES:
        return walk->size + walk->writer.out.size >= walk->outlet->split.n &&
               walk->writer.n_messages > 0;
    case SPLIT_DAY:
        return chat != walk->chat || day != walk->day;
    case SPLIT_SESSION:
        return session != walk->session;
    case SPLIT_CHAT:
        return chat != walk->chat;
    }
    return false;
}

static void add_label(const struct walk *walk, const struct chat *chat,
                      const struct session *session, const struct entry *entry, struct str *out)
{
    enum split_kind kind = split_of(walk);

    if (kind == SPLIT_CHAT || kind == SPLIT_DAY)
        str_addf(out, "chat-%" PRId64, chat->id);
    if (kind == SPLIT_SESSION)
        str_addf(out, "session-%" PRId64, session->id);
    if (kind == SPLIT_DAY && entry->time != WHEN_NONE) {
        str_add_char(out, '-');
        when_add_stamp(out, (struct when){entry->time, entry->offset},
                       &walk->writer.document->look.zone);
        str_cut(out, out->size - strlen(" 00:00:00"));
    }
}

/* Ends the file that is open and begins the next. */
static void turn(struct walk *walk, const struct chat *chat, const struct session *session,
                 const struct entry *entry)
{
    struct str label = {0};

    if (walk->is_open)
        end_document(walk);
    add_label(walk, chat, session, entry, &label);
    if (!walk->failed && !outlet_next(walk->outlet, str_text(&label), walk->error))
        walk->failed = true;
    walk->to = walk->outlet->file.stream;
    str_release(&label);
    begin_document(walk, is_of_chat(walk) ? chat : only_chat(walk->writer.document));
}

/* Heads are written when the first thing under them is, in the file where it belongs. */
static void enter(struct walk *walk, const struct chat *chat, const struct session *session,
                  const struct entry *entry)
{
    int64_t day = day_of(walk, entry);

    if (!walk->is_open || is_elsewhere(walk, chat, session, day))
        turn(walk, chat, session, entry);
    walk->chat = chat;
    walk->session = session;
    walk->day = day;
    if (walk->failed)
        return;
    open_chat(walk, chat);
    if (session)
        open_session(walk, session);
}

/* --- the way ------------------------------------------------------------------------------- */

/* Asked before each message, and before and after each wait. */
static bool goes_on(struct walk *walk)
{
    const struct document *document = walk->writer.document;

    if (walk->failed || !document->goes_on)
        return !walk->failed;
    walk->failed = !document->goes_on(document->watcher, walk->written.n_messages +
                                                             walk->writer.n_messages);
    if (walk->failed && walk->error)
        error_set(walk->error, ERROR_FAILED, _("ended; nothing was written"));
    return !walk->failed;
}

static void walk_entries(struct walk *walk, const struct chat *chat, size_t s)
{
    const struct session *session = chat->sessions.at[s];
    const struct document *document = walk->writer.document;

    for (size_t i = 0; i < session->entries.n && goes_on(walk); i++) {
        const struct entry *entry = &session->entries.at[i];

        if (entry_is_gap(entry) ||
            !filter_has_entry(&document->filter, &document->look.zone, entry))
            continue;
        enter(walk, chat, session, entry);
        walk->writer.entry = entry;
        walk->writer.item = chat->starts.at[s] + i;
        walk->writer.n_messages++;
        walk->writer.n_session_messages++;
        if (!walk->failed)
            step(walk, walk->format->message);
        walk->writer.before = walk->writer.item;
    }
}

/* Without a filter of messages, heads stand also where there is nothing under them, unless what
 * is under them decides on the file. */
static void walk_chat(struct walk *walk, const struct chat *chat)
{
    const struct filter *filter = &walk->writer.document->filter;
    enum split_kind split = split_of(walk);
    bool all = !filter_is_by_message(filter) && split != SPLIT_DAY;

    if (all && filter->session == 0 && split != SPLIT_SESSION)
        enter(walk, chat, NULL, NULL);
    for (size_t s = 0; s < chat->sessions.n && !walk->failed; s++) {
        const struct session *session = chat->sessions.at[s];

        if (!filter_has_session(filter, session))
            continue;
        if (all)
            enter(walk, chat, session, NULL);
        walk_entries(walk, chat, s);
        close_session(walk);
    }
    walk->written.n_chats += walk->writer.chat != NULL;
    close_chat(walk);
}

/* A list only counts them. */
static bool needs_messages(const struct walk *walk)
{
    return walk->format->message || filter_is_by_message(&walk->writer.document->filter);
}

/* Before the document itself is written. */
static bool is_reading(const struct walk *walk)
{
    return walk->format == &format_read;
}

static void note_failure(struct walk *walk, enum load_state state, const char *failure, int64_t id)
{
    if (state != LOAD_FAILED || is_reading(walk))
        return;
    walk->written.n_failed++;
    log_note("%" PRId64 ": %s", id, failure ? failure : _("not loaded"));
}

/* What of a chat was loaded only to be written. */
struct fetched {
    bool lists; /* its sessions too */
    VEC(int64_t) sessions;
};

/* What was only listed is loaded for as long as the chat is written. Sessions are arranged again
 * with each one that comes, and one may turn out to be none: hence the list of ids. */
static void fetch(struct walk *walk, struct store *store, const struct chat *chat,
                  struct fetched *fetched)
{
    const struct filter *filter = &walk->writer.document->filter;

    fetched->lists = chat->state != LOAD_DONE && (needs_messages(walk) || chat->sessions.n == 0);
    if (fetched->lists && goes_on(walk))
        store_fetch(store, chat, NULL);
    note_failure(walk, chat->state, chat->failure, chat->id);
    for (size_t s = 0; needs_messages(walk) && s < chat->sessions.n; s++)
        if (chat->sessions.at[s]->state != LOAD_DONE &&
            filter_may_have(filter, chat->sessions.at[s]))
            vec_push(&fetched->sessions, chat->sessions.at[s]->id);
    for (size_t i = 0; i < fetched->sessions.n && goes_on(walk); i++) {
        const struct session *session = chat_find_session(chat, fetched->sessions.at[i]);

        if (session)
            store_fetch(store, chat, session);
        session = chat_find_session(chat, fetched->sessions.at[i]);
        if (session)
            note_failure(walk, session->state, session->failure, session->id);
    }
    store_settle_chat(store, chat); /* what came while another was waited for */
}

static void forget_session(struct store *store, const struct chat *chat, int64_t id)
{
    const struct session *session = chat_find_session(chat, id);

    if (session)
        store_forget(store, chat, session);
}

/* Whoever looks at the chat meanwhile keeps what was there; of what comes from afar nobody knows
 * whether it was, and it is asked for once, not again after it was read. */
static void give_back(const struct walk *walk, struct store *store, const struct chat *chat,
                      struct fetched *fetched)
{
    bool is_at_hand = store_is_at_hand(store);

    if (!is_at_hand && !is_reading(walk))
        store_forget(store, chat, NULL);
    else if (is_at_hand && fetched->lists)
        store_unlist(store, chat);
    for (size_t i = 0; is_at_hand && !fetched->lists && i < fetched->sessions.n; i++)
        forget_session(store, chat, fetched->sessions.at[i]);
    vec_release(&fetched->sessions);
}

/* Whoever answers from afar is asked for what comes next in good time, so that it can be asked for
 * together. */
static size_t want_ahead(struct walk *walk, struct store *store, size_t ahead, size_t i)
{
    const struct filter *filter = &walk->writer.document->filter;

    for (; ahead < store_n_chats(store) && ahead < i + AHEAD; ahead++) {
        const struct chat *chat = store_chat_at(store, ahead);

        if (store_is_at_hand(store) || !needs_messages(walk) || !filter_has_chat(filter, chat))
            continue;
        if (chat->state == LOAD_NONE)
            store_want(store, chat, NULL);
        for (size_t s = 0; s < chat->sessions.n; s++)
            if (chat->sessions.at[s]->state == LOAD_NONE &&
                filter_may_have(filter, chat->sessions.at[s]))
                store_want(store, chat, chat->sessions.at[s]);
    }
    return ahead;
}

static void walk_store(struct walk *walk)
{
    const struct document *document = walk->writer.document;
    struct store *store = document->look.store;
    size_t ahead = 0;

    for (size_t i = 0; i < store_n_chats(store) && goes_on(walk); i++) {
        const struct chat *chat = store_chat_at(store, i);
        struct fetched fetched = {0};

        if (!filter_has_chat(&document->filter, chat))
            continue;
        ahead = want_ahead(walk, store, ahead, i);
        fetch(walk, store, chat, &fetched);
        walk_chat(walk, chat);
        give_back(walk, store, chat, &fetched);
    }
    if (goes_on(walk) && walk->is_open)
        end_document(walk);
}

static void release(struct writer *writer)
{
    str_release(&writer->out);
    str_release(&writer->raw);
    str_release(&writer->clean);
    rich_release(&writer->rich);
    rows_release(&writer->rows);
}

void document_add_message(const struct document *document, const struct format *format,
                          const struct session *session, const struct entry *entry,
                          struct str *out)
{
    struct writer writer = {.document = document, .session = session, .entry = entry};

    format->message(&writer);
    str_add(out, str_text(&writer.out), writer.out.size);
    release(&writer);
}

static void run(struct walk *walk, struct written *written)
{
    if (!is_reading(walk))
        redacted_read(walk->writer.document);
    rows_init(&walk->writer.rows, walk->writer.document->width);
    if (split_of(walk) == SPLIT_NONE)
        begin_document(walk, only_chat(walk->writer.document));
    walk_store(walk);
    *written = walk->written;
    release(&walk->writer);
}

bool document_write(const struct document *document, const struct format *format, FILE *to,
                    struct written *written)
{
    struct walk walk = {.format = format, .writer.document = document, .to = to};

    run(&walk, written);
    return !walk.failed && fflush(to) == 0;
}

bool document_save(const struct document *document, const struct format *format,
                   struct outlet *outlet, struct written *written, struct error *error)
{
    struct walk walk = {.format = format,
                        .writer.document = document,
                        .to = outlet->file.stream,
                        .outlet = outlet,
                        .error = error};
    int why;

    error->kind = ERROR_NONE;
    run(&walk, written);
    why = errno;
    if (!walk.failed)
        return outlet_keep(outlet, error);
    outlet_drop(outlet);
    if (error->kind == ERROR_NONE)
        error_set(error, ERROR_FAILED, _("%s cannot be written: %s"), outlet->path, strerror(why));
    return false;
}
