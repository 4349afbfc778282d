/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_FINDING_H
#define SOURCE_FINDING_H

#include "source/find.h"

/* What the searches of the store and of an archive share. */
struct finding {
    struct source *source;
    const struct query *query;
    enum find_order order;
    struct zone zone;
    size_t n_gave_up;
    double part;
    struct str text, normal; /* scratch */
    /* Of an archive: */
    int64_t after, newest; /* ids: behind which it goes on, of the newest message; 0 none */
    double rank;           /* of after */
    /* Of the store: */
    VEC(int64_t) chats; /* ids, as they stood in the list */
    size_t at;
    int64_t last; /* message of chats[at] that was looked at last; 0: none yet */
};

/* Whether the query takes this message, as it may be shown. */
bool finding_takes(struct finding *finding, const struct chat *chat, struct find_hit *hit);

#endif
