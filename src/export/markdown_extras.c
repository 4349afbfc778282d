/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "export/format.h"
#include "export/markdown.h"
#include "layout/attach.h"

#include <inttypes.h>

static bool is_given(const char *text)
{
    return text && *text;
}

static void add_thing(struct mark *mark, const char *name, const char *link, int64_t size,
                      int width, int height)
{
    struct str facts = {0};

    attach_add_facts(&facts, name, size, width, height);
    mark_add_name(mark, "⎙ ");
    mark->state = MARK_INSIDE;
    mark_add_file(mark, str_text(&facts), link);
    str_release(&facts);
}

/* --- blocks of an attachment: each a paragraph or a list ----------------------------------- */

static void block_text(struct mark *mark, const struct block *block)
{
    mark_begin(mark);
    mark_add_bbcode(mark, block->text);
}

static void block_link(struct mark *mark, const struct block *block)
{
    bool is_named = is_given(block->name);

    mark_begin(mark);
    mark_add_link(mark, is_named ? block->name : is_given(block->link) ? block->link : _("link"),
                  block->link);
    mark_put(mark, "\n");
    if (is_given(block->desc)) {
        mark_blank(mark);
        mark_begin(mark);
        mark_add_bbcode(mark, block->desc);
    }
}

static void block_user(struct mark *mark, const struct block *block)
{
    const struct store *store = mark->writer->document->look.store;

    mark_begin(mark);
    mark_add_link(mark, is_given(block->name) ? block->name : store_user_name(store, block->user),
                  block->link);
    mark_put(mark, "\n");
}

static void block_grid(struct mark *mark, const struct block *block)
{
    for (size_t i = 0; i < block->rows.n; i++) {
        const struct grid_row *row = &block->rows.at[i];

        mark_begin(mark);
        mark_put(mark, "- ");
        mark->state = MARK_START;
        mark_add_inline(mark, row->name);
        if (*row->name && *row->value)
            mark_put(mark, ": ");
        if (is_given(row->link))
            mark_add_link(mark, row->value, row->link);
        else
            mark_add_inline(mark, row->value);
        mark_put(mark, "\n");
    }
}

static void block_file(struct mark *mark, const struct block *block)
{
    mark_begin(mark);
    add_thing(mark, is_given(block->name) ? block->name : block->link, block->link, block->size,
              block->width, block->height);
    mark_put(mark, "\n");
}

static void block_delimiter(struct mark *mark, const struct block *block)
{
    (void)block;
    mark_begin(mark);
    mark_put(mark, "---\n");
}

static void block_unknown(struct mark *mark, const struct block *block)
{
    mark_begin(mark);
    mark_put(mark, "\\[");
    mark_add_name(mark, is_given(block->text) ? block->text : "?");
    mark_add_name(mark, _(": not known to this version]"));
    mark_put(mark, "\n");
}

static void (*const block_fns[BLOCK_COUNT])(struct mark *, const struct block *) = {
    [BLOCK_MESSAGE] = block_text,        [BLOCK_HTML] = block_text,
    [BLOCK_LINK] = block_link,           [BLOCK_RICH_LINK] = block_link,
    [BLOCK_USER] = block_user,           [BLOCK_GRID] = block_grid,
    [BLOCK_IMAGE] = block_file,          [BLOCK_FILE] = block_file,
    [BLOCK_DELIMITER] = block_delimiter, [BLOCK_UNKNOWN] = block_unknown,
};

/* A quote of ours holds it together. */
static void add_attach(struct writer *writer, const struct attach *attach)
{
    struct mark mark = {.writer = writer, .prefix = "> "};
    bool has_title = is_given(attach->description);

    str_add_char(&writer->out, '\n');
    if (has_title) {
        mark_begin(&mark);
        mark_add_bbcode(&mark, attach->description);
    }
    for (size_t i = 0; i < attach->blocks.n; i++) {
        if (i || has_title)
            mark_blank(&mark);
        block_fns[attach->blocks.at[i].kind](&mark, &attach->blocks.at[i]);
    }
}

/* --- the rest: one list -------------------------------------------------------------------- */

static void begin_item(struct mark *mark)
{
    mark_put(mark, "- ");
}

static void add_file(struct mark *mark, int64_t id)
{
    const struct file *file = store_find_file(mark->writer->document->look.store, id);

    begin_item(mark);
    if (file && !file->missing)
        add_thing(mark, file->name, NULL, file->size, file->width, file->height);
    else
        str_addf(&mark->writer->out, _("file %" PRId64 " was announced but not delivered"), id);
    mark_put(mark, "\n");
}

static void add_buttons(struct mark *mark, const struct message *message)
{
    bool in_row = false;

    for (size_t i = 0; i < message->buttons.n; i++) {
        const struct button *button = &message->buttons.at[i];

        if (button->newline || !in_row) {
            mark_put(mark, in_row ? "\n" : "");
            in_row = false;
        }
        if (button->newline)
            continue;
        mark_put(mark, in_row ? " " : "- ");
        in_row = true;
        mark_put(mark, "\\[ ");
        mark_add_link(mark, button->text, button->link);
        mark_put(mark, " \\]");
    }
    mark_put(mark, in_row ? "\n" : "");
}

static void add_likes(struct mark *mark, const struct message *message)
{
    const struct store *store = mark->writer->document->look.store;

    if (message->likes.n == 0)
        return;
    begin_item(mark);
    mark_add_name(mark, "♥ ");
    for (size_t i = 0; i < message->likes.n; i++) {
        mark_put(mark, i ? ", " : "");
        mark_add_name(mark, store_user_name(store, message->likes.at[i]));
    }
    mark_put(mark, "\n");
}

static void add_vote(struct mark *mark, int stars, const char *sentence)
{
    if (stars < 1 || stars > 5)
        return;
    begin_item(mark);
    for (int i = 0; i < 5; i++)
        mark_add_name(mark, i < stars ? "★" : "☆");
    mark_put(mark, " ");
    mark_add_name(mark, sentence);
    mark_put(mark, "\n");
}

static void add_flags(struct mark *mark, const struct message *message)
{
    for (const struct flag_row *flag = flag_table; flag->bit; flag++)
        if (message->flags & flag->bit & ~(unsigned)MESSAGE_MISSING) {
            begin_item(mark);
            mark_add_name(mark, _(flag->word));
            mark_put(mark, "\n");
        }
}

void mark_add_extras(struct writer *writer, const struct message *message)
{
    struct mark mark = {.writer = writer, .prefix = ""};
    size_t start;

    for (size_t i = 0; i < message->attaches.n; i++)
        add_attach(writer, &message->attaches.at[i]);
    str_add_char(&writer->out, '\n');
    start = writer->out.size;
    for (size_t i = 0; i < message->files.n; i++)
        add_file(&mark, message->files.at[i]);
    add_buttons(&mark, message);
    add_likes(&mark, message);
    add_vote(&mark, message->vote_user, _("by the client"));
    add_vote(&mark, message->vote_head, _("by the head"));
    add_flags(&mark, message);
    if (writer->out.size > start)
        str_add_char(&writer->out, '\n');
}
