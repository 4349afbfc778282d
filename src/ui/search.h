/* SPDX-License-Identifier: MIT */
#ifndef UI_SEARCH_H
#define UI_SEARCH_H

#include "ui/scan.h"

/*
 * Searching and filtering the shown chat; one scan at a time walks its items,
 * from the selected one on and around.
 */
struct search *search_new(void);
void search_free(struct search *search);

/* Opens the prompts: /, & and T. */
void search_ask(struct ui *ui);
void search_ask_filter(struct ui *ui);
/* After ui->only was changed, which goes besides the filter. */
void search_filter_anew(struct ui *ui);
/* T: tags what matches. */
void search_ask_tags(struct ui *ui);
/* The next match in this direction, around the ends. */
void search_step(struct ui *ui, int direction, int count);
/* Forgets the highlight; the filter stays. */
void search_forget(struct ui *ui);
/* Stops a running scan: true when there was one. */
bool search_interrupt(struct ui *ui);
/* Where the filter shows nothing, perhaps not yet: it goes to this item, or the nearest. */
void search_begin_at(struct ui *ui, size_t item, int row);
/* After another chat is shown: the filter goes on there. */
void search_restart(struct ui *ui);
/* After items of the shown chat have come or gone: what was looked for is looked for in all there
 * are now, from this item on. */
void search_resume(struct ui *ui, size_t item);
/* After H, or without a filter: what is hidden is not gone to, and does not count. */
void search_recount(struct ui *ui);
/* Whether the filter or H keeps an item from being shown. */
bool search_hides(struct ui *ui, size_t item);

/* The filter and the chat it is on are remembered; one of an earlier run until there is another. */
void search_keep(struct ui *ui);
/* What the filter found so far; NULL: no filter. */
const uint32_t *search_found(const struct ui *ui, size_t *n);
/* Whether there is more to come, of a filter, a search, or what [, ] and T look for. */
bool search_runs(const struct ui *ui);
/* "3 of 17", "filter: 12", "searching…" for the bottom row. */
void search_add_state(const struct ui *ui, struct str *out);

/* The nearest item that wants() says yes to, sliced like a search; told when there is none. */
void search_seek(struct ui *ui, scan_wants_fn *wants, int direction);

#endif
