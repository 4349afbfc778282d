/* SPDX-License-Identifier: MIT */
#include "layout/look.h"
#include "model/query.h"

void look_highlight(const struct look *look, struct rich *rich)
{
    struct normal_ranges found = {0};

    rich_highlight(rich, look->pattern, ROLE_MATCH);
    if (!look->query)
        return;
    query_find_hits(look->query, str_text(&rich->text), rich->text.size, &found);
    rich_mark(rich, found.list.at, found.list.n, ROLE_MATCH);
    vec_release(&found.list);
}
