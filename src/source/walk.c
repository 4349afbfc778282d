/* SPDX-License-Identifier: MIT */
#include "source/walk.h"

#include <stdlib.h>
#include <string.h>

#include "source/tree.h"

#include "base/log.h"
#include "base/words.h"

void walk_note_at(struct walk *walk, size_t at, const char *what)
{
    if (at < walk->noted)
        return;
    walk->noted = at + 1;
    if (walk->n_places < WALK_NOTES) {
        walk->places[walk->n_places].at = at;
        walk->places[walk->n_places].what = what;
    }
    walk->n_places++;
}

void walk_tell(const struct walk *walk)
{
    size_t line, column;
    for (size_t i = 0; i < walk->n_places && i < WALK_NOTES; i++) {
        json_line_column(walk->reader.text, walk->reader.size, walk->places[i].at, &line, &column);
        log_note(_("%s:%zu:%zu: repaired: %s"), walk->name, line, column,
                 _(walk->places[i].what));
    }
    if (walk->n_places > WALK_NOTES)
        log_note(_("%s: %zu more damaged places"), walk->name, walk->n_places - WALK_NOTES);
}

bool walk_note(struct walk *walk, struct json_reader *reader)
{
    if (reader->n_damaged == 0)
        return false;
    walk_note_at(walk, reader->first_damage, reader->what);
    if (reader->what == json_too_deep && !walk->too_deep) {
        walk->too_deep = true;
        walk->deep_at = reader->first_damage;
    }
    reader->n_damaged = reader->n_broken = 0;
    return true;
}

struct json_slice walk_skip(struct walk *walk)
{
    struct json_slice value;
    json_skip(&walk->reader, &value);
    walk->decoded->n_damaged += walk_note(walk, &walk->reader);
    return value;
}

struct chat *walk_chat(struct walk *walk, int64_t id)
{
    if (walk->chats.n == 0 || walk->chats.at[walk->chats.n - 1] != id)
        vec_push(&walk->chats, id);
    struct chat *chat = store_chat(walk->store, id);
    store_touch(walk->store, chat);
    return chat;
}

/* --- slices ----------------------------------------------------------------------------------- */

void slice_fields(struct json_slice object, const char *const *words, struct json_slice *values)
{
    struct json_reader reader;
    struct json_slice key, value;
    for (size_t i = 0; words[i] != NULL; i++)
        values[i] = (struct json_slice){"", 0};
    json_open(&reader, object.at, object.size);
    if (json_peek(&reader) != JSON_OBJECT || !json_enter(&reader))
        return;
    while (json_key(&reader, &key)) {
        json_skip(&reader, &value);
        for (size_t i = 0; words[i] != NULL; i++)
            if (values[i].size == 0 && json_slice_is(key, words[i]))
                values[i] = value;
    }
}

static bool is_nothing(struct json_slice value)
{
    return value.size == 0 || json_slice_is(value, "null") || json_slice_is(value, "false") ||
           value.at[0] == '[' || value.at[0] == '{';
}

char *slice_text(struct json_slice value)
{
    if (is_nothing(value))
        return mem_copy_text("");
    if (value.at[0] != '"' && value.at[0] != '\'')
        return mem_copy(value.at, value.size);
    struct str strict = {0};
    if (!json_is_strict(value)) {
        json_strict(value, &strict);
        value = (struct json_slice){strict.text, strict.size};
    }
    cJSON *tree = tree_parse(value.at, value.size);
    char *text = tree_take_text(tree);
    cJSON_Delete(tree);
    str_release(&strict);
    return text;
}

void slice_set_text(char **field, struct json_slice value)
{
    char *text = slice_text(value);
    if (*text == '\0' && *field != NULL) {
        free(text);
        return;
    }
    free(*field);
    *field = text;
}

bool slice_is_true(struct json_slice value)
{
    struct json_slice text = json_slice_text(value);
    if (text.size == 0)
        text = value;
    return json_slice_is(text, "Y") || json_slice_is(text, "true") || json_slice_is(text, "1");
}

static int digit_of(char c)
{
    const char *digits = "0123456789abcdefABCDEF", *found = c != '\0' ? strchr(digits, c) : NULL;
    return found == NULL ? -1 : (int)(found - digits) - (found - digits > 15 ? 6 : 0);
}

int32_t slice_color(struct json_slice value)
{
    struct json_slice text = json_slice_text(value);
    int32_t color = 0;
    if ((text.size != 7 && text.size != 4) || text.at[0] != '#')
        return COLOR_NONE;
    for (size_t i = 1; i < text.size; i++) {
        int digit = digit_of(text.at[i]);
        if (digit < 0)
            return COLOR_NONE;
        color = color * 16 + digit;
        if (text.size == 4)
            color = color * 16 + digit;
    }
    return color;
}

struct when slice_when(struct json_slice value)
{
    struct json_slice text = json_slice_text(value);
    struct when when = {WHEN_NONE, 0};
    if (!when_parse(text.at, text.size, &when))
        when = (struct when){WHEN_NONE, 0};
    return when;
}

bool walk_note_date(struct walk *walk, struct json_slice value)
{
    if (is_nothing(value) || json_slice_is(value, "\"\"") || slice_when(value).time != WHEN_NONE)
        return false;
    walk_note_at(walk, (size_t)(value.at - walk->reader.text), N_("a date that is none"));
    return true;
}

int slice_vote(struct json_slice value)
{
    int64_t vote = json_slice_id(value, 0);
    return vote >= 1 && vote <= 5 ? (int)vote : 0;
}

int64_t slice_chat_id(struct json_slice value)
{
    struct json_slice text = json_slice_text(value);
    if (text.size > 4 && strncmp(text.at, "chat", 4) == 0)
        value = (struct json_slice){text.at + 4, text.size - 4};
    int64_t id = json_slice_id(value, 0);
    return id > 0 ? id : 0;
}

int64_t key_id(struct json_slice key)
{
    if (key.size == 0 || key.at[0] < '0' || key.at[0] > '9')
        return 0;
    return json_slice_id(key, 0);
}
