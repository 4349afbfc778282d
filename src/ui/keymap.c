/* SPDX-License-Identifier: MIT */
#include "ui/keymap.h"
#include "base/vec.h"
#include "ui/key.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct binding {
    enum context context;
    int key;
    const struct command *command;
};

struct keymap {
    VEC(struct binding) bindings;
};

static void bind_all(struct keymap *keymap, const struct command *command)
{
    for (const char *at = command->keys; *at;) {
        size_t size = strcspn(at, " ");
        int key = key_parse(at, size);

        assert(key >= 0);
        vec_push(&keymap->bindings, (struct binding){command->context, key, command});
        at += size + (at[size] == ' ');
    }
}

struct keymap *keymap_new(void)
{
    struct keymap *keymap = mem_zero(1, sizeof *keymap);

    for (const struct command *command = command_table; command->name; command++)
        bind_all(keymap, command);
    return keymap;
}

void keymap_free(struct keymap *keymap)
{
    if (!keymap)
        return;
    vec_release(&keymap->bindings);
    free(keymap);
}

static const struct command *find(const struct keymap *keymap, enum context context, int key)
{
    for (size_t i = 0; i < keymap->bindings.n; i++)
        if (keymap->bindings.at[i].context == context && keymap->bindings.at[i].key == key)
            return keymap->bindings.at[i].command;
    return NULL;
}

const struct command *keymap_find(const struct keymap *keymap, enum context context, int key)
{
    const struct command *command = find(keymap, context, key);

    if (!command && context != CONTEXT_ANY)
        command = find(keymap, CONTEXT_PANES, key);
    return command ? command : find(keymap, CONTEXT_ANY, key);
}
