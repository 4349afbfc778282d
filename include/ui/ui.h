/* SPDX-License-Identifier: MIT */
#ifndef UI_UI_H
#define UI_UI_H

#include "base/error.h"
#include "layout/look.h"
#include "source/source.h"
#include "ui/theme.h"

#include <stdbool.h>
#include <stdint.h>

struct config;
struct keymap;
struct loop;
struct options;

/* The two panes, until the person quits. */
struct ui_start {
    struct look look;
    const struct theme *theme;
    struct config *config;       /* borrowed, as are these, which the person may change */
    struct options *options;
    const struct keymap *keymap; /* of the config */
    struct source *source;
    struct loop *loop; /* that the source works on; NULL: a new one */
    int64_t chat, session, message; /* where to begin; 0: at the end of the newest chat */
    struct source_place place;      /* where to go as soon as it has come */
    const char *place_name;         /* NULL: there is none */
    size_t n_damaged;     /* told in the title row */
    bool color;
};

/* False: this terminal cannot show it (exit 1), and the error says what to do. Signals that end the
 * program are raised again after the terminal was given back. */
bool ui_run(const struct ui_start *start, struct error *error);

#endif
