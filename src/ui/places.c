/* SPDX-License-Identifier: MIT */
#include "layout/place.h"
#include "layout/plain.h"
#include "ui/await.h"
#include "ui/commands.h"
#include "ui/loading.h"
#include "ui/permalink.h"
#include "ui/search.h"

#include <string.h>

/* --- days and sessions: found without parsing a message -------------------------------------- */

/* Of the i-th that is shown. */
static const struct entry *entry_at(struct ui *ui, size_t i, const struct session **session)
{
    return chat_item(ui_chat(ui), lens_piece(&ui->lens, i).item, session);
}

static bool begins_day(struct ui *ui, size_t i)
{
    return i == 0 || !place_same_day(&ui->start.look, entry_at(ui, i - 1, NULL),
                                     entry_at(ui, i, NULL));
}

static bool begins_session(struct ui *ui, size_t i)
{
    const struct session *session, *before;

    if (i == 0)
        return true;
    entry_at(ui, i, &session);
    entry_at(ui, i - 1, &before);
    return session != before;
}

/* The next that begins one, or n. */
static size_t next_begin(struct ui *ui, scan_wants_fn *begins, int direction, size_t i, size_t n)
{
    do
        i += (size_t)direction;
    while (i < n && !begins(ui, i));
    return i < n ? i : n;
}

static void seek(struct ui *ui, scan_wants_fn *begins, int direction, int count)
{
    size_t from = ui->messages.selected, n = ui->messages.n, at = from, next = from;

    for (int i = 0; i < times(count) && next < n; i++) {
        at = next;
        next = next_begin(ui, begins, direction, at, n);
    }
    if (next < n)
        at = next;
    if (at != from)
        ui_go(ui, lens_piece(&ui->lens, at).item, 0);
    else
        ui_tell(ui, "%s",
                direction > 0 ? _("there is none further down") : _("there is none further up"));
}

void cmd_next_session(struct ui *ui, int count)
{
    seek(ui, begins_session, 1, count);
}

void cmd_previous_session(struct ui *ui, int count)
{
    seek(ui, begins_session, -1, count);
}

void cmd_next_day(struct ui *ui, int count)
{
    seek(ui, begins_day, 1, count);
}

void cmd_previous_day(struct ui *ui, int count)
{
    seek(ui, begins_day, -1, count);
}

/* --- the menu of places ---------------------------------------------------------------------- */

static void open_menu(struct ui *ui, int direction)
{
    ui->direction = direction;
    ui->menu = CONTEXT_PLACE;
}

void cmd_next_place(struct ui *ui, int count)
{
    (void)count;
    open_menu(ui, 1);
}

void cmd_previous_place(struct ui *ui, int count)
{
    (void)count;
    open_menu(ui, -1);
}

void cmd_seek_session(struct ui *ui, int count)
{
    seek(ui, begins_session, ui->direction, count);
}

void cmd_seek_day(struct ui *ui, int count)
{
    seek(ui, begins_day, ui->direction, count);
}

static bool is_of(struct ui *ui, size_t item, enum user_role role)
{
    const struct entry *entry = chat_item(ui_chat(ui), item, NULL);

    return entry->class == CLASS_MESSAGE && entry->sender &&
           store_user_role(ui->start.look.store, entry->sender) == role;
}

static bool is_operator(struct ui *ui, size_t item)
{
    return is_of(ui, item, USER_OPERATOR);
}

static bool is_client(struct ui *ui, size_t item)
{
    return is_of(ui, item, USER_CLIENT);
}

static bool is_bot(struct ui *ui, size_t item)
{
    return is_of(ui, item, USER_BOT);
}

/* The first message of an operator when another, or a bot, answered before in this session. */
static bool is_handover(struct ui *ui, size_t item)
{
    const struct session *session, *other;
    const struct entry *entry = chat_item(ui_chat(ui), item, &session), *before;

    if (!is_operator(ui, item))
        return false;
    for (size_t at = item; at-- > 0;) {
        before = chat_item(ui_chat(ui), at, &other);
        if (other != session)
            return false;
        if (is_operator(ui, at) || is_bot(ui, at))
            return before->sender != entry->sender;
    }
    return false;
}

static bool has_file(struct ui *ui, size_t item)
{
    const struct message *message = ui_message_at(ui, item);

    return message->files.n || message->attaches.n;
}

static bool has_link(struct ui *ui, size_t item)
{
    return plain_has_link(&ui->start.look, ui_message_at(ui, item));
}

static bool has_mark(struct ui *ui, size_t item)
{
    int64_t message = chat_item(ui_chat(ui), item, NULL)->id;

    struct jump mark = {0};

    if (tags_is_starred(ui, message))
        return true;
    for (int letter = 'a'; letter <= 'z'; letter++)
        if (memory_mark(ui->memory, letter, &mark.chat, &mark.message) && mark.message == message)
            return true;
    return false;
}

static bool has_vote(struct ui *ui, size_t item)
{
    const struct message *message = ui_message_at(ui, item);

    return message->class == CLASS_VOTE || message->vote_head || message->vote_user;
}

/* A client's message after which no operator wrote in its session. */
static bool is_unanswered(struct ui *ui, size_t item)
{
    const struct session *session, *other;
    const struct chat *chat = ui_chat(ui);

    if (!is_client(ui, item))
        return false;
    chat_item(chat, item, &session);
    for (size_t at = item + 1; session->operators.n && at < chat->n_items; at++) {
        chat_item(chat, at, &other);
        if (other != session)
            break;
        if (is_operator(ui, at))
            return false;
    }
    return true;
}

