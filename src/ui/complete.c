/* SPDX-License-Identifier: MIT */
#include "ui/complete.h"
#include "text/find.h"

#include <string.h>

enum { NAMES_MAX = 500 };
#define NONE_PUT ((size_t)-1)

static void forget_names(struct completion *completion)
{
    for (size_t i = 0; i < completion->names.n; i++)
        free(completion->names.at[i]);
    completion->names.n = 0;
}

void completion_release(struct completion *completion)
{
    forget_names(completion);
    vec_release(&completion->names);
    str_release(&completion->line);
    str_release(&completion->left);
}

void completion_begin(struct completion *completion, const char *line)
{
    const char *blank = strrchr(line, ' ');

    forget_names(completion);
    str_clear(&completion->line);
    str_add_text(&completion->line, line);
    completion->start = blank ? (size_t)(blank + 1 - line) : 0;
    completion->closing = "";
    completion->at = NONE_PUT;
    completion->is_left = false;
}

const char *completion_typed(const struct completion *completion)
{
    return str_text(&completion->line) + completion->start;
}

void completion_from(struct completion *completion, const char *at)
{
    completion->start = (size_t)(at - str_text(&completion->line));
}

/* --- what fits ------------------------------------------------------------------------------- */

static bool begins_so(const struct completion *completion, const char *name)
{
    const char *typed = completion_typed(completion);
    size_t start = 1, end, size = strlen(typed);
    struct pattern *pattern;
    struct error error;

    if (size == 0 || strncmp(name, typed, size) == 0)
        return true;
    pattern = pattern_new(typed, size, FIND_SMART, &error);
    pattern_find(pattern, name, strlen(name), 0, &start, &end);
    pattern_free(pattern);
    return start == 0;
}

static bool is_known(const struct completion *completion, const char *name)
{
    for (size_t i = 0; i < completion->names.n; i++)
        if (strcmp(completion->names.at[i], name) == 0)
            return true;
    return false;
}

void completion_offer(struct completion *completion, const char *name)
{
    if (completion->names.n < NAMES_MAX && begins_so(completion, name) &&
        !is_known(completion, name))
        vec_push(&completion->names, mem_copy_text(name));
}

void completion_offer_choices(struct completion *completion, const char *choices)
{
    while (*choices) {
        size_t size = strcspn(choices, "|");
        char *name = mem_copy(choices, size);

        completion_offer(completion, name);
        free(name);
        choices += size + (choices[size] == '|');
    }
}

/* --- Tab ------------------------------------------------------------------------------------- */

bool completion_goes_on(const struct completion *completion, const char *line)
{
    return completion->names.n > 1 && completion->is_left &&
           strcmp(str_text(&completion->left), line) == 0;
}

static bool is_inside(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Bytes all of them begin with, whole characters. */
static size_t agree(const struct completion *completion)
{
    const char *first = completion->names.at[0];
    size_t size = strlen(first);

    for (size_t i = 1; i < completion->names.n; i++)
        while (strncmp(first, completion->names.at[i], size) != 0)
            size--;
    while (size > 0 && is_inside(first[size]))
        size--;
    return size;
}

static void put(struct completion *completion, struct edit *edit, const char *name, size_t size,
                const char *closing)
{
    str_clear(&completion->left);
    str_add(&completion->left, str_text(&completion->line), completion->start);
    str_add(&completion->left, name, size);
    str_add_text(&completion->left, closing);
    edit_set(edit, str_text(&completion->left), completion->left.size);
    completion->is_left = true;
}

static void put_common(struct completion *completion, struct edit *edit)
{
    const char *typed = completion_typed(completion);
    size_t size = agree(completion);

    if (size > strlen(typed))
        put(completion, edit, completion->names.at[0], size, "");
    else
        put(completion, edit, typed, strlen(typed), "");
}

bool completion_step(struct completion *completion, struct edit *edit)
{
    size_t n = completion->names.n;

    if (n == 0)
        return false;
    if (n > 1 && !completion->is_left) {
        put_common(completion, edit);
        return true;
    }
    completion->at = completion->at == NONE_PUT ? 0 : (completion->at + 1) % n;
    put(completion, edit, completion->names.at[completion->at],
        strlen(completion->names.at[completion->at]), n == 1 ? completion->closing : "");
    return true;
}

void completion_tell(const struct completion *completion, struct str *out)
{
    size_t n = completion->names.n, first = completion->at == NONE_PUT ? 0 : completion->at;

    for (size_t i = 0; n > 1 && i < n; i++)
        str_addf(out, "%s%s", i ? "  " : "", completion->names.at[(first + i) % n]);
}
