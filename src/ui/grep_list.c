/* SPDX-License-Identifier: MIT */
#include "layout/plain.h"
#include "text/cluster.h"
#include "ui/commands.h"
#include "ui/grep_inside.h"
#include "ui/prompt.h"

#include <inttypes.h>
#include <string.h>

enum {
    EDGE = 1, INDENT = 3, HIT_ROWS = 2,
    PLACE_LEAST = 10, /* columns, or there is no date */
};

/* --- one hit: where, who and when; the text around what was found ----------------------------- */

static enum role role_of(enum user_role role)
{
    static const enum role roles[USER_ROLES] = {[USER_CLIENT] = ROLE_CLIENT,
                                                [USER_OPERATOR] = ROLE_OPERATOR,
                                                [USER_BOT] = ROLE_BOT,
                                                [USER_SYSTEM] = ROLE_SYSTEM};

    return roles[role];
}

static int put(struct rows *rows, int column, int end, const char *text, struct style style)
{
    return column >= end ? column
                         : rows_put_bytes(rows, column, end - column, text, strlen(text), style, 0);
}

static void add_place(const struct look *look, const struct find_hit *hit,
                      const struct message *message, struct rows *rows)
{
    const struct chat *chat = store_find_chat(look->store, hit->chat);
    struct style quiet = style_of(ROLE_TIME);
    struct str date = {0}, session = {0};
    int end, column = EDGE;

    when_add_stamp(&date, message->when, &look->zone);
    end = rows->width - EDGE - cluster_columns(str_text(&date), date.size) - 1;
    if (end < PLACE_LEAST) {
        str_clear(&date);
        end = rows->width - EDGE;
    }
    rows_begin(rows);
    column = put(rows, column, end, chat && *chat->name ? chat->name : _("a chat without a name"),
                 style_of(ROLE_CHAT));
    str_addf(&session, _(" · session %" PRId64), hit->session);
    if (hit->session)
        column = put(rows, column, end, str_text(&session), quiet);
    if (*store_sender_name(look->store, message)) {
        column = put(rows, column, end, " · ", quiet);
        put(rows, column, end, store_sender_name(look->store, message),
            style_of(role_of(store_user_role(look->store, message->sender))));
    }
    if (date.size)
        rows_put(rows, end + 1, str_text(&date), quiet);
    str_release(&date);
    str_release(&session);
}

static void add_part(struct rows *rows, int *column, const char *text, size_t from, size_t to,
                     enum role role)
{
    int room = rows->width - EDGE - *column;

    if (from < to && room > 0)
        *column = rows_put_bytes(rows, *column, room, text + from, to - from, style_of(role), 0);
}

static void add_words(const struct query *query, const char *text, size_t size, struct rows *rows)
{
    int column = INDENT, room = rows->width - INDENT - EDGE - 2;
    struct normal_ranges found = {0};
    struct normal_range part;
    size_t at;

    query_find_hits(query, text, size, &found);
    query_excerpt(&found, text, size, room > 1 ? room : 1, &part);
    at = part.start;
    rows_begin(rows);
    add_part(rows, &column, "…", 0, part.start ? strlen("…") : 0, ROLE_TEXT);
    for (size_t i = 0; i < found.list.n && found.list.at[i].start < part.end; i++) {
        struct normal_range range = found.list.at[i];

        range.end = range.end < part.end ? range.end : part.end;
        add_part(rows, &column, text, at, range.start, ROLE_TEXT);
        add_part(rows, &column, text, range.start, range.end, ROLE_MATCH);
        at = range.end;
    }
    add_part(rows, &column, text, at, part.end, ROLE_TEXT);
    add_part(rows, &column, "…", 0, part.end < size ? strlen("…") : 0, ROLE_TEXT);
    vec_release(&found.list);
}

static void layout(struct ui *ui, size_t item, struct rows *rows)
{
    const struct look *look = &ui->start.look;
    const struct find_hit *hit = &ui->grep->hits.at[item];
    const struct message *message = find_message(look->store, hit);
    struct str text = {0};

    rows_clear(rows, rows->width);
    add_place(look, hit, message, rows);
    plain_add(look, message, PLAIN_TEXT | PLAIN_FILES, &text);
    for (size_t i = 0; i < text.size; i++)
        if (text.text[i] == '\n')
            text.text[i] = ' ';
    add_words(&ui->grep->query, str_text(&text), text.size, rows);
    str_release(&text);
}

/* --- the list -------------------------------------------------------------------------------- */

static void choose(struct ui *ui, const struct overlay_row *row)
{
    size_t hit = ui->overlay->view.selected;

    (void)row;
    overlay_close(ui);
    places_keep(ui);
    grep_go(ui, hit);
}

static void set_title(struct ui *ui)
{
    struct grep *grep = ui->grep;

    str_clear(&grep->title);
    str_addf(&grep->title, "%s · %s", grep->text,
             grep->order == FIND_BEST ? _("best first") : _("newest first"));
    if (!store_is_at_hand(ui->start.look.store))
        str_addf(&grep->title, " · %s", _("in what is loaded"));
    ui->overlay->title = str_text(&grep->title);
}

static void reorder(struct ui *ui)
{
    struct grep *grep = ui->grep;

    if (!grep->is_stopped)
        grep->order = grep->order == FIND_BEST ? FIND_NEWEST : FIND_BEST;
    grep_again(ui);
    set_title(ui);
    grep_list_settle(ui);
}

static void ask_anew(struct ui *ui)
{
    cmd_grep(ui, 0);
}

static void add_position(const struct ui *ui, struct str *out)
{
    const struct grep *grep = ui->grep;

    if (grep->hits.n)
        str_addf(out, _("hit %zu of "), ui->overlay->view.selected + 1);
    if (grep->hits.n)
        grep_add_count(grep, out);
    if (grep->timer)
        str_addf(out, _("%slooked at %zu %%"), out->size ? " · " : "", grep->told);
}

static const struct overlay_items items = {
    .rows = HIT_ROWS,
    .layout = layout,
    .filter = ask_anew,
    .reorder = reorder,
    .add_position = add_position,
    .hint = N_("Enter go there · r newest or best · / other words · q close"),
};

bool grep_list_is_open(const struct ui *ui)
{
    return ui->overlay && ui->overlay->items == &items;
}

void grep_list_settle(struct ui *ui)
{
    struct view *view;
    int row;

    if (!grep_list_is_open(ui))
        return;
    view = &ui->overlay->view;
    row = view_selected_row(view);
    view->n = ui->grep->hits.n;
    view->selected = ui->grep->at;
    view_settle(view, view->height, row);
}

void grep_list_open(struct ui *ui)
{
    struct frame_layout frame = ui_frame(ui);

    overlay_open(ui, "", 0, choose);
    overlay_set_items(ui, &items);
    set_title(ui);
    ui->overlay->view.height = frame.bottom - frame.top;
    ui->overlay->view.n = ui->grep->hits.n;
    ui->overlay->view.selected = ui->grep->at;
    view_settle(&ui->overlay->view, frame.bottom - frame.top, 0);
    ui->dirty = true;
}
