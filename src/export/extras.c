/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "export/format.h"
#include "text/bbcode.h"

#include <inttypes.h>
#include <string.h>

/* One line or more under a message; prefix begins each. */
struct extra {
    struct writer *writer;
    char prefix[32];
};

static void begin(struct extra *extra)
{
    str_add_text(&extra->writer->out, extra->prefix);
}

static void end(struct extra *extra)
{
    str_add_char(&extra->writer->out, '\n');
}

static void add_bbcode(struct extra *extra, const char *text)
{
    struct writer *writer = extra->writer;
    const struct look *look = &writer->document->look;
    struct bbcode_names names = store_names(look->store, &look->zone);

    rich_clear(&writer->rich);
    bbcode_parse(text, strlen(text), &names, STYLE_PLAIN, &writer->rich);
    text_flatten(writer, &writer->rich);
    text_add_lines(writer, str_text(&writer->raw), writer->raw.size, extra->prefix);
}

static void add_bbcode_line(struct extra *extra, const char *text)
{
    begin(extra);
    add_bbcode(extra, text);
    end(extra);
}

static bool is_given(const char *text)
{
    return text && *text;
}

/* Unless it is what was shown already. */
static void add_link_target(struct extra *extra, const char *link, const char *shown)
{
    if (!is_given(link) || (shown && strcmp(link, shown) == 0))
        return;
    str_add_text(&extra->writer->out, " <");
    text_add_name(extra->writer, link);
    str_add_char(&extra->writer->out, '>');
}

/* ", 120034 bytes, 640x480": exact, for programs that read on. */
static void add_sizes(struct str *out, int64_t size, int width, int height)
{
    if (size >= 0)
        str_addf(out, _(", %" PRId64 " bytes"), size);
    if (width > 0 && height > 0)
        str_addf(out, ", %dx%d", width, height);
}

/* "[kind: name, sizes]" */
static void add_thing(struct extra *extra, const char *kind, const char *name, int64_t size,
                      int width, int height)
{
    struct str *out = &extra->writer->out;

    str_addf(out, "[%s: ", kind);
    text_add_name(extra->writer, is_given(name) ? name : _("without a name"));
    add_sizes(out, size, width, height);
    str_add_char(out, ']');
}

/* --- blocks of an attachment --------------------------------------------------------------- */

static void block_text(struct extra *extra, const struct block *block)
{
    add_bbcode_line(extra, block->text);
}

static void block_link(struct extra *extra, const struct block *block)
{
    begin(extra);
    if (is_given(block->name))
        text_add_name(extra->writer, block->name);
    else
        str_add_text(&extra->writer->out, _("link"));
    add_link_target(extra, block->link, block->name);
    end(extra);
    if (is_given(block->desc))
        add_bbcode_line(extra, block->desc);
}

static void block_user(struct extra *extra, const struct block *block)
{
    const struct store *store = extra->writer->document->look.store;

    begin(extra);
    add_thing(extra, _("user"),
              is_given(block->name) ? block->name : store_user_name(store, block->user), -1, 0, 0);
    add_link_target(extra, block->link, block->name);
    end(extra);
}

static void block_grid(struct extra *extra, const struct block *block)
{
    for (size_t i = 0; i < block->rows.n; i++) {
        const struct grid_row *row = &block->rows.at[i];

        begin(extra);
        add_bbcode(extra, row->name);
        if (*row->name && *row->value)
            str_add_text(&extra->writer->out, ": ");
        add_bbcode(extra, row->value);
        add_link_target(extra, row->link, row->value);
        end(extra);
    }
}

static void block_file(struct extra *extra, const struct block *block)
{
    begin(extra);
    add_thing(extra, block->kind == BLOCK_IMAGE ? _("image") : _("file"), block->name, block->size,
              block->width, block->height);
    add_link_target(extra, block->link, block->name);
    end(extra);
}

static void block_delimiter(struct extra *extra, const struct block *block)
{
    (void)block;
    begin(extra);
    str_add_text(&extra->writer->out, "---");
    end(extra);
}

