/* SPDX-License-Identifier: MIT */
#ifndef UI_IDS_H
#define UI_IDS_H

#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

/* Ids of what a person picked out: few, each once. {0} is empty; vec_release() frees it. */
struct ids {
    int64_t *at;
    size_t n, room;
};

bool ids_has(const struct ids *ids, int64_t id);
void ids_add(struct ids *ids, int64_t id);
/* Adds or takes away; gives how it is now. */
bool ids_toggle(struct ids *ids, int64_t id);

#endif
