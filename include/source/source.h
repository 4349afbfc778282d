/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/error.h"
#include "model/store.h"

#include <stdbool.h>

/*
 * Where dialogs come from. A source fills a store and lends it its texts:
 * free the store first, then the source.
 */
struct source;

/* Saved answers (FILE, DIR, "-" for standard input). What can be read is read; each failure is
 * noted in the log. False: nothing could be read, and the error says why. */
struct source *source_open_files(struct store *store, char *const *names, size_t n,
                                 struct error *error);
/* The bundled dialogs. */
struct source *source_open_demo(struct store *store, struct error *error);
void source_free(struct source *source);

/* For the title row: file name, "3 files", "demo". As given; borrowed. */
const char *source_name(const struct source *source);
/* Records that were damaged, missing or incomplete, and inputs that could not be read: exit 4. */
size_t source_n_damaged(const struct source *source);
size_t source_n_failed(const struct source *source);

#endif
