/* SPDX-License-Identifier: MIT */
#include "layout/chat.h"
#include "base/words.h"
#include "text/bbcode.h"
#include "text/cluster.h"

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

    return session && !session_is_closed(session) && session->speaker &&
           store_user_role(look->store, session->speaker) == USER_CLIENT;
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
    }
}

static void add_mark(const struct chat *chat, struct str *out)
{
    if (chat->unread > 0) {
        str_addf(out, "%d", chat->unread);
        return;
    }
    for (size_t i = chat->sessions.n; i-- > 0;)
        if (chat->sessions.at[i]->vote_head > 0) {
            str_addf(out, "★%d", chat->sessions.at[i]->vote_head);
            return;
        }
}

/* Text from the left, a mark at the right edge that is never cut. */
static void add_row(struct rows *rows, const char *text, size_t size, struct style style,
                    const char *mark, struct style mark_style)
{
    int columns = cluster_columns(mark, strlen(mark));
    int room = rows->width - 2 * EDGE - (columns ? columns + 1 : 0);

    rows_begin(rows);
    if (room < columns) {
        room = rows->width - 2 * EDGE;
        columns = 0;
    }
    rows_put_bytes(rows, EDGE, room, text, size, style, 0);
    if (columns)
        rows_put_bytes(rows, rows->width - EDGE - columns, columns, mark, strlen(mark), mark_style,
                       0);
}

void chat_layout(const struct look *look, const struct chat *chat, int width, struct rows *out)
{
    bool waits = chat_waits(look, chat);
    const char *name = *chat->name ? chat->name : _("a chat without a name");
    struct str mark = {0};
    struct rich words = {0};

    rows_clear(out, width);
    when_add_short(&mark, chat_last(chat), &look->zone, look->now);
    add_row(out, name, strlen(name), style_of(ROLE_CHAT), str_text(&mark),
            style_of(waits ? ROLE_WAIT : ROLE_TIME));
    str_clear(&mark);
    add_mark(chat, &mark);
    preview(look, chat, &words);
    add_row(out, str_text(&words.text), words.text.size, style_of(ROLE_PREVIEW), str_text(&mark),
            style_of(chat->unread > 0 ? ROLE_UNREAD : ROLE_VOTE));
    str_release(&mark);
    rich_release(&words);
}
