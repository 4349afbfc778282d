/* SPDX-License-Identifier: MIT */
#include "layout/message.h"
#include "base/words.h"
#include "layout/attach.h"
#include "layout/place.h"
#include "text/bbcode.h"
#include "text/cluster.h"

#include <inttypes.h>
#include <string.h>

enum {
    GROUP_SECONDS = 5 * 60, /* messages of one sender this close are one group */
    GAP_SECONDS = 60 * 60,  /* silences this long are told */
    NARROW = 40,            /* columns under which times are left out */
    TINY = 20,              /* columns under which only text is left */
    TIME_COLUMN = 1,
    TIME_COLUMNS = 5,
};

/* What laying out one item needs to know of it and of the one before. */
struct item {
    const struct look *look;
    const struct session *session;
    const struct entry *entry, *before; /* before: NULL for the chat's first */
    bool same_session, same_day;
    bool named;     /* the sender's name stands above the text */
    bool grouped;   /* goes on after a message of the same sender */
    bool gap;       /* a silence is told in the name's row */
    struct rows *rows;
    struct rich rich;
    size_t number; /* in the chat, from 1 */
    int text_column, glyph_column; /* glyph_column < 0: none */
};

static struct when when_of(const struct entry *entry)
{
    return (struct when){entry->time, entry->offset};
}

static bool is_same_minute(const struct entry *a, const struct entry *b)
{
    return a->time / 60 == b->time / 60;
}

static bool is_person(const struct entry *entry)
{
    return entry->sender != 0 && !(entry->flags & MESSAGE_MISSING) && !entry_is_gap(entry);
}

static bool continues_group(const struct item *item)
{
    const struct entry *entry = item->entry, *before = item->before;

    return before && item->same_session && item->same_day && is_person(before) &&
           before->sender == entry->sender && before->class == entry->class &&
           entry->time >= before->time && entry->time - before->time < GROUP_SECONDS;
}

static void set_columns(struct item *item, int width)
{
    item->text_column = width >= NARROW ? GUTTER : width >= TINY ? 4 : 0;
    item->glyph_column = width >= NARROW ? 7 : width >= TINY ? 1 : -1;
}

static struct item item_of(const struct look *look, const struct chat *chat, size_t i,
                           size_t before)
{
    const struct session *before_session = NULL;
    struct item item = {.look = look, .number = i + 1};

    item.entry = chat_item(chat, i, &item.session);
    item.before = before == NO_ITEM ? NULL : chat_item(chat, before, &before_session);
    item.same_session = before_session == item.session;
    item.same_day = item.before && place_same_day(look, item.before, item.entry);
    item.grouped = is_person(item.entry) && continues_group(&item);
    item.named = is_person(item.entry) && !item.grouped;
    item.gap = item.named && item.before && item.before->time != WHEN_NONE &&
               item.entry->time != WHEN_NONE && item.entry->time - item.before->time >= GAP_SECONDS;
    return item;
}

static bool repeats_time(const struct item *item)
{
    return item->grouped && is_same_minute(item->entry, item->before);
}

struct message_relation message_relate(const struct look *look, const struct chat *chat,
                                       size_t i, size_t before)
{
    struct item item = item_of(look, chat, i, before);

    return (struct message_relation){item.grouped, repeats_time(&item),
                                     item.gap ? item.entry->time - item.before->time : 0};
}

/* --- gutter ----------------------------------------------------------------------------------- */

static const char *glyph_of(const struct item *item)
{
    const struct class_row *class = &class_table[item->entry->class];

    if (item->entry->class == CLASS_MESSAGE)
        return item->named
                   ? user_role_table[store_user_role(item->look->store, item->entry->sender)].glyph
                   : "";
    return item->look->ascii ? class->ascii : class->glyph;
}

static enum role sender_role(const struct item *item)
{
    static const enum role roles[USER_ROLES] = {
        [USER_CLIENT] = ROLE_CLIENT,
        [USER_OPERATOR] = ROLE_OPERATOR,
        [USER_BOT] = ROLE_BOT,
        [USER_SYSTEM] = ROLE_SYSTEM,
    };

    return roles[store_user_role(item->look->store, item->entry->sender)];
}

static enum role role_of(const struct item *item)
{
    enum role role = class_table[item->entry->class].role;

    return role == ROLE_TEXT ? sender_role(item) : role;
}

static void put_time(struct item *item, bool gap)
{
    struct str text = {0};
    int column = TIME_COLUMN;

    if (item->text_column < GUTTER || (item->entry->time == WHEN_NONE && !item->look->numbers))
        return;
    if (item->look->numbers) {
        str_addf(&text, "%5zu", item->number);
    } else if (gap) {
        str_add_char(&text, '+');
        when_add_span(&text, item->entry->time - item->before->time);
        column += TIME_COLUMNS - (int)(text.size < TIME_COLUMNS ? text.size : TIME_COLUMNS);
    } else {
        when_add_clock(&text, when_of(item->entry), &item->look->zone);
    }
    rows_put_bytes(item->rows, column, TIME_COLUMNS, str_text(&text), text.size,
                   style_of(ROLE_TIME), 0);
    str_release(&text);
}

