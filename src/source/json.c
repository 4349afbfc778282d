/* SPDX-License-Identifier: MIT */
#include "source/json.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/words.h"
#include "source/json_scan.h"

const char json_too_deep[] = N_("too many levels");

void json_open(struct json_reader *reader, const char *text, size_t size)
{
    *reader = (struct json_reader){.text = text, .size = size};
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        reader->at = 3;
}

static void damage(struct json_reader *reader, size_t at, const char *what)
{
    if (reader->n_damaged++ == 0) {
        reader->first_damage = at;
        reader->what = what;
    }
    reader->n_broken++;
}

static void cut_off(struct json_reader *reader)
{
    if (!reader->cut)
        damage(reader, reader->size, N_("the text ends too early"));
    reader->cut = true;
}

/* --- what stands between values -------------------------------------------------------------- */

/* Longer ones are none: so that a text full of their beginnings is still read in linear time. */
enum { COMMENT_MAX = 4096 };

/* Behind the end of the comment; only behind its first two bytes when it has none. */
static size_t comment_end(const struct json_reader *reader, const char *end)
{
    size_t from = reader->at + 2, left = reader->size - from, length = strlen(end);
    size_t most = left < COMMENT_MAX ? left : COMMENT_MAX;
    const char *start = reader->text + from, *stop = start + most, *at = start;
    while ((at = memchr(at, end[0], (size_t)(stop - at))) != NULL) {
        if ((size_t)(stop - at) >= length && memcmp(at, end, length) == 0)
            return (size_t)(at - reader->text) + length;
        at++;
    }
    return most == left ? reader->size : from;
}

static bool is_comment(const struct json_reader *reader)
{
    const char *at = reader->text + reader->at;
    return reader->size - reader->at >= 2 && at[0] == '/' && (at[1] == '/' || at[1] == '*');
}

static void pass_comment(struct json_reader *reader)
{
    bool is_line = reader->text[reader->at + 1] == '/';
    damage(reader, reader->at, N_("a comment"));
    reader->at = comment_end(reader, is_line ? "\n" : "*/");
}

/* To the next byte that means something; -1 at the end. */
static int next_byte(struct json_reader *reader)
{
    while (reader->at < reader->size) {
        unsigned char c = (unsigned char)reader->text[reader->at];
        if (scan_classes[c] & SCAN_BLANK) {
            reader->at++;
        } else if (c == '/' && is_comment(reader)) {
            pass_comment(reader);
        } else if (c < 0x20) {
            damage(reader, reader->at++, N_("a control character between values"));
        } else {
            return c;
        }
    }
    return -1;
}

/* "..." or "…" where an item was left out: its size, or 0. */
static size_t ellipsis(const struct json_reader *reader)
{
    const char *at = reader->text + reader->at;
    bool is_one = reader->size - reader->at >= 3 &&
                  (memcmp(at, "...", 3) == 0 || memcmp(at, "\xE2\x80\xA6", 3) == 0);
    return is_one ? 3 : 0;
}

static enum json_kind kind_of(int c)
{
    switch (c) {
    case -1:
        return JSON_END;
    case '{':
        return JSON_OBJECT;
    case '[':
        return JSON_ARRAY;
    case '"':
    case '\'':
        return JSON_TEXT;
    case '-':
        return JSON_NUMBER;
    default:
        if (scan_classes[c] & SCAN_DIGIT)
            return JSON_NUMBER;
        return scan_classes[c] & SCAN_WORD ? JSON_WORD : JSON_BAD;
    }
}

enum json_kind json_peek(struct json_reader *reader)
{
    return kind_of(next_byte(reader));
}

/* --- scalars --------------------------------------------------------------------------------- */

static struct scan scan_here(const struct json_reader *reader)
{
    return (struct scan){.at = reader->text + reader->at, .end = reader->text + reader->size};
}

