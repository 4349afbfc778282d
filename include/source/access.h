/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_ACCESS_H
#define SOURCE_ACCESS_H

#include "base/error.h"
#include "base/loop.h"
#include "source/auth.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What a login may do on its portal: asked in one batch of methods that read (portal-api.md 0),
 * once, and waited for.
 */

/* One row per right (scope) and method that is used. */
struct access_need {
    const char *name;    /* in small letters */
    bool is_scope;       /* else a method */
    bool is_vital;       /* nothing is shown without */
    const char *without; /* what will not work; translated where it is shown */
};
/* Ends with a name of NULL. */
extern const struct access_need access_needs[];
enum { ACCESS_MAX = 16 };

enum access_state {
    ACCESS_UNKNOWN, /* the portal did not say */
    ACCESS_GRANTED,
    ACCESS_DENIED, /* it is there, but not for this login */
    ACCESS_ABSENT, /* the portal has no such method */
};

struct access {
    struct error error; /* ERROR_NONE: the portal answered; else why not, and the rest is empty */
    int64_t user;
    char name[128]; /* who that is; "" when not told */
    bool is_administrator;
    char scopes[512];                     /* "im, imopenlines" */
    enum access_state states[ACCESS_MAX]; /* by row of access_needs */
    int latency;                          /* ms */
    bool has_clock;
    int64_t skew; /* seconds the portal's clock is ahead of ours */
    double level, room, rate; /* requests in the bucket, those it holds, those a second */
};

struct limit_plan;
struct access_options {
    struct loop *loop;
    struct auth *auth;
    const char *cacert, *proxy; /* or NULL */
    const struct limit_plan *plan;
};
void access_ask(const struct access_options *options, struct access *access);
/* Whether something vital is missing. */
bool access_is_lacking(const struct access *access);
/* The method by which the list of chats will be made, NULL: none; *blind: what that does not
 * show. */
const char *access_list_way(const struct access *access, const char **blind);

/* Gives an application's code for its tokens; they are in auth then. */
bool access_exchange(const struct access_options *options, const char *code, struct error *error);

#endif
