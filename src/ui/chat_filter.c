/* SPDX-License-Identifier: MIT */
#include "ui/chat_filter.h"
#include "base/words.h"
#include "layout/chat.h"
#include "model/query.h"
#include "text/find.h"
#include "ui/option.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- what a chat is asked -------------------------------------------------------------------- */

struct chat_value {
    char *text;
    struct pattern *pattern; /* of the text; NULL: of nothing */
};

static bool has_text(const char *text, const struct chat_value *value)
{
    size_t start, end;

    return value->pattern && text &&
           pattern_find(value->pattern, text, strlen(text), 0, &start, &end);
}

static bool is_number(const struct chat_value *value, int64_t number)
{
    char *end;

    return *value->text && strtoll(value->text, &end, 10) == number && *end == '\0';
}

static bool is_word(const char *word, const struct chat_value *value)
{
    return strcmp(value->text, word) == 0;
}

static const struct session *newest(const struct chat *chat)
{
    return chat->sessions.n ? chat->sessions.at[chat->sessions.n - 1] : NULL;
}

static bool has_line(const struct ui *ui, const struct chat *chat, const struct chat_value *value)
{
    return is_number(value, chat->line) ||
           has_text(store_line(ui->start.look.store, chat->line), value);
}

static bool is_user(const struct ui *ui, int64_t user, const struct chat_value *value)
{
    return user &&
           (is_number(value, user) || has_text(store_user_name(ui->start.look.store, user), value));
}

static bool has_operator(const struct ui *ui, const struct chat *chat,
                         const struct chat_value *value)
{
    if (is_user(ui, chat->owner, value))
        return true;
    for (size_t s = 0; s < chat->sessions.n; s++)
        for (size_t i = 0; i < chat->sessions.at[s]->operators.n; i++)
            if (is_user(ui, chat->sessions.at[s]->operators.at[i], value))
                return true;
    return false;
}

static bool has_status(const struct ui *ui, const struct chat *chat, const struct chat_value *value)
{
    const struct session *session = newest(chat);

    if (is_word("waiting", value))
        return chat_waits(&ui->start.look, chat);
    if (is_word("open", value))
        return session && !session_is_closed(session);
    return is_word("closed", value) && session && session_is_closed(session);
}

static bool has_connector(const struct ui *ui, const struct chat *chat,
                         const struct chat_value *value)
{
    (void)ui;
    return has_text(chat->connector, value);
}

/* As the clock shows it, as in item_at of :goto. < 0: the chat's last moment is earlier. */
static bool compare_moment(const struct ui *ui, const struct chat *chat,
                           const struct chat_value *value, int64_t *difference)
{
    struct when last = chat_last(chat);
    struct when_typed typed;
    struct when_parts parts;

    if (last.time == WHEN_NONE || !when_parse_typed(value->text, strlen(value->text), &typed))
        return false;
    when_split(last, &ui->start.look.zone, &parts);
    *difference = last.time + (int64_t)parts.offset * 60 - typed.when.time;
    return true;
}

static bool is_after(const struct ui *ui, const struct chat *chat, const struct chat_value *value)
{
    int64_t difference;

    return compare_moment(ui, chat, value, &difference) && difference >= 0;
}

static bool is_before(const struct ui *ui, const struct chat *chat, const struct chat_value *value)
{
    int64_t difference;

    return compare_moment(ui, chat, value, &difference) && difference < 0;
}

static bool is_vote(const struct session *session, const struct chat_value *value)
{
    if (is_word("good", value))
        return session->vote_user > 1;
    if (is_word("bad", value))
        return session->vote_user == 1;
    if (is_word("any", value))
        return session->vote_user || session->vote_head;
    return session->vote_head && is_number(value, session->vote_head);
}

static bool has_vote(const struct ui *ui, const struct chat *chat, const struct chat_value *value)
{
    (void)ui;
    for (size_t s = 0; s < chat->sessions.n; s++)
        if (is_vote(chat->sessions.at[s], value))
            return true;
    return false;
}

static bool has_words(const struct ui *ui, const struct chat *chat, const struct chat_value *value)
{
    struct str words = {0};
    bool found;

    str_addf(&words, "%s\n", chat->name);
    chat_add_words(&ui->start.look, chat, &words);
    found = has_text(str_text(&words), value);
    str_release(&words);
    return found;
}

