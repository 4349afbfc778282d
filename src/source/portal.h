/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_PORTAL_H
#define SOURCE_PORTAL_H

#include "source/call.h"
#include "source/listing.h"
#include "source/ops.h"
#include "source/ways.h"

/*
 * A portal over REST → model, split by what is asked for. Answers of histories stay in
 * memory, for messages are read from them when they are drawn.
 */

/* An answer that messages lie in. */
struct portal_text {
    uint32_t part; /* the name of it in the places of messages; not SHELVED_PART */
    bool in_use;   /* found by the sweep */
    struct call_body *body;
    struct json_slice text;
};

/* The history of a session, on its way into the archive. */
struct portal_kept {
    int64_t session; /* 0: it was asked for by its chat */
    struct call_body *body;
    struct json_slice text;
};

/* What was asked, so that its answer finds back. */
struct errand {
    struct portal *portal;
    int64_t chat, session;
    unsigned number; /* of the call */
    call_done_fn *done;
    bool is_watch;   /* asked by following, not by a person */
    bool is_sought;  /* a place that somebody named */
    struct listing_facts facts;
    struct call_answer late; /* a long answer, read in the next turn; body NULL: none */
    unsigned timer;
    struct errand *next;
};

struct save; /* portal_save.c */

enum { NAMES_AT_ONCE = 100 }; /* users of one im.user.list.get */

struct portal {
    struct source source;
    struct loop *loop;
    struct auth *auth;
    struct http *http;
    struct calls *calls;
    VEC(struct portal_text) texts; /* by part, ascending */
    uint32_t last_part;
    size_t n_bytes, n_bytes_kept;  /* of the texts, now and after the last sweep */
    struct errand *errands;        /* under way */
    char *failure;                 /* why what was asked last did not come, or NULL */
    bool is_refused;               /* and nothing will: FAULT_STOP */
    char *not_found;               /* the same of the place sought last */
    char *stale;                   /* why what is shown may be older than the portal's, or NULL */
    double pace;
    struct {
        struct ways ways;
        unsigned number; /* of the page under way; 0 none */
        char *failure; /* why there is no list, or NULL */
        char *refusal; /* why a chat that it names is not shown, or NULL */
    } list;
    struct {
        VEC(int64_t) ids; /* of users whose names nobody told, to be asked for */
        unsigned timer;
        VEC(int64_t) asked; /* once: whoever stays nameless is shown by number */
        bool refused; /* this portal does not tell names */
    } names;
    struct {
        int64_t chat, session; /* followed; 0 none */
        unsigned timer;
        int interval;          /* ms */
        int n_quiet;           /* looks in a row that found nothing new */
        int64_t last_message, n_messages; /* as the dialog card told them last */
    } follow;
    struct {
        char *path;              /* NULL: no archive is wanted */
        struct archive *archive; /* for reading; NULL: there is none yet */
        struct archive *writer;  /* while something is put */
        VEC(struct portal_kept) waiting; /* to be put into it, the first one first */
        struct keeping *keeping;         /* of the first, when it has been begun */
        unsigned timer;
    } shelf;
    struct save *save; /* a file on its way to disk, or NULL */
    unsigned tick; /* timer that lets a countdown be drawn */
};

/* --- portal.c: asking ------------------------------------------------------------------------- */

/* Asks; the errand is the callback's to end. */
struct errand *portal_ask(struct portal *portal, const struct call *call, int64_t chat,
                          int64_t session);
void portal_end(struct errand *errand);
/* ms, as fast as tests want them to pass. */
int portal_ms(const struct portal *portal, int ms);
/* Replaces a failure told of a chat or session. */
void portal_set_failure(char **failure, const char *sentence);

/* --- portal_texts.c --------------------------------------------------------------------------- */

/* Gives the answer to the store; what lies in it is kept for as long as messages do, under the
 * name of portal->last_part. False: nothing could be read of it. */
