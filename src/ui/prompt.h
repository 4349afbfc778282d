/* SPDX-License-Identifier: MIT */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "ui/complete.h"
#include "ui/edit.h"
#include "ui/state.h"

/*
 * A line asked for in the bottom row. One descriptor per purpose; histories live
 * as long as the program runs.
 */
struct prompt_kind {
    const char *sign; /* what stands before the line */
    const char *name; /* of its history in ui/memory.h */
    void (*changed)(struct ui *ui, const char *text); /* and what it means; may be NULL */
    void (*accept)(struct ui *ui, const char *text);
    void (*cancel)(struct ui *ui);                    /* may be NULL */
    /* Offers what may stand at the end of the line the completion has; may be NULL. */
    void (*complete)(struct ui *ui, struct completion *completion);
    /* Keys of its own: true when it took this one; may be NULL. */
    bool (*key)(struct ui *ui, int key);
    struct edit_history *history;
};

struct prompt {
    const struct prompt_kind *kind;
    struct edit edit;
    struct edit_view view;
    struct completion completion;
};

void prompt_open(struct ui *ui, const struct prompt_kind *kind, const char *text);
/* Gives the key to the open prompt. */
void prompt_key(struct ui *ui, int key);
void prompt_paste(struct ui *ui, const char *bytes, size_t size);
void prompt_cancel(struct ui *ui);
/* What the sign, the line and the cursor take when all is shown. */
int prompt_columns(const struct prompt *prompt);
void prompt_draw(struct ui *ui, const struct frame_layout *frame, int columns);

#endif
