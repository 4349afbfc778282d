/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_HEAD_H
#define ARCHIVE_HEAD_H

#include "archive/archive.h"

/*
 * A file whose first page is lost cannot be opened: nothing says where its trees begin
 * (sqlite.org/fileformat.html, 1.3 and 2.6). They begin where those of any archive do that was made
 * by the same steps and, if it was purged, by VACUUM after them.
 *
 * Makes a copy of the file, with its log, that has the first page of an archive just made; nothing
 * was put into that one yet. Whether the page fits is for the caller to see by the rows.
 */
bool head_lend(struct archive *made, const char *path, const char *copy, struct error *error);

#endif
