/* SPDX-License-Identifier: MIT */
#include "archive/room.h"
#include "base/log.h"
#include "base/path.h"
#include "base/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE = 0600, OTHERS = 0077 };

static bool is_name(const char *name)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

    return *name && *name != '.' && name[strspn(name, letters)] == '\0';
}

bool archive_add_path(struct str *out, const char *name)
{
    size_t before = out->size;

    if (!is_name(name) || !path_add_data(out, name)) {
        str_cut(out, before);
        return false;
    }
    str_add_text(out, ".db");
    return true;
}

static bool cannot_make(const char *path, struct error *error)
{
    return error_set(error, ERROR_FAILED, _("%s cannot be made: %s"), path, strerror(errno));
}

bool file_make(const char *path, struct error *error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, MODE);

    if (fd < 0)
        return cannot_make(path, error);
    close(fd);
    return true;
}

static void close_to_others(const char *path, mode_t mode)
{
    if ((mode & OTHERS) == 0)
        return;
    if (chmod(path, MODE & mode) == 0)
        log_note(_("%s could be read by others; now it is its owner's alone"), path);
    else
        log_note(_("%s can be read by others: %s; say chmod 600"), path, strerror(errno));
}

/* By name, not by descriptor: closing one would drop the locks SQLite holds in this process. */
static bool check(const char *path, const struct stat *info, struct error *error)
{
    if (!S_ISREG(info->st_mode))
        return error_set(error, ERROR_SOURCE,
                         S_ISLNK(info->st_mode)
                             ? _("%s is a link; name the archive itself")
                             : _("%s is not a file; name an archive, a file that ends in .db"),
                         path);
    if (info->st_uid != geteuid())
        return error_set(error, ERROR_SOURCE,
                         _("%s is somebody else's file (user %u); make a copy of it"), path,
                         (unsigned)info->st_uid);
    close_to_others(path, info->st_mode);
    return true;
}

bool file_prepare(const char *path, enum archive_mode mode, struct error *error)
{
    struct stat info;

    if (lstat(path, &info) == 0)
        return check(path, &info, error);
    if (errno != ENOENT || mode != ARCHIVE_WRITE)
        return error_set(error, ERROR_SOURCE,
                         _("there is no archive %s: %s; `imolog sync` makes it"), path,
                         strerror(errno));
    return path_make_folder(path, error) && file_make(path, error);
}

/* --- one writer ---------------------------------------------------------------------------- */

static long pid_in(int fd)
{
    char text[32] = {0};

    return pread(fd, text, sizeof text - 1, 0) > 0 ? strtol(text, NULL, 10) : 0;
}

static void write_pid(int fd)
{
    char text[32];
    int size = snprintf(text, sizeof text, "%ld\n", (long)getpid());

    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)size, 0) != size)
        log_note(_("the number of this process cannot be noted: %s"), strerror(errno));
}

int file_lock(const char *path, bool *is_held, struct error *error)
{
    struct str name = {0};
    int fd;

    *is_held = false;
    str_addf(&name, "%s.lock", path);
    fd = open(name.text, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, MODE);
    if (fd < 0)
        cannot_make(name.text, error);
    str_release(&name);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0) {
        if (fd >= 0)
            write_pid(fd);
        return fd;
    }
    *is_held = true;
    error_set(error, ERROR_FAILED,
              _("%s: another imolog (process %ld) is writing to it; wait for it, or end it"), path,
              pid_in(fd));
    close(fd);
    return -1;
}
