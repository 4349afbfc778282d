/* SPDX-License-Identifier: MIT */
#ifndef UI_PANES_H
#define UI_PANES_H

#include "ui/state.h"

/* One function a pane, each in its own file; they set cells and change nothing. */
void chats_draw(const struct ui *ui, const struct frame_layout *frame);
void messages_draw(struct ui *ui, const struct frame_layout *frame);
void info_draw(struct ui *ui, const struct frame_layout *frame);
/* Lets the terminal move what stays of the messages; before the frame is begun. */
void messages_scroll(struct ui *ui, const struct frame_layout *frame);
/* Whether the title row says something else than the source would now; takes what it says. */
bool status_is_stale(struct ui *ui);
void status_draw(struct ui *ui, const struct frame_layout *frame);

#endif
