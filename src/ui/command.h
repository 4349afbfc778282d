/* SPDX-License-Identifier: MIT */
#ifndef UI_COMMAND_H
#define UI_COMMAND_H

#include "base/words.h"

#include <stdbool.h>

/*
 * THE table of commands. One row: name, default keys, context, what it does,
 * function. Default bindings, the help overlay and KEYS of imolog(1) come from it.
 * A command gets the count typed before it, 0 when none. Keys that open a menu
 * lead to a context of their own, which waits for the next key.
 */
struct ui;

enum context {
    CONTEXT_ANY,      /* wherever a list or messages have the keys, also over the panes */
    CONTEXT_PANES,    /* list and messages */
    CONTEXT_LIST,
    CONTEXT_MESSAGES,
    CONTEXT_COPY,     /* after y */
    CONTEXT_VIEW,     /* after z */
    CONTEXT_PLACE,    /* after ] or [ */
    CONTEXT_SORT,     /* after o in the list */
    CONTEXT_ONLY,     /* after w */
    CONTEXT_EXPORT,   /* after x */
    CONTEXT_OVERLAY,  /* help, details, links */
    CONTEXTS,
};

typedef void command_fn(struct ui *ui, int count);

struct command {
    const char *name, *keys;
    enum context context;
    const char *help;
    command_fn *run;
    bool takes_tagged; /* after ; it acts on what is tagged, or leads to what does; others refuse */
    bool jumps;        /* '' and Ctrl-O come back to where it was given */
    const char *word;  /* for a menu, where the help is long; NULL: the help */
};

/* Ends with a row whose name is NULL. */
extern const struct command command_table[];
/* Headings of the help and the manual. */
extern const char *const context_titles[CONTEXTS];
/* Names in a configuration. */
extern const char *const context_names[CONTEXTS];

/* NULL when there is none of this name. */
const struct command *command_find(const char *name);
/* -1 when there is none of this name. */
int context_find(const char *name);
/* A menu waits for one key and knows no others. */
bool context_is_menu(enum context context);
/* Whether what is of the context `outer` also holds in `inner`: list and messages are panes, and
 * all but menus are part of any. */
bool context_has(enum context outer, enum context inner);

#endif
