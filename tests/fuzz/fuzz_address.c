/* SPDX-License-Identifier: MIT */
/*
 * Any bytes are a link's target and its label. What opens keeps the promises of
 * ui/address.h; permalinks and host names lead back to themselves.
 */
#include "text/idn.h"
#include "text/address.h"
#include "ui/permalink.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_url(const struct address *address)
{
    const char *url = address->url.text;

    must(strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0 ||
         strncmp(url, "mailto:", 7) == 0);
    must(strlen(url) == address->url.size && address->host.size > 0);
    for (const char *c = url; *c; c++)
        must(*c > ' ' && *c < 0x7f && !strchr("\"'`$\\<>{}|^", *c));
    for (const char *c = address->host.text; *c; c++)
        must(strchr("abcdefghijklmnopqrstuvwxyz0123456789.-_[:]", *c));
    must(strstr(url, address->host.text) != NULL);
}

static void check_address(const char *text, size_t size, const char *portal)
{
    struct address address = {0}, again = {0};
    struct str out = {0};
    struct error error = {0};

    if (address_parse(&address, text, size, portal, &error)) {
        check_url(&address);
        must(address_parse(&again, address.url.text, address.url.size, NULL, &error));
        must(strcmp(again.url.text, address.url.text) == 0);
        must(strcmp(again.host.text, address.host.text) == 0);
        must(!address_misleads(&address, address.url.text, address.url.size) ||
             address.url.text[0] == 'm');
        address_misleads(&address, text, size);
        if (address_osc8(&out, &address, 1))
            must(out.size == address.url.size + strlen("\033]8;id=imolog1;\033\\"));
    } else {
        must(error.kind == ERROR_FAILED && address.url.size == 0);
    }
    address_release(&address);
    address_release(&again);
    str_release(&out);
}

static void check_permalink(const char *text, size_t size)
{
    struct permalink link, again;
    struct str out = {0};

    if (permalink_parse(text, size, &link)) {
        permalink_add(&out, link);
        must(permalink_parse(out.text, out.size, &again));
        must(memcmp(&link, &again, sizeof link) == 0);
    }
    str_release(&out);
}

static void check_host(const char *text, size_t size)
{
    struct str ascii = {0}, shown = {0}, back = {0};

    idn_to_unicode(&shown, text, size);
    str_clear(&shown);
    if (idn_to_ascii(&ascii, text, size)) {
        idn_to_unicode(&shown, ascii.text, ascii.size);
        must(idn_to_ascii(&back, shown.text, shown.size));
        must(strcmp(back.text, ascii.text) == 0);
    }
    str_release(&ascii);
    str_release(&shown);
    str_release(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;

    check_address(text, size, NULL);
    check_address(text, size, "https://portal.example/base");
    check_permalink(text, size);
    check_host(text, size);
    return 0;
}
