/* SPDX-License-Identifier: MIT */
#include "source/envelope.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "source/tree.h"
#include "source/walk.h"
#include "text/utf8.h"

enum { WORDS_MAX = 200 };

static struct json_slice nothing(void)
{
    return (struct json_slice){"", 0};
}

static double number(struct json_slice value, double otherwise)
{
    struct json_slice text = json_slice_text(value);
    if (text.size == 0)
        text = value;
    if (text.size == 0 || text.size > 40 || !json_is_strict(text))
        return otherwise;
    cJSON *item = tree_parse(text.at, text.size);
    double found = cJSON_IsNumber(item) ? item->valuedouble : otherwise;
    cJSON_Delete(item);
    return found;
}

/* null, false, [] and {} are what a portal writes for nothing; "" is a text without letters. */
static bool is_nothing(struct json_slice value)
{
    return value.size == 0 || (value.size == 4 && memcmp(value.at, "null", 4) == 0) ||
           (value.size == 5 && memcmp(value.at, "false", 5) == 0) ||
           (value.size == 2 && (value.at[0] == '[' || value.at[0] == '{'));
}

/* --- parts ----------------------------------------------------------------------------------- */

static void read_time(struct envelope *envelope, struct json_slice time)
{
    static const char *const names[] = {"operating", "operatingresetat", "finish", "duration",
                                        NULL};
    struct json_slice values[4];
    slice_fields(time, names, values);
    double reset = number(values[1], 0), finish = number(values[2], 0);
    envelope->operating = number(values[0], -1);
    /* Told in whole seconds: it may have gone by just now. */
    envelope->reset_in = finish <= 0 || reset < finish - 1 ? 0 : fmax(reset - finish, 0.001);
    envelope->duration = number(values[3], -1);
}

/* "CODE", or {"code" or "error": …, "message" or "error_description": …}. */
static void read_error(struct envelope *envelope, struct json_slice error,
                       struct json_slice description)
{
    static const char *const names[] = {"error", "code", "errordescription", "message", NULL};
    struct json_slice values[4], code = error;
    envelope->words = description;
    if (error.size != 0 && error.at[0] == '{') {
        slice_fields(error, names, values);
        code = values[0].size != 0 ? values[0] : values[1];
        envelope->words = values[2].size != 0 ? values[2] : values[3];
    }
    envelope->code = json_slice_text(code);
    if (envelope->code.size == 0 && code.size != 0 && code.at[0] != '"' && code.at[0] != '\'')
        envelope->code = code; /* a number */
}

static void clear(struct envelope *envelope)
{
    *envelope = (struct envelope){
        .kind = ENVELOPE_BROKEN,
        .result = nothing(),
        .code = nothing(),
        .words = nothing(),
        .next = -1,
        .total = -1,
        .operating = -1,
        .duration = -1,
    };
}

void envelope_read_part(struct envelope *envelope, struct json_slice result,
                        struct json_slice error, struct json_slice time)
{
    clear(envelope);
    if (!is_nothing(error)) {
        envelope->kind = ENVELOPE_ERROR;
        read_error(envelope, error, nothing());
    } else if (result.size != 0) {
        envelope->kind = ENVELOPE_RESULT;
        envelope->result = result;
    }
    read_time(envelope, time);
}

/* --- a web page instead ---------------------------------------------------------------------- */

/* The first place of a word in any case, or the end. */
static const char *find_word(const char *at, const char *end, const char *word)
{
    size_t size = strlen(word);
    while (at < end && ((size_t)(end - at) < size || strncasecmp(at, word, size) != 0))
        at++;
    return at;
}

static void read_page(struct envelope *envelope, const char *text, const char *end)
{
    const char *title = find_word(text, end, "<title"), *close;
    envelope->kind = ENVELOPE_PAGE;
    while (title < end && *title != '>')
        title++;
    title += title < end;
    close = find_word(title, end, "</title");
    if (close < end)
        envelope->words = (struct json_slice){title, (size_t)(close - title)};
}

/* --- the whole ------------------------------------------------------------------------------- */

enum { FIELD_RESULT, FIELD_ERROR, FIELD_DESCRIPTION, FIELD_TIME, FIELD_NEXT, FIELD_TOTAL, FIELDS };

/* The first of each wins. */
static void read_members(struct json_reader *reader, struct json_slice *fields)
{
    static const char *const names[FIELDS] = {"result", "error", "errordescription",
                                              "time",   "next",  "total"};
    struct json_slice key, value;
    while (json_key(reader, &key)) {
        json_skip(reader, &value);
        for (int i = 0; i < FIELDS; i++)
            if (fields[i].size == 0 && json_slice_is(key, names[i]))
                fields[i] = value;
    }
}

