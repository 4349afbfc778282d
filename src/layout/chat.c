/* SPDX-License-Identifier: MIT */
#include "layout/chat.h"
#include "base/words.h"
#include "text/bbcode.h"
#include "text/cluster.h"

#include <inttypes.h>
#include <string.h>

enum { EDGE = 1 };

static const struct session *last_session(const struct chat *chat)
{
    for (size_t i = chat->sessions.n; i-- > 0;)
        if (chat->sessions.at[i]->entries.n)
            return chat->sessions.at[i];
    return NULL;
}

/* The same when its messages are here. */
static const struct session *loaded_session(const struct chat *chat)
{
    const struct session *session = last_session(chat);

    return session && session->state == LOAD_DONE ? session : NULL;
}

bool chat_waits(const struct look *look, const struct chat *chat)
{
    const struct session *session = last_session(chat);

    if (!session || session_is_closed(session))
        return false;
    if (!session->speaker)
        return session->wait == LISTED_WAITS;
    return store_user_role(look->store, session->speaker) == USER_CLIENT;
}

static void add_first_file(const struct look *look, const struct message *message, struct rich *out)
{
    const struct file *file =
        message->files.n ? store_find_file(look->store, message->files.at[0]) : NULL;

    if (!file)
        return;
    rich_add(out, "⎙ ", strlen("⎙ "), STYLE_PLAIN, 0);
    rich_add(out, file->name, strlen(file->name), STYLE_PLAIN, 0);
}

/* What a list told of the newest session, until its messages are here. */
static void add_listed(const struct look *look, const struct session *session, struct rich *out)
{
    struct str words = {0};

    if (session->n_messages)
        str_addf(&words, ngettext("%zu message", "%zu messages", session->n_messages),
                 session->n_messages);
    if (session->operators.n)
        str_addf(&words, "%s%s", words.size ? " · " : "",
                 store_user_name(look->store, session->operators.at[session->operators.n - 1]));
    if (session->id && !session->is_closed)
        str_addf(&words, "%s%s", words.size ? " · " : "", _("open"));
    rich_add(out, str_text(&words), words.size, STYLE_PLAIN, 0);
    str_release(&words);
}

/* The first words of the chat's last message, as plain text. */
static void preview(const struct look *look, const struct chat *chat, struct rich *out)
{
    const struct session *session = loaded_session(chat);
    struct bbcode_names names = store_names(look->store, &look->zone);

    if (session) {
        const struct message *message =
            store_message(look->store, session, &session->entries.at[session->latest]);

        bbcode_parse(message->raw, strlen(message->raw), &names, STYLE_PLAIN, out);
        if (out->text.size == 0)
            add_first_file(look, message, out);
    } else if (chat->preview) {
        bbcode_parse(chat->preview, strlen(chat->preview), &names, STYLE_PLAIN, out);
    } else if (last_session(chat)) {
        add_listed(look, last_session(chat), out);
    }
}

void chat_add_words(const struct look *look, const struct chat *chat, struct str *out)
{
    struct rich words = {0};

    preview(look, chat, &words);
    str_add(out, str_text(&words.text), words.text.size);
    rich_release(&words);
}

void chat_add_title(const struct chat *chat, struct str *out)
{
    if (*chat->name)
        str_add_text(out, chat->name);
    else if (chat_knows_name(chat))
        str_add_text(out, _("a chat without a name"));
    else
        str_addf(out, _("chat %" PRId64 "%s%s …"), chat->id, *chat->connector ? " · " : "",
                 chat->connector);
}

/* At the right edge of a row, from left to right. */
struct mark {
    struct str text;
    enum role role;
};

enum { MARKS = 4 };

struct mark_list {
    struct mark at[MARKS];
    size_t n;
};

static void add_mark(struct mark_list *list, enum role role, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void add_mark(struct mark_list *list, enum role role, const char *format, ...)
{
    struct mark *mark = &list->at[list->n++];
    va_list arguments;

    va_start(arguments, format);
    str_addv(&mark->text, format, arguments);
    va_end(arguments);
    mark->role = role;
}

static int mark_columns(const struct mark *mark)
{
    return cluster_columns(str_text(&mark->text), mark->text.size);
}

static void add_date(const struct look *look, const struct chat *chat, struct mark_list *list)
{
    struct str date = {0};

    when_add_short(&date, chat_last(chat), &look->zone, look->now);
    if (date.size)
        add_mark(list, chat_waits(look, chat) ? ROLE_WAIT : ROLE_TIME, "%s", str_text(&date));
    str_release(&date);
}

static void add_vote(const struct chat *chat, struct mark_list *list)
{
    for (size_t i = chat->sessions.n; i-- > 0;)
        if (chat->sessions.at[i]->vote_head > 0) {
            add_mark(list, ROLE_VOTE, "★%d", chat->sessions.at[i]->vote_head);
            return;
        }
}

static void add_marks(const struct chat *chat, const struct chat_marks *marks,
                      struct mark_list *list)
{
    if (marks->is_tagged)
        add_mark(list, ROLE_NOTE, "%s", _("tagged"));
    if (marks->is_reviewed)
        add_mark(list, ROLE_NOTE, "✓");
    if (marks->is_reviewed && marks->newer)
        add_mark(list, ROLE_UNREAD, "+%zu", marks->newer);
    if (chat->unread > 0)
        add_mark(list, ROLE_UNREAD, "%d", chat->unread);
    else
        add_vote(chat, list);
}

/* Text from the left, marks at the right edge that are never cut; without room the first go. */
static void add_row(struct rows *rows, const char *text, size_t size, struct style style,
                    struct mark_list *list)
{
    int room = rows->width - 2 * EDGE, columns = 0, column = rows->width - EDGE;
    size_t first = list->n;

    while (first > 0 && room - columns - 1 >= 2 * mark_columns(&list->at[first - 1]))
        columns += mark_columns(&list->at[--first]) + 1;
    rows_begin(rows);
    rows_put_bytes(rows, EDGE, room - columns, text, size, style, 0);
    column -= columns - 1;
    for (size_t i = first; i < list->n; i++)
        column = rows_put(rows, column, str_text(&list->at[i].text),
                          style_of(list->at[i].role)) + 1;
    for (size_t i = 0; i < list->n; i++)
        str_release(&list->at[i].text);
    list->n = 0;
}

void chat_layout(const struct look *look, const struct chat *chat, const struct chat_marks *marks,
                 int width, struct rows *out)
{
    struct mark_list list = {0};
    struct rich words = {0};
    struct str title = {0};

    rows_clear(out, width);
    add_date(look, chat, &list);
    chat_add_title(chat, &title);
    add_row(out, str_text(&title), title.size, style_of(ROLE_CHAT), &list);
    add_marks(chat, marks, &list);
    preview(look, chat, &words);
    add_row(out, str_text(&words.text), words.text.size, style_of(ROLE_PREVIEW), &list);
    rich_release(&words);
    str_release(&title);
}