static void put_glyph(struct item *item)
{
    if (item->glyph_column >= 0)
        rows_put(item->rows, item->glyph_column, glyph_of(item),
                 style_with(role_of(item), ATTR_BOLD));
}

/* The first row of the text, when no name stands above it, carries the gutter. */
static void begin_text_row(void *self, struct rows *rows, int index)
{
    struct item *item = self;
    bool repeats = repeats_time(item) && !item->look->numbers;

    (void)rows;
    if (index > 0)
        return;
    if (item->named ? item->gap && !item->look->numbers : !repeats)
        put_time(item, false);
    if (!item->named)
        put_glyph(item);
}

static void add_rich(struct item *item)
{
    struct margin margin = {item->text_column, begin_text_row, item};

    rows_add_rich(item->rows, &item->rich, &margin, 1, false);
}

/* --- parts of a message ----------------------------------------------------------------------- */

/* One line in which a search may have found something. */
static void put_marked(struct item *item, int column, const char *text, struct style style,
                       const struct pattern *pattern)
{
    struct margin margin = {column, NULL, NULL};
    struct rich rich = {0};

    if (!pattern) {
        rows_put(item->rows, column, text, style);
        return;
    }
    rich_add(&rich, text, strlen(text), style, 0);
    rich_highlight(&rich, pattern, ROLE_MATCH);
    rows_add_rich(item->rows, &rich, &margin, 1, true);
    rich_release(&rich);
}

static void add_name(struct item *item, const struct message *message)
{
    const char *name = store_sender_name(item->look->store, message);
    const struct user *user = store_find_user(item->look->store, message->sender);
    struct style style = style_with(sender_role(item), ATTR_BOLD);

    if (style.role == ROLE_OPERATOR && user)
        style.color = user->color;
    rows_begin(item->rows);
    put_time(item, item->gap);
    put_glyph(item);
    put_marked(item, item->text_column, name, style, item->look->name_pattern);
}

static void append(struct item *item, const char *text, struct style style)
{
    rich_add(&item->rich, text, strlen(text), style, 0);
}

static void append_stars(struct item *item, int stars)
{
    append(item, "  ", STYLE_PLAIN);
    for (int i = 0; i < 5; i++)
        append(item, i < stars ? "★" : "☆", style_of(ROLE_VOTE));
}

static void append_votes(struct item *item, const struct message *message)
{
    if (message->vote_head >= 1 && message->vote_head <= 5)
        append_stars(item, message->vote_head);
    if (message->class != CLASS_VOTE && message->class != CLASS_END)
        return;
    if (message->vote_user == 5)
        append(item, "  👍", style_of(ROLE_VOTE));
    else if (message->vote_user == 1)
        append(item, "  👎", style_of(ROLE_VOTE));
}

