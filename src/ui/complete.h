/* SPDX-License-Identifier: MIT */
#ifndef UI_COMPLETE_H
#define UI_COMPLETE_H

#include "base/str.h"
#include "base/vec.h"
#include "ui/edit.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What may stand at the end of a line that is typed. The first Tab puts in what all that begins
 * so has in common; each further one, as long as the line is left so, the next of them. {0} is
 * none.
 */
struct completion {
    struct str line;       /* as it was typed */
    size_t start;          /* where in it begins what is completed */
    VEC(char *) names;     /* that begin so, each once */
    const char *closing;   /* behind a name that is the only one; static */
    size_t at;             /* the name that was put in; NONE_PUT: what they have in common */
    bool is_left;          /* Tab changed the line, or looked at it */
    struct str left;       /* as it was then */
};

void completion_release(struct completion *completion);
/* Begins anew, with the word after the last blank; closing is "". */
void completion_begin(struct completion *completion, const char *line);
/* What is completed begins later: behind a sign such as a colon. Before the first offer. */
void completion_from(struct completion *completion, const char *at);
/* What was typed of it. */
const char *completion_typed(const struct completion *completion);
/* Kept if it begins with what was typed, as FIND_SMART compares. */
void completion_offer(struct completion *completion, const char *name);
/* Each of "a|b|c". */
void completion_offer_choices(struct completion *completion, const char *choices);

/* Whether the line is still as Tab left it, and there are several names. */
bool completion_goes_on(const struct completion *completion, const char *line);
/* Changes the line. False: nothing begins so. */
bool completion_step(struct completion *completion, struct edit *edit);
/* The names, the one in the line first; nothing unless there are several. */
void completion_tell(const struct completion *completion, struct str *out);

#endif