/* What the scan found is the reader's. */
static void scan_done(struct json_reader *reader, const struct scan *scan)
{
    if (scan->n_damaged != 0 && reader->n_damaged == 0) {
        reader->first_damage = (size_t)(scan->first - reader->text);
        reader->what = scan->what;
    }
    reader->n_damaged += scan->n_damaged;
    reader->n_broken += scan->cut;
    reader->cut |= scan->cut;
    reader->at = (size_t)(scan->at - reader->text);
}

/* From the quote before us to behind the closing one; gives what is between. */
static struct json_slice take_text(struct json_reader *reader)
{
    struct scan scan = scan_here(reader);
    const char *start = ++scan.at;
    if (start[-1] == '\'')
        damage(reader, reader->at, N_("single quotes"));
    scan_text(&scan, start[-1]);
    scan_done(reader, &scan);
    return (struct json_slice){start, (size_t)(scan.at - start) - !scan.cut};
}

/* A run of bytes without quotes; at least one, so that reading goes on. */
static struct json_slice take_word(struct json_reader *reader)
{
    size_t start = reader->at++;
    while (reader->at < reader->size &&
           (scan_classes[(unsigned char)reader->text[reader->at]] & SCAN_WORD) &&
           !is_comment(reader))
        reader->at++;
    return (struct json_slice){reader->text + start, reader->at - start};
}

static bool is_literal(struct json_slice word)
{
    if (word.size == 5)
        return memcmp(word.at, "false", 5) == 0;
    return word.size == 4 && (memcmp(word.at, "true", 4) == 0 || memcmp(word.at, "null", 4) == 0);
}

static void take_scalar(struct json_reader *reader, enum json_kind kind)
{
    size_t start = reader->at;
    if (kind == JSON_TEXT) {
        take_text(reader);
        return;
    }
    if (kind == JSON_END) {
        cut_off(reader);
        return;
    }
    if (kind == JSON_BAD) {
        damage(reader, start, N_("a missing value"));
        return;
    }
    struct json_slice word = take_word(reader);
    if (kind == JSON_WORD && !is_literal(word))
        damage(reader, start, N_("a word without quotes"));
    if (kind == JSON_NUMBER && scan_number(word.at, word.at + word.size) != word.size)
        damage(reader, start, N_("a number that is none"));
}

/* --- containers ------------------------------------------------------------------------------ */

bool json_enter(struct json_reader *reader)
{
    int c = next_byte(reader);
    if ((c != '{' && c != '[') || reader->depth >= JSON_DEPTH)
        return false;
    reader->open[reader->depth++] = (char)c;
    reader->at++;
    return true;
}

static bool is_open(const struct json_reader *reader, char fresh, char used)
{
    for (int i = reader->depth; i-- > 0;)
        if (reader->open[i] == fresh || reader->open[i] == used)
            return true;
    return false;
}

/* The } or ] of the other kind: it closes what is around us, or is a stray one. */
static bool ends_outer(struct json_reader *reader, int c)
{
    bool ends = c == '}' ? is_open(reader, '{', 'o') : is_open(reader, '[', 'a');
    damage(reader, reader->at, ends ? N_("a missing end") : N_("a bracket too many"));
    reader->at += !ends;
    return ends;
}

/* Passes a { or [ and all in it by counting, whatever its depth. */
static void pass_nest(struct json_reader *reader)
{
    struct scan scan = scan_here(reader);
    size_t depth = 0;
    do {
        char c = *scan.at++;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (c == '"')
            scan_text(&scan, '"');
    } while (depth != 0 && scan.at < scan.end);
    scan_done(reader, &scan);
    if (depth != 0)
        cut_off(reader);
}

/*
 * To the next element of what is open: past its comma and what does not belong. False at the end,
 * which is taken. An element too few or a comma too many costs nothing else.
 */
