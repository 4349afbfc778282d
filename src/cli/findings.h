/* SPDX-License-Identifier: MIT */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What was found, written as lines for a person and as one JSON object at the same time, so that
 * the two cannot differ. Every text loses its secrets and controls on its way in. A label of NULL:
 * only in the JSON; a key of NULL: only for a person.
 */
struct findings {
    struct str text, json;
    struct str problems, notes; /* of the section, as items of JSON lists */
    size_t n_problems;          /* in all */
};

void findings_begin(struct findings *findings);
/* An object; key NULL: in a list. It ends with the lists "problems" and "notes". */
void findings_open(struct findings *findings, const char *key, const char *title);
void findings_close(struct findings *findings);
/* A list of objects or texts. */
void findings_open_list(struct findings *findings, const char *key);
void findings_close_list(struct findings *findings);
/* An object only in the JSON. */
void findings_open_map(struct findings *findings, const char *key);
void findings_close_map(struct findings *findings);
/* What was noted in the log since: as notes, or as problems. */
void findings_take_log(struct findings *findings, bool are_problems);
void findings_end(struct findings *findings);
void findings_release(struct findings *findings);

/* NULL is not known: null. */
void findings_text(struct findings *findings, const char *key, const char *label,
                   const char *value);
void findings_number(struct findings *findings, const char *key, const char *label, int64_t value);
void findings_flag(struct findings *findings, const char *key, const char *label, bool value);
/* Not known unless is_known. */
void findings_maybe(struct findings *findings, const char *key, const char *label, bool is_known,
                    bool value);
/* A text in a list. */
void findings_item(struct findings *findings, const char *label, const char *value);
/* Something to be mended; something to be known. */
void findings_problem(struct findings *findings, const char *sentence);
void findings_note(struct findings *findings, const char *sentence);

#endif
