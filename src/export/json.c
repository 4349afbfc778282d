/* SPDX-License-Identifier: MIT */
#include "export/json.h"
#include "base/words.h"
#include "export/format.h"
#include "export/redacted.h"
#include "text/bbcode.h"

#include <string.h>

/* --- texts --------------------------------------------------------------------------------- */

static void parse(struct writer *writer, const char *text)
{
    const struct look *look = &writer->document->look;
    struct bbcode_names names = store_names(look->store, &look->zone);

    rich_clear(&writer->rich);
    bbcode_parse(text, strlen(text), &names, STYLE_PLAIN, &writer->rich);
}

/* What a person reads of BBCode. */
static void add_read_member(struct writer *writer, const char *key, const char *bbcode)
{
    parse(writer, bbcode ? bbcode : "");
    json_add_key(&writer->out, key);
    json_add_bytes(&writer->out, str_text(&writer->rich.text), writer->rich.text.size);
}

/* Of the text just parsed, in order. */
static void add_links(struct writer *writer)
{
    struct str *out = &writer->out;

    json_add_key(out, "links");
    str_add_char(out, '[');
    for (size_t i = 0; i < writer->rich.links.n; i++)
        if (writer->rich.links.at[i].kind == LINK_URL) {
            json_add_comma(out);
            json_add_text(out, writer->rich.links.at[i].target);
        }
    str_add_char(out, ']');
}

/* --- attachments --------------------------------------------------------------------------- */

static void block_text(struct writer *writer, const struct block *block)
{
    add_read_member(writer, "text", block->text);
}

static void block_link(struct writer *writer, const struct block *block)
{
    json_add_text_member(&writer->out, "name", block->name);
    json_add_text_member(&writer->out, "link", block->link);
    if (block->desc)
        add_read_member(writer, "description", block->desc);
}

static void block_user(struct writer *writer, const struct block *block)
{
    json_add_text_member(&writer->out, "name", block->name);
    json_add_text_member(&writer->out, "link", block->link);
    if (block->user != 0)
        json_add_id_member(&writer->out, "user", block->user);
    if (block->chat != 0)
        json_add_id_member(&writer->out, "chat", block->chat);
}

static void add_grid_row(struct writer *writer, const struct grid_row *row)
{
    struct str *out = &writer->out;

    json_add_comma(out);
    str_add_char(out, '{');
    json_add_text_member(out, "display", grid_display_names[row->display]);
    add_read_member(writer, "name", row->name);
    add_read_member(writer, "value", row->value);
    if (row->link)
        json_add_text_member(out, "link", row->link);
    if (row->color != COLOR_NONE)
        json_add_color_member(out, "color", row->color);
    str_add_char(out, '}');
}

static void block_grid(struct writer *writer, const struct block *block)
{
    json_add_key(&writer->out, "rows");
    str_add_char(&writer->out, '[');
    for (size_t i = 0; i < block->rows.n; i++)
        add_grid_row(writer, &block->rows.at[i]);
    str_add_char(&writer->out, ']');
}

static void block_image(struct writer *writer, const struct block *block)
{
    json_add_text_member(&writer->out, "name", block->name);
    json_add_text_member(&writer->out, "link", block->link);
    json_add_known_member(&writer->out, "width", block->width, block->width > 0);
    json_add_known_member(&writer->out, "height", block->height, block->height > 0);
}

static void block_file(struct writer *writer, const struct block *block)
{
    json_add_text_member(&writer->out, "name", block->name);
    json_add_text_member(&writer->out, "link", block->link);
    json_add_known_member(&writer->out, "size", block->size, block->size >= 0);
}

static void block_delimiter(struct writer *writer, const struct block *block)
{
    json_add_known_member(&writer->out, "size", block->size, block->size >= 0);
    json_add_color_member(&writer->out, "color", block->color);
}

static void block_unknown(struct writer *writer, const struct block *block)
{
    json_add_text_member(&writer->out, "name", block->text);
}

static void (*const block_fns[BLOCK_COUNT])(struct writer *, const struct block *) = {
    [BLOCK_MESSAGE] = block_text,        [BLOCK_HTML] = block_text,
    [BLOCK_LINK] = block_link,           [BLOCK_RICH_LINK] = block_link,
    [BLOCK_USER] = block_user,           [BLOCK_GRID] = block_grid,
    [BLOCK_IMAGE] = block_image,         [BLOCK_FILE] = block_file,
    [BLOCK_DELIMITER] = block_delimiter, [BLOCK_UNKNOWN] = block_unknown,
};

