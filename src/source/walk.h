/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_WALK_H
#define SOURCE_WALK_H

#include "base/vec.h"
#include "source/decode.h"

/*
 * One walk over one text. Keys are recognised wherever they are met, so that a brace too many or
 * too few, which moves everything behind it to another level, loses nothing.
 */

/* What belongs to the session (or list of messages) being read; kept until answer_commit. */
struct answer {
    int64_t chat, session; /* 0: not seen yet */
    int64_t line;
    int vote_head, vote_user;
    char *comment_head;
    bool can_join, can_vote;
    bool done; /* its object has ended: the next chatId or message map begins another */
    bool has_messages; /* their map or list was met */
    int depth; /* of the object its ids are in; 0: none were met */
    VEC(struct entry) entries;
    VEC(int64_t) listed;
};

enum { WALK_NOTES = 20 };

struct walk {
    struct json_reader reader;
    struct store *store;
    const char *name;
    uint32_t part;
    struct decoded *decoded;
    struct answer answer;
    VEC(int64_t) chats;    /* met, with repetitions */
    struct json_slice error, error_description; /* of the envelope */
    struct json_slice failure; /* the first command of a batch that failed */
    size_t n_places;       /* damaged places, of which the first are kept */
    struct {
        size_t at;
        const char *what;
    } places[WALK_NOTES];
    size_t noted;          /* all places before this offset are */
    bool too_deep;         /* somewhere, first at deep_at */
    size_t deep_at;
    bool has_lines;        /* a line of our own was seen */
    int level;             /* containers entered around answers */
    struct {
        size_t from, at; /* the last search: nothing between these */
        int anchor;      /* enum anchor: what is at at */
        bool done;
    } search;
};

/* decode.c: the value behind a key, wherever the key was met. */
void decode_member(struct walk *walk, struct json_slice key);

/* Keeps what the reader had to repair since the last call; true when there was anything. */
bool walk_note(struct walk *walk, struct json_reader *reader);
/* All places kept, as sentences in the log. */
void walk_tell(const struct walk *walk);
void walk_note_at(struct walk *walk, size_t at, const char *what);
/* Takes the next value; its damage is noted and counted. */
struct json_slice walk_skip(struct walk *walk);
/* Found or made, and counted. */
struct chat *walk_chat(struct walk *walk, int64_t id);

/* The members of an object with these names (NULL ends them), as far as it can be read; those not
 * there are empty. Damage was counted when the slice was taken. */
void slice_fields(struct json_slice object, const char *const *words, struct json_slice *values);
/* A text or number as text of one's own; "" for null, false, none. */
char *slice_text(struct json_slice value);
/* The same into a field that has a text already; kept when the value is empty. */
void slice_set_text(char **field, struct json_slice value);
/* true, "Y", 1. */
bool slice_is_true(struct json_slice value);
/* "#rrggbb", else COLOR_NONE. */
int32_t slice_color(struct json_slice value);
struct when slice_when(struct json_slice value);
/* Notes what stands where a date should be and is none; true when it does. */
bool walk_note_date(struct walk *walk, struct json_slice value);
/* 1–5, else 0. */
int slice_vote(struct json_slice value);
/* 12, "12", "chat12"; else 0. */
int64_t slice_chat_id(struct json_slice value);
/* The id in a key: digits only; else 0. */
int64_t key_id(struct json_slice key);

/* --- anchor.c: where reading may go on after damage ------------------------------------------- */

enum anchor { ANCHOR_NONE, ANCHOR_MESSAGE, ANCHOR_SECTION };
/* The next message or section at or behind from; its first byte goes to *at. What was searched
 * once is not searched again: linear for a whole text of damage. */
enum anchor anchor_find(struct walk *walk, size_t from, size_t *at);
/* Whether an object at the brace begins with an id. */
bool anchor_has_id(const char *text, size_t size, size_t brace);

/* The id in the key at a message's anchor (0: an item of a list); *at moves to the brace. */
int64_t anchor_id(const char *text, size_t size, size_t *at);

/* --- history.c: messages ---------------------------------------------------------------------- */

/* The value of "message" or "messages": a map by id or a list. */
void history_messages(struct walk *walk);
/* One message: the value behind this key (or 0). False: it is none, and was skipped. */
bool history_message(struct walk *walk, int64_t id);

/* --- answer.c --------------------------------------------------------------------------------- */

void answer_listed(struct walk *walk);
/* A new one begins when what was read belongs to the last. */
void answer_begin(struct walk *walk);
/* Gives what was collected to the store. The place is kept: more may follow after damage. */
void answer_commit(struct walk *walk);
void answer_release(struct answer *answer);

/* --- people.c: users, chats, files; maps by id or lists --------------------------------------- */

void people_users(struct walk *walk);
void people_chats(struct walk *walk);
void people_files(struct walk *walk);
void people_user(struct walk *walk, struct json_slice object);
/* Also the answer of imopenlines.dialog.get. NULL when it has no id. */
struct chat *people_chat(struct walk *walk, struct json_slice object);
void people_file(struct walk *walk, struct json_slice object);

/* --- recent.c, lines.c ------------------------------------------------------------------------ */

/* One item of im.recent.*. */
void recent_item(struct walk *walk, struct json_slice object);
/* One line of our own JSON Lines: the object, and the words of its class and flags. */
void lines_read(struct walk *walk, struct json_slice line, bool repaired);
unsigned lines_flags(struct json_slice list);
/* CLASS_COUNT for an unknown word. */
enum message_class lines_class(struct json_slice word);

#endif
