/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/words.h"
#include "source/walk.h"

/* What is taken from a message without parsing it. */
struct seen {
    int64_t id, sender, chat;
    struct when when;
    struct json_slice classes;
    unsigned flags;
    int vote_user;
    bool is_message; /* it has what only messages have */
    bool damaged, noted;
};

enum field { FIELD_NONE, FIELD_ID, FIELD_CHAT, FIELD_SENDER, FIELD_DATE, FIELD_TEXT, FIELD_PARAMS };

static const struct {
    const char *word;
    enum field field;
} fields[] = {
    {"id", FIELD_ID},           {"chatid", FIELD_CHAT},     {"senderid", FIELD_SENDER},
    {"authorid", FIELD_SENDER}, {"recipientid", FIELD_TEXT}, {"date", FIELD_DATE},
    {"text", FIELD_TEXT},       {"params", FIELD_PARAMS},
};

static enum field field_of(struct json_slice key)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (key.size != 0 && (key.at[0] | 0x20) == fields[i].word[0] &&
            json_slice_is(key, fields[i].word))
            return fields[i].field;
    return FIELD_NONE;
}

/* Another message met inside of one: an end is missing before it. */
static bool is_stray(struct json_reader *reader, struct json_slice key)
{
    return key_id(key) != 0 && json_peek(reader) == JSON_OBJECT &&
           anchor_has_id(reader->text, reader->size, reader->at);
}

/* A part of the answer met inside of a message: the same. Params may have users of their own. */
static bool is_part(struct json_slice key, bool in_params)
{
    if (key.size == 0 || (key.at[0] | 0x20) != 'u')
        return false;
    return json_slice_is(key, "usersmessage") || (!in_params && json_slice_is(key, "users"));
}

/* Of a message whose structure is broken only the first place is noted: the rest follows. */
static void take_damage(struct walk *walk, struct json_reader *reader, bool sound,
                        struct seen *seen)
{
    if (sound || !seen->noted)
        seen->damaged |= seen->noted |= walk_note(walk, reader);
    reader->n_damaged = reader->n_broken = 0;
}

/* When only what is sound may be taken, the first broken place ends the reading. */
static bool take_value(struct json_reader *reader, bool sound, struct json_slice *value)
{
    if (sound)
        return json_skip_sound(reader, value);
    json_skip(reader, value);
    return true;
}

static void set_param(struct seen *seen, struct json_slice key, struct json_slice value)
{
    char c = key.size != 0 ? (char)(key.at[0] | 0x20) : '\0';
    if (c == 'c' && json_slice_is(key, "class"))
        seen->classes = json_slice_text(value);
    else if (c == 'i' && json_slice_is(key, "imolvoteuser"))
        seen->vote_user = slice_vote(value);
    else if (c == 'i' && json_slice_is(key, "isdeleted") && slice_is_true(value))
        seen->flags |= MESSAGE_DELETED;
    else if (c == 'i' && json_slice_is(key, "isedited") && slice_is_true(value))
        seen->flags |= MESSAGE_EDITED;
}

static bool read_params(struct json_reader *reader, bool sound, struct seen *seen)
{
    struct json_slice key, value;
    if (json_peek(reader) != JSON_OBJECT || !json_enter(reader))
        return take_value(reader, sound, &value);
    while (json_key(reader, &key)) {
        if (sound && (reader->n_broken != 0 || is_stray(reader, key) || is_part(key, true)))
            return false;
        if (!take_value(reader, sound, &value))
            return false;
        set_param(seen, key, value);
    }
    return !sound || reader->n_broken == 0;
}

static void set_field(struct walk *walk, struct seen *seen, enum field field,
                      struct json_slice value)
{
    switch (field) {
    case FIELD_ID:
        seen->id = json_slice_id(value, 0);
        break;
    case FIELD_CHAT:
        seen->chat = json_slice_id(value, 0);
        break;
    case FIELD_SENDER:
        seen->sender = json_slice_id(value, 0);
        seen->is_message = true;
        break;
    case FIELD_DATE:
        seen->when = slice_when(value);
        seen->damaged |= walk_note_date(walk, value);
        break;
    case FIELD_TEXT:
        seen->is_message = true;
        break;
    default:
        break;
    }
}

