/* SPDX-License-Identifier: MIT */
#include "base/embed.h"

#include <string.h>

const struct embed *embed_find(const char *path)
{
    for (const struct embed *file = embed_files; file->path; file++)
        if (strcmp(file->path, path) == 0)
            return file;
    return NULL;
}
