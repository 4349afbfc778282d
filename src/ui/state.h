/* SPDX-License-Identifier: MIT */
#ifndef UI_STATE_H
#define UI_STATE_H

#include "base/loop.h"
#include "layout/cache.h"
#include "layout/lens.h"
#include "layout/view.h"
#include "ui/keymap.h"
#include "ui/ui.h"

#include <stdbool.h>

/* Where the message pane was when it was drawn last. */
struct drawn {
    bool is_shown;
    size_t chat, item; /* the item at the top, and its rows above the pane */
    int offset;
    int top, bottom, column, columns;
};

/* What the panes and commands share while the program runs. */
enum pane { PANE_LIST, PANE_MESSAGES };

struct ui {
    struct ui_start start;
    struct loop *loop;
    enum pane focus;
    bool maximized;  /* the pane with the focus has the screen to itself */
    int list_columns; /* wanted width of the list; 0: by the screen */
    size_t shown;    /* the chat in the message pane */
    struct view chats, messages, help;
    struct lens lens;    /* what of the chat the message pane shows */
    struct cache *cache; /* of the message pane */
    bool helping;    /* the help overlay is open */
    int count;       /* typed before a command; 0 none */
    bool dirty;      /* something on the screen has changed */
    struct drawn drawn;
    bool has_asked;  /* the terminal of its colours and abilities */
    unsigned key_timer; /* an Esc waits for what may follow it */
    int signal;      /* that ended the program; 0 none */
};

/* Where things are, for the size of the screen now. A width of 0: not shown. */
struct frame_layout {
    int columns, rows;      /* of the screen */
    int list, messages;     /* columns of the panes */
    int messages_at;        /* first column of the message pane */
    int top, bottom;        /* first row of the panes' content, first row below it */
    bool bare;              /* no title, heads and status: the screen is tiny */
};

struct frame_layout ui_frame(const struct ui *ui);
bool ui_is_narrow(const struct ui *ui);
/* Lays out again for the size of the screen, keeping the same message in place. */
void ui_settle(struct ui *ui);
/* The view the movement keys act on. */
struct view *ui_view(struct ui *ui);
/* Shows a chat at its end. */
void ui_show(struct ui *ui, size_t chat);
/* The chat in the message pane; NULL when there is none. */
const struct chat *ui_chat(const struct ui *ui);

#endif
