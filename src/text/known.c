/* SPDX-License-Identifier: MIT */
/* Whole texts that are a name, an address or made of those. */
#include "text/sight.h"

#include <string.h>

const struct alias *alias_of_name(const struct redact *redact, const char *text, size_t size)
{
    static const enum redact_kind kinds[] = {REDACT_NAMES, REDACT_OPERATORS, REDACT_FILES};
    const struct alias *alias = NULL;
    struct str key = {0};

    if (size == 0)
        return NULL;
    sight_fold(text, size, &key);
    for (size_t i = 0; !alias && i < sizeof kinds / sizeof *kinds; i++)
        alias = alias_find(redact, kinds[i], str_text(&key), key.size);
    str_release(&key);
    return alias;
}

const struct alias *alias_of_contact(struct redact *redact, const char *name)
{
    const struct alias *alias = NULL;
    struct sight sight;
    size_t n;

    sight_open(&sight, redact, name, strlen(name), true);
    n = sight.symbols.n;
    if (redact_has(redact, REDACT_EMAILS))
        find_mails(&sight);
    if (redact_has(redact, REDACT_PHONES))
        find_phones(&sight);
    if (sight.claims.n == 1 && sight.symbols.at[0].claim && sight.symbols.at[n - 1].claim)
        alias = sight.claims.at[0].alias;
    sight_release(&sight);
    return alias;
}

bool alias_add_known(struct redact *redact, const char *name, struct str *out)
{
    bool has_known = false, has_more = alias_of_name(redact, name, strlen(name));
    struct sight sight;

    sight_open(&sight, redact, name, strlen(name), true);
    sight_find(&sight);
    for (size_t i = 0; i < sight.symbols.n; i++) {
        uint32_t code = sight_at(&sight, i);

        has_known |= code == 0;
        has_more |= sight_is_letter(code);
        has_more |= sight_digit(code) >= 0 && redact_has(redact, REDACT_PHONES);
    }
    sight.bare = false; /* that was for doubts, of which a name has none */
    if (has_known && !has_more && out)
        sight_render(&sight, out);
    sight_release(&sight);
    return has_known && !has_more;
}
