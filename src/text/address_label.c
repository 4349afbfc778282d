/* SPDX-License-Identifier: MIT */
#include "text/address.h"
#include "text/idn.h"
#include "text/part.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

/* Blanks, quotes and brackets of any language. */
static bool ends_word(uint32_t code)
{
    return code <= ' ' || (code < 0x80 && strchr("\"'()<>[]{}|\\,;`*!=", (int)code)) ||
           (code >= 0x80 && code <= 0xbf) || (code >= 0x2000 && code <= 0x206f) ||
           (code >= 0x3000 && code <= 0x303f && code != 0x3002) || code == 0xfffd;
}

static struct part next_word(struct part *rest)
{
    struct part word = *rest;
    uint32_t code = 0;
    size_t n = 0;

    for (word.size = 0; rest->size; word.size += n) {
        n = utf8_decode(rest->text, rest->size, &code);
        *rest = part_after(*rest, n);
        if (ends_word(code))
            break;
    }
    return word;
}

/* "report.pdf" is no host. None of these is a top-level domain. */
static bool is_file_name(const char *host)
{
    static const char *const endings[] = {"pdf", "doc", "docx", "xls",  "xlsx", "ppt", "pptx",
                                          "txt", "rtf", "csv",  "png",  "jpg",  "jpeg", "gif",
                                          "webp", "mp3", "mp4", "html", "htm",  "xml", "json"};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(part_last_label(host), endings[i]) == 0)
            return true;
    return false;
}

static bool looks_like_host(const char *host)
{
    const char *last = part_last_label(host);

    if (!strchr(host, '.') || is_file_name(host))
        return false;
    return part_is_ipv4(host) || (strlen(last) >= 2 && (*last < '0' || *last > '9'));
}

static const char *without_www(const char *host)
{
    return strncmp(host, "www.", 4) == 0 ? host + 4 : host;
}

/* The host, or a domain it belongs to. */
static bool is_within(const char *host, const char *domain)
{
    size_t size = strlen(host), of_domain = strlen(domain);

    return size >= of_domain && strcmp(host + size - of_domain, domain) == 0 &&
           (size == of_domain || host[size - of_domain - 1] == '.');
}

static bool names_other(const struct address *address, struct part name)
{
    struct str host = {0};
    bool other;

    while (name.size && strchr(".:", name.text[name.size - 1]))
        name.size--;
    other = idn_to_ascii(&host, name.text, name.size) && looks_like_host(host.text) &&
            !is_within(address->host.text, without_www(host.text));
    str_release(&host);
    return other;
}

/* What follows the first blank after the word, which ended for another reason perhaps. */
static struct part skip_to_blank(struct part rest, struct part word)
{
    const char *end = word.text + word.size;
    struct part left = {end, (size_t)(rest.text + rest.size - end)};

    return part_after(left, part_until(left, " \t\r\n"));
}

bool address_misleads(const struct address *address, const char *label, size_t size)
{
    struct part rest = {label, size};

    while (rest.size) {
        struct part word = next_word(&rest);
        size_t scheme = part_until(word, ":"), at;
        struct part host;
        bool is_link = part_begins(part_after(word, scheme), "://");

        if (is_link)
            word = part_after(word, scheme + 3);
        host = (struct part){word.text, part_until(word, "/?#")};
        if (host.size < word.size) /* what follows is a path: no host, and no word */
            rest = skip_to_blank(rest, word);
        word = host;
        at = part_until(word, "@");
        /* before the @ of a link is a disguise, before that of a mail address a name */
        if (at < word.size && is_link && names_other(address, (struct part){word.text, at}))
            return true;
        if (at < word.size)
            word = part_after(word, at + 1);
        word.size = part_until(word, ":");
        if (names_other(address, word))
            return true;
    }
    return false;
}

/* What a person reads of an address. */
static struct part readable(struct part part)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};

    part = part_trim(part);
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (part_begins(part, schemes[i])) {
            part = part_after(part, strlen(schemes[i]));
            break;
        }
    if (part.size && part.text[part.size - 1] == '/')
        part.size--;
    return part;
}

bool address_is_said(const char *target, const char *label, size_t size)
{
    struct part is = readable((struct part){target, strlen(target)});
    struct part said = readable((struct part){label, size});

    return said.size == is.size && memcmp(said.text, is.text, is.size) == 0;
}
