/* SPDX-License-Identifier: MIT */
#include "source/bucket.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/path.h"

enum { LINE_MAX_SIZE = 128 };

struct bucket {
    struct limit *limit;
    int fd;
};

/* A host may come with a port, or be [::1]. */
static bool add_path(struct str *path, const char *host)
{
    struct str name = {0};
    str_add_text(&name, "limits/");
    for (; *host; host++)
        str_add_char(&name, isalnum((unsigned char)*host) || *host == '-' || *host == '.'
                                ? (char)tolower((unsigned char)*host)
                                : '_');
    bool found = path_add_state(path, str_text(&name));
    str_release(&name);
    return found;
}

static void read_line(int fd, char line[static LINE_MAX_SIZE])
{
    ssize_t n = pread(fd, line, LINE_MAX_SIZE - 1, 0);
    line[n > 0 ? n : 0] = '\0';
}

/* In its place: it is read by others all the time, and worth nothing after a minute. */
static void write_line(struct bucket *bucket, int64_t now)
{
    struct str line = {0};
    limit_save(bucket->limit, &line, now, clock_unix_ms());
    str_add_char(&line, '\n');
    /* Of a line that was not written whole, on a full disk, nothing is believed. */
    bool done = pwrite(bucket->fd, line.text, line.size, 0) == (ssize_t)line.size;
    while (ftruncate(bucket->fd, done ? (off_t)line.size : 0) != 0 && errno == EINTR)
        ;
    str_release(&line);
}

/* Nobody but us, and a file: what else is there is left alone. */
static int open_file(const char *path)
{
    struct error error;
    struct stat info;
    int fd = -1;
    if (path_make_folder(path, &error))
        fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    if (fd >= 0 && (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))) {
        close(fd);
        fd = -1;
    }
    return fd;
}

struct bucket *bucket_open(struct limit *limit, const char *host, int64_t now)
{
    char line[LINE_MAX_SIZE];
    struct str path = {0};
    int fd = add_path(&path, host) ? open_file(str_text(&path)) : -1;
    str_release(&path);
    if (fd < 0)
        return NULL;
    struct bucket *bucket = mem_zero(1, sizeof *bucket);
    *bucket = (struct bucket){.limit = limit, .fd = fd};
    read_line(fd, line);
    if (*line != '\0')
        limit_load(limit, line, now, clock_unix_ms());
    return bucket;
}

void bucket_look(struct bucket *bucket, int64_t now)
{
    char line[LINE_MAX_SIZE];
    if (bucket == NULL)
        return;
    read_line(bucket->fd, line);
    limit_join(bucket->limit, line, now, clock_unix_ms());
}

/* Whoever holds the lock for long is stopped: it is not waited for. */
static void change(struct bucket *bucket, void (*act)(struct limit *limit, int64_t now),
                   int64_t now)
{
    bool is_locked = flock(bucket->fd, LOCK_EX | LOCK_NB) == 0;
    bucket_look(bucket, now);
    act(bucket->limit, now);
    write_line(bucket, now);
    if (is_locked)
        flock(bucket->fd, LOCK_UN);
}

void bucket_sent(struct bucket *bucket, struct limit *limit, int64_t now)
{
    if (bucket != NULL)
        change(bucket, limit_sent, now);
    else
        limit_sent(limit, now);
}

void bucket_refused(struct bucket *bucket, struct limit *limit, int64_t now)
{
    if (bucket != NULL)
        change(bucket, limit_exceeded, now);
    else
        limit_exceeded(limit, now);
}

void bucket_close(struct bucket *bucket)
{
    if (bucket == NULL)
        return;
    close(bucket->fd);
    free(bucket);
}