static void add_attach(struct writer *writer, const struct attach *attach)
{
    struct str *out = &writer->out;

    json_add_comma(out);
    str_add_char(out, '{');
    json_add_color_member(out, "color", attach->color);
    add_read_member(writer, "description", attach->description);
    json_add_key(out, "blocks");
    str_add_char(out, '[');
    for (size_t i = 0; i < attach->blocks.n; i++) {
        const struct block *block = &attach->blocks.at[i];

        json_add_comma(out);
        str_add_char(out, '{');
        json_add_text_member(out, "type", block_table[block->kind].word);
        block_fns[block->kind](writer, block);
        str_add_char(out, '}');
    }
    str_add_text(out, "]}");
}

/* --- messages ------------------------------------------------------------------------------ */

static void add_file(struct writer *writer, int64_t id)
{
    const struct file *file = store_find_file(writer->document->look.store, id);
    struct str *out = &writer->out;

    json_add_comma(out);
    str_add_char(out, '{');
    json_add_id_member(out, "id", id);
    json_add_text_member(out, "name", file ? file->name : "");
    json_add_text_member(out, "type", file ? file->type : "file");
    json_add_known_member(out, "size", file ? file->size : -1, file && file->size >= 0);
    json_add_known_member(out, "width", file ? file->width : 0, file && file->width > 0);
    json_add_known_member(out, "height", file ? file->height : 0, file && file->height > 0);
    json_add_bool_member(out, "missing", !file || file->missing);
    str_add_char(out, '}');
}

const char *json_user_name(const struct store *store, int64_t id)
{
    const struct user *user = store_find_user(store, id);

    return user ? user->name : "";
}

static void add_sender(struct writer *writer, const struct message *message)
{
    const struct store *store = writer->document->look.store;
    struct str *out = &writer->out;

    json_add_key(out, "sender");
    str_add_char(out, '{');
    json_add_id_member(out, "id", message->sender);
    json_add_text_member(out, "name", message->name ? message->name
                                                    : json_user_name(store, message->sender));
    json_add_text_member(out, "role",
                         user_role_table[store_user_role(store, message->sender)].word);
    str_add_char(out, '}');
}

static void add_flags(struct str *out, unsigned flags)
{
    json_add_key(out, "flags");
    str_add_char(out, '[');
    for (const struct flag_row *flag = flag_table; flag->bit; flag++)
        if (flags & flag->bit) {
            json_add_comma(out);
            json_add_text(out, flag->word);
        }
    str_add_char(out, ']');
}

/* The keys of cli.md in its order. */
void json_add_message(struct writer *writer)
{
    const struct message *message =
        store_message(writer->document->look.store, writer->session, writer->entry);
    struct str *out = &writer->out;

    str_add_char(out, '{');
    json_add_id_member(out, "chat", message->chat);
    json_add_id_member(out, "session", message->session);
    json_add_id_member(out, "id", message->id);
    json_add_text_member(out, "date", message->date);
    add_sender(writer, message);
    json_add_text_member(out, "class", class_table[message->class].word);
    add_read_member(writer, "text", message->raw);
    json_add_text_member(out, "raw", message->raw);
    add_links(writer);
    json_add_key(out, "attach");
    str_add_char(out, '[');
    for (size_t i = 0; i < message->attaches.n; i++)
        add_attach(writer, &message->attaches.at[i]);
    str_add_char(out, ']');
    json_add_key(out, "files");
    str_add_char(out, '[');
    for (size_t i = 0; i < message->files.n; i++)
        add_file(writer, message->files.at[i]);
    str_add_char(out, ']');
    add_flags(out, message->flags);
    json_add_key(out, "params");
    json_add_value(out, message->params);
    redacted_add_member(writer->document->look.store, out);
    str_add_char(out, '}');
}

static void add_message_line(struct writer *writer)
{
    json_add_message(writer);
    str_add_char(&writer->out, '\n');
}

const struct format format_jsonl = {
    .name = "jsonl",
    .extension = ".jsonl",
    .help = N_("JSON Lines: one message on each line"),
    .message = add_message_line,
};
