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

/* Whoever waits for a source has its loop turn: that is when it is told. */
static void beat(void *self)
{
    struct ui *ui = self;

    ui->busy.timer = loop_after(ui->loop, TELL_MS, beat, ui);
}

void busy_begin(struct ui *ui)
{
    int64_t now = clock_ms();

    ui->busy = (struct busy){.runs = true, .listened = now, .told = now};
    beat(ui);
}

void busy_end(struct ui *ui)
{
    loop_cancel(ui->loop, ui->busy.timer);
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
    if (ui->busy.runs && (key == ESC || key == 'q' || key == 'Q' || key == TERM_GONE))
        busy_stop(ui);
    if (ui->busy.runs && key == 'Q')
        loop_stop(ui->loop);
    return ui->busy.runs && key != TERM_GONE && key != TERM_TOLD;
}

static void tell(struct ui *ui)
{
    struct str state = {0};

    source_add_state(ui->start.source, &state);
    ui_tell(ui,
            ngettext("writing: %zu message · Esc ends it%s%s",
                     "writing: %zu messages · Esc ends it%s%s", ui->busy.n),
            ui->busy.n, state.size ? " · " : "", str_text(&state));
    str_release(&state);
}

void busy_draw(struct ui *ui)
{
    struct frame_layout frame = ui_frame(ui);
    int64_t now = clock_ms();

    if (now - ui->busy.told < TELL_MS)
        return;
    ui->busy.told = now;
    tell(ui);
    term_begin_rows();
    status_draw(ui, &frame);
    term_end_frame();
}
