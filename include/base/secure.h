/* SPDX-License-Identifier: MIT */
#ifndef BASE_SECURE_H
#define BASE_SECURE_H

#include "base/error.h"

#include <stdbool.h>

/*
 * --secure: no other program is started and no file written but what imolog keeps for itself.
 * base/run.h and base/path.h see to it whoever asks them; who can tell earlier asks here.
 */

/* From now on, and never taken back. */
void secure_begin(void);
bool secure_is(void);
/* True: not allowed, and the sentence says so. */
bool secure_forbids_programs(struct error *error);
bool secure_forbids_files(struct error *error);

#endif
