/* SPDX-License-Identifier: MIT */
#ifndef UI_GREP_H
#define UI_GREP_H

#include "ui/state.h"

/*
 * Searching all chats (source/find.h): a list of what was found over the panes, a page of it at a
 * time, in turns between keys. Who goes to one of them walks the others with n and N.
 */
struct grep *grep_new(void);
void grep_free(struct grep *grep);

/* Searches, and opens the list; text empty: the last one, as it was left. */
void grep_open(struct ui *ui, const char *text);
/* The next or previous of what was found; false: nobody walks there. */
bool grep_step(struct ui *ui, int direction, int count);
/* n and N are the search's of one chat again, and the highlight goes. */
void grep_rest(struct ui *ui);
/* Stops a search that runs; false: none did. What was found stays. */
bool grep_interrupt(struct ui *ui);
/* After everything was read again: the next look at the list searches anew. */
void grep_forget(struct ui *ui);
/* Before drawing: what is near the end of the list is searched. */
void grep_settle(struct ui *ui);
bool grep_list_is_open(const struct ui *ui);
/* Searches on for a while, for whoever wants all of it; n: hits so far. False: this is all. */
bool grep_read(struct ui *ui, size_t *n);
/* The i-th of what was found so far; false: there are not so many. */
bool grep_hit(const struct ui *ui, size_t i, int64_t *chat, int64_t *message);
/* "hit 3 of 120+" while one walks. */
void grep_add_state(const struct ui *ui, struct str *out);

#endif
