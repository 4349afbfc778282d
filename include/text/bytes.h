/* SPDX-License-Identifier: MIT */
#ifndef TEXT_BYTES_H
#define TEXT_BYTES_H

#include "base/str.h"

#include <stdint.h>

/* Adds a size for people: "512 B", "1.2 KB", "34 MB"; a KB is 1024 bytes. */
void bytes_add(struct str *out, int64_t size);

#endif
