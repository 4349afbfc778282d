/* SPDX-License-Identifier: MIT */
#include "ui/gather.h"
#include "ui/loading.h"
#include "ui/search_inside.h"

/* Sessions on the way that are at hand are loaded, one by one: what is sought may be there. */
static bool is_on_the_way(const struct ui *ui, size_t item)
{
    const struct session *session;
    const struct entry *entry = chat_item(ui_chat(ui), item, &session);

    return entry_is_gap(entry) && session->state == LOAD_NONE &&
           store_is_at_hand(ui->start.look.store);
}

static bool is_shown(struct ui *ui, size_t item)
{
    bool hidden = search_hides(ui, item);

    ui->search->n_hidden += hidden;
    return !hidden;
}

static bool wants_sought(struct ui *ui, size_t item)
{
    return is_on_the_way(ui, item) || (ui->search->sought(ui, item) && is_shown(ui, item));
}

static void seek(struct ui *ui);

static void go_to(struct ui *ui, size_t item)
{
    scan_stop(&ui->search->scan);
    if (!is_on_the_way(ui, item))
        search_go(ui, item, ui->search->direction);
    else if (loading_open(ui, item))
        ui->search->later = seek;
}

static void tell_none(struct ui *ui)
{
    ui_tell(ui, "%s",
            gather_lacks(ui)           ? _("there is none in what is loaded")
            : ui->search->n_hidden > 0 ? _("there is none but what the filter or H hides")
                                       : _("there is none"));
}

static void seek(struct ui *ui)
{
    size_t item = ui_item(ui), n = ui_chat(ui)->n_items;
    int direction = ui->search->direction;

    if (item == NO_ITEM || n < 2)
        return;
    ui->search->n_hidden = 0;
    scan_start(&ui->search->scan, ui,
               &(struct scan){.wants = wants_sought,
                              .hit = go_to,
                              .end = tell_none,
                              .direction = direction,
                              .origin = item + n + (size_t)direction});
}

void search_seek(struct ui *ui, scan_wants_fn *wants, int direction)
{
    if (!ui_chat(ui))
        return;
    ui->search->finds = false;
    ui->search->sought = wants;
    ui->search->direction = direction;
    seek(ui);
}
