/* SPDX-License-Identifier: MIT */
#include "layout/attach.h"
#include "base/words.h"
#include "text/address.h"
#include "text/bbcode.h"
#include "text/bytes.h"
#include "text/cluster.h"

#include <string.h>

enum {
    BAR = 2,       /* columns of the bar and the blank after it */
    NAME_MOST = 24, /* columns of a grid's names, at most */
    GAP = 2,       /* between name and value */
    RULE_MOST = 40,
};

struct context {
    const struct look *look;
    const struct attach *attach;
    struct rows *rows;
    struct rich rich; /* scratch */
    int column;       /* of the bar */
};

static void draw_bar(void *self, struct rows *rows, int index)
{
    struct context *context = self;
    struct style style = style_of(ROLE_ATTACH);

    (void)index;
    style.color = attach_color(context->attach->color, context->attach->token);
    rows_put(rows, context->column, "┃", style);
}

static void begin(struct context *context)
{
    rows_begin(context->rows);
    draw_bar(context, context->rows, 0);
}

static void add_rich(struct context *context, int indent, bool continues)
{
    struct margin margin = {context->column + BAR + indent, draw_bar, context};

    look_highlight(context->look, &context->rich);
    rows_add_rich(context->rows, &context->rich, &margin, 1, continues);
}

static void set_bbcode(struct context *context, const char *text, struct style style)
{
    struct bbcode_names names = store_names(context->look->store, &context->look->zone);

    rich_clear(&context->rich);
    bbcode_parse(text, strlen(text), &names, style, &context->rich);
}

static void add_bbcode(struct context *context, const char *text, struct style style)
{
    set_bbcode(context, text, style);
    add_rich(context, 0, false);
}

static void add_plain(struct context *context, const char *text, struct style style)
{
    rich_clear(&context->rich);
    rich_add(&context->rich, text, strlen(text), style, 0);
    add_rich(context, 0, false);
}

/* Name and address; the address is left out when the name says it. */
static void set_link(struct context *context, const char *name, const char *address)
{
    struct rich *rich = &context->rich;
    const char *label = name && *name ? name : address ? address : "";
    uint32_t link = 0;

    rich_clear(rich);
    if (address && *address)
        link = rich_link(rich, LINK_URL, address, strlen(address));
    rich_add(rich, label, strlen(label), style_with(ROLE_LINK, ATTR_UNDERLINE), link);
    if (link && !address_is_said(address, label, strlen(label))) {
        rich_add(rich, "  ", 2, style_of(ROLE_NOTE), 0);
        rich_add(rich, address, strlen(address), style_of(ROLE_NOTE), link);
    }
}

static void layout_text(struct context *context, const struct block *block)
{
    add_bbcode(context, block->text ? block->text : "", STYLE_PLAIN);
}

static void layout_link(struct context *context, const struct block *block)
{
    set_link(context, block->name, block->link);
    add_rich(context, 0, false);
    if (block->desc && *block->desc)
        add_bbcode(context, block->desc, style_of(ROLE_NOTE));
}

static void layout_user(struct context *context, const struct block *block)
{
    struct rich *rich = &context->rich;
    const char *name = block->name && *block->name
                           ? block->name
                           : store_user_name(context->look->store, block->user);

    rich_clear(rich);
    rich_add(rich, name, strlen(name), style_of(ROLE_MENTION), 0);
    add_rich(context, 0, false);
}

void attach_add_facts(struct str *out, const char *name, int64_t size, int width, int height)
{
    str_add_text(out, name && *name ? name : _("without a name"));
    if (size >= 0) {
        str_add_text(out, " · ");
        bytes_add(out, size);
    }
    if (width > 0 && height > 0)
        str_addf(out, " · %d×%d", width, height);
}

static void layout_file(struct context *context, const struct block *block)
{
    struct str facts = {0};
    struct rich *rich = &context->rich;
    uint32_t link = 0;

    str_add_text(&facts, "⎙ ");
    attach_add_facts(&facts, block->name && *block->name ? block->name : block->link, block->size,
                     block->width, block->height);
    rich_clear(rich);
    if (block->link && *block->link)
        link = rich_link(rich, LINK_URL, block->link, strlen(block->link));
    rich_add(rich, str_text(&facts), facts.size, style_of(ROLE_FILE), link);
    add_rich(context, 0, false);
    str_release(&facts);
}

