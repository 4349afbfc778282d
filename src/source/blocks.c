/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "source/tree.h"

static enum block_kind kind_of(const char *key)
{
    for (int i = 0; i < BLOCK_UNKNOWN; i++)
        if (json_slice_is((struct json_slice){key, strlen(key)}, block_table[i].word))
            return (enum block_kind)i;
    return BLOCK_UNKNOWN;
}

static struct block *add_block(struct attach *attach, enum block_kind kind)
{
    struct block *block = vec_push_new(&attach->blocks);
    *block = (struct block){.kind = kind, .size = -1, .color = COLOR_NONE};
    return block;
}

static char *first_text(const cJSON *item, const char *word, const char *other)
{
    char *text = tree_text(item, word);
    return text != NULL ? text : tree_text(item, other);
}

/* A link, user, image or file. */
static void read_thing(struct attach *attach, enum block_kind kind, const cJSON *item)
{
    struct block *block = add_block(attach, kind);
    block->name = tree_text(item, "name");
    block->link = tree_text(item, "link");
    block->desc = first_text(item, "desc", "html");
    block->user = tree_member_id(item, "userid", 0);
    block->chat = tree_member_id(item, "chatid", 0);
    block->size = tree_member_id(item, "size", -1);
    block->width = tree_small(item, "width", 1000000);
    block->height = tree_small(item, "height", 1000000);
    block->color = tree_color(item, "color");
}

static enum grid_display display_of(const cJSON *item)
{
    enum grid_display display = GRID_LINE;
    char *word = tree_text_or_empty(item, "display");
    struct json_slice slice = {word, strlen(word)};
    for (int i = 0; i < GRID_DISPLAYS; i++)
        if (json_slice_is(slice, grid_display_names[i]))
            display = (enum grid_display)i;
    if (json_slice_is(slice, "column"))
        display = GRID_ROW;
    free(word);
    return display;
}

static enum color_token token_of(const cJSON *item)
{
    enum color_token token = TOKEN_BASE;
    char *word = tree_text_or_empty(item, "colortoken");
    struct json_slice slice = {word, strlen(word)};
    for (int i = 0; i < COLOR_TOKEN_COUNT; i++)
        if (json_slice_is(slice, color_token_words[i]))
            token = (enum color_token)i;
    free(word);
    return token;
}

static void read_grid(struct attach *attach, const cJSON *items)
{
    struct block *block = add_block(attach, BLOCK_GRID);
    const cJSON *item;
    cJSON_ArrayForEach(item, items)
    {
        if (!cJSON_IsObject(item))
            continue;
        vec_push(&block->rows, (struct grid_row){
                                   .display = display_of(item),
                                   .name = tree_text_or_empty(item, "name"),
                                   .value = tree_text_or_empty(item, "value"),
                                   .link = tree_text(item, "link"),
                                   .color = tree_color(item, "color"),
                                   .token = token_of(item),
                               });
    }
}

static char *own_text(const cJSON *item)
{
    return mem_copy_text(cJSON_IsString(item) ? item->valuestring : "");
}

static void read_things(struct attach *attach, enum block_kind kind, const cJSON *value)
{
    const cJSON *item;
    if (cJSON_IsObject(value)) {
        read_thing(attach, kind, value);
        return;
    }
    if (cJSON_IsString(value)) { /* an address where a list is documented */
        add_block(attach, kind)->link = own_text(value);
        return;
    }
    cJSON_ArrayForEach(item, value)
        if (cJSON_IsObject(item))
            read_thing(attach, kind, item);
}

static void read_block(struct attach *attach, const cJSON *value)
{
    enum block_kind kind = kind_of(value->string);
    if (kind == BLOCK_GRID)
        read_grid(attach, value);
    else if (kind == BLOCK_MESSAGE || kind == BLOCK_HTML)
        add_block(attach, kind)->text = own_text(value);
    else if (kind == BLOCK_UNKNOWN)
        add_block(attach, kind)->text = mem_copy_text(value->string);
    else if (kind == BLOCK_DELIMITER && !cJSON_IsObject(value))
        add_block(attach, kind);
    else
        read_things(attach, kind, value);
}

static void read_blocks(struct attach *attach, const cJSON *blocks)
{
    const cJSON *block, *value;
    cJSON_ArrayForEach(block, blocks)
    {
        if (cJSON_IsObject(block))
            cJSON_ArrayForEach(value, block) read_block(attach, value);
    }
}

static void read_attach(struct message *message, const cJSON *item)
{
    struct attach *attach = vec_push_new(&message->attaches);
    *attach = (struct attach){.color = tree_color(item, "color")};
    attach->description = tree_text_or_empty(item, "description");
    if (strcmp(attach->description, "SKIP_MESSAGE") == 0)
        attach->description[0] = '\0';
    attach->token = token_of(item);
    read_blocks(attach, tree_find(item, "blocks"));
}

void blocks_read(const cJSON *attach, struct message *message)
{
    const cJSON *item;
    if (cJSON_IsObject(attach) && tree_find(attach, "blocks") != NULL) {
        read_attach(message, attach);
        return;
    }
    if (!cJSON_IsObject(attach) && !cJSON_IsArray(attach))
        return;
    cJSON_ArrayForEach(item, attach)
        if (cJSON_IsObject(item))
            read_attach(message, item);
}
