/* SPDX-License-Identifier: MIT */
#include "ui/prompt.h"
#include "text/cluster.h"
#include "ui/draw.h"
#include "ui/panes.h"
#include "ui/term.h"

#include <stdlib.h>
#include <string.h>

enum { CTRL_C = 3, CTRL_G = 7, CTRL_N = 14, CTRL_P = 16, ESC = 27 };

void prompt_open(struct ui *ui, const struct prompt_kind *kind, const char *text)
{
    if (ui->prompt)
        prompt_cancel(ui);
    if (kind->history->lines.n == 0)
        memory_history(ui->memory, kind->name, kind->history);
    ui->prompt = mem_zero(1, sizeof *ui->prompt);
    ui->prompt->kind = kind;
    edit_set(&ui->prompt->edit, text, strlen(text));
    ui->dirty = true;
}

/* The prompt is gone before its functions run: they may open another. */
static struct prompt *detach(struct ui *ui)
{
    struct prompt *prompt = ui->prompt;

    ui->prompt = NULL;
    ui->dirty = true;
    return prompt;
}

/* What was tagged was meant for it alone. */
static void release(struct ui *ui, struct prompt *prompt)
{
    ui->to_tagged = false;
    edit_release(&prompt->edit);
    completion_release(&prompt->completion);
    free(prompt);
}

void prompt_cancel(struct ui *ui)
{
    struct prompt *prompt = detach(ui);

    if (prompt->kind->cancel)
        prompt->kind->cancel(ui);
    release(ui, prompt);
}

static void accept(struct ui *ui)
{
    struct prompt *prompt = detach(ui);

    edit_history_add(prompt->kind->history, str_text(&prompt->edit.text));
    memory_add_line(ui->memory, prompt->kind->name, str_text(&prompt->edit.text));
    prompt->kind->accept(ui, str_text(&prompt->edit.text));
    release(ui, prompt);
}

static bool step_history(struct prompt *prompt, int key)
{
    if (key == TERM_UP || key == CTRL_P)
        edit_history_previous(prompt->kind->history, &prompt->edit);
    else if (key == TERM_DOWN || key == CTRL_N)
        edit_history_next(prompt->kind->history, &prompt->edit);
    else
        return false;
    return true;
}

static void changed(struct ui *ui)
{
    const struct prompt *prompt = ui->prompt;

    if (prompt && prompt->kind->changed)
        prompt->kind->changed(ui, str_text(&prompt->edit.text));
}

static void complete(struct ui *ui, struct prompt *prompt)
{
    struct completion *completion = &prompt->completion;
    const char *line = str_text(&prompt->edit.text);
    struct str names = {0};

    if (!completion_goes_on(completion, line)) {
        completion_begin(completion, line);
        prompt->kind->complete(ui, completion);
    }
    if (completion_step(completion, &prompt->edit))
        completion_tell(completion, &names);
    else
        str_add_text(&names, _("nothing begins so"));
    ui_tell(ui, "%s", str_text(&names));
    str_release(&names);
}

/* Also a key that only changes what the line means is told; one that moves the cursor is not. */
static void edit_line(struct ui *ui, struct prompt *prompt, int key)
{
    bool meant = false;
    struct str before = {0};

    str_add(&before, str_text(&prompt->edit.text), prompt->edit.text.size);
    if (key == '\t' && prompt->kind->complete)
        complete(ui, prompt);
    else if (prompt->kind->key && prompt->kind->key(ui, key))
        meant = true;
    else if (!step_history(prompt, key))
        edit_key(&prompt->edit, key);
    if (meant || strcmp(str_text(&before), str_text(&prompt->edit.text)) != 0)
        changed(ui);
    str_release(&before);
}

void prompt_key(struct ui *ui, int key)
{
    struct prompt *prompt = ui->prompt;

    ui->dirty = true;
    if (key == ESC || key == CTRL_C || key == CTRL_G ||
        (key == TERM_BACKSPACE && prompt->edit.text.size == 0)) {
        prompt_cancel(ui);
        return;
    }
    if (key == TERM_ENTER) {
        accept(ui);
        return;
    }
    edit_line(ui, prompt, key);
}

void prompt_paste(struct ui *ui, const char *bytes, size_t size)
{
    if (!edit_insert(&ui->prompt->edit, bytes, size))
        ui_tell(ui, _("what was pasted is longer than a line may be; it was cut"));
    changed(ui);
    ui->dirty = true;
}

int prompt_columns(const struct prompt *prompt)
{
    return cluster_columns(prompt->kind->sign, strlen(prompt->kind->sign)) +
           cluster_columns(str_text(&prompt->edit.text), prompt->edit.text.size) + 1;
}

void prompt_draw(struct ui *ui, const struct frame_layout *frame, int columns)
{
    struct prompt *prompt = ui->prompt;
    int row = frame->rows - 1, sign = cluster_columns(prompt->kind->sign,
                                                      strlen(prompt->kind->sign));
    int room = columns - sign - 1;
    struct str shown = {0};

    if (room < 1)
        return;
    edit_look(&prompt->edit, room, &prompt->view);
    draw_text(ui->start.theme, row, 0, sign, prompt->kind->sign, ROLE_KEY);
    str_add(&shown, str_text(&prompt->edit.text) + prompt->view.first, prompt->view.size);
    draw_text(ui->start.theme, row, sign, room, str_text(&shown), ROLE_TEXT);
    term_show_cursor(row, sign + prompt->view.cursor);
    str_release(&shown);
}
