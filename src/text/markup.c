/* SPDX-License-Identifier: MIT */
#include "markup.h"
#include "label.h"

void markup_flush(struct markup *markup)
{
    rich_add(markup->out, markup->text + markup->kept, markup->at - markup->kept, markup->style,
             markup->link);
    markup->kept = markup->at;
}

void markup_skip(struct markup *markup, size_t size)
{
    markup_flush(markup);
    markup->at += size;
    markup->kept = markup->at;
}

void markup_restyle(struct markup *markup)
{
    struct style style = markup->base;

    for (int i = 0; i < MARKUP_ATTRS; i++)
        if (markup->attrs[i] != 0)
            style.attrs |= (uint8_t)(1 << i);
    if (markup->colors.n != 0)
        style.color = markup->colors.at[markup->colors.n - 1];
    if (markup->quote.line || markup->quote.block) {
        style.frame |= FRAME_QUOTE;
        style.role = ROLE_QUOTE;
    }
    markup->link = 0;
    if (markup->labels.n != 0) {
        const struct label *top = &markup->labels.at[markup->labels.n - 1];

        if (top->role >= 0)
            style.role = (uint8_t)top->role;
        markup->link = top->link;
    }
    markup->style = style;
}

void markup_put(struct markup *markup, struct piece piece)
{
    rich_add(markup->out, piece.text, piece.size, markup->style, markup->link);
}

size_t markup_break(const struct markup *markup, size_t at)
{
    struct piece rest = {markup->text + at, markup->size - at};

    if (rest.size == 0)
        return 0;
    switch (*rest.text) {
    case '\n':
        return 1;
    case '\r':
        return piece_starts(rest, "\r\n") ? 2 : 0;
    case '#':
        return piece_starts(rest, "#br#") ? 4 : 0;
    case '[':
        return piece_starts(rest, "[br]") ? 4 : 0;
    default:
        return 0;
    }
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

bool piece_starts(struct piece piece, const char *word)
{
    size_t i = 0;

    while (word[i] != '\0' && i < piece.size && lower(word[i]) == lower(piece.text[i]))
        i++;
    return word[i] == '\0';
}

struct piece piece_from(struct piece piece, size_t start)
{
    if (start > piece.size)
        start = piece.size;
    return (struct piece){piece.text + start, piece.size - start};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct piece piece_trim(struct piece piece)
{
    while (piece.size != 0 && is_blank(piece.text[piece.size - 1]))
        piece.size--;
    while (piece.size != 0 && is_blank(*piece.text))
        piece = piece_from(piece, 1);
    return piece;
}

bool piece_take_number(struct piece *piece, int64_t *number)
{
    size_t n = 0;

    *number = 0;
    while (n < piece->size && n < 19 && piece->text[n] >= '0' && piece->text[n] <= '9')
        *number = n < 18 ? *number * 10 + (piece->text[n] - '0') : *number, n++;
    if (n == 0 || n > 18)
        return false;
    *piece = piece_from(*piece, n);
    return true;
}