static void layout_delimiter(struct context *context, const struct block *block)
{
    int from = context->column + BAR, to = context->rows->width - 1;
    struct style style = style_of(ROLE_ATTACH);

    style.color = block->color;
    begin(context);
    rows_fill(context->rows, from, to < from + RULE_MOST ? to : from + RULE_MOST, "─", style);
}

static void layout_unknown(struct context *context, const struct block *block)
{
    struct str note = {0};

    str_addf(&note, _("[%s: not known to this version]"), block->text ? block->text : "?");
    add_plain(context, str_text(&note), style_of(ROLE_MISSING));
    str_release(&note);
}

/* --- grids: rows side by side are one table whose values are aligned -------------------------- */

static bool is_aligned(const struct grid_row *row)
{
    return (row->display == GRID_ROW || row->display == GRID_TABLE) && *row->name && *row->value;
}

static int name_columns(struct context *context, const struct block *block)
{
    int most = 0;

    for (size_t i = 0; i < block->rows.n; i++) {
        int columns;

        if (!is_aligned(&block->rows.at[i]))
            continue;
        set_bbcode(context, block->rows.at[i].name, STYLE_PLAIN);
        columns = cluster_columns(str_text(&context->rich.text), context->rich.text.size);
        if (columns > most)
            most = columns;
    }
    return most < NAME_MOST ? most : NAME_MOST;
}

static struct style value_style(const struct grid_row *row)
{
    struct style style = STYLE_PLAIN;

    style.color = attach_color(row->color, row->token);
    return style;
}

static void set_value(struct context *context, const struct grid_row *row)
{
    if (row->link && *row->link)
        set_link(context, row->value, row->link);
    else
        set_bbcode(context, row->value, value_style(row));
}

static void layout_aligned(struct context *context, const struct grid_row *row, int columns)
{
    struct rich *rich = &context->rich;

    set_bbcode(context, row->name, style_of(ROLE_ATTACH));
    begin(context);
    rows_put_bytes(context->rows, context->column + BAR, columns, str_text(&rich->text),
                   rich->text.size, style_of(ROLE_ATTACH), 0);
    set_value(context, row);
    add_rich(context, columns + GAP, true);
}

static void layout_below(struct context *context, const struct grid_row *row)
{
    unsigned attrs = row->display == GRID_BLOCK ? ATTR_BOLD : 0;

    if (*row->name)
        add_bbcode(context, row->name, style_with(ROLE_ATTACH, attrs));
    if (*row->value) {
        set_value(context, row);
        add_rich(context, *row->name && row->display == GRID_LINE ? GAP : 0, false);
    }
}

static void layout_grid(struct context *context, const struct block *block)
{
    int columns = name_columns(context, block);

    for (size_t i = 0; i < block->rows.n; i++) {
        const struct grid_row *row = &block->rows.at[i];

        if (is_aligned(row))
            layout_aligned(context, row, columns);
        else
            layout_below(context, row);
    }
}

typedef void layout_block_fn(struct context *context, const struct block *block);

/* No default: a kind that is forgotten here does not compile (-Werror=switch). */
static layout_block_fn *layout_of(enum block_kind kind)
{
    switch (kind) {
    case BLOCK_MESSAGE:
    case BLOCK_HTML:
        return layout_text;
    case BLOCK_LINK:
    case BLOCK_RICH_LINK:
        return layout_link;
    case BLOCK_USER:
        return layout_user;
    case BLOCK_GRID:
        return layout_grid;
    case BLOCK_IMAGE:
    case BLOCK_FILE:
        return layout_file;
    case BLOCK_DELIMITER:
        return layout_delimiter;
    case BLOCK_UNKNOWN:
    case BLOCK_COUNT:
        break;
    }
    return layout_unknown;
}

void attach_layout(const struct look *look, const struct attach *attach, int column,
                   struct rows *rows)
{
    struct context context = {.look = look, .attach = attach, .rows = rows, .column = column};

    if (attach->description && *attach->description)
        add_bbcode(&context, attach->description, style_with(ROLE_TEXT, ATTR_BOLD));
    for (size_t i = 0; i < attach->blocks.n; i++)
        layout_of(attach->blocks.at[i].kind)(&context, &attach->blocks.at[i]);
    rich_release(&context.rich);
}