static void block_unknown(struct extra *extra, const struct block *block)
{
    begin(extra);
    add_thing(extra, _("block of an unknown kind"), block->text, -1, 0, 0);
    end(extra);
}

static void (*const block_fns[BLOCK_COUNT])(struct extra *, const struct block *) = {
    [BLOCK_MESSAGE] = block_text,   [BLOCK_HTML] = block_text,
    [BLOCK_LINK] = block_link,      [BLOCK_RICH_LINK] = block_link,
    [BLOCK_USER] = block_user,      [BLOCK_GRID] = block_grid,
    [BLOCK_IMAGE] = block_file,     [BLOCK_FILE] = block_file,
    [BLOCK_DELIMITER] = block_delimiter, [BLOCK_UNKNOWN] = block_unknown,
};

static void add_attach(struct extra *extra, const struct attach *attach)
{
    if (is_given(attach->description))
        add_bbcode_line(extra, attach->description);
    for (size_t i = 0; i < attach->blocks.n; i++)
        block_fns[attach->blocks.at[i].kind](extra, &attach->blocks.at[i]);
}

/* --- the rest ------------------------------------------------------------------------------ */

static void add_file(struct extra *extra, int64_t id)
{
    const struct file *file = store_find_file(extra->writer->document->look.store, id);

    begin(extra);
    if (!file || file->missing)
        str_addf(&extra->writer->out, _("[file %" PRId64 " was announced but not delivered]"), id);
    else
        add_thing(extra, _("file"), file->name, file->size, file->width, file->height);
    end(extra);
}

/* A row of the keyboard on each line. */
static void add_buttons(struct extra *extra, const struct message *message)
{
    bool in_row = false;

    for (size_t i = 0; i < message->buttons.n; i++) {
        const struct button *button = &message->buttons.at[i];

        if (button->newline) {
            if (in_row)
                end(extra);
            in_row = false;
            continue;
        }
        if (in_row)
            str_add_char(&extra->writer->out, ' ');
        else
            begin(extra);
        in_row = true;
        add_thing(extra, _("button"), button->text, -1, 0, 0);
        add_link_target(extra, button->link, button->text);
    }
    if (in_row)
        end(extra);
}

static void add_likes(struct extra *extra, const struct message *message)
{
    const struct store *store = extra->writer->document->look.store;

    if (message->likes.n == 0)
        return;
    begin(extra);
    str_add_text(&extra->writer->out, _("[liked by "));
    for (size_t i = 0; i < message->likes.n; i++) {
        if (i)
            str_add_text(&extra->writer->out, ", ");
        text_add_name(extra->writer, store_user_name(store, message->likes.at[i]));
    }
    str_add_char(&extra->writer->out, ']');
    end(extra);
}

static void add_votes(struct extra *extra, const struct message *message)
{
    if (message->vote_user == 0 && message->vote_head == 0)
        return;
    begin(extra);
    if (message->vote_user > 0)
        str_addf(&extra->writer->out, _("[rated %d by the client]"), message->vote_user);
    if (message->vote_user > 0 && message->vote_head > 0)
        str_add_char(&extra->writer->out, ' ');
    if (message->vote_head > 0)
        str_addf(&extra->writer->out, _("[rated %d by the head]"), message->vote_head);
    end(extra);
}

void text_add_attaches(struct writer *writer, const struct message *message, const char *before)
{
    struct extra extra = {.writer = writer};

    snprintf(extra.prefix, sizeof extra.prefix, "%s", before);
    for (size_t i = 0; i < message->attaches.n; i++)
        add_attach(&extra, &message->attaches.at[i]);
}

void text_add_extras(struct writer *writer, const struct message *message, const char *indent)
{
    struct extra extra = {.writer = writer};

    snprintf(extra.prefix, sizeof extra.prefix, "%s| ", indent);
    text_add_attaches(writer, message, extra.prefix);
    snprintf(extra.prefix, sizeof extra.prefix, "%s", indent);
    for (size_t i = 0; i < message->files.n; i++)
        add_file(&extra, message->files.at[i]);
    add_buttons(&extra, message);
    add_likes(&extra, message);
    add_votes(&extra, message);
}
