/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_ENVELOPE_H
#define SOURCE_ENVELOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "source/fault.h"
#include "source/json.h"

/*
 * What an answer of a portal says around its result (portal-api.md 5.4, 5.5, 5.7, 11). Slices lie
 * in the text. Any bytes are taken.
 */
enum envelope_kind {
    ENVELOPE_RESULT,
    ENVELOPE_ERROR,  /* the portal says why not, with whatever status */
    ENVELOPE_PAGE,   /* a web page: a front server, a login page of the network */
    ENVELOPE_BROKEN, /* cut off, or no JSON object with a result or an error */
};

struct envelope {
    enum envelope_kind kind;
    struct json_slice result; /* empty when there is none */
    struct json_slice code;   /* between its quotes; may be empty */
    struct json_slice words;  /* error_description as JSON, or the page's title; may be empty */
    int64_t next, total;      /* -1: not given */
    double operating;         /* seconds the method worked; -1: not given */
    double reset_in;          /* seconds until some of that is forgotten; 0: not given */
    double duration;          /* seconds this call took; -1: not given */
    bool trailing;            /* something stands behind the object */
};

void envelope_read(struct envelope *envelope, const char *text, size_t size);
/* The same of one command of a batch: its result, its error and its time, each may be empty. */
void envelope_read_part(struct envelope *envelope, struct json_slice result,
                        struct json_slice error, struct json_slice time);

/* The result of `batch`: each is an object, or a list when the portal's keys happen to count from
 * 0, or [] when empty. */
struct envelope_batch {
    struct json_slice result, error, time, next, total;
};
/* False: it is none. */
bool envelope_batch(struct json_slice result, struct envelope_batch *batch);
/* The members of an object named c0, c1, … in their places; those not there are empty, others are
 * passed over. A list cannot be told apart: all are empty. */
void envelope_parts(struct json_slice object, struct json_slice *parts, size_t n);

/* Adds the words for people: decoded, at most 200 characters, one line. */
void envelope_words(const struct envelope *envelope, struct str *out);

#endif
