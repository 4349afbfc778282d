/* SPDX-License-Identifier: MIT */
#ifndef MODEL_FILE_H
#define MODEL_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <uthash.h>

/* A file of a message (portal-api.md 9). Addresses are not kept: they carry signatures. */
struct file {
    int64_t id;
    char *name; /* as received */
    char *type; /* image, video, audio, file; or as received */
    int64_t size; /* bytes; -1 unknown */
    int width, height; /* 0 unknown */
    bool missing; /* a message names the id, no entry was delivered */
    bool later;   /* of the store: may have come after the redaction began */
    UT_hash_handle hh;
};

#endif
