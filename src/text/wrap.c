/* SPDX-License-Identifier: MIT */
#include "text/wrap.h"
#include "base/mem.h"
#include "text/cluster.h"
#include "text/utf8.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <unictype.h>
#include <unilbrk.h>

enum { TAB = 4, LONG_ADDRESS = 'a' /* beside UC_BREAK_… */ };

int wrap_tab(int column)
{
    return TAB - column % TAB;
}

/* --- where words end ------------------------------------------------------------------------- */

/*
 * Letters (ASCII, U+0400…U+047F), digits, full stop and comma, and blanks between: among these
 * UAX #14 breaks after blanks and nowhere else (LB7, LB18, LB23, LB25, LB28, LB29), and not
 * before a full stop or a comma even then (LB13). Most lines are so; false: ask the library.
 */
static bool simple_breaks(const char *text, size_t size, char *breaks)
{
    char last = 'a';

    for (size_t at = 0; at < size; at++) {
        unsigned char byte = (unsigned char)text[at], small = byte | 0x20;
        bool letter = (small >= 'a' && small <= 'z') || (byte >= '0' && byte <= '9');

        if ((byte & 0xFE) == 0xD0 && at + 1 < size && (text[at + 1] & 0xC0) == 0x80) {
            letter = true;
            breaks[at + 1] = UC_BREAK_PROHIBITED;
        } else if (!letter && byte != ' ' && byte != '.' && byte != ',') {
            return false;
        }
        breaks[at] = last == ' ' && letter ? UC_BREAK_POSSIBLE : UC_BREAK_PROHIBITED;
        last = (char)byte;
        at += byte >= 0x80;
    }
    return true;
}

/* The library reads valid text only: what is not gets a letter for each byte, so that the places
 * stay. Only for callers that did not pass the gate. */
static char *made_valid(const char *text, size_t size)
{
    char *copy = mem_copy(text, size);
    uint32_t code;
    size_t n;

    for (size_t at = 0; at < size; at += n) {
        n = utf8_decode(text + at, size - at, &code);
        if (code == 0xFFFD)
            memset(copy + at, 'x', n);
    }
    return copy;
}

static bool is_letter(uint32_t code)
{
    if (code < 0x80)
        return code && (isalpha((int)code) || strchr("#&*<=>@^_`~", (int)code));
    return code < 0x1100 && uc_is_general_category(code, UC_CATEGORY_L);
}

/* libunistring 1.0 does not know LB29 and would break "т.е." and "example.com" at the points:
 * after . , : ; no break before what the standard takes for a letter. */
static void keep_points(const char *text, size_t size, char *breaks)
{
    for (size_t at = 1; at < size; at++) {
        uint32_t code;

        if (breaks[at] != UC_BREAK_POSSIBLE || !strchr(".,:;", text[at - 1]) || !text[at - 1])
            continue;
        utf8_decode(text + at, size - at, &code);
        if (is_letter(code))
            breaks[at] = UC_BREAK_PROHIBITED;
    }
}

/* Where the address ends whose "://" is at `at`: at a blank, a quote, or what is no alphabet. */
static size_t address_end(const char *text, size_t size, size_t at)
{
    uint32_t code;

    for (size_t n; at < size; at += n) {
        n = utf8_decode(text + at, size - at, &code);
        if (code <= ' ' || code >= 0x2000 || code == '"' || code == '<' || code == '>')
            break;
    }
    return at;
}

static size_t address_start(const char *text, size_t at)
{
    while (at > 0 && isalpha((unsigned char)text[at - 1]))
        at--;
    return at;
}

/* An address is one word, and what is longer than a row is marked. */
static void keep_addresses(const char *text, size_t size, int width, char *breaks)
{
    for (size_t at = 1; at + 3 <= size; at++) {
        size_t start, end;

        if (memcmp(text + at, "://", 3) != 0)
            continue;
        start = address_start(text, at);
        end = address_end(text, size, at);
        memset(breaks + start + 1,
               cluster_columns(text + start, end - start) > width ? LONG_ADDRESS
                                                                  : UC_BREAK_PROHIBITED,
               end - start - 1);
        at = end;
    }
}

/* For each byte whether a line may break before it (UC_BREAK_…); free it. Once for the line:
 * asking again from each row's start would be quadratic. */
static char *find_breaks(const char *text, size_t size, int width)
{
    char *breaks = mem_alloc(size), *valid;

    if (simple_breaks(text, size, breaks))
        return breaks;
    valid = made_valid(text, size);
    u8_possible_linebreaks((const uint8_t *)valid, size, "UTF-8", breaks);
    keep_points(valid, size, breaks);
    keep_addresses(valid, size, width, breaks);
    free(valid);
    return breaks;
}

/* --- rows ------------------------------------------------------------------------------------ */

/* A place to break: the next row would start at `at`, this one show so much. */
struct place {
    size_t at, end;
    int columns;
};

