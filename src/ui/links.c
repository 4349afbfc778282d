/* SPDX-License-Identifier: MIT */
#include "base/secure.h"
#include "layout/attach.h"
#include "layout/plain.h"
#include "ui/commands.h"
#include "ui/opener.h"
#include "ui/option.h"
#include "ui/overlay.h"
#include "ui/save.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    NUMBER_COLUMNS = 4,
    PICK_FILE = 100, /* value of a row that is a file, not a kind of link; its target is the id */
};

static void add_row(struct overlay *overlay, const char *text, enum role role, size_t value,
                    const char *target)
{
    struct str number = {0};

    str_addf(&number, "%zu", overlay->rows.n + 1);
    overlay_add(overlay, str_text(&number), text, role, value);
    overlay_set_target(overlay, target);
    str_release(&number);
}

static bool is_address(const struct link *link)
{
    return link->kind == LINK_URL || link->kind == LINK_PHONE;
}

/* Its text and, unless that says it, the address. */
static void add_link(void *self, const char *label, const struct link *link)
{
    struct str text = {0};

    if (link->kind == LINK_USER)
        return;
    str_add_text(&text, *label ? label : link->target);
    if (is_address(link) && !address_is_said(link->target, str_text(&text), text.size))
        str_addf(&text, "  %s", link->target);
    add_row(self, str_text(&text), ROLE_LINK, (size_t)link->kind, link->target);
    str_release(&text);
}

static void add_address(void *self, const char *label, const struct link *link)
{
    if (is_address(link))
        add_link(self, label, link);
}

static void add_file(struct overlay *overlay, const struct file *file)
{
    struct str facts = {0}, id = {0};

    str_addf(&id, "%" PRId64, file->id);
    attach_add_facts(&facts, file->name, file->size, file->width, file->height);
    add_row(overlay, str_text(&facts), ROLE_FILE, PICK_FILE, str_text(&id));
    str_release(&facts);
    str_release(&id);
}

static void add_files(struct ui *ui, const struct message *message, struct overlay *overlay)
{
    for (size_t i = 0; i < message->files.n; i++) {
        const struct file *file = store_find_file(ui->start.look.store, message->files.at[i]);

        if (file && !file->missing)
            add_file(overlay, file);
    }
}

/* Who reads another text than the address is told the host first. */
static bool is_confirmed(struct ui *ui, const struct overlay_row *row,
                         const struct address *address)
{
    size_t size = strlen(row->text);

    if (ui->confirmed == row || address_is_said(row->target, row->text, size))
        return true;
    ui->confirmed = row;
    ui_tell(ui,
            address_misleads(address, row->text, size)
                ? _("this leads to %s, not to what it says; Enter again opens it")
                : _("this leads to %s; Enter again opens it"),
            str_text(&address->shown));
    return false;
}

static void open_address(struct ui *ui, const struct overlay_row *row)
{
    struct address address = {0};
    struct str told = {0};
    struct error error;

    if (secure_forbids_programs(&error) ||
        !address_parse(&address, row->target, strlen(row->target), NULL, &error)) {
        ui_tell(ui, "%s", error.text);
    } else if (is_confirmed(ui, row, &address)) {
        opener_open(&address, ui->start.options->clipboard, STDOUT_FILENO, &told);
        overlay_close(ui);
        ui_tell(ui, "%s", str_text(&told));
    }
    address_release(&address);
    str_release(&told);
}

static void choose_file(struct ui *ui, const struct overlay_row *row, bool opens)
{
    int64_t id = strtoll(row->target, NULL, 10);

    overlay_close(ui);
    save_file(ui, id, opens);
}

static void choose(struct ui *ui, const struct overlay_row *row)
{
    enum link_kind kind = (enum link_kind)row->value;
    struct str target = {0};

    if (row->value == PICK_FILE) {
        choose_file(ui, row, true);
        return;
    }
    if (kind == LINK_URL || kind == LINK_PHONE) {
        open_address(ui, row);
        return;
    }
    str_add_text(&target, row->target);
    overlay_close(ui);
    places_go_link(ui, kind, str_text(&target));
    str_release(&target);
}

