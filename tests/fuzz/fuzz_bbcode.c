/* SPDX-License-Identifier: MIT */
#include "text/bbcode.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *name_of(void *self, int64_t id)
{
    (void)self;
    return id % 2 ? "Anna Orlova" : NULL;
}

static void check(const struct rich *rich)
{
    uint32_t at = 0;

    for (size_t i = 0; i < rich->spans.n; i++) {
        const struct span *span = &rich->spans.at[i];

        if (span->start < at || span->end <= span->start || span->end > rich->text.size ||
            span->link > rich->links.n || span->style.role >= ROLE_COUNT)
            abort();
        at = span->end;
    }
    for (size_t i = 0; i < rich->links.n; i++)
        if (!rich->links.at[i].target)
            abort();
}

/* Nothing marked: every byte is kept. */
static void check_plain(const char *text, size_t size, const struct rich *rich)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] == '\0' || strchr("[#:>-/\r", text[i]))
            return;
    if (rich->text.size != size || (size != 0 && memcmp(rich->text.text, text, size) != 0) ||
        rich->spans.n != 0)
        abort();
}

static void parse(const char *text, size_t size)
{
    const struct bbcode_names names = {.user = name_of, .chat = name_of};
    struct rich rich = {0};

    bbcode_parse(text, size, &names, STYLE_PLAIN, &rich);
    check(&rich);
    check_plain(text, size, &rich);
    bbcode_parse(text, size, NULL, (struct style){ROLE_SYSTEM, ATTR_DIM, 0, 0xff}, &rich);
    check(&rich);
    if (rich.text.size > 1000 + size * 300)
        abort();
    rich_release(&rich);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A copy of exactly this size, so that reading beyond it is noticed. */
    char *text = malloc(size ? size : 1);
    struct str bbcode = {0};

    if (!text)
        abort();
    if (size != 0)
        memcpy(text, data, size);
    parse(text, size);
    bbcode_from_legacy(text, size, &bbcode);
    if (bbcode.size > 16 + size * 8)
        abort();
    parse(str_text(&bbcode), bbcode.size);
    str_release(&bbcode);
    free(text);
    return 0;
}
