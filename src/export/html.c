/* SPDX-License-Identifier: MIT */
#include "export/html.h"
#include "base/embed.h"
#include "base/words.h"
#include "export/format.h"
#include "export/redacted.h"

#include <inttypes.h>

/* --- head ---------------------------------------------------------------------------------- */

/* Nothing is fetched and nothing runs, whatever else went wrong (W3C Content Security Policy 3). */
static const char head[] =
    "<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "img-src 'self' data:; style-src 'unsafe-inline'\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n";

static void add_title(struct writer *writer)
{
    const struct chat *chat = writer->only;

    html_put(writer, "<title>");
    if (chat && *chat->name)
        html_add_name(writer, chat->name);
    else if (chat)
        str_addf(&writer->out, _("Chat %" PRId64), chat->id);
    else
        html_put(writer, _("Chats"));
    html_put(writer, "</title>\n");
}

/* What was taken out is said before anything else. */
static void add_redacted(struct writer *writer)
{
    struct str sentence = {0};

    if (redacted_add_sentence(writer->document->look.store, &sentence)) {
        html_add_element(writer, "p", "redacted", str_text(&sentence));
        html_put(writer, "\n");
    }
    str_release(&sentence);
}

static void add_begin(struct writer *writer)
{
    const struct embed *style = embed_find("src/export/html_style.css");

    /* TRANSLATORS: the code of the language you translate into (BCP 47). */
    str_addf(&writer->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n%s", _("en"), head);
    add_title(writer);
    html_put(writer, "<style>\n");
    str_add(&writer->out, style->bytes, style->size);
    html_put(writer, "</style>\n</head>\n<body>\n<main>\n");
    add_redacted(writer);
}

static void add_end(struct writer *writer)
{
    size_t n = writer->n_messages;

    html_put(writer, "</main>\n<footer>");
    str_addf(&writer->out, ngettext("%zu message", "%zu messages", n), n);
    html_put(writer, "</footer>\n</body>\n</html>\n");
}

/* --- heads --------------------------------------------------------------------------------- */

static void add_chat(struct writer *writer)
{
    size_t start;

    str_addf(&writer->out,
             "<section class=\"chat\" id=\"chat%" PRId64 "\">\n<header>\n<h1 dir=\"auto\">",
             writer->chat->id);
    start = writer->out.size;
    text_add_title(writer);
    html_escape(writer, start);
    html_put(writer, "</h1>\n<p>");
    start = writer->out.size;
    text_add_chat_facts(writer);
    html_escape(writer, start);
    html_put(writer, "</p>\n</header>\n");
}

static void add_session(struct writer *writer)
{
    size_t start;

    html_put(writer, "<section class=\"session\">\n<header>\n<h2>");
    if (writer->session->id != 0)
        str_addf(&writer->out, _("Session %" PRId64), writer->session->id);
    else
        html_put(writer, _("No session"));
    html_put(writer, "</h2>\n<p>");
    start = writer->out.size;
    text_add_session_facts(writer);
    html_escape(writer, start);
    html_put(writer, "</p>\n</header>\n");
}

static void end_section(struct writer *writer)
{
    html_put(writer, "</section>\n");
}

static void add_day(struct writer *writer, struct when when)
{
    const struct zone *zone = &writer->document->look.zone;
    struct when_parts parts;

    if (when.time == WHEN_NONE)
        return;
    when_split(when, zone, &parts);
    if (writer->day == parts.day_number)
        return;
    writer->day = parts.day_number;
    str_addf(&writer->out, "<h3><time datetime=\"%04d-%02d-%02d\">", parts.year, parts.month,
             parts.day);
    when_add_day(&writer->out, when, zone);
    html_put(writer, "</time></h3>\n");
}

/* --- messages ------------------------------------------------------------------------------ */

static enum role role_of(const struct writer *writer, const struct message *message)
{
    static const enum role roles[USER_ROLES] = {
        [USER_CLIENT] = ROLE_CLIENT,
        [USER_OPERATOR] = ROLE_OPERATOR,
        [USER_BOT] = ROLE_BOT,
        [USER_SYSTEM] = ROLE_SYSTEM,
    };

    if (message->flags & MESSAGE_MISSING)
        return ROLE_MISSING;
    if (message->class != CLASS_MESSAGE)
        return class_table[message->class].role;
    return roles[store_user_role(writer->document->look.store, message->sender)];
}

static const char *role_word(const struct writer *writer, const struct message *message)
{
    if (message->class != CLASS_MESSAGE)
        return _(class_table[message->class].help);
    return user_role_table[store_user_role(writer->document->look.store, message->sender)].word;
}

static void add_gutter(struct writer *writer, const struct message *message)
{
    const struct zone *zone = &writer->document->look.zone;

    if (message->when.time != WHEN_NONE) {
        html_put(writer, "<time datetime=\"");
        when_add_iso(&writer->out, message->when, zone);
        html_put(writer, "\" title=\"");
        when_add_stamp(&writer->out, message->when, zone);
        html_put(writer, "\">");
        when_add_clock(&writer->out, message->when, zone);
        html_put(writer, "</time>\n");
    }
    html_put(writer, "<span class=\"glyph\" role=\"img\" aria-label=\"");
    html_add_name(writer, role_word(writer, message));
    html_put(writer, "\">");
    html_add_name(writer, text_glyph(writer, message));
    html_put(writer, "</span>\n");
}

/* How long nothing was said, where it was long. */
static void add_gap(struct writer *writer, int64_t seconds)
{
    if (seconds == 0)
        return;
    html_put(writer, " <span class=\"time\">+");
    when_add_span(&writer->out, seconds);
    html_put(writer, "</span>");
}

static void add_sender(struct writer *writer, const struct message *message, int64_t gap)
{
    const struct store *store = writer->document->look.store;
    const struct user *user = store_find_user(store, message->sender);
    const char *name = store_sender_name(store, message);
    bool has_color = user && user->role == USER_OPERATOR && user->color != COLOR_NONE;

    if (!*name || message->flags & MESSAGE_MISSING)
        return;
    html_put(writer, has_color ? "<p class=\"name tint\"" : "<p class=\"name\"");
    html_add_color(writer, has_color ? user->color : COLOR_NONE);
    html_put(writer, "><bdi>");
    html_add_name(writer, name);
    html_put(writer, "</bdi>");
    add_gap(writer, gap);
    html_put(writer, "</p>\n");
}

static void add_text(struct writer *writer, const struct message *message)
{
    if (message->flags & MESSAGE_MISSING) {
        str_addf(&writer->out, _("<p>message %" PRId64 " was listed but not delivered</p>\n"),
                 message->id);
    } else if (*message->raw) {
        html_put(writer, "<div class=\"text\" lang=\"\">\n");
        html_add_bbcode(writer, message->raw);
        html_put(writer, "</div>\n");
    } else if (message->flags & MESSAGE_DELETED) {
        html_put(writer, "<p class=\"missing\">");
        html_put(writer, _("the message was deleted"));
        html_put(writer, "</p>\n");
    }
}

static void add_flags(struct writer *writer, const struct message *message)
{
    unsigned said = MESSAGE_MISSING | (*message->raw ? 0 : MESSAGE_DELETED);

    if (!(message->flags & ~said))
        return;
    html_put(writer, "<p class=\"note\">");
    for (const struct flag_row *flag = flag_table; flag->bit; flag++)
        if (message->flags & flag->bit & ~said) {
            html_put(writer, _(flag->word));
            html_put(writer, " ");
        }
    html_put(writer, "</p>\n");
}

static void add_message(struct writer *writer)
{
    const struct look *look = &writer->document->look;
    const struct message *message = store_message(look->store, writer->session, writer->entry);
    struct message_relation relation =
        message_relate(look, writer->chat, writer->item, writer->before);

    add_day(writer, message->when);
    str_addf(&writer->out, "<article class=\"%s%s%s%s\" id=\"m%" PRId64 "\">\n",
             role_table[role_of(writer, message)].name, relation.is_grouped ? " again" : "",
             relation.is_same_minute ? " same" : "",
             message->flags & MESSAGE_DELETED ? " deleted" : "", message->id);
    add_gutter(writer, message);
    html_put(writer, "<div>\n");
    add_sender(writer, message, relation.gap);
    add_text(writer, message);
    add_flags(writer, message);
    html_add_extras(writer, message);
    html_put(writer, "</div>\n</article>\n");
}

const struct format format_html = {
    .name = "html",
    .help = N_("one page with its looks in it, to read in a browser or to print"),
    .extension = ".html",
    .begin = add_begin,
    .chat = add_chat,
    .session = add_session,
    .message = add_message,
    .session_end = end_section,
    .chat_end = end_section,
    .end = add_end,
};
