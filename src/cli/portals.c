/* SPDX-License-Identifier: MIT */
#include "cli/portals.h"
#include "base/path.h"
#include "base/secure.h"
#include "base/words.h"
#include "cli/surroundings.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static int is_portal(const struct dirent *entry)
{
    return auth_is_name(entry->d_name);
}

size_t portals_each(void (*each)(void *self, const char *name), void *self)
{
    struct str folder = {0};
    struct dirent **list = NULL;
    int n = -1;

    if (path_add_config(&folder, "portals"))
        n = scandir(str_text(&folder), &list, is_portal, alphasort);
    for (int i = 0; i < n; i++) {
        each(self, list[i]->d_name);
        free(list[i]);
    }
    if (n >= 0)
        free(list);
    str_release(&folder);
    return n > 0 ? (size_t)n : 0;
}

struct sought {
    const char *name;
    bool found;
};

static void compare(void *self, const char *name)
{
    struct sought *sought = self;

    sought->found |= strcmp(sought->name, name) == 0;
}

bool portals_has(const char *name)
{
    struct sought sought = {name, false};

    portals_each(compare, &sought);
    return sought.found;
}

static void add_name(void *names, const char *name)
{
    struct str *out = names;

    str_addf(out, "%s%s", out->size ? ", " : "", name);
}

/* When there is one there is no question which. */
static struct auth *only_one(struct error *error)
{
    struct str names = {0};
    struct auth *auth = NULL;
    size_t n = portals_each(add_name, &names);

    error->kind = ERROR_NONE;
    if (n == 1)
        auth = auth_load(str_text(&names), error);
    else if (n > 1)
        error_set(error, ERROR_USAGE, _("which portal? say --portal=NAME; there are %s"),
                  str_text(&names));
    str_release(&names);
    return auth;
}

struct auth *portals_load(const char *name, struct error *error)
{
    struct str names = {0};

    if (!auth_is_name(name) || portals_has(name))
        return auth_load(name, error);
    if (portals_each(add_name, &names))
        error_set(error, ERROR_SOURCE,
                  _("no portal is called %s; there are %s; `imolog login %s` adds it"), name,
                  str_text(&names), name);
    else
        error_set(error, ERROR_SOURCE, _("no portal is called %s; `imolog login %s` adds it"), name,
                  name);
    str_release(&names);
    return NULL;
}

struct auth *portals_command(const struct options *options, struct error *error)
{
    if (!secure_is())
        return auth_command(options->webhook_command, error);
    error_set(error, ERROR_USAGE,
              _("webhook-command starts a program, which --secure forbids; run `imolog login`"));
    return NULL;
}

struct auth *portals_open(const struct options *options, struct error *error)
{
    struct auth *auth;

    if (options->portal && *options->portal)
        return portals_load(options->portal, error);
    if (options->webhook_command)
        return portals_command(options, error);
    auth = auth_environment(error);
    if (auth || error->kind != ERROR_NONE)
        return auth;
    return only_one(error);
}
