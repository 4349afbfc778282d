/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_LEAVES_H
#define ARCHIVE_LEAVES_H

#include "archive/sql.h"

/*
 * Rows of a damaged file that no tree leads to any more. Every page of the file that may be a leaf
 * of a table is read as a table of its own, so that a lost page costs no more than its own rows.
 * Which table a leaf was of nobody knows: rows of others come too, and so do rows of the table that
 * were read before. The caller tells them apart.
 */
typedef void leaves_row_fn(void *self, sqlite3_stmt *row);

/* declaration: the statement that made the table, of which the columns are taken. columns: those
 * wanted, with commas. */
void leaves_read(struct sql *sql, const char *declaration, const char *columns,
                 leaves_row_fn *each, void *self);

#endif
