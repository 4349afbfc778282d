/* SPDX-License-Identifier: MIT */
#include "text/rich.h"
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
