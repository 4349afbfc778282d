/* SPDX-License-Identifier: MIT */
#include "source/decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/words.h"
#include "source/reject.h"
#include "source/walk.h"

enum {
    LEVELS = 6,      /* result → result → c0 → … : answers are not deeper */
    LOOK_AHEAD = 16384, /* bytes after which an object is taken for what it seems */
};

/* What an object is, by the first key that decides. */
enum shape { SHAPE_NONE, SHAPE_ANSWER, SHAPE_DIALOG, SHAPE_RECENT, SHAPE_MESSAGE, SHAPE_LINE };

static const struct {
    const char *word;
    enum shape shape;
} shapes[] = {
    {"result", SHAPE_ANSWER},        {"error", SHAPE_ANSWER},       {"items", SHAPE_ANSWER},
    {"messages", SHAPE_ANSWER},      {"sessionid", SHAPE_ANSWER},   {"usersmessage", SHAPE_ANSWER},
    {"canjoin", SHAPE_ANSWER},       {"canvotehead", SHAPE_ANSWER}, {"resulterror", SHAPE_ANSWER},
    {"entityid", SHAPE_DIALOG},      {"entitytype", SHAPE_DIALOG},  {"dialogid", SHAPE_DIALOG},
    {"entitydata1", SHAPE_DIALOG},   {"parentchatid", SHAPE_DIALOG}, {"avatar", SHAPE_RECENT},
    {"title", SHAPE_RECENT},         {"lastid", SHAPE_RECENT},      {"dateupdate", SHAPE_RECENT},
    {"authorid", SHAPE_MESSAGE},     {"senderid", SHAPE_MESSAGE},   {"recipientid", SHAPE_MESSAGE},
    {"sender", SHAPE_LINE},          {"session", SHAPE_LINE},       {"raw", SHAPE_LINE},
};

static enum shape shape_of_key(struct json_slice key, bool has_id)
{
    /* "message" is a map in a history, the last message in an item that has an id. */
    if (json_slice_is(key, "message"))
        return has_id ? SHAPE_RECENT : SHAPE_ANSWER;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (json_slice_is(key, shapes[i].word))
            return shapes[i].shape;
    return SHAPE_NONE;
}

static enum shape shape_of(const struct json_reader *reader)
{
    struct json_reader ahead = *reader;
    struct json_slice key, value;
    bool has_id = false;
    if (ahead.size - ahead.at > LOOK_AHEAD)
        ahead.size = ahead.at + LOOK_AHEAD;
    ahead.depth = 0;
    if (!json_enter(&ahead))
        return SHAPE_NONE;
    while (json_key(&ahead, &key)) {
        enum shape shape = shape_of_key(key, has_id);
        if (shape != SHAPE_NONE)
            return shape;
        has_id |= json_slice_is(key, "id");
        json_skip(&ahead, &value);
    }
    return SHAPE_NONE;
}

/* --- members of answers ----------------------------------------------------------------------- */

static void read_value(struct walk *walk);

static void read_chat_id(struct walk *walk)
{
    answer_begin(walk);
    walk->answer.depth = walk->reader.depth;
    int64_t id = slice_chat_id(walk_skip(walk));
    if (id != 0)
        walk->answer.chat = id;
}

static void read_session_id(struct walk *walk)
{
    answer_begin(walk);
    walk->answer.depth = walk->reader.depth;
    int64_t id = json_slice_id(walk_skip(walk), 0);
    walk->answer.session = id > 0 ? id : 0;
}

/* "userId": "chat1982" is the dialog. */
static void read_dialog_id(struct walk *walk)
{
    struct json_slice value = walk_skip(walk);
    if (walk->answer.chat == 0)
        walk->answer.chat = slice_chat_id(value);
}

static void read_vote(struct walk *walk)
{
    walk->answer.vote_head = slice_vote(walk_skip(walk));
}

static void read_comment(struct walk *walk)
{
    slice_set_text(&walk->answer.comment_head, walk_skip(walk));
}

static void read_can_join(struct walk *walk)
{
    answer_begin(walk);
    walk->answer.can_join = slice_is_true(walk_skip(walk));
}

static void read_can_vote(struct walk *walk)
{
    answer_begin(walk);
    walk->answer.can_vote = slice_is_true(walk_skip(walk));
}

