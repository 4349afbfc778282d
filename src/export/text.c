/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "export/format.h"
#include "export/redacted.h"
#include "text/bbcode.h"
#include "text/cluster.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

/* Under the text: clock, glyph and the blanks between them. */
static const char indent[] = "             ";

/* --- heads --------------------------------------------------------------------------------- */

void text_add_redacted(struct writer *writer)
{
    struct str sentence = {0};

    if (redacted_add_sentence(writer->document->look.store, &sentence)) {
        str_add_char(&writer->out, '[');
        text_add_name(writer, str_text(&sentence));
        str_add_text(&writer->out, "]\n");
    }
    str_release(&sentence);
}

void text_add_name(struct writer *writer, const char *name)
{
    if (writer->document->ascii)
        cluster_add(&writer->out, name, strlen(name), INT_MAX);
    else
        utf8_clean(&writer->out, name, strlen(name), UTF8_NAME);
}

void text_add_piece(struct writer *writer, const char *text, size_t size)
{
    if (writer->document->ascii)
        cluster_add(&writer->out, text, size, INT_MAX);
    else
        utf8_clean(&writer->out, text, size, UTF8_BODY);
}

static void add_moment(struct writer *writer, struct when when)
{
    size_t start = writer->out.size;

    when_add_stamp(&writer->out, when, &writer->document->look.zone);
    if (writer->out.size > start + 3)
        str_cut(&writer->out, writer->out.size - 3); /* minutes are enough for a rule */
}

static void add_moments(struct writer *writer, struct when first, struct when last)
{
    if (first.time == WHEN_NONE) {
        str_add_text(&writer->out, _("no date"));
        return;
    }
    add_moment(writer, first);
    str_add_text(&writer->out, _(" to "));
    add_moment(writer, last);
}

void text_add_title(struct writer *writer)
{
    if (writer->chat->name[0])
        text_add_name(writer, writer->chat->name);
    else
        str_addf(&writer->out, _("Chat %" PRId64), writer->chat->id);
}

void text_add_chat_facts(struct writer *writer)
{
    const struct chat *chat = writer->chat;
    struct str *out = &writer->out;

    str_addf(out, "chat%" PRId64, chat->id);
    if (chat->connector[0]) {
        str_add_text(out, ", ");
        text_add_name(writer, chat->connector);
    }
    if (chat->line != 0)
        str_addf(out, _(", line %" PRId64), chat->line);
    for (size_t i = 0; i < chat->crm.n; i++) {
        str_add_text(out, ", ");
        text_add_name(writer, chat->crm.at[i].type);
        str_addf(out, " %" PRId64, chat->crm.at[i].id);
    }
}

void text_add_session_facts(struct writer *writer)
{
    const struct session *session = writer->session;
    struct str *out = &writer->out;

    add_moments(writer, session_first(session), session_last(session));
    for (size_t i = 0; i < session->operators.n; i++) {
        str_add_text(out, ", ");
        text_add_name(writer,
                      store_user_name(writer->document->look.store, session->operators.at[i]));
    }
    if (session->vote_user > 0)
        str_addf(out, _(", rated %d by the client"), session->vote_user);
    if (session->vote_head > 0)
        str_addf(out, _(", rated %d by the head"), session->vote_head);
    if (session->comment_head && *session->comment_head) {
        str_add_text(out, " “");
        text_add_name(writer, session->comment_head);
        str_add_text(out, "”");
    }
    if (session->n_missing > 0)
        str_addf(out, _(", %zu missing"), session->n_missing);
}

static void add_chat(struct writer *writer)
{
    if (writer->n_chats > 1)
        str_add_char(&writer->out, '\n');
    text_add_title(writer);
    str_add_char(&writer->out, '\n');
    text_add_chat_facts(writer);
    str_add_char(&writer->out, '\n');
}

static void add_session(struct writer *writer)
{
    str_add_char(&writer->out, '\n');
    if (writer->session->id != 0)
        str_addf(&writer->out, _("== session %" PRId64 ", "), writer->session->id);
    else
        str_add_text(&writer->out, _("== no session, "));
    text_add_session_facts(writer);
    str_add_char(&writer->out, '\n');
}

/* --- text ---------------------------------------------------------------------------------- */

/* All but the first line are indented. In ASCII each line goes through the clusters, which know the
 * nearest ASCII; else the gate has left nothing to do. */
static void add_clean_lines(struct writer *writer, const char *text, size_t size,
                            const char *before)
{
    const char *end = text + size;

    for (;;) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t length = (size_t)((stop ? stop : end) - text);

        if (writer->document->ascii)
            cluster_add(&writer->out, text, length, INT_MAX);
        else
            str_add(&writer->out, text, length);
        if (!stop)
            return;
        text = stop + 1;
        str_add_char(&writer->out, '\n');
        if (text < end && *text != '\n')
            str_add_text(&writer->out, before);
    }
}

