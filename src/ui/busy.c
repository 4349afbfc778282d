/* SPDX-License-Identifier: MIT */
#include "ui/busy.h"
#include "base/clock.h"
#include "base/words.h"
#include "ui/panes.h"
#include "ui/term.h"

enum {
    LISTEN_MS = 20, /* between two looks at the keys */
    TELL_MS = 100,  /* between two words about it; what takes less says nothing */
    ESC = 27,
};

void busy_begin(struct ui *ui)
{
    int64_t now = clock_ms();

    ui->busy = (struct busy){.runs = true, .listened = now, .told = now};
}

void busy_end(struct ui *ui)
{
    ui->busy.runs = false;
    if (ui->busy.has_fit)
        ui_settle(ui);
}

bool busy_goes_on(void *self, size_t n)
{
    struct ui *ui = self;
    int64_t now = clock_ms();

    ui->busy.n = n;
    if (now - ui->busy.listened >= LISTEN_MS) {
        ui->busy.listened = now;
        ui_listen(ui);
        busy_draw(ui);
    }
    return !ui->busy.ended;
}

bool busy_stop(struct ui *ui)
{
    if (!ui->busy.runs)
        return false;
    ui->busy.ended = true;
    source_drop(ui->start.source);
    return true;
}

bool busy_take(struct ui *ui, int key)
{
    if (ui->busy.runs && (key == ESC || key == 'q' || key == TERM_GONE))
        busy_stop(ui);
    return ui->busy.runs && key != TERM_GONE && key != TERM_TOLD;
}

void busy_draw(struct ui *ui)
{
    struct frame_layout frame = ui_frame(ui);
    int64_t now = clock_ms();

    if (now - ui->busy.told < TELL_MS)
        return;
    ui->busy.told = now;
    ui_tell(ui,
            ngettext("writing: %zu message · Esc ends it", "writing: %zu messages · Esc ends it",
                     ui->busy.n),
            ui->busy.n);
    term_begin_rows();
    status_draw(ui, &frame);
    term_end_frame();
}
