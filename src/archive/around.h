/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_AROUND_H
#define ARCHIVE_AROUND_H

#include "archive/room.h"

/*
 * What is known of a message outside of its row: who wrote it, where. Kept for the next message,
 * which is often of the same people. Texts are borrowed until the same kind is asked again; who
 * and where are never NULL.
 */
enum { AROUND_KEPT = 512 };

struct around {
    struct archive *archive;
    struct around_user {
        int64_t id;
        bool is_known;
        enum user_role role;
        char *name; /* as shown */
    } users[AROUND_KEPT];
    struct around_chat {
        int64_t id;
        bool is_known;
        char *name, *connector;
        int64_t line;
    } chats[AROUND_KEPT];
    char *override; /* the name one message is shown under */
};

void around_release(struct around *around);
const struct around_user *around_user(struct around *around, int64_t id);
const struct around_chat *around_chat(struct around *around, int64_t id);
/* The line of the session, or else of the chat. */
int64_t around_line(struct around *around, int64_t chat, int64_t session);

/* The name its params say it is shown under; NULL: the user's. */
const char *around_override(struct around *around, int64_t message);

#endif
