/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "export/format.h"
#include "layout/message.h"
#include "layout/place.h"

/* ECMA-48 8.3.117: whatever a row set ends with it. */
static const char reset[] = "\033[0m";

static void add_run(struct writer *writer, const struct run *run)
{
    const struct document *document = writer->document;

    if (document->paint)
        document->paint(document->painter, run->style, &writer->out);
    str_add(&writer->out, writer->rows.text.text + run->text, run->size);
}

static void add_row(struct writer *writer, const struct row *row)
{
    int column = 0;

    for (uint32_t i = 0; i < row->n; i++) {
        const struct run *run = &writer->rows.runs.at[row->first + i];

        if (run->column > column) {
            if (i && writer->document->paint)
                str_add_text(&writer->out, reset);
            str_add_times(&writer->out, " ", (size_t)(run->column - column));
        }
        add_run(writer, run);
        column = run->column + run->columns;
    }
    if (row->n && writer->document->paint)
        str_add_text(&writer->out, reset);
    str_add_char(&writer->out, '\n');
}

static void add_rows(struct writer *writer)
{
    for (size_t i = 0; i < writer->rows.rows.n; i++)
        add_row(writer, &writer->rows.rows.at[i]);
}

static void add_chat(struct writer *writer)
{
    if (writer->n_chats > 1)
        str_add_char(&writer->out, '\n');
    rows_clear(&writer->rows, writer->document->width);
    place_add_head(&writer->document->look, writer->chat, style_of(ROLE_HEAD), &writer->rows);
    add_rows(writer);
}

static void add_message(struct writer *writer)
{
    const struct document *document = writer->document;
    struct piece piece = {(uint32_t)writer->item, 1, PIECE_ITEM};
    int body;

    message_layout(&document->look, writer->chat, piece, writer->before, document->width,
                   &writer->rows, &body);
    add_rows(writer);
}

const struct format format_ansi = {
    .name = "ansi",
    .extension = ".ansi",
    .help = N_("coloured, as the message pane shows it"),
    .begin = text_add_redacted,
    .chat = add_chat,
    .message = add_message,
};
