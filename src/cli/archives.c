/* SPDX-License-Identifier: MIT */
#include "cli/archives.h"
#include "archive/archive.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"

#include <ctype.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

static bool only_one(const glob_t *found, const char *folder, struct str *out, struct error *error)
{
    if (found->gl_pathc == 1) {
        str_add_text(out, found->gl_pathv[0]);
        return true;
    }
    if (found->gl_pathc == 0)
        return error_set(error, ERROR_SOURCE,
                         _("there is no archive in %s yet; `imolog sync` makes one"), folder);
    return error_set(error, ERROR_USAGE, _("there are %zu archives in %s; say --archive=FILE"),
                     (size_t)found->gl_pathc, folder);
}

static bool find(struct str *out, struct error *error)
{
    struct str folder = {0}, pattern = {0};
    glob_t found = {0};
    bool done;

    if (!path_add_data(&folder, ""))
        return error_set(error, ERROR_USAGE,
                         _("neither XDG_DATA_HOME nor HOME says where archives are; say "
                           "--archive=FILE"));
    str_addf(&pattern, "%s*.db", folder.text);
    glob(pattern.text, 0, NULL, &found);
    done = only_one(&found, folder.text, out, error);
    globfree(&found);
    str_release(&folder);
    str_release(&pattern);
    return done;
}

size_t archives_each(const struct options *options, void (*each)(void *self, const char *path),
                     void *self)
{
    struct str pattern = {0};
    glob_t found = {0};
    size_t n;

    if (options->archive && *options->archive) {
        each(self, options->archive);
        return 1;
    }
    if (path_add_data(&pattern, "*.db"))
        glob(pattern.text, 0, NULL, &found);
    for (n = 0; n < found.gl_pathc; n++)
        each(self, found.gl_pathv[n]);
    globfree(&found);
    str_release(&pattern);
    return n;
}

bool archives_find(const struct options *options, struct str *out, struct error *error)
{
    if (!options->archive || !*options->archive)
        return find(out, error);
    str_add_text(out, options->archive);
    return true;
}

/* A host may have a port. */
static bool add_portal_path(struct str *out, const char *portal)
{
    char *name = mem_copy_text(portal);
    bool found;

    for (char *at = name; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr(".-_", *at))
            *at = '_';
    found = archive_add_path(out, name);
    free(name);
    return found;
}

bool archives_of_portal(const struct options *options, const struct auth *auth, struct str *out,
                        struct error *error)
{
    bool is_named = options->portal && *options->portal;

    return archives_place(options, is_named ? options->portal : auth_host(auth), out, error);
}

bool archives_place(const struct options *options, const char *portal, struct str *out,
                    struct error *error)
{
    if (options->archive && *options->archive)
        str_add_text(out, options->archive);
    else if (!add_portal_path(out, portal))
        return error_set(error, ERROR_USAGE,
                         _("neither XDG_DATA_HOME nor HOME says where archives are; say "
                           "--archive=FILE"));
    return true;
}
