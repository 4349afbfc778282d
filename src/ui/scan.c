/* SPDX-License-Identifier: MIT */
#include "ui/scan.h"
#include "base/clock.h"

enum { SLICE_NS = 4 * 1000 * 1000 };

void scan_stop(struct scan *scan)
{
    if (scan->ui)
        loop_cancel(scan->ui->loop, scan->timer);
    scan->wants = NULL;
}

void scan_end(struct scan *scan)
{
    scan->done = scan->n;
}

static size_t item_of(const struct scan *scan)
{
    if (scan->direction == 0)
        return scan->origin + scan->done < scan->n ? scan->origin + scan->done
                                                   : scan->n - 1 - scan->done;
    return scan->direction > 0 ? (scan->origin + scan->done) % scan->n
                               : (scan->origin + scan->n - scan->done) % scan->n;
}

static void slice(void *self)
{
    struct scan *scan = self;
    int64_t end = clock_ns() + SLICE_NS;

    scan->ui->dirty = true;
    while (scan->wants && scan->done < scan->n && clock_ns() < end) {
        size_t item = item_of(scan);

        scan->done++;
        if (scan->wants(scan->ui, item))
            scan->hit(scan->ui, item);
    }
    if (!scan->wants)
        return;
    if (scan->done < scan->n) {
        if (scan->pause)
            scan->pause(scan->ui);
        scan->timer = loop_after(scan->ui->loop, 0, slice, scan);
        return;
    }
    scan->wants = NULL;
    scan->end(scan->ui);
}

void scan_start(struct scan *scan, struct ui *ui, const struct scan *wanted)
{
    const struct chat *chat = ui_chat(ui);

    scan_stop(scan);
    *scan = *wanted;
    scan->ui = ui;
    scan->n = chat ? chat->n_items : 0;
    if (scan->n == 0) {
        scan->wants = NULL;
        return;
    }
    scan->origin %= scan->n;
    scan->timer = loop_after(ui->loop, 0, slice, scan);
}
