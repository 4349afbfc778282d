/* SPDX-License-Identifier: MIT */
#include "model/attach.h"

#include "text/rich.h"

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

const char *const color_token_words[COLOR_TOKEN_COUNT] = {
#define TOKEN(name, word, color) [TOKEN_##name] = word,
    COLOR_TOKENS(TOKEN)
#undef TOKEN
};

int32_t attach_color(int32_t color, enum color_token token)
{
    static const int32_t colors[COLOR_TOKEN_COUNT] = {
#define TOKEN(name, word, color) [TOKEN_##name] = color,
        COLOR_TOKENS(TOKEN)
#undef TOKEN
    };

    return color != COLOR_NONE ? color : colors[token];
}

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
    for (size_t i = 0; i < attach->blocks.n; i++)
        block_release(&attach->blocks.at[i]);
    vec_release(&attach->blocks);
}
