/* SPDX-License-Identifier: MIT */
#include "export/format.h"
#include "export/html.h"
#include "export/lines.h"
#include "text/address.h"
#include "text/bbcode.h"

#include <string.h>

/* --- escaping ------------------------------------------------------------------------------ */

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_put(struct writer *writer, const char *markup)
{
    str_add_text(&writer->out, markup);
}

void html_escape(struct writer *writer, size_t start)
{
    struct str *out = &writer->out, *scratch = &writer->clean;
    size_t plain = strcspn(str_text(out) + start, "&<>\"'");

    if (start + plain == out->size)
        return;
    start += plain;
    str_clear(scratch);
    str_add(scratch, out->text + start, out->size - start);
    str_cut(out, start);
    for (size_t at = 0; at < scratch->size; at++) {
        const char *entity = entity_of(scratch->text[at]);

        if (entity)
            str_add_text(out, entity);
        else
            str_add_char(out, scratch->text[at]);
    }
}

void html_add_name(struct writer *writer, const char *name)
{
    size_t start = writer->out.size;

    text_add_name(writer, name);
    html_escape(writer, start);
}

static void add_piece(struct writer *writer, const char *text, size_t size)
{
    size_t start = writer->out.size;

    text_add_piece(writer, text, size);
    html_escape(writer, start);
}

void html_add_element(struct writer *writer, const char *element, const char *class,
                      const char *name)
{
    if (class)
        str_addf(&writer->out, "<%s class=\"%s\">", element, class);
    else
        str_addf(&writer->out, "<%s>", element);
    html_add_name(writer, name);
    str_addf(&writer->out, "</%s>", element);
}

void html_add_color(struct writer *writer, int32_t color)
{
    if (color != COLOR_NONE)
        str_addf(&writer->out, " style=\"--c:#%06x\"", (unsigned)color & 0xFFFFFF);
}

/* --- links --------------------------------------------------------------------------------- */

static bool html_open_link(struct writer *writer, const char *target, const char *class)
{
    struct address address = {0};
    struct error error;
    bool may = address_parse(&address, target, strlen(target), NULL, &error);

    if (may) {
        str_addf(&writer->out, "<a class=\"%s\" rel=\"noopener noreferrer nofollow\" href=\"",
                 class);
        html_add_name(writer, str_text(&address.url));
        html_put(writer, "\">");
    }
    address_release(&address);
    return may;
}

/* What a reader of the label would not expect: where it cannot go, or where else it goes. */
static void add_note(struct writer *writer, const char *label, size_t size, const char *target)
{
    struct address address = {0};
    struct error error;

    if (!address_parse(&address, target, strlen(target), NULL, &error)) {
        if (strlen(target) != size || memcmp(label, target, size) != 0) {
            html_put(writer, " ");
            html_add_element(writer, "span", "note", target);
        }
    } else if (address_misleads(&address, label, size)) {
        html_put(writer, " <span class=\"missing\">");
        html_add_name(writer, "→ ");
        html_add_name(writer, str_text(&address.shown));
        html_put(writer, "</span>");
    }
    address_release(&address);
}

static bool add_label(struct writer *writer, const char *label, const char *target,
                      const char *class)
{
    bool is_link = target && *target && html_open_link(writer, target, class);

    if (is_link)
        html_add_name(writer, label);
    else
        html_add_element(writer, "span", class, label);
    html_put(writer, is_link ? "</a>" : "");
    return is_link;
}

void html_add_link(struct writer *writer, const char *label, const char *target,
                   const char *class)
{
    add_label(writer, label, target, class);
    if (target && *target)
        add_note(writer, label, strlen(label), target);
}

void html_add_file(struct writer *writer, const char *label, const char *target)
{
    if (!add_label(writer, label, target, "file") && target && *target)
        add_note(writer, label, strlen(label), target);
}

/* --- rich text ----------------------------------------------------------------------------- */