static bool is_moment(const char *value)
{
    struct when when;

    return when_parse(value, strlen(value), &when);
}

static bool knows_name(const struct chat *chat, const struct chat_value *value)
{
    (void)value;
    return chat_knows_name(chat);
}

static bool knows_votes(const struct chat *chat, const struct chat_value *value)
{
    (void)value;
    return chat_knows_votes(chat);
}

static bool knows_status(const struct chat *chat, const struct chat_value *value)
{
    return is_word("waiting", value) ? chat_knows_wait(chat)
                                     : chat->sessions.n || chat->state == LOAD_DONE;
}

const struct chat_filter_row chat_filter_table[] = {
    {"line", N_("line:NUMBER line:NAME"), N_("the open line it came through"), has_line, NULL,
     false, NULL, NULL},
    {"operator", N_("operator:NAME operator:ID"), N_("who answered it, or is to"), has_operator,
     NULL, true, NULL, NULL},
    {"status", N_("status:open"), N_("open, closed, or waiting for an answer"), has_status,
     "open|closed|waiting", false, NULL, knows_status},
    {"connector", N_("connector:NAME"), N_("the channel it came through"), has_connector, NULL,
     false, NULL, NULL},
    {"after", N_("after:DATE"), N_("its last message is of that moment or later"), is_after, NULL,
     false, is_moment, NULL},
    {"before", N_("before:DATE"), N_("its last message is earlier"), is_before, NULL, false,
     is_moment, NULL},
    {"vote", N_("vote:bad"), N_("good or bad by the client, 1 to 5 by the head, or any"), has_vote,
     "good|bad|any|1|2|3|4|5", false, NULL, knows_votes},
    {NULL, N_("word"), N_("any other word: in the title or the last words"), has_words, NULL,
     false, NULL, knows_name},
    {NULL, NULL, NULL, NULL, NULL, false, NULL, NULL},
};

/* --- terms ----------------------------------------------------------------------------------- */

struct term {
    const struct chat_filter_row *row;
    VEC(struct chat_value) values; /* one of which must hold */
    bool is_negated;
};

struct chat_filter {
    VEC(struct term) terms;
    bool is_strict; /* the shown chat is asked too */
};

static bool takes(const struct chat_filter_row *row, const char *value)
{
    return (!row->values || option_choice(row->values, value) >= 0) &&
           (!row->takes || row->takes(value));
}

static bool add_value(struct term *term, const char *text, size_t size, struct error *error)
{
    const struct chat_filter_row *row = term->row;
    struct chat_value *value = vec_push_new(&term->values);
    struct error ignored;

    *value = (struct chat_value){mem_copy(text, size),
                                 pattern_new(text, size, FIND_SMART, &ignored)};
    return takes(row, value->text) ||
           error_set(error, ERROR_USAGE, _("%s:%s is not understood; there is %s: %s"), row->word,
                     value->text, gettext(row->form), gettext(row->help));
}

/* word:value, where the colon belongs to no address and no time of day. */
static size_t word_size(const char *text, size_t size)
{
    size_t n = 0;

    while (n < size && text[n] >= 'a' && text[n] <= 'z')
        n++;
    return n && n < size && text[n] == ':' && text[n + 1] != '/' ? n : 0;
}

static bool tell_words(const char *text, size_t size, struct error *error)
{
    struct str words = {0};

    for (const struct chat_filter_row *row = chat_filter_table; row->word; row++)
        str_addf(&words, "%s%s:", words.size ? " " : "", row->word);
    error_set(error, ERROR_USAGE, _("%.*s: is not understood; there are %s and words without :"),
              (int)size, text, str_text(&words));
    str_release(&words);
    return false;
}

static bool find_row(struct term *term, const char *text, size_t size, struct error *error)
{
    const struct chat_filter_row *row = chat_filter_table;

    while (row->word && (strlen(row->word) != size || memcmp(row->word, text, size) != 0))
        row++;
    term->row = row;
    return row->word || size == 0 || tell_words(text, size, error);
}

static bool read_term(struct term *term, const char *text, const char *end, struct error *error)
{
    size_t word;

    *term = (struct term){.is_negated = end - text > 1 && *text == '-'};
    text += term->is_negated;
    word = word_size(text, (size_t)(end - text));
    if (!find_row(term, text, word, error))
        return false;
    if (!word)
        return add_value(term, text, (size_t)(end - text), error);
    for (text += word + 1; text <= end; text++) {
        const char *comma = memchr(text, ',', (size_t)(end - text));
        const char *stop = comma ? comma : end;

        if (!add_value(term, text, (size_t)(stop - text), error))
            return false;
        text = stop;
    }
    return true;
}

