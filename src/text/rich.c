/* SPDX-License-Identifier: MIT */
#include "text/rich.h"
#include "text/find.h"
#include "text/normal.h"
#include "base/words.h"

#include <stdbool.h>
#include <string.h>

const struct role_row role_table[ROLE_COUNT] = {
#define ROLE(name, word, help) {word, help},
    ROLES(ROLE)
#undef ROLE
};

const struct style STYLE_PLAIN = {.role = ROLE_TEXT, .color = COLOR_NONE};

int role_find(const char *name)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        if (strcmp(role_table[role].name, name) == 0)
            return role;
    return -1;
}

static void drop_links(struct rich *rich)
{
    for (size_t i = 0; i < rich->links.n; i++)
        free(rich->links.at[i].target);
    rich->links.n = 0;
}

void rich_clear(struct rich *rich)
{
    str_clear(&rich->text);
    rich->spans.n = 0;
    drop_links(rich);
}

void rich_release(struct rich *rich)
{
    str_release(&rich->text);
    vec_release(&rich->spans);
    drop_links(rich);
    vec_release(&rich->links);
}

static bool same_style(struct style a, struct style b)
{
    return a.role == b.role && a.attrs == b.attrs && a.frame == b.frame && a.color == b.color;
}

static void mark(struct rich *rich, uint32_t start, uint32_t end, struct style style, uint32_t link)
{
    struct span *last = rich->spans.n ? &rich->spans.at[rich->spans.n - 1] : NULL;

    if (last && last->end == start && last->link == link && same_style(last->style, style))
        last->end = end;
    else
        vec_push(&rich->spans,
                 (struct span){.start = start, .end = end, .style = style, .link = link});
}

void rich_add(struct rich *rich, const char *text, size_t size, struct style style, uint32_t link)
{
    size_t start = rich->text.size;

    /* Spans count in 32 bits; what lies beyond 4 GiB is not shown. */
    if (size > UINT32_MAX - start)
        size = UINT32_MAX - start;
    if (size == 0)
        return;
    str_add(&rich->text, text, size);
    if (link != 0 || !same_style(style, STYLE_PLAIN))
        mark(rich, (uint32_t)start, (uint32_t)(start + size), style, link);
}

uint32_t rich_link(struct rich *rich, enum link_kind kind, const char *target, size_t size)
{
    vec_push(&rich->links, (struct link){.kind = kind, .target = mem_copy(target, size)});
    return (uint32_t)rich->links.n;
}

/* --- highlighting: the spans are written anew, cut where matches begin and end --------------- */

struct highlighter {
    struct rich *rich;
    struct rich old; /* its spans only */
    size_t span;     /* the first old one that may reach beyond at */
    uint32_t at;
};

/* The old style at `at`, and how far it goes. */
static struct span next_piece(struct highlighter *work, uint32_t end)
{
    struct span plain = {work->at, end, STYLE_PLAIN, 0}, *old;

    while (work->span < work->old.spans.n && work->old.spans.at[work->span].end <= work->at)
        work->span++;
    if (work->span == work->old.spans.n)
        return plain;
    old = &work->old.spans.at[work->span];
    if (old->start > work->at) {
        plain.end = old->start < end ? old->start : end;
        return plain;
    }
    return (struct span){work->at, old->end < end ? old->end : end, old->style, old->link};
}

static void copy_to(struct highlighter *work, uint32_t end, int role)
{
    while (work->at < end) {
        struct span piece = next_piece(work, end);

        if (role >= 0) {
            piece.style.role = (uint8_t)role;
            piece.style.color = COLOR_NONE;
        }
        if (role >= 0 || piece.link || !same_style(piece.style, STYLE_PLAIN))
            mark(work->rich, piece.start, piece.end, piece.style, piece.link);
        work->at = piece.end;
    }
}

void rich_mark(struct rich *rich, const struct normal_range *ranges, size_t n, enum role role)
{
    struct highlighter work = {.rich = rich};

    if (n == 0)
        return;
    work.old = *rich;
    rich->spans.at = NULL;
    rich->spans.n = rich->spans.room = 0;
    for (size_t i = 0; i < n; i++) {
        copy_to(&work, (uint32_t)ranges[i].start, -1);
        copy_to(&work, (uint32_t)ranges[i].end, role);
    }
    copy_to(&work, (uint32_t)rich->text.size, -1);
    vec_release(&work.old.spans);
}

void rich_highlight(struct rich *rich, const struct pattern *pattern, enum role role)
{
    struct normal_ranges found = {0};
    struct normal_range range = {0};

    while (pattern && pattern_find(pattern, str_text(&rich->text), rich->text.size, range.end,
                                   &range.start, &range.end))
        vec_push(&found.list, range);
    rich_mark(rich, found.list.at, found.list.n, role);
    vec_release(&found.list);
}

/* --- as plain text ---------------------------------------------------------------------------- */

static bool is_quote(const struct rich *rich, size_t span, size_t at)
{
    return span < rich->spans.n && rich->spans.at[span].start <= at &&
           (rich->spans.at[span].style.frame & FRAME_QUOTE) != 0;
}

static bool is_same_link(const struct span *a, const struct span *b)
{
    return a->link == b->link && a->end == b->start;
}

/* Where a link's text ends, its target follows unless it was the text. */
static void add_target(struct str *out, const struct rich *rich, size_t i)
{
    const struct span *spans = rich->spans.at, *last = &spans[i], *first = last;
    const struct link *link = last->link ? &rich->links.at[last->link - 1] : NULL;
    size_t size;

    if (!link || link->kind != LINK_URL || (i + 1 < rich->spans.n && is_same_link(last, last + 1)))
        return;
    while (first > spans && is_same_link(first - 1, first))
        first--;
    size = last->end - first->start;
    if (strlen(link->target) != size ||
        memcmp(link->target, rich->text.text + first->start, size) != 0)
        str_addf(out, " <%s>", link->target);
}

/* Bytes [from, to) of the text, quote marks before the lines that begin in them. */
static void add_piece(struct str *out, const struct rich *rich, size_t from, size_t to,
                      size_t span)
{
    const char *text = rich->text.text;

    while (from < to) {
        const char *stop = memchr(text + from, '\n', to - from);
        size_t end = stop ? (size_t)(stop - text) + 1 : to;

        if ((from == 0 || text[from - 1] == '\n') && is_quote(rich, span, from))
            str_add_text(out, "> ");
        str_add(out, text + from, end - from);
        from = end;
    }
}

void rich_flatten(const struct rich *rich, struct str *out)
{
    size_t at = 0;

    for (size_t i = 0; i < rich->spans.n; i++) {
        const struct span *span = &rich->spans.at[i];

        add_piece(out, rich, at, span->start, i);
        add_piece(out, rich, span->start, span->end, i);
        add_target(out, rich, i);
        at = span->end;
    }
    add_piece(out, rich, at, rich->text.size, rich->spans.n);
}
