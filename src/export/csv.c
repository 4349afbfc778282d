/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "export/format.h"
#include "text/bbcode.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <string.h>

/*
 * RFC 4180: records end with CR LF, what is not a number of ours is in quotes.
 * A cell that a spreadsheet would take for a formula, or for a way out of the
 * cell, begins with ' (safety.md 5.3; OWASP, CSV injection).
 */
static const char header[] = "chat,chat_name,session,id,date,sender,sender_name,sender_role,class,"
                             "text,links,attach,files,flags\r\n";

static void add_begin(struct writer *writer)
{
    if (writer->document->csv_bom)
        str_add_text(&writer->out, "\xef\xbb\xbf");
    str_add_text(&writer->out, header);
}

/* --- cells --------------------------------------------------------------------------------- */

/* Also the wide forms of = + - @, which some spreadsheets take for these. */
static bool is_formula(const char *text)
{
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                       "\xef\xbc\xa0"};

    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], 3) == 0)
            return true;
    return *text && strchr("=+-@\t\r\n|%", *text) != NULL;
}

/* Takes what was added to out from start on as the cell's text. */
static void end_cell(struct writer *writer, size_t start)
{
    struct str *out = &writer->out, *text = &writer->raw;
    const char *at;

    str_clear(text);
    str_add(text, str_text(out) + start, out->size - start);
    str_cut(out, start);
    str_add_text(out, ",\"");
    if (!writer->document->csv_raw && is_formula(str_text(text)))
        str_add_char(out, '\'');
    for (at = str_text(text); *at; at++) {
        if (*at == '"')
            str_add_char(out, '"');
        str_add_char(out, *at);
    }
    str_add_char(out, '"');
}

static void add_lines(struct writer *writer, const char *text, size_t size)
{
    size_t start = writer->out.size;

    text_add_lines(writer, text, size, "");
    end_cell(writer, start);
}

static void add_name(struct writer *writer, const char *name)
{
    size_t start = writer->out.size;

    text_add_name(writer, name);
    end_cell(writer, start);
}

static void add_id(struct writer *writer, int64_t id)
{
    str_addf(&writer->out, ",%" PRId64, id);
}

static void add_links(struct writer *writer)
{
    size_t start = writer->out.size, n = 0;

    for (size_t i = 0; i < writer->rich.links.n; i++)
        if (writer->rich.links.at[i].kind == LINK_URL) {
            str_add_text(&writer->out, n++ ? "\n" : "");
            text_add_name(writer, writer->rich.links.at[i].target);
        }
    end_cell(writer, start);
}

static void add_attaches(struct writer *writer, const struct message *message)
{
    size_t start = writer->out.size;

    text_add_attaches(writer, message, "");
    if (writer->out.size > start)
        str_cut(&writer->out, writer->out.size - 1);
    end_cell(writer, start);
}

static void add_files(struct writer *writer, const struct message *message)
{
    size_t start = writer->out.size;

    for (size_t i = 0; i < message->files.n; i++) {
        const struct file *file =
            store_find_file(writer->document->look.store, message->files.at[i]);

        str_add_text(&writer->out, i ? "\n" : "");
        if (file && !file->missing)
            text_add_name(writer, file->name);
        else
            str_addf(&writer->out, _("[file %" PRId64 " was announced but not delivered]"),
                     message->files.at[i]);
    }
    end_cell(writer, start);
}

static void add_flags(struct writer *writer, unsigned flags)
{
    size_t start = writer->out.size;

    for (const struct flag_row *flag = flag_table; flag->bit; flag++)
        if (flags & flag->bit)
            str_addf(&writer->out, "%s%s", writer->out.size > start ? " " : "", flag->word);
    end_cell(writer, start);
}

/* --- records ------------------------------------------------------------------------------- */

static void add_sender(struct writer *writer, const struct message *message)
{
    const struct store *store = writer->document->look.store;

    add_id(writer, message->sender);
    add_name(writer, store_sender_name(store, message));
    add_name(writer, user_role_table[store_user_role(store, message->sender)].word);
}

static void add_date(struct writer *writer, struct when when)
{
    str_add_char(&writer->out, ',');
    when_add_iso(&writer->out, when, &writer->document->look.zone);
}

static void add_message(struct writer *writer)
{
    const struct look *look = &writer->document->look;
    const struct message *message = store_message(look->store, writer->session, writer->entry);
    struct bbcode_names names = store_names(look->store, &look->zone);

    str_addf(&writer->out, "%" PRId64, message->chat);
    add_name(writer, writer->chat->name);
    add_id(writer, message->session);
    add_id(writer, message->id);
    add_date(writer, message->when);
    add_sender(writer, message);
    add_name(writer, class_table[message->class].word);
    rich_clear(&writer->rich);
    bbcode_parse(message->raw, strlen(message->raw), &names, STYLE_PLAIN, &writer->rich);
    add_lines(writer, str_text(&writer->rich.text), writer->rich.text.size);
    add_links(writer);
    add_attaches(writer, message);
    add_files(writer, message);
    add_flags(writer, message->flags);
    str_add_text(&writer->out, "\r\n");
}

const struct format format_csv = {
    .name = "csv",
    .help = N_("for spreadsheets: one message on each line"),
    .extension = ".csv",
    .begin = add_begin,
    .message = add_message,
};
