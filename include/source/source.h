/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/error.h"
#include "base/loop.h"
#include "base/str.h"
#include "model/store.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Where dialogs come from. A source fills a store and lends it its texts: free the
 * store first, then the source. What a list names but has not loaded comes when the
 * store is asked for it (store_want); whatever comes later touches its chat, and
 * store_settle tells that there is something new.
 */
struct source;

/* Saved answers (FILE, DIR, "-" for standard input). What can be read is read; each failure is
 * noted in the log. False: nothing could be read, and the error says why. */
struct source *source_open_files(struct store *store, char *const *names, size_t n,
                                 struct error *error);
/* The files such a name stands for: of a directory those that are read, else itself. False: it has
 * none, or cannot be read. */
typedef void source_file_fn(void *self, const char *path);
bool source_each_file(const char *name, source_file_fn *each, void *self, struct error *error);
/* The bundled dialogs. */
struct source *source_open_demo(struct store *store, struct error *error);
/* An archive, for reading: its list at once, or between keys where there is a loop; the rest when
 * it is wanted. */
struct archive_options {
    struct loop *loop; /* borrowed; NULL: at once */
    bool no_list;      /* only places that are sought */
};
struct source *source_open_archive(struct store *store, const char *path,
                                   const struct archive_options *options, struct error *error);
/* A portal over REST. Its list comes, then the rest as it is wanted: all in the background, on the
 * loop. Borrows loop and auth. */
struct auth;
struct limit_plan;
struct portal_options {
    struct loop *loop;
    struct auth *auth;
    const char *cacert, *proxy; /* or NULL */
    const char *archive;        /* path: what is read goes into it, and comes from it; or NULL */
    bool no_list;               /* only places that are sought */
    const struct limit_plan *plan; /* NULL: the standard one */
    double pace;                /* waits and looks are divided by it; 0: 1. For tests */
};
struct source *source_open_portal(struct store *store, const struct portal_options *options,
                                  struct error *error);
void source_free(struct source *source);

/* For the title row: file name, "3 files", "demo". As given; borrowed. */
const char *source_name(const struct source *source);
/* Records that were damaged, missing or incomplete, and inputs that could not be read: exit 4. */
size_t source_n_damaged(const struct source *source);
size_t source_n_failed(const struct source *source);

/* A place somebody names; what is 0 or NULL is not. */
struct source_place {
    int64_t chat, session, message;
    const char *code;     /* entity id: connector|line|chat|user */
    const char *crm_type; /* of crm_id */
    int64_t crm_id;
};
/* Brings in what this names, as far as the source can: its chat is in the store then, the session
 * is listed, the message loaded, all to be settled; *chat is the chat, 0 when there is none, or
 * when it comes later. False: failed. */
bool source_seek(struct source *source, const struct source_place *place, int64_t *chat,
                 struct error *error);
/* Whether what was sought is still to come. When it is not, *why is a sentence on what went wrong,
 * or NULL; borrowed until the next turn. */
bool source_is_seeking(const struct source *source, const char **why);

/* Reads again what may have changed, now or in the background. Every pointer into the store is
 * another afterwards, ids are the same. False: everything is as it was, and the error says why. */
bool source_reload(struct source *source, struct error *error);
/* Waits for some of what is under way. False: nothing is, or it was stopped. */
bool source_wait(struct source *source);
/* The end of the list is in sight: its next page, if there is one. */
void source_more(struct source *source);
/* Keeps the newest session of this chat as it is at its origin; 0: none. False: it cannot. */
bool source_follow(struct source *source, int64_t chat);
/* A file of a message, from its origin to disk. */
struct source_file {
    int64_t chat, id;
    int64_t size;      /* bytes, as the portal told; -1 unknown. What ends before is not whole */
    int64_t limit;     /* most bytes */
    const char *path;  /* of the file there will be; never replaced. Its folder is made, 0700 */
    const char *hosts; /* others than the portal's that may be asked, with blanks between */
};
/* What came of it: it is there whole, mode 0600, or there is nothing of it. */
struct source_saved {
    bool done;
    struct error error; /* one sentence, unless it is done */
    char host[256];     /* it lies there, which is not among the hosts; nothing was asked yet */
};
typedef void source_saved_fn(void *self, const struct source_saved *saved);
/* Begins, one file at a time, and calls back once, unless source_cancel came first. False: it
 * cannot; the error says why. */
bool source_save(struct source *source, const struct source_file *file, source_saved_fn *done,
                 void *self, struct error *error);
/* Stops what runs or waits; false when there was nothing. */
bool source_cancel(struct source *source);
/* What was asked for of chats and sessions is not wanted any more, as if it had never been. */
void source_drop(struct source *source);
/* What it is doing or waiting for, in a few words for the title row; nothing when it rests. */
void source_add_state(const struct source *source, struct str *out);
/* Why what was asked for last did not come, or not yet, in a sentence; nothing when all is well. */
void source_add_trouble(const struct source *source, struct str *out);
/* Where its list comes from and what that does not show, in a sentence; nothing: it shows all. */
void source_add_origin(const struct source *source, struct str *out);

#endif
