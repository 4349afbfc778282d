/* SPDX-License-Identifier: MIT */
#include "model/query.h"
#include "ui/chat_filter.h"
#include "ui/offers.h"

#include <string.h>

/* Each word of a name by itself: a query takes them so, and needs no quotes. */
static bool offer_name(void *self, const struct user *user)
{
    for (const char *at = user->name; *at; at += strspn(at, " ")) {
        size_t size = strcspn(at, " ");
        char *word = mem_copy(at, size);

        if (!strpbrk(word, "\",:"))
            completion_offer(self, word);
        free(word);
        at += size;
    }
    return true;
}

static void offer_names(struct ui *ui, struct completion *completion)
{
    store_each_user(ui->start.look.store, offer_name, completion);
}

static void offer_values(struct ui *ui, struct completion *completion, enum query_kind kind)
{
    if (kind == QUERY_FROM)
        offer_names(ui, completion);
    for (int role = 0; kind == QUERY_ROLE && role < USER_ROLES; role++)
        completion_offer(completion, user_role_table[role].word);
    for (int class = 0; kind == QUERY_CLASS && class < CLASS_COUNT; class++)
        completion_offer(completion, class_table[class].word);
    if (kind == QUERY_AFTER || kind == QUERY_BEFORE)
        completion_offer_choices(completion, "today|yesterday");
    if (kind == QUERY_HAS)
        completion_offer_choices(completion, "file|link");
}

static void offer_field(struct completion *completion, const char *word)
{
    struct str name = {0};

    str_addf(&name, "%s:", word);
    completion_offer(completion, str_text(&name));
    str_release(&name);
}

/* A minus before the word stays. True: behind a colon, and what is completed begins there, or
 * behind its last comma. */
static bool begin_value(struct completion *completion, char **word)
{
    const char *typed = completion_typed(completion), *colon, *comma;

    typed += *typed == '-';
    completion_from(completion, typed);
    colon = strchr(typed, ':');
    if (!colon)
        return false;
    comma = strrchr(colon, ',');
    *word = mem_copy(typed, (size_t)(colon - typed));
    completion_from(completion, (comma ? comma : colon) + 1);
    return true;
}

void offer_query(struct ui *ui, struct completion *completion, const char *text)
{
    char *word = NULL;
    bool is_value = begin_value(completion, &word);

    (void)text;
    for (int kind = 0; kind < QUERY_KIND_COUNT; kind++) {
        const char *name = query_table[kind].word;

        if (name && is_value && strcmp(name, word) == 0)
            offer_values(ui, completion, (enum query_kind)kind);
        else if (name && !is_value)
            offer_field(completion, name);
    }
    free(word);
}

void offer_filter(struct ui *ui, struct completion *completion, const char *text)
{
    char *word = NULL;
    bool is_value = begin_value(completion, &word);

    (void)text;
    for (const struct chat_filter_row *row = chat_filter_table; row->word; row++) {
        if (!is_value)
            offer_field(completion, row->word);
        else if (strcmp(row->word, word) == 0 && row->values)
            completion_offer_choices(completion, row->values);
        else if (strcmp(row->word, word) == 0 && row->has_names)
            offer_names(ui, completion);
    }
    free(word);
}

void offer_query_line(struct ui *ui, struct completion *completion)
{
    offer_query(ui, completion, str_text(&completion->line));
}
