/* SPDX-License-Identifier: MIT */
#include "text/filename.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/*
 * Any bytes as the name of a file: what comes out is one component of a path of at most 180 bytes
 * that shows as what it is, and passes again unchanged.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str once = {0}, twice = {0};

    filename_add(&once, (const char *)data, size);
    require(once.size >= 1 && once.size <= FILENAME_BYTES && strlen(once.text) == once.size);
    require(strpbrk(once.text, "/\\") == NULL);
    require(strchr(".- ", once.text[0]) == NULL);
    require(strchr(". ", once.text[once.size - 1]) == NULL);
    for (size_t at = 0; at < once.size;) {
        uint32_t code;

        at += utf8_decode(once.text + at, once.size - at, &code);
        require(!utf8_stand_in(code, UTF8_NAME));
    }
    filename_add(&twice, once.text, once.size);
    require(strcmp(once.text, twice.text) == 0);
    str_release(&once);
    str_release(&twice);
    return 0;
}
