/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_AUTH_PARTS_H
#define SOURCE_AUTH_PARTS_H

#include "source/auth.h"

/* What auth.c and auth_file.c both know of credentials. */

/* What is said in a credentials file. */
enum key { KEY_WEBHOOK, KEY_PORTAL, KEY_ID, KEY_SECRET, KEY_ACCESS, KEY_REFRESH, KEY_SERVER, KEYS };
extern const char *const auth_keys[KEYS];

struct auth {
    char *base; /* "https://acme.bitrix24.example/rest/" */
    char *host;
    long user;          /* of a webhook; 0: an application */
    char *secret[KEYS]; /* of the keys that are secrets; KEY_WEBHOOK: the code alone */
    char *id, *server;
    char *path;  /* the file it is in, or NULL */
    char *moved; /* the base under a new name; NULL: there is none */
};

/* Writes the file it is in, or is to be in. */
bool auth_write(const struct auth *auth, const char *path, bool force, struct error *error);

#endif
