/* SPDX-License-Identifier: MIT */
#include "ui/edit.h"
#include "text/cluster.h"
#include "text/utf8.h"
#include "ui/term.h"

#include <string.h>

enum { CTRL = 31, DELETE = 0x7F, C1_END = 0x9F };

void edit_release(struct edit *edit)
{
    str_release(&edit->text);
    edit->cursor = 0;
}

/* --- boundaries ------------------------------------------------------------------------------- */

static bool is_letter(unsigned char byte)
{
    return byte < 0x80 || byte == 0xD0 || byte == 0xD1;
}

/* Between two letters of ASCII or Cyrillic there is always one; so is the start. */
static size_t sure_boundary(const struct edit *edit, size_t at)
{
    const unsigned char *text = (const unsigned char *)str_text(&edit->text);

    for (; at > 1; at--)
        if (is_letter(text[at]) && (text[at - 1] < 0x80 || (text[at - 2] & 0xFE) == 0xD0))
            return at;
    return 0;
}

static size_t cluster_size(const struct edit *edit, size_t at)
{
    struct cluster cluster;

    cluster_next(str_text(&edit->text) + at, edit->text.size - at, &cluster);
    return cluster.size;
}

/* The last boundary before at, and the first one not before it. */
static size_t boundaries(const struct edit *edit, size_t at, size_t *before)
{
    size_t boundary = at > 0 ? sure_boundary(edit, at - 1) : 0;

    *before = boundary;
    while (boundary < at && boundary < edit->text.size) {
        *before = boundary;
        boundary += cluster_size(edit, boundary);
    }
    return boundary;
}

static size_t boundary_before(const struct edit *edit, size_t at)
{
    size_t before;

    boundaries(edit, at, &before);
    return before;
}

static size_t boundary_from(const struct edit *edit, size_t at)
{
    size_t before;

    return boundaries(edit, at, &before);
}

/* --- changing --------------------------------------------------------------------------------- */

/* Neighbours may join into one cluster: the cursor goes behind it. */
static void splice(struct edit *edit, size_t from, size_t to, const char *bytes, size_t size)
{
    struct str rest = {0};

    str_add(&rest, str_text(&edit->text) + to, edit->text.size - to);
    str_cut(&edit->text, from);
    str_add(&edit->text, bytes, size);
    str_add(&edit->text, str_text(&rest), rest.size);
    str_release(&rest);
    edit->cursor = boundary_from(edit, from + size);
}

static void erase(struct edit *edit, size_t from, size_t to)
{
    if (from < to)
        splice(edit, from, to, "", 0);
}

static bool is_control(uint32_t code)
{
    return code < ' ' || (code >= DELETE && code <= C1_END);
}

/* A control is a space here, and CR LF is one of them. */
static void add_spaced(struct str *out, const char *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        uint32_t code;
        size_t n = utf8_decode(bytes + at, size - at, &code);

        if (code == '\r' && at + 1 < size && bytes[at + 1] == '\n')
            n = 2;
        if (is_control(code))
            str_add_char(out, ' ');
        else
            str_add(out, bytes + at, n);
        at += n;
    }
}

/* How much of the text may be kept in size bytes: whole clusters. */
static size_t fitting(const char *text, size_t text_size, size_t size)
{
    size_t at = 0;

    if (text_size <= size)
        return text_size;
    while (at < text_size) {
        struct cluster cluster;

        cluster_next(text + at, text_size - at, &cluster);
        if (at + cluster.size > size)
            break;
        at += cluster.size;
    }
    return at;
}

bool edit_insert(struct edit *edit, const char *bytes, size_t size)
{
    struct str spaced = {0}, clean = {0};
    size_t fits;
    bool all;

    add_spaced(&spaced, bytes, size);
    utf8_clean(&clean, str_text(&spaced), spaced.size, UTF8_NAME);
    fits = fitting(str_text(&clean), clean.size, EDIT_MAX - edit->text.size);
    all = fits == clean.size;
    splice(edit, edit->cursor, edit->cursor, str_text(&clean), fits);
    str_release(&spaced);
    str_release(&clean);
    return all;
}

void edit_set(struct edit *edit, const char *text, size_t size)
{
    str_clear(&edit->text);
    edit->cursor = 0;
    edit_insert(edit, text, size);
}

/* --- keys ------------------------------------------------------------------------------------- */

static size_t word_start(const struct edit *edit)
{
    const char *text = str_text(&edit->text);
    size_t at = edit->cursor;

    while (at > 0 && text[at - 1] == ' ')
        at--;
    while (at > 0 && text[at - 1] != ' ')
        at--;
    return boundary_from(edit, at);
}

static size_t word_end(const struct edit *edit)
{
    const char *text = str_text(&edit->text);
    size_t at = edit->cursor;

    while (text[at] == ' ')
        at++;
    while (text[at] && text[at] != ' ')
        at++;
    return boundary_from(edit, at);
}

static void insert_code(struct edit *edit, uint32_t code)
{
    char bytes[4];

    edit_insert(edit, bytes, utf8_encode(code, bytes));
}

static size_t cluster_end(const struct edit *edit)
{
    return edit->cursor + cluster_size(edit, edit->cursor);
}

