/* SPDX-License-Identifier: MIT */
#include "ui/edit.h"
#include "ui/probe.h"

#include <string.h>

/* What the word begins with, and what all candidates that begin so have in common. */
struct completion {
    const char *typed;
    size_t size;
    struct str best;
};

static void add_candidate(struct completion *completion, const char *name)
{
    const char *best = str_text(&completion->best);
    size_t agree = 0;

    if (strncmp(name, completion->typed, completion->size) != 0)
        return;
    if (completion->best.size == 0) {
        str_add_text(&completion->best, name);
        return;
    }
    while (best[agree] && best[agree] == name[agree])
        agree++;
    str_cut(&completion->best, agree);
}

static void add_value(struct completion *completion, enum query_kind kind, const char *value)
{
    struct str name = {0};

    str_addf(&name, "%s:%s", query_table[kind].word, value);
    add_candidate(completion, str_text(&name));
    str_release(&name);
}

/* Fields; behind a colon their values, where these are words. */
static void add_candidates(struct completion *completion)
{
    if (!memchr(completion->typed, ':', completion->size)) {
        for (int kind = 0; kind < QUERY_KIND_COUNT; kind++)
            if (query_table[kind].word)
                add_value(completion, (enum query_kind)kind, "");
        return;
    }
    for (int role = 0; role < USER_ROLES; role++)
        add_value(completion, QUERY_ROLE, user_role_table[role].word);
    for (int class = 0; class < CLASS_COUNT; class++)
        add_value(completion, QUERY_CLASS, class_table[class].word);
    add_value(completion, QUERY_HAS, "file");
    add_value(completion, QUERY_HAS, "link");
}

/* Of the word at the end of the line; a minus before it stays. */
void probe_complete(struct ui *ui, struct edit *edit)
{
    const char *text = str_text(&edit->text), *blank = strrchr(text, ' ');
    struct completion completion = {.typed = blank ? blank + 1 : text};
    struct str line = {0};

    completion.typed += *completion.typed == '-';
    completion.size = strlen(completion.typed);
    if (completion.size)
        add_candidates(&completion);
    if (completion.best.size == 0) {
        ui_tell(ui, _("nothing begins so"));
    } else {
        str_add(&line, text, (size_t)(completion.typed - text));
        str_add(&line, completion.best.text, completion.best.size);
        edit_set(edit, str_text(&line), line.size);
    }
    str_release(&line);
    str_release(&completion.best);
}
