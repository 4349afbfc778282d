/* SPDX-License-Identifier: MIT */
#include "source/bucket.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"

enum { SAVE_AFTER = 1000 /* ms */, LINE_MAX_SIZE = 128 };

struct bucket {
    struct loop *loop;
    struct limit *limit;
    char *path;
    unsigned timer; /* 0: all is written */
};

static int64_t milliseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

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

/* A bucket is empty again within a minute: no key waits for a disk for it. */
static void save(void *self)
{
    struct bucket *bucket = self;
    struct str line = {0};
    struct path_new file;
    struct error error;
    bucket->timer = 0;
    if (!path_make_folder(bucket->path, &error) ||
        !path_new_open(&file, bucket->path, true, &error))
        return;
    limit_save(bucket->limit, &line, milliseconds(CLOCK_MONOTONIC) + 1,
               milliseconds(CLOCK_REALTIME));
    file.brief = true;
    fprintf(file.stream, "%s\n", str_text(&line));
    path_new_keep(&file, &error);
    str_release(&line);
}

static void load(struct bucket *bucket)
{
    struct str line = {0};
    struct error error;
    int fd = open(bucket->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return;
    if (path_read_fd_max(fd, bucket->path, LINE_MAX_SIZE, &line, &error))
        limit_load(bucket->limit, str_text(&line), milliseconds(CLOCK_MONOTONIC) + 1,
                   milliseconds(CLOCK_REALTIME));
    close(fd);
    str_release(&line);
}

struct bucket *bucket_open(struct loop *loop, struct limit *limit, const char *host)
{
    struct str path = {0};
    if (!add_path(&path, host))
        return NULL;
    struct bucket *bucket = mem_zero(1, sizeof *bucket);
    *bucket = (struct bucket){.loop = loop, .limit = limit, .path = str_take(&path)};
    load(bucket);
    return bucket;
}

void bucket_changed(struct bucket *bucket)
{
    if (bucket != NULL && bucket->timer == 0)
        bucket->timer = loop_after(bucket->loop, SAVE_AFTER, save, bucket);
}

void bucket_close(struct bucket *bucket)
{
    if (bucket == NULL)
        return;
    loop_cancel(bucket->loop, bucket->timer);
    if (bucket->timer != 0)
        save(bucket);
    free(bucket->path);
    free(bucket);
}
