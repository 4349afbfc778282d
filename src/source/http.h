/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_HTTP_H
#define SOURCE_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/loop.h"
#include "base/str.h"

/*
 * HTTP requests on the loop (libcurl's multi interface as a guest of it; safety.md 5.5).
 * https alone, verified, TLS 1.2 or newer; http only to a literal loopback address. No redirect is
 * followed, no cookie and no netrc is read, the proxy is the one given or that of the environment.
 * The address holds the credentials, so no sentence made here names more of it than its host.
 */
struct http;

struct http_options {
    struct loop *loop;
    const char *cacert; /* a file of further certificates to trust, or NULL */
    const char *proxy;  /* NULL: as the environment says; "": none */
    /* Seconds; 0 is the usual: 10 to connect, 70 in all (a call; files have no such limit),
     * 20 with less than 100 bytes a second. */
    int connect_time, time, slow_time;
};

enum http_failure {
    HTTP_NONE,      /* there is an answer, whatever its status */
    HTTP_BROKEN,    /* not reached, cut off, too slow, garbled: may go better next time */
    HTTP_TLS,       /* the other side is not who it should be, or speaks TLS too old */
    HTTP_TOO_LARGE, /* more than was allowed for: body or headers */
    HTTP_REDIRECT,  /* answered with another address; host says whose */
    HTTP_REFUSED,   /* by us: the address is none that may be asked, or the sink wants no more */
};

struct http_answer {
    enum http_failure failure;
    struct error error; /* one sentence when failure is any */
    bool timed_out;     /* HTTP_BROKEN: no end in sight, not an end too early */
    int status;         /* 0: none came */
    int retry_after;    /* seconds the other side asks to wait; 0: none */
    char host[256];     /* where a redirect leads */
    struct str redirect; /* the same as an address: it may hold secrets, and is wiped */
    char type[64];      /* Content-Type, "" when none */
    struct str body;    /* decoded; empty when there is a sink. str_take makes it the callee's */
};

/* Called once; the answer is released when it returns. */
typedef void http_done_fn(void *self, struct http_answer *answer);
/* Bytes of the body of an answer with status 2xx. False: no more of it. May not cancel. */
typedef bool http_sink_fn(void *self, const char *bytes, size_t size);

struct http_request {
    const char *address;
    const char *name;   /* what is asked, for sentences: "imopenlines.dialog.get" */
    const char *body;   /* JSON, sent by POST; NULL: a GET */
    size_t size;
    size_t limit;       /* most decoded bytes of the answer; 0: HTTP_LIMIT, with a sink none */
    http_sink_fn *sink; /* or NULL: the body is collected */
    const char *referer; /* or NULL */
    bool elsewhere; /* an address the portal named, not on it: nothing near is asked, unless the
                     * portal is near itself (source/nearby.h) */
    http_done_fn *done;
    void *self;
};
enum { HTTP_LIMIT = 8 * 1024 * 1024 };

struct http *http_new(const struct http_options *options);
/* Whatever is under way is cancelled. Not from a callback of its own. */
void http_free(struct http *http);
/* Starts it, copying what it needs. The number, never 0, cancels it. done is never called before
 * this returns. */
unsigned http_send(struct http *http, const struct http_request *request);
/* Then it never calls back. 0 and the number of what is done do nothing. */
void http_cancel(struct http *http, unsigned number);

#endif
