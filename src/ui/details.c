/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "text/wrap.h"
#include "ui/overlay.h"
#include "ui/term.h"

#include <inttypes.h>
#include <string.h>

enum { NAME_COLUMNS = 12, EDGES = 5 };

/* A line goes on in rows of its own where it is too long for one. */
static void add_line(struct overlay *overlay, const char *name, const char *text, size_t size)
{
    int columns = term_columns() - NAME_COLUMNS - EDGES;
    struct wrap_rows wraps = {0};

    wrap_line(text, size, columns > 1 ? columns : 1, WRAP_WORDS, &wraps);
    for (size_t i = 0; i < wraps.n; i++) {
        char *line = mem_copy(text + wraps.at[i].start, wraps.at[i].end - wraps.at[i].start);

        overlay_add(overlay, i ? "" : name, line, ROLE_TEXT, 0);
        free(line);
    }
    vec_release(&wraps);
}

static void add_field(struct overlay *overlay, const char *name, const char *text)
{
    do {
        size_t size = strcspn(text, "\n");

        add_line(overlay, name, text, size);
        name = "";
        text += size + (text[size] == '\n');
    } while (*text);
}

/* Members of an object on a line each, by the commas outside of texts and brackets. */
static void add_params(struct overlay *overlay, const char *json)
{
    struct str lines = {0};
    int depth = 0;
    bool quoted = false;

    for (const char *at = json; *at; at++) {
        if (*at == '"' && (at == json || at[-1] != '\\'))
            quoted = !quoted;
        depth += quoted ? 0 : (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        str_add_char(&lines, *at);
        if (!quoted && depth == 1 && *at == ',')
            str_add_char(&lines, '\n');
    }
    add_field(overlay, "params", str_text(&lines));
    str_release(&lines);
}

static void add_ids(struct overlay *overlay, const struct message *message)
{
    overlay_addf(overlay, "id", "%" PRId64, message->id);
    overlay_addf(overlay, "chat", "%" PRId64, message->chat);
    overlay_addf(overlay, "session", "%" PRId64, message->session);
    overlay_addf(overlay, "sender", "%" PRId64, message->sender);
}

static void add_flags(struct overlay *overlay, const struct message *message)
{
    struct str flags = {0};

    for (const struct flag_row *flag = flag_table; flag->bit; flag++)
        if (message->flags & flag->bit)
            str_addf(&flags, "%s%s", flags.size ? ", " : "", flag->word);
    if (flags.size)
        add_field(overlay, "flags", str_text(&flags));
    str_release(&flags);
}

void details_open(struct ui *ui)
{
    const struct message *message = ui_message(ui);
    struct overlay *overlay;

    if (!message)
        return;
    overlay = overlay_open(ui, _("Fields of the message, as received"), NAME_COLUMNS, NULL);
    add_ids(overlay, message);
    overlay_add(overlay, "name", store_sender_name(ui->start.look.store, message), ROLE_TEXT, 0);
    overlay_add(overlay, "date", message->date, ROLE_TEXT, 0);
    overlay_add(overlay, "class", message->classes, ROLE_TEXT, 0);
    add_flags(overlay, message);
    add_field(overlay, "text", message->raw);
    add_params(overlay, message->params);
    overlay_filter(ui, "");
}

void cmd_details(struct ui *ui, int count)
{
    (void)count;
    details_open(ui);
}
