/* SPDX-License-Identifier: MIT */
#include "base/path.h"
#include "base/guard.h"
#include "base/mem.h"
#include "base/secure.h"
#include "base/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Who reads an endless device should hear of it before memory ends. */
#define READ_MAX ((size_t)4 << 30)

static bool path_read_fd(int fd, const char *name, struct str *out, struct error *error)
{
    return path_read_fd_max(fd, name, READ_MAX, out, error);
}

bool path_read_fd_max(int fd, const char *name, size_t max, struct str *out, struct error *error)
{
    struct stat info;
    size_t step = 65536, before = out->size;

    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0 &&
        (uintmax_t)info.st_size < SIZE_MAX / 2 && (uintmax_t)info.st_size <= max)
        str_reserve(out, (size_t)info.st_size + 1);
    for (;;) {
        size_t room;
        ssize_t got;

        if (out->room - out->size < 2)
            str_reserve(out, step *= 2);
        room = out->room - out->size - 1;
        got = read(fd, out->text + out->size, room);
        if (got > 0)
            out->size += (size_t)got;
        if (out->size - before > max)
            return error_set(error, ERROR_SOURCE,
                             _("%s is larger than %zu bytes; give a smaller one"), name, max);
        if (got > 0)
            continue;
        if (got == 0)
            break;
        if (errno != EINTR)
            return error_set(error, ERROR_SOURCE,
                             _("%s cannot be read: %s; try a copy of it"), name,
                             strerror(errno));
    }
    out->text[out->size] = '\0';
    return true;
}

static bool sentence_for_open(const char *path, struct error *error)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return error_set(error, ERROR_SOURCE,
                         _("%s is not there; check the name, or try `imolog --demo`"), path);
    case EACCES:
        return error_set(error, ERROR_SOURCE,
                         _("%s cannot be read: permission denied; ask its owner, or copy it"),
                         path);
    default:
        return error_set(error, ERROR_SOURCE, _("%s cannot be opened: %s; give another file"), path,
                         strerror(errno));
    }
}

bool path_read(const char *path, struct str *out, struct error *error)
{
    int fd;
    bool done;

    if (strcmp(path, "-") == 0)
        return path_read_fd(STDIN_FILENO, _("standard input"), out, error);
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return sentence_for_open(path, error);
    done = path_read_fd(fd, path, out, error);
    close(fd);
    return done;
}

/* --- places -------------------------------------------------------------------------------- */

static bool add_place(struct str *out, const char *variable, const char *otherwise,
                      const char *name)
{
    const char *folder = getenv(variable), *home = getenv("HOME");

    if (folder && *folder == '/')
        str_addf(out, "%s/imolog/%s", folder, name);
    else if (home && *home == '/')
        str_addf(out, "%s/%s/imolog/%s", home, otherwise, name);
    else
        return false;
    return true;
}

bool path_add_config(struct str *out, const char *name)
{
    return add_place(out, "XDG_CONFIG_HOME", ".config", name);
}

bool path_add_state(struct str *out, const char *name)
{
    return add_place(out, "XDG_STATE_HOME", ".local/state", name);
}

bool path_add_data(struct str *out, const char *name)
{
    return add_place(out, "XDG_DATA_HOME", ".local/share", name);
}

bool path_add_downloads(struct str *out, const char *name)
{
    return add_place(out, "XDG_DOWNLOAD_DIR", "Downloads", name);
}

void path_add_typed(struct str *out, const char *path)
{
    const char *home = getenv("HOME");
    bool is_under = strncmp(path, "~/", 2) == 0 && home && *home == '/';

    str_addf(out, "%s%s", is_under ? home : "", path + is_under);
}

static bool is_folder(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool path_make_folder(const char *path, struct error *error)
{
    char *folder = mem_copy_text(path);
    bool done = true;

    for (char *at = strchr(folder + 1, '/'); done && at; at = strchr(at + 1, '/')) {
        *at = '\0';
        if (!is_folder(folder) && mkdir(folder, 0700) != 0 && errno != EEXIST)
            done = error_set(error, ERROR_FAILED, _("the folder %s cannot be made: %s"), folder,
                             strerror(errno));
        *at = '/';
    }
    free(folder);
    return done;
}

/* --- writing ------------------------------------------------------------------------------- */

static bool sentence_for_write(const char *path, int why, struct error *error)
{
    if (why == EEXIST)
        return error_set(error, ERROR_FAILED,
                         _("%s exists already; choose another name, or say --force"), path);
    return error_set(error, ERROR_FAILED, _("%s cannot be written: %s"), path, strerror(why));
}

/* What exists is replaced only by force, and only when it is a file: a device would be gone. */
static bool may_write(const char *path, bool force, struct error *error)
{
    struct stat info;

    if (lstat(path, &info) != 0)
        return true;
    if (!S_ISREG(info.st_mode) && !S_ISLNK(info.st_mode))
        return error_set(error, ERROR_FAILED, _("%s is not a file that could be replaced"), path);
    return force || sentence_for_write(path, EEXIST, error);
}

/* rename() replaces silently, link() does not: that is the refusal, without a race. Where the
 * file system has no links, a look before has to do. */
static bool put_in_place(const char *from, const char *path, bool force)
{
    struct stat info;

    if (force)
        return rename(from, path) == 0;
    if (link(from, path) == 0) {
        unlink(from);
        return true;
    }
    if (errno == EEXIST || lstat(path, &info) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(from, path) == 0;
}

static bool open_new(struct path_new *file, const char *path, bool force, struct error *error)
{
    struct str temporary = {0};
    int fd, why;

    *file = (struct path_new){.force = force};
    if (!may_write(path, force, error))
        return false;
    str_addf(&temporary, "%s" GUARD_NAME, path);
    fd = guard_make(temporary.text);
    why = errno;
    file->stream = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file->stream) {
        if (fd >= 0)
            close(fd);
        guard_end(temporary.text);
        str_release(&temporary);
        return sentence_for_write(path, why, error);
    }
    file->path = mem_copy_text(path);
    file->temporary = str_take(&temporary);
    return true;
}

bool path_new_open(struct path_new *file, const char *path, bool force, struct error *error)
{
    return !secure_forbids_files(error) && open_new(file, path, force, error);
}

static void path_new_release(struct path_new *file)
{
    guard_end(file->temporary);
    free(file->path);
    free(file->temporary);
    *file = (struct path_new){0};
}

bool path_new_keep(struct path_new *file, struct error *error)
{
    bool done = !ferror(file->stream) && fflush(file->stream) == 0 &&
                fsync(fileno(file->stream)) == 0;
    int why = errno;

    if (fclose(file->stream) != 0 && done) {
        done = false;
        why = errno;
    }
    if (done && !put_in_place(file->temporary, file->path, file->force)) {
        done = false;
        why = errno;
    }
    if (!done) {
        unlink(file->temporary);
        sentence_for_write(file->path, why, error);
    }
    path_new_release(file);
    return done;
}

void path_new_drop(struct path_new *file)
{
    fclose(file->stream);
    unlink(file->temporary);
    path_new_release(file);
}

bool path_write_own(const char *path, const char *bytes, size_t size, bool force,
                    struct error *error)
{
    struct path_new file;

    if (!open_new(&file, path, force, error))
        return false;
    fwrite(bytes, 1, size, file.stream);
    return path_new_keep(&file, error);
}

bool path_write(const char *path, const char *bytes, size_t size, bool force, struct error *error)
{
    return !secure_forbids_files(error) && path_write_own(path, bytes, size, force, error);
}
