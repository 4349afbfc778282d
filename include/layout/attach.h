/* SPDX-License-Identifier: MIT */
#ifndef LAYOUT_ATTACH_H
#define LAYOUT_ATTACH_H

#include "layout/look.h"
#include "layout/row.h"
#include "model/attach.h"

#include <stdint.h>

/* Adds the rows of one attachment behind its bar, which stands at this column. */
void attach_layout(const struct look *look, const struct attach *attach, int column,
                   struct rows *rows);

/* "name · 120 KB · 640×480" added to out; unknown parts are left out. */
void attach_add_facts(struct str *out, const char *name, int64_t size, int width, int height);

#endif
