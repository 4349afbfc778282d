/* SPDX-License-Identifier: MIT */
#ifndef UI_EDIT_H
#define UI_EDIT_H

#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A line of text being typed, without a terminal. {0} is the empty line.
 * Invariant: the text is one line that passed the gate (text/utf8.h), at most
 * EDIT_MAX bytes; the cursor stands between two clusters, or at an end.
 */
enum { EDIT_MAX = 65536 };

struct edit {
    struct str text;
    size_t cursor; /* bytes before it */
};

void edit_release(struct edit *edit);
/* Replaces the text; the cursor goes to its end. */
void edit_set(struct edit *edit, const char *text, size_t size);
/* A key of ui/term.h. False: the line has no use for it (Enter, Up, Esc …). A character that finds
 * no room, like a move at an end, is a key used. */
bool edit_key(struct edit *edit, int key);
/* What was pasted: controls and line breaks become spaces. False: not all of it found room. */
bool edit_insert(struct edit *edit, const char *bytes, size_t size);

/* The part of the line that is shown. */
struct edit_view {
    size_t first, size; /* bytes: where it begins, how much of the text fits */
    int cursor;         /* column of the cursor in it; below the columns asked for */
};

/* Scrolls as little as keeps the cursor, and the cluster under it, in that many columns (at least
 * 1). view->first is where the last view of this line began, 0 at first. */
void edit_look(const struct edit *edit, int columns, struct edit_view *view);

/*
 * Lines typed before, oldest first; {0} is empty. While the line is still what
 * the last step put there, the next step goes on; else it begins anew, with
 * what stands before the cursor as the beginning to look for.
 */
enum { EDIT_HISTORY_MAX = 500 };

struct edit_history {
    VEC(char *) lines;
    size_t at;     /* the line shown; lines.n when the one being typed is */
    char *typed;   /* the line as it was before the first step, or NULL */
    size_t prefix; /* bytes of typed to look for */
};

void edit_history_release(struct edit_history *history);
/* Not the empty line, nor one equal to the last. */
void edit_history_add(struct edit_history *history, const char *text);
/* False: there is none further that begins so; the line stays as it is. */
bool edit_history_previous(struct edit_history *history, struct edit *edit);
/* The newest step gives back what was typed. */
bool edit_history_next(struct edit_history *history, struct edit *edit);

#endif
