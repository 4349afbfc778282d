/* SPDX-License-Identifier: MIT */
#ifndef UI_CHAT_FILTER_H
#define UI_CHAT_FILTER_H

#include "ui/state.h"

/*
 * Which chats the list shows, in the words of a search (model/query.h): one row a word. Terms with
 * blanks between, all of which must hold; commas between values: one of these; - before a term: not
 * that; any other word is looked for in the title and the last words.
 */
struct chat_filter;
struct chat_value;

struct chat_filter_row {
    const char *word, *form, *help;
    bool (*holds)(const struct ui *ui, const struct chat *chat, const struct chat_value *value);
    const char *values; /* "a|b|c": one of these, or NULL */
    bool has_names;     /* its values are names of people */
    bool (*takes)(const char *value); /* NULL: any */
    /* Whether enough of a chat is loaded to say no; NULL: always. */
    bool (*knows)(const struct chat *chat, const struct chat_value *value);
};
extern const struct chat_filter_row chat_filter_table[]; /* ends with form NULL */

/* Empty: all. What is not understood, or would leave no chat, is told, and everything stays;
 * how many chats cannot be asked yet is told too. */
void chat_filter_set(struct ui *ui, const char *text);
/* All are shown if this one was left out. */
void chat_filter_reveal(struct ui *ui, const struct chat *chat);
void chat_filter_free(struct chat_filter *filter); /* NULL is fine */

#endif
