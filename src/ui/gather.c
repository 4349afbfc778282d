/* SPDX-License-Identifier: MIT */
#include "ui/gather.h"
#include "base/clock.h"

enum { SLICE_NS = 4 * 1000 * 1000 };

static const struct session *next_listed(const struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);

    for (size_t s = chat ? chat->sessions.n : 0; s-- > 0;)
        if (chat->sessions.at[s]->state == LOAD_NONE)
            return chat->sessions.at[s];
    return NULL;
}

/* What has come is taken in before the next drawing, which tells the search. */
static void slice(void *self)
{
    struct ui *ui = self;
    const struct session *session;
    int64_t end = clock_ns() + SLICE_NS;

    while ((session = next_listed(ui)) && clock_ns() < end)
        store_want(ui->start.look.store, ui_chat(ui), session);
    ui->gather = session ? loop_after(ui->loop, 0, slice, ui) : 0;
    ui->dirty = true;
}

bool gather_start(struct ui *ui)
{
    if (!ui->gather && store_is_at_hand(ui->start.look.store) && next_listed(ui))
        ui->gather = loop_after(ui->loop, 0, slice, ui);
    return gather_runs(ui);
}

void gather_stop(struct ui *ui)
{
    loop_cancel(ui->loop, ui->gather);
    ui->gather = 0;
}

bool gather_runs(const struct ui *ui)
{
    return ui->gather != 0;
}

bool gather_lacks(const struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);

    for (size_t s = 0; chat && s < chat->sessions.n; s++)
        if (chat->sessions.at[s]->state != LOAD_DONE)
            return true;
    return false;
}
