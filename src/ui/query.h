/* SPDX-License-Identifier: MIT */
#ifndef UI_QUERY_H
#define UI_QUERY_H

#include "base/str.h"
#include "layout/plain.h"
#include "text/find.h"
#include "ui/state.h"

/* What is looked for in messages, how, and in which parts of them. */
struct query {
    struct pattern *pattern; /* NULL: nothing */
    enum find_kind kind;
    unsigned parts;  /* enum plain_part */
    struct str text; /* scratch */
};

void query_release(struct query *query);
/* False, and nothing is looked for: the text is empty, or no expression, which is told. */
bool query_set(struct ui *ui, struct query *query, const char *text);
/* Ctrl-R changes how, Ctrl-T where, and it is told; false for other keys. */
bool query_key(struct ui *ui, struct query *query, int key);
/* *gave_up is set when the expression took too long on this message. */
bool query_matches(struct ui *ui, struct query *query, size_t item, bool *gave_up);

#endif
