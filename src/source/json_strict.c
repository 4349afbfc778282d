/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "source/json.h"
#include "source/json_scan.h"

/*
 * Rewrites what the reader reads. Room for the ends of all levels is kept back, so that the
 * output is whole and within JSON_VALUE and JSON_NODES wherever writing has to stop.
 */
enum { ENDS = JSON_DEPTH + 192, ESCAPE_MAX = 6 };

struct writer {
    struct json_reader reader;
    struct str *out;
    size_t start;        /* of the output in out */
    size_t string_limit; /* bytes of a text */
    size_t n_nodes, n_dropped;
    bool closed[JSON_DEPTH + 1]; /* levels that take nothing more */
};

bool json_is_strict(struct json_slice value)
{
    struct scan scan = {.at = value.at, .end = value.at + value.size};
    return value.size <= JSON_VALUE && scan_value(&scan) && scan.n_damaged == 0 &&
           scan.n_nodes <= JSON_NODES && scan.at == scan.end;
}

static size_t room(const struct writer *writer)
{
    size_t used = writer->out->size - writer->start + ENDS;
    return used < JSON_VALUE ? JSON_VALUE - used : 0;
}

static void put_control(struct str *out, unsigned char c)
{
    str_addf(out, "\\u%04x", c != 0 ? (unsigned)c : 0x2400u);
}

/* The escape at the backslash, or what stands for it. */
static void put_escape(struct str *out, const char *at, enum scan_escape kind, size_t size)
{
    switch (kind) {
    case ESCAPE_GOOD:
        str_add(out, at, size);
        break;
    case ESCAPE_SURROGATE:
        str_add(out, "\\ufffd", 6);
        break;
    case ESCAPE_NUL:
        str_add(out, "\\u2400", 6);
        break;
    case ESCAPE_UNKNOWN:
        if ((unsigned char)at[1] >= 0x20)
            str_add(out, at + 1, 1);
        else
            put_control(out, (unsigned char)at[1]);
        break;
    default:
        break;
    }
}

/* A piece of text that starts at a whole character and is at most limit bytes long. */
static size_t plain_size(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && (scan_classes[(unsigned char)*at] & SCAN_PLAIN))
        at++;
    return (size_t)(at - start);
}

static size_t whole_characters(const char *text, size_t size, size_t limit)
{
    if (size <= limit)
        return size;
    for (int back = 0; back < 3 && limit > 0 && ((unsigned char)text[limit] & 0xC0) == 0x80; back++)
        limit--;
    return limit;
}

static void put_content(struct writer *writer, const char *at, const char *end, size_t limit)
{
    struct str *out = writer->out;
    size_t stop = out->size + limit;
    while (at < end && out->size + 2 * ESCAPE_MAX < stop) {
        size_t size = plain_size(at, end), left = stop - out->size - 2 * ESCAPE_MAX;
        if (size != 0) {
            str_add(out, at, whole_characters(at, size, left));
            at += size;
            if (size > left)
                break;
        } else if (*at == '\\') {
            enum scan_escape kind = scan_escape(at, end, &size);
            put_escape(out, at, kind, size);
            at += size;
        } else if ((unsigned char)*at < 0x20) {
            put_control(out, (unsigned char)*at++);
        } else {
            str_add(out, "\\", *at == '"');
            str_add(out, at++, 1);
        }
    }
    writer->n_dropped += at < end;
}

static void put_text(struct writer *writer, struct json_slice content)
{
    size_t limit = room(writer);
    if (limit > writer->string_limit)
        limit = writer->string_limit;
    str_add_char(writer->out, '"');
    put_content(writer, content.at, content.at + content.size, limit);
    str_add_char(writer->out, '"');
}

static bool is_one_of(struct json_slice word, const char *const *words)
{
    for (; *words != NULL; words++)
        if (json_slice_is(word, *words))
            return true;
    return false;
}

static void put_word(struct writer *writer, struct json_slice word)
{
    static const char *const nothing[] = {"null", "none", "undefined", "nan", "nil", NULL};
    if (json_slice_is(word, "true"))
        str_add_text(writer->out, "true");
    else if (json_slice_is(word, "false"))
        str_add_text(writer->out, "false");
    else if (word.size == 0 || is_one_of(word, nothing))
        str_add_text(writer->out, "null");
    else
        put_text(writer, word);
}

static void put_scalar(struct writer *writer, enum json_kind kind)
{
    struct json_slice value;
    json_skip(&writer->reader, &value);
    if (kind == JSON_TEXT) {
        bool closed = value.size > 1 && !writer->reader.cut;
        put_text(writer, (struct json_slice){value.at + 1, value.size - 1 - closed});
    } else if (kind == JSON_NUMBER && scan_number(value.at, value.at + value.size) == value.size) {
        str_add(writer->out, value.at, value.size);
    } else if (kind == JSON_NUMBER) {
        put_text(writer, value);
    } else if (kind == JSON_WORD) {
        put_word(writer, value);
    } else {
        str_add_text(writer->out, "null");
    }
}

static bool is_object(const struct json_reader *reader)
{
    char open = reader->open[reader->depth - 1];
    return open == '{' || open == 'o';
}

/* A container is opened; anything else is written whole. */
static void put_value(struct writer *writer)
{
    enum json_kind kind = json_peek(&writer->reader);
    if ((kind == JSON_OBJECT || kind == JSON_ARRAY) && json_enter(&writer->reader)) {
        writer->closed[writer->reader.depth] = false;
        writer->n_nodes += 2;
        str_add_char(writer->out, kind == JSON_OBJECT ? '{' : '[');
    } else {
        put_scalar(writer, kind);
    }
}

/* Whether one more element may be written; its comma is. */
static bool put_comma(struct writer *writer, bool first)
{
    bool *closed = &writer->closed[writer->reader.depth];
    /* the comma, a container's two nodes, and the words that are written without asking for room */
    if (*closed || writer->n_nodes + 3 > JSON_NODES || room(writer) < 128) {
        writer->n_dropped += !*closed;
        *closed = true;
        return false;
    }
    if (!first) {
        str_add_char(writer->out, ',');
        writer->n_nodes++;
    }
    return true;
}

/* The next element of what is open: true when its value is to be written now. Ends are written. */
static bool next_element(struct writer *writer)
{
    struct json_reader *reader = &writer->reader;
    struct json_slice key, dropped;
    bool object = is_object(reader);
    bool first = reader->open[reader->depth - 1] == (object ? '{' : '[');
    while (object ? json_key(reader, &key) : json_item(reader)) {
        if (!put_comma(writer, first)) {
            json_skip(reader, &dropped);
            continue;
        }
        if (object) {
            put_text(writer, key);
            str_add_char(writer->out, ':');
        }
        return true;
    }
    str_add_char(writer->out, object ? '}' : ']');
    return false;
}

size_t json_strict(struct json_slice value, struct str *out)
{
    struct writer writer = {.out = out, .start = out->size, .string_limit = SIZE_MAX};
    if (json_is_strict(value)) {
        str_add(out, value.at, value.size);
        return 0;
    }
    if (value.size > JSON_VALUE)
        writer.string_limit = JSON_STRING;
    json_open(&writer.reader, value.at, value.size);
    do {
        put_value(&writer);
        while (writer.reader.depth > 0 && !next_element(&writer))
            ;
    } while (writer.reader.depth > 0);
    if (json_peek(&writer.reader) != JSON_END)
        writer.n_dropped++;
    return writer.reader.n_damaged + writer.n_dropped;
}
