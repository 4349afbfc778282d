/* SPDX-License-Identifier: MIT */
#include "layout/place.h"
#include "base/words.h"
#include "layout/chat.h"
#include "text/cluster.h"

#include <inttypes.h>
#include <string.h>

enum {
    EDGE = 1,       /* blank columns left and right of rules */
    RULE_LEAST = 30,  /* columns under which a rule has no line on its left */
    TITLE_LEAST = 16, /* columns a title keeps before facts are left out */
};

static struct when_parts parts_of(const struct look *look, struct when when)
{
    struct when_parts parts;

    when_split(when, &look->zone, &parts);
    return parts;
}

static struct when when_of(const struct entry *entry)
{
    return (struct when){entry->time, entry->offset};
}

bool place_same_day(const struct look *look, const struct entry *a, const struct entry *b)
{
    if (a->time == WHEN_NONE || b->time == WHEN_NONE)
        return true;
    if (a->offset == b->offset && a->time == b->time)
        return true;
    return parts_of(look, when_of(a)).day_number == parts_of(look, when_of(b)).day_number;
}

void place_add_day(const struct look *look, const struct entry *entry, struct rows *rows)
{
    struct str day = {0};
    struct style style = style_of(ROLE_DAY);
    int end = rows->width - EDGE, columns, from;

    when_add_day(&day, when_of(entry), &look->zone);
    if (day.size == 0)
        str_add_text(&day, _("no date"));
    columns = cluster_columns(str_text(&day), day.size) + 2;
    from = (rows->width - columns) / 2;
    rows_begin(rows);
    if (from <= EDGE) {
        rows_put(rows, EDGE, str_text(&day), style);
    } else {
        rows_fill(rows, EDGE, from, "─", style);
        rows_put_bytes(rows, from + 1, columns - 2, str_text(&day), day.size, style, 0);
        rows_fill(rows, from + columns, end, "─", style);
    }
    str_release(&day);
}

/* "01:40 → 30 May 07:45": the date only where it is another day. */
static void add_period(const struct look *look, const struct session *session, struct str *out)
{
    struct when first = session_first(session), last = session_last(session);

    if (first.time == WHEN_NONE)
        return;
    str_add_text(out, " · ");
    when_add_clock(out, first, &look->zone);
    if (!session_is_closed(session)) {
        str_addf(out, " → %s", _("open"));
        return;
    }
    str_add_text(out, " → ");
    if (parts_of(look, first).day_number != parts_of(look, last).day_number) {
        when_add_short(out, last, &look->zone, first.time);
        str_add_char(out, ' ');
    }
    when_add_clock(out, last, &look->zone);
}

static void add_session_name(const struct session *session, struct str *out)
{
    if (session->id)
        str_addf(out, _("session %" PRId64), session->id);
    else
        str_add_text(out, _("outside the known sessions"));
}

static void add_session_facts(const struct look *look, const struct session *session,
                              struct str *out)
{
    size_t n = session->operators.n;

    add_session_name(session, out);
    add_period(look, session, out);
    if (n)
        str_addf(out, ngettext(" · %zu operator", " · %zu operators", n), n);
    if (session->vote_head > 0)
        str_addf(out, " · ★%d", session->vote_head);
}

static void add_comment(const struct session *session, struct rows *rows)
{
    const struct margin margin = {.column = EDGE + 3};
    struct rich comment = {0};
    struct style style = style_of(ROLE_NOTE);

    if (!session->comment_head || !*session->comment_head)
        return;
    rich_add(&comment, "“", strlen("“"), style, 0);
    rich_add(&comment, session->comment_head, strlen(session->comment_head), style, 0);
    rich_add(&comment, "”", strlen("”"), style, 0);
    rows_add_rich(rows, &comment, &margin, EDGE, false);
    rich_release(&comment);
}

static void add_rule(const struct str *facts, const char *line, struct style style,
                     struct rows *rows)
{
    int column = EDGE;

