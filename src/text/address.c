/* SPDX-License-Identifier: MIT */
#include "text/address.h"
#include "base/words.h"
#include "text/idn.h"
#include "text/part.h"
#include "text/utf8.h"

#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool refuse(struct error *error, const char *sentence)
{
    return error_set(error, ERROR_FAILED, "%s", sentence);
}

/* --- encoding -------------------------------------------------------------------------------- */

/* Quotes, "$" and "\" are allowed in some places of an address, and are no one's friends on the way
 * through a script such as xdg-open. */
static void add_encoded(struct str *out, struct part part)
{
    for (size_t i = 0; i < part.size; i++) {
        unsigned char c = (unsigned char)part.text[i];
        bool is_escape = c == '%' && i + 2 < part.size && is_hex(part.text[i + 1]) &&
                         is_hex(part.text[i + 2]);

        if (is_escape || is_alnum((char)c) || (c != '\0' && strchr("-._~!*+,;:=@/?&#()", c)))
            str_add_char(out, (char)c);
        else
            str_addf(out, "%%%02X", c);
    }
}

/* --- hosts ----------------------------------------------------------------------------------- */

/* Browsers read 2130706433 and 0x7f.1 as numbers too; we read them as hiding something. */
static bool is_odd_number(const char *host)
{
    return is_digit(*part_last_label(host)) &&
           strspn(part_last_label(host), "0123456789abcdefx") == strlen(part_last_label(host)) &&
           !part_is_ipv4(host);
}

static bool take_ipv6(struct address *address, struct part host)
{
    size_t inside = host.size >= 2 ? host.size - 2 : 0;

    if (inside < 2 || inside > 45 || host.text[host.size - 1] != ']')
        return false;
    for (size_t i = 1; i <= inside; i++)
        if (!is_hex(host.text[i]) && host.text[i] != ':' && host.text[i] != '.')
            return false;
    for (size_t i = 0; i < host.size; i++)
        str_add_char(&address->host, host.text[i] >= 'A' && host.text[i] <= 'F'
                                         ? (char)(host.text[i] | 0x20)
                                         : host.text[i]);
    return memchr(host.text, ':', host.size) != NULL;
}

static bool take_host(struct address *address, struct part host, struct error *error)
{
    bool done;

    if (host.size && *host.text == '[')
        done = take_ipv6(address, host);
    else
        done = idn_to_ascii(&address->host, host.text, host.size);
    if (done && address->host.text[address->host.size - 1] == '.')
        str_cut(&address->host, address->host.size - 1);
    if (!done || is_odd_number(address->host.text))
        return refuse(error, _("this address is not opened: its host is not a host name"));
    str_add(&address->shown, address->host.text, address->host.size);
    if (strstr(address->host.text, "xn--")) {
        str_add_text(&address->shown, " (");
        idn_to_unicode(&address->shown, address->host.text, address->host.size);
        str_add_char(&address->shown, ')');
    }
    return true;
}

/* --- http and https -------------------------------------------------------------------------- */

/* ":" and the port, or nothing. */
static bool take_port(struct address *address, struct part port)
{
    long number = 0;

    if (port.size <= 1)
        return true;
    for (size_t i = 1; i < port.size; i++) {
        if (!is_digit(port.text[i]) || port.size > 6)
            return false;
        number = number * 10 + port.text[i] - '0';
    }
    str_addf(&address->url, ":%ld", number);
    return number <= 65535;
}

static bool tell_hidden_host(struct part authority, struct error *error)
{
    struct str shown = {0};
    size_t at = authority.size;

    while (authority.text[at - 1] != '@')
        at--;
    utf8_clean(&shown, authority.text + at, authority.size - at, UTF8_NAME);
    error_set(error, ERROR_FAILED,
              _("this address is not opened: it leads to %.100s, whatever stands before the @"),
              str_text(&shown));
    str_release(&shown);
    return false;
}

static bool parse_web(struct address *address, struct part rest, const char *scheme,
                      struct error *error)
{
    struct part authority, host;

    if (!part_begins(rest, "//"))
        return refuse(error, _("this address is not opened: it has no host"));
    authority = part_after(rest, 2);
    authority.size = part_until(authority, "/?#");
    rest = part_after(rest, 2 + authority.size);
    if (authority.size && memchr(authority.text, '@', authority.size))
        return tell_hidden_host(authority, error);
    host = authority;
    host.size = authority.size && *authority.text == '[' ? part_until(authority, "]") + 1
                                                         : part_until(authority, ":");
    if (host.size > authority.size)
        host.size = authority.size;
    if (!take_host(address, host, error))
        return false;
    str_addf(&address->url, "%s//%s", scheme, address->host.text);
    host = part_after(authority, host.size);
    if ((host.size && *host.text != ':') || !take_port(address, host))
        return refuse(error, _("this address is not opened: its port is not a number"));
    if (rest.size == 0 || *rest.text != '/')
        str_add_char(&address->url, '/');
    add_encoded(&address->url, rest);
    return true;
}

/* --- mail ------------------------------------------------------------------------------------ */

static bool has_escape(struct part part, const char *escape)
{
    for (size_t i = 0; i + 3 <= part.size; i++)
        if (strncasecmp(part.text + i, escape, 3) == 0)
            return true;
    return false;
}

