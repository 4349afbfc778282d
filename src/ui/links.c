/* SPDX-License-Identifier: MIT */
#include "layout/plain.h"
#include "ui/commands.h"
#include "ui/opener.h"
#include "ui/overlay.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NUMBER_COLUMNS = 4 };

static void add_row(void *self, const char *label, const struct link *link)
{
    struct overlay *overlay = self;
    struct str number = {0};

    if (link->kind == LINK_USER)
        return;
    str_addf(&number, "%zu", overlay->rows.n + 1);
    overlay_add(overlay, str_text(&number), *label ? label : link->target, ROLE_LINK,
                (size_t)link->kind);
    overlay_set_target(overlay, link->target);
    str_release(&number);
}

static void open_address(struct ui *ui, const struct overlay_row *row)
{
    struct address address = {0};
    struct str told = {0};
    struct error error;

    if (ui->start.secure) {
        ui_tell(ui, _("not with --secure: no other programs are started"));
    } else if (!address_parse(&address, row->target, strlen(row->target), NULL, &error)) {
        ui_tell(ui, "%s", error.text);
    } else if (address_misleads(&address, row->text, strlen(row->text)) &&
               !ui->confirmed) {
        ui->confirmed = true;
        ui_tell(ui, _("this leads to %s, not to what it says; Enter again opens it"),
                str_text(&address.shown));
    } else {
        opener_open(&address, ui->start.clipboard_command, STDOUT_FILENO, &told);
        overlay_close(ui);
        ui_tell(ui, "%s", str_text(&told));
    }
    address_release(&address);
    str_release(&told);
}

static void choose(struct ui *ui, const struct overlay_row *row)
{
    enum link_kind kind = (enum link_kind)row->value;
    struct str target = {0};

    if (kind == LINK_URL || kind == LINK_PHONE) {
        open_address(ui, row);
        return;
    }
    str_add_text(&target, row->target);
    overlay_close(ui);
    places_go_link(ui, kind, str_text(&target));
    str_release(&target);
}

void cmd_open(struct ui *ui, int count)
{
    struct overlay *overlay;

    (void)count;
    if (!ui_message(ui))
        return;
    ui->confirmed = false;
    overlay = overlay_open(ui, _("Links of the message"), NUMBER_COLUMNS, choose);
    plain_links(&ui->start.look, ui_message(ui), add_row, overlay);
    if (overlay->rows.n == 0) {
        overlay_close(ui);
        ui_tell(ui, _("this message has no links"));
        return;
    }
    overlay_filter(ui, "");
    if (overlay->view.n == 1)
        cmd_choose(ui, 0);
}
