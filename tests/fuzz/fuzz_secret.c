/* SPDX-License-Identifier: MIT */
/*
 * Properties: a secret that was kept is not in what comes out, nor is it when it is put anywhere
 * into the text, as it is or percent-encoded; what came out passes unchanged.
 */
#define _GNU_SOURCE /* memmem: POSIX since 2024 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char secret[] = "c4n4ry;Code&7";
static const char encoded[] = "c4n4ry%3BCode%267";

static void check(const char *text, size_t size)
{
    struct str once = {0}, twice = {0};
    secret_redact(&once, text, size);
    secret_redact(&twice, str_text(&once), once.size);
    if (memmem(str_text(&once), once.size, secret, sizeof secret - 1) != NULL ||
        memmem(str_text(&once), once.size, encoded, sizeof encoded - 1) != NULL ||
        once.size != twice.size || memcmp(str_text(&once), str_text(&twice), once.size) != 0)
        abort();
    str_release(&once);
    str_release(&twice);
}

static void check_with(const char *text, size_t size, size_t at, const char *put)
{
    struct str whole = {0};
    str_add(&whole, text, at);
    str_add_text(&whole, put);
    str_add(&whole, text + at, size - at);
    check(str_text(&whole), whole.size);
    str_release(&whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = size != 0 ? (const char *)data : "";
    char *kept = secret_keep(secret, sizeof secret - 1);
    size_t at = size > 1 ? data[0] % size : 0;
    check(text, size);
    check_with(text, size, at, secret);
    check_with(text, size, at, encoded);
    secret_drop(kept);
    return 0;
}