/* For a filter of them too. */
#define IS(name, wants)                                                                            \
    bool places_is_##name(struct ui *ui, size_t item)                                              \
    {                                                                                              \
        return wants(ui, item);                                                                    \
    }
IS(operator, is_operator)
IS(client, is_client)
IS(file, has_file)
IS(link, has_link)
IS(unanswered, is_unanswered)
#undef IS

#define SEEK(name, wants)                                                                          \
    void cmd_seek_##name(struct ui *ui, int count)                                                 \
    {                                                                                              \
        (void)count;                                                                               \
        search_seek(ui, wants, ui->direction);                                                     \
    }
SEEK(operator, is_operator)
SEEK(client, is_client)
SEEK(bot, is_bot)
SEEK(handover, is_handover)
SEEK(file, has_file)
SEEK(link, has_link)
SEEK(mark, has_mark)
SEEK(vote, has_vote)
SEEK(unanswered, is_unanswered)
#undef SEEK

/* --- marks and jumps ------------------------------------------------------------------------- */

enum { JUMPS = 100 };

static struct jump here(const struct ui *ui)
{
    const struct chat *chat = ui_chat(ui);
    size_t item = ui_item(ui);

    const struct session *session;
    const struct entry *entry;

    if (!chat || item == NO_ITEM)
        return (struct jump){0, 0, 0};
    entry = chat_item(chat, item, &session);
    return (struct jump){chat->id, entry->id, session->id};
}

static bool is_same(struct jump a, struct jump b)
{
    return a.chat == b.chat && a.message == b.message && a.session == b.session;
}

/* The last of the list that is elsewhere; what is here is forgotten. NULL, and told: none is. */
static struct jump *last_jump(struct ui *ui)
{
    while (ui->jumps.n && is_same(ui->jumps.at[ui->jumps.n - 1], here(ui)))
        ui->jumps.n--;
    if (ui->jumps.n)
        return &ui->jumps.at[ui->jumps.n - 1];
    ui_tell(ui, _("there is no place to go back to"));
    return NULL;
}

void places_keep(struct ui *ui)
{
    struct jump now = here(ui);

    if (now.chat == 0 || (ui->jumps.n && is_same(ui->jumps.at[ui->jumps.n - 1], now)))
        return;
    if (ui->jumps.n == JUMPS) {
        memmove(ui->jumps.at, ui->jumps.at + 1, (JUMPS - 1) * sizeof *ui->jumps.at);
        ui->jumps.n--;
    }
    vec_push(&ui->jumps, now);
}

static bool go(struct ui *ui, struct jump to)
{
    bool found;

    return loading_go(ui, to, 0, &found);
}

void cmd_jump_back(struct ui *ui, int count)
{
    const struct jump *to;

    await_forget(ui);
    for (int i = 0; i < times(count) && (to = last_jump(ui)); i++) {
        ui->jumps.n--;
        go(ui, *to);
    }
}

static bool is_letter(struct ui *ui, int key)
{
    if (key >= 'a' && key <= 'z')
        return true;
    ui_tell(ui, _("marks are the letters a to z"));
    return false;
}

static void set_mark(struct ui *ui, int key)
{
    struct jump mark = here(ui);

    if (!is_letter(ui, key))
        return;
    memory_set_mark(ui->memory, key, mark.chat, mark.message);
    ui_keep(ui, NULL);
    ui_tell(ui, _("mark %c set"), key);
}

static void swap_last(struct ui *ui)
{
    struct jump *last = last_jump(ui), to;

    if (!last)
        return;
    to = *last;
    *last = here(ui);
    go(ui, to);
}

static void to_mark(struct ui *ui, int key)
{
    struct jump mark = {0};

    if (key == '\'') {
        swap_last(ui);
    } else if (!is_letter(ui, key)) {
        return;
    } else if (!memory_mark(ui->memory, key, &mark.chat, &mark.message)) {
        ui_tell(ui, _("mark %c is not set"), key);
    } else if (!go(ui, mark)) {
        ui_tell(ui, _("the chat of mark %c is not in what was opened"), key);
    }
}

void cmd_mark(struct ui *ui, int count)
{
    (void)count;
    keys_ask_letter(ui, set_mark, _("set a mark: a letter from a to z"));
}

void cmd_to_mark(struct ui *ui, int count)
{
    (void)count;
    keys_ask_letter(ui, to_mark, _("go to a mark: a letter from a to z, or ' for back"));
}

bool places_go_text(struct ui *ui, const char *text)
{
    struct permalink link = {0};

    if (!permalink_parse(text, strlen(text), &link))
        return false;
    await_place(ui, &(struct source_place){link.chat, link.session, link.message, NULL, NULL, 0},
                text);
    return true;
}

void places_go_link(struct ui *ui, enum link_kind kind, const char *target)
{
    struct str text = {0};

    str_addf(&text, kind == LINK_CHAT ? "chat%s" : kind == LINK_SESSION ? "imol|%s" : "%s",
             target);
    if (!places_go_text(ui, str_text(&text)))
        ui_tell(ui, _("%s is not in what was opened"), target);
    str_release(&text);
}

/* A quote's head carries the message it quotes. */
static void take_reference(void *self, const char *label, const struct link *link)
{
    struct str *target = self;

    (void)label;
    if (link->kind == LINK_MESSAGE && target->size == 0)
        str_add_text(target, link->target);
}

void cmd_quoted(struct ui *ui, int count)
{
    struct str target = {0};

    (void)count;
    if (ui_message(ui))
        plain_links(&ui->start.look, ui_message(ui), take_reference, &target);
    if (target.size)
        places_go_link(ui, LINK_MESSAGE, str_text(&target));
    else
        ui_tell(ui, _("this message quotes none"));
    str_release(&target);
}
