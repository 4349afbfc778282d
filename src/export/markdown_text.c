/* SPDX-License-Identifier: MIT */
#include "export/format.h"
#include "export/lines.h"
#include "export/markdown.h"
#include "text/address.h"
#include "text/bbcode.h"

#include <ctype.h>
#include <string.h>

/* --- escaping ------------------------------------------------------------------------------ */

/* At the start of a block blanks could make code of it, and are not shown. */
static const char *stand_in(char c, enum mark_state state)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '&':
        return "&amp;";
    case ' ':
        return state == MARK_START ? "&nbsp;" : NULL;
    case '\t':
        return state == MARK_START ? "&emsp;" : NULL;
    default:
        return NULL;
    }
}

static bool is_markup(char c, enum mark_state state)
{
    if (strchr("\\`*_[]#~|$", c))
        return true;
    if (state == MARK_START)
        return strchr("+-=:>", c) != NULL;
    return state == MARK_DIGITS && (c == '.' || c == ')');
}

static void add_char(struct mark *mark, char c)
{
    struct str *out = &mark->writer->out;
    const char *other = stand_in(c, mark->state);

    if (other) {
        str_add_text(out, other);
    } else {
        if (is_markup(c, mark->state))
            str_add_char(out, '\\');
        str_add_char(out, c);
    }
    if (c >= '0' && c <= '9' && mark->state != MARK_INSIDE)
        mark->state = MARK_DIGITS;
    else if (mark->state == MARK_DIGITS || (c != ' ' && c != '\t'))
        mark->state = MARK_INSIDE;
}

/* Escapes what was added from start on. */
static void escape(struct mark *mark, size_t start)
{
    struct str *out = &mark->writer->out, *scratch = &mark->writer->clean;

    str_clear(scratch);
    str_add(scratch, str_text(out) + start, out->size - start);
    str_cut(out, start);
    for (size_t at = 0; at < scratch->size; at++)
        add_char(mark, scratch->text[at]);
}

void mark_begin(struct mark *mark)
{
    str_add_text(&mark->writer->out, mark->prefix);
    mark->state = MARK_START;
}

void mark_blank(struct mark *mark)
{
    struct str *out = &mark->writer->out;

    str_add_text(out, mark->prefix);
    if (*mark->prefix)
        str_cut(out, out->size - 1);
    str_add_char(out, '\n');
}

void mark_put(struct mark *mark, const char *markup)
{
    str_add_text(&mark->writer->out, markup);
    mark->state = MARK_INSIDE;
}

void mark_add_name(struct mark *mark, const char *name)
{
    size_t start = mark->writer->out.size;

    text_add_name(mark->writer, name);
    escape(mark, start);
}

/* --- code ---------------------------------------------------------------------------------- */

