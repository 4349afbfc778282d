/* SPDX-License-Identifier: MIT */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/mem.h"

#include <stdlib.h>

/*
 * Growing arrays of one type: `VEC(struct span) spans;`, then spans.at[i], i < spans.n.
 * {0} is empty. A pointer into at is valid until the next push.
 */
#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t n, room;                                                                            \
    }

/* Make room for one more and give a pointer to it, not yet set. */
#define vec_push_new(vec)                                                                          \
    ((vec)->n == (vec)->room                                                                       \
         ? (void)((vec)->room = (vec)->room != 0 ? (vec)->room * 2 : 8,                            \
                  (vec)->at = mem_resize((vec)->at, (vec)->room, sizeof *(vec)->at))               \
         : (void)0,                                                                                \
     &(vec)->at[(vec)->n++])

#define vec_push(vec, ...) (*vec_push_new(vec) = __VA_ARGS__)

#define vec_release(vec) (free((vec)->at), (vec)->at = NULL, (vec)->n = (vec)->room = 0)

#endif
