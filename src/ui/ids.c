/* SPDX-License-Identifier: MIT */
#include "ui/ids.h"

static size_t find(const struct ids *ids, int64_t id)
{
    size_t i = 0;

    while (i < ids->n && ids->at[i] != id)
        i++;
    return i;
}

bool ids_has(const struct ids *ids, int64_t id)
{
    return find(ids, id) < ids->n;
}

void ids_add(struct ids *ids, int64_t id)
{
    if (!ids_has(ids, id))
        vec_push(ids, id);
}

bool ids_toggle(struct ids *ids, int64_t id)
{
    size_t i = find(ids, id);
    bool adds = i == ids->n;

    if (adds)
        vec_push(ids, id);
    else
        ids->at[i] = ids->at[--ids->n];
    return adds;
}
