/* SPDX-License-Identifier: MIT */
#include "base/words.h"
#include "ui/await.h"
#include "ui/commands.h"
#include "ui/grep.h"
#include "ui/key.h"
#include "ui/loading.h"
#include "ui/overlay.h"
#include "ui/prompt.h"
#include "ui/search.h"
#include "ui/term.h"

enum { COUNT_MOST = 1000000000, ESC = 27 };

static enum context context_of(const struct ui *ui)
{
    if (ui->menu != CONTEXT_ANY)
        return ui->menu;
    if (ui->overlay)
        return CONTEXT_OVERLAY;
    return ui->focus == PANE_LIST ? CONTEXT_LIST : CONTEXT_MESSAGES;
}

/* A digit chooses a row of what is numbered, else it is part of a count. */
static bool take_digit(struct ui *ui, int key)
{
    if (key < '0' || key > '9' || ui->menu != CONTEXT_ANY)
        return false;
    if (ui->overlay && ui->overlay->choose && !ui->overlay->items) {
        if ((size_t)(key - '1') < ui->overlay->view.n && key > '0') {
            ui->overlay->view.selected = (size_t)(key - '1');
            cmd_choose(ui, 0);
        }
        return true;
    }
    if (ui->count < COUNT_MOST / 10)
        ui->count = ui->count * 10 + key - '0';
    return true;
}

void keys_ask_letter(struct ui *ui, void (*letter)(struct ui *, int), const char *hint)
{
    ui->letter = letter;
    ui_tell(ui, "%s", hint);
}

static bool take_letter(struct ui *ui, int key)
{
    void (*letter)(struct ui *, int) = ui->letter;

    if (!letter)
        return false;
    ui->letter = NULL;
    if (key != ESC)
        letter(ui, keymap_letter(ui->start.keymap, key));
    return true;
}

void keys_run(struct ui *ui, const struct command *command, int count)
{
    if (ui->to_tagged && !command->takes_tagged) {
        ui_tell(ui, _("%s does not act on what is tagged; press its key again to run it alone"),
                command->name);
        return;
    }
    if (command->jumps && !ui->overlay)
        places_keep(ui);
    command->run(ui, count);
}

/* Esc is no mistake where it closes a menu. */
static void tell_unbound(struct ui *ui, int key)
{
    char name[32];

    if (key == ESC)
        return;
    key_name(key, name, sizeof name);
    ui_tell(ui, _("%s is not bound; ? shows all keys"),
            (key & ~TERM_ALT) == TERM_OTHER ? _("this key") : name);
}

static void run_command(struct ui *ui, int key)
{
    const struct command *command = keymap_find(ui->start.keymap, context_of(ui), key);
    int count = ui->count;

    ui->count = 0;
    ui->menu = CONTEXT_ANY;
    if (!command) {
        ui->to_tagged = false;
        tell_unbound(ui, key);
        return;
    }
    if (command->context != CONTEXT_OVERLAY && command->run != cmd_repeat &&
        command->run != cmd_apply) {
        ui->repeated = command;
        ui->repeated_count = count;
    }
    keys_run(ui, command, count);
    /* what it opened may still need to know */
    if (command->run != cmd_apply && ui->menu == CONTEXT_ANY && !ui->prompt)
        ui->to_tagged = false;
}

void cmd_repeat(struct ui *ui, int count)
{
    if (ui->repeated)
        keys_run(ui, ui->repeated, count ? count : ui->repeated_count);
}

void keys_take(struct ui *ui, int key)
{
    enum pane focus = ui->focus;
    bool was_over = ui->overlay != NULL;

    ui->dirty = true;
    ui->is_interrupted = false;
    str_clear(&ui->notice);
    if (ui->prompt)
        prompt_key(ui, key);
    else if (!take_letter(ui, key) && !take_digit(ui, key))
        run_command(ui, key);
    if (ui->focus != focus && ui_is_narrow(ui))
        ui_settle(ui);
    if (was_over || ui->overlay)
        ui->drawn.is_shown = false;
}

/* What waits for a key; false: nothing does. */
static bool drop(struct ui *ui)
{
    bool waits = ui->prompt || ui->letter || ui->menu != CONTEXT_ANY || ui->count || ui->to_tagged;

    if (ui->prompt)
        prompt_cancel(ui);
    ui->letter = NULL;
    ui->menu = CONTEXT_ANY;
    ui->count = 0;
    ui->to_tagged = false;
    return waits;
}

static bool stop(struct ui *ui)
{
    await_forget(ui);
    return grep_interrupt(ui) || search_interrupt(ui) || loading_stop(ui);
}

bool ui_interrupt(struct ui *ui)
{
    if (ui->is_interrupted)
        return false;
    ui->is_interrupted = true;
    if (drop(ui)) {
        ui_tell(ui, _("press Ctrl-C again to quit"));
    } else if (stop(ui)) {
        ui_tell(ui, _("stopped; press Ctrl-C again to quit"));
    } else {
        overlay_close(ui);
        ui_tell(ui, _("press Ctrl-C again to quit"));
    }
    return true;
}
