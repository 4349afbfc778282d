/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "ui/panes.h"
#include "ui/search.h"
#include "ui/settings.h"

#include <stdlib.h>

void cmd_view_menu(struct ui *ui, int count)
{
    (void)count;
    ui->menu = CONTEXT_VIEW;
}

/* Above the message, halves of the room it leaves; one that leaves none begins at the top. */
static void align(struct ui *ui, int halves)
{
    struct view *view = &ui->messages;
    int room;

    if (view->n == 0)
        return;
    room = view->height - view->rows(view->self, view->selected);
    view_select(view, view->selected, room > 0 ? room * halves / 2 : 0);
}

void cmd_top(struct ui *ui, int count)
{
    (void)count;
    align(ui, 0);
}

void cmd_centre(struct ui *ui, int count)
{
    (void)count;
    align(ui, 1);
}

void cmd_bottom(struct ui *ui, int count)
{
    (void)count;
    align(ui, 2);
}

/* --- folds ----------------------------------------------------------------------------------- */

static const struct session *session_here(const struct ui *ui)
{
    const struct session *session = NULL;

    if (ui_chat(ui) && ui_item(ui) != NO_ITEM)
        chat_item(ui_chat(ui), ui_item(ui), &session);
    return session;
}

/* What was selected comes with more rows above it, or a fold in its place; it stays in sight. */
static void refold(struct ui *ui)
{
    struct view *view = &ui->messages;

    ui_relens(ui);
    if (view->n && view->rows(view->self, view->selected) <= view->height)
        view_select(view, view->selected, -1);
}

static void fold_here(struct ui *ui, bool folded)
{
    const struct session *session = session_here(ui);

    if (!session)
        return;
    memory_set_folded(ui->memory, session->id, folded);
    refold(ui);
}

void cmd_fold_toggle(struct ui *ui, int count)
{
    const struct session *session = session_here(ui);

    (void)count;
    if (session)
        fold_here(ui, !memory_is_folded(ui->memory, session->id));
}

void cmd_unfold(struct ui *ui, int count)
{
    (void)count;
    fold_here(ui, false);
}

void cmd_fold(struct ui *ui, int count)
{
    (void)count;
    fold_here(ui, true);
}

static void fold_every(struct ui *ui, bool folded)
{
    const struct chat *chat = ui_chat(ui);

    for (size_t s = 0; chat && s < chat->sessions.n; s++)
        memory_set_folded(ui->memory, chat->sessions.at[s]->id, folded);
    refold(ui);
}

void cmd_fold_all(struct ui *ui, int count)
{
    (void)count;
    fold_every(ui, true);
}

void cmd_unfold_all(struct ui *ui, int count)
{
    (void)count;
    fold_every(ui, false);
}

/* Whether any session of the shown chat is folded. */
bool looks_has_folds(const struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);

    for (size_t s = 0; chat && s < chat->sessions.n; s++)
        if (memory_is_folded(ui->memory, chat->sessions.at[s]->id))
            return true;
    return false;
}

void looks_unfold(struct ui *ui, const struct session *session)
{
    memory_set_folded(ui->memory, session->id, false);
    ui_relens(ui);
}

bool looks_is_folded(void *self, const struct session *session)
{
    const struct ui *ui = self;

    return memory_is_folded(ui->memory, session->id);
}

/* --- what is shown, and how ------------------------------------------------------------------ */

void cmd_service(struct ui *ui, int count)
{
    static const char *const told[SERVICE_MODES] = {
        [SERVICE_ALL] = N_("all service lines are shown"),
        [SERVICE_COLLAPSED] = N_("runs of service lines are collapsed"),
        [SERVICE_GONE] = N_("service lines are hidden"),
    };

    (void)count;
    ui->service = (ui->service + 1) % SERVICE_MODES;
    ui_relens(ui);
    search_recount(ui);
    ui_tell(ui, "%s", gettext(told[ui->service]));
}

void cmd_clock(struct ui *ui, int count)
{
    enum { N = 3 };
    static const struct {
        enum zone_kind kind;
        const char *name, *told;
    } zones[N] = {
        {ZONE_UTC, "UTC", N_("times in UTC")},
        {ZONE_PORTAL, "portal", N_("times as the portal wrote them")},
        {ZONE_LOCAL, "local", N_("times in the zone of this machine")},
    };
    int i = 0;

    (void)count;
    while (i < N && zones[i].kind != ui->start.look.zone.kind)
        i++;
    i = (i + 1) % N;
    settings_put(ui, "timezone", zones[i].name);
    ui_tell(ui, "%s", gettext(zones[i].told));
}

/* Where the locale has no UTF-8 there is nothing to go back to. */
void cmd_ascii(struct ui *ui, int count)
{
    (void)count;
    if (MB_CUR_MAX == 1)
        return;
    settings_put(ui, "ascii", ui->start.look.ascii ? "off" : "on");
}

static void toggle(struct ui *ui, bool *what)
{
    *what = !*what;
    ui->drawn.is_shown = false;
    ui_settle(ui);
}

void cmd_numbers(struct ui *ui, int count)
{
    (void)count;
    toggle(ui, &ui->start.look.numbers);
}

void cmd_wrap(struct ui *ui, int count)
{
    (void)count;
    toggle(ui, &ui->start.look.cut);
    ui_tell(ui, "%s",
            ui->start.look.cut ? _("long lines are cut") : _("long lines are wrapped"));
}
