/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "ui/draw.h"
#include "ui/panes.h"

enum { KEY_COLUMNS = 26 };

/* The help as rows: headings, a row a command, a blank between contexts. */
static size_t walk(void (*row)(void *self, size_t i, const char *title, const struct command *),
                   void *self)
{
    size_t n = 0;

    for (int context = 0; context < CONTEXTS; context++) {
        if (n)
            row(self, n++, NULL, NULL);
        row(self, n++, gettext(context_titles[context]), NULL);
        for (const struct command *command = command_table; command->name; command++)
            if (command->context == (enum context)context)
                row(self, n++, NULL, command);
    }
    return n;
}

static void count_row(void *self, size_t i, const char *title, const struct command *command)
{
    (void)self;
    (void)i;
    (void)title;
    (void)command;
}

size_t help_n_rows(void)
{
    return walk(count_row, NULL);
}

struct drawing {
    const struct ui *ui;
    const struct frame_layout *frame;
};

static void draw_help_row(void *self, size_t i, const char *title, const struct command *command)
{
    struct drawing *drawing = self;
    const struct theme *theme = drawing->ui->start.theme;
    int columns = drawing->frame->columns - 2;
    int row = drawing->frame->top + (int)i - (int)drawing->ui->help.top;
    int names = columns > 2 * KEY_COLUMNS ? KEY_COLUMNS : columns / 3;
    struct str keys = {0};

    if (i < drawing->ui->help.top || row >= drawing->frame->bottom)
        return;
    if (title)
        draw_text(theme, row, 1, columns, title, ROLE_HEAD);
    if (!command)
        return;
    keymap_add_keys(drawing->ui->start.keymap, command, &keys);
    draw_text(theme, row, 2, names - 1, str_text(&keys), ROLE_KEY);
    str_release(&keys);
    draw_text(theme, row, 2 + names, columns - names - 1, gettext(command->help), ROLE_TEXT);
}

void help_draw(const struct ui *ui, const struct frame_layout *frame)
{
    struct drawing drawing = {ui, frame};

    if (!frame->bare)
        draw_text(ui->start.theme, frame->top - 1, 1, frame->columns - 2, _("Help"), ROLE_FOCUS);
    walk(draw_help_row, &drawing);
}
