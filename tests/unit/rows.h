/* SPDX-License-Identifier: MIT */
#ifndef TESTS_ROWS_H
#define TESTS_ROWS_H

#include "unit/unit.h"

#include "layout/row.h"
#include "text/cluster.h"

/* What layout/row.h promises of any rows: runs in order, apart, inside, as wide as they say. */
static inline void rows_are_sound(const struct rows *rows)
{
    for (size_t r = 0; r < rows->rows.n; r++) {
        int column = 0;

        for (uint32_t i = 0; i < rows->rows.at[r].n; i++) {
            const struct run *run = &rows->runs.at[rows->rows.at[r].first + i];

            assert_true(run->column >= column);
            assert_int_equal(run->columns,
                             cluster_columns(rows->text.text + run->text, run->size));
            assert_true(run->style.role < ROLE_COUNT);
            assert_true(run->link <= rows->links.n);
            column = run->column + run->columns;
            assert_true(column <= rows->width);
        }
    }
}

#endif
