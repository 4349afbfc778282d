/* SPDX-License-Identifier: MIT */
#ifndef UI_MEMORY_H
#define UI_MEMORY_H

#include "base/error.h"
#include "ui/edit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What the person did, kept from one run to the next: where they were, marks,
 * stars, folds, what they reviewed, what they typed at prompts. Ids only; texts
 * only of prompts. In a text file (memory_file.h says how) that several programs
 * may write: the newest change of each thing wins.
 */
struct memory;

/* path NULL: the usual place. Never fails. What is damaged is noted in the log with file:line and
 * left out. A file that is not ours to replace (of a newer version, something else, a link,
 * somebody else's, unreadable) is noted, left as it is, and memory_save then writes nothing. */
struct memory *memory_open(const char *path);
/* Forgets what was not saved. */
void memory_free(struct memory *memory);
/* Writes what changed since, with what others wrote meanwhile. Nothing to write is success. */
bool memory_save(struct memory *memory, struct error *error);
/* Whether there is something to save. */
bool memory_has_changed(const struct memory *memory);

/* The message last selected in a chat; 0: none. */
int64_t memory_position(const struct memory *memory, int64_t chat);
void memory_set_position(struct memory *memory, int64_t chat, int64_t message);

/* False: no such mark. letter: any code point that is printed. */
bool memory_mark(const struct memory *memory, int letter, int64_t *chat, int64_t *message);
/* message 0 takes the mark away. */
void memory_set_mark(struct memory *memory, int letter, int64_t chat, int64_t message);

/* message 0: the chat itself. */
bool memory_is_starred(const struct memory *memory, int64_t chat, int64_t message);
/* Gives how it is now. */
bool memory_toggle_star(struct memory *memory, int64_t chat, int64_t message);

bool memory_is_folded(const struct memory *memory, int64_t session);
void memory_set_folded(struct memory *memory, int64_t session, bool folded);

/* The last message reviewed in a chat; 0: none. */
int64_t memory_reviewed(const struct memory *memory, int64_t chat);
void memory_set_reviewed(struct memory *memory, int64_t chat, int64_t message);

/* The filter that was on last, in the chat it was shown in; NULL: none. *how: as it was set. */
const char *memory_filter(const struct memory *memory, int64_t *chat, int *how);
/* text NULL: there is none any more. What is longer than MEMORY_LINE_MAX is not kept. */
void memory_set_filter(struct memory *memory, int64_t chat, int how, const char *text);

/* prompt: a word of small letters. A line longer than MEMORY_LINE_MAX is not kept. */
enum { MEMORY_LINE_MAX = 4096, MEMORY_PROMPT_MAX = 15 };
void memory_add_line(struct memory *memory, const char *prompt, const char *text);
/* Adds the lines of a prompt, oldest first, each once. */
void memory_history(const struct memory *memory, const char *prompt, struct edit_history *history);

#endif
