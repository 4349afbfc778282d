/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_MENTION_H
#define ARCHIVE_MENTION_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A person's name in what others wrote: [USER=450]Maria[/USER]. It goes, the tag stays and is read
 * as "User 450".
 */
struct archive;

/* In messages, their older texts and previews of chats; inside a transaction. name: what else they
 * are called in the plain texts of these messages, or "". */
bool mention_empty_all(struct archive *archive, int64_t user, const char *name,
                       struct error *error);

#endif
