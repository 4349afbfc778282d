/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_ARCHIVED_H
#define SOURCE_ARCHIVED_H

#include "archive/archive.h"
#include "source/ops.h"

/* What the files of the archive's source share. */
struct archived {
    struct source source;
    struct archive *archive;
    struct loop *loop; /* reads the rest of the list between keys; NULL: all at once */
    unsigned timer;
    struct archive_chat after; /* the last of the list so far */
    bool has_all;
    size_t n_page;
};

/* The chat of the store; new ones are touched. */
struct chat *archived_chat(struct archived *archived, const struct archive_chat *row);

/* archived_find.c */
enum find_state archived_find(struct source *source, struct finding *finding,
                              const struct find_turn *turn, struct error *error);

#endif