bool portal_take(struct portal *portal, const char *method, const struct call_answer *answer,
                 struct error *error);
/* NULL: there is none. */
const struct portal_text *portal_text(const struct portal *portal, uint32_t part);
/* For the store: a message from its place. */
bool portal_load(void *self, const struct entry *entry, struct message *message);

/* --- portal_seek.c ---------------------------------------------------------------------------- */

bool portal_seek(struct source *source, const struct source_place *place, int64_t *chat,
                 struct error *error);
bool portal_is_seeking(const struct source *source, const char **why);

/* --- portal_list.c ---------------------------------------------------------------------------- */

void portal_list_start(struct portal *portal);
void portal_list_more(struct portal *portal);
void portal_add_origin(const struct source *source, struct str *out);

/* --- portal_history.c ------------------------------------------------------------------------- */

void portal_want(void *self, struct chat *chat, struct session *session);
/* The session's messages once more, to see what has changed. */
void portal_refresh(struct portal *portal, int64_t chat, int64_t session);
/* A session whose chat is not known. */
void portal_open_session(struct portal *portal, int64_t session);
/* Its messages, if they are here, are asked for anew, and stay until they come; its card is wanted
 * anew by whoever shows it. */
void portal_reload_chat(struct portal *portal, struct chat *chat);
/* What was asked for will not come: LOAD_FAILED, and why is said, also of the chat's other sessions
 * that are not here; or LOAD_NONE. */
void portal_give_up(struct portal *portal, const struct errand *errand, enum load_state state);
/* The chat's card has come: its sessions are known, as far as a card tells. */
void portal_take_card(struct portal *portal, int64_t chat);
/* The name of this user, soon, when it is not known. */
void portal_want_name(struct portal *portal, int64_t user);
/* Those to be asked for soon are not. False: there are none. */
bool portal_stop_names(struct portal *portal);
/* Whoever is nameless still may be asked for once more. */
void portal_forget_names(struct portal *portal);

/* --- portal_shelf.c --------------------------------------------------------------------------- */

/* Opens the archive at path; without one that can be used, nothing below does anything. */
void portal_shelf_open(struct portal *portal, const char *path);
/* The session's messages as they are in the archive; fresh: there is no reason to ask for more.
 * False: it is not there. */
bool portal_shelf_session(struct portal *portal, struct session *session, bool *fresh);
/* Sessions of the chat that only the archive knows. */
void portal_shelf_chat(struct portal *portal, struct chat *chat);
bool portal_shelf_message(const struct portal *portal, const struct entry *entry,
                          struct message *message);
void portal_shelf_user(void *self, struct user *user);
/* An answer is to be kept, soon. */
void portal_shelf_put(struct portal *portal, int64_t session, const struct call_answer *answer);
void portal_shelf_close(struct portal *portal);

/* --- portal_follow.c -------------------------------------------------------------------------- */

bool portal_follow(struct source *source, int64_t chat);
void portal_follow_stop(struct portal *portal);
/* A look that waits is given up, and no more are taken. False: none waits. */
bool portal_follow_pause(struct portal *portal);
/* The chat that is followed, from its first look. */
void portal_follow_anew(struct portal *portal);
/* After the followed session was read again: whether anything had changed. */
void portal_follow_result(struct portal *portal, bool changed);
/* After it could not be: the next look tries again. */
void portal_follow_failed(struct portal *portal);

/* --- portal_save.c ---------------------------------------------------------------------------- */

bool portal_save(struct source *source, const struct source_file *file, source_saved_fn *done,
                 void *self, struct error *error);
/* Nothing is left of what has come. False: no file was on its way. */
bool portal_save_stop(struct portal *portal);
/* Instead of what calls wait for: another try at the file, if there is to be one. */
void portal_save_wait(const struct portal *portal, struct calls_wait *wait_now);
/* "saving 1.2 MB, 34 %", without figures until it comes; false, and nothing added: no file does. */
bool portal_save_say(const struct portal *portal, struct str *out);

#endif
