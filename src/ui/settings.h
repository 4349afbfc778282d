/* SPDX-License-Identifier: MIT */
#ifndef UI_SETTINGS_H
#define UI_SETTINGS_H

#include "ui/state.h"

/* Changes while the program runs; nothing is written to a file. */

/* "OPTION = VALUE" or "OPTION VALUE" of the option table. */
void settings_set(struct ui *ui, const char *text);
/* A line of a configuration: bind, unbind, color (imolog.conf(5)). */
void settings_line(struct ui *ui, const char *line);
/* "theme NAME", for a command of its own. */
void settings_theme(struct ui *ui, const char *name);

/* For a key: name is in the option table, value outlives the program's panes. */
void settings_put(struct ui *ui, const char *name, const char *value);

#endif