/* The members of the object before the reader. False: broken, the reader stands anywhere. */
static bool read_members(struct walk *walk, struct json_reader *reader, bool sound,
                         struct seen *seen)
{
    struct json_slice key, value;
    if (!json_enter(reader))
        return false;
    while (json_key(reader, &key)) {
        if (sound && (reader->n_broken != 0 || is_stray(reader, key) || is_part(key, false)))
            return false;
        enum field field = field_of(key);
        if (field == FIELD_PARAMS) {
            if (!read_params(reader, sound, seen))
                return false;
        } else {
            if (!take_value(reader, sound, &value))
                return false;
            set_field(walk, seen, field, value);
        }
        take_damage(walk, reader, sound, seen);
    }
    if (sound && reader->n_broken != 0)
        return false;
    take_damage(walk, reader, sound, seen);
    return true;
}

/* A part of the answer stands one level above its messages. */
static void leave_level(struct json_reader *reader, const struct json_reader *saved, size_t at,
                        enum anchor anchor, bool in_map)
{
    reader->at = at;
    reader->depth = saved->depth - (in_map && anchor == ANCHOR_SECTION);
    memcpy(reader->open, saved->open, sizeof reader->open);
    /* The comma before the anchor was passed. */
    if (reader->depth > 0 && anchor != ANCHOR_NONE) {
        char *open = &reader->open[reader->depth - 1];
        *open = *open == '{' || *open == 'o' ? '{' : '[';
    }
}

/*
 * A message that does not end as it should ends where the next one, or the next part of the
 * answer, begins; reading goes on there, on the level where it began. Gives the message's end.
 */
static size_t recover(struct walk *walk, const struct json_reader *saved, bool in_map,
                      struct seen *seen)
{
    struct json_reader *reader = &walk->reader, inner = *saved;
    size_t start = saved->at, end = saved->size;
    enum anchor anchor = anchor_find(walk, start + 1, &end);
    *seen = (struct seen){.when = {WHEN_NONE, 0}, .classes = {"", 0}, .damaged = true};
    inner.size = end;
    inner.depth = 0;
    inner.n_damaged = inner.n_broken = 0;
    inner.cut = false;
    read_members(walk, &inner, false, seen);
    if (!seen->noted)
        walk_note_at(walk, inner.at, N_("a message without its end"));
    reader->n_damaged = reader->n_broken = 0;
    reader->cut = anchor == ANCHOR_NONE && inner.cut;
    leave_level(reader, saved, anchor == ANCHOR_NONE ? inner.at : end, anchor, in_map);
    return inner.at;
}

static void add_entry(struct walk *walk, const struct seen *seen, size_t start, size_t end)
{
    struct answer *answer = &walk->answer;
    unsigned flags = seen->flags | (seen->damaged ? MESSAGE_REPAIRED : 0);
    if (answer->chat == 0)
        answer->chat = seen->chat > 0 ? seen->chat : 0;
    if (seen->vote_user != 0)
        answer->vote_user = seen->vote_user;
    walk->decoded->n_damaged += seen->damaged;
    walk->decoded->n_messages++;
    vec_push(&answer->entries,
             (struct entry){
                 .id = seen->id,
                 .time = seen->when.time,
                 .sender = seen->sender,
                 .place = {start, (uint32_t)(end - start), walk->part},
                 .listed = UINT32_MAX,
                 .offset = seen->when.offset,
                 .class = (uint8_t)message_classify(seen->classes.at, seen->classes.size,
                                                    seen->sender),
                 .flags = (uint8_t)flags,
             });
}