static const struct {
    enum attr attr;
    const char *open, *close;
} elements[] = {
    {ATTR_BOLD, "<b>", "</b>"},
    {ATTR_ITALIC, "<i>", "</i>"},
    {ATTR_UNDERLINE, "<u>", "</u>"},
    {ATTR_STRIKE, "<s>", "</s>"},
};
enum { ELEMENTS = sizeof elements / sizeof *elements };

static bool has_class(const struct style *style)
{
    return style->role != ROLE_TEXT && style->role != ROLE_QUOTE && style->role != ROLE_CODE;
}

/* Role and colour of a piece; what is in a link has its look. */
static void add_styled(struct writer *writer, const struct span *piece, enum line_kind kind,
                       bool is_link)
{
    bool is_code = piece->style.role == ROLE_CODE && kind != LINE_CODE;
    bool is_span = !is_link && (has_class(&piece->style) || piece->style.color != COLOR_NONE);

    for (int i = 0; i < ELEMENTS; i++)
        if (piece->style.attrs & elements[i].attr)
            html_put(writer, elements[i].open);
    if (is_span) {
        str_addf(&writer->out, "<span class=\"%s%s\"",
                 has_class(&piece->style) ? role_table[piece->style.role].name : "",
                 piece->style.color != COLOR_NONE ? " tint" : "");
        html_add_color(writer, piece->style.color);
        html_put(writer, ">");
    }
    html_put(writer, is_code ? "<code>" : "");
    add_piece(writer, writer->rich.text.text + piece->start, piece->end - piece->start);
    html_put(writer, is_code ? "</code>" : "");
    html_put(writer, is_span ? "</span>" : "");
    for (int i = ELEMENTS; i-- > 0;)
        if (piece->style.attrs & elements[i].attr)
            html_put(writer, elements[i].close);
}

static void add_line(struct writer *writer, struct lines *lines)
{
    const struct rich *rich = &writer->rich;
    struct span piece;

    while (lines_piece(lines, &piece)) {
        const struct link *link = piece.link ? &rich->links.at[piece.link - 1] : NULL;
        bool is_link = link && link->kind == LINK_URL &&
                       html_open_link(writer, link->target, "link");
        size_t from;

        add_styled(writer, &piece, lines->kind, is_link);
        html_put(writer, is_link ? "</a>" : "");
        if (link && link->kind == LINK_URL && lines_link_end(lines, &piece, &from))
            add_note(writer, rich->text.text + from, piece.end - from, link->target);
    }
}

static const struct {
    const char *open, *close, *newline;
} blocks[] = {
    [LINE_TEXT] = {"<p dir=\"auto\">", "</p>\n", "<br>"},
    [LINE_QUOTE] = {"<blockquote dir=\"auto\">", "</blockquote>\n", "<br>"},
    [LINE_CODE] = {"<pre><code>", "</code></pre>\n", "\n"},
};

static void html_add_rich(struct writer *writer)
{
    struct lines lines;
    enum line_kind kind = LINE_TEXT;
    bool is_open = false;

    lines_init(&lines, &writer->rich);
    while (lines_next(&lines)) {
        if (is_open && lines.kind == kind) {
            html_put(writer, blocks[kind].newline);
        } else {
            html_put(writer, is_open ? blocks[kind].close : "");
            kind = lines.kind;
            html_put(writer, blocks[kind].open);
        }
        is_open = true;
        add_line(writer, &lines);
    }
    html_put(writer, blocks[kind].close);
}

static void parse(struct writer *writer, const char *text)
{
    const struct look *look = &writer->document->look;
    struct bbcode_names names = store_names(look->store, &look->zone);

    rich_clear(&writer->rich);
    bbcode_parse(text, strlen(text), &names, STYLE_PLAIN, &writer->rich);
}

void html_add_bbcode(struct writer *writer, const char *text)
{
    parse(writer, text);
    html_add_rich(writer);
}

void html_add_inline(struct writer *writer, const char *text)
{
    struct lines lines;

    parse(writer, text);
    lines_init(&lines, &writer->rich);
    for (bool first = true; lines_next(&lines); first = false) {
        html_put(writer, first ? "" : "<br>");
        add_line(writer, &lines);
    }
}