static bool next_element(struct json_reader *reader, bool is_object)
{
    char *open = &reader->open[reader->depth - 1];
    bool comma = *open == '{' || *open == '[', trailing = false;
    for (;;) {
        int c = next_byte(reader);
        size_t skipped;
        if (c == -1) {
            cut_off(reader);
            break;
        } else if (c == (is_object ? '}' : ']')) {
            if (trailing)
                damage(reader, reader->at, N_("a comma too many"));
            reader->at++;
            break;
        } else if (c == '}' || c == ']') {
            if (ends_outer(reader, c))
                break;
        } else if (c == ',') {
            if (comma)
                damage(reader, reader->at, N_("a comma too many"));
            comma = trailing = true;
            reader->at++;
        } else if ((skipped = ellipsis(reader)) != 0) {
            damage(reader, reader->at, N_("something left out"));
            reader->at += skipped;
            comma = trailing = false;
        } else if (c == ':') {
            damage(reader, reader->at++, N_("a colon too many"));
        } else {
            if (!comma)
                damage(reader, reader->at, N_("a missing comma"));
            *open = is_object ? 'o' : 'a';
            return true;
        }
    }
    reader->depth--;
    return false;
}

bool json_item(struct json_reader *reader)
{
    assert(reader->depth > 0);
    return next_element(reader, false);
}

bool json_key(struct json_reader *reader, struct json_slice *key)
{
    assert(reader->depth > 0);
    if (!next_element(reader, true))
        return false;
    char c = reader->text[reader->at];
    if (c == '{' || c == '[') {
        damage(reader, reader->at, N_("a value without its key"));
        *key = (struct json_slice){reader->text + reader->at, 0};
        return true;
    }
    if (c == '"' || c == '\'') {
        *key = take_text(reader);
    } else {
        damage(reader, reader->at, N_("a key without quotes"));
        *key = take_word(reader);
    }
    if (next_byte(reader) == ':')
        reader->at++;
    else
        damage(reader, reader->at, N_("a missing colon"));
    return true;
}

/* --- whole values ---------------------------------------------------------------------------- */

bool json_skip_sound(struct json_reader *reader, struct json_slice *value)
{
    if (next_byte(reader) == -1)
        return false;
    struct scan scan = scan_here(reader);
    value->at = scan.at;
    if (!scan_value(&scan))
        return false;
    value->size = (size_t)(scan.at - value->at);
    scan_done(reader, &scan);
    return true;
}

static void pass_too_deep(struct json_reader *reader)
{
    damage(reader, reader->at, json_too_deep);
    pass_nest(reader);
}

/* One value by the lenient rules, without recursion. */
static void pass_value(struct json_reader *reader)
{
    struct json_slice key;
    do {
        enum json_kind kind = json_peek(reader);
        if (kind != JSON_OBJECT && kind != JSON_ARRAY)
            take_scalar(reader, kind);
        else if (!json_enter(reader))
            pass_too_deep(reader);
        while (reader->depth > 0) {
            char open = reader->open[reader->depth - 1];
            if (open == '{' || open == 'o' ? json_key(reader, &key) : json_item(reader))
                break;
        }
    } while (reader->depth > 0);
}

/* Levels are counted within the value, as json_strict does. */
static void pass_inner(struct json_reader *reader)
{
    struct json_reader inner = *reader;
    inner.depth = 0;
    pass_value(&inner);
    memcpy(inner.open, reader->open, sizeof inner.open);
    inner.depth = reader->depth;
    *reader = inner;
}

void json_skip(struct json_reader *reader, struct json_slice *value)
{
    bool is_full = reader->depth >= JSON_DEPTH;
    if (!is_full && json_skip_sound(reader, value))
        return;
    enum json_kind kind = json_peek(reader);
    value->at = reader->text + reader->at;
    if (is_full && (kind == JSON_OBJECT || kind == JSON_ARRAY))
        pass_too_deep(reader);
    else
        pass_inner(reader);
    value->size = (size_t)(reader->text + reader->at - value->at);
}
