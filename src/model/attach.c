/* SPDX-License-Identifier: MIT */
#include "model/attach.h"

#include <stdlib.h>

const struct block_row block_table[BLOCK_COUNT] = {
#define BLOCK(name, word, upper) [BLOCK_##name] = {word, upper},
    BLOCKS(BLOCK)
#undef BLOCK
};

const char *const grid_display_names[GRID_DISPLAYS] = {
    [GRID_BLOCK] = "BLOCK",
    [GRID_LINE] = "LINE",
    [GRID_ROW] = "ROW",
    [GRID_TABLE] = "TABLE",
};

static void block_release(struct block *block)
{
    free(block->text);
    free(block->name);
    free(block->link);
    free(block->desc);
    for (size_t i = 0; i < block->rows.n; i++) {
        free(block->rows.at[i].name);
        free(block->rows.at[i].value);
        free(block->rows.at[i].link);
    }
    vec_release(&block->rows);
}

void attach_release(struct attach *attach)
{
    free(attach->description);
    free(attach->token);
    for (size_t i = 0; i < attach->blocks.n; i++)
        block_release(&attach->blocks.at[i]);
    vec_release(&attach->blocks);
}
