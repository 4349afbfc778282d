/* SPDX-License-Identifier: MIT */
#ifndef UI_EXPORT_H
#define UI_EXPORT_H

#include "ui/state.h"

/*
 * x and :export: a part of what is known, written into a file in one of the
 * formats of documents.
 */
struct export;

void export_free(struct export *export);
/* Names of the parts that :export knows; NULL: there are no more. */
const char *export_part(size_t i);
/* :export FORMAT [FILE] [session|chat|all|hits] */
void line_export(struct ui *ui, const char *text);

#endif