/* False: the message has none. */
static bool open_picker(struct ui *ui)
{
    struct overlay *overlay;

    ui->confirmed = NULL;
    overlay = overlay_open(ui, _("Links and files of the message"), NUMBER_COLUMNS, choose);
    plain_links(&ui->start.look, ui_message(ui), add_link, overlay);
    add_files(ui, ui_message(ui), overlay);
    overlay_filter(ui, "");
    if (overlay->rows.n == 0)
        overlay_close(ui);
    return ui->overlay != NULL;
}

void cmd_open(struct ui *ui, int count)
{
    (void)count;
    if (!ui_message(ui))
        return;
    if (!open_picker(ui))
        ui_tell(ui, _("this message has no links and no files"));
    else if (ui->overlay->view.n == 1)
        cmd_choose(ui, 0);
}

/* --- to copy --------------------------------------------------------------------------------- */

static void choose_copied(struct ui *ui, const struct overlay_row *row)
{
    struct str text = {0};

    str_add_text(&text, row->target);
    overlay_close(ui);
    copy_text(ui, &text);
    str_release(&text);
}

static void copy_listed(struct ui *ui, const struct overlay *overlay)
{
    struct str text = {0};

    for (size_t i = 0; i < overlay->rows.n; i++)
        str_addf(&text, "%s%s", i ? "\n" : "", overlay->rows.at[i].target);
    overlay_close(ui);
    copy_text(ui, &text);
    str_release(&text);
}

static void add_addresses(struct ui *ui, const struct session *session, const struct entry *entry,
                          void *self)
{
    plain_links(&ui->start.look, store_message(ui->start.look.store, session, entry), add_address,
                self);
}

/* One of several is chosen, but what is tagged is meant as a whole. */
void cmd_copy_address(struct ui *ui, int count)
{
    struct overlay *overlay =
        overlay_open(ui, _("Links: Enter copies the address"), NUMBER_COLUMNS, choose_copied);

    (void)count;
    tags_each(ui, add_addresses, overlay);
    overlay_filter(ui, "");
    if (ui->to_tagged || overlay->rows.n < 2)
        copy_listed(ui, overlay);
}

void cmd_save_file(struct ui *ui, int count)
{
    const struct overlay *overlay = ui->overlay;
    const struct overlay_row *row = overlay_selected(overlay);

    (void)count;
    if (overlay->choose == choose && row && row->value == PICK_FILE)
        choose_file(ui, row, false);
    else
        ui_tell(ui, _("this is no file"));
}

/* --- in the text ----------------------------------------------------------------------------- */

static const struct link *link_at(const struct rows *rows, int row, int column)
{
    const struct row *pressed = &rows->rows.at[row];

    for (uint32_t i = pressed->first; i < pressed->first + pressed->n; i++) {
        const struct run *run = &rows->runs.at[i];

        if (run->link && column >= run->column && column < run->column + run->columns)
            return &rows->links.at[run->link - 1];
    }
    return NULL;
}

static bool choose_target(struct ui *ui, enum link_kind kind, const char *target)
{
    const struct overlay *overlay = ui->overlay;

    for (size_t i = 0; i < overlay->rows.n; i++)
        if (overlay->rows.at[i].value == (size_t)kind &&
            strcmp(overlay->rows.at[i].target, target) == 0) {
            view_select(&ui->overlay->view, i, -1);
            cmd_choose(ui, 0);
            return true;
        }
    overlay_close(ui);
    return false;
}

bool links_press(struct ui *ui, size_t piece, int row, int column)
{
    const struct link *link = NULL;
    struct str target = {0};
    enum link_kind kind;
    bool done;

    if (lens_piece(&ui->lens, piece).kind == PIECE_ITEM)
        link = link_at(cache_rows(ui->cache, piece, NULL), row, column);
    if (!link || link->kind == LINK_USER)
        return false;
    kind = link->kind;
    str_add_text(&target, link->target);
    done = open_picker(ui) && choose_target(ui, kind, str_text(&target));
    str_release(&target);
    return done;
}