static bool has_room(const struct chat_filter *filter, struct error *error)
{
    return filter->terms.n < QUERY_TERMS ||
           error_set(error, ERROR_USAGE, _("a filter of chats has at most %d terms"), QUERY_TERMS);
}

/* NULL and a sentence: something of it is not understood. */
static struct chat_filter *read_filter(const char *text, struct error *error)
{
    struct chat_filter *filter = mem_zero(1, sizeof *filter);

    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        const char *end = text + strcspn(text, " ");

        if (!has_room(filter, error) ||
            !read_term(vec_push_new(&filter->terms), text, end, error)) {
            chat_filter_free(filter);
            return NULL;
        }
        text = end;
    }
    return filter;
}

static void term_release(struct term *term)
{
    for (size_t i = 0; i < term->values.n; i++) {
        free(term->values.at[i].text);
        pattern_free(term->values.at[i].pattern);
    }
    vec_release(&term->values);
}

void chat_filter_free(struct chat_filter *filter)
{
    if (!filter)
        return;
    for (size_t i = 0; i < filter->terms.n; i++)
        term_release(&filter->terms.at[i]);
    vec_release(&filter->terms);
    free(filter);
}

static bool finds(const struct ui *ui, const struct chat *chat, const struct term *term)
{
    bool found = false;

    for (size_t i = 0; i < term->values.n && !found; i++)
        found = term->row->holds(ui, chat, &term->values.at[i]);
    return found;
}

static bool holds(const struct ui *ui, const struct chat *chat, const struct term *term)
{
    return finds(ui, chat, term) != term->is_negated;
}

static bool knows(const struct chat *chat, const struct term *term)
{
    bool known = true;

    for (size_t i = 0; term->row->knows && i < term->values.n && known; i++)
        known = term->row->knows(chat, &term->values.at[i]);
    return known;
}

/* Whether more of it would have to be loaded to say that it matches, or that it does not. */
static bool is_open(const struct ui *ui, const struct chat *chat, const struct chat_filter *filter)
{
    bool open = false;

    for (size_t i = 0; i < filter->terms.n; i++) {
        const struct term *term = &filter->terms.at[i];
        bool found = finds(ui, chat, term);

        if (!found && !knows(chat, term))
            open = true;
        else if (found == term->is_negated)
            return false;
    }
    return open;
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

/* False: nothing would be left. */
static bool apply(struct ui *ui, struct chat_filter *filter)
{
    struct store *store = ui->start.look.store;
    const struct chat *shown = ui_chat(ui);

    ui->chat_filter = filter;
    store_set_filter(store, filter ? shows : NULL, ui);
    ui->chats.n = store_n_shown(store);
    ui->shown = shown ? store_place(store, shown->id) : NO_ITEM;
    if (filter)
        filter->is_strict = false;
    return ui->chats.n || store_n_chats(store) == 0;
}

static void tell(struct ui *ui, const struct chat_filter *filter, bool done)
{
    const struct store *store = ui->start.look.store;
    struct str told = {0};
    size_t n = 0;

    for (size_t i = 0; filter && i < store_n_chats(store); i++)
        n += is_open(ui, store_chat_at(store, i), filter);
    if (!done)
        str_add_text(&told, _("no chat of the list matches"));
    if (n)
        str_addf(&told, ngettext("%s%zu chat not looked at: it is not loaded yet",
                                 "%s%zu chats not looked at: they are not loaded yet", n),
                 told.size ? "; " : "", n);
    if (told.size)
        ui_tell(ui, "%s", str_text(&told));
    str_release(&told);
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
    tell(ui, filter, done);
    chat_filter_free(done ? before : filter);
    view_select(&ui->chats, ui->shown < ui->chats.n ? ui->shown : 0, -1);
    if (ui->chats.selected != ui->shown && ui->chats.n)
        ui_show(ui, ui->chats.selected);
    ui_settle(ui);
}

void chat_filter_set(struct ui *ui, const char *text)
{
    struct error error;
    struct chat_filter *filter = read_filter(text, &error);

    if (!filter) {
        ui_tell(ui, "%s", error.text);
        return;
    }
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
