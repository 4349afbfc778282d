/* SPDX-License-Identifier: MIT */
/* Names of lines. */
#include "model/store_parts.h"

#include <stdlib.h>

static struct line *find_line(const struct store *store, int64_t id)
{
    for (size_t i = 0; i < store->lines.n; i++)
        if (store->lines.at[i].id == id)
            return &store->lines.at[i];
    return NULL;
}

const char *store_line(const struct store *store, int64_t id)
{
    const struct line *line = find_line(store, id);

    return line ? line->name : NULL;
}

void store_set_line(struct store *store, int64_t id, const char *name)
{
    struct line *line = find_line(store, id);

    if (!line) {
        line = vec_push_new(&store->lines);
        *line = (struct line){id, NULL};
    }
    free(line->name);
    line->name = mem_copy_text(name);
}
