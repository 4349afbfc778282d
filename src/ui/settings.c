/* SPDX-License-Identifier: MIT */
#include "ui/settings.h"
#include "base/log.h"
#include "base/secure.h"
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

static bool set_order(struct ui *ui, struct error *error)
{
    int64_t chat = ui_chat(ui) ? ui_chat(ui)->id : 0;
    struct store *store = ui->start.look.store;

    (void)error;
    store_arrange(store, (enum order)ui->start.options->order);
    ui->shown = store_place(store, chat);
    ui_show(ui, ui->shown);
    return true;
}

/* Pseudonyms keep their numbers as long as the kinds are the same. */
static bool set_redaction(struct ui *ui, struct error *error)
{
    struct store *store = ui->start.look.store;

    (void)error;
    if (redact_kinds(store_redaction(store)) != ui->start.options->redact)
        store_set_redaction(store, ui->start.options->redact);
    return true;
}

static bool set_links(struct ui *ui, struct error *error)
{
    (void)error;
    anchors_apply(ui);
    return true;
}

static bool set_zone(struct ui *ui, struct error *error)
{
    (void)error;
    ui->start.look.zone = ui->start.options->zone;
    return true;
}

/* Where the locale has no UTF-8 there is no other way. */
static bool set_ascii(struct ui *ui, struct error *error)
{
    (void)error;
    ui->start.look.ascii = ui->start.options->ascii || MB_CUR_MAX == 1;
    cluster_use_ascii(ui->start.look.ascii);
    return true;
}

static bool set_mouse(struct ui *ui, struct error *error)
{
    (void)error;
    term_mouse_on(ui->start.options->mouse);
    return true;
}

static bool set_secure(struct ui *ui, struct error *error)
{
    (void)error;
    if (ui->start.options->secure)
        secure_begin();
    return true;
}

static bool set_langmap(struct ui *ui, struct error *error)
{
    (void)error;
    config_set_options(ui->start.config, ui->start.options);
    return true;
}

/* What has to be done when an option changes; the others are asked when they are needed. */
static const struct effect {
    const char *name;
    bool (*run)(struct ui *ui, struct error *error); /* or NULL */
    bool is_guarded; /* says what is started or written: stays as it is when secure */
} effects[] = {
    {"ascii", set_ascii, false},     {"clipboard", NULL, true},
    {"hyperlinks", set_links, false}, {"langmap", set_langmap, false},
    {"mouse", set_mouse, false},     {"order", set_order, false},
    {"redact", set_redaction, false}, {"save-to", NULL, true},
    {"secure", set_secure, true},    {"theme", set_theme, false},
    {"timezone", set_zone, false},   {"webhook-command", NULL, true},
};

static const struct effect *effect_of(const struct option_row *row)
{
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        if (strcmp(effects[i].name, row->name) == 0)
            return &effects[i];
    return NULL;
}

/* The value is borrowed; NULL: as a flag without one. */
static void set(struct ui *ui, const struct option_row *row, const char *value)
{
    const struct effect *effect = effect_of(row);
    struct error error;

    if (effect && effect->is_guarded && secure_is())
        ui_tell(ui, _("not with --secure: %s stays as it is"), row->name);
    else if (!option_set(ui->start.options, row, value, &error) ||
             (effect && effect->run && !effect->run(ui, &error)))
        ui_tell(ui, "%s", error.text);
    ui->drawn.is_shown = false;
    ui_settle(ui);
}

void settings_put(struct ui *ui, const char *name, const char *value)
{
    set(ui, option_find(name), value);
}

static void tell_value(struct ui *ui, const struct option_row *row)
{
    const char *text = ui->start.options->written[row - option_table].text;

    if (text)
        ui_tell(ui, "%s = %s", row->name, text);
    else
        ui_tell(ui, _("%s is not set"), row->name);
}

/* Only what can be on or off is set by its name alone. */
static void set_typed(struct ui *ui, const struct option_row *row, const char *value)
{
    bool is_switch = row->type == OPTION_FLAG || row->type == OPTION_KINDS;
    char *kept;

    if (!*value && !is_switch) {
        tell_value(ui, row);
        return;
    }
    kept = mem_copy_text(*value ? value : "on"); /* options borrow their texts */
    vec_push(&ui->kept, kept);
    set(ui, row, kept);
}

void settings_set(struct ui *ui, const char *text)
{
    size_t size = strcspn(text, " =");
    char *name = mem_copy(text, size);
    const struct option_row *row = option_find(name);

    if (row && row->in_config)
        set_typed(ui, row, text + size + strspn(text + size, " ="));
    else
        ui_tell(ui, _("%s is no option that can be set here; man imolog.conf lists them"), name);
    free(name);
}

void settings_line(struct ui *ui, const char *line)
{
    size_t before = log_count();
    struct error error;

    config_parse(ui->start.config, "", line, strlen(line));
    if (!set_theme(ui, &error))
        ui_tell(ui, "%s", error.text);
    log_drain_after(before, tell_note, ui);
    ui->drawn.is_shown = false;
}

void settings_theme(struct ui *ui, const char *name)
{
    set_typed(ui, option_find("theme"), name);
}
