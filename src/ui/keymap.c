/* SPDX-License-Identifier: MIT */
#include "ui/keymap.h"
#include "base/vec.h"
#include "ui/key.h"
#include "ui/langmap.h"

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
    bool langmap;
};

static void bind_all(struct keymap *keymap, const struct command *command)
{
    for (const char *at = command->keys; *at;) {
        size_t size = strcspn(at, " ");
        int key = key_parse(at, size);

        assert(key >= 0);
        keymap_bind(keymap, command->context, key, command);
        at += size + (at[size] == ' ');
    }
}

struct keymap *keymap_new(void)
{
    struct keymap *keymap = mem_zero(1, sizeof *keymap);

    keymap->langmap = true;
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

static struct binding *find(const struct keymap *keymap, enum context context, int key)
{
    for (size_t i = 0; i < keymap->bindings.n; i++)
        if (keymap->bindings.at[i].context == context && keymap->bindings.at[i].key == key)
            return &keymap->bindings.at[i];
    return NULL;
}

void keymap_bind(struct keymap *keymap, enum context context, int key,
                 const struct command *command)
{
    struct binding *binding = find(keymap, context, key);

    assert(context_has(command->context, context));
    if (!binding)
        binding = vec_push_new(&keymap->bindings);
    *binding = (struct binding){context, key, command};
}

bool keymap_unbind(struct keymap *keymap, enum context context, int key)
{
    struct binding *binding = find(keymap, context, key);
    size_t after;

    if (!binding)
        return false;
    after = --keymap->bindings.n - (size_t)(binding - keymap->bindings.at);
    memmove(binding, binding + 1, after * sizeof *binding);
    return true;
}

void keymap_use_langmap(struct keymap *keymap, bool on)
{
    keymap->langmap = on;
}

static const struct command *find_around(const struct keymap *keymap, enum context context, int key)
{
    const struct binding *binding = find(keymap, context, key);

    if (!binding && context_has(CONTEXT_PANES, context))
        binding = find(keymap, CONTEXT_PANES, key);
    if (!binding && context_has(CONTEXT_ANY, context))
        binding = find(keymap, CONTEXT_ANY, key);
    return binding ? binding->command : NULL;
}

int keymap_letter(const struct keymap *keymap, int key)
{
    return keymap->langmap ? langmap_key(key) : key;
}

const struct command *keymap_find(const struct keymap *keymap, enum context context, int key)
{
    const struct command *command = find_around(keymap, context, key);
    int letter = keymap_letter(keymap, key);

    return command || letter == key ? command : find_around(keymap, context, letter);
}

void keymap_walk(const struct keymap *keymap, keymap_fn *fn, void *self)
{
    for (size_t i = 0; i < keymap->bindings.n; i++) {
        const struct binding *binding = &keymap->bindings.at[i];

        fn(self, binding->context, binding->key, binding->command);
    }
}

void keymap_add_keys(const struct keymap *keymap, const struct command *command, struct str *out)
{
    size_t before = out->size;

    for (size_t i = 0; i < keymap->bindings.n; i++) {
        const struct binding *binding = &keymap->bindings.at[i];
        char name[32];

        if (binding->command != command)
            continue;
        key_name(binding->key, name, sizeof name);
        str_addf(out, "%s%s", out->size > before ? " " : "", name);
    }
}