static bool is_among(const int64_t *ids, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static void append_marks(struct item *item, const struct message *message)
{
    /* these are said in words where there is no text */
    unsigned said = MESSAGE_MISSING | (*message->raw ? 0 : MESSAGE_DELETED);
    struct str marks = {0};

    for (const struct flag_row *flag = flag_table; flag->bit; flag++)
        if (message->flags & flag->bit & ~said)
            str_addf(&marks, "  %s", gettext(flag->word));
    if (is_among(item->look->tagged, item->look->n_tagged, message->id))
        str_addf(&marks, "  %s", _("tagged"));
    if (message->likes.n)
        str_addf(&marks, "  ♥ %zu", message->likes.n);
    append(item, str_text(&marks), style_of(ROLE_NOTE));
    str_release(&marks);
}

static void append_absence(struct item *item, const struct message *message)
{
    struct str text = {0};

    if (message->flags & MESSAGE_MISSING)
        str_addf(&text, _("message %" PRId64 " was listed but not delivered"), message->id);
    else if (message->flags & MESSAGE_DELETED)
        str_add_text(&text, _("the message was deleted"));
    append(item, str_text(&text), style_of(ROLE_MISSING));
    str_release(&text);
}

static void set_text(struct item *item, const struct message *message)
{
    struct bbcode_names names = store_names(item->look->store, &item->look->zone);
    struct style style = style_of(class_table[message->class].role);

    bbcode_parse(message->raw, strlen(message->raw), &names, style, &item->rich);
    look_highlight(item->look, &item->rich);
    if (item->rich.text.size == 0)
        append_absence(item, message);
}

static bool has_more(const struct message *message)
{
    return message->attaches.n || message->files.n || message->buttons.n;
}

static void add_text(struct item *item, const struct message *message)
{
    set_text(item, message);
    append_votes(item, message);
    append_marks(item, message);
    if (item->rich.text.size || !has_more(message) || !item->named)
        add_rich(item);
}

static void add_file(struct item *item, int64_t id)
{
    const struct file *file = store_find_file(item->look->store, id);
    struct str text = {0};

    if (file && !file->missing) {
        str_add_text(&text, "⎙ ");
        attach_add_facts(&text, file->name, file->size, file->width, file->height);
    } else {
        str_addf(&text, _("⎙ file %" PRId64 " was not delivered"), id);
    }
    rows_begin(item->rows);
    put_marked(item, item->text_column, str_text(&text),
               style_of(file && !file->missing ? ROLE_FILE : ROLE_MISSING),
               item->look->file_pattern);
    str_release(&text);
}

static void add_buttons(struct item *item, const struct message *message)
{
    int column = item->rows->width;
    struct str label = {0};

    for (size_t i = 0; i < message->buttons.n; i++) {
        int columns;

        if (message->buttons.at[i].newline) {
            column = item->rows->width;
            continue;
        }
        str_clear(&label);
        str_addf(&label, "[ %s ]", message->buttons.at[i].text);
        columns = cluster_columns(str_text(&label), label.size);
        if (column > item->text_column && column + columns >= item->rows->width) {
            rows_begin(item->rows);
            column = item->text_column;
        }
        put_marked(item, column, str_text(&label), style_of(ROLE_BUTTON), item->look->pattern);
        column += columns + 1;
    }
    str_release(&label);
}

/* --- the whole piece --------------------------------------------------------------------- */

static bool had_attachments(const struct item *item)
{
    const struct message *before;

    if (!item->before || !item->same_session)
        return false;
    before = store_message(item->look->store, item->session, item->before);
    return before->attaches.n || before->files.n || before->buttons.n;
}

static void add_place(struct item *item, bool folded)
{
    if (item->look->brief)
        return;
    if (item->before && (!item->same_day || !item->same_session || item->named ||
                         (!item->grouped && had_attachments(item))))
        rows_begin(item->rows);
    if (!item->same_day)
        place_add_day(item->look, item->entry, item->rows);
    if (!item->same_session && !folded)
        place_add_session(item->look, item->session, item->rows);
}

/* The line stands above the first piece after it that is shown, or at the end of the chat. */
static bool begins_unreviewed(const struct look *look, struct piece piece, size_t before)
{
    return !look->brief && before != NO_ITEM && before < look->n_reviewed &&
           piece.item >= look->n_reviewed;
}

static bool ends_reviewed(const struct look *look, const struct chat *chat, struct piece piece)
{
    return !look->brief && piece.item + piece.n == chat->n_items &&
           look->n_reviewed == chat->n_items;
}

static void add_message(struct item *item)
{
    const struct message *message = store_message(item->look->store, item->session, item->entry);

    if (item->named)
        add_name(item, message);
    add_text(item, message);
    for (size_t a = 0; a < message->attaches.n; a++)
        attach_layout(item->look, &message->attaches.at[a], item->text_column, item->rows);
    for (size_t f = 0; f < message->files.n; f++)
        add_file(item, message->files.at[f]);
    add_buttons(item, message);
}

/* Messages that are not here: how many, and what is being done about it. */
static void add_gap(struct item *item)
{
    const struct session *session = item->session;
    struct str text = {0};
    size_t n = session->n_messages;
    bool failed = session->state == LOAD_FAILED || session->failure;

    str_add_text(&text, "⋯ ");
    if (n)
        str_addf(&text, ngettext("%zu message", "%zu messages", n), n);
    else
        str_add_text(&text, _("messages"));
    if (failed)
        str_addf(&text, _(" not loaded: %s"), session->failure ? session->failure : "");
    else
        str_add_text(&text,
                     session->state == LOAD_PENDING ? _(", loading") : _(" not loaded yet"));
    append(item, str_text(&text), style_of(failed ? ROLE_MISSING : ROLE_SYSTEM));
    str_release(&text);
    add_rich(item);
}

static void add_run(struct item *item, size_t n)
{
    struct str text = {0};

    str_addf(&text, ngettext("⋯ %zu service message", "⋯ %zu service messages", n), n);
    append(item, str_text(&text), style_of(ROLE_SYSTEM));
    str_release(&text);
    add_rich(item);
}

/* What is at hand is all there is. */
static bool may_begin_earlier(const struct look *look, const struct chat *chat, struct piece piece)
{
    return piece.item == 0 && !look->brief && !store_is_at_hand(look->store) &&
           chat_may_have_earlier(chat);
}

void message_layout(const struct look *look, const struct chat *chat, struct piece piece,
                    size_t before, int width, struct rows *out, int *body)
{
    struct item item;

    rows_clear(out, width);
    item = item_of(look, chat, piece.item, before);
    item.rows = out;
    set_columns(&item, width);
    out->whole = is_among(look->expanded, look->n_expanded, item.entry->id);
    out->cut = look->cut && !out->whole;
    if (begins_unreviewed(look, piece, before))
        place_add_reviewed(out);
    if (may_begin_earlier(look, chat, piece))
        place_add_earlier(out);
    add_place(&item, piece.kind == PIECE_FOLD);
    *body = (int)out->rows.n;
    if (piece.kind == PIECE_FOLD)
        place_add_fold(look, item.session, out);
    else if (piece.kind == PIECE_RUN)
        add_run(&item, piece.n);
    else if (entry_is_gap(item.entry))
        add_gap(&item);
    else
        add_message(&item);
    if (ends_reviewed(look, chat, piece))
        place_add_reviewed(out);
    rich_release(&item.rich);
}
