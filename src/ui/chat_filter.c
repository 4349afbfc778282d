/* SPDX-License-Identifier: MIT */
#include "ui/chat_filter.h"
#include "base/words.h"
#include "layout/chat.h"
#include "model/query.h"
#include "text/find.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- what a chat is asked -------------------------------------------------------------------- */

static bool has_text(const char *text, const char *value)
{
    struct error error;
    struct pattern *pattern = pattern_new(value, strlen(value), FIND_SMART, &error);
    size_t start, end;
    bool found = pattern && text && pattern_find(pattern, text, strlen(text), 0, &start, &end);

    pattern_free(pattern);
    return found;
}

static bool is_number(const char *value, int64_t number)
{
    char *end;

    return *value && strtoll(value, &end, 10) == number && *end == '\0';
}

static const struct session *newest(const struct chat *chat)
{
    return chat->sessions.n ? chat->sessions.at[chat->sessions.n - 1] : NULL;
}

static bool has_line(const struct ui *ui, const struct chat *chat, const char *value)
{
    return is_number(value, chat->line) ||
           has_text(store_line(ui->start.look.store, chat->line), value);
}

static bool is_user(const struct ui *ui, int64_t user, const char *value)
{
    return user &&
           (is_number(value, user) || has_text(store_user_name(ui->start.look.store, user), value));
}

static bool has_operator(const struct ui *ui, const struct chat *chat, const char *value)
{
    if (is_user(ui, chat->owner, value))
        return true;
    for (size_t s = 0; s < chat->sessions.n; s++)
        for (size_t i = 0; i < chat->sessions.at[s]->operators.n; i++)
            if (is_user(ui, chat->sessions.at[s]->operators.at[i], value))
                return true;
    return false;
}

static bool has_status(const struct ui *ui, const struct chat *chat, const char *value)
{
    const struct session *session = newest(chat);

    if (strcmp(value, "waiting") == 0)
        return chat_waits(&ui->start.look, chat);
    if (strcmp(value, "open") == 0)
        return session && !session_is_closed(session);
    return strcmp(value, "closed") == 0 && session && session_is_closed(session);
}

static bool has_connector(const struct ui *ui, const struct chat *chat, const char *value)
{
    (void)ui;
    return has_text(chat->connector, value);
}

/* As the clock shows it, as in item_at of :goto. < 0: the chat's last moment is earlier. */
static bool compare_moment(const struct ui *ui, const struct chat *chat, const char *value,
                           int64_t *difference)
{
    struct when when, last = chat_last(chat);
    struct when_parts parts;

    if (last.time == WHEN_NONE || !when_parse(value, strlen(value), &when))
        return false;
    when_split(last, &ui->start.look.zone, &parts);
    *difference = last.time + (int64_t)parts.offset * 60 - when.time;
    return true;
}

static bool is_after(const struct ui *ui, const struct chat *chat, const char *value)
{
    int64_t difference;

    return compare_moment(ui, chat, value, &difference) && difference >= 0;
}

static bool is_before(const struct ui *ui, const struct chat *chat, const char *value)
{
    int64_t difference;

    return compare_moment(ui, chat, value, &difference) && difference < 0;
}

static bool is_vote(const struct session *session, const char *value)
{
    if (strcmp(value, "good") == 0)
        return session->vote_user > 1;
    if (strcmp(value, "bad") == 0)
        return session->vote_user == 1;
    if (strcmp(value, "any") == 0)
        return session->vote_user || session->vote_head;
    return session->vote_head && is_number(value, session->vote_head);
}

static bool has_vote(const struct ui *ui, const struct chat *chat, const char *value)
{
    (void)ui;
    for (size_t s = 0; s < chat->sessions.n; s++)
        if (is_vote(chat->sessions.at[s], value))
            return true;
    return false;
}

static bool has_words(const struct ui *ui, const struct chat *chat, const char *value)
{
    struct str words = {0};
    bool found;

    str_addf(&words, "%s\n", chat->name);
    chat_add_words(&ui->start.look, chat, &words);
    found = has_text(str_text(&words), value);
    str_release(&words);
    return found;
}

const struct chat_filter_row chat_filter_table[] = {
    {"line", N_("line:NUMBER line:NAME"), N_("the open line it came through"), has_line, NULL,
     false},
    {"operator", N_("operator:NAME operator:ID"), N_("who answered it, or is to"), has_operator,
     NULL, true},
    {"status", N_("status:open"), N_("open, closed, or waiting for an answer"), has_status,
     "open|closed|waiting", false},
    {"connector", N_("connector:NAME"), N_("the channel it came through"), has_connector, NULL,
     false},
    {"after", N_("after:DATE"), N_("its last message is of that moment or later"), is_after, NULL,
     false},
    {"before", N_("before:DATE"), N_("its last message is earlier"), is_before, NULL, false},
    {"vote", N_("vote:bad"), N_("good or bad by the client, 1 to 5 by the head, or any"), has_vote,
     "good|bad|any|1|2|3|4|5", false},
    {NULL, N_("word"), N_("any other word: in the title or the last words"), has_words, NULL,
     false},
    {NULL, NULL, NULL, NULL, NULL, false},
};

