/* SPDX-License-Identifier: MIT */
#include "document.h"

/*
 * HTML of any bytes: after our style sheet there are only elements and attributes of ours, closed
 * in order; addresses have one of three schemes; nothing else is a "<" or a quote.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const elements[] = {
    "head", "body", "main",       "section", "header", "h1",   "h2", "h3", "p",    "article", "time",
    "span", "div",  "blockquote", "pre",     "code",   "b",    "i",  "u",  "s",    "a",       "bdi",
    "br",   "hr",   "footer",     "html",    "table",  "tr",   "th", "td",
};
enum { ELEMENTS = sizeof elements / sizeof *elements, DEPTH = 64 };

static const char *const attributes[] = {"class", "id",   "dir",   "lang", "datetime",  "title",
                                         "rel",   "href", "style", "role", "aria-label"};

struct page {
    int open[DEPTH];
    int depth;
};

static bool is_word(const char *at, size_t size, const char *word)
{
    return strlen(word) == size && memcmp(at, word, size) == 0;
}

static int find_element(const char *at, size_t size)
{
    for (int i = 0; i < ELEMENTS; i++)
        if (is_word(at, size, elements[i]))
            return i;
    abort();
}

static const char *read_attribute(const char *at)
{
    size_t size = strcspn(at, "="), i = 0;
    const char *value = at + size + 2, *end;

    while (i < sizeof attributes / sizeof *attributes && !is_word(at, size, attributes[i]))
        i++;
    require(i < sizeof attributes / sizeof *attributes && at[size] == '=' && at[size + 1] == '"');
    end = value + strcspn(value, "\"<>");
    require(*end == '"');
    if (strcmp(attributes[i], "href") == 0)
        require(strncmp(value, "http://", 7) == 0 || strncmp(value, "https://", 8) == 0 ||
                strncmp(value, "mailto:", 7) == 0);
    if (strcmp(attributes[i], "style") == 0)
        require(strncmp(value, "--c:#", 5) == 0 && strspn(value + 5, "0123456789abcdef") == 6 &&
                end == value + 11);
    return end + 1;
}

static const char *read_tag(struct page *page, const char *at)
{
    bool closes = *at == '/';
    size_t size;
    int element;

    at += closes;
    size = strcspn(at, " >");
    element = find_element(at, size);
    for (at += size; *at == ' ';)
        at = read_attribute(at + 1);
    require(*at == '>');
    if (closes)
        require(page->depth > 0 && page->open[--page->depth] == element);
    else if (strcmp(elements[element], "br") != 0 && strcmp(elements[element], "hr") != 0)
        page->open[page->depth++] = element;
    require(page->depth < DEPTH);
    return at + 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = document_text(data, size, "html");
    const char *at = strstr(text, "</style>\n");
    struct page page = {.open = {find_element("html", 4), find_element("head", 4)}, .depth = 2};

    require(at != NULL);
    for (at += strlen("</style>\n"); *at; at++) {
        at += strcspn(at, "<>\"'");
        if (!*at)
            break;
        require(*at == '<');
        at = read_tag(&page, at + 1) - 1;
    }
    require(page.depth == 0);
    free(text);
    return 0;
}
