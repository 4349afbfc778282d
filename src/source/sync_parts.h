/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_SYNC_PARTS_H
#define SOURCE_SYNC_PARTS_H

#include <time.h>

#include <uthash.h>

#include "base/vec.h"
#include "source/call.h"
#include "source/sync.h"
#include "source/ways.h"

/* The parts of struct sync: sync_list.c walks the list, sync.c asks for histories. */
#define HISTORY "imopenlines.session.history.get"

/* A session asked for, or given up for this run. */
struct asked {
    int64_t key;           /* the session, or the chat below 0 */
    int64_t session, chat; /* session 0: the newest of the chat */
    struct sync *sync;
    struct call_body *body; /* when answered, until it is stored */
    struct json_slice result;
    bool failed;
    UT_hash_handle hh;
};

struct sync {
    struct sync_options options;
    struct http *http;
    struct calls *calls;
    struct ways ways;
    bool lists;          /* a page is under way */
    char seen_by[64];    /* the method by which an earlier run has seen the end of the list */
    int64_t seen_to;     /* the newest session of that list; 0: none has */
    int64_t newest;      /* on this run's list */
    struct {
        bool is_known;   /* it held nothing new */
        int64_t newest;
    } page;              /* the last one */
    bool is_part;        /* only what this run lists, or was told, is asked for */
    bool stopped, failed;
    struct error error;  /* when failed */
    struct asked *asked; /* by key */
    VEC(int64_t) due;    /* to be asked for next, from next_due on */
    size_t next_due;
    bool due_is_all;     /* the archive had no more when looked at last */
    VEC(struct asked *) answered; /* to be stored, from n_stored on */
    size_t n_stored;
    unsigned storing; /* the timer of the next */
    int64_t swept;    /* the last number of the sweep that was asked for, or passed over */
    size_t n_out, n_todo, n_done, n_in_a_row;
    struct sync_sum sum;
    int64_t start; /* ms */
    unsigned ticker;
};

/* What ends the run: the archive cannot be written, or the portal refuses all. */
void sync_fail(struct sync *sync, const struct error *error);
/* The same, by an answer of the portal that says so; no answer at all is no refusal. */
void sync_refuse(struct sync *sync, const struct call_answer *answer);
bool sync_knows(struct sync *sync, int64_t session, struct archive_session *row);
/* To be asked for after those that are. */
void sync_want(struct sync *sync, int64_t session);
/* Now. Without a session the chat's newest is asked for (portal-api.md 1.1). */
void sync_ask(struct sync *sync, int64_t session, int64_t chat);
/* Asks for what is to be asked for, as far as may be under way at once. */
void sync_send_more(struct sync *sync);

/* Asks for the next page; false: one is under way, or there is none. */
bool sync_list(struct sync *sync);
/* Takes from the archive how far the list was seen. */
void sync_read_seen(struct sync *sync);

#endif
