/* SPDX-License-Identifier: MIT */
#include "export/outlet.h"
#include "base/words.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- what --split takes -------------------------------------------------------------------- */

static bool parse_unit(const char *unit, struct split *split)
{
    static const struct {
        const char *name;
        int shift;
    } units[] = {{"k", 10}, {"m", 20}, {"g", 30}};
    size_t n = sizeof units / sizeof *units;

    split->kind = *unit ? SPLIT_BYTES : SPLIT_MESSAGES;
    if (!*unit || strcasecmp(unit, "b") == 0)
        return true;
    for (size_t i = 0; i < n; i++)
        if (strncasecmp(unit, units[i].name, 1) == 0 && (!unit[1] || !strcasecmp(unit + 1, "b"))) {
            split->n <<= units[i].shift;
            return true;
        }
    return false;
}

static bool parse_size(const char *text, struct split *split)
{
    char *end;

    if (!isdigit((unsigned char)*text))
        return false;
    errno = 0;
    split->n = strtoull(text, &end, 10);
    return errno == 0 && split->n > 0 && split->n <= UINT32_MAX && parse_unit(end, split);
}

bool split_parse(const char *text, struct split *split, struct error *error)
{
    static const struct {
        const char *name;
        enum split_kind kind;
    } kinds[] = {{"day", SPLIT_DAY}, {"session", SPLIT_SESSION}, {"chat", SPLIT_CHAT}};

    *split = (struct split){SPLIT_NONE, 0};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(text, kinds[i].name) == 0) {
            split->kind = kinds[i].kind;
            return true;
        }
    return parse_size(text, split) ||
           error_set(error, ERROR_USAGE,
                     _("--split takes day, session, chat, a number of messages such as 1000, or "
                       "a size such as 100k or 50mb, not \"%s\""),
                     text);
}

/* --- files --------------------------------------------------------------------------------- */

bool outlet_open(struct outlet *outlet, struct error *error)
{
    outlet->file = (struct path_new){0};
    outlet->n = 0;
    return outlet->split.kind != SPLIT_NONE ||
           path_new_open(&outlet->file, outlet->path, outlet->force, error);
}

/* "out.html" → "out-001-LABEL.html": the number keeps names apart, and in order. */
static void add_name(const struct outlet *outlet, const char *label, struct str *out)
{
    const char *slash = strrchr(outlet->path, '/'), *base = slash ? slash + 1 : outlet->path;
    const char *dot = strrchr(base, '.');

    if (!dot || dot == base)
        dot = base + strlen(base);
    str_add(out, outlet->path, (size_t)(dot - outlet->path));
    str_addf(out, "-%03zu%s%s%s", outlet->n + 1, *label ? "-" : "", label, dot);
}

bool outlet_next(struct outlet *outlet, const char *label, struct error *error)
{
    struct str name = {0};
    bool done = outlet_keep(outlet, error);

    if (done) {
        add_name(outlet, label, &name);
        done = path_new_open(&outlet->file, str_text(&name), outlet->force, error);
        str_release(&name);
    }
    return done;
}

bool outlet_keep(struct outlet *outlet, struct error *error)
{
    if (!outlet->file.stream)
        return true;
    if (!path_new_keep(&outlet->file, error))
        return false;
    outlet->n++;
    return true;
}

void outlet_drop(struct outlet *outlet)
{
    if (outlet->file.stream)
        path_new_drop(&outlet->file);
}
