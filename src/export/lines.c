/* SPDX-License-Identifier: MIT */
#include "export/lines.h"
#include "text/utf8.h"

void lines_init(struct lines *lines, const struct rich *rich)
{
    *lines = (struct lines){.rich = rich};
}

static size_t find_end(const struct lines *lines, size_t *gap)
{
    const struct str *text = &lines->rich->text;
    size_t at = lines->next;

    for (*gap = 0; at < text->size; at++)
        if ((*gap = utf8_break(text->text + at, text->size - at)) != 0)
            break;
    return at;
}

static const struct span *span_at(struct lines *lines, size_t at)
{
    const struct rich *rich = lines->rich;

    while (lines->span < rich->spans.n && rich->spans.at[lines->span].end <= at)
        lines->span++;
    return lines->span < rich->spans.n ? &rich->spans.at[lines->span] : NULL;
}

static enum line_kind kind_of(struct lines *lines)
{
    const struct span *span = span_at(lines, lines->at);

    if (!span || span->start > lines->at)
        return LINE_TEXT;
    if (span->style.frame & FRAME_QUOTE)
        return LINE_QUOTE;
    return span->style.frame & FRAME_CODE && span->end >= lines->end ? LINE_CODE : LINE_TEXT;
}

bool lines_next(struct lines *lines)
{
    size_t gap;

    if (lines->is_last)
        return false;
    lines->at = lines->next;
    lines->end = find_end(lines, &gap);
    lines->next = lines->end + gap;
    lines->is_last = gap == 0;
    lines->kind = kind_of(lines);
    return true;
}

bool lines_piece(struct lines *lines, struct span *piece)
{
    const struct span *span = span_at(lines, lines->at);
    size_t end = lines->end;

    if (lines->at >= lines->end)
        return false;
    if (span && span->start <= lines->at) {
        *piece = *span;
        end = span->end < end ? span->end : end;
    } else {
        *piece = (struct span){.style = STYLE_PLAIN};
        end = span && span->start < end ? span->start : end;
    }
    piece->start = (uint32_t)lines->at;
    piece->end = (uint32_t)end;
    lines->at = end;
    return true;
}

const struct link *lines_link_end(const struct lines *lines, const struct span *piece,
                                  size_t *from)
{
    const struct rich *rich = lines->rich;
    const struct span *spans = rich->spans.at;
    size_t first = lines->span;

    if (!piece->link || spans[lines->span].end != piece->end)
        return NULL;
    if (first + 1 < rich->spans.n && spans[first + 1].link == piece->link)
        return NULL;
    while (first > 0 && spans[first - 1].link == piece->link)
        first--;
    *from = spans[first].start;
    return &rich->links.at[piece->link - 1];
}
