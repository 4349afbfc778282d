/* SPDX-License-Identifier: MIT */
#include "text/sight.h"

#include <string.h>

static bool is_one_of(uint32_t code, const char *set)
{
    return code && code < 0x80 && strchr(set, (int)code) != NULL;
}

static bool is_name(uint32_t code)
{
    return sight_is_letter(code) || sight_digit(code) >= 0;
}

static bool stands_at(const struct sight *sight, size_t at, const char *word)
{
    while (*word && sight_at(sight, at) == (unsigned char)*word)
        at++, word++;
    return !*word;
}

/* Letters of ASCII alone, or a Russian one: "кг/шт" and "т.д./т.п." are no domains. */
static bool is_domain_end(const struct sight *sight, size_t from, size_t to)
{
    static const char *const russian[] = {"рф", "рус", "бел", "укр", "москва", "сайт", "онлайн",
                                          "дети", "орг", "ком", NULL};
    struct str word = {0};
    bool is_end = to - from >= 2, is_russian = false;

    for (size_t i = from; i < to && !stands_at(sight, from, "xn--"); i++)
        is_end &= sight_at(sight, i) < 0x80 && sight_is_letter(sight_at(sight, i));
    sight_add(sight, from, to, &word);
    for (const char *const *one = russian; *one; one++)
        is_russian |= strcmp(str_text(&word), *one) == 0;
    str_release(&word);
    return is_end || is_russian;
}

/* --- links ----------------------------------------------------------------------------------- */

/* Where the address ends that goes on here, without the punctuation of the sentence around. */
static size_t link_end(const struct sight *sight, size_t at)
{
    size_t start = at, open = 0, close = 0;

    for (uint32_t code; (code = sight_at(sight, at)) != 0; at++) {
        if (code == ' ' || is_one_of(code, "\"<>[]`") || code == 0xAB || code == 0xBB)
            break;
        open += code == '(';
        close += code == ')';
    }
    for (; at > start; at--) {
        uint32_t last = sight_at(sight, at - 1);

        if (last == ')' && close > open)
            close--;
        else if (!is_one_of(last, ".,;:!?'"))
            break;
    }
    return at;
}

static void claim_link(struct sight *sight, size_t from, size_t host)
{
    size_t end = link_end(sight, host);
    struct str key = {0};

    if (end <= host)
        return;
    sight_add(sight, from, end, &key);
    sight_claim_key(sight, from, end, REDACT_LINKS, &key);
    str_release(&key);
}

/* Where the address begins whose "://" is here; at when it is none of the web. */
static size_t scheme_start(const struct sight *sight, size_t at)
{
    static const char *const schemes[] = {"https", "http", "ftp"};

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t size = strlen(schemes[i]);

        if (at >= size && stands_at(sight, at - size, schemes[i]))
            return at - size;
    }
    return at;
}

/* Where the domain begins that the "/" here ends; at when there is none. */
static size_t domain_start(const struct sight *sight, size_t at)
{
    size_t from = at, dot = 0;

    while (is_name(sight_before(sight, from)) || is_one_of(sight_before(sight, from), "-.")) {
        from--;
        if (sight_at(sight, from) == '.' && dot == 0)
            dot = from;
    }
    if (dot <= from || sight_before(sight, from) == '/' || !is_domain_end(sight, dot + 1, at))
        return at;
    return from;
}

void find_links(struct sight *sight)
{
    for (size_t at = 0; at < sight->symbols.n; at++) {
        uint32_t code = sight_at(sight, at);

        if (code == ':' && stands_at(sight, at, "://") && scheme_start(sight, at) < at)
            claim_link(sight, scheme_start(sight, at), at + 3);
        else if (code == 'w' && stands_at(sight, at, "www.") && !is_name(sight_before(sight, at)))
            claim_link(sight, at, at + 4);
        else if (code == '/' && domain_start(sight, at) < at)
            claim_link(sight, domain_start(sight, at), at + 1);
    }
}

/* --- mail ------------------------------------------------------------------------------------ */

static size_t mailbox_start(const struct sight *sight, size_t at)
{
    size_t from = at;

    while (is_name(sight_before(sight, from)) || is_one_of(sight_before(sight, from), "._%+-'"))
        from--;
    while (from < at && is_one_of(sight_at(sight, from), ".-+%'"))
        from++;
    return from < at && is_one_of(sight_at(sight, at - 1), ".") ? at : from;
}

/* The end of "host.tld", or from when there is none. */
static size_t host_end(const struct sight *sight, size_t from)
{
    size_t at = from, dot;

    while (is_name(sight_at(sight, at)) || is_one_of(sight_at(sight, at), "-."))
        at++;
    while (at > from && is_one_of(sight_at(sight, at - 1), "-."))
        at--;
    for (dot = at; dot > from && sight_at(sight, dot - 1) != '.';)
        dot--;
    if (dot <= from + 1 || at - dot < 2)
        return from;
    for (size_t i = dot; i < at && !stands_at(sight, dot, "xn--"); i++)
        if (!sight_is_letter(sight_at(sight, i)))
            return from;
    return at;
}

void find_mails(struct sight *sight)
{
    for (size_t at = 1; at < sight->symbols.n; at++) {
        size_t from, end;
        struct str key = {0};

        if (sight_at(sight, at) != '@')
            continue;
        from = mailbox_start(sight, at);
        end = host_end(sight, at + 1);
        if (from < at && end > at + 1) {
            sight_add(sight, from, end, &key);
            sight_claim_key(sight, from, end, REDACT_EMAILS, &key);
            str_release(&key);
        } else if (is_name(sight_before(sight, at)) && is_name(sight_at(sight, at + 1))) {
            sight_doubt(sight, DOUBT_MAIL);
        }
    }
}
