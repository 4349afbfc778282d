/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "text/cluster.h"
#include "layout/message.h"
#include "ui/draw.h"
#include "ui/follow.h"
#include "ui/grep.h"
#include "ui/overlay.h"
#include "ui/panes.h"
#include "ui/prompt.h"
#include "ui/search.h"

#include <string.h>

enum { LEFT_LEAST = 8 }; /* columns the left side keeps */

static bool fits(int columns, const struct str *right)
{
    return cluster_columns(str_text(right), right->size) <= columns - 4 - LEFT_LEAST;
}

/* Left and right of a row in one role; the left one is cut first, then the right one goes. */
static void draw_sides(const struct ui *ui, int row, int columns, const char *left,
                       const struct str *right, enum role role)
{
    int width = fits(columns, right) ? cluster_columns(str_text(right), right->size) : 0;
    int room = columns - 2 - (width ? width + 2 : 0);

    draw_blank(ui->start.theme, row, 0, columns, role);
    draw_text(ui->start.theme, row, 1, room, left, role);
    if (width)
        draw_text(ui->start.theme, row, columns - 1 - width, width, str_text(right), role);
}

bool status_is_stale(struct ui *ui)
{
    struct str state = {0};
    bool stale;

    source_add_state(ui->start.source, &state);
    stale = strcmp(str_text(&state), str_text(&ui->state)) != 0;
    str_release(&ui->state);
    ui->state = state;
    return stale;
}

/* At the right of the title, from left to right. */
enum title_part { TITLE_CHATS, TITLE_DAMAGED, TITLE_STATE, TITLE_PARTS };

static void fill_parts(const struct ui *ui, struct str *parts)
{
    size_t n = store_n_chats(ui->start.look.store);

    if (ui->chat_filter)
        str_addf(&parts[TITLE_CHATS], _("filter: %zu of "), ui->chats.n);
    str_addf(&parts[TITLE_CHATS], ngettext("%zu chat", "%zu chats", n), n);
    if (ui->start.n_damaged)
        str_addf(&parts[TITLE_DAMAGED], _("%zu repaired or incomplete"), ui->start.n_damaged);
    str_add_text(&parts[TITLE_STATE], str_text(&ui->state));
}

static void join_parts(const struct str *parts, struct str *out)
{
    str_clear(out);
    for (int part = 0; part < TITLE_PARTS; part++)
        if (parts[part].size)
            str_addf(out, "%s%s", out->size ? " · " : "", str_text(&parts[part]));
}

static void draw_title(const struct ui *ui, const struct frame_layout *frame)
{
    /* Without room for all, in this order they go. */
    static const enum title_part go[] = {TITLE_DAMAGED, TITLE_CHATS};
    struct str left = {0}, right = {0}, parts[TITLE_PARTS] = {{0}};

    str_addf(&left, "imolog  %s", source_name(ui->start.source));
    fill_parts(ui, parts);
    join_parts(parts, &right);
    for (size_t i = 0; i < sizeof go / sizeof *go && !fits(frame->columns, &right); i++) {
        str_clear(&parts[go[i]]);
        join_parts(parts, &right);
    }
    draw_sides(ui, 0, frame->columns, str_text(&left), &right, ROLE_TITLE);
    for (int part = 0; part < TITLE_PARTS; part++)
        str_release(&parts[part]);
    str_release(&left);
    str_release(&right);
}

static const struct view *told_view(const struct ui *ui)
{
    if (ui->overlay)
        return &ui->overlay->view;
    return ui->focus == PANE_LIST ? &ui->chats : &ui->messages;
}

static void add_position(const struct ui *ui, struct str *out)
{
    const struct view *view = told_view(ui);
    size_t at = ui->overlay && !ui->overlay->choose ? view->top : view->selected;
    bool at_end = view->n && view_is_at_end(view) && (ui->overlay || at + 1 == view->n);

    if (!ui->overlay) {
        search_add_state(ui, out);
        grep_add_state(ui, out);
        str_add_text(out, out->size && ui->follow.n_new ? " · " : "");
        follow_add_state(ui, out);
    }
    if (ui->overlay && ui->overlay->items)
        ui->overlay->items->add_position(ui, out);
    if (store_redaction(ui->start.look.store))
        str_addf(out, "%s%s", out->size ? " · " : "", _("redacted"));
    if (view->n && !(ui->overlay && ui->overlay->items))
        str_addf(out, "%s%zu/%zu · %zu %%", out->size ? " · " : "", at + 1, view->n,
                 at_end ? 100 : at * 100 / view->n);
}

/* A menu names its keys while it waits. */
static void add_menu(const struct ui *ui, struct str *out)
{
    for (const struct command *command = command_table; command->name; command++)
        if (command->context == ui->menu)
            str_addf(out, "%s%s %s", out->size ? " · " : "", command->keys,
                     gettext(command->help));
}

static void add_hint(const struct ui *ui, struct str *out)
{
    if (ui->menu != CONTEXT_ANY)
        add_menu(ui, out);
    else if (ui->notice.size)
        str_add(out, ui->notice.text, ui->notice.size);
    else if (ui->count)
        str_addf(out, "%d", ui->count);
    else if (ui->range != NO_ITEM)
        str_add_text(out, _("range · V ends it · Esc forgets it"));
    else if (ui->overlay && ui->overlay->items)
        str_add_text(out, gettext(ui->overlay->items->hint));
    else
        str_add_text(out, ui->overlay ? _("q close") : _("? help · q quit"));
}

/* Beside a prompt, which keeps a third if it needs so much. */
static int notice_columns(const struct ui *ui, const struct frame_layout *frame)
{
    int most = frame->columns * 2 / 3, needed = prompt_columns(ui->prompt);
    int left = frame->columns - 4 - (needed > LEFT_LEAST ? needed : LEFT_LEAST);

    return left > most ? left : most;
}

void status_draw(struct ui *ui, const struct frame_layout *frame)
{
    struct str left = {0}, right = {0};

    if (!frame->bare)
        draw_title(ui, frame);
    if (frame->bare && !ui->prompt && ui->notice.size == 0)
        return;
    add_position(ui, &right);
    if (!ui->prompt)
        add_hint(ui, &left);
    if (ui->menu != CONTEXT_ANY || (ui->prompt && ui->notice.size))
        str_clear(&right);
    if (ui->prompt)
        cluster_add(&right, str_text(&ui->notice), ui->notice.size, notice_columns(ui, frame));
    draw_sides(ui, frame->rows - 1, frame->columns, str_text(&left), &right, ROLE_STATUS);
    if (ui->prompt)
        prompt_draw(ui, frame,
                    frame->columns - cluster_columns(str_text(&right), right.size) - 2);
    str_release(&left);
    str_release(&right);
}
