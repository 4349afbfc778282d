/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_REJECT_H
#define SOURCE_REJECT_H

#include "source/walk.h"

/* Why a text gives nothing, in sentences for people. */

/* False, with the sentence, for what needs no reading: empty, a web page, binary. */
bool reject_foreign(const char *name, const char *text, size_t size, struct error *error);
/* The sentence for a text in which nothing was found. Gives false. */
bool reject_walk(const struct walk *walk, struct error *error);
/* Notes the failure of one command of a batch; key may be empty. */
void reject_command(const struct walk *walk, struct json_slice key, struct json_slice failure);

#endif
