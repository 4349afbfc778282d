/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "source/walk.h"

/* The last message of the list: shown until the history is there. */
static void set_preview(struct chat *chat, struct json_slice message)
{
    static const char *const words[] = {"text", "date", NULL};
    struct json_slice values[2];
    slice_fields(message, words, values);
    if (message.size == 0 || message.at[0] != '{')
        return;
    slice_set_text(&chat->preview, values[0]);
    chat->previewed = slice_when(values[1]);
}

static void set_unread(struct chat *chat, struct json_slice counter)
{
    int64_t n = json_slice_id(counter, 0);
    if (counter.size != 0)
        chat->unread = n > 0 && n < INT32_MAX ? (int)n : 0;
}

void recent_item(struct walk *walk, struct json_slice object)
{
    static const char *const words[] = {"id",   "chatid", "title",   "message", "chat",
                                        "user", "avatar", "counter", NULL};
    static const char *const colors[] = {"color", NULL};
    enum { ID, CHAT_ID, TITLE, MESSAGE, CHAT, USER, AVATAR, COUNTER, FIELDS };
    struct json_slice values[FIELDS], color;
    slice_fields(object, words, values);
    int64_t id = slice_chat_id(values[CHAT_ID]);
    if (id == 0)
        id = slice_chat_id(values[ID]);
    if (id == 0)
        return;
    answer_begin(walk);
    people_chat(walk, values[CHAT]);
    people_user(walk, values[USER]);
    struct chat *chat = walk_chat(walk, id);
    slice_set_text(&chat->name, values[TITLE]);
    slice_fields(values[AVATAR], colors, &color);
    if (chat->color == COLOR_NONE)
        chat->color = slice_color(color);
    set_preview(chat, values[MESSAGE]);
    set_unread(chat, values[COUNTER]);
    /* A list's chats are no place for messages that name none. */
    walk->answer.chat = 0;
}