static void judge(struct envelope *envelope, const struct json_slice *fields, bool is_whole)
{
    bool is_error = !is_nothing(fields[FIELD_ERROR]) ||
                    (fields[FIELD_RESULT].size == 0 && fields[FIELD_DESCRIPTION].size != 0);
    if (!is_whole)
        return;
    if (is_error) {
        envelope->kind = ENVELOPE_ERROR;
        read_error(envelope, fields[FIELD_ERROR], fields[FIELD_DESCRIPTION]);
    } else if (fields[FIELD_RESULT].size != 0) {
        envelope->kind = ENVELOPE_RESULT;
        envelope->result = fields[FIELD_RESULT];
    }
}

void envelope_read(struct envelope *envelope, const char *text, size_t size)
{
    struct json_slice fields[FIELDS];
    struct json_reader reader;
    for (int i = 0; i < FIELDS; i++)
        fields[i] = nothing();
    clear(envelope);
    json_open(&reader, text, size);
    enum json_kind kind = json_peek(&reader);
    if (reader.at < size && text[reader.at] == '<')
        read_page(envelope, text + reader.at, text + size);
    if (kind != JSON_OBJECT || !json_enter(&reader))
        return;
    read_members(&reader, fields);
    judge(envelope, fields, !reader.cut && reader.n_broken == 0);
    envelope->next = json_slice_id(fields[FIELD_NEXT], -1);
    envelope->total = json_slice_id(fields[FIELD_TOTAL], -1);
    read_time(envelope, fields[FIELD_TIME]);
    envelope->trailing = json_peek(&reader) != JSON_END;
}

/* --- batches --------------------------------------------------------------------------------- */

bool envelope_batch(struct json_slice result, struct envelope_batch *batch)
{
    static const char *const names[] = {"result",     "resulterror", "resulttime",
                                        "resultnext", "resulttotal", NULL};
    struct json_slice values[5];
    if (result.size == 0 || result.at[0] != '{')
        return false;
    slice_fields(result, names, values);
    *batch = (struct envelope_batch){values[0], values[1], values[2], values[3], values[4]};
    return values[0].size != 0 || values[1].size != 0;
}

void envelope_parts(struct json_slice object, struct json_slice *parts, size_t n)
{
    struct json_reader reader;
    struct json_slice key, value;
    for (size_t i = 0; i < n; i++)
        parts[i] = nothing();
    json_open(&reader, object.at, object.size);
    if (json_peek(&reader) != JSON_OBJECT || !json_enter(&reader))
        return;
    while (json_key(&reader, &key)) {
        int64_t i = key.size > 1 && key.at[0] == 'c'
                        ? json_slice_id((struct json_slice){key.at + 1, key.size - 1}, -1)
                        : -1;
        json_skip(&reader, &value);
        if (i >= 0 && (uint64_t)i < n && parts[i].size == 0)
            parts[i] = value;
    }
}

/* --- for people ------------------------------------------------------------------------------ */

/* Up to WORDS_MAX characters, whole ones. */
static size_t cut_at(const char *text, size_t size)
{
    uint32_t code;
    size_t at = 0;
    for (int n = 0; at < size && n < WORDS_MAX; n++)
        at += utf8_decode(text + at, size - at, &code);
    return at;
}

static void add_trimmed(struct str *out, const char *text, size_t size)
{
    struct str clean = {0};
    while (size != 0 && strchr(" \t\r\n", text[0]) != NULL && text[0] != '\0') {
        text++;
        size--;
    }
    size = cut_at(text, size);
    utf8_clean(&clean, text, size, UTF8_NAME);
    while (clean.size != 0 && clean.text[clean.size - 1] == ' ')
        str_cut(&clean, clean.size - 1);
    for (size_t i = 0; i < clean.size; i++)
        if (i == 0 || clean.text[i] != ' ' || clean.text[i - 1] != ' ')
            str_add_char(out, clean.text[i]);
    str_release(&clean);
}

void envelope_words(const struct envelope *envelope, struct str *out)
{
    if (envelope->kind == ENVELOPE_PAGE) {
        add_trimmed(out, envelope->words.at, envelope->words.size);
        return;
    }
    char *words = slice_text(envelope->words);
    add_trimmed(out, words, strlen(words));
    free(words);
}
