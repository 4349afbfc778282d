/* SPDX-License-Identifier: MIT */
#ifndef TEXT_RICH_H
#define TEXT_RICH_H

#include "base/str.h"
#include "base/vec.h"

#include <stdint.h>

/*
 * Roles: the things a theme can colour. Text and layout know roles only;
 * a theme says how each looks (screen.md, imolog-themes(5)).
 * One row: name, what it is.
 */
#define ROLES(ROLE)                                                                                \
    ROLE(TEXT, "text", N_("what people wrote"))                                                    \
    ROLE(CLIENT, "client", N_("a client's name"))                                                  \
    ROLE(OPERATOR, "operator", N_("an operator's name"))                                           \
    ROLE(BOT, "bot", N_("a bot's name"))                                                           \
    ROLE(SYSTEM, "system", N_("service lines"))                                                    \
    ROLE(START, "start", N_("the start of a session"))                                             \
    ROLE(END, "end", N_("the end of a session"))                                                   \
    ROLE(OUTPUT, "output", N_("automatic text sent to the client"))                                \
    ROLE(ATTENTION, "attention", N_("a warning for operators only"))                               \
    ROLE(VOTE, "vote", N_("ratings, and requests to rate"))                                        \
    ROLE(HIDDEN, "hidden", N_("what the client does not see"))                                     \
    ROLE(TIME, "time", N_("times and gaps"))                                                       \
    ROLE(DAY, "day", N_("day lines"))                                                              \
    ROLE(SESSION, "session", N_("session rules"))                                                  \
    ROLE(LINK, "link", N_("links"))                                                                \
    ROLE(MENTION, "mention", N_("people, chats and messages mentioned"))                           \
    ROLE(CODE, "code", N_("code"))                                                                 \
    ROLE(QUOTE, "quote", N_("quotes and their bar"))                                               \
    ROLE(BUTTON, "button", N_("buttons: SEND, PUT, keyboards"))                                    \
    ROLE(CONTROL, "control", N_("control characters made visible"))                                \
    ROLE(ATTACH, "attach", N_("the bar and names of an attachment"))                               \
    ROLE(FILE, "file", N_("files"))                                                                \
    ROLE(NOTE, "note", N_("edited, deleted, repaired, likes"))                                     \
    ROLE(MISSING, "missing", N_("what was announced but is not there"))                            \
    ROLE(MATCH, "match", N_("what a search found"))                                                \
    ROLE(SELECTED, "selected", N_("the bar at the selected row"))                                  \
    ROLE(TITLE, "title", N_("the title row"))                                                      \
    ROLE(HEAD, "head", N_("the heads of the panes"))                                               \
    ROLE(FOCUS, "focus", N_("the head of the pane that has the keys"))                             \
    ROLE(RULE, "rule", N_("the rule between the panes"))                                           \
    ROLE(CHAT, "chat", N_("a chat's title in the list"))                                           \
    ROLE(PREVIEW, "preview", N_("the last words of a chat in the list"))                           \
    ROLE(UNREAD, "unread", N_("the count of unread messages"))                                     \
    ROLE(WAIT, "wait", N_("a chat whose client waits for an answer"))                              \
    ROLE(STATUS, "status", N_("the bottom row"))                                                   \
    ROLE(KEY, "key", N_("keys in the help"))                                                       \
    ROLE(ERROR, "error", N_("what went wrong"))

enum role {
#define ROLE(name, word, help) ROLE_##name,
    ROLES(ROLE)
#undef ROLE
        ROLE_COUNT
};

struct role_row {
    const char *name, *help;
};
extern const struct role_row role_table[ROLE_COUNT];
/* -1 when there is none of this name. */
int role_find(const char *name);

enum attr {
    ATTR_BOLD = 1,
    ATTR_ITALIC = 2,
    ATTR_UNDERLINE = 4,
    ATTR_STRIKE = 8,
    ATTR_DIM = 16,
    ATTR_REVERSE = 32,
};

/* What kind of lines a span stands in, for the layout. */
enum frame {
    FRAME_NONE = 0,
    FRAME_QUOTE = 1, /* behind a bar */
    FRAME_CODE = 2,  /* not wrapped at spaces */
};

enum { COLOR_NONE = -1 };

struct style {
    uint8_t role;  /* enum role */
    uint8_t attrs; /* enum attr */
    uint8_t frame; /* enum frame */
    int32_t color; /* 0xrrggbb given by the portal for the foreground, or COLOR_NONE */
};

enum link_kind {
    LINK_URL,     /* target: as written, also relative to the portal */
    LINK_PHONE,   /* the number */
    LINK_USER,    /* the id, or "all" */
    LINK_CHAT,    /* the chat's id */
    LINK_SESSION, /* the session's id */
    LINK_MESSAGE, /* "chat12/345" */
};

struct link {
    enum link_kind kind;
    char *target;
};

/*
 * Text and what was marked in it.
 * Invariant: spans are sorted, inside the text, do not overlap, are not empty
 * and have whole clusters' ends as far as the marking respected them; each
 * carries the complete style of its bytes. What no span covers is STYLE_PLAIN.
 */
struct span {
    uint32_t start, end; /* bytes of the text */
    struct style style;
    uint32_t link; /* index + 1 into links; 0: none */
};

struct rich {
    struct str text;
    VEC(struct span) spans;
    VEC(struct link) links;
};

extern const struct style STYLE_PLAIN;

/* Back to empty, keeping the memory. */
void rich_clear(struct rich *rich);
void rich_release(struct rich *rich);
/* Adds bytes in a style; joins with the last span where style and link are equal. */
void rich_add(struct rich *rich, const char *text, size_t size, struct style style, uint32_t link);
/* Gives every match of the pattern a role; NULL marks nothing. Links and attributes stay. */
struct pattern;
void rich_highlight(struct rich *rich, const struct pattern *pattern, enum role role);
/* The same for these parts of its text, which are in order and apart. */
struct normal_range;
void rich_mark(struct rich *rich, const struct normal_range *ranges, size_t n, enum role role);
/* Adds it as plain text: quotes behind "> ", links with their targets unless the text is that. */
void rich_flatten(const struct rich *rich, struct str *out);
/* Keeps a copy of the target; gives index + 1. */
uint32_t rich_link(struct rich *rich, enum link_kind kind, const char *target, size_t size);

#endif
