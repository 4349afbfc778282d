/* SPDX-License-Identifier: MIT */
#include "export/json_write.h"
#include "text/rich.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

/* The escape for each byte below 0x20, `"` and `\`; the others have none. */
static void add_escape(struct str *out, uint32_t code)
{
    static const char from[] = "\"\\\n\t\r\b\f", to[] = "\"\\ntrbf";
    const char *at = code != 0 && code < 0x80 ? strchr(from, (int)code) : NULL;

    if (at)
        str_addf(out, "\\%c", to[at - from]);
    else
        str_addf(out, "\\u%04" PRIx32, code);
}

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

/* One code point that is not plain ASCII; gives its bytes. */
static size_t add_code(struct str *out, const char *text, size_t size)
{
    uint32_t code;
    size_t n = utf8_decode(text, size, &code);
    bool invalid = code == 0xFFFD && (n != 3 || (unsigned char)text[0] != 0xEF);

    if (invalid)
        str_add_text(out, "\\ufffd");
    else if (code < 0xA0)
        add_escape(out, code);
    else
        str_add(out, text, n);
    return n;
}

void json_add_bytes(struct str *out, const char *text, size_t size)
{
    str_add_char(out, '"');
    for (size_t at = 0; at < size;) {
        size_t start = at;

        while (at < size && is_plain((unsigned char)text[at]))
            at++;
        str_add(out, text + start, at - start);
        if (at < size)
            at += add_code(out, text + at, size - at);
    }
    str_add_char(out, '"');
}

void json_add_text(struct str *out, const char *text)
{
    json_add_bytes(out, text ? text : "", text ? strlen(text) : 0);
}

static void json_add_id(struct str *out, int64_t id)
{
    str_addf(out, "\"%" PRId64 "\"", id);
}

/* Inside a string escapes stay as they are, and what may not stay raw is escaped; between
 * strings blanks go. */
void json_add_value(struct str *out, const char *json)
{
    size_t size = strlen(json);
    bool inside = false;

    for (size_t at = 0; at < size;) {
        unsigned char byte = (unsigned char)json[at];

        if (byte == '"')
            inside = !inside;
        if (inside && byte == '\\' && at + 1 < size) {
            str_add(out, json + at, 2);
            at += 2;
        } else if (byte > 0x20 && byte < 0x7F) {
            str_add_char(out, (char)byte);
            at++;
        } else if (!inside && byte <= 0x20) {
            at++;
        } else if (byte == ' ') {
            str_add_char(out, ' ');
            at++;
        } else {
            at += add_code(out, json + at, size - at);
        }
    }
}

/* --- members ------------------------------------------------------------------------------- */

/* `,"key":` */
void json_add_key(struct str *out, const char *key)
{
    if (out->size && out->text[out->size - 1] != '{')
        str_add_char(out, ',');
    str_addf(out, "\"%s\":", key);
}

void json_add_text_member(struct str *out, const char *key, const char *text)
{
    json_add_key(out, key);
    json_add_text(out, text);
}

void json_add_id_member(struct str *out, const char *key, int64_t id)
{
    json_add_key(out, key);
    json_add_id(out, id);
}

void json_add_number_member(struct str *out, const char *key, int64_t number)
{
    json_add_key(out, key);
    str_addf(out, "%" PRId64, number);
}

/* What is unknown is null. */
void json_add_known_member(struct str *out, const char *key, int64_t number, bool known)
{
    json_add_key(out, key);
    if (known)
        str_addf(out, "%" PRId64, number);
    else
        str_add_text(out, "null");
}

void json_add_bool_member(struct str *out, const char *key, bool value)
{
    json_add_key(out, key);
    str_add_text(out, value ? "true" : "false");
}

void json_add_color_member(struct str *out, const char *key, int32_t color)
{
    json_add_key(out, key);
    if (color == COLOR_NONE)
        str_add_text(out, "\"\"");
    else
        str_addf(out, "\"#%06x\"", (unsigned)color & 0xFFFFFF);
}

void json_add_comma(struct str *out)
{
    if (out->text[out->size - 1] != '[')
        str_add_char(out, ',');
}

/* ISO 8601 with the offset the portal wrote; null when there is no date. */
void json_add_when_member(struct str *out, const char *key, struct when when)
{
    static const struct zone portal = {ZONE_PORTAL};

    json_add_key(out, key);
    if (when.time == WHEN_NONE) {
        str_add_text(out, "null");
        return;
    }
    str_add_char(out, '"');
    when_add_iso(out, when, &portal);
    str_add_char(out, '"');
}
