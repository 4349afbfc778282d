/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "text/cluster.h"
#include "layout/message.h"
#include "ui/draw.h"
#include "ui/follow.h"
#include "ui/grep.h"
#include "ui/option.h"
#include "ui/overlay.h"
#include "ui/panes.h"
#include "ui/prompt.h"
#include "ui/search.h"
#include "ui/term.h"

#include <string.h>

enum {
    LEFT_LEAST = 8, /* columns the left side keeps */
    GAP = 3,        /* between the words of a menu */
};

static int columns_of(const struct str *text)
{
    return cluster_columns(str_text(text), text->size);
}

static bool fits(int columns, const struct str *right)
{
    return columns_of(right) <= columns - 4 - LEFT_LEAST;
}

/* Columns of the right side; 0 where it has to go. */
static int right_columns(int columns, const struct str *right)
{
    return fits(columns, right) ? columns_of(right) : 0;
}

static int room_beside(int columns, const struct str *right)
{
    int width = right_columns(columns, right);

    return columns - 2 - (width ? width + 2 : 0);
}

/* Left and right of a row in one role; the left one is cut first, then the right one goes. */
static void draw_sides(const struct ui *ui, int row, int columns, const char *left,
                       const struct str *right, enum role role)
{
    int width = right_columns(columns, right);

    draw_blank(ui->start.theme, row, 0, columns, role);
    draw_text(ui->start.theme, row, 1, room_beside(columns, right), left, role);
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
    size_t at = view->selected, n = view->n;
    bool at_end = n && view_is_at_end(view) && (ui->overlay || at + 1 == n);

    if (ui->overlay && !ui->overlay->choose)
        overlay_place(ui->overlay, &at, &n);
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
    if (ui->start.options->mouse)
        str_addf(out, "%s%s", out->size ? " · " : "", _("mouse"));
    if (n && !(ui->overlay && ui->overlay->items))
        str_addf(out, "%s%zu/%zu · %zu %%", out->size ? " · " : "", at + 1, n,
                 at_end ? 100 : at * 100 / n);
}

/* A menu names its keys while it waits, each with its word in one piece. */
static void add_menu(const struct ui *ui, struct rows *rows)
{
    struct str keys = {0}, word = {0};
    int column = rows->width;

    for (const struct command *command = command_table; command->name; command++) {
        str_clear(&keys);
        str_clear(&word);
        if (command->context == ui->menu)
            keymap_add_keys(ui->start.keymap, command, &keys);
        if (keys.size == 0)
            continue;
        str_addf(&word, " %s", gettext(command->word ? command->word : command->help));
        if (column + GAP + columns_of(&keys) + columns_of(&word) >= rows->width) {
            rows_begin(rows);
            column = 1;
        } else {
            column = rows_put(rows, column, " · ", style_of(ROLE_STATUS));
        }
        column = rows_put(rows, column, str_text(&keys), style_with(ROLE_STATUS, ATTR_BOLD));
        column = rows_put(rows, column, str_text(&word), style_of(ROLE_STATUS));
    }
    str_release(&keys);
    str_release(&word);
}

static void add_notice(const struct ui *ui, struct rows *rows)
{
    struct rich rich = {0};

    rich_add(&rich, str_text(&ui->notice), ui->notice.size, style_of(ROLE_STATUS), 0);
    rows_add_rich(rows, &rich, &(struct margin){1, NULL, NULL}, 1, false);
    rich_release(&rich);
}

/* The menu or the notice whole, in as many rows as it takes, the last above the row below. */
static void draw_told(const struct ui *ui, const struct frame_layout *frame, int below)
{
    struct rows rows;
    int n;

    rows_init(&rows, frame->columns);
    if (ui->menu != CONTEXT_ANY)
        add_menu(ui, &rows);
    else
        add_notice(ui, &rows);
    n = (int)rows.rows.n < below ? (int)rows.rows.n : below;
    for (int r = 0; r < n; r++) {
        draw_blank(ui->start.theme, below - n + r, 0, frame->columns, ROLE_STATUS);
        draw_row(ui->start.theme, &rows, (size_t)r, below - n + r, 0);
        term_link(below - n + r, 0, frame->columns, 0, NULL);
    }
    rows_release(&rows);
}

static void add_hint(const struct ui *ui, struct str *out)
{
    if (ui->notice.size)
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

/* Whether the prompt leaves so much. */
static bool is_room_for(const struct ui *ui, const struct frame_layout *frame, int columns)
{
    int needed = prompt_columns(ui->prompt);

    return columns <= frame->columns - 4 - (needed > LEFT_LEAST ? needed : LEFT_LEAST);
}

/* A notice stands beside what is typed, else above it. */
static void draw_prompt(struct ui *ui, const struct frame_layout *frame)
{
    int row = frame->rows - 1;
    struct str right = {0};

    str_add(&right, str_text(&ui->notice), ui->notice.size);
    if (right.size && !is_room_for(ui, frame, columns_of(&right))) {
        draw_told(ui, frame, row);
        str_clear(&right);
    } else if (right.size == 0) {
        add_position(ui, &right);
    }
    draw_sides(ui, row, frame->columns, "", &right, ROLE_STATUS);
    prompt_draw(ui, frame, frame->columns - 2 - right_columns(frame->columns, &right));
    str_release(&right);
}

static void draw_bottom(const struct ui *ui, const struct frame_layout *frame)
{
    struct str left = {0}, right = {0};
    int width;

    add_hint(ui, &left);
    add_position(ui, &right);
    width = columns_of(&left);
    if (ui->menu != CONTEXT_ANY || (ui->notice.size && width > room_beside(frame->columns, &right)))
        draw_told(ui, frame, frame->rows);
    else
        draw_sides(ui, frame->rows - 1, frame->columns, str_text(&left), &right, ROLE_STATUS);
    str_release(&left);
    str_release(&right);
}

void status_draw(struct ui *ui, const struct frame_layout *frame)
{
    if (!frame->bare)
        draw_title(ui, frame);
    if (ui->prompt)
        draw_prompt(ui, frame);
    else if (!frame->bare || ui->notice.size || ui->menu != CONTEXT_ANY)
        draw_bottom(ui, frame);
}