struct wrapper {
    const char *text, *breaks; /* breaks: NULL for WRAP_ANYWHERE */
    size_t size;
    int width;
    struct wrap_rows *rows;
    size_t start, at;  /* of the row; of the next cluster */
    struct place last; /* after the last cluster that is no hanging blank; at: unused */
    struct place word; /* the last place UAX #14 allows; at == start: none */
    struct place soft; /* the last one after a sign of addresses, far enough in the row */
    int column;        /* with blanks */
};

static void begin_row(struct wrapper *wrapper, size_t start)
{
    wrapper->start = wrapper->at = start;
    wrapper->last = wrapper->word = wrapper->soft = (struct place){start, start, 0};
    wrapper->column = 0;
}

static void end_row(struct wrapper *wrapper, struct place place)
{
    vec_push(wrapper->rows, (struct wrap_row){(uint32_t)wrapper->start, (uint32_t)place.end,
                                              (uint32_t)place.at, place.columns});
    begin_row(wrapper, place.at);
}

/* Whether a row that breaks here has so much in it that the rest may stay empty. */
static bool is_far(const struct wrapper *wrapper, struct place place)
{
    return place.columns * 2 >= wrapper->width;
}

/* Where this row breaks when the cluster at wrapper->at does not fit. */
static struct place best_place(const struct wrapper *wrapper)
{
    if (wrapper->word.at > wrapper->start &&
        (wrapper->breaks[wrapper->at] != LONG_ADDRESS || is_far(wrapper, wrapper->word)))
        return wrapper->word;
    if (wrapper->soft.at > wrapper->start)
        return wrapper->soft;
    return (struct place){wrapper->at, wrapper->last.end, wrapper->last.columns};
}

/* A sign of addresses, but for those of "://". */
static bool is_after_sign(const char *text, size_t at)
{
    return text[at - 1] && strchr("/?&=-", text[at - 1]) && text[at] != '/' &&
           (at < 2 || memcmp(text + at - 2, "//", 2) != 0);
}

/* A cluster that is shown comes at wrapper->at: may the row break before it? */
static void note_place(struct wrapper *wrapper)
{
    size_t at = wrapper->at;
    struct place here = {at, wrapper->last.end, wrapper->last.columns};

    if (!wrapper->breaks || at == wrapper->start)
        return;
    if (wrapper->breaks[at] == UC_BREAK_POSSIBLE)
        wrapper->word = here;
    else if (is_after_sign(wrapper->text, at) && is_far(wrapper, here))
        wrapper->soft = here;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static int columns_at(const struct wrapper *wrapper, const struct cluster *cluster)
{
    if (cluster->shown_size == 1 && cluster->shown[0] == '\t')
        return wrap_tab(wrapper->column);
    return cluster->columns;
}

static void take(struct wrapper *wrapper, size_t size, int columns, bool shown)
{
    wrapper->at += size;
    wrapper->column += columns;
    if (shown)
        wrapper->last = (struct place){0, wrapper->at, wrapper->column};
}

/* One cluster goes into the row, or the row ends before it. */
static void step(struct wrapper *wrapper)
{
    struct cluster cluster;
    bool blank, fits;
    int columns;

    cluster_next(wrapper->text + wrapper->at, wrapper->size - wrapper->at, &cluster);
    columns = columns_at(wrapper, &cluster);
    blank = wrapper->breaks && cluster.size == 1 && is_blank(wrapper->text[wrapper->at]);
    if (!blank)
        note_place(wrapper);
    fits = columns <= wrapper->width - wrapper->column;
    if (blank) /* past the width, so that not even what takes no column comes after it */
        take(wrapper, 1, fits ? columns : wrapper->width + 1 - wrapper->column, false);
    else if (fits || wrapper->at == wrapper->start)
        take(wrapper, cluster.size, columns, true);
    else
        end_row(wrapper, best_place(wrapper));
}

/* Blanks at the very end hang nowhere: they are shown as far as they fit. */
static struct place line_end(const struct wrapper *wrapper)
{
    struct place end = {wrapper->size, wrapper->last.end, wrapper->last.columns};

    while (end.end < wrapper->size) {
        int columns = wrapper->text[end.end] == '\t' ? wrap_tab(end.columns) : 1;

        if (columns > wrapper->width - end.columns)
            break;
        end.columns += columns;
        end.end++;
    }
    return end;
}

void wrap_line(const char *text, size_t size, int width, enum wrap_mode mode,
               struct wrap_rows *rows)
{
    char *breaks = mode == WRAP_WORDS && size ? find_breaks(text, size, width) : NULL;
    struct wrapper wrapper = {
        .text = text, .breaks = breaks, .size = size, .width = width, .rows = rows};

    begin_row(&wrapper, 0);
    while (wrapper.at < size)
        step(&wrapper);
    end_row(&wrapper, line_end(&wrapper));
    free(breaks);
}