/* Texts of such a message are cut when it is read (json_strict): that is told here. */
static void note_size(struct walk *walk, struct seen *seen, size_t start, size_t end)
{
    if (end - start <= JSON_VALUE)
        return;
    walk_note_at(walk, start, N_("a message of more than 8 MiB, of whose texts 1 MiB is kept"));
    seen->damaged = true;
}

static bool read_message(struct walk *walk, int64_t id, bool in_map)
{
    struct json_reader *reader = &walk->reader;
    struct seen seen = {.id = 0, .when = {WHEN_NONE, 0}, .classes = {"", 0}};
    if (json_peek(reader) != JSON_OBJECT) {
        walk_skip(walk);
        return false;
    }
    walk->decoded->n_damaged += walk_note(walk, reader);
    struct json_reader saved = *reader;
    bool sound = read_members(walk, reader, true, &seen);
    size_t end = sound ? reader->at : recover(walk, &saved, in_map, &seen);
    /* The map's key is the id; without one, an id cut off at the end would be another's. */
    if (id != 0)
        seen.id = id;
    if (seen.id <= 0 || end - saved.at > UINT32_MAX || (id == 0 && !seen.is_message)) {
        walk->decoded->n_damaged += seen.damaged;
        return false;
    }
    note_size(walk, &seen, saved.at, end);
    add_entry(walk, &seen, saved.at, end);
    return true;
}

bool history_message(struct walk *walk, int64_t id)
{
    return read_message(walk, id, false);
}

/*
 * A key or an item that is broken itself may have taken any bytes: reading goes on at the next
 * message, which may be this one. False: there is none, or this level has ended.
 */
static bool resume(struct walk *walk, const struct json_reader *saved, int64_t *id)
{
    struct json_reader *reader = &walk->reader;
    size_t at;
    enum anchor anchor = anchor_find(walk, saved->at, &at);
    if (anchor == ANCHOR_NONE)
        return false;
    walk_note_at(walk, at, N_("a broken key"));
    walk->decoded->n_damaged++;
    reader->n_damaged = reader->n_broken = 0;
    reader->cut = false;
    leave_level(reader, saved, at, anchor, true);
    if (anchor == ANCHOR_SECTION)
        return false;
    *id = anchor_id(saved->text, saved->size, &reader->at);
    reader->open[reader->depth - 1] = reader->open[reader->depth - 1] == '{' ? 'o' : 'a';
    return true;
}

static bool is_broken(struct json_reader *reader, int64_t id)
{
    enum json_kind kind = json_peek(reader);
    if (id != 0)
        return kind == JSON_TEXT || kind == JSON_ARRAY;
    return reader->n_broken != 0;
}

static void read_map(struct walk *walk)
{
    struct json_reader *reader = &walk->reader, saved = *reader;
    struct json_slice key;
    int depth = reader->depth;
    while (reader->depth == depth && json_key(reader, &key)) {
        int64_t id = key_id(key);
        if (is_broken(reader, id) && (resume(walk, &saved, &id) || reader->depth != depth)) {
            if (reader->depth == depth)
                read_message(walk, id, true);
        } else if (id != 0) {
            read_message(walk, id, true);
        } else {
            decode_member(walk, key);
        }
        saved = *reader;
    }
}

static void read_list(struct walk *walk)
{
    struct json_reader *reader = &walk->reader, saved = *reader;
    int depth = reader->depth;
    while (reader->depth == depth && json_item(reader)) {
        int64_t id = 0;
        if (json_peek(reader) == JSON_OBJECT || resume(walk, &saved, &id))
            read_message(walk, id, true);
        else if (reader->depth == depth)
            walk_skip(walk);
        saved = *reader;
    }
}

void history_messages(struct walk *walk)
{
    enum json_kind kind = json_peek(&walk->reader);
    if ((kind != JSON_OBJECT && kind != JSON_ARRAY) || !json_enter(&walk->reader)) {
        walk_skip(walk);
        return;
    }
    if (kind == JSON_OBJECT)
        read_map(walk);
    else
        read_list(walk);
    walk->decoded->n_damaged += walk_note(walk, &walk->reader);
}
