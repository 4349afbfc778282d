/* SPDX-License-Identifier: MIT */
#include "ui/query.h"

#include <string.h>

enum { CTRL_R = 18, CTRL_T = 20 };

void query_release(struct query *query)
{
    pattern_free(query->pattern);
    str_release(&query->text);
}

bool query_set(struct ui *ui, struct query *query, const char *text)
{
    struct error error;

    pattern_free(query->pattern);
    query->pattern = *text ? pattern_new(text, strlen(text), query->kind, &error) : NULL;
    if (*text && !query->pattern)
        ui_tell(ui, "%s", error.text);
    return query->pattern != NULL;
}

bool query_matches(struct ui *ui, struct query *query, size_t item, bool *gave_up)
{
    size_t start, end;
    bool found;

    str_clear(&query->text);
    plain_add(&ui->start.look, ui_message_at(ui, item), query->parts, &query->text);
    found = pattern_find(query->pattern, str_text(&query->text), query->text.size, 0, &start, &end);
    *gave_up = pattern_gave_up(query->pattern);
    return found;
}

static const char *const kind_words[] = {
    [FIND_SMART] = N_("smart"), [FIND_LITERAL] = N_("literal"), [FIND_REGEX] = N_("regular "
                                                                                "expression")};

static void next_kind(struct ui *ui, struct query *query)
{
    query->kind = (query->kind + 1) % (FIND_REGEX + 1);
    ui_tell(ui, _("search type: %s"), gettext(kind_words[query->kind]));
}

static void next_parts(struct ui *ui, struct query *query)
{
    static const struct {
        unsigned parts;
        const char *word;
    } table[] = {{PLAIN_TEXT, N_("text")},
                 {PLAIN_NAME, N_("names")},
                 {PLAIN_FILES, N_("files")},
                 {PLAIN_TEXT | PLAIN_NAME | PLAIN_FILES, N_("text, names and files")}};
    size_t i = 0;

    while (table[i].parts != query->parts)
        i++;
    i = (i + 1) % (sizeof table / sizeof *table);
    query->parts = table[i].parts;
    ui_tell(ui, _("searching in %s"), gettext(table[i].word));
}

bool query_key(struct ui *ui, struct query *query, int key)
{
    if (key == CTRL_R)
        next_kind(ui, query);
    else if (key == CTRL_T)
        next_parts(ui, query);
    else
        return false;
    return true;
}
