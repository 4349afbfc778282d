/* SPDX-License-Identifier: MIT */
#include "export/redacted.h"
#include "base/words.h"
#include "export/json.h"
#include "model/texts.h"

/* --- sentences ------------------------------------------------------------------------------- */

static void add_counts(const struct redact *redact, struct str *out)
{
    size_t start = out->size;

    for (int kind = 0; kind < REDACT_KINDS; kind++) {
        size_t n = redact_count(redact, (enum redact_kind)kind);
        const struct redact_row *row = &redact_table[kind];

        if (n == 0)
            continue;
        str_add_text(out, out->size > start ? ", " : "");
        str_addf(out, "%zu ", n);
        str_add_text(out, ngettext(row->one, row->many, n));
    }
    if (out->size == start)
        str_add_text(out, _("nothing was found"));
    else
        str_add_text(out, _("; words such as [client-1] stand for them"));
}

bool redacted_add_sentence(const struct store *store, struct str *out)
{
    const struct redact *redact = store_redaction(store);

    if (!redact)
        return false;
    str_add_text(out, _("redacted: "));
    add_counts(redact, out);
    return true;
}

void redacted_add_member(const struct store *store, struct str *out)
{
    unsigned kinds = redact_kinds(store_redaction(store));

    if (kinds == 0)
        return;
    json_add_key(out, "redacted");
    str_add_char(out, '[');
    for (int kind = 0; kind < REDACT_KINDS; kind++)
        if (kinds >> kind & 1) {
            json_add_comma(out);
            json_add_text(out, redact_table[kind].word);
        }
    str_add_char(out, ']');
}

/* --- reading, as a format that writes nothing ------------------------------------------------ */

static void count(void *self, char **text, enum text_role role, int64_t id)
{
    (void)role;
    (void)id;
    redact_count_shown(self, *text);
}

/* The texts are only looked at. */
static void read_chat(struct writer *writer)
{
    chat_each_text((struct chat *)writer->chat, count,
                   store_redaction(writer->document->look.store));
}

static void read_message(struct writer *writer)
{
    struct store *store = writer->document->look.store;
    struct redact *redact = store_redaction(store);
    const struct message *message = store_message(store, writer->session, writer->entry);

    redact_count_shown(redact, store_sender_name(store, message));
    message_each_text((struct message *)message, count, redact);
    for (size_t i = 0; i < message->files.n; i++) {
        const struct file *file = store_find_file(store, message->files.at[i]);

        redact_count_shown(redact, file ? file->name : NULL);
    }
}

const struct format format_read = {
    .name = "read",
    .chat = read_chat,
    .message = read_message,
};

void redacted_read(const struct document *document)
{
    struct redact *redact = store_redaction(document->look.store);
    struct written written;

    if (!redact)
        return;
    redact_forget_counts(redact);
    document_write(document, &format_read, stdout, &written);
}
