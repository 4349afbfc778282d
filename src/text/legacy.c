/* SPDX-License-Identifier: MIT */
#include "text/bbcode.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>

/* HTML of the old web client, read from left to right. */
struct legacy {
    const char *html;
    size_t size, at;
    struct str *out;
};

struct bytes {
    const char *text;
    size_t size;
};

typedef void element_fn(struct legacy *legacy, struct bytes attributes, bool closing);

static element_fn add_link, add_break, add_smile;

/* Elements, and what stands for them: a tag, or what the function adds. Others are dropped. */
static const struct element {
    const char *name, *tag;
    element_fn *add;
} elements[] = {
    {"b", "B", NULL},      {"strong", "B", NULL},  {"i", "I", NULL},
    {"em", "I", NULL},     {"u", "U", NULL},       {"ins", "U", NULL},
    {"s", "S", NULL},      {"strike", "S", NULL},  {"del", "S", NULL},
    {"a", NULL, add_link}, {"br", NULL, add_break}, {"img", NULL, add_smile},
};

static const struct entity {
    const char *name, *shown;
} entities[] = {
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},
    {"nbsp", " "},   {"copy", "©"},   {"reg", "®"},    {"trade", "™"},  {"laquo", "«"},
    {"raquo", "»"},  {"ldquo", "“"},  {"rdquo", "”"},  {"bdquo", "„"},  {"lsquo", "‘"},
    {"rsquo", "’"},  {"mdash", "—"},  {"ndash", "–"},  {"hellip", "…"}, {"bull", "•"},
    {"middot", "·"}, {"deg", "°"},    {"euro", "€"},   {"sect", "§"},   {"times", "×"},
    {"plusmn", "±"}, {"frac12", "½"}, {"larr", "←"},   {"rarr", "→"},   {"thinsp", "\u2009"},
    {"ensp", "\u2002"}, {"emsp", "\u2003"},
};

static void add_element(struct legacy *legacy);
static size_t add_entity(struct str *out, const char *text, size_t size);

