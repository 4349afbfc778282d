/* SPDX-License-Identifier: MIT */
#include "text/token.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const char *const secrets[] = {
    "auth", "token", "signature", "sessid", "_esd", "access_token", "refresh_token",
    "client_secret", "auth_token", "auth_id", "refresh_id", "x-amz-signature",
    "x-amz-security-token", "x-amz-credential",
};

/* How parameters are parted: also in HTML and in JSON. The longer ones first. */
static const char *const separators[] = {"\\u0026", "&amp;", "&"};

static bool is_secret(const char *param, size_t size)
{
    const char *end = memchr(param, '=', size);
    size_t length = end ? (size_t)(end - param) : 0;

    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (length == strlen(secrets[i]) && strncasecmp(param, secrets[i], length) == 0)
            return true;
    return false;
}

/* The bytes of the separator here; 0: none. */
static size_t separator_at(const char *text, size_t size)
{
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        size_t length = strlen(separators[i]);

        if (size >= length && strncasecmp(text, separators[i], length) == 0)
            return length;
    }
    return 0;
}

/* After the "?" or "#" there: parameters up to the "#" or the end. The mark goes with the last. */
static size_t strip_query(struct str *out, const char *text, size_t size)
{
    size_t at = 1, mark = 0, marked = 1;
    bool is_first = true;

    for (;;) {
        size_t start = at;

        while (at < size && text[at] != '#' && separator_at(text + at, size - at) == 0)
            at++;
        if (!is_secret(text + start, at - start)) {
            str_add(out, text + (is_first ? 0 : mark), is_first ? 1 : marked);
            str_add(out, text + start, at - start);
            is_first = false;
        }
        if (at == size || text[at] == '#')
            return at;
        mark = at;
        marked = separator_at(text + at, size - at);
        at += marked;
    }
}

static bool is_in_address(unsigned char c)
{
    return c > ' ' && c != 0x7f && !strchr("\"'<>[]`", c);
}

static bool has(const char *text, size_t size, const char *word)
{
    size_t length = strlen(word);

    for (size_t i = 0; i + length <= size; i++)
        if (memcmp(text + i, word, length) == 0)
            return true;
    return false;
}

/* JSON may write "/" as "\/". */
static bool is_address(const char *text, size_t size)
{
    return text[0] == '/' || (size > 1 && text[0] == '\\' && text[1] == '/') ||
           has(text, size, "://") || has(text, size, ":\\/\\/");
}

static void strip_word(struct str *out, const char *text, size_t size)
{
    size_t at = 0;

    if (!is_address(text, size)) {
        str_add(out, text, size);
        return;
    }
    while (at < size && text[at] != '?' && text[at] != '#')
        at++;
    str_add(out, text, at);
    while (at < size)
        at += strip_query(out, text + at, size - at);
}

void token_strip(struct str *out, const char *text, size_t size)
{
    size_t at = 0;

    str_reserve(out, size);
    while (at < size) {
        size_t start = at;

        while (at < size && is_in_address((unsigned char)text[at]))
            at++;
        if (at > start)
            strip_word(out, text + start, at - start);
        start = at;
        while (at < size && !is_in_address((unsigned char)text[at]))
            at++;
        str_add(out, text + start, at - start);
    }
}
