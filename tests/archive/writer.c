/* SPDX-License-Identifier: MIT */
/*
 * Fills an archive as a synchronisation does, newest session first, and says so of each session
 * once it is committed; who kills it knows then what must be there.
 *
 *   writer FILE SESSIONS [EDITION [WRITE]]
 *
 * EDITION 1: every tenth message has another text. WRITE: the process is killed in the middle of
 * its write number WRITE, half of which reaches the file. Sessions that were read are not put
 * again, unless they are of another edition.
 */
#include "archive/rows.h"
#include "base/log.h"

#include <err.h>
#include <inttypes.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

static long long die_at; /* 0: never */

static ssize_t dying_write(int fd, const void *bytes, size_t size, off_t offset)
{
    if (--die_at == 0) {
        if (pwrite(fd, bytes, size / 2, offset) >= 0)
            raise(SIGKILL);
    }
    return pwrite(fd, bytes, size, offset);
}

static void die_in_write(long long at)
{
    sqlite3_vfs *vfs;

    sqlite3_initialize();
    vfs = sqlite3_vfs_find(NULL);
    die_at = at;
    vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)dying_write);
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)dying_write);
}

static bool is_read(struct archive *archive, int64_t id)
{
    struct archive_session row;
    struct error error;

    return archive_session(archive, id, &row, &error) && row.state == ARCHIVE_READ;
}

static bool put(struct archive *archive, int64_t n, int edition, struct error *error)
{
    for (int64_t session = n; session-- > 0;) {
        if (edition == 0 && is_read(archive, session + 1))
            continue;
        if (!archive_begin(archive, error) ||
            !rows_put(archive, session, edition, ROWS_FROM, error) ||
            !archive_commit(archive, error))
            return false;
        printf("%" PRId64 "\n", session + 1);
        fflush(stdout);
    }
    return true;
}

static void tell(void *to, const char *sentence)
{
    (void)to;
    warnx("%s", sentence);
}

int main(int argc, char **argv)
{
    struct error error = {0};
    struct archive *archive;
    bool done;

    if (argc < 3)
        errx(2, "usage: writer FILE SESSIONS [EDITION [WRITE]]");
    signal(SIGXFSZ, SIG_IGN);
    if (argc > 4)
        die_in_write(strtoll(argv[4], NULL, 10));
    archive = archive_open(argv[1], ARCHIVE_WRITE, &error);
    done = archive && put(archive, strtoll(argv[2], NULL, 10), argc > 3 && argv[3][0] == '1',
                          &error);
    archive_close(archive);
    log_drain(tell, NULL);
    if (!done)
        warnx("%s", error.text);
    return done ? 0 : (int)error.kind;
}
