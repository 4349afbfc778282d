/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_FAULT_H
#define SOURCE_FAULT_H

#include <stddef.h>

/*
 * What a portal says when it does not do what was asked: one row per code (portal-api.md 1.7, 3,
 * 5.6), compared without regard to case.
 */
enum fault_kind {
    FAULT_NONE,
    FAULT_STOP,    /* nothing can be asked any more: the credentials, or the portal itself */
    FAULT_DENIED,  /* no right to this */
    FAULT_ABSENT,  /* there is no such thing, or no such method */
    FAULT_REQUEST, /* asked wrongly: our mistake, or a method that changed */
    FAULT_RETRY,   /* may go better later */
    FAULT_SLOWER,  /* asked too fast */
    FAULT_SUSPEND, /* this method rests */
    FAULT_REFRESH, /* the access token is too old */
};

struct fault {
    const char *code;
    enum fault_kind kind;
    const char *advice; /* what is wrong and what to do next; translated where it is shown */
};
extern const struct fault fault_table[]; /* ends with code NULL: any other */

/* Never NULL: an unknown code is judged by the status: 5xx retry, 401 stop, 403 denied, 404 absent,
 * else request. */
const struct fault *fault_find(const char *code, size_t size, int status);

#endif