static void read_messages(struct walk *walk)
{
    answer_begin(walk);
    walk->answer.has_messages = true;
    history_messages(walk);
}

/* {"canvoteashead": {"58": true}}: the key is the line. */
static void read_openlines(struct walk *walk)
{
    static const char *const words[] = {"canvoteashead", NULL};
    struct json_slice lines, key;
    struct json_reader reader;
    slice_fields(walk_skip(walk), words, &lines);
    json_open(&reader, lines.at, lines.size);
    if (json_peek(&reader) == JSON_OBJECT && json_enter(&reader) && json_key(&reader, &key))
        walk->answer.line = key_id(key);
}

static void read_error(struct walk *walk)
{
    walk->error = walk_skip(walk);
}

static void read_description(struct walk *walk)
{
    walk->error_description = walk_skip(walk);
}

/* The commands of a batch that failed: a map by key or a list. */
static void read_result_errors(struct walk *walk)
{
    struct json_reader *reader = &walk->reader;
    enum json_kind kind = json_peek(reader);
    struct json_slice key = {"", 0};
    if ((kind != JSON_OBJECT && kind != JSON_ARRAY) || !json_enter(reader)) {
        walk_skip(walk);
        return;
    }
    while (kind == JSON_OBJECT ? json_key(reader, &key) : json_item(reader)) {
        struct json_slice error = walk_skip(walk);
        reject_command(walk, key, error);
        walk->decoded->n_damaged++;
        if (walk->failure.size == 0)
            walk->failure = error;
    }
    walk->decoded->n_damaged += walk_note(walk, reader);
}

static void skip(struct walk *walk)
{
    walk_skip(walk);
}

static const struct {
    const char *word;
    void (*read)(struct walk *walk);
} members[] = {
    {"result", read_value},
    {"items", read_value},
    {"chatid", read_chat_id},
    {"sessionid", read_session_id},
    {"userid", read_dialog_id},
    {"dialogid", read_dialog_id},
    {"sessionvotehead", read_vote},
    {"sessioncommenthead", read_comment},
    {"canjoin", read_can_join},
    {"canvotehead", read_can_vote},
    {"message", read_messages},
    {"messages", read_messages},
    {"usersmessage", answer_listed},
    {"users", people_users},
    {"openlines", read_openlines},
    {"chat", people_chats},
    {"files", people_files},
    {"resulterror", read_result_errors},
    {"error", read_error},
    {"errordescription", read_description},
    {"time", skip},
    {"resulttime", skip},
    {"userinchat", skip},
    {"userblockchat", skip},
    {"useringroup", skip},
};

void decode_member(struct walk *walk, struct json_slice key)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (json_slice_is(key, members[i].word)) {
            members[i].read(walk);
            return;
        }
    /* A brace too many has put a message, or a user, on this level. */
    if (key_id(key) != 0 && shape_of(&walk->reader) == SHAPE_MESSAGE)
        history_message(walk, key_id(key));
    else
        read_value(walk);
}

static void read_members(struct walk *walk)
{
    struct json_reader *reader = &walk->reader;
    struct json_slice key;
    int depth = reader->depth + 1;
    if (!json_enter(reader)) {
        walk_skip(walk);
        return;
    }
    while (reader->depth >= depth && json_key(reader, &key))
        decode_member(walk, key);
    walk->decoded->n_damaged += walk_note(walk, reader);
    answer_commit(walk);
}

static void read_items(struct walk *walk)
{
    struct json_reader *reader = &walk->reader;
    int depth = reader->depth + 1;
    if (!json_enter(reader)) {
        walk_skip(walk);
        return;
    }
    while (reader->depth >= depth && json_item(reader))
        read_value(walk);
    walk->decoded->n_damaged += walk_note(walk, reader);
}

static void read_object(struct walk *walk)
{
    switch (shape_of(&walk->reader)) {
    case SHAPE_DIALOG:
        people_chat(walk, walk_skip(walk));
        break;
    case SHAPE_RECENT:
        recent_item(walk, walk_skip(walk));
        break;
    case SHAPE_MESSAGE:
        history_message(walk, 0);
        break;
    default:
        read_members(walk);
        break;
    }
}

