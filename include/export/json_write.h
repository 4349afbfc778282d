/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_JSON_WRITE_H
#define EXPORT_JSON_WRITE_H

#include "base/str.h"
#include "text/when.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Writing JSON (RFC 8259) straight into a string, so that documents stream. No
 * control character leaves as itself: C0, DEL and C1 are \u00xx, invalid UTF-8
 * is \ufffd (safety.md 5.2).
 */

/* A string with its quotes; NULL is "". */
void json_add_text(struct str *out, const char *text);
void json_add_bytes(struct str *out, const char *text, size_t size);
/* Strict JSON received from elsewhere, on one line. */
void json_add_value(struct str *out, const char *json);

/* Members: a comma where one is due, the key, the value. */
void json_add_key(struct str *out, const char *key);
void json_add_comma(struct str *out); /* in an array */
void json_add_text_member(struct str *out, const char *key, const char *text);
void json_add_id_member(struct str *out, const char *key, int64_t id);
void json_add_number_member(struct str *out, const char *key, int64_t number);
void json_add_bool_member(struct str *out, const char *key, bool value);
/* What is not known is null. */
void json_add_known_member(struct str *out, const char *key, int64_t number, bool known);
void json_add_color_member(struct str *out, const char *key, int32_t color); /* "" for none */
void json_add_when_member(struct str *out, const char *key, struct when when);

#endif
