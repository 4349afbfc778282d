/* SPDX-License-Identifier: MIT */
#include "text/cluster.h"
#include "text/wrap.h"

#include <stdlib.h>

/*
 * Rows of any bytes: they cover the line in order, hide only blanks, and are no wider than the
 * width, unless a single cluster is. The first byte chooses width and mode.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

static void check_row(const char *text, const struct wrap_row *row, int width)
{
    struct cluster cluster;
    int columns = 0, n = 0;
    size_t at;

    for (at = row->start; at < row->end; at += cluster.size, n++) {
        cluster_next(text + at, row->end - at, &cluster);
        columns +=
            cluster.shown_size == 1 && *cluster.shown == '\t' ? wrap_tab(columns) : cluster.columns;
    }
    require(at == row->end && columns == row->columns && (columns <= width || n == 1));
    for (; at < row->next; at++)
        require(text[at] == ' ' || text[at] == '\t');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wrap_rows rows = {0};
    const char *text = (const char *)data + 1;
    int width = size ? data[0] % 100 + 1 : 1;
    size_t start = 0;

    if (size == 0)
        return 0;
    wrap_line(text, size - 1, width, data[0] >= 200 ? WRAP_ANYWHERE : WRAP_WORDS, &rows);
    require(rows.n >= 1);
    for (size_t i = 0; i < rows.n; i++) {
        require(rows.at[i].start == start && rows.at[i].end >= start);
        require(rows.at[i].next >= rows.at[i].end && (i + 1 == rows.n || rows.at[i].next > start));
        check_row(text, &rows.at[i], width);
        start = rows.at[i].next;
    }
    require(start == size - 1);
    vec_release(&rows);
    return 0;
}
