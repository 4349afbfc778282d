/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_FORMAT_H
#define EXPORT_FORMAT_H

#include "export/document.h"

/* The rows of the tables in document.c; names as in cli.md. */
extern const struct format format_text, format_ansi, format_json, format_jsonl;
extern const struct format format_markdown, format_html, format_csv;
/* Writes nothing (redacted.c). */
extern const struct format format_read;
extern const struct format format_list_text, format_list_jsonl;

/* Steps the text formats share: foreign text on one line, and as several under an indent. */
/* The line that says what is redacted, at the head of a document; none when nothing is. */
void text_add_redacted(struct writer *writer);
void text_add_name(struct writer *writer, const char *name);
void text_add_lines(struct writer *writer, const char *text, size_t size, const char *indent);
/* A part of a line of a message, without line breaks. */
void text_add_piece(struct writer *writer, const char *text, size_t size);
/* What stands in the gutter: "C", "↗" */
const char *text_glyph(const struct writer *writer, const struct message *message);
/* The chat's name, or its id. */
void text_add_title(struct writer *writer);
/* Messages of the session, as counted or, of one that is only listed, as the list tells. */
size_t format_n_messages(const struct writer *writer);
/* "chat1982, livechat, line 58, LEAD 1205" */
void text_add_chat_facts(struct writer *writer);
/* "2023-05-19 01:40 to 2023-05-30 07:45, John Smith, rated 5 by the client" */
void text_add_session_facts(struct writer *writer);

/* What follows the text of a message: attachments, files, buttons, likes (extras.c). */
void text_add_extras(struct writer *writer, const struct message *message, const char *indent);
/* The attachments alone, each line of them behind this. */
void text_add_attaches(struct writer *writer, const struct message *message, const char *before);
/* Puts rich text into writer->raw as plain text (rich_flatten). */
void text_flatten(struct writer *writer, const struct rich *rich);

#endif
