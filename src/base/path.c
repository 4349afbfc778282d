/* SPDX-License-Identifier: MIT */
#include "base/path.h"
#include "base/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool path_read_fd(int fd, const char *name, struct str *out, struct error *error)
{
    struct stat info;
    size_t step = 65536;

    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0 &&
        (uintmax_t)info.st_size < SIZE_MAX / 2)
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
        else if (got == 0)
            break;
        else if (errno != EINTR)
            return error_set(error, ERROR_SOURCE, _("%s cannot be read: %s"), name,
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
        return error_set(error, ERROR_SOURCE, _("%s cannot be opened: %s"), path, strerror(errno));
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

static bool write_all(int fd, const char *bytes, size_t size)
{
    while (size) {
        ssize_t put = write(fd, bytes, size);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes += put;
        size -= (size_t)put;
    }
    return fsync(fd) == 0;
}

/* rename() replaces silently, link() does not: that is the refusal, without a race. */
static bool put_in_place(const char *from, const char *path, bool force)
{
    if (force)
        return rename(from, path) == 0;
    if (link(from, path) != 0)
        return false;
    unlink(from);
    return true;
}

bool path_write(const char *path, const char *bytes, size_t size, bool force, struct error *error)
{
    struct str temporary = {0};
    bool done;
    int fd, why;

    str_addf(&temporary, "%s.XXXXXX", path);
    fd = mkstemp(temporary.text);
    done = fd >= 0 && write_all(fd, bytes, size);
    why = errno;
    if (fd >= 0 && close(fd) != 0 && done) {
        done = false;
        why = errno;
    }
    if (done && !(done = put_in_place(temporary.text, path, force)))
        why = errno;
    if (!done && fd >= 0)
        unlink(temporary.text);
    str_release(&temporary);
    if (done)
        return true;
    if (why == EEXIST)
        return error_set(error, ERROR_FAILED,
                         _("%s exists already; choose another name, or say --force"), path);
    return error_set(error, ERROR_FAILED, _("%s cannot be written: %s"), path, strerror(why));
}
