/* SPDX-License-Identifier: MIT */
#ifndef UI_OVERLAY_H
#define UI_OVERLAY_H

#include "layout/row.h"
#include "layout/view.h"
#include "ui/state.h"

/*
 * A list over the panes, closed by q, Esc or F1: help, details of a message,
 * facts of a chat, links to choose from. A row has a name on the left and a text on
 * the right, which takes as many rows of the screen as it needs; without a name
 * (NULL) the text has them to itself, and as ROLE_HEAD is a heading.
 */
struct overlay_row;
typedef void overlay_choose_fn(struct ui *ui, const struct overlay_row *row);

struct overlay_row {
    char *name, *text; /* owned; foreign text is cleaned when laid out */
    char *target;      /* not shown; for who chooses; or NULL */
    enum role role;    /* of the text */
    size_t value;      /* for who chooses */
    struct rows laid;  /* for its width; 0: not yet */
};

struct overlay {
    const char *title;
    int name_columns;
    VEC(struct overlay_row) rows;
    VEC(size_t) shown;         /* rows that match the filter */
    struct view view;          /* of shown */
    overlay_choose_fn *choose; /* Enter; NULL: nothing to choose */
    /* Of one that has no rows of its own, and sets view.n: */
    const struct overlay_items *items;
};

/* Items of several rows that are laid out when they are drawn; choose gets NULL, the view knows
 * which is selected. */
struct overlay_items {
    int rows; /* of each */
    void (*layout)(struct ui *ui, size_t item, struct rows *rows);
    void (*filter)(struct ui *ui);   /* / was typed */
    void (*reorder)(struct ui *ui);  /* r was */
    void (*add_position)(const struct ui *ui, struct str *out);
    const char *hint;                /* what keys do, for the bottom row */
};

/* Opens an empty one in place of any other. */
struct overlay *overlay_open(struct ui *ui, const char *title, int name_columns,
                             overlay_choose_fn *choose);
/* Items are set before the view is. */
void overlay_set_items(struct ui *ui, const struct overlay_items *items);
void overlay_close(struct ui *ui);
void overlay_add(struct overlay *overlay, const char *name, const char *text, enum role role,
                 size_t value);
/* Of the row added last. */
void overlay_set_target(struct overlay *overlay, const char *target);
void overlay_addf(struct overlay *overlay, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Of one where nothing is chosen: how many rows of the screen it has, and are above it. */
void overlay_place(const struct overlay *overlay, size_t *above, size_t *n);
/* NULL when there is none. */
const struct overlay_row *overlay_selected(const struct overlay *overlay);
void overlay_heading(struct overlay *overlay, const char *title);
/* After the rows were added: shows those that contain the word, all for ""; with a heading that
 * contains it all that is under it. */
void overlay_filter(struct ui *ui, const char *word);
void overlay_draw(struct ui *ui, const struct frame_layout *frame);

/* What there is to open: one function a file. */
void help_open(struct ui *ui);
void details_open(struct ui *ui);

#endif
