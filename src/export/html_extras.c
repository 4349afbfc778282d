/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "export/format.h"
#include "export/html.h"
#include "layout/attach.h"

#include <inttypes.h>
#include <string.h>

static bool is_given(const char *text)
{
    return text && *text;
}

/* "⎙ name · 120 KB · 640×480", a link where there is one. */
static void add_thing(struct writer *writer, const char *name, const char *link, int64_t size,
                      int width, int height)
{
    struct str facts = {0};

    attach_add_facts(&facts, name, size, width, height);
    html_put(writer, "<p class=\"file\">");
    html_add_name(writer, "⎙ ");
    html_add_file(writer, str_text(&facts), link);
    html_put(writer, "</p>\n");
    str_release(&facts);
}

/* --- blocks of an attachment --------------------------------------------------------------- */

static void block_text(struct writer *writer, const struct block *block)
{
    html_add_bbcode(writer, block->text);
}

static void block_link(struct writer *writer, const struct block *block)
{
    bool is_named = is_given(block->name);

    html_put(writer, "<p>");
    html_add_link(writer, is_named ? block->name : is_given(block->link) ? block->link : _("link"),
                  block->link, "link");
    html_put(writer, "</p>\n");
    if (is_given(block->desc))
        html_add_bbcode(writer, block->desc);
}

static void block_user(struct writer *writer, const struct block *block)
{
    const struct store *store = writer->document->look.store;

    html_put(writer, "<p>");
    html_add_link(writer,
                  is_given(block->name) ? block->name : store_user_name(store, block->user),
                  block->link, "mention");
    html_put(writer, "</p>\n");
}

static void add_value(struct writer *writer, const struct grid_row *row)
{
    int32_t color = attach_color(row->color, row->token);

    if (color != COLOR_NONE) {
        html_put(writer, "<span class=\"tint\"");
        html_add_color(writer, color);
        html_put(writer, ">");
    }
    if (is_given(row->link))
        html_add_link(writer, row->value, row->link, "link");
    else
        html_add_inline(writer, row->value);
    html_put(writer, color != COLOR_NONE ? "</span>" : "");
}

static bool is_aligned(const struct grid_row *row)
{
    return (row->display == GRID_ROW || row->display == GRID_TABLE) && *row->name && *row->value;
}

static void add_aligned(struct writer *writer, const struct grid_row *row)
{
    html_put(writer, "<tr><th scope=\"row\">");
    html_add_inline(writer, row->name);
    html_put(writer, "</th><td dir=\"auto\">");
    add_value(writer, row);
    html_put(writer, "</td></tr>\n");
}

static void add_below(struct writer *writer, const struct grid_row *row)
{
    bool is_bold = row->display == GRID_BLOCK;

    html_put(writer, is_bold ? "<p class=\"pair\"><b>" : "<p class=\"pair\"><i>");
    html_add_inline(writer, row->name);
    html_put(writer, is_bold ? "</b>" : "</i>");
    html_put(writer, *row->name && *row->value ? "<br>" : "");
    add_value(writer, row);
    html_put(writer, "</p>\n");
}

/* Rows side by side that follow each other are one table. */
static void block_grid(struct writer *writer, const struct block *block)
{
    bool is_open = false;

    for (size_t i = 0; i < block->rows.n; i++) {
        const struct grid_row *row = &block->rows.at[i];
        bool aligned = is_aligned(row);

        if (aligned && !is_open)
            html_put(writer, "<table>\n");
        else if (!aligned && is_open)
            html_put(writer, "</table>\n");
        is_open = aligned;
        if (aligned)
            add_aligned(writer, row);
        else
            add_below(writer, row);
    }
    html_put(writer, is_open ? "</table>\n" : "");
}

static void block_file(struct writer *writer, const struct block *block)
{
    add_thing(writer, is_given(block->name) ? block->name : block->link, block->link, block->size,
              block->width, block->height);
}

static void block_delimiter(struct writer *writer, const struct block *block)
{
    html_put(writer, "<hr");
    html_add_color(writer, block->color);
    html_put(writer, ">\n");
}