void bbcode_from_legacy(const char *html, size_t size, struct str *out)
{
    struct legacy legacy = {html, size, 0, out};
    size_t kept = 0;

    while (legacy.at < size) {
        if (html[legacy.at] != '<' && html[legacy.at] != '&') {
            legacy.at++;
            continue;
        }
        str_add(out, html + kept, legacy.at - kept);
        kept = legacy.at;
        if (html[kept] == '<')
            add_element(&legacy);
        else
            legacy.at += add_entity(out, html + kept, size - kept);
        if (legacy.at == kept) /* neither: stays as it is */
            legacy.at++;
        else
            kept = legacy.at;
    }
    if (kept < size)
        str_add(out, html + kept, size - kept);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool same_word(struct bytes bytes, const char *word)
{
    if (strlen(word) != bytes.size)
        return false;
    for (size_t i = 0; i < bytes.size; i++)
        if (lower(bytes.text[i]) != word[i])
            return false;
    return true;
}

/* --- entities ------------------------------------------------------------- */

/* "#65" or "#x41"; false: it is no number. 153 is what the portal writes for ™. */
static bool parse_number(struct bytes name, uint32_t *code)
{
    bool hex = name.size > 1 && lower(name.text[1]) == 'x';
    size_t first = hex ? 2 : 1;

    *code = 0;
    for (size_t i = first; i < name.size; i++) {
        char c = lower(name.text[i]);
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : 99;

        if (hex && c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a') + 10;
        if (digit > 15)
            return false;
        *code = *code * (hex ? 16 : 10) + digit;
    }
    if (*code == 153)
        *code = 0x2122;
    return name.size > first;
}

/* At "&": adds the character, gives the bytes it took; 0: no entity. */
static size_t add_entity(struct str *out, const char *text, size_t size)
{
    struct bytes name = {text + 1, 0};
    uint32_t code;
    char form[4];

    while (name.size < 9 && name.size + 1 < size && name.text[name.size] != ';')
        name.size++;
    if (name.size == 0 || name.size + 1 >= size || name.text[name.size] != ';')
        return 0;
    if (*name.text == '#') {
        if (!parse_number(name, &code))
            return 0;
        str_add(out, form, utf8_encode(code ? code : 0xfffd, form));
        return name.size + 2;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (same_word(name, entities[i].name)) {
            str_add_text(out, entities[i].shown);
            return name.size + 2;
        }
    return 0;
}

/* --- elements ------------------------------------------------------------- */

/* The byte after ">", minding quotes; 0: cut, or not an element after all. */
static size_t find_end(const struct legacy *legacy)
{
    char quote = '\0';

    for (size_t at = legacy->at + 1; at < legacy->size; at++) {
        char c = legacy->html[at];

        if (quote) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at + 1;
        } else if (c == '<') {
            return 0;
        }
    }
    return 0;
}

static void add_element(struct legacy *legacy)
{
    const char *text = legacy->html + legacy->at;
    size_t left = legacy->size - legacy->at, end;
    bool closing = left > 1 && text[1] == '/';
    struct bytes name = {text + 1 + closing, 0}, attributes;

    if (left < 3 || (!is_letter(*name.text) && *name.text != '!'))
        return;
    end = find_end(legacy);
    if (end == 0)
        return;
    attributes.size = end - 1 - (legacy->at + 1 + closing);
    while (name.size < attributes.size && is_letter(name.text[name.size]))
        name.size++;
    attributes = (struct bytes){name.text + name.size, attributes.size - name.size};
    legacy->at = end;
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        if (!same_word(name, elements[i].name))
            continue;
        if (elements[i].add)
            elements[i].add(legacy, attributes, closing);
        else
            str_addf(legacy->out, closing ? "[/%s]" : "[%s]", elements[i].tag);
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/';
}

/* Takes one attribute off the front: name, and value without its quotes. */
static bool take_attribute(struct bytes *rest, struct bytes *name, struct bytes *value)
{
    const char *at = rest->text, *end = at + rest->size;
    char quote;

    while (at < end && is_blank(*at))
        at++;
    name->text = at;
    while (at < end && *at != '=' && !is_blank(*at))
        at++;
    name->size = (size_t)(at - name->text);
    *value = (struct bytes){at, 0};
    if (at < end && *at == '=') {
        at++;
        quote = at < end && (*at == '"' || *at == '\'') ? *at++ : '\0';
        value->text = at;
        while (at < end && (quote ? *at != quote : *at != ' '))
            at++;
        value->size = (size_t)(at - value->text);
        at += quote && at < end;
    }
    *rest = (struct bytes){at, (size_t)(end - at)};
    return name->size != 0 || value->size != 0;
}

/* The first value that is not empty; false: none. */
static bool find_attribute(struct bytes attributes, const char *wanted, struct bytes *value)
{
    struct bytes name;

    while (take_attribute(&attributes, &name, value))
        if (value->size != 0 && same_word(name, wanted))
            return true;
    return false;
}

/* Adds a value with its entities turned back. */
static void add_value(struct str *out, struct bytes value)
{
    size_t used;

    for (size_t at = 0; at < value.size; at += used) {
        const char *text = value.text + at;

        used = *text == '&' ? add_entity(out, text, value.size - at) : 0;
        if (used == 0) {
            str_add_char(out, *text);
            used = 1;
        }
    }
}

/* Brackets and breaks in an address would end the tag. */
static void add_link(struct legacy *legacy, struct bytes attributes, bool closing)
{
    struct str address = {0};
    struct bytes href;

    if (closing) {
        str_add_text(legacy->out, "[/URL]");
        return;
    }
    if (!find_attribute(attributes, "href", &href))
        return;
    add_value(&address, href);
    str_add_text(legacy->out, "[URL=");
    for (size_t i = 0; i < address.size; i++) {
        char c = address.text[i];

        if (c == '[' || c == ']')
            str_add_text(legacy->out, c == '[' ? "%5B" : "%5D");
        else if (c != '\n' && c != '\r')
            str_add_char(legacy->out, c);
    }
    str_add_char(legacy->out, ']');
    str_release(&address);
}

/* A break in the source after <br> is the same break. */
static void add_break(struct legacy *legacy, struct bytes attributes, bool closing)
{
    (void)attributes;
    (void)closing;
    str_add_char(legacy->out, '\n');
    if (legacy->at < legacy->size && legacy->html[legacy->at] == '\r')
        legacy->at++;
    if (legacy->at < legacy->size && legacy->html[legacy->at] == '\n')
        legacy->at++;
}

static void add_smile(struct legacy *legacy, struct bytes attributes, bool closing)
{
    struct bytes code;

    (void)closing;
    if (find_attribute(attributes, "data-code", &code) || find_attribute(attributes, "alt", &code))
        add_value(legacy->out, code);
}
