/* SPDX-License-Identifier: MIT */
#include "markup.h"

enum { RULE_SIZE = 54 }; /* hyphens in the lines around a quote, as the portal's client writes */

/* Whether a line of exactly RULE_SIZE hyphens is here; *after gets the beginning of the next. */
static bool is_rule(const struct markup *markup, size_t at, size_t *after)
{
    size_t end = at, size;

    while (end < markup->size && end - at <= RULE_SIZE && markup->text[end] == '-')
        end++;
    size = markup_break(markup, end);
    *after = end + size;
    return end - at == RULE_SIZE && (size != 0 || end == markup->size);
}

static size_t find_line_end(const struct markup *markup, size_t at)
{
    while (at < markup->size && markup_break(markup, at) == 0)
        at++;
    return at;
}

/* Looks for the closing line; each byte is looked at once for all quotes of a message. */
static bool find_closing(struct markup *markup, size_t at)
{
    struct quote *quote = &markup->quote;

    while (!quote->no_more && at < markup->size) {
        if (is_rule(markup, at, &quote->after)) {
            quote->closing = at;
            return true;
        }
        at = find_line_end(markup, at);
        at += markup_break(markup, at);
    }
    quote->no_more = true;
    return false;
}

/* "chat12/345" or "1:2/345", nothing else. */
static bool is_reference(struct piece piece)
{
    struct piece rest = piece_starts(piece, "chat") ? piece_from(piece, 4) : piece;
    bool chat = rest.size != piece.size;
    int64_t number;

    if (!piece_take_number(&rest, &number))
        return false;
    if (!chat) {
        if (rest.size == 0 || *rest.text != ':')
            return false;
        rest = piece_from(rest, 1);
        if (!piece_take_number(&rest, &number))
            return false;
    }
    if (rest.size == 0 || *rest.text != '/')
        return false;
    rest = piece_from(rest, 1);
    return piece_take_number(&rest, &number) && rest.size == 0;
}

/* Takes " #chat12/345" off the end of the line. */
static bool take_reference(struct piece *line, struct piece *reference)
{
    size_t at = line->size;

    while (at != 0 && line->text[at - 1] != '#' && line->text[at - 1] != ']')
        at--;
    if (at < 2 || line->text[at - 1] != '#' || line->text[at - 2] != ' ')
        return false;
    *reference = piece_from(*line, at);
    if (!is_reference(*reference))
        return false;
    line->size = at - 2;
    return true;
}

/* "Name [time]": a time has digits, most tags have none. */
static bool is_author(struct piece line)
{
    bool digits = false;
    size_t at = line.size;

    if (at == 0 || line.text[--at] != ']')
        return false;
    while (at != 0 && line.text[at] != '[') {
        at--;
        digits |= line.text[at] >= '0' && line.text[at] <= '9';
    }
    return digits && at > 1 && line.text[at - 1] == ' ';
}

/* "Name [time]", and which message it was. Shown as it is: names are not parsed. */
static void take_author(struct markup *markup)
{
    size_t end = find_line_end(markup, markup->at);
    struct piece line = {markup->text + markup->at, end - markup->at}, reference = {0};
    struct style style = markup->style;
    uint32_t link = 0;
    bool referred = take_reference(&line, &reference);

    if (!is_author(line))
        return;
    if (referred) {
        link = rich_link(markup->out, LINK_MESSAGE, reference.text, reference.size);
        style.role = ROLE_MENTION;
    }
    style.attrs |= ATTR_BOLD;
    rich_add(markup->out, line.text, line.size, style, link);
    markup->at = markup->kept = end;
}

static bool open_block(struct markup *markup)
{
    size_t after;

    if (!is_rule(markup, markup->at, &after) || !find_closing(markup, after))
        return false;
    markup_skip(markup, after - markup->at);
    markup->quote.block = true;
    markup_restyle(markup);
    if (markup->at != markup->quote.closing)
        take_author(markup);
    return true;
}

static void close_block(struct markup *markup)
{
    if (markup->at == markup->quote.closing)
        markup_skip(markup, markup->quote.after - markup->at);
    markup->quote.block = false;
}

void quote_line(struct markup *markup)
{
    struct quote *quote = &markup->quote;
    struct piece rest;

    quote->line = false;
    do {
        if (quote->block && markup->at >= quote->closing)
            close_block(markup);
        markup_restyle(markup);
    } while (!quote->block && open_block(markup) && markup->at == quote->closing);
    rest = (struct piece){markup->text + markup->at, markup->size - markup->at};
    if (!piece_starts(rest, ">>"))
        return;
    markup_skip(markup, rest.size > 2 && rest.text[2] == ' ' ? 3 : 2);
    quote->line = true;
    markup_restyle(markup);
}
