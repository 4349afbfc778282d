/* SPDX-License-Identifier: MIT */
#ifndef MODEL_ATTACH_H
#define MODEL_ATTACH_H

#include "base/vec.h"

#include <stdint.h>

/*
 * Attachments of a message: coloured groups of blocks (portal-api.md 7).
 * One row per kind of block: name, the word of cli.md and of the history's
 * casing, the key of im.dialog.*.
 */
#define BLOCKS(BLOCK)                                                                              \
    BLOCK(MESSAGE, "message", "MESSAGE")                                                           \
    BLOCK(HTML, "html", "HTML")                                                                    \
    BLOCK(LINK, "link", "LINK")                                                                    \
    BLOCK(RICH_LINK, "richLink", "RICH_LINK")                                                      \
    BLOCK(USER, "user", "USER")                                                                    \
    BLOCK(GRID, "grid", "GRID")                                                                    \
    BLOCK(IMAGE, "image", "IMAGE")                                                                 \
    BLOCK(FILE, "file", "FILE")                                                                    \
    BLOCK(DELIMITER, "delimiter", "DELIMITER")                                                     \
    BLOCK(UNKNOWN, "unknown", NULL)

enum block_kind {
#define BLOCK(name, word, upper) BLOCK_##name,
    BLOCKS(BLOCK)
#undef BLOCK
        BLOCK_COUNT
};

struct block_row {
    const char *word, *upper;
};
extern const struct block_row block_table[BLOCK_COUNT];

enum grid_display { GRID_BLOCK, GRID_LINE, GRID_ROW, GRID_TABLE, GRID_DISPLAYS };
/* "BLOCK", "LINE", "ROW", "TABLE". */
extern const char *const grid_display_names[GRID_DISPLAYS];

/* colorToken: the portal's theme has these colours, nearly. What has a colour of its own keeps it;
 * base, and none, is the colour of the screen. */
#define COLOR_TOKENS(TOKEN)                                                                        \
    TOKEN(BASE, "base", COLOR_NONE)                                                                \
    TOKEN(PRIMARY, "primary", 0x2fc6f6)                                                            \
    TOKEN(SECONDARY, "secondary", 0x959ca4)                                                        \
    TOKEN(ALERT, "alert", 0xff5752)

enum color_token {
#define TOKEN(name, word, color) TOKEN_##name,
    COLOR_TOKENS(TOKEN)
#undef TOKEN
        COLOR_TOKEN_COUNT
};
extern const char *const color_token_words[COLOR_TOKEN_COUNT];

/* The colour to show, or COLOR_NONE. */
int32_t attach_color(int32_t color, enum color_token token);

/* One cell pair of a grid. */
struct grid_row {
    enum grid_display display; /* CARD is read as LINE, COLUMN as ROW */
    char *name, *value;        /* BBCode, never NULL */
    char *link;                /* or NULL */
    int32_t color;             /* as given, or COLOR_NONE */
    enum color_token token;
};

/* One block. A portal's block of several links, users, images or files is several of these. */
struct block {
    enum block_kind kind;
    char *text; /* message, html: BBCode. unknown: the key as received. Else NULL */
    char *name, *link, *desc;  /* NULL where absent */
    int64_t user, chat;        /* ids; 0 where absent */
    int64_t size;              /* of a file in bytes, of a delimiter in pixels; -1 unknown */
    int width, height;         /* of an image; 0 unknown */
    int32_t color;             /* of a delimiter, or COLOR_NONE */
    VEC(struct grid_row) rows; /* of a grid */
};

struct attach {
    char *description; /* "" where there is none or it is not to be shown */
    int32_t color;     /* as given, or COLOR_NONE */
    enum color_token token;
    VEC(struct block) blocks;
};

void attach_release(struct attach *attach);

#endif
