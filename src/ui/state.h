/* SPDX-License-Identifier: MIT */
#ifndef UI_STATE_H
#define UI_STATE_H

#include "base/loop.h"
#include "layout/cache.h"
#include "layout/lens.h"
#include "layout/view.h"
#include "ui/ids.h"
#include "ui/keymap.h"
#include "ui/memory.h"
#include "ui/ui.h"

#include <stdbool.h>

/* Where the message pane was when it was drawn last. */
struct drawn {
    bool is_shown;
    int64_t chat;
    size_t item; /* at the top, and its rows above the pane */
    int offset;
    int top, bottom, column, columns;
};

/* What the panes and commands share while the program runs. */
enum pane { PANE_LIST, PANE_MESSAGES };

/* Where to come back to: a message of a chat, or a session that is not loaded; 0 for none. */
struct jump {
    int64_t chat, message, session;
};

/* What the side pane shows. */
struct info {
    struct rows rows;
    bool is_laid_out; /* for this chat and session */
    int64_t chat, session;
};

struct anchors;
struct chat_filter;
struct export;
struct grep;
struct overlay;
struct overlay_row;
struct prompt;
struct save;
struct search;

struct ui {
    struct ui_start start;
    struct loop *loop;
    enum pane focus;
    bool maximized;   /* the pane with the focus has the screen to itself */
    bool has_info;    /* the side pane is open */
    struct info info;
    int list_columns; /* wanted width of the list; 0: by the screen */
    size_t shown;     /* the chat in the message pane */
    struct stop {
        int64_t chat;
        size_t item;
    } stop;           /* where Esc ended loading, until one moves; chat 0: nowhere */
    struct chat_filter *chat_filter; /* of the list; NULL: it shows all */
    struct view chats, messages;
    struct lens lens;    /* what of the chat the message pane shows */
    struct cache *cache; /* of the message pane */
    int count;           /* typed before a command; 0 none */
    struct str notice;   /* told at the bottom until the next key */
    bool dirty;          /* something on the screen has changed */
    struct drawn drawn;
    bool has_asked;      /* the terminal of its colours and abilities */
    unsigned key_timer;  /* an Esc waits for what may follow it */
    int signal;          /* that ended the program; 0 none */
    bool is_interrupted; /* Ctrl-C was pressed, and no key since */

    /* What takes keys before the panes do, from the top; each may be absent. */
    struct prompt *prompt;
    void (*letter)(struct ui *ui, int key); /* waits for one key: a mark's name */
    enum context menu;                      /* a prefix was typed; CONTEXT_ANY: none */
    struct overlay *overlay;

    const struct command *repeated; /* by . */
    int repeated_count;
    int direction; /* of the menu of places: 1 or -1 */
    struct search *search;
    struct grep *grep; /* of all chats */
    unsigned gather;   /* the timer of gather.h; 0: nothing is brought in */
    bool (*only)(struct ui *ui, size_t item); /* of the menu w; NULL: all */
    int home_row; /* of the window, for the message a filter begins at; -1: any */
    struct anchors *anchors; /* links the terminal can open */
    enum service_mode service;
    struct memory *memory; /* marks, stars, folds, positions, histories */
    struct ids tagged, tagged_chats; /* messages; chats of the list */
    bool to_tagged;       /* ; was typed: the next command acts on them */
    struct ids expanded; /* messages shown whole; runs of service lines, by their first */
    struct save *save;     /* a file that is fetched, or NULL */
    struct export *export; /* whose file's name is asked for, or NULL */
    size_t range;         /* item where V began; NO_ITEM: none */
    VEC(struct jump) jumps;
    VEC(int64_t) visited; /* chats that were shown and not forgotten, the shown one last */
    struct theme *theme;  /* chosen here; NULL: the one of the start */
    VEC(char *) kept;     /* texts that options set here borrow */
    struct {
        int64_t chat; /* which F was pressed in, 0 none; on: what it said */
        bool on;
        int64_t shown; /* followed now */
        size_t n_new; /* messages that came below the window */
    } follow;
    struct {
        struct source_place place; /* asked for, and gone to when it comes */
        struct str name;           /* as typed */
        struct str missing;        /* why the program does not show what it was started for */
        bool on;
    } await;
    struct busy {
        bool runs;
        bool ended;             /* by the person */
        bool has_fit;           /* the terminal has another size: seen to afterwards */
        size_t n;               /* messages done */
        unsigned timer;         /* wakes the loop, that it is told */
        int64_t listened, told; /* ms */
    } busy;
    struct str state;     /* of the source, as the title row shows it */
    struct str origin;    /* of its list, as it was told */
    const struct overlay_row *confirmed; /* link whose host was told; NULL: none */
    struct {
        int row;
        bool in_list;
        int64_t ms; /* when it was pressed last */
        bool drags; /* the border between the panes */
        bool on_link;
    } click;
};

/* Where things are, for the size of the screen now. A width of 0: not shown. */
struct frame_layout {
    int columns, rows;  /* of the screen */
    int list, messages; /* columns of the panes */
    int messages_at;    /* first column of the message pane */
    int info, info_at;  /* columns and first column of the side pane */
    int top, bottom;    /* first row of the panes' content, first row below it */
    bool bare;          /* no title, heads and status: the screen is tiny */
};

struct frame_layout ui_frame(const struct ui *ui);
bool ui_is_narrow(const struct ui *ui);
/* Lays out again for the size of the screen, keeping the same message in place. */
void ui_settle(struct ui *ui);
/* The same after what is shown of the chat has changed: filter, folds, service lines. */
void ui_relens(struct ui *ui);
/* The view the movement keys act on. */
struct view *ui_view(struct ui *ui);
/* Shows what the start asks for, else the newest chat. */
void ui_begin(struct ui *ui);
/* Shows a chat at its end. */
void ui_show(struct ui *ui, size_t chat);
/* The chat in the message pane; NULL when there is none. */
const struct chat *ui_chat(const struct ui *ui);
/* The selected item of the chat, and what lies there; NO_ITEM and NULL when there is none. */
size_t ui_item(const struct ui *ui);
const struct message *ui_message(const struct ui *ui);
const struct message *ui_message_at(const struct ui *ui, size_t item);
/* Selects an item, or the nearest that is shown, whole; row as in view_select. */
void ui_place(struct ui *ui, size_t item, int row);
/* The same and the messages; sessions that hide the item are unfolded. */
void ui_go(struct ui *ui, size_t item, int row);
/* Writes what is to be remembered; error NULL where it is tried again at the end, which tells. */
bool ui_keep(struct ui *ui, struct error *error);
/* Gives the screen to another program, and takes it back. */
void ui_leave(struct ui *ui);
void ui_return(struct ui *ui);
/* Ctrl-C: ends what waits for a key, else what runs, else what is over the panes; false: it is the
 * second in a row, which ends the program. */
bool ui_interrupt(struct ui *ui);
/* Takes the keys and signals that wait, in the middle of work. */
void ui_listen(struct ui *ui);
/* keys.c: a command of the table; after ; only one that acts on what is tagged. */
void keys_run(struct ui *ui, const struct command *command, int count);
/* One key, wherever it goes. */
void keys_take(struct ui *ui, int key);
/* The bottom of the screen says this until the next key. */
void ui_tell(struct ui *ui, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
