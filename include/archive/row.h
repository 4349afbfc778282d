/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_ROW_H
#define ARCHIVE_ROW_H

#include "model/message.h"
#include "model/user.h"
#include "text/when.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What goes into the archive and comes out of it. The same row is given and got; members under
 * "got" are kept by the archive itself and ignored when given. All texts are borrowed: from the
 * caller when given, until the callback returns when got.
 *
 * What an answer did not say is given as not known (NULL, 0, -1, COLOR_NONE, WHEN_NONE, as said
 * beside the member) and leaves what is known of it as it is.
 */
struct archive_chat {
    int64_t id;
    const char *name; /* as received; NULL not known */
    int32_t color;    /* COLOR_NONE not known */
    int64_t owner;    /* 0 not known */
    /* entityId and entityData1–3 as received, for chat_set_entity; each NULL when not known */
    const char *entity, *data1, *data2, *data3;
    struct when created;   /* WHEN_NONE not known */
    int unread;            /* -1 not known */
    const char *preview;   /* last message of im.recent; NULL not known */
    struct when previewed; /* its date */
    /* got */
    const char *connector; /* first field of entity, or "" */
    int64_t line;          /* second field; 0 not known */
    struct when last;      /* of the newest message; WHEN_NONE: none */
    int64_t order;         /* of the list: last, else previewed, else created, else 0 */
    size_t n_sessions, n_messages;
};

/* What became of a session's answer. */
enum archive_state {
    ARCHIVE_QUEUED, /* known by its id, never read */
    ARCHIVE_READ,
    ARCHIVE_DENIED,
    ARCHIVE_ABSENT,
    ARCHIVE_POISON, /* its answer cannot be read */
};

struct archive_session {
    int64_t id; /* above 0: messages of no session have no such row */
    int64_t chat;
    int vote_head, vote_user; /* 1–5; 0 none */
    const char *comment_head; /* or NULL */
    bool can_join, can_vote, is_closed;
    int64_t line;          /* 0 not known */
    int64_t speaker;       /* who wrote the last CLASS_MESSAGE; 0 nobody */
    const char *operators; /* ids of who wrote, in order, blanks between; NULL none */
    /* got */
    struct when first, last; /* among the messages; WHEN_NONE: none */
    size_t n_messages;       /* delivered, also those deleted since */
    size_t n_missing;        /* listed, never delivered */
    enum archive_state state;
    bool is_suspicious; /* an answer lacked so many messages that none was taken for deleted */
    int attempts;       /* that failed, one after the other */
    int64_t next_check; /* WHEN_NONE: never again */
    const char *last_error; /* or NULL */
};

/*
 * A message. MESSAGE_MISSING in flags: only its id, and where it was listed, is known; it never
 * takes the place of one that was delivered. Rebuilding a struct session: listed gets every row
 * whose listed is a position, in that order, entries every row but those that are missing and
 * listed; then session_arrange says the same as it did of the portal's answer.
 */
struct archive_message {
    int64_t id, session, chat, sender; /* session 0: none known */
    struct when when;   /* WHEN_NONE: no date */
    const char *date;   /* as received, never NULL */
    const char *text;   /* BBCode as received, after repair; never NULL */
    const char *params; /* strict JSON, without secrets; NULL for {} */
    const char *files;  /* ids that params does not name, as JSON: [5437]; NULL none */
    const char *plain;  /* what is searched: read text, attachments, names of files; NULL: text */
    enum message_class class;
    unsigned flags;  /* enum message_flag */
    uint32_t listed; /* position in usersMessage; UINT32_MAX: not listed */
    /* got */
    int rev;            /* how often text or params were replaced; the old ones are kept */
    int64_t edited_at;  /* when that was seen; 0 never */
    int64_t deleted_at; /* when it was no longer delivered; 0: it is there */
    int64_t first_run, last_run; /* that brought it, that changed it; 0: no run */
};

/* A text a message had before. */
struct archive_revision {
    int rev; /* from 0 */
    int64_t seen_at;
    const char *text, *params; /* as in archive_message */
};

struct archive_user {
    int64_t id;
    const char *name;     /* NULL not known */
    const char *position; /* NULL not known */
    int32_t color;        /* COLOR_NONE not known */
    enum user_role role;
    bool known; /* false: only the id, and perhaps the role, was seen */
};

struct archive_file {
    int64_t id;
    int64_t chat, message; /* where it was seen; 0 not known */
    const char *name, *type; /* NULL not known */
    int64_t size;      /* bytes; -1 not known */
    int width, height; /* 0 not known */
    bool missing;
};

/* One run of a synchronisation. */
struct archive_run {
    int64_t id, started_at, finished_at; /* finished_at 0: interrupted, or running */
    const char *mode;
    int64_t requests, retries, wait_ms, bytes_in;
    const char *result; /* or NULL */
};

#endif
