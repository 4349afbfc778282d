/* SPDX-License-Identifier: MIT */
#include "ui/await.h"
#include "base/words.h"
#include "export/filter.h"
#include "ui/chat_filter.h"
#include "ui/commands.h"

/* --- what of it is here ---------------------------------------------------------------------- */

enum here { HERE_NOT, HERE_LATER, HERE_ALL };

static bool names(const struct source_place *place, const struct chat *chat)
{
    struct filter filter = {.chat = place->chat,
                            .code = place->code,
                            .crm_type = place->crm_type,
                            .crm_id = place->crm_id};

    return filter_has_chat(&filter, chat);
}

/* Messages rise with their ids: no session before one that began earlier has it. */
static bool may_have(const struct session *session, int64_t message)
{
    return session->state == LOAD_DONE && session->entries.n &&
           session->entries.at[0].id <= message;
}

/* The newest sessions first, as far as needed. */
static enum here find_message(struct store *store, const struct chat *chat,
                              const struct source_place *place, size_t *item)
{
    *item = chat_find(chat, place->message);
    if (*item < chat->n_items)
        return HERE_ALL;
    for (size_t s = chat->sessions.n; s-- > 0;) {
        const struct session *session = chat->sessions.at[s];

        if (place->session && session->id != place->session)
            continue;
        if (session->state == LOAD_NONE && (place->chat || place->session))
            store_want(store, chat, session);
        if (session->state == LOAD_PENDING)
            return HERE_LATER;
        if (may_have(session, place->message))
            break;
    }
    return HERE_NOT;
}

static enum here find_session(struct store *store, const struct chat *chat, int64_t id,
                              size_t *item)
{
    for (size_t s = 0; s < chat->sessions.n; s++) {
        const struct session *session = chat->sessions.at[s];

        if (session->id != id)
            continue;
        if (session->state == LOAD_NONE)
            store_want(store, chat, session);
        *item = chat->starts.at[s];
        return session->state == LOAD_PENDING ? HERE_LATER : HERE_ALL;
    }
    return HERE_NOT;
}

static enum here find_in(struct store *store, const struct chat *chat,
                         const struct source_place *place, size_t *item)
{
    if (place->message)
        return find_message(store, chat, place, item);
    if (place->session)
        return find_session(store, chat, place->session, item);
    return HERE_ALL;
}

/* NO_ITEM: the chat is all that was named. */
static enum here find(const struct ui *ui, size_t *at, size_t *item)
{
    struct store *store = ui->start.look.store;
    enum here found = HERE_NOT;

    for (*at = 0; *at < store_n_chats(store); ++*at) {
        const struct chat *chat = store_chat_at(store, *at);
        enum here here;

        *item = NO_ITEM;
        if (!names(&ui->await.place, chat))
            continue;
        here = find_in(store, chat, &ui->await.place, item);
        if (here == HERE_ALL)
            return here;
        found = here > found ? here : found;
    }
    return found;
}

/* --- going there ----------------------------------------------------------------------------- */

static void arrive(struct ui *ui, size_t at, size_t item)
{
    const struct chat *chat = store_chat_at(ui->start.look.store, at);

    places_keep(ui);
    str_clear(&ui->await.missing);
    ui->start.place_name = NULL;
    chat_filter_reveal(ui, chat);
    at = store_place(ui->start.look.store, chat->id);
    if (at != ui->shown)
        ui_show(ui, at);
    if (item != NO_ITEM)
        ui_go(ui, item, 0);
    ui->focus = PANE_MESSAGES;
}

/* What failed may be why: its sentence says more. */
static void tell_missing(struct ui *ui, const char *why)
{
    const char *name = str_text(&ui->await.name);
    struct str sentence = {0};

    if (why)
        str_addf(&sentence, "%s: %s", name, why);
    else
        str_addf(&sentence, _("%s is not in what was opened"), name);
    ui_tell(ui, "%s", why ? why : str_text(&sentence));
    if (ui->start.place_name && !ui_chat(ui)) {
        str_clear(&ui->await.missing);
        str_add_text(&ui->await.missing, str_text(&sentence));
    }
    str_release(&sentence);
}

void await_settle(struct ui *ui)
{
    const char *why;
    size_t at, item;
    enum here here;

    if (!ui->await.on)
        return;
    here = find(ui, &at, &item);
    if (here == HERE_LATER || (here == HERE_NOT && source_is_seeking(ui->start.source, &why)))
        return;
    ui->await.on = false;
    ui->dirty = true;
    if (here == HERE_ALL)
        arrive(ui, at, item);
    else
        tell_missing(ui, why);
}

void await_place(struct ui *ui, const struct source_place *place, const char *name)
{
    struct error error;
    size_t at, item;
    int64_t chat;

    ui->await.place = *place;
    ui->await.on = true;
    str_clear(&ui->await.name);
    str_add_text(&ui->await.name, name);
    if (find(ui, &at, &item) == HERE_NOT &&
        !source_seek(ui->start.source, place, &chat, &error)) {
        ui->await.on = false;
        ui_tell(ui, "%s", error.text);
    }
}

void await_forget(struct ui *ui)
{
    ui->await.on = false;
}
