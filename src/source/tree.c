/* SPDX-License-Identifier: MIT */
#include "source/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source/walk.h"

cJSON *tree_parse(const char *text, size_t size)
{
    /* cJSON gives NULL when there is no memory: ours ends the program instead. */
    static cJSON_Hooks hooks = {mem_alloc, free};
    cJSON_InitHooks(&hooks);
    return cJSON_ParseWithLength(text, size);
}

const cJSON *tree_find(const cJSON *object, const char *word)
{
    const cJSON *item;
    if (!cJSON_IsObject(object))
        return NULL;
    cJSON_ArrayForEach(item, object)
        if (json_slice_is((struct json_slice){item->string, strlen(item->string)}, word))
            return item;
    return NULL;
}

static char *number_text(const cJSON *item)
{
    char text[32];
    snprintf(text, sizeof text, "%.15g", item->valuedouble);
    return mem_copy_text(text);
}

char *tree_text(const cJSON *object, const char *word)
{
    const cJSON *item = tree_find(object, word);
    if (cJSON_IsNumber(item))
        return number_text(item);
    return cJSON_IsString(item) && item->valuestring[0] != '\0' ? mem_copy_text(item->valuestring)
                                                                : NULL;
}

char *tree_take_text(cJSON *item)
{
    char *text = cJSON_IsString(item) ? item->valuestring : NULL;
    if (text == NULL)
        return mem_copy_text("");
    item->valuestring = NULL;
    return text;
}

char *tree_text_or_empty(const cJSON *object, const char *word)
{
    char *text = tree_text(object, word);
    return text != NULL ? text : mem_copy_text("");
}

int64_t tree_id(const cJSON *item, int64_t otherwise)
{
    if (cJSON_IsString(item))
        return json_slice_id(
            (struct json_slice){item->valuestring, strlen(item->valuestring)}, otherwise);
    /* cJSON keeps numbers as doubles: beyond 2^53 they would be another's id. */
    if (cJSON_IsNumber(item) && item->valuedouble <= 9007199254740992.0 &&
        item->valuedouble >= -9007199254740992.0)
        return (int64_t)item->valuedouble;
    return otherwise;
}

int64_t tree_member_id(const cJSON *object, const char *word, int64_t otherwise)
{
    const cJSON *item = tree_find(object, word);
    return item != NULL ? tree_id(item, otherwise) : otherwise;
}

int tree_small(const cJSON *object, const char *word, int most)
{
    int64_t value = tree_member_id(object, word, 0);
    return value >= 0 && value <= most ? (int)value : 0;
}

int32_t tree_color(const cJSON *object, const char *word)
{
    const cJSON *item = tree_find(object, word);
    struct str quoted = {0};
    if (!cJSON_IsString(item))
        return COLOR_NONE;
    str_addf(&quoted, "\"%s\"", item->valuestring);
    int32_t color = slice_color((struct json_slice){quoted.text, quoted.size});
    str_release(&quoted);
    return color;
}
