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

struct chat_filter_row {
    const char *word, *form, *help;
    bool (*holds)(const struct ui *ui, const struct chat *chat, const char *value);
    const char *values; /* "a|b|c" for completion, or NULL */
    bool has_names;     /* its values are names of people */
};
extern const struct chat_filter_row chat_filter_table[]; /* ends with form NULL */

/* Empty: all. When no chat would be left everything stays, and that is told. */
void chat_filter_set(struct ui *ui, const char *text);
/* All are shown if this one was left out. */
void chat_filter_reveal(struct ui *ui, const struct chat *chat);
void chat_filter_free(struct chat_filter *filter); /* NULL is fine */

#endif
