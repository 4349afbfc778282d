/* SPDX-License-Identifier: MIT */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/str.h"

#include <stddef.h>

/*
 * What may never be shown: webhook codes, tokens. Each lies in pages of its own that are neither
 * swapped out nor dumped and are wiped when dropped; from the first one on the process leaves no
 * core and cannot be looked into. Who copies one elsewhere wipes the copy (secret_wipe).
 */

/* A NUL-terminated copy, known to secret_redact from now on. */
char *secret_keep(const char *text, size_t size);
/* Wipes and forgets it; NULL is fine. */
void secret_drop(char *secret);
/* Wipes the text before releasing it. */
void secret_wipe(struct str *text);

/*
 * Adds the text to out with "***" for each secret kept: as it is, percent-encoded or escaped as
 * JSON. So are values of parameters that carry one whoever issued it (auth=, token=, signature=,
 * sessid=, _esd=) and the code of an address /rest/N/CODE/. All that leaves the program for a
 * person goes through here once, in error_set, log_note and say.
 */
void secret_redact(struct str *out, const char *text, size_t size);

#endif
