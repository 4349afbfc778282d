/* SPDX-License-Identifier: MIT */
#ifndef UI_PROBE_H
#define UI_PROBE_H

#include "base/str.h"
#include "layout/plain.h"
#include "model/query.h"
#include "ui/state.h"

/* What is looked for in messages, how, and in which parts of them. */
struct probe {
    bool is_query; /* of FIND_SMART, the line is a query (model/query.h), not one pattern */
    enum find_kind kind;
    unsigned parts; /* enum plain_part */
    bool is_set;    /* false: nothing is looked for */
    /* what it was set to: one of the two */
    struct pattern *pattern;
    struct query query;
    struct str text; /* scratch */
};

void probe_release(struct probe *probe);
/* False, and nothing is looked for: the text is empty, or no expression, which is told. */
bool probe_set(struct ui *ui, struct probe *probe, const char *text);
/* How and where as one number, for what is remembered. False: it is no such number. */
int probe_how(const struct probe *probe);
bool probe_set_how(struct probe *probe, int how);
/* Ctrl-R changes how, Ctrl-T where, and it is told; false for other keys. */
bool probe_key(struct ui *ui, struct probe *probe, int key);
/* *gave_up is set when the expression took too long on this message. */
bool probe_matches(struct ui *ui, struct probe *probe, size_t item, bool *gave_up);

#endif
