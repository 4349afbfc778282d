/* SPDX-License-Identifier: MIT */
#include "archive/head.h"
#include "archive/room.h"
#include "base/words.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Offsets in the first page: sqlite.org/fileformat.html, 1.3. */
enum {
    PAGE_MAX = 65536,
    SECTOR = 4096,
    CHANGES = 24,   /* how often the file was changed */
    FREE_LIST = 32, /* its first page and how many there are */
    COUNTED_AT = 92, /* the number of pages is right if this is as CHANGES; else the size says it */
};

static bool cannot(const char *path, struct error *error)
{
    return error_set(error, ERROR_FAILED, _("%s cannot be written: %s"), path, strerror(errno));
}

/* What is not there is not copied, and what the disk does not give is nothing but zeros. */
static bool copy_bytes(const char *from, const char *to)
{
    static char bytes[SECTOR];
    int in = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), out;
    struct stat info = {0};
    bool done;

    if (in < 0)
        return errno == ENOENT;
    out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    done = out >= 0 && fstat(in, &info) == 0;
    for (off_t at = 0; done && at < info.st_size; at += SECTOR) {
        off_t left = info.st_size - at;
        ssize_t n = left < SECTOR ? (ssize_t)left : SECTOR;

        memset(bytes, 0, sizeof bytes);
        done = (pread(in, bytes, (size_t)n, at) >= 0 || errno == EIO) &&
               write(out, bytes, (size_t)n) == n;
    }
    close(in);
    return out >= 0 && close(out) == 0 && done;
}

/* By SQLite's own descriptor, as in leaves.c; the log is in the file then. */
static int read_head(struct archive *made, unsigned char *page, struct error *error)
{
    sqlite3_file *file = NULL;
    int64_t size;

    if (!sql_exec(&made->sql, "PRAGMA wal_checkpoint(TRUNCATE)", error) ||
        !sql_number(&made->sql, error, &size, 0, "PRAGMA page_size", ""))
        return 0;
    if (size > PAGE_MAX ||
        sqlite3_file_control(made->sql.db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        file->pMethods->xRead(file, page, (int)size, 0) != SQLITE_OK) {
        error_set(error, ERROR_FAILED, _("%s cannot be read"), archive_path(made));
        return 0;
    }
    memset(page + CHANGES, 1, 4);
    memset(page + COUNTED_AT, 0, 4);
    memset(page + FREE_LIST, 0, 8);
    return (int)size;
}

static bool put_head(const char *copy, const unsigned char *page, int size)
{
    int fd = open(copy, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    bool done = fd >= 0 && pwrite(fd, page, (size_t)size, 0) == size;

    return fd >= 0 && close(fd) == 0 && done;
}

bool head_lend(struct archive *made, const char *path, const char *copy, struct error *error)
{
    static unsigned char page[PAGE_MAX];
    struct str log = {0}, copied_log = {0};
    int size = read_head(made, page, error);
    bool done;

    str_addf(&log, "%s-wal", path);
    str_addf(&copied_log, "%s-wal", copy);
    done = size && ((copy_bytes(path, copy) && copy_bytes(log.text, copied_log.text) &&
                     put_head(copy, page, size)) ||
                    cannot(copy, error));
    str_release(&log);
    str_release(&copied_log);
    return done;
}
