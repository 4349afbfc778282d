/* SPDX-License-Identifier: MIT */
#include "ui/commands.h"
#include "ui/overlay.h"

#include <inttypes.h>

enum { NAME_COLUMNS = 20 };

static void add_moment(struct ui *ui, struct overlay *overlay, const char *name, struct when when)
{
    struct str text = {0};

    when_add_stamp(&text, when, &ui->start.look.zone);
    if (text.size)
        overlay_add(overlay, name, str_text(&text), ROLE_TEXT, 0);
    str_release(&text);
}

static void add_crm(const struct chat *chat, struct overlay *overlay)
{
    for (size_t i = 0; i < chat->crm.n; i++)
        overlay_addf(overlay, i ? "" : _("CRM"), "%s %" PRId64, chat->crm.at[i].type,
                     chat->crm.at[i].id);
}

static void add_state(const struct chat *chat, struct overlay *overlay)
{
    if (chat->active_session)
        overlay_addf(overlay, _("active session"), "%" PRId64, chat->active_session);
    if (chat->paused)
        overlay_add(overlay, _("state"), _("pinned by the operator"), ROLE_TEXT, 0);
    if (chat->waits_action)
        overlay_add(overlay, _("state"), _("closing: waits for a vote or the end"), ROLE_TEXT, 0);
    if (chat->silent)
        overlay_add(overlay, _("state"), _("silent: the client sees nothing"), ROLE_TEXT, 0);
}

static void add_chat(struct ui *ui, const struct chat *chat, struct overlay *overlay)
{
    overlay_heading(overlay, _("Chat"));
    overlay_add(overlay, _("title"), chat->name, ROLE_TEXT, 0);
    overlay_addf(overlay, _("chat"), "%" PRId64, chat->id);
    overlay_add(overlay, _("client's code"), chat->code, ROLE_TEXT, 0);
    overlay_add(overlay, _("connector"), chat->connector, ROLE_TEXT, 0);
    if (chat->line)
        overlay_addf(overlay, _("line"), "%" PRId64, chat->line);
    add_crm(chat, overlay);
    if (chat->owner)
        overlay_add(overlay, _("owner"), store_user_name(ui->start.look.store, chat->owner),
                    ROLE_TEXT, 0);
    add_moment(ui, overlay, _("created"), chat->created);
    add_state(chat, overlay);
    overlay_addf(overlay, _("messages"), "%zu", chat->n_items);
    overlay_addf(overlay, _("sessions"), "%zu", chat->sessions.n);
}

/* Who wrote how much in a session. */
struct tally {
    size_t n[USER_ROLES];
    const struct entry *first_client, *first_answer, *last_answer;
};

static struct tally count(struct ui *ui, const struct session *session)
{
    struct tally tally = {0};

    for (size_t i = 0; i < session->entries.n && session->state == LOAD_DONE; i++) {
        const struct entry *entry = &session->entries.at[i];
        enum user_role role = store_user_role(ui->start.look.store, entry->sender);

        if (entry->class != CLASS_MESSAGE)
            role = USER_SYSTEM;
        tally.n[role]++;
        if (role == USER_CLIENT && !tally.first_client)
            tally.first_client = entry;
        if (role == USER_OPERATOR && tally.first_client && !tally.first_answer)
            tally.first_answer = entry;
        if (role == USER_OPERATOR)
            tally.last_answer = entry;
    }
    return tally;
}

static void add_answers(struct ui *ui, const struct tally *tally, struct overlay *overlay)
{
    struct str wait = {0};

    if (!tally->first_answer) {
        overlay_add(overlay, _("first answer"), _("no operator answered"), ROLE_MISSING, 0);
        return;
    }
    when_add_clock(&wait, (struct when){tally->first_answer->time, tally->first_answer->offset},
                   &ui->start.look.zone);
    str_add_text(&wait, _(", after "));
    when_add_span(&wait, tally->first_answer->time - tally->first_client->time);
    overlay_add(overlay, _("first answer"), str_text(&wait), ROLE_TEXT, 0);
    str_release(&wait);
    add_moment(ui, overlay, _("last answer"),
               (struct when){tally->last_answer->time, tally->last_answer->offset});
}

static void add_person(struct ui *ui, int64_t id, const char *before, struct str *out)
{
    const struct user *user = store_find_user(ui->start.look.store, id);

    str_addf(out, "%s%s", before, store_user_name(ui->start.look.store, id));
    if (user && user->position)
        str_addf(out, " (%s)", user->position);
}

static void add_operators(struct ui *ui, const struct session *session, struct overlay *overlay)
{
    struct str names = {0};

    for (size_t i = 0; i < session->operators.n; i++)
        add_person(ui, session->operators.at[i], i ? ", " : "", &names);
    if (names.size)
        overlay_add(overlay, _("operators"), str_text(&names), ROLE_TEXT, 0);
    str_release(&names);
}

static void add_session(struct ui *ui, const struct session *session, struct overlay *overlay)
{
    struct tally tally = count(ui, session);
    struct str title = {0};

    str_addf(&title, _("Session %" PRId64), session->id);
    overlay_heading(overlay, str_text(&title));
    str_release(&title);
    add_moment(ui, overlay, _("first message"), session_first(session));
    add_moment(ui, overlay, _("last message"), session_last(session));
    overlay_addf(overlay, _("messages"),
                 _("%zu of the client, %zu of operators, %zu of bots, %zu of the system"),
                 tally.n[USER_CLIENT], tally.n[USER_OPERATOR], tally.n[USER_BOT],
                 tally.n[USER_SYSTEM]);
    add_operators(ui, session, overlay);
    add_answers(ui, &tally, overlay);
    if (session->vote_head)
        overlay_addf(overlay, _("head's vote"), "%d", session->vote_head);
    if (session->comment_head)
        overlay_add(overlay, _("head's comment"), session->comment_head, ROLE_TEXT, 0);
    overlay_addf(overlay, _("your rights"), "%s%s",
                 session->can_join ? _("may join") : _("may not join"),
                 session->can_vote ? _(", may vote") : _(", may not vote"));
}

void facts_open(struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);
    struct overlay *overlay;

    if (!chat)
        return;
    overlay = overlay_open(ui, _("Facts of the chat"), NAME_COLUMNS, NULL);
    add_chat(ui, chat, overlay);
    for (size_t s = chat->sessions.n; s-- > 0;)
        add_session(ui, chat->sessions.at[s], overlay);
    overlay_filter(ui, "");
}

void cmd_facts(struct ui *ui, int count_typed)
{
    (void)count_typed;
    facts_open(ui);
}
