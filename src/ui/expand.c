/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "ui/loading.h"
#include "ui/overlay.h"

bool expand_is_open(void *self, const struct entry *first)
{
    const struct ui *ui = self;

    return ids_has(&ui->expanded, first->id);
}

static void toggle(struct ui *ui, int64_t id)
{
    ids_toggle(&ui->expanded, id);
    ui->start.look.expanded = ui->expanded.at;
    ui->start.look.n_expanded = ui->expanded.n;
    ui_relens(ui);
}

/* The id of the first of the service lines an item is among; its own when it is none. */
static int64_t run_of(const struct ui *ui, size_t item)
{
    const struct session *session;
    const struct entry *entry = chat_item(ui_chat(ui), item, &session);

    while (entry > session->entries.at && lens_is_service(entry) && lens_is_service(entry - 1))
        entry--;
    return entry->id;
}

void expand_reveal(struct ui *ui, size_t item)
{
    struct piece piece = {.kind = PIECE_ITEM};

    if (ui->messages.n)
        piece = lens_piece(&ui->lens, lens_find(&ui->lens, item));
    if (piece.kind == PIECE_RUN && item - piece.item < piece.n)
        toggle(ui, run_of(ui, item));
}

static bool lacks(struct ui *ui)
{
    return cache_rows(ui->cache, ui->messages.selected, NULL)->lacks;
}

static void expand_message(struct ui *ui, size_t item)
{
    int64_t id = chat_item(ui_chat(ui), item, NULL)->id;
    int64_t run = ui->service == SERVICE_COLLAPSED ? run_of(ui, item) : id;

    if (ids_has(&ui->expanded, run))
        toggle(ui, run);
    else if (ids_has(&ui->expanded, id) || lacks(ui))
        toggle(ui, id);
    else
        details_open(ui);
}

void cmd_expand(struct ui *ui, int count)
{
    const struct session *session;
    struct piece piece;

    (void)count;
    if (ui_item(ui) == NO_ITEM)
        return;
    if (lens_piece(&ui->lens, ui->messages.selected).kind == PIECE_ITEM &&
        loading_open(ui, ui_item(ui)))
        return;
    piece = lens_piece(&ui->lens, ui->messages.selected);
    chat_item(ui_chat(ui), piece.item, &session);
    if (piece.kind == PIECE_FOLD)
        looks_unfold(ui, session);
    else if (piece.kind == PIECE_RUN)
        toggle(ui, run_of(ui, piece.item));
    else
        expand_message(ui, piece.item);
}