static bool has_line_break(struct part part)
{
    return part.size && (memchr(part.text, '\n', part.size) ||
                          memchr(part.text, '\r', part.size) || has_escape(part, "%0a") ||
                          has_escape(part, "%0d"));
}

/* The subject alone: others write the letter, attach files or add readers. */
static void add_subject(struct address *address, struct part parameters)
{
    while (parameters.size) {
        struct part one = {parameters.text, part_until(parameters, "&")};

        if (part_begins(one, "subject=") && !has_line_break(one)) {
            str_add_char(&address->url, '?');
            one.size = part_until(one, "#");
            add_encoded(&address->url, one);
            return;
        }
        parameters = part_after(parameters, one.size < parameters.size ? one.size + 1 : one.size);
    }
}

static bool parse_mail(struct address *address, struct part rest, const char *scheme,
                       struct error *error)
{
    struct part mailbox = {rest.text, part_until(rest, "?#")}, name, host;

    name = (struct part){mailbox.text, part_until(mailbox, "@")};
    if (name.size == 0 || *name.text == '-' || mailbox.size - name.size < 2)
        return refuse(error, _("this is not a mail address"));
    host = part_after(mailbox, name.size + 1);
    if (part_until(mailbox, ",; \t") < mailbox.size || has_escape(mailbox, "%2c") ||
        has_escape(mailbox, "%40") || has_line_break(mailbox) ||
        part_until(host, "@") < host.size)
        return refuse(error, _("this address is not opened: it has more than one reader"));
    if (!take_host(address, host, error))
        return false;
    str_add_text(&address->url, scheme);
    add_encoded(&address->url, name);
    str_addf(&address->url, "@%s", address->host.text);
    rest = part_after(rest, mailbox.size);
    if (rest.size && *rest.text == '?')
        add_subject(address, part_after(rest, 1));
    return true;
}

/* --- any ------------------------------------------------------------------------------------- */

static bool parse_nothing(struct address *address, struct part rest, const char *scheme,
                          struct error *error)
{
    (void)address, (void)rest, (void)scheme;
    return refuse(error, _("telephone numbers are copied, not opened"));
}

typedef bool parse_fn(struct address *address, struct part rest, const char *scheme,
                      struct error *error);

static const struct {
    const char *scheme;
    parse_fn *parse;
} schemes[] = {
    {"https:", parse_web},
    {"http:", parse_web},
    {"mailto:", parse_mail},
    {"tel:", parse_nothing},
};

static bool parse_absolute(struct address *address, struct part target, struct error *error)
{
    struct str shown = {0};
    size_t colon = part_until(target, ":");

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (part_begins(target, schemes[i].scheme))
            return schemes[i].parse(address, part_after(target, colon + 1), schemes[i].scheme,
                                    error);
    utf8_clean(&shown, target.text, colon, UTF8_NAME);
    error_set(error, ERROR_FAILED,
              _("links that begin with %.40s: are not opened, only http, https and mailto"),
              str_text(&shown));
    str_release(&shown);
    return false;
}

/* What a browser would take for a path of the portal. */
static bool parse_relative(struct address *address, struct part target, const char *portal,
                           struct error *error)
{
    struct str whole = {0};
    struct part base = {portal, portal ? strlen(portal) : 0};
    bool done;

    if (part_begins(target, "//")) {
        str_add_text(&whole, part_begins(base, "http:") ? "http:" : "https:");
    } else if (part_begins(target, "www.")) {
        str_add_text(&whole, "http://");
    } else if (part_begins(base, "http:") || part_begins(base, "https:")) {
        size_t start = part_until(base, ":") + 3;

        start = start < base.size ? start : base.size;
        str_add(&whole, portal, start + part_until(part_after(base, start), "/?#"));
        if (*target.text != '/')
            str_add_char(&whole, '/');
    } else {
        return refuse(error, _("this link is a path on the portal, and which portal is not known"));
    }
    str_add(&whole, target.text, target.size);
    done = parse_absolute(address, (struct part){whole.text, whole.size}, error);
    str_release(&whole);
    return done;
}

static void clear(struct address *address)
{
    str_clear(&address->url);
    str_clear(&address->host);
    str_clear(&address->shown);
}

bool address_parse(struct address *address, const char *target, size_t size, const char *portal,
                   struct error *error)
{
    struct part part = part_trim((struct part){target, size});
    bool done;

    clear(address);
    if (part.size == 0)
        return refuse(error, _("this link is empty"));
    if (part.size > ADDRESS_MAX)
        return refuse(error, _("this address is too long to be opened"));
    if (*part.text == '-')
        return refuse(error, _("this address is not opened: it begins with a hyphen"));
    if (!part_begins(part, "www.") && part_until(part, ":") < part_until(part, "/?#"))
        done = parse_absolute(address, part, error);
    else
        done = parse_relative(address, part, portal, error);
    if (!done)
        clear(address);
    return done;
}

void address_release(struct address *address)
{
    str_release(&address->url);
    str_release(&address->host);
    str_release(&address->shown);
}

/* --- OSC 8 ----------------------------------------------------------------------------------- */

bool address_osc8(struct str *out, const struct address *address, unsigned id)
{
    if (address->url.size == 0 || address->url.size > ADDRESS_OSC8_MAX)
        return false;
    str_addf(out, "\033]8;id=imolog%u;%s\033\\", id, address->url.text);
    return true;
}

void address_osc8_end(struct str *out)
{
    str_add_text(out, "\033]8;;\033\\");
}