static size_t longest_run(const char *text, size_t size)
{
    size_t longest = 0, run = 0;

    for (size_t i = 0; i < size; i++) {
        run = text[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void add_code(struct mark *mark, const char *text, size_t size)
{
    struct str *out = &mark->writer->out;
    size_t run = longest_run(text, size) + 1;
    bool padded = *text == '`' || *text == ' ' || text[size - 1] == '`' || text[size - 1] == ' ';

    str_add_times(out, "`", run);
    str_add_text(out, padded ? " " : "");
    text_add_piece(mark->writer, text, size);
    str_add_text(out, padded ? " " : "");
    str_add_times(out, "`", run);
    mark->state = MARK_INSIDE;
}

/* --- links --------------------------------------------------------------------------------- */

static void end_link(struct mark *mark, const struct address *address)
{
    mark_put(mark, "](<");
    for (const char *at = str_text(&address->url); *at; at++)
        if (*at == '&')
            mark_put(mark, "&amp;");
        else
            str_add_char(&mark->writer->out, *at);
    mark_put(mark, ">)");
}

/* What a reader of the label would not expect: where it cannot go, or where else it goes. */
static void add_note(struct mark *mark, const struct address *address, const char *label,
                     size_t size, const char *target)
{
    if (!address) {
        if (strlen(target) == size && memcmp(label, target, size) == 0)
            return;
        mark_put(mark, " (");
        mark_add_name(mark, target);
        mark_put(mark, ")");
    } else if (address_misleads(address, label, size)) {
        mark_put(mark, " (→ ");
        mark_add_name(mark, str_text(&address->shown));
        mark_put(mark, ")");
    }
}

static void add_link(struct mark *mark, const char *label, const char *target, bool is_file)
{
    struct address address = {0};
    struct error error;
    bool is_given = target && *target;
    bool may = is_given && address_parse(&address, target, strlen(target), NULL, &error);

    if (may)
        mark_put(mark, "[");
    mark_add_name(mark, label);
    if (may)
        end_link(mark, &address);
    if (is_given && !(may && is_file))
        add_note(mark, may ? &address : NULL, label, strlen(label), target);
    address_release(&address);
}

void mark_add_link(struct mark *mark, const char *label, const char *target)
{
    add_link(mark, label, target, false);
}

void mark_add_file(struct mark *mark, const char *label, const char *target)
{
    add_link(mark, label, target, true);
}

/* --- rich text ----------------------------------------------------------------------------- */

static const struct {
    enum attr attr;
    const char *sign;
} signs[] = {{ATTR_BOLD, "**"}, {ATTR_ITALIC, "*"}, {ATTR_STRIKE, "~~"}};
enum { SIGNS = sizeof signs / sizeof *signs };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void add_plain(struct mark *mark, const char *text, size_t size)
{
    size_t start = mark->writer->out.size;

    text_add_piece(mark->writer, text, size);
    escape(mark, start);
}

/* Beyond ASCII we do not ask what is punctuation, and do not rely on it. */
static bool may_be_punctuation(char c)
{
    return (unsigned char)c >= 0x80 || ispunct((unsigned char)c);
}

/* CommonMark 6.2: signs next to a letter outside need one inside. before and after are the bytes
 * around, 0 for none. */
static bool signs_hold(const char *text, size_t size, char before, char after)
{
    bool opens = !may_be_punctuation(*text) || !before || isspace((unsigned char)before) ||
                 ispunct((unsigned char)before);
    bool closes = !may_be_punctuation(text[size - 1]) || !after || isspace((unsigned char)after) ||
                  ispunct((unsigned char)after);

    return opens && closes;
}

/* Signs hold only where no blank stands inside them at the ends. */
static void add_styled(struct mark *mark, const struct span *piece)
{
    const struct str *whole = &mark->writer->rich.text;
    const struct style *style = &piece->style;
    const char *text = whole->text + piece->start;
    size_t size = piece->end - piece->start, from = 0, to = size;
    bool holds;
    char before;

    while (from < to && is_blank(text[from]))
        from++;
    while (to > from && is_blank(text[to - 1]))
        to--;
    add_plain(mark, text, from);
    before = piece->start + from ? whole->text[piece->start + from - 1] : '\0';
    holds = from < to && signs_hold(text + from, to - from, before, text[to]);
    for (int i = 0; i < SIGNS && holds; i++)
        if (style->attrs & signs[i].attr)
            mark_put(mark, signs[i].sign);
    if (style->role == ROLE_CODE && from < to)
        add_code(mark, text + from, to - from);
    else
        add_plain(mark, text + from, to - from);
    for (int i = SIGNS; i-- > 0 && holds;)
        if (style->attrs & signs[i].attr)
            mark_put(mark, signs[i].sign);
    add_plain(mark, text + to, size - to);
}

static void add_piece(struct mark *mark, const struct lines *lines, const struct span *piece)
{
    const struct rich *rich = lines->rich;
    const struct link *link = piece->link ? &rich->links.at[piece->link - 1] : NULL;
    bool is_url = link && link->kind == LINK_URL;
    struct address address = {0};
    struct error error;
    bool may = is_url && address_parse(&address, link->target, strlen(link->target), NULL, &error);
    size_t from;

    if (may)
        mark_put(mark, "[");
    add_styled(mark, piece);
    if (may)
        end_link(mark, &address);
    if (is_url && lines_link_end(lines, piece, &from))
        add_note(mark, may ? &address : NULL, rich->text.text + from, piece->end - from,
                 link->target);
    address_release(&address);
}

static void add_pieces(struct mark *mark, struct lines *lines)
{
    struct span piece;

    while (lines_piece(lines, &piece))
        add_piece(mark, lines, &piece);
}

static void parse(struct writer *writer, const char *text)
{
    const struct look *look = &writer->document->look;
    struct bbcode_names names = store_names(look->store, &look->zone);

    rich_clear(&writer->rich);
    bbcode_parse(text, strlen(text), &names, STYLE_PLAIN, &writer->rich);
}

/* Longer than any run of backticks in the text. */
static void add_fence(struct mark *mark)
{
    const struct str *text = &mark->writer->rich.text;
    size_t run = longest_run(str_text(text), text->size) + 1;

    str_add_times(&mark->writer->out, "`", run > 3 ? run : 3);
    str_add_char(&mark->writer->out, '\n');
}

static void add_code_line(struct mark *mark, struct lines *lines)
{
    struct span piece;

    while (lines_piece(lines, &piece))
        text_add_piece(mark->writer, lines->rich->text.text + piece.start,
                       piece.end - piece.start);
}

/* The line goes on a line of its own: blocks of one kind are held together by hard line breaks. */
static void break_line(struct mark *mark, const struct lines *lines, enum line_kind before,
                       bool was_empty)
{
    bool is_same = lines->kind == before;

    if (is_same && before != LINE_CODE && !was_empty && lines->at < lines->end)
        mark_put(mark, "\\");
    mark_put(mark, "\n");
    if (!is_same && before == LINE_CODE) {
        mark_begin(mark);
        add_fence(mark);
    }
    if (!is_same)
        mark_blank(mark);
    mark_begin(mark);
}

/* From what stands in the line already, if anything does. */
static void begin_text(struct mark *mark, const struct lines *lines)
{
    bool is_text = lines->kind == LINE_TEXT;

    if (mark->state == MARK_START || (is_text && !mark->breaks))
        return;
    mark->breaks = false;
    break_line(mark, lines, LINE_TEXT, false);
}

static void add_line(struct mark *mark, struct lines *lines, bool opens)
{
    if (lines->kind == LINE_CODE) {
        if (opens) {
            add_fence(mark);
            mark_begin(mark);
        }
        add_code_line(mark, lines);
        return;
    }
    if (lines->kind == LINE_QUOTE)
        str_add_text(&mark->writer->out, "> ");
    add_pieces(mark, lines);
}

void mark_add_bbcode(struct mark *mark, const char *text)
{
    struct lines lines;
    enum line_kind before = LINE_TEXT;
    bool was_empty = true, is_first = true;

    parse(mark->writer, text);
    lines_init(&lines, &mark->writer->rich);
    for (; lines_next(&lines); is_first = false) {
        bool is_empty = lines.at == lines.end;

        if (is_first)
            begin_text(mark, &lines);
        else
            break_line(mark, &lines, before, was_empty);
        add_line(mark, &lines, is_first || before != LINE_CODE);
        before = lines.kind;
        was_empty = is_empty;
    }
    mark_put(mark, "\n");
    if (before == LINE_CODE) {
        mark_begin(mark);
        add_fence(mark);
    }
}

void mark_add_inline(struct mark *mark, const char *text)
{
    struct lines lines;

    parse(mark->writer, text);
    lines_init(&lines, &mark->writer->rich);
    for (bool first = true; lines_next(&lines); first = false) {
        if (!first)
            mark_add_name(mark, " ");
        add_pieces(mark, &lines);
    }
}
