/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "source/json.h"

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (unsigned char)c;
}

bool json_slice_is(struct json_slice key, const char *word)
{
    for (size_t i = 0; i < key.size; i++) {
        if (key.at[i] == '_')
            continue;
        while (*word == '_')
            word++;
        if (*word == '\0' || lower(key.at[i]) != lower(*word))
            return false;
        word++;
    }
    return *word == '\0';
}

struct json_slice json_slice_text(struct json_slice value)
{
    char quote = value.size != 0 ? value.at[0] : '\0';
    if (quote != '"' && quote != '\'')
        return (struct json_slice){value.at, 0};
    value.at++;
    value.size--;
    value.size -= value.size != 0 && value.at[value.size - 1] == quote;
    return value;
}

int64_t json_slice_id(struct json_slice value, int64_t otherwise)
{
    if (value.size != 0 && (value.at[0] == '"' || value.at[0] == '\''))
        value = json_slice_text(value);
    bool minus = value.size != 0 && value.at[0] == '-';
    uint64_t id = 0, most = (uint64_t)INT64_MAX + minus;
    if (value.size == minus || value.size > 20)
        return otherwise;
    for (size_t i = minus; i < value.size; i++) {
        unsigned digit = (unsigned char)value.at[i] - '0';
        if (digit > 9 || id > (most - digit) / 10)
            return otherwise;
        id = id * 10 + digit;
    }
    return minus ? (int64_t)(0 - id) : (int64_t)id;
}

void json_line_column(const char *text, size_t size, size_t at, size_t *line, size_t *column)
{
    *line = *column = 1;
    for (size_t i = 0; i < at && i < size; i++) {
        if (text[i] == '\n') {
            ++*line;
            *column = 1;
        } else {
            *column += ((unsigned char)text[i] & 0xC0) != 0x80;
        }
    }
}