static bool move_key(struct edit *edit, int key)
{
    switch (key) {
    case TERM_LEFT:
        edit->cursor = boundary_before(edit, edit->cursor);
        return true;
    case TERM_RIGHT:
        edit->cursor = cluster_end(edit);
        return true;
    case TERM_HOME:
    case 'A' & CTRL:
        edit->cursor = 0;
        return true;
    case TERM_END:
    case 'E' & CTRL:
        edit->cursor = edit->text.size;
        return true;
    case 'b' | TERM_ALT:
        edit->cursor = word_start(edit);
        return true;
    case 'f' | TERM_ALT:
        edit->cursor = word_end(edit);
        return true;
    default:
        return false;
    }
}

static bool erase_key(struct edit *edit, int key)
{
    size_t cursor = edit->cursor;

    switch (key) {
    case TERM_BACKSPACE:
    case 'H' & CTRL:
        erase(edit, boundary_before(edit, cursor), cursor);
        return true;
    case TERM_DELETE:
        erase(edit, cursor, cluster_end(edit));
        return true;
    case 'W' & CTRL:
        erase(edit, word_start(edit), cursor);
        return true;
    case 'U' & CTRL:
        erase(edit, 0, cursor);
        return true;
    case 'K' & CTRL:
        erase(edit, cursor, edit->text.size);
        return true;
    default:
        return false;
    }
}

bool edit_key(struct edit *edit, int key)
{
    if (move_key(edit, key) || erase_key(edit, key))
        return true;
    if (key < 0 || key >= KEY_FIRST_NAMED || is_control((uint32_t)key))
        return false;
    insert_code(edit, (uint32_t)key);
    return true;
}

/* --- looking ---------------------------------------------------------------------------------- */

static int columns_between(const struct edit *edit, size_t from, size_t to)
{
    return cluster_columns(str_text(&edit->text) + from, to - from);
}

/* Columns the cursor needs: those of the cluster under it, one at the end of the line. */
static int cursor_columns(const struct edit *edit)
{
    int columns = columns_between(edit, edit->cursor, cluster_end(edit));

    return columns > 0 ? columns : 1;
}

/* The first boundary from which a place is at most that many columns away. */
static size_t scrolled(const struct edit *edit, size_t to, int columns)
{
    int left = columns_between(edit, 0, to);
    size_t at = 0;

    while (at < to && left > columns) {
        size_t size = cluster_size(edit, at);

        left -= columns_between(edit, at, at + size);
        at += size;
    }
    return at;
}

/* No more of the start is hidden than has to be. */
void edit_look(const struct edit *edit, int columns, struct edit_view *view)
{
    int room = columns - cursor_columns(edit), used;
    size_t most;

    if (room < 0)
        room = 0;
    view->first = boundary_from(edit, view->first < edit->cursor ? view->first : edit->cursor);
    if (view->first == edit->cursor && edit->cursor > 0)
        view->first = scrolled(edit, edit->cursor, room < columns / 3 ? room : columns / 3);
    if (columns_between(edit, view->first, edit->cursor) > room)
        view->first = scrolled(edit, edit->cursor, room);
    most = scrolled(edit, edit->text.size, columns - 1);
    view->first = most < view->first ? most : view->first;
    view->size = cluster_fit(str_text(&edit->text) + view->first, edit->text.size - view->first,
                             columns, &used);
    view->cursor = columns_between(edit, view->first, edit->cursor);
}

/* --- history ---------------------------------------------------------------------------------- */

static void forget_typed(struct edit_history *history)
{
    free(history->typed);
    history->typed = NULL;
    history->at = history->lines.n;
}

void edit_history_release(struct edit_history *history)
{
    for (size_t i = 0; i < history->lines.n; i++)
        free(history->lines.at[i]);
    vec_release(&history->lines);
    forget_typed(history);
}

void edit_history_add(struct edit_history *history, const char *text)
{
    size_t n = history->lines.n;

    if (*text && (n == 0 || strcmp(history->lines.at[n - 1], text) != 0)) {
        if (n == EDIT_HISTORY_MAX) {
            free(history->lines.at[0]);
            memmove(history->lines.at, history->lines.at + 1, --n * sizeof *history->lines.at);
            history->lines.n = n;
        }
        vec_push(&history->lines, mem_copy_text(text));
    }
    forget_typed(history);
}

static const char *shown(const struct edit_history *history)
{
    return history->at < history->lines.n ? history->lines.at[history->at] : history->typed;
}

static void begin(struct edit_history *history, const struct edit *edit)
{
    if (history->typed && strcmp(str_text(&edit->text), shown(history)) == 0)
        return;
    forget_typed(history);
    history->typed = mem_copy(str_text(&edit->text), edit->text.size);
    history->prefix = edit->cursor;
}

/* A line equal to the one shown would be a step that shows nothing. */
static bool is_step(const struct edit_history *history, const struct edit *edit, size_t at)
{
    const char *line = history->lines.at[at];

    return strncmp(line, history->typed, history->prefix) == 0 &&
           strcmp(line, str_text(&edit->text)) != 0;
}

static bool show(struct edit_history *history, struct edit *edit, size_t at)
{
    history->at = at;
    edit_set(edit, shown(history), strlen(shown(history)));
    return true;
}

bool edit_history_previous(struct edit_history *history, struct edit *edit)
{
    begin(history, edit);
    for (size_t at = history->at; at-- > 0;)
        if (is_step(history, edit, at))
            return show(history, edit, at);
    return false;
}

bool edit_history_next(struct edit_history *history, struct edit *edit)
{
    begin(history, edit);
    if (history->at >= history->lines.n)
        return false;
    for (size_t at = history->at + 1; at < history->lines.n; at++)
        if (is_step(history, edit, at))
            return show(history, edit, at);
    return show(history, edit, history->lines.n);
}
