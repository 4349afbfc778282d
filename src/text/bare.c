/* SPDX-License-Identifier: MIT */
#include "markup.h"

#include <string.h>

bool bare_is_session(struct piece address, struct piece *id)
{
    static const char *const words[] = {"IM_HISTORY=imol|", "IM_HISTORY=imol%7C"};
    const char *query = address.size ? memchr(address.text, '?', address.size) : NULL;
    size_t at = query ? (size_t)(query - address.text) + 1 : address.size;

    for (; at < address.size; at++) {
        struct piece rest = piece_from(address, at);

        for (size_t i = 0; i < 2; i++) {
            struct piece tail = piece_from(rest, strlen(words[i]));
            int64_t number;

            *id = tail;
            if (!piece_starts(rest, words[i]) || !piece_take_number(&tail, &number))
                continue;
            id->size -= tail.size;
            return true;
        }
        while (at < address.size && address.text[at] != '&')
            at++;
    }
    return false;
}

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Where the scheme before the ":" begins; false: it is not http or https, or part of a word. */
static bool find_start(const struct markup *markup, size_t *start)
{
    static const char *const schemes[] = {"https:", "http:"};

    for (size_t i = 0; i < 2; i++) {
        size_t size = strlen(schemes[i]) - 1;
        struct piece rest;

        if (markup->at < markup->kept + size)
            continue;
        *start = markup->at - size;
        rest = (struct piece){markup->text + *start, markup->size - *start};
        if (piece_starts(rest, schemes[i]))
            return *start == 0 || !is_letter_or_digit(markup->text[*start - 1]);
    }
    return false;
}

static bool ends_address(const struct markup *markup, size_t at)
{
    const unsigned char *c = (const unsigned char *)markup->text + at;

    if (*c <= ' ' || *c == 0x7f || strchr("\"<>[]`", *c))
        return true;
    if (*c == 0xc2 && at + 1 < markup->size) /* no-break space, « and » */
        return c[1] == 0xa0 || c[1] == 0xab || c[1] == 0xbb;
    return *c == '#' && markup_break(markup, at) != 0;
}

/* Gives up punctuation that belongs to the sentence around, and ")" without its "(". */
static size_t trim_end(const char *text, size_t size)
{
    size_t open = 0, close = 0;

    for (size_t i = 0; i < size; i++) {
        open += text[i] == '(';
        close += text[i] == ')';
    }
    for (; size != 0; size--) {
        if (text[size - 1] == ')' && close > open)
            close--;
        else if (!strchr(".,;:!?'", text[size - 1]))
            break;
    }
    return size;
}

bool bare_take(struct markup *markup)
{
    size_t start, host = markup->at + 3, end = host;
    struct style style = markup->style;
    struct piece address, id;
    bool session;

    if (markup->link != 0 || markup->size - markup->at < 4 ||
        memcmp(markup->text + markup->at, "://", 3) != 0 || !find_start(markup, &start))
        return false;
    while (end < markup->size && !ends_address(markup, end))
        end++;
    end = host + trim_end(markup->text + host, end - host);
    if (end == host)
        return false;
    markup->at = start;
    markup_flush(markup);
    address = (struct piece){markup->text + start, end - start};
    session = bare_is_session(address, &id);
    style.role = ROLE_LINK;
    rich_add(markup->out, address.text, address.size, style,
             session ? rich_link(markup->out, LINK_SESSION, id.text, id.size)
                     : rich_link(markup->out, LINK_URL, address.text, address.size));
    markup->at = markup->kept = end;
    return true;
}
