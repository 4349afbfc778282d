/* SPDX-License-Identifier: MIT */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>

/* The whole file, or standard input for "-", added to out. Only regular files, pipes and devices. */
bool path_read(const char *path, struct str *out, struct error *error);
/* All of an open descriptor; name is for the sentence. */
bool path_read_fd(int fd, const char *name, struct str *out, struct error *error);
/* Written whole or not at all: temporary file, fsync, rename; mode 0600.
 * Refuses to replace what exists unless force. */
bool path_write(const char *path, const char *bytes, size_t size, bool force, struct error *error);

#endif