    rows_begin(rows);
    if (rows->width >= RULE_LEAST) {
        rows_fill(rows, EDGE, EDGE + 2, line, style);
        column = EDGE + 3;
    }
    column = rows_put_bytes(rows, column, rows->width - EDGE - column, str_text(facts), facts->size,
                            style, 0);
    rows_fill(rows, column + 1, rows->width - EDGE, line, style);
}

void place_add_session(const struct look *look, const struct session *session, struct rows *rows)
{
    struct str facts = {0};

    add_session_facts(look, session, &facts);
    add_rule(&facts, "━", style_of(ROLE_SESSION), rows);
    add_comment(session, rows);
    str_release(&facts);
}

void place_add_fold(const struct look *look, const struct session *session, struct rows *rows)
{
    struct str facts = {0};
    size_t n = session->state == LOAD_DONE ? session->entries.n : session->n_messages;

    add_session_facts(look, session, &facts);
    str_addf(&facts, ngettext(" · %zu message folded", " · %zu messages folded", n), n);
    add_rule(&facts, "─", style_of(ROLE_SESSION), rows);
    str_release(&facts);
}

void place_add_earlier(struct rows *rows)
{
    struct str text = {0};

    str_add_text(&text, _("earlier sessions may exist, which are not listed"));
    add_rule(&text, "─", style_of(ROLE_NOTE), rows);
    str_release(&text);
}

void place_add_reviewed(struct rows *rows)
{
    struct str text = {0};

    str_add_text(&text, _("reviewed up to here"));
    add_rule(&text, "─", style_of(ROLE_UNREAD), rows);
    str_release(&text);
}

void place_add_floating(const struct look *look, const struct chat *chat, size_t item,
                        struct rows *rows)
{
    const struct session *session;
    const struct entry *entry = chat_item(chat, item, &session);
    struct str text = {0};

    when_add_day(&text, when_of(entry), &look->zone);
    if (session->id) {
        str_add_text(&text, text.size ? " · " : "");
        add_session_name(session, &text);
    }
    rows_begin(rows);
    rows_put_bytes(rows, EDGE, rows->width - 2 * EDGE, str_text(&text), text.size,
                   style_of(ROLE_TIME), 0);
    str_release(&text);
}

static int last_vote(const struct chat *chat)
{
    for (size_t i = chat->sessions.n; i-- > 0;)
        if (chat->sessions.at[i]->vote_head > 0)
            return chat->sessions.at[i]->vote_head;
    return 0;
}

static void add_fact(struct str *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void add_fact(struct str *out, const char *format, ...)
{
    va_list arguments;

    if (out->size)
        str_add_text(out, " · ");
    va_start(arguments, format);
    str_addv(out, format, arguments);
    va_end(arguments);
}

static void add_line(const struct look *look, int64_t line, struct str *out)
{
    const char *name = store_line(look->store, line);

    if (name && *name)
        add_fact(out, "%s", name);
    else if (line)
        add_fact(out, _("line %" PRId64), line);
}

static void add_chat_facts(const struct look *look, const struct chat *chat, struct str *out)
{
    int vote = last_vote(chat);

    if (*chat->connector)
        add_fact(out, "%s", chat->connector);
    add_line(look, chat->line, out);
    if (chat->crm.n)
        add_fact(out, "%s %" PRId64, chat->crm.at[0].type, chat->crm.at[0].id);
    if (vote)
        add_fact(out, "★%d", vote);
}

void place_add_head(const struct look *look, const struct chat *chat, struct style style,
                    struct rows *rows)
{
    struct str facts = {0}, title = {0};
    int columns, room = rows->width - 2 * EDGE;

    add_chat_facts(look, chat, &facts);
    chat_add_title(chat, &title);
    columns = cluster_columns(str_text(&facts), facts.size);
    rows_begin(rows);
    if (room - columns < TITLE_LEAST)
        columns = 0;
    rows_put_bytes(rows, EDGE, room - (columns ? columns + 2 : 0), str_text(&title), title.size,
                   style, 0);
    if (columns)
        rows_put_bytes(rows, rows->width - EDGE - columns, columns, str_text(&facts), facts.size,
                       style_of(ROLE_HEAD), 0);
    str_release(&facts);
    str_release(&title);
}
