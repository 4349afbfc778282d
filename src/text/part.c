/* SPDX-License-Identifier: MIT */
#include "text/part.h"

#include <string.h>
#include <strings.h>

struct part part_after(struct part part, size_t n)
{
    return (struct part){part.text + n, part.size - n};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct part part_trim(struct part part)
{
    while (part.size && is_blank(*part.text))
        part = part_after(part, 1);
    while (part.size && is_blank(part.text[part.size - 1]))
        part.size--;
    return part;
}

bool part_begins(struct part part, const char *word)
{
    size_t size = strlen(word);

    return part.size >= size && strncasecmp(part.text, word, size) == 0;
}

size_t part_until(struct part part, const char *stops)
{
    size_t n = 0;

    while (n < part.size && (part.text[n] == '\0' || !strchr(stops, part.text[n])))
        n++;
    return n;
}

bool part_is_ipv4(const char *host)
{
    int n_parts = 0;

    for (; n_parts < 4; n_parts++) {
        size_t n = strspn(host, "0123456789");
        int number = 0;

        for (size_t i = 0; i < n && i < 4; i++)
            number = number * 10 + host[i] - '0';
        if (n == 0 || n > 3 || number > 255 || (n > 1 && *host == '0'))
            return false;
        host += n;
        if (*host == '.' && n_parts < 3)
            host++;
        else
            return *host == '\0' && n_parts == 3;
    }
    return false;
}

const char *part_last_label(const char *host)
{
    const char *dot = strrchr(host, '.');

    return dot ? dot + 1 : host;
}
