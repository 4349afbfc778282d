/* SPDX-License-Identifier: MIT */
#ifndef UI_OFFERS_H
#define UI_OFFERS_H

#include "ui/complete.h"
#include "ui/state.h"

/*
 * What completes an argument of the command line: text is all that was typed of the arguments, in
 * the completion's line.
 */
typedef void offer_fn(struct ui *ui, struct completion *completion, const char *text);

offer_fn offer_nothing, offer_topics, offer_settings, offer_themes, offer_contexts, offer_commands,
    offer_formats, offer_files, offer_parts, offer_query, offer_filter;

/* For prompts that are all of one kind. */
void offer_query_line(struct ui *ui, struct completion *completion);
void offer_file_line(struct ui *ui, struct completion *completion);

#endif
