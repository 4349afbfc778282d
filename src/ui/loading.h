/* SPDX-License-Identifier: MIT */
#ifndef UI_LOADING_H
#define UI_LOADING_H

#include "ui/state.h"

/*
 * What comes while the program runs: taken in with the person's place kept, and
 * asked for when it is about to be seen.
 */

/* Where the person is, in ids: items and places in the list are others after something came. */
struct stand {
    int64_t chat, session, message, range;
    unsigned version;
    int64_t last; /* message of the chat; 0: not loaded */
    bool at_end;
    size_t item; /* for a message that is gone: the one in its place */
    int row, chat_row;
};

/* Before drawing. Takes in what has come; asks for what the panes would show and is not here: the
 * sessions of the shown chat, then the gap nearest to its end, one at a time. */
void loading_settle(struct ui *ui);
/* To a message of a chat (0: to its end), at a row as in view_select; what a source has at hand is
 * brought in. False: the chat is not there; *found tells whether the message is. */
bool loading_go(struct ui *ui, struct jump to, int row, bool *found);
/* Brings in what a source has at hand of a place. */
struct source_place;
void loading_seek(struct ui *ui, const struct source_place *place);
/* Around what loads and forgets: the person stays where they are. */
struct stand loading_leave(const struct ui *ui);
void loading_return(struct ui *ui, const struct stand *stand);
/* Ends what loads; false: nothing did. It comes when it is asked for again, or gone to. */
bool loading_stop(struct ui *ui);
/* Asks for the messages of a gap, also for those that failed; false: the item is none. */
bool loading_open(struct ui *ui, size_t item);

#endif
