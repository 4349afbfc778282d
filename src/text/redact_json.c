/* SPDX-License-Identifier: MIT */
#include "text/sight.h"
#include "text/utf8.h"

#include <string.h>

/* --- strings --------------------------------------------------------------------------------- */

static unsigned hex4(const char *at)
{
    unsigned code = 0;

    for (int i = 0; i < 4; i++) {
        char c = at[i];

        code = code << 4 | (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return code;
}

static void add_code(struct str *out, uint32_t code)
{
    char bytes[4];

    str_add(out, bytes, utf8_encode(code, bytes));
}

/* The escape at the backslash, decoded; gives its bytes. Only whole ones are in strict JSON. */
static size_t add_escape(struct str *out, const char *at, size_t size)
{
    static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
    unsigned code, low;
    const char *found;

    if (size < 2)
        return 1;
    if (at[1] != 'u') {
        found = at[1] ? strchr(from, at[1]) : NULL;
        str_add_char(out, found ? to[found - from] : at[1]);
        return 2;
    }
    if (size < 6)
        return size;
    code = hex4(at + 2);
    if (code >= 0xD800 && code < 0xDC00 && size >= 12 && at[6] == '\\' && at[7] == 'u') {
        low = hex4(at + 8);
        if (low >= 0xDC00 && low < 0xE000) {
            add_code(out, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
            return 12;
        }
    }
    add_code(out, code);
    return 6;
}

static void decode(struct str *out, const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        if (text[at] == '\\') {
            at += add_escape(out, text + at, size - at);
        } else {
            str_add_char(out, text[at++]);
        }
    }
}

static void encode(struct str *out, const char *text, size_t size)
{
    str_add_char(out, '"');
    for (size_t at = 0; at < size; at++) {
        unsigned char byte = (unsigned char)text[at];

        if (byte == '"' || byte == '\\')
            str_addf(out, "\\%c", byte);
        else if (byte < 0x20)
            str_addf(out, "\\u%04x", byte);
        else
            str_add_char(out, (char)byte);
    }
    str_add_char(out, '"');
}

/* A value that is a name as a whole stays one where nothing but the name is written. */
static bool add_named(struct redact *redact, const struct str *text, struct str *out)
{
    const struct alias *alias = alias_of_name(redact, str_text(text), text->size);

    if (alias)
        alias_add(redact, alias, false, out);
    return alias != NULL;
}

/* ---  values --------------------------------------------------------------------------------- */

/* Bytes of the string with its quotes. */
static size_t string_size(const char *text, size_t size)
{
    size_t at = 1;

    while (at < size && text[at] != '"')
        at += text[at] == '\\' && at + 1 < size ? 2 : 1;
    return at < size ? at + 1 : size;
}

/* As it was written when nothing is redacted in it. */
static void add_string(struct redact *redact, const char *text, size_t size, struct str *out)
{
    struct str plain = {0}, clean = {0};

    if (size >= 2)
        decode(&plain, text + 1, size - 2);
    if (!add_named(redact, &plain, &clean))
        redact_text(redact, str_text(&plain), plain.size, &clean);
    if (clean.size == plain.size && memcmp(str_text(&clean), str_text(&plain), clean.size) == 0)
        str_add(out, text, size);
    else
        encode(out, str_text(&clean), clean.size);
    str_release(&plain);
    str_release(&clean);
}

static size_t number_size(const char *text, size_t size)
{
    size_t n = 0;

    while (n < size && strchr("0123456789+-.eE", text[n]) && text[n])
        n++;
    return n;
}

/* A phone kept as a number becomes a string. */
static void add_number(struct redact *redact, const char *text, size_t size, struct str *out)
{
    enum { LEAST = 10 };
    struct str clean = {0};

    if (size >= LEAST)
        redact_text(redact, text, size, &clean);
    if (clean.size == 0 || (clean.size == size && memcmp(clean.text, text, size) == 0))
        str_add(out, text, size);
    else
        encode(out, clean.text, clean.size);
    str_release(&clean);
}

void redact_json(struct redact *redact, const char *text, size_t size, struct str *out)
{
    for (size_t at = 0, n; at < size; at += n) {
        if (text[at] == '"') {
            n = string_size(text + at, size - at);
            add_string(redact, text + at, n, out);
        } else if ((n = number_size(text + at, size - at)) != 0) {
            add_number(redact, text + at, n, out);
        } else {
            str_add_char(out, text[at]);
            n = 1;
        }
    }
}