/* Whatever stands here: recognised by its shape, at most LEVELS containers deep. */
static void read_value(struct walk *walk)
{
    enum json_kind kind = json_peek(&walk->reader);
    if (walk->level >= LEVELS || (kind != JSON_OBJECT && kind != JSON_ARRAY)) {
        walk_skip(walk);
        return;
    }
    walk->level++;
    if (kind == JSON_ARRAY)
        read_items(walk);
    else
        read_object(walk);
    walk->level--;
}

/* --- the text --------------------------------------------------------------------------------- */

/* A line of our own ends where the line ends, whatever is broken in it. */
static void read_line(struct walk *walk)
{
    struct json_reader *reader = &walk->reader, line = *reader;
    const char *at = reader->text + reader->at;
    const char *end = memchr(at, '\n', reader->size - reader->at);
    struct json_slice value;
    line.size = end != NULL ? (size_t)(end - reader->text) : reader->size;
    line.depth = 0;
    json_skip(&line, &value);
    if (json_peek(&line) != JSON_END)
        json_skip(&line, &(struct json_slice){0});
    bool repaired = walk_note(walk, &line);
    reader->at = line.size;
    walk->has_lines = true;
    lines_read(walk, value, repaired);
}

/* Behind a brace too many the members of an outer level go on. */
static void read_rest(struct walk *walk)
{
    struct json_reader *reader = &walk->reader;
    struct json_slice key;
    walk_note_at(walk, reader->at, N_("a bracket too many before"));
    walk->decoded->n_damaged++;
    reader->depth = 1;
    reader->open[0] = '{';
    walk->answer.depth += walk->answer.depth == 1; /* this level is further out */
    while (reader->depth > 0 && json_key(reader, &key))
        decode_member(walk, key);
    /* The virtual object does not end. */
    reader->cut = false;
    reader->depth = 0;
    walk->decoded->n_damaged += walk_note(walk, reader);
    answer_commit(walk);
}

static bool is_line(const struct walk *walk)
{
    return walk->has_lines || shape_of(&walk->reader) == SHAPE_LINE;
}

static bool has_nothing(const struct walk *walk)
{
    return walk->chats.n == 0 && walk->decoded->n_messages == 0;
}

/* One value after the other: answers, lines, and what follows a brace too many. */
static void read_text(struct walk *walk)
{
    struct json_reader *reader = &walk->reader;
    for (;;) {
        enum json_kind kind = json_peek(reader);
        size_t before = reader->at;
        if (kind == JSON_END)
            break;
        /* The console prints an error in other words once more. */
        if (has_nothing(walk) && walk->error.size != 0)
            break;
        if (kind == JSON_OBJECT && is_line(walk))
            read_line(walk);
        else if (kind == JSON_OBJECT || kind == JSON_ARRAY)
            read_value(walk);
        else if (before == 0 || has_nothing(walk))
            break;
        else
            read_rest(walk);
        reader->at += reader->at == before;
    }
    walk->decoded->n_damaged += walk_note(walk, reader);
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static size_t count_chats(struct walk *walk)
{
    size_t n = 0;
    if (walk->chats.n != 0)
        qsort(walk->chats.at, walk->chats.n, sizeof *walk->chats.at, by_id);
    for (size_t i = 0; i < walk->chats.n; i++)
        n += i == 0 || walk->chats.at[i] != walk->chats.at[i - 1];
    return n;
}

void decode_users(struct store *store, const char *name, struct json_slice users)
{
    struct decoded decoded = {0};
    struct walk walk = {.store = store, .name = name, .decoded = &decoded};
    json_open(&walk.reader, users.at, users.size);
    people_users(&walk);
}

bool decode_text(struct store *store, const char *name, uint32_t part, const char *text,
                 size_t size, struct decoded *decoded, struct error *error)
{
    struct walk walk = {.store = store, .name = name, .part = part, .decoded = decoded};
    *decoded = (struct decoded){0};
    if (!reject_foreign(name, text, size, error))
        return false;
    json_open(&walk.reader, text, size);
    read_text(&walk);
    answer_commit(&walk);
    decoded->n_chats = count_chats(&walk);
    bool found = !has_nothing(&walk);
    if (found)
        walk_tell(&walk);
    else
        reject_walk(&walk, error);
    if (found && walk.error.size != 0)
        reject_command(&walk, (struct json_slice){"", 0}, walk.error);
    answer_release(&walk.answer);
    vec_release(&walk.chats);
    return found;
}
