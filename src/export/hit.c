/* SPDX-License-Identifier: MIT */
#include "export/hit.h"
#include "base/words.h"
#include "export/json.h"
#include "model/query.h"
#include "text/cluster.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

/* --- for people ------------------------------------------------------------------------------ */

/* On one line; only cells need another form of what terminals disagree on. */
static void add_clean(struct str *out, const struct hit_look *look, const char *text, size_t size)
{
    if (look->is_screen)
        cluster_add(out, text, size, INT_MAX);
    else
        utf8_clean(out, text, size, UTF8_NAME);
}

static void add_styled(struct str *out, const struct hit_look *look, enum role role,
                       const char *text, size_t size)
{
    struct style style = STYLE_PLAIN;

    style.role = (uint8_t)role;
    if (size && look->paint)
        look->paint(look->painter, style, out);
    add_clean(out, look, text, size);
    if (size && look->paint)
        look->paint(look->painter, STYLE_PLAIN, out);
}

static void add_place(struct str *out, const struct hit *hit, const struct hit_look *look)
{
    struct str stamp = {0};

    when_add_stamp(&stamp, hit->when, &look->zone);
    add_styled(out, look, ROLE_TIME, stamp.size ? stamp.text : "—",
               stamp.size ? stamp.size : strlen("—"));
    str_release(&stamp);
    str_addf(out, _("  chat %" PRId64), hit->chat);
    if (hit->session)
        str_addf(out, _(", session %" PRId64), hit->session);
    str_addf(out, _(", message %" PRId64), hit->message);
    for (int i = 0; i < 2; i++) {
        const char *name = i ? hit->chat_name : hit->name;

        if (*name) {
            str_add_text(out, " · ");
            add_clean(out, look, name, strlen(name));
        }
    }
}

static void add_excerpt(struct str *out, const struct hit *hit, const struct hit_look *look)
{
    enum { INDENT = 4, ELLIPSES = 2 };
    size_t size = strlen(hit->text), at;
    struct normal_range part;

    query_excerpt(&hit->ranges, hit->text, size, look->columns - INDENT - ELLIPSES, &part);
    str_addf(out, "%*s%s", INDENT, "", part.start ? "…" : "");
    at = part.start;
    for (size_t i = 0; i < hit->ranges.list.n && hit->ranges.list.at[i].start < part.end; i++) {
        struct normal_range range = hit->ranges.list.at[i];

        if (range.end > part.end)
            range.end = part.end;
        add_clean(out, look, hit->text + at, range.start - at);
        add_styled(out, look, ROLE_MATCH, hit->text + range.start, range.end - range.start);
        at = range.end;
    }
    add_clean(out, look, hit->text + at, part.end - at);
    str_add_text(out, part.end < size ? "…" : "");
}

void hit_add_text(struct str *out, const struct hit *hit, const struct hit_look *look)
{
    add_place(out, hit, look);
    str_add_char(out, '\n');
    add_excerpt(out, hit, look);
    str_add_char(out, '\n');
}

/* --- for programs ---------------------------------------------------------------------------- */

/* An invalid byte is a character, as it is in the text written. */
static size_t count_characters(const char *text, size_t size)
{
    uint32_t code;
    size_t n = 0;

    for (size_t at = 0; at < size; n++)
        at += utf8_decode(text + at, size - at, &code);
    return n;
}

static void add_ranges(struct str *out, const struct hit *hit)
{
    size_t at = 0, n = 0;

    json_add_key(out, "hits");
    str_add_char(out, '[');
    for (size_t i = 0; i < hit->ranges.list.n; i++) {
        struct normal_range range = hit->ranges.list.at[i];
        size_t from = n + count_characters(hit->text + at, range.start - at);

        n = from + count_characters(hit->text + range.start, range.end - range.start);
        at = range.end;
        json_add_comma(out);
        str_addf(out, "[%zu,%zu]", from, n);
    }
    str_add_char(out, ']');
}

static void add_sender(struct str *out, const struct hit *hit)
{
    json_add_key(out, "sender");
    str_add_char(out, '{');
    json_add_id_member(out, "id", hit->sender);
    json_add_text_member(out, "name", hit->name);
    json_add_text_member(out, "role", user_role_table[hit->role].word);
    str_add_char(out, '}');
}

void hit_add_json(struct str *out, const struct hit *hit)
{
    str_add_char(out, '{');
    json_add_id_member(out, "chat", hit->chat);
    json_add_id_member(out, "session", hit->session);
    json_add_id_member(out, "id", hit->message);
    json_add_text_member(out, "date", hit->date);
    add_sender(out, hit);
    json_add_text_member(out, "class", class_table[hit->class].word);
    json_add_text_member(out, "text", hit->text);
    add_ranges(out, hit);
    str_add_text(out, "}\n");
}
