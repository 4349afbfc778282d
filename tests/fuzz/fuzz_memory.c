/* SPDX-License-Identifier: MIT */
/* Any bytes are read as a state without harm; what is written of them is read whole, and says the
 * same again. */
#include "base/log.h"
#include "ui/memory_file.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void forget(void *to, const char *sentence)
{
    (void)sentence;
    ++*(size_t *)to;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct records records = {0}, again = {0};
    struct str first = {0}, second = {0};
    struct error error;
    size_t n_told = 0;

    if (records_read(&records, "fuzz", (const char *)data, size, true, &error)) {
        log_drain(forget, &n_told);
        n_told = 0;
        records_write(&records, 0, &first);
        if (!records_read(&again, "again", str_text(&first), first.size, true, &error))
            abort();
        records_write(&again, 0, &second);
        log_drain(forget, &n_told);
        if (n_told || first.size != second.size)
            abort();
    }
    records_release(&records);
    records_release(&again);
    str_release(&first);
    str_release(&second);
    return 0;
}
