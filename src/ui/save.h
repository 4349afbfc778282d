/* SPDX-License-Identifier: MIT */
#ifndef UI_SAVE_H
#define UI_SAVE_H

#include "ui/state.h"

/*
 * Files of messages: from the portal to <save-to>/<chat>/<date>_<id>_<name>, and then opened, if
 * that is wanted and harmless (text/inert.h). What is there already is not fetched again.
 */

/* A file of the selected message. What came of it is told in the bottom row, now or later. */
void save_file(struct ui *ui, int64_t id, bool opens);
void save_free(struct save *save);
/* :save-file [N] */
void line_save_file(struct ui *ui, const char *text);

#endif
