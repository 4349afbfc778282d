/* SPDX-License-Identifier: MIT */
#include "document.h"

/*
 * CSV of any bytes (RFC 4180): two records of as many cells, each cell of text in quotes that end,
 * none of them a formula.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *read_quoted(const char *at)
{
    require(*++at == '"' || !strchr("=+-@\t\r\n|%", *at));
    for (;; at++) {
        require(*at != '\0');
        if (*at == '"' && *++at != '"')
            return at;
    }
}

static const char *read_record(const char *at, int *cells)
{
    for (*cells = 1;; at++, ++*cells) {
        if (*at == '"')
            at = read_quoted(at);
        else
            at += strcspn(at, ",\r\n\"");
        if (*at != ',')
            break;
    }
    require(strncmp(at, "\r\n", 2) == 0);
    return at + 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = document_text(data, size, "csv");
    int header, cells;
    const char *at = read_record(text, &header);

    at = read_record(at, &cells);
    require(cells == header && *at == '\0');
    free(text);
    return 0;
}
