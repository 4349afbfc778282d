/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "source/walk.h"

enum message_class lines_class(struct json_slice word)
{
    word = json_slice_text(word);
    for (int i = 0; i < CLASS_COUNT; i++)
        if (json_slice_is(word, class_table[i].word))
            return (enum message_class)i;
    return CLASS_COUNT;
}

unsigned lines_flags(struct json_slice list)
{
    struct json_reader reader;
    struct json_slice word;
    unsigned flags = 0;
    json_open(&reader, list.at, list.size);
    if (json_peek(&reader) != JSON_ARRAY || !json_enter(&reader))
        return 0;
    while (json_item(&reader)) {
        json_skip(&reader, &word);
        for (const struct flag_row *row = flag_table; row->bit != 0; row++)
            if (json_slice_is(json_slice_text(word), row->word))
                flags |= row->bit;
    }
    return flags;
}

/* Gives the id; someone of whom only the role is known stays nameless. The name a single message
 * was shown under is not the sender's. */
static int64_t read_sender(struct walk *walk, struct json_slice sender, struct json_slice params)
{
    static const char *const shown[] = {"name", NULL};
    struct json_slice shown_as;
    static const char *const words[] = {"id", "name", "role", NULL};
    struct json_slice values[3];
    slice_fields(sender, words, values);
    int64_t id = json_slice_id(values[0], 0);
    if (id <= 0)
        return 0;
    struct user *user = store_user(walk->store, id);
    slice_fields(params, shown, &shown_as);
    if (json_slice_text(shown_as).size == 0)
        slice_set_text(&user->name, values[1]);
    user->known |= user->name[0] != '\0';
    for (int i = 0; i < USER_ROLES; i++)
        if (json_slice_is(json_slice_text(values[2]), user_role_table[i].word))
            user->role = (enum user_role)i;
    return id;
}

static void read_files(struct walk *walk, struct json_slice list)
{
    struct json_reader reader;
    struct json_slice file;
    json_open(&reader, list.at, list.size);
    if (json_peek(&reader) != JSON_ARRAY || !json_enter(&reader))
        return;
    while (json_item(&reader)) {
        json_skip(&reader, &file);
        people_file(walk, file);
    }
}

void lines_read(struct walk *walk, struct json_slice line, bool repaired)
{
    static const char *const words[] = {"chat",  "session", "id",    "date",   "sender",
                                        "class", "files",   "flags", "params", NULL};
    enum { CHAT, SESSION, ID, DATE, SENDER, CLASS, FILES, FLAGS, PARAMS, FIELDS };
    struct json_slice values[FIELDS];
    slice_fields(line, words, values);
    int64_t id = json_slice_id(values[ID], 0), session_id = json_slice_id(values[SESSION], 0);
    unsigned flags = lines_flags(values[FLAGS]);
    if (walk_note_date(walk, values[DATE]) || repaired)
        flags |= MESSAGE_REPAIRED;
    walk->decoded->n_damaged += (flags & (MESSAGE_REPAIRED | MESSAGE_MISSING)) != 0;
    if (id <= 0 || line.size > UINT32_MAX)
        return;
    struct chat *chat = walk_chat(walk, slice_chat_id(values[CHAT]));
    struct session *session = chat_session(chat, session_id > 0 ? session_id : 0);
    struct when when = slice_when(values[DATE]);
    enum message_class class = lines_class(values[CLASS]);
    int64_t sender = read_sender(walk, values[SENDER], values[PARAMS]);
    if (class == CLASS_COUNT)
        class = message_classify("", 0, sender);
    read_files(walk, values[FILES]);
    walk->decoded->n_messages++;
    size_t offset = (size_t)(line.at - walk->reader.text);
    session->arranged = false;
    vec_push(&session->entries,
             (struct entry){
                 .id = id,
                 .time = when.time,
                 .sender = sender,
                 .place = {offset, (uint32_t)line.size, walk->part},
                 .listed = UINT32_MAX,
                 .offset = when.offset,
                 .class = (uint8_t)class,
                 .flags = (uint8_t)flags,
             });
}
