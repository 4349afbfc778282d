/* SPDX-License-Identifier: MIT */
#ifndef UI_PERMALINK_H
#define UI_PERMALINK_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A name for a place in the dialogs that stays the same wherever they are read:
 * "imolog:2210/903/70310" for chat, session, message. Ids are what the portal
 * gave; 0 is not named.
 */
struct permalink {
    int64_t chat, session, message;
};

/* Adds the link, leaving out what is not named at its end: "imolog:2210", "imolog:/903",
 * "imolog:2210//70310". Nothing is added for a link to nothing. */
void permalink_add(struct str *out, struct permalink link);

/*
 * Reads any of these; false, and link as it was, for anything else:
 *
 *   imolog:CHAT/SESSION/MESSAGE    as above
 *   chat2210, chat2210/70310       as messages name chats
 *   70310                          a message
 *   imol|903                       a session
 *   …?IM_HISTORY=imol|903          an address of the portal; also IM_DIALOG=chat2210, with
 *                                  IM_MESSAGE=70310. Whose portal is for the caller to say
 *
 * A number is one to nineteen digits, not 0, without sign or leading zeros, and fits 64 bits.
 */
bool permalink_parse(const char *text, size_t size, struct permalink *link);

#endif
