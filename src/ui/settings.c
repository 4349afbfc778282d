/* SPDX-License-Identifier: MIT */
#include "ui/settings.h"
#include "base/log.h"
#include "text/cluster.h"
#include "ui/anchors.h"
#include "ui/config.h"
#include "ui/term.h"

#include <stdlib.h>
#include <string.h>

static void tell_note(void *self, const char *sentence)
{
    ui_tell(self, "%s", sentence);
}

static bool set_theme(struct ui *ui, struct error *error)
{
    struct theme *theme = theme_open(ui->start.options->theme, error);

    if (!theme)
        return false;
    config_paint(ui->start.config, theme);
    theme_free(ui->theme);
    ui->start.theme = ui->theme = theme;
    return true;
}

static void set_order(struct ui *ui)
{
    size_t shown = ui->shown;
    int64_t chat = ui_chat(ui) ? ui_chat(ui)->id : 0;
    struct store *store = ui->start.look.store;

    store_arrange(store, (enum order)ui->start.options->order);
    for (size_t i = 0; i < store_n_chats(store); i++)
        if (store_chat_at(store, i)->id == chat)
            shown = i;
    ui_show(ui, shown);
}

/* Pseudonyms keep their numbers as long as the kinds are the same. */
static void set_redaction(struct ui *ui)
{
    struct store *store = ui->start.look.store;

    if (redact_kinds(store_redaction(store)) != ui->start.options->redact)
        store_set_redaction(store, ui->start.options->redact);
}

void settings_toggle_redaction(struct ui *ui)
{
    ui->start.options->redact = ui->start.options->redact ? 0 : REDACT_ALL;
    set_redaction(ui);
    ui->drawn.is_shown = false;
    ui_settle(ui);
}

/* What the options say is done again, also what has not changed. */
static bool apply(struct ui *ui, struct error *error)
{
    const struct options *options = ui->start.options;

    ui->start.look.zone = options->zone;
    ui->start.look.ascii = options->ascii || MB_CUR_MAX == 1;
    cluster_use_ascii(ui->start.look.ascii);
    ui->start.clipboard_command = options->clipboard;
    ui->start.secure |= options->secure; /* never taken back */
    set_redaction(ui);
    ui->mouse = options->mouse;
    term_mouse_on(ui->mouse);
    anchors_apply(ui);
    set_order(ui);
    ui->drawn.is_shown = false;
    return set_theme(ui, error);
}

static void set(struct ui *ui, const struct option_row *row, const char *value)
{
    struct error error;
    char *kept = mem_copy_text(value); /* options borrow their texts */

    vec_push(&ui->kept, kept);
    if ((row->type == OPTION_FLAG || row->type == OPTION_KINDS) &&
        (strcmp(value, "") == 0 || strcmp(value, "on") == 0))
        kept = NULL;
    if (!option_set(ui->start.options, row, kept, &error) || !apply(ui, &error))
        ui_tell(ui, "%s", error.text);
}

void settings_set(struct ui *ui, const char *text)
{
    char name[32] = "";
    size_t size = strcspn(text, " =");
    const struct option_row *row;

    if (size < sizeof name)
        memcpy(name, text, size);
    row = option_find(name);
    if (!row || !row->in_config) {
        ui_tell(ui, _("%s is no option that can be set here; man imolog.conf lists them"), text);
        return;
    }
    set(ui, row, text + size + strspn(text + size, " ="));
}

void settings_line(struct ui *ui, const char *line)
{
    struct error error;

    config_parse(ui->start.config, _("command line"), line, strlen(line));
    if (!set_theme(ui, &error))
        ui_tell(ui, "%s", error.text);
    log_drain(tell_note, ui);
    ui->drawn.is_shown = false;
}

void settings_theme(struct ui *ui, const char *name)
{
    set(ui, option_find("theme"), *name ? name : "default");
}
