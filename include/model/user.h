/* SPDX-License-Identifier: MIT */
#ifndef MODEL_USER_H
#define MODEL_USER_H

#include <stdbool.h>
#include <stdint.h>
#include <uthash.h>

/* Who took part (portal-api.md 1.5, 8.4). */
enum user_role { USER_CLIENT, USER_OPERATOR, USER_BOT, USER_SYSTEM, USER_ROLES };

struct user_role_row {
    const char *word;  /* of cli.md */
    const char *glyph; /* of the gutter, one ASCII letter */
};
extern const struct user_role_row user_role_table[USER_ROLES];

struct user {
    int64_t id;
    char *name;     /* as received; "" when unknown */
    char *position; /* work position, or NULL */
    int32_t color;  /* 0xrrggbb, or COLOR_NONE */
    enum user_role role;
    bool known; /* false: only the id was seen */
    bool later; /* of the store: may have come after the redaction began */
    UT_hash_handle hh;
};

#endif
