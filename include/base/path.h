/* SPDX-License-Identifier: MIT */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdio.h>

/* The whole file, or standard input for "-", added to out. Only regular files, pipes and
 * devices. */
bool path_read(const char *path, struct str *out, struct error *error);
/* The same of at most max bytes; what is larger is an error. */
bool path_read_fd_max(int fd, const char *name, size_t max, struct str *out, struct error *error);
/* Adds the path of a file of ours by the XDG Base Directory Specification, a relative value counts
 * as unset. False, and nothing added: neither the variable nor HOME says where. */
bool path_add_config(struct str *out, const char *name);
bool path_add_state(struct str *out, const char *name);
bool path_add_data(struct str *out, const char *name);
/* The same among what the person downloads: $XDG_DOWNLOAD_DIR, else ~/Downloads. */
bool path_add_downloads(struct str *out, const char *name);
/* Adds a path as people type it: ~/ at its beginning is HOME. */
void path_add_typed(struct str *out, const char *path);
/* Makes the folder the path lies in, and those above it, with mode 0700 where they are missing. */
bool path_make_folder(const char *path, struct error *error);
/* Written whole or not at all: temporary file, fsync, rename; mode 0600.
 * Refuses to replace what exists unless force, and all of it when secure (base/secure.h). */
bool path_write(const char *path, const char *bytes, size_t size, bool force, struct error *error);
/* The same of what imolog keeps for itself, also when secure. */
bool path_write_own(const char *path, const char *bytes, size_t size, bool force,
                    struct error *error);

/* The same for what is too long to be held in memory: a stream into the temporary file, then one of
 * keep and drop. Both release what path_new_open made. A signal that ends the program in between
 * removes the temporary file. */
struct path_new {
    char *path, *temporary;
    FILE *stream;
    bool force;
};
bool path_new_open(struct path_new *file, const char *path, bool force, struct error *error);
bool path_new_keep(struct path_new *file, struct error *error);
void path_new_drop(struct path_new *file);

#endif
