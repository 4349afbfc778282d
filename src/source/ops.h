/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_OPS_H
#define SOURCE_OPS_H

#include "source/find.h"

/* What every kind of source has first in its struct, and what each can do; NULL: it cannot. */
struct source_ops {
    void (*free)(struct source *source);
    bool (*reload)(struct source *source, struct error *error);
    bool (*seek)(struct source *source, const struct source_place *place, int64_t *chat,
                 struct error *error);
    bool (*wait)(struct source *source);
    void (*more)(struct source *source);
    bool (*follow)(struct source *source, int64_t chat);
    bool (*save)(struct source *source, const struct source_file *file, source_saved_fn *done,
                 void *self, struct error *error);
    bool (*cancel)(struct source *source);
    void (*drop)(struct source *source);
    void (*add_state)(const struct source *source, struct str *out);
    /* A turn of a search; NULL: the store is gone through. */
    enum find_state (*find)(struct source *source, struct finding *finding,
                            const struct find_turn *turn, struct error *error);
    bool (*is_seeking)(const struct source *source, const char **why);
    void (*add_trouble)(const struct source *source, struct str *out);
    void (*add_origin)(const struct source *source, struct str *out);
};

struct source {
    const struct source_ops *ops;
    struct store *store;
    char *name; /* owned */
    size_t n_damaged, n_failed;
};

#endif