void text_add_lines(struct writer *writer, const char *text, size_t size, const char *before)
{
    struct str *clean = &writer->clean;

    str_clear(clean);
    utf8_clean(clean, text, size, UTF8_BODY);
    add_clean_lines(writer, str_text(clean), clean->size, before);
}

void text_flatten(struct writer *writer, const struct rich *rich)
{
    str_clear(&writer->raw);
    rich_flatten(rich, &writer->raw);
}

/* --- messages ------------------------------------------------------------------------------ */

static void add_day(struct writer *writer, struct when when, const struct when_parts *parts)
{
    if (when.time == WHEN_NONE || writer->day == parts->day_number)
        return;
    writer->day = parts->day_number;
    str_add_text(&writer->out, "-- ");
    when_add_day(&writer->out, when, &writer->document->look.zone);
    str_add_char(&writer->out, '\n');
}

/* By hand, since it is done for every message. */
static void add_clock(struct str *out, struct when when, const struct when_parts *parts)
{
    const int numbers[] = {parts->hour, parts->minute, parts->second};
    char clock[] = "--:--:--  ";

    for (int i = 0; i < 3 && when.time != WHEN_NONE; i++) {
        clock[3 * i] = (char)('0' + numbers[i] / 10);
        clock[3 * i + 1] = (char)('0' + numbers[i] % 10);
    }
    str_add(out, clock, sizeof clock - 1);
}

const char *text_glyph(const struct writer *writer, const struct message *message)
{
    const struct class_row *class = &class_table[message->class];
    const struct look *look = &writer->document->look;

    if (message->flags & MESSAGE_MISSING)
        return "?";
    if (message->class == CLASS_MESSAGE)
        return user_role_table[store_user_role(look->store, message->sender)].glyph;
    return look->ascii ? class->ascii : class->glyph;
}

static void add_flags(struct writer *writer, const struct message *message)
{
    struct str *out = &writer->out;

    for (const struct flag_row *flag = flag_table; flag->bit; flag++)
        if (message->flags & flag->bit & ~(unsigned)MESSAGE_MISSING) {
            if (out->text[out->size - 1] != ' ')
                str_add_char(out, ' ');
            str_addf(out, "[%s]", flag->word);
        }
}

static void add_text(struct writer *writer, const struct message *message)
{
    const struct look *look = &writer->document->look;
    struct bbcode_names names = store_names(look->store, &look->zone);
    struct rich *rich = &writer->rich;

    rich_clear(rich);
    bbcode_parse(message->raw, strlen(message->raw), &names, STYLE_PLAIN, rich);
    if (rich->spans.n == 0) {
        text_add_lines(writer, str_text(&rich->text), rich->text.size, indent);
        return;
    }
    text_flatten(writer, rich);
    text_add_lines(writer, str_text(&writer->raw), writer->raw.size, indent);
}

static void add_message(struct writer *writer)
{
    const struct look *look = &writer->document->look;
    const struct message *message = store_message(look->store, writer->session, writer->entry);
    const char *name = store_sender_name(look->store, message);
    struct when_parts parts;

    when_split(message->when, &look->zone, &parts);
    add_day(writer, message->when, &parts);
    add_clock(&writer->out, message->when, &parts);
    str_add_text(&writer->out, text_glyph(writer, message));
    str_add_text(&writer->out, "  ");
    if (message->flags & MESSAGE_MISSING) {
        str_addf(&writer->out, _("[message %" PRId64 " was listed but not delivered]"),
                 message->id);
    } else {
        if (*name) {
            text_add_name(writer, name);
            str_add_text(&writer->out, ": ");
        }
        add_text(writer, message);
    }
    add_flags(writer, message);
    str_add_char(&writer->out, '\n');
    text_add_extras(writer, message, indent);
}

const struct format format_text = {
    .name = "text",
    .extension = ".txt",
    .help = N_("plain, for pipes"),
    .begin = text_add_redacted,
    .chat = add_chat,
    .session = add_session,
    .message = add_message,
};

/* --- the list of chats --------------------------------------------------------------------- */

static void list_chat(struct writer *writer)
{
    text_add_chat_facts(writer);
    if (chat_last(writer->chat).time != WHEN_NONE)
        str_add_text(&writer->out, ", ");
    add_moment(writer, chat_last(writer->chat));
    str_add_text(&writer->out, ": ");
    text_add_name(writer, writer->chat->name);
    str_add_char(&writer->out, '\n');
}

size_t format_n_messages(const struct writer *writer)
{
    return writer->session->state == LOAD_DONE ? writer->n_session_messages
                                               : writer->session->n_messages;
}

static void list_session(struct writer *writer)
{
    size_t n = format_n_messages(writer);

    str_addf(&writer->out,
             ngettext("  session %" PRId64 ", %zu message, ",
                      "  session %" PRId64 ", %zu messages, ", n),
             writer->session->id, n);
    text_add_session_facts(writer);
    str_add_char(&writer->out, '\n');
}

const struct format format_list_text = {
    .name = "text",
    .help = N_("one line for a chat, one for each of its sessions"),
    .begin = text_add_redacted,
    .chat = list_chat,
    .session_end = list_session,
};
