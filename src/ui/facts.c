/* SPDX-License-Identifier: MIT */
#include "ui/facts.h"
#include "ui/commands.h"
#include "ui/overlay.h"

#include <inttypes.h>

enum { NAME_COLUMNS = 20 };

static void add_text(struct facts *facts, const char *name, const char *text, enum role role)
{
    if (text && *text)
        vec_push(&facts->list, (struct fact){name, mem_copy_text(text), role});
}

static void add(struct facts *facts, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void add(struct facts *facts, const char *name, const char *format, ...)
{
    struct str text = {0};
    va_list arguments;

    va_start(arguments, format);
    str_addv(&text, format, arguments);
    va_end(arguments);
    add_text(facts, name, str_text(&text), name ? ROLE_TEXT : ROLE_HEAD);
    str_release(&text);
}

static void add_moment(const struct ui *ui, struct facts *facts, const char *name,
                       struct when when)
{
    struct str text = {0};

    when_add_stamp(&text, when, &ui->start.look.zone);
    add_text(facts, name, str_text(&text), ROLE_TEXT);
    str_release(&text);
}

void facts_release(struct facts *facts)
{
    for (size_t i = 0; i < facts->list.n; i++)
        free(facts->list.at[i].text);
    vec_release(&facts->list);
}

/* --- the chat -------------------------------------------------------------------------------- */

static void add_crm(const struct chat *chat, struct facts *facts)
{
    for (size_t i = 0; i < chat->crm.n; i++)
        add(facts, i ? "" : _("CRM"), "%s %" PRId64, chat->crm.at[i].type, chat->crm.at[i].id);
}

static void add_state(const struct chat *chat, struct facts *facts)
{
    if (chat->active_session)
        add(facts, _("active session"), "%" PRId64, chat->active_session);
    if (chat->paused)
        add(facts, _("state"), "%s", _("pinned by the operator"));
    if (chat->waits_action)
        add(facts, _("state"), "%s", _("closing: waits for a vote or the end"));
    if (chat->silent)
        add(facts, _("state"), "%s", _("silent: the client sees nothing"));
}

static void add_line(const struct ui *ui, int64_t line, struct facts *facts)
{
    const char *name = store_line(ui->start.look.store, line);

    if (line)
        add(facts, _("line"), "%" PRId64 "%s%s", line, name ? " " : "", name ? name : "");
}

static void add_source(const struct ui *ui, struct facts *facts)
{
    struct str trouble = {0}, origin = {0};

    source_add_origin(ui->start.source, &origin);
    source_add_trouble(ui->start.source, &trouble);
    add_text(facts, _("list"), str_text(&origin), ROLE_NOTE);
    add_text(facts, _("trouble"), str_text(&trouble), ROLE_MISSING);
    str_release(&origin);
    str_release(&trouble);
}

/* What stands for a session that is not loaded is no message. */
static void add_loaded(const struct chat *chat, struct facts *facts)
{
    struct str text = {0};
    size_t n_messages = 0, n_left = 0;

    for (size_t s = 0; s < chat->sessions.n; s++) {
        const struct session *session = chat->sessions.at[s];

        n_messages += session->state == LOAD_DONE ? session->entries.n : 0;
        n_left += session->state != LOAD_DONE;
    }
    str_addf(&text, "%zu", n_messages);
    if (n_left)
        str_addf(&text, ngettext(", %zu session not loaded yet", ", %zu sessions not loaded yet",
                                 n_left),
                 n_left);
    add_text(facts, _("messages"), str_text(&text), ROLE_TEXT);
    str_release(&text);
}

void facts_add_chat(const struct ui *ui, const struct chat *chat, struct facts *facts)
{
    add(facts, NULL, "%s", _("Chat"));
    add_text(facts, _("title"), chat->name, ROLE_TEXT);
    add_text(facts, _("connector"), chat->connector, ROLE_TEXT);
    add_line(ui, chat->line, facts);
    add_crm(chat, facts);
    if (chat->owner)
        add(facts, _("owner"), "%s", store_user_name(ui->start.look.store, chat->owner));
    add_state(chat, facts);
    add_loaded(chat, facts);
    add(facts, _("sessions"), "%zu%s", chat->sessions.n,
        !store_is_at_hand(ui->start.look.store) && chat_may_have_earlier(chat)
            ? _(", earlier ones may exist")
            : "");
    add_moment(ui, facts, _("created"), chat->created);
    add(facts, _("chat"), "%" PRId64, chat->id);
    add_text(facts, _("client's code"), chat->code, ROLE_TEXT);
    add_text(facts, _("not loaded"), chat->failure, ROLE_MISSING);
    add_source(ui, facts);
}

/* --- a session: who wrote how much in it ------------------------------------------------------ */

struct people {
    VEC(int64_t) ids;
    size_t n_messages;
};

struct tally {
    struct people by[USER_ROLES];
    const struct entry *first_client, *first_answer, *last_answer;
};

static void note_sender(struct people *people, int64_t id)
{
    people->n_messages++;
    for (size_t i = 0; i < people->ids.n; i++)
        if (people->ids.at[i] == id)
            return;
    vec_push(&people->ids, id);
}

/* Of a session that is not loaded only its operators are known. */
static void count(const struct ui *ui, const struct session *session, struct tally *tally)
{
    bool is_loaded = session->state == LOAD_DONE;

    for (size_t i = 0; i < session->operators.n && !is_loaded; i++)
        vec_push(&tally->by[USER_OPERATOR].ids, session->operators.at[i]);
    for (size_t i = 0; i < session->entries.n && is_loaded; i++) {
        const struct entry *entry = &session->entries.at[i];
        enum user_role role = store_user_role(ui->start.look.store, entry->sender);

        if (entry->class != CLASS_MESSAGE)
            role = USER_SYSTEM;
        note_sender(&tally->by[role], entry->sender);
        if (role == USER_CLIENT && !tally->first_client)
            tally->first_client = entry;
        if (role == USER_OPERATOR && tally->first_client && !tally->first_answer)
            tally->first_answer = entry;
        if (role == USER_OPERATOR)
            tally->last_answer = entry;
    }
}

static void tally_release(struct tally *tally)
{
    for (int role = 0; role < USER_ROLES; role++)
        vec_release(&tally->by[role].ids);
}

static void add_people(const struct ui *ui, const char *name, const struct people *people,
                       struct facts *facts)
{
    const struct store *store = ui->start.look.store;
    struct str names = {0};

    for (size_t i = 0; i < people->ids.n; i++) {
        const struct user *user = store_find_user(store, people->ids.at[i]);

        str_addf(&names, "%s%s", i ? ", " : "", store_user_name(store, people->ids.at[i]));
        if (user && user->position)
            str_addf(&names, " (%s)", user->position);
    }
    add_text(facts, name, str_text(&names), ROLE_TEXT);
    str_release(&names);
}

static void add_answers(const struct ui *ui, const struct tally *tally, struct facts *facts)
{
    const struct entry *first = tally->first_answer, *last = tally->last_answer;
    struct str wait = {0};

    if (!first) {
        add_text(facts, _("first answer"), _("no operator answered"), ROLE_MISSING);
        return;
    }
    when_add_clock(&wait, (struct when){first->time, first->offset}, &ui->start.look.zone);
    str_add_text(&wait, _(", after "));
    when_add_span(&wait, first->time - tally->first_client->time);
    add_text(facts, _("first answer"), str_text(&wait), ROLE_TEXT);
    str_release(&wait);
    add_moment(ui, facts, _("last answer"), (struct when){last->time, last->offset});
}

static void add_votes(const struct session *session, struct facts *facts)
{
    if (session->vote_user)
        add(facts, _("client's vote"), "%s", session->vote_user == 1 ? _("👎 bad") : _("👍 good"));
    if (session->vote_head)
        add(facts, _("head's vote"), "★%d", session->vote_head);
    add_text(facts, _("head's comment"), session->comment_head, ROLE_TEXT);
}

static void add_counts(const struct tally *tally, struct facts *facts)
{
    static const char *const words[USER_ROLES] = {
        [USER_CLIENT] = N_("client"),
        [USER_OPERATOR] = N_("operators"),
        [USER_BOT] = N_("bots"),
        [USER_SYSTEM] = N_("system"),
    };
    struct str text = {0};

    for (int role = 0; role < USER_ROLES; role++) {
        if (!tally->by[role].n_messages)
            continue;
        str_add_text(&text, text.size ? ", " : "");
        str_addf(&text, "%s %zu", gettext(words[role]), tally->by[role].n_messages);
    }
    add_text(facts, _("messages"), str_text(&text), ROLE_TEXT);
    str_release(&text);
}

static void add_history(const struct ui *ui, const struct session *session,
                        const struct tally *tally, struct facts *facts)
{
    add_answers(ui, tally, facts);
    add_votes(session, facts);
    add_counts(tally, facts);
    add(facts, _("your rights"), "%s%s", session->can_join ? _("may join") : _("may not join"),
        session->can_vote ? _(", may vote") : _(", may not vote"));
}

/* Answers and rights come with the messages. */
static void add_listed(const struct session *session, struct facts *facts)
{
    add_votes(session, facts);
    if (session->n_messages)
        add(facts, _("messages"), _("%zu, not loaded yet"), session->n_messages);
    else
        add(facts, _("messages"), "%s", _("not loaded yet"));
    add_text(facts, _("not loaded"), session->failure, ROLE_MISSING);
}

void facts_add_session(const struct ui *ui, const struct session *session, struct facts *facts)
{
    struct tally tally = {0};

    count(ui, session, &tally);
    add(facts, NULL, _("Session %" PRId64), session->id);
    add_people(ui, _("client"), &tally.by[USER_CLIENT], facts);
    add_people(ui, _("operators"), &tally.by[USER_OPERATOR], facts);
    add_people(ui, _("bots"), &tally.by[USER_BOT], facts);
    add(facts, _("state"), "%s", session_is_closed(session) ? _("closed") : _("open"));
    add_moment(ui, facts, _("first message"), session_first(session));
    add_moment(ui, facts, _("last message"), session_last(session));
    if (session->state == LOAD_DONE)
        add_history(ui, session, &tally, facts);
    else
        add_listed(session, facts);
    tally_release(&tally);
}

/* --- all of them over the panes --------------------------------------------------------------- */

static void show(struct overlay *overlay, const struct facts *facts)
{
    for (size_t i = 0; i < facts->list.n; i++) {
        const struct fact *fact = &facts->list.at[i];

        if (fact->name)
            overlay_add(overlay, fact->name, fact->text, fact->role, 0);
        else
            overlay_heading(overlay, fact->text);
    }
}

static void facts_open(struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);
    struct facts facts = {0};

    if (chat)
        facts_add_chat(ui, chat, &facts);
    else
        add_source(ui, &facts);
    for (size_t s = chat ? chat->sessions.n : 0; s-- > 0;)
        facts_add_session(ui, chat->sessions.at[s], &facts);
    show(overlay_open(ui, _("Facts of the chat"), NAME_COLUMNS, NULL), &facts);
    overlay_filter(ui, "");
    facts_release(&facts);
}

void cmd_facts(struct ui *ui, int count_typed)
{
    (void)count_typed;
    facts_open(ui);
}
