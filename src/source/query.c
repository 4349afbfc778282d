/* SPDX-License-Identifier: MIT */
#include "source/query.h"

#include <stdio.h>
#include <string.h>

#include "source/tree.h"

void query_encode(struct str *out, const char *text, size_t size)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (size_t i = 0; i < size; i++)
        if (text[i] != '\0' && strchr(safe, text[i]) != NULL)
            str_add_char(out, text[i]);
        else
            str_addf(out, "%%%02X", (unsigned char)text[i]);
}

static void add_value(struct str *out, const char *name, const char *value)
{
    if (out->size != 0 && out->text[out->size - 1] != '?')
        str_add_char(out, '&');
    query_encode(out, name, strlen(name));
    str_add_char(out, '=');
    query_encode(out, value, strlen(value));
}

/* The tree is no deeper than JSON_DEPTH. */
static void add_item(struct str *out, const char *name, const cJSON *item)
{
    const cJSON *child;
    char digits[32];
    int i = 0;
    if (cJSON_IsString(item)) {
        add_value(out, name, item->valuestring);
    } else if (cJSON_IsNumber(item)) {
        snprintf(digits, sizeof digits, "%.15g", item->valuedouble);
        add_value(out, name, digits);
    } else if (cJSON_IsBool(item)) {
        add_value(out, name, cJSON_IsTrue(item) ? "1" : "0");
    } else {
        cJSON_ArrayForEach(child, item)
        {
            struct str inner = {0};
            if (child->string != NULL)
                str_addf(&inner, *name ? "%s[%s]" : "%s%s", name, child->string);
            else
                str_addf(&inner, "%s[%d]", name, i++);
            add_item(out, str_text(&inner), child);
            str_release(&inner);
        }
    }
}

void query_add(struct str *out, const char *params)
{
    cJSON *tree = tree_parse(params, strlen(params));
    if (cJSON_IsObject(tree))
        add_item(out, "", tree);
    cJSON_Delete(tree);
}
