/* SPDX-License-Identifier: MIT */
#include "text/cluster.h"
#include "ui/commands.h"
#include "ui/draw.h"
#include "ui/facts.h"
#include "ui/panes.h"

#include <string.h>

/* The side pane: facts of the selected session and its chat. */

enum {
    EDGE = 1,
    NAMES = 15,      /* columns of the names */
    NAMES_FROM = 30, /* columns of the pane from which on there is room for them */
    ROWS_BESIDE = 2, /* a text that takes more rows beside its name stands below it */
    INDENT = 3,
};

static const struct session *session_here(const struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);
    const struct session *session = NULL;

    if (ui_item(ui) != NO_ITEM)
        chat_item(chat, ui_item(ui), &session);
    else if (chat && chat->sessions.n)
        session = chat->sessions.at[chat->sessions.n - 1];
    return session;
}

static void lay_out_fact(const struct fact *fact, struct rows *rows)
{
    int names = rows->width < NAMES_FROM ? rows->width / 2 - EDGE : NAMES;
    struct margin beside = {EDGE + names, NULL, NULL}, below = {INDENT, NULL, NULL};
    int room = rows->width - beside.column - EDGE;
    bool fits = cluster_columns(fact->text, strlen(fact->text)) <= ROWS_BESIDE * room;
    struct rich rich = {0};

    rich_add(&rich, fact->text, strlen(fact->text), style_of(fact->role), 0);
    rows_begin(rows);
    rows_put_bytes(rows, EDGE, fits ? names - 1 : rows->width - 2 * EDGE, fact->name,
                   strlen(fact->name), style_of(ROLE_TIME), 0);
    rows_add_rich(rows, &rich, fits ? &beside : &below, EDGE, fits);
    rich_release(&rich);
}

static void lay_out(const struct ui *ui, const struct session *session, struct rows *rows)
{
    struct facts facts = {0};

    if (session)
        facts_add_session(ui, session, &facts);
    if (ui_chat(ui))
        facts_add_chat(ui, ui_chat(ui), &facts);
    for (size_t i = 0; i < facts.list.n; i++) {
        const struct fact *fact = &facts.list.at[i];

        if (fact->name) {
            lay_out_fact(fact, rows);
            continue;
        }
        if (i)
            rows_begin(rows);
        rows_begin(rows);
        rows_put(rows, EDGE, fact->text, style_of(ROLE_DAY));
    }
    facts_release(&facts);
}

/* Laid out again only for another session, width or look. */
static const struct rows *info_rows(struct ui *ui, int width)
{
    struct info *info = &ui->info;
    const struct session *session = session_here(ui);
    int64_t chat = ui_chat(ui) ? ui_chat(ui)->id : 0, id = session ? session->id : 0;

    if (info->is_laid_out && info->chat == chat && info->session == id)
        return &info->rows;
    rows_clear(&info->rows, width);
    lay_out(ui, session, &info->rows);
    info->is_laid_out = true;
    info->chat = chat;
    info->session = id;
    return &info->rows;
}

void info_draw(struct ui *ui, const struct frame_layout *frame)
{
    const struct rows *rows = info_rows(ui, frame->info);
    size_t height = (size_t)(frame->bottom - frame->top), n = rows->rows.n;
    bool fits = n <= height;

    if (!frame->bare)
        draw_text(ui->start.theme, frame->top - 1, frame->info_at + EDGE,
                  frame->info - 2 * EDGE, _("Facts"), ROLE_HEAD);
    for (size_t r = 0; r < (fits ? n : height - 1); r++)
        draw_row(ui->start.theme, rows, r, frame->top + (int)r, frame->info_at);
    if (!fits)
        draw_text(ui->start.theme, frame->bottom - 1, frame->info_at + EDGE,
                  frame->info - 2 * EDGE, _("…  = shows all"), ROLE_NOTE);
}

void info_close(struct ui *ui)
{
    if (ui->has_info)
        cmd_info(ui, 0);
}

void cmd_info(struct ui *ui, int count)
{
    (void)count;
    ui->has_info = !ui->has_info;
    ui_settle(ui);
}
