/* SPDX-License-Identifier: MIT */
#include "base/secure.h"
#include "base/words.h"

static bool begun;

void secure_begin(void)
{
    begun = true;
}

bool secure_is(void)
{
    return begun;
}

static bool forbids(const char *sentence, struct error *error)
{
    if (begun)
        error_set(error, ERROR_USAGE, "%s", sentence);
    return begun;
}

bool secure_forbids_programs(struct error *error)
{
    return forbids(_("not with --secure: no other programs are started"), error);
}

bool secure_forbids_files(struct error *error)
{
    return forbids(_("not with --secure: no files are written"), error);
}