/* --- terms ----------------------------------------------------------------------------------- */

struct term {
    const struct chat_filter_row *row;
    char *values; /* with commas between */
    bool is_negated;
};

struct chat_filter {
    VEC(struct term) terms;
    bool is_strict; /* the shown chat is asked too */
};

static struct term read_term(const char *text, size_t size)
{
    struct term term = {.row = chat_filter_table};
    const char *colon;

    term.is_negated = size > 1 && *text == '-';
    text += term.is_negated;
    size -= term.is_negated;
    colon = memchr(text, ':', size);
    while (term.row->word && (!colon || strlen(term.row->word) != (size_t)(colon - text) ||
                              memcmp(term.row->word, text, (size_t)(colon - text)) != 0))
        term.row++;
    if (term.row->word) {
        size -= (size_t)(colon + 1 - text);
        text = colon + 1;
    }
    term.values = mem_copy(text, size);
    return term;
}

static struct chat_filter *read_filter(struct ui *ui, const char *text)
{
    struct chat_filter *filter = mem_zero(1, sizeof *filter);

    text += strspn(text, " ");
    while (*text && filter->terms.n < QUERY_TERMS) {
        size_t size = strcspn(text, " ");

        vec_push(&filter->terms, read_term(text, size));
        text += size;
        text += strspn(text, " ");
    }
    if (*text)
        ui_tell(ui, _("only the first %d terms are searched for"), QUERY_TERMS);
    return filter;
}

void chat_filter_free(struct chat_filter *filter)
{
    if (!filter)
        return;
    for (size_t i = 0; i < filter->terms.n; i++)
        free(filter->terms.at[i].values);
    vec_release(&filter->terms);
    free(filter);
}

static bool holds(const struct ui *ui, const struct chat *chat, const struct term *term)
{
    const char *value = term->values;
    bool found = false;

    while (!found) {
        size_t size = term->row->word ? strcspn(value, ",") : strlen(value);
        char *one = mem_copy(value, size);

        found = term->row->holds(ui, chat, one);
        free(one);
        if (!value[size])
            break;
        value += size + 1;
    }
    return found != term->is_negated;
}

/* Who reads a chat goes on reading it, whatever happens to it. */
static bool shows(void *self, const struct chat *chat)
{
    const struct ui *ui = self;
    const struct chat_filter *filter = ui->chat_filter;

    if (!filter->is_strict && ui_chat(ui) == chat)
        return true;
    for (size_t i = 0; i < filter->terms.n; i++)
        if (!holds(ui, chat, &filter->terms.at[i]))
            return false;
    return true;
}

/* --- the list -------------------------------------------------------------------------------- */

static size_t place_of(const struct store *store, const struct chat *chat)
{
    for (size_t i = 0; i < store_n_chats(store); i++)
        if (store_chat_at(store, i) == chat)
            return i;
    return 0;
}

/* False: nothing would be left. */
static bool apply(struct ui *ui, struct chat_filter *filter)
{
    struct store *store = ui->start.look.store;
    const struct chat *shown = ui_chat(ui);

    ui->chat_filter = filter;
    store_set_filter(store, filter ? shows : NULL, ui);
    ui->chats.n = store_n_shown(store);
    ui->shown = shown ? place_of(store, shown) : 0;
    if (filter)
        filter->is_strict = false;
    return ui->chats.n || store_n_chats(store) == 0;
}

static void put(struct ui *ui, struct chat_filter *filter)
{
    struct chat_filter *before = ui->chat_filter;
    bool done;

    if (filter)
        filter->is_strict = true;
    done = apply(ui, filter);
    if (!done)
        apply(ui, before);
    chat_filter_free(done ? before : filter);
    if (!done)
        ui_tell(ui, _("no chat of the list matches"));
    view_select(&ui->chats, ui->shown < ui->chats.n ? ui->shown : 0, -1);
    if (ui->chats.selected != ui->shown && ui->chats.n)
        ui_show(ui, ui->chats.selected);
    ui_settle(ui);
}

void chat_filter_set(struct ui *ui, const char *text)
{
    struct chat_filter *filter = read_filter(ui, text);

    if (filter->terms.n) {
        put(ui, filter);
        return;
    }
    chat_filter_free(filter);
    put(ui, NULL);
}

void chat_filter_reveal(struct ui *ui, const struct chat *chat)
{
    if (chat->is_left_out)
        put(ui, NULL);
}
