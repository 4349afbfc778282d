/* SPDX-License-Identifier: MIT */
#include "cli/print.h"

int chats_run(const struct call *call)
{
    return print_document(call, list_formats, "text");
}
