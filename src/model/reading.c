/* SPDX-License-Identifier: MIT */
#include "model/reading.h"
#include "text/bbcode.h"

#include <string.h>

/* Everything of a message that is BBCode or plain words, in reading order. */
struct reader {
    const struct store *store;
    const struct zone *zone;
    struct rich rich; /* scratch: one text at a time */
    void (*words)(struct reader *reader);
    struct str *out;
    reading_link_fn *tell;
    void *self;
};

static void read_bbcode(struct reader *reader, const char *text)
{
    struct bbcode_names names = store_names(reader->store, reader->zone);

    if (!text || !*text)
        return;
    rich_clear(&reader->rich);
    bbcode_parse(text, strlen(text), &names, STYLE_PLAIN, &reader->rich);
    reader->words(reader);
}

static void read_link(struct reader *reader, const char *name, const char *address)
{
    struct rich *rich = &reader->rich;
    const char *label = name && *name ? name : address;
    uint32_t link = 0;

    if (!label || !*label)
        return;
    rich_clear(rich);
    if (address && *address)
        link = rich_link(rich, LINK_URL, address, strlen(address));
    rich_add(rich, label, strlen(label), STYLE_PLAIN, link);
    reader->words(reader);
}

static void read_grid(struct reader *reader, const struct block *block)
{
    for (size_t i = 0; i < block->rows.n; i++) {
        read_bbcode(reader, block->rows.at[i].name);
        if (block->rows.at[i].link)
            read_link(reader, block->rows.at[i].value, block->rows.at[i].link);
        else
            read_bbcode(reader, block->rows.at[i].value);
    }
}

static void read_block(struct reader *reader, const struct block *block)
{
    if (block->kind == BLOCK_UNKNOWN)
        return;
    read_bbcode(reader, block->text);
    read_link(reader, block->name, block->link);
    read_bbcode(reader, block->desc);
    read_grid(reader, block);
}

static void read_message(struct reader *reader, const struct message *message)
{
    read_bbcode(reader, message->raw);
    for (size_t a = 0; a < message->attaches.n; a++) {
        const struct attach *attach = &message->attaches.at[a];

        read_bbcode(reader, attach->description);
        for (size_t b = 0; b < attach->blocks.n; b++)
            read_block(reader, &attach->blocks.at[b]);
    }
    for (size_t b = 0; b < message->buttons.n; b++)
        read_link(reader, message->buttons.at[b].text, message->buttons.at[b].link);
}

static void add_line(struct str *out, const char *text, size_t size)
{
    if (out->size)
        str_add_char(out, '\n');
    str_add(out, text, size);
}

static void add_words(struct reader *reader)
{
    add_line(reader->out, str_text(&reader->rich.text), reader->rich.text.size);
}

static void add_marked(struct reader *reader)
{
    if (reader->out->size)
        str_add_char(reader->out, '\n');
    rich_flatten(&reader->rich, reader->out);
}

static void add_files(const struct store *store, const struct message *message, struct str *out)
{
    for (size_t i = 0; i < message->files.n; i++) {
        const struct file *file = store_find_file(store, message->files.at[i]);

        if (file)
            add_line(out, file->name, strlen(file->name));
    }
}

void reading_add(const struct store *store, const struct zone *zone, const struct message *message,
                 unsigned parts, struct str *out)
{
    struct reader reader = {
        .store = store, .zone = zone, .words = parts & READING_MARKS ? add_marked : add_words};
    struct str text = {0};

    reader.out = &text;
    if (parts & READING_NAME) {
        const char *name = store_sender_name(store, message);

        add_line(&text, name, strlen(name));
    }
    if (parts & READING_TEXT)
        read_message(&reader, message);
    if (parts & READING_FILES)
        add_files(store, message, &text);
    str_add(out, str_text(&text), text.size);
    str_release(&text);
    rich_release(&reader.rich);
}

/* One link may be marked in several spans: its label is all of them. */
static void tell_links(struct reader *reader)
{
    const struct rich *rich = &reader->rich;

    for (size_t i = 0; i < rich->links.n; i++) {
        struct str label = {0};

        for (size_t s = 0; s < rich->spans.n; s++)
            if (rich->spans.at[s].link == i + 1)
                str_add(&label, rich->text.text + rich->spans.at[s].start,
                        rich->spans.at[s].end - rich->spans.at[s].start);
        reader->tell(reader->self, str_text(&label), &rich->links.at[i]);
        str_release(&label);
    }
}

void reading_links(const struct store *store, const struct zone *zone,
                   const struct message *message, reading_link_fn *tell, void *self)
{
    struct reader reader = {.store = store, .zone = zone, .words = tell_links, .tell = tell,
                            .self = self};

    read_message(&reader, message);
    rich_release(&reader.rich);
}
