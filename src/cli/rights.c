/* SPDX-License-Identifier: MIT */
#include "cli/rights.h"
#include "base/words.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <string.h>

struct access_options rights_options(const struct options *options, struct loop *loop)
{
    return (struct access_options){.loop = loop,
                                   .cacert = options->cacert,
                                   .proxy = options->proxy,
                                   .plan = &options->plan};
}

/* Without a right none of its methods is there, which goes without saying. */
static bool is_implied(const struct access *access, size_t row)
{
    size_t size = strcspn(access_needs[row].name, ".");

    for (size_t i = 0; !access_needs[row].is_scope && access_needs[i].name; i++)
        if (access_needs[i].is_scope && access->states[i] > ACCESS_GRANTED &&
            strncmp(access_needs[i].name, access_needs[row].name, size) == 0 &&
            access_needs[i].name[size] == '\0')
            return true;
    return false;
}

void rights_add_lack(const struct access *access, size_t row, struct str *out)
{
    const struct access_need *need = &access_needs[row];

    if (access->states[row] <= ACCESS_GRANTED || is_implied(access, row))
        return;
    if (need->is_scope)
        str_addf(out, _("the right %s is missing: %s"), need->name, _(need->without));
    else if (access->states[row] == ACCESS_DENIED)
        str_addf(out, _("%s is not allowed to this login: %s"), need->name, _(need->without));
    else
        str_addf(out, _("%s is not known to this portal: %s"), need->name, _(need->without));
}

static void add_person(const struct auth *auth, const struct access *access, struct str *out)
{
    const char *name = *access->name ? access->name : _("user");

    str_addf(out, "%s: ", auth_host(auth));
    utf8_clean(out, name, strlen(name), UTF8_NAME);
    str_addf(out, " (%" PRId64 "%s)\n", access->user ? access->user : auth_user(auth),
             access->is_administrator ? _(", administrator") : "");
}

static void add_list(const struct access *access, struct str *out)
{
    const char *blind, *way = access_list_way(access, &blind);

    if (way)
        str_addf(out, _("the list of chats comes by %s: %s\n"), way, blind);
    else
        str_add_text(out, _("the list of chats cannot be made\n"));
}

void rights_add(const struct auth *auth, const struct access *access, struct str *out)
{
    add_person(auth, access, out);
    if (*access->scopes) {
        str_add_text(out, _("rights: "));
        utf8_clean(out, access->scopes, strlen(access->scopes), UTF8_NAME);
        str_add_char(out, '\n');
    }
    add_list(access, out);
    for (size_t i = 0; access_needs[i].name; i++) {
        size_t before = out->size;

        rights_add_lack(access, i, out);
        if (out->size > before)
            str_add_char(out, '\n');
    }
}
