/* SPDX-License-Identifier: MIT */
#include "source/auth.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/path.h"
#include "base/run.h"
#include "base/secret.h"
#include "base/words.h"
#include "source/auth_parts.h"

enum { COMMAND_MS = 10000 };

/* --- where it comes from --------------------------------------------------------------------- */

bool auth_is_name(const char *name)
{
    size_t size = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");
    return size != 0 && size <= 64 && name[size] == '\0' && *name != '.' && *name != '-';
}

static bool add_path(struct str *path, const char *name, struct error *error)
{
    struct str file = {0};
    if (!auth_is_name(name))
        return error_set(error, ERROR_USAGE,
                         _("%s is no name for a portal; use letters, digits, '.', '-' and '_'"),
                         name);
    str_addf(&file, "portals/%s", name);
    bool found = path_add_config(path, str_text(&file));
    str_release(&file);
    return found || error_set(error, ERROR_USAGE,
                              _("where logins are kept is not known; set HOME or XDG_CONFIG_HOME"));
}

/* Others could have read it, or have written it. */
static bool is_ours(int fd, const char *path, struct error *error)
{
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return error_set(error, ERROR_SOURCE, _("%s is not a file; log in again"), path);
    if (info.st_uid != geteuid())
        return error_set(error, ERROR_SOURCE, _("%s belongs to somebody else; log in again"), path);
    if ((info.st_mode & 077) != 0)
        return error_set(error, ERROR_SOURCE,
                         _("%s may be read by others; say `chmod 600` to it, and better make a new "
                           "webhook: the old one may be known"),
                         path);
    return true;
}

static bool read_file(const char *path, struct str *text, struct error *error)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 && errno == ELOOP)
        return error_set(error, ERROR_SOURCE, _("%s is a link, which is not followed; put the file "
                                                "itself there"), path);
    if (fd < 0)
        return error_set(error, ERROR_SOURCE, _("%s cannot be read: %s; log in first"), path,
                         strerror(errno));
    bool done = is_ours(fd, path, error) && path_read_fd_max(fd, path, AUTH_TEXT_MAX, text, error);
    close(fd);
    return done;
}

struct auth *auth_load(const char *name, struct error *error)
{
    struct str path = {0}, text = {0};
    struct auth *auth = NULL;
    if (add_path(&path, name, error) && read_file(str_text(&path), &text, error))
        auth = auth_parse(str_text(&path), str_text(&text), text.size, error);
    secret_wipe(&text);
    if (auth != NULL)
        auth->path = str_take(&path);
    str_release(&path);
    return auth;
}

/* Out of the environment, not used yet. */
static struct {
    struct auth *auth;
    struct error error; /* when it was none */
} taken;

void auth_hide_environment(void)
{
    char *value = getenv("IMOLOG_WEBHOOK");
    if (value == NULL)
        return;
    auth_free(taken.auth);
    taken.error = (struct error){0};
    taken.auth = auth_webhook(value, strlen(value), &taken.error);
    explicit_bzero(value, strlen(value));
    unsetenv("IMOLOG_WEBHOOK");
}

struct auth *auth_environment(struct error *error)
{
    auth_hide_environment();
    struct auth *auth = taken.auth;
    *error = taken.error;
    taken.auth = NULL;
    taken.error = (struct error){0};
    return auth;
}

/* The first line of what it prints: password stores keep notes below. */
struct auth *auth_command(const char *command, struct error *error)
{
    const char *argv[CONF_WORDS + 1] = {NULL};
    struct conf conf;
    struct str out = {0};
    struct program run = {.output = &out, .output_limit = AUTH_TEXT_MAX, .time_limit = COMMAND_MS};
    struct auth *auth = NULL;
    conf_open(&conf, "webhook_command", command, strlen(command));
    if (!conf_next(&conf)) {
        error_set(error, ERROR_USAGE, _("webhook_command is empty; name a program"));
        return NULL;
    }
    for (int i = 0; i < conf.n_words; i++)
        argv[i] = conf.word[i];
    str_reserve(&out, AUTH_TEXT_MAX + 1); /* not moved, so that no copy is left behind */
    if (run_program(&run, argv, error))
        auth = auth_webhook(str_text(&out), strcspn(str_text(&out), "\r\n"), error);
    secret_wipe(&out);
    return auth;
}

/* --- saving ---------------------------------------------------------------------------------- */

static void add_setting(struct str *text, int key, const char *value)
{
    if (value == NULL)
        return;
    str_addf(text, "%s = ", auth_keys[key]);
    conf_add_word(text, value);
    str_add_char(text, '\n');
}

static void add_text(const struct auth *auth, struct str *text)
{
    struct str webhook = {0};
    str_reserve(text, AUTH_TEXT_MAX);
    if (auth->user != 0) {
        auth_address(auth, "", &webhook);
        add_setting(text, KEY_WEBHOOK, str_text(&webhook));
        secret_wipe(&webhook);
        return;
    }
    add_setting(text, KEY_PORTAL, auth->base);
    add_setting(text, KEY_ID, auth->id);
    for (int key = KEY_SECRET; key <= KEY_REFRESH; key++)
        add_setting(text, key, auth->secret[key]);
    add_setting(text, KEY_SERVER, auth->server);
}

bool auth_write(const struct auth *auth, const char *path, bool force, struct error *error)
{
    struct str text = {0};
    add_text(auth, &text);
    bool done = path_make_folder(path, error) &&
                path_write_own(path, text.text, text.size, force, error);
    secret_wipe(&text);
    return done;
}

bool auth_save(struct auth *auth, const char *name, bool force, struct error *error)
{
    struct str path = {0};
    bool done = add_path(&path, name, error) && auth_write(auth, str_text(&path), force, error);
    if (done) {
        free(auth->path);
        auth->path = str_take(&path);
    }
    str_release(&path);
    return done;
}
