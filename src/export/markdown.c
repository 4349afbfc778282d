/* SPDX-License-Identifier: MIT */
#include "export/markdown.h"
#include "base/words.h"
#include "export/format.h"
#include "export/redacted.h"

#include <inttypes.h>
#include <string.h>

static void end_block(struct mark *mark)
{
    mark_put(mark, "\n\n");
}

/* What a step of the text formats adds, escaped. */
static void add_step(struct mark *mark, void (*step)(struct writer *writer))
{
    struct writer *writer = mark->writer;
    size_t start = writer->out.size;
    char *text;

    step(writer);
    text = mem_copy(str_text(&writer->out) + start, writer->out.size - start);
    str_cut(&writer->out, start);
    mark_add_name(mark, text);
    free(text);
}

static void add_redacted(struct writer *writer)
{
    struct mark mark = {.writer = writer, .prefix = "> "};
    struct str sentence = {0};

    if (redacted_add_sentence(writer->document->look.store, &sentence)) {
        mark_begin(&mark);
        mark_add_name(&mark, str_text(&sentence));
        end_block(&mark);
    }
    str_release(&sentence);
}

static void add_chat(struct writer *writer)
{
    struct mark mark = {.writer = writer, .prefix = ""};

    mark_put(&mark, "# ");
    add_step(&mark, text_add_title);
    end_block(&mark);
    add_step(&mark, text_add_chat_facts);
    end_block(&mark);
}

static void add_session(struct writer *writer)
{
    struct mark mark = {.writer = writer, .prefix = ""};

    if (writer->session->id != 0)
        str_addf(&writer->out, _("## Session %" PRId64), writer->session->id);
    else
        str_add_text(&writer->out, _("## No session"));
    end_block(&mark);
    mark_begin(&mark);
    add_step(&mark, text_add_session_facts);
    end_block(&mark);
}

static void add_day(struct mark *mark, struct when when)
{
    struct writer *writer = mark->writer;
    const struct zone *zone = &writer->document->look.zone;
    struct when_parts parts;

    if (when.time == WHEN_NONE)
        return;
    when_split(when, zone, &parts);
    if (writer->day == parts.day_number)
        return;
    writer->day = parts.day_number;
    mark_put(mark, "### ");
    when_add_day(&writer->out, when, zone);
    end_block(mark);
}

/* "10:02:11 C **Olga Sedova**": the text of a person begins on a line of its own. */
static void add_head(struct mark *mark, const struct message *message)
{
    struct writer *writer = mark->writer;
    const char *name = store_sender_name(writer->document->look.store, message);
    size_t start = writer->out.size;

    when_add_stamp(&writer->out, message->when, &writer->document->look.zone);
    if (writer->out.size > start) {
        const char *clock = strrchr(writer->out.text + start, ' ') + 1;
        size_t size = strlen(clock);

        memmove(writer->out.text + start, clock, size);
        str_cut(&writer->out, start + size);
        str_add_char(&writer->out, ' ');
    }
    mark->state = MARK_INSIDE;
    mark_add_name(mark, text_glyph(writer, message));
    mark_put(mark, " ");
    if (*name && !(message->flags & MESSAGE_MISSING)) {
        mark_put(mark, "**");
        mark_add_name(mark, name);
        mark_put(mark, "**");
        mark->breaks = true;
    }
}

static void add_message(struct writer *writer)
{
    const struct message *message =
        store_message(writer->document->look.store, writer->session, writer->entry);
    struct mark mark = {.writer = writer, .prefix = ""};

    add_day(&mark, message->when);
    add_head(&mark, message);
    if (message->flags & MESSAGE_MISSING) {
        str_addf(&writer->out, _("message %" PRId64 " was listed but not delivered"), message->id);
        mark_put(&mark, "\n");
    } else if (*message->raw) {
        mark_add_bbcode(&mark, message->raw);
    } else {
        mark_put(&mark, "\n");
    }
    mark_add_extras(writer, message);
}

const struct format format_markdown = {
    .name = "markdown",
    .help = N_("CommonMark, for wikis and trackers"),
    .extension = ".md",
    .begin = add_redacted,
    .chat = add_chat,
    .session = add_session,
    .message = add_message,
};
