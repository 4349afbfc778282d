/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "source/walk.h"

typedef void one_fn(struct walk *walk, struct json_slice object);

/* A map by id, a list, or [] for none: each object in it. */
static void read_each(struct walk *walk, one_fn *one)
{
    struct json_reader *reader = &walk->reader;
    enum json_kind kind = json_peek(reader);
    struct json_slice key, value;
    if ((kind != JSON_OBJECT && kind != JSON_ARRAY) || !json_enter(reader)) {
        walk_skip(walk);
        return;
    }
    while (kind == JSON_OBJECT ? json_key(reader, &key) : json_item(reader)) {
        value = walk_skip(walk);
        if (value.size != 0 && value.at[0] == '{')
            one(walk, value);
    }
    walk->decoded->n_damaged += walk_note(walk, reader);
}

static void read_chat(struct walk *walk, struct json_slice object)
{
    people_chat(walk, object);
}

void people_users(struct walk *walk)
{
    read_each(walk, people_user);
}

void people_chats(struct walk *walk)
{
    read_each(walk, read_chat);
}

void people_files(struct walk *walk)
{
    read_each(walk, people_file);
}

static enum user_role role_of(struct json_slice connector, struct json_slice bot,
                              struct json_slice external)
{
    external = json_slice_text(external);
    if (slice_is_true(connector) || json_slice_is(external, "imconnector"))
        return USER_CLIENT;
    return slice_is_true(bot) || json_slice_is(external, "bot") ? USER_BOT : USER_OPERATOR;
}

static void join_names(struct user *user, struct json_slice first, struct json_slice last)
{
    char *one = slice_text(first), *other = slice_text(last);
    struct str name = {0};
    str_addf(&name, "%s%s%s", one, *one && *other ? " " : "", other);
    free(one);
    free(other);
    free(user->name);
    user->name = str_take(&name);
}

void people_user(struct walk *walk, struct json_slice object)
{
    static const char *const words[] = {"id", "name", "workposition", "color", "connector", "bot",
                                        "externalauthid", "firstname", "lastname", NULL};
    enum { ID, NAME, POSITION, COLOR, CONNECTOR, BOT, EXTERNAL, FIRST, LAST, FIELDS };
    struct json_slice values[FIELDS];
    slice_fields(object, words, values);
    int64_t id = json_slice_id(values[ID], 0);
    if (id <= 0)
        return;
    struct user *user = store_user(walk->store, id);
    user->known = true;
    user->role = role_of(values[CONNECTOR], values[BOT], values[EXTERNAL]);
    slice_set_text(&user->name, values[NAME]);
    if (user->name[0] == '\0')
        join_names(user, values[FIRST], values[LAST]);
    if (json_slice_text(values[POSITION]).size != 0)
        slice_set_text(&user->position, values[POSITION]);
    if (slice_color(values[COLOR]) != COLOR_NONE)
        user->color = slice_color(values[COLOR]);
}

/* Other chats than those of lines keep other things in these fields. */
static void set_entity(struct chat *chat, const struct json_slice *entity, struct json_slice type)
{
    char *texts[4] = {NULL};
    if (json_slice_text(type).size != 0 && !json_slice_is(json_slice_text(type), "lines"))
        return;
    for (int i = 0; i < 4; i++)
        if (entity[i].size != 0 && (entity[i].at[0] == '"' || entity[i].at[0] == '\''))
            texts[i] = slice_text(entity[i]);
    chat_set_entity(chat, texts[0], texts[1], texts[2], texts[3]);
    for (int i = 0; i < 4; i++)
        free(texts[i]);
}

struct chat *people_chat(struct walk *walk, struct json_slice object)
{
    static const char *const words[] = {"id", "name", "owner", "color", "entityid", "entitydata1",
                                        "entitydata2", "entitydata3", "datecreate", "entitytype",
                                        NULL};
    enum { ID, NAME, OWNER, COLOR, ENTITY, DATA1, DATA2, DATA3, CREATED, TYPE, FIELDS };
    struct json_slice values[FIELDS];
    slice_fields(object, words, values);
    int64_t id = slice_chat_id(values[ID]);
    if (id == 0)
        return NULL;
    struct chat *chat = walk_chat(walk, id);
    slice_set_text(&chat->name, values[NAME]);
    if (values[OWNER].size != 0)
        chat->owner = json_slice_id(values[OWNER], 0);
    if (slice_color(values[COLOR]) != COLOR_NONE)
        chat->color = slice_color(values[COLOR]);
    if (slice_when(values[CREATED]).time != WHEN_NONE)
        chat->created = slice_when(values[CREATED]);
    set_entity(chat, &values[ENTITY], values[TYPE]);
    if (walk->answer.chat == 0 && !walk->answer.done)
        walk->answer.chat = id;
    return chat;
}

static int pixels(struct json_slice value)
{
    int64_t size = json_slice_id(value, 0);
    return size > 0 && size < 1000000 ? (int)size : 0;
}

static void set_image(struct file *file, struct json_slice image, const struct json_slice *own)
{
    static const char *const words[] = {"width", "height", NULL};
    struct json_slice values[2] = {own[0], own[1]};
    if (image.size != 0 && image.at[0] == '{')
        slice_fields(image, words, values);
    if (pixels(values[0]) != 0) {
        file->width = pixels(values[0]);
        file->height = pixels(values[1]);
    }
}

void people_file(struct walk *walk, struct json_slice object)
{
    static const char *const words[] = {"id",    "name",   "type",    "size", "image",
                                        "width", "height", "missing", NULL};
    enum { ID, NAME, TYPE, SIZE, IMAGE, WIDTH, HEIGHT, MISSING, FIELDS };
    struct json_slice values[FIELDS];
    slice_fields(object, words, values);
    int64_t id = json_slice_id(values[ID], 0);
    if (id <= 0)
        return;
    struct file *file = store_file(walk->store, id);
    file->missing = slice_is_true(values[MISSING]);
    slice_set_text(&file->name, values[NAME]);
    slice_set_text(&file->type, values[TYPE]);
    file->size = json_slice_id(values[SIZE], file->size);
    if (file->size < 0)
        file->size = -1;
    set_image(file, values[IMAGE], &values[WIDTH]);
}
