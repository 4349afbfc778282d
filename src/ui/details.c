/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "ui/overlay.h"

#include <inttypes.h>

enum { NAME_COLUMNS = 12 };

/* Members of an object on a line each, by the commas outside of texts and brackets. */
static void add_params(struct overlay *overlay, const char *json)
{
    struct str lines = {0};
    int depth = 0;
    bool quoted = false, escaped = false;

    for (const char *at = json; *at; at++) {
        if (*at == '"' && !escaped)
            quoted = !quoted;
        escaped = *at == '\\' && !escaped;
        depth += quoted ? 0 : (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        str_add_char(&lines, *at);
        if (!quoted && depth == 1 && *at == ',')
            str_add_char(&lines, '\n');
    }
    overlay_add(overlay, "params", str_text(&lines), ROLE_TEXT, 0);
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
        overlay_add(overlay, "flags", str_text(&flags), ROLE_TEXT, 0);
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
    overlay_add(overlay, "text", message->raw, ROLE_TEXT, 0);
    add_params(overlay, message->params);
    overlay_filter(ui, "");
}

void cmd_details(struct ui *ui, int count)
{
    (void)count;
    details_open(ui);
}
