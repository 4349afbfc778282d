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

static void claim(struct sight *sight, size_t from, size_t end, enum redact_kind kind)
{
    struct str key = {0};

    sight_add(sight, from, end, &key);
    sight_claim_key(sight, from, end, kind, &key);
    str_release(&key);
}

/* Whether what stands after a link and a blank looks like more of it: "path/x" or "name=". */
static bool goes_on(const struct sight *sight, size_t at)
{
    bool has_letter = false, has_mark = false;
    uint32_t code;

    if (sight_at(sight, at) != ' ')
        return false;
    for (at++; (code = sight_at(sight, at)) != 0 && code != ' ' && code != ':'; at++) {
        has_letter |= sight_is_letter(code);
        has_mark |= is_one_of(code, "/=&%");
        if (code >= 0x80)
            return false;
    }
    return has_letter && has_mark && code != ':';
}

static void claim_link(struct sight *sight, size_t from, size_t host)
{
    size_t end = link_end(sight, host);

    if (end <= host)
        return;
    if (goes_on(sight, end))
        sight_doubt(sight, DOUBT_LINK);
    claim(sight, from, end, REDACT_LINKS);
}

static const char *const schemes[] = {"https", "http", "ftp"};

/* Where the address begins whose "://" is here; at when it is none of the web. */
static size_t scheme_start(const struct sight *sight, size_t at)
{
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
    if (dot <= from || is_one_of(sight_before(sight, from), "/@") ||
        !is_domain_end(sight, dot + 1, at))
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

void find_whole_link(struct sight *sight)
{
    bool is_link = stands_at(sight, 0, "www.");

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        is_link |= stands_at(sight, 0, schemes[i]) && stands_at(sight, strlen(schemes[i]), "://");
    if (is_link)
        claim(sight, 0, sight->symbols.n, REDACT_LINKS);
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

/* name@host.tld, where blanks may stand around the @ */
struct mail {
    size_t from, to, host, end; /* symbols */
};

/* Where the "john doe" begins whose closing quote is before the @; at when there is none. */
static size_t quoted_start(const struct sight *sight, size_t at)
{
    enum { LONGEST = 64 };
    size_t from = at;

    if (sight_before(sight, from) != '"')
        return at;
    for (from--; sight_before(sight, from) && at - from < LONGEST; from--)
        if (sight_before(sight, from) == '"')
            return from - 1;
    return at;
}

/* Before a blank only what is no word of Russian: "ivanov @mail.ru", not "пишите @mail.ru". */
static size_t distant_start(const struct sight *sight, size_t at)
{
    size_t from = sight_before(sight, at) == ' ' ? mailbox_start(sight, at - 1) : at;

    for (size_t i = from; i < at; i++)
        if (sight_at(sight, i) >= 0x80)
            return at;
    return from + 1 < at ? from : at;
}

static bool read_mail(const struct sight *sight, size_t at, struct mail *mail)
{
    bool is_far = sight_at(sight, at + 1) == ' ';

    *mail = (struct mail){mailbox_start(sight, at), at, at + 1 + is_far, 0};
    if (mail->from == at)
        mail->from = quoted_start(sight, at);
    if (mail->from == at && (mail->from = distant_start(sight, at)) < at)
        mail->to--;
    mail->end = host_end(sight, mail->host);
    return mail->from < mail->to && mail->end > mail->host;
}

/* By the same key however many blanks are in it. */
static void claim_mail(struct sight *sight, const struct mail *mail)
{
    struct str key = {0};

    if (mail->host - mail->to > 1)
        sight_doubt(sight, DOUBT_MAIL);
    sight_add(sight, mail->from, mail->to, &key);
    str_add_char(&key, '@');
    sight_add(sight, mail->host, mail->end, &key);
    sight_claim_key(sight, mail->from, mail->end, REDACT_EMAILS, &key);
    str_release(&key);
}

/* "x@y", or a name as messengers have them: "@masha_ivanova". */
static bool is_doubtful_at(const struct sight *sight, size_t at)
{
    enum { NICK = 4 };
    size_t end = at + 1;

    if (is_name(sight_before(sight, at)))
        return is_name(sight_at(sight, end));
    while (sight_at(sight, end) < 0x80 &&
           (is_name(sight_at(sight, end)) || sight_at(sight, end) == '_'))
        end++;
    return end - at > NICK && sight_is_letter(sight_at(sight, at + 1));
}

static bool is_spelled_out(const struct sight *sight, size_t at)
{
    static const char *const signs[] = {"(at)", "[at]", "(dot)", "[dot]"};
    bool is_one = false;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        is_one |= stands_at(sight, at, signs[i]);
    return is_one;
}

void find_mails(struct sight *sight)
{
    for (size_t at = 0; at < sight->symbols.n; at++) {
        uint32_t code = sight_at(sight, at);
        struct mail mail;

        if (code == '@' && read_mail(sight, at, &mail))
            claim_mail(sight, &mail);
        else if (code == '@' ? is_doubtful_at(sight, at)
                             : is_one_of(code, "([") && is_spelled_out(sight, at))
            sight_doubt(sight, DOUBT_MAIL);
    }
}
