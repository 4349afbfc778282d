/* SPDX-License-Identifier: MIT */
#ifndef TEXT_ADDRESS_H
#define TEXT_ADDRESS_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What a link leads to, made safe to hand to another program (safety.md 5.6).
 * Only http, https and mailto pass; an address that hides its host does not.
 * {0} is an empty address.
 *
 * Invariant after address_parse: url begins with one of the three schemes, is
 * printable ASCII without blanks, quotes, "$", "`" and "\", and means the same
 * when parsed again.
 */
enum { ADDRESS_MAX = 8192, ADDRESS_OSC8_MAX = 2083 }; /* bytes; terminals drop longer links */

struct address {
    struct str url;
    struct str host;  /* as the program that opens it will see it: ASCII, small letters */
    struct str shown; /* the same for a person: "xn--e1afmkfd.xn--p1ai (пример.рф)" */
};

/* target: any bytes, as written in the message. portal: the base of what begins with "/", for
 * example "https://portal.example"; NULL when it is not known. False: not to be opened; the
 * sentence says why. Replaces what the address held. */
bool address_parse(struct address *address, const char *target, size_t size, const char *portal,
                   struct error *error);
void address_release(struct address *address);

/* Whether the text the link is shown as names a host, and another one. */
bool address_misleads(const struct address *address, const char *label, size_t size);
/* Whether it is the target itself, be it without the scheme or the last slash: else it has to be
 * told where the link leads. */
bool address_is_said(const char *target, const char *label, size_t size);

/* OSC 8: begins a link in the terminal; all pieces of one link have the same id. False, and nothing
 * added, when it is too long. */
bool address_osc8(struct str *out, const struct address *address, unsigned id);
void address_osc8_end(struct str *out);

#endif
