/* SPDX-License-Identifier: MIT */
#include "markup.h"

#include <string.h>

static bool is_line_start(const struct markup *markup)
{
    const struct str *out = &markup->out->text;

    return out->size == markup->origin || out->text[out->size - 1] == '\n';
}

/* Where [/CODE] begins; the end when there is none. */
static size_t find_code_end(const struct markup *markup)
{
    size_t at = markup->at;

    while (at < markup->size) {
        const char *bracket = memchr(markup->text + at, '[', markup->size - at);

        if (!bracket)
            break;
        at = (size_t)(bracket - markup->text);
        if (piece_starts((struct piece){bracket, markup->size - at}, "[/code]"))
            return at;
        at++;
    }
    return markup->size;
}

/* Shows code as it is, but for CR LF. */
static void put_code(struct markup *markup, struct piece code)
{
    struct style style = markup->style;

    style.role = ROLE_CODE;
    style.frame |= FRAME_CODE;
    while (code.size != 0) {
        const char *cr = memchr(code.text, '\r', code.size);
        size_t size = cr ? (size_t)(cr - code.text) : code.size;
        bool drop = cr && size + 1 < code.size && cr[1] == '\n';

        rich_add(markup->out, code.text, size + (cr && !drop), style, markup->link);
        code = piece_from(code, size + (cr != NULL));
    }
}

/* The line breaks inside a block of code that has lines of its own are not shown twice. */
bool code_open(struct markup *markup, int what, struct piece arg)
{
    size_t end = find_code_end(markup), next = end == markup->size ? end : end + 7, first;
    struct piece code = {markup->text + markup->at, end - markup->at};

    (void)what;
    (void)arg;
    first = piece_starts(code, "\r\n") ? 2 : piece_starts(code, "\n");
    if (is_line_start(markup))
        code = piece_from(code, first);
    if (code.size != 0 && code.text[code.size - 1] == '\n' &&
        (next == markup->size || markup_break(markup, next) != 0))
        code.size -= 1 + (code.size > 1 && code.text[code.size - 2] == '\r');
    put_code(markup, code);
    markup->at = markup->kept = next;
    return true;
}
