/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_TREE_H
#define SOURCE_TREE_H

#include <cjson/cJSON.h>

#include "model/message.h"
#include "source/json.h"

/* Parses a value that is strict JSON within the limits. */
cJSON *tree_parse(const char *text, size_t size);
/* A member in any casing (portal-api.md 11.4), or NULL. */
const cJSON *tree_find(const cJSON *object, const char *word);
/* A text or a number as text of one's own; NULL for anything else and for "" . */
char *tree_text(const cJSON *object, const char *word);
/* The same, "" instead of NULL. */
char *tree_text_or_empty(const cJSON *object, const char *word);
/* The text of a string, taken out of the tree; "" for anything else. */
char *tree_take_text(cJSON *item);
/* Number or numeric text, 64 bit. */
int64_t tree_id(const cJSON *item, int64_t otherwise);
int64_t tree_member_id(const cJSON *object, const char *word, int64_t otherwise);
int tree_small(const cJSON *object, const char *word, int most);
int32_t tree_color(const cJSON *object, const char *word);

/* blocks.c: params.attach, an array of attachments or one of them. */
void blocks_read(const cJSON *attach, struct message *message);

#endif
