/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_JSON_H
#define EXPORT_JSON_H

#include "export/document.h"
#include "export/json_write.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As received; "" for who is not known: a name made up here would be read back as one. */
const char *json_user_name(const struct store *store, int64_t id);
/* The message of the present step, as cli.md has it. */
void json_add_message(struct writer *writer);

#endif