static void block_unknown(struct writer *writer, const struct block *block)
{
    size_t start;

    html_put(writer, "<p class=\"missing\">");
    start = writer->out.size;
    str_add_char(&writer->out, '[');
    text_add_name(writer, is_given(block->text) ? block->text : "?");
    str_add_text(&writer->out, _(": not known to this version]"));
    html_escape(writer, start);
    html_put(writer, "</p>\n");
}

static void (*const block_fns[BLOCK_COUNT])(struct writer *, const struct block *) = {
    [BLOCK_MESSAGE] = block_text,        [BLOCK_HTML] = block_text,
    [BLOCK_LINK] = block_link,           [BLOCK_RICH_LINK] = block_link,
    [BLOCK_USER] = block_user,           [BLOCK_GRID] = block_grid,
    [BLOCK_IMAGE] = block_file,          [BLOCK_FILE] = block_file,
    [BLOCK_DELIMITER] = block_delimiter, [BLOCK_UNKNOWN] = block_unknown,
};

static void add_attach(struct writer *writer, const struct attach *attach)
{
    html_put(writer, "<div class=\"attach\"");
    html_add_color(writer, attach_color(attach->color, attach->token));
    html_put(writer, ">\n");
    if (is_given(attach->description)) {
        html_put(writer, "<div class=\"title\">");
        html_add_bbcode(writer, attach->description);
        html_put(writer, "</div>\n");
    }
    for (size_t i = 0; i < attach->blocks.n; i++)
        block_fns[attach->blocks.at[i].kind](writer, &attach->blocks.at[i]);
    html_put(writer, "</div>\n");
}

/* --- the rest ------------------------------------------------------------------------------ */

static void add_file(struct writer *writer, int64_t id)
{
    const struct file *file = store_find_file(writer->document->look.store, id);

    if (file && !file->missing) {
        add_thing(writer, file->name, NULL, file->size, file->width, file->height);
        return;
    }
    html_put(writer, "<p class=\"missing\">");
    str_addf(&writer->out, _("file %" PRId64 " was announced but not delivered"), id);
    html_put(writer, "</p>\n");
}

static void add_button(struct writer *writer, const struct button *button)
{
    if (button->newline) {
        html_put(writer, "<br>");
        return;
    }
    html_add_link(writer, button->text, button->link, "button");
    html_put(writer, " ");
}

static void add_buttons(struct writer *writer, const struct message *message)
{
    if (message->buttons.n == 0)
        return;
    html_put(writer, "<p class=\"buttons\">");
    for (size_t i = 0; i < message->buttons.n; i++)
        add_button(writer, &message->buttons.at[i]);
    html_put(writer, "</p>\n");
}

static void add_likes(struct writer *writer, const struct message *message)
{
    const struct store *store = writer->document->look.store;

    if (message->likes.n == 0)
        return;
    html_put(writer, "<p class=\"note\">");
    html_add_name(writer, "♥ ");
    for (size_t i = 0; i < message->likes.n; i++) {
        html_put(writer, i ? ", " : "");
        html_add_name(writer, store_user_name(store, message->likes.at[i]));
    }
    html_put(writer, "</p>\n");
}

static void add_vote(struct writer *writer, int stars, const char *sentence)
{
    if (stars < 1 || stars > 5)
        return;
    html_put(writer, "<p class=\"vote\">");
    for (int i = 0; i < 5; i++)
        html_add_name(writer, i < stars ? "★" : "☆");
    str_add_char(&writer->out, ' ');
    html_add_name(writer, sentence);
    html_put(writer, "</p>\n");
}

void html_add_extras(struct writer *writer, const struct message *message)
{
    for (size_t i = 0; i < message->attaches.n; i++)
        add_attach(writer, &message->attaches.at[i]);
    for (size_t i = 0; i < message->files.n; i++)
        add_file(writer, message->files.at[i]);
    add_buttons(writer, message);
    add_likes(writer, message);
    add_vote(writer, message->vote_user, _("by the client"));
    add_vote(writer, message->vote_head, _("by the head"));
}
