/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "source/walk.h"

/*
 * Read from the raw bytes, whatever state a reader would be in: inside its texts the portal writes
 * quotes as \u0022 and others write them as \", so `"18113":{"id"` means a message everywhere.
 */
struct bytes {
    const char *text;
    size_t size;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t pass_blanks(struct bytes bytes, size_t at)
{
    while (at < bytes.size && is_blank(bytes.text[at]))
        at++;
    return at;
}

static size_t pass_byte(struct bytes bytes, size_t at, char c)
{
    return at < bytes.size && bytes.text[at] == c ? at + 1 : at;
}

/* Behind the key and its colon; 0 when another key is there. A quote may be missing. */
static size_t pass_key(struct bytes bytes, size_t at, const char *word)
{
    at = pass_byte(bytes, pass_blanks(bytes, at), '"');
    size_t start = at;
    while (at < bytes.size && bytes.text[at] != '"' && bytes.text[at] != ':' && at - start < 32)
        at++;
    if (!json_slice_is((struct json_slice){bytes.text + start, at - start}, word))
        return 0;
    at = pass_blanks(bytes, pass_byte(bytes, at, '"'));
    size_t behind = pass_byte(bytes, at, ':');
    return behind == at ? 0 : pass_blanks(bytes, behind);
}

bool anchor_has_id(const char *text, size_t size, size_t brace)
{
    return pass_key((struct bytes){text, size}, brace + 1, "id") != 0;
}

/* `{"id":84877,"chat_id":` is a message of a list. */
static bool is_listed_message(struct bytes bytes, size_t brace)
{
    size_t at = pass_key(bytes, brace + 1, "id"), start;
    at = start = pass_byte(bytes, at, '"');
    while (at < bytes.size && is_digit(bytes.text[at]))
        at++;
    if (at == start)
        return false;
    at = pass_blanks(bytes, pass_byte(bytes, at, '"'));
    return pass_key(bytes, pass_byte(bytes, at, ','), "chatid") != 0;
}

/* Back from the brace over `"18113":`, of which the quotes may be missing, and a stray bracket; the
 * brace itself when something else stands there. */
static size_t key_before(struct bytes bytes, size_t from, size_t brace)
{
    size_t at = brace, end;
    while (at > from && (is_blank(bytes.text[at - 1]) || bytes.text[at - 1] == '['))
        at--;
    if (at > from && bytes.text[at - 1] == ':')
        at--;
    while (at > from && is_blank(bytes.text[at - 1]))
        at--;
    if (at > from && bytes.text[at - 1] == '"')
        at--;
    end = at;
    while (at > from && is_digit(bytes.text[at - 1]))
        at--;
    if (at == end)
        return brace;
    return at > from && bytes.text[at - 1] == '"' ? at - 1 : at;
}

static bool is_section(struct bytes bytes, size_t quote)
{
    static const char *const words[] = {"users", "openlines", "chat", "files", NULL};
    if (pass_key(bytes, quote, "usersmessage") != 0)
        return true;
    for (size_t i = 0; words[i] != NULL; i++) {
        size_t at = pass_key(bytes, quote, words[i]);
        if (at != 0 && at < bytes.size && (bytes.text[at] == '{' || bytes.text[at] == '['))
            return true;
    }
    return false;
}

static enum anchor search(struct bytes bytes, size_t from, size_t *at)
{
    const char *text = bytes.text;
    size_t size = bytes.size;
    for (size_t i = from; i < size; i++) {
        if (text[i] == '{' && anchor_has_id(text, size, i)) {
            *at = key_before(bytes, from, i);
            if (*at != i || is_listed_message(bytes, i))
                return ANCHOR_MESSAGE;
        } else if (text[i] == '"' && i + 1 < size && strchr("ufoc", text[i + 1] | 0x20) != NULL &&
                   is_section(bytes, i)) {
            *at = i;
            return ANCHOR_SECTION;
        }
    }
    *at = size;
    return ANCHOR_NONE;
}

enum anchor anchor_find(struct walk *walk, size_t from, size_t *at)
{
    struct bytes bytes = {walk->reader.text, walk->reader.size};
    bool known = walk->search.done && walk->search.from <= from && from <= walk->search.at;
    if (!known) {
        walk->search.at = bytes.size;
        walk->search.anchor = (int)search(bytes, from, &walk->search.at);
        walk->search.from = from;
        walk->search.done = true;
    }
    *at = walk->search.at;
    return (enum anchor)walk->search.anchor;
}

int64_t anchor_id(const char *text, size_t size, size_t *at)
{
    struct bytes bytes = {text, size};
    size_t start = pass_byte(bytes, *at, '"'), end = start;
    while (end < size && is_digit(text[end]))
        end++;
    while (*at < size && text[*at] != '{')
        ++*at;
    return key_id((struct json_slice){text + start, end - start});
}
