/* SPDX-License-Identifier: MIT */
#include "archive/room.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

size_t migrate_steps(const char **steps)
{
    size_t n = 0;

    for (;;) {
        char name[64];
        const struct embed *file;

        snprintf(name, sizeof name, n ? "src/archive/schema-%zu.sql" : "src/archive/schema.sql",
                 n + 1);
        file = n < STEPS_MAX ? embed_find(name) : NULL;
        if (!file)
            return n;
        steps[n++] = mem_copy(file->bytes, file->size);
    }
}

bool migrate_version(struct sql *sql, int64_t *version, struct error *error)
{
    return sql_number(sql, error, version, 0, "PRAGMA user_version", "");
}

static bool has_room(const char *path)
{
    struct statvfs disk;
    struct stat file;

    return statvfs(path, &disk) == 0 && stat(path, &file) == 0 &&
           (uintmax_t)disk.f_bavail * disk.f_frsize >= 2 * (uintmax_t)file.st_size;
}

/* Under its name only when it is whole: who is killed meanwhile finds none. */
static bool copy(struct sql *sql, const char *part, const char *whole, struct error *error)
{
    struct str text = {0};
    bool done;

    unlink(part);
    str_addf(&text, "VACUUM INTO '");
    for (const char *c = part; *c; c++)
        str_add_times(&text, (char[]){*c, '\0'}, *c == '\'' ? 2 : 1);
    str_add_char(&text, '\'');
    done = file_make(part, error) && sql_exec(sql, text.text, error);
    if (done && rename(part, whole) != 0)
        done = error_set(error, ERROR_FAILED, _("%s cannot be made: %s"), whole, strerror(errno));
    if (!done)
        unlink(part);
    str_release(&text);
    return done;
}

static bool back_up(struct sql *sql, int64_t version, struct error *error)
{
    struct str whole = {0}, part = {0};
    bool done = true;

    str_addf(&whole, "%s.bak-v%" PRId64, sql->path, version);
    str_addf(&part, "%s.part", whole.text);
    if (access(whole.text, F_OK) != 0) {
        if (has_room(sql->path))
            done = copy(sql, part.text, whole.text, error);
        else
            log_note(_("%s is brought up to date without a copy of it: the disk has no room"),
                     sql->path);
    }
    str_release(&whole);
    str_release(&part);
    return done;
}

static bool take_step(struct sql *sql, const char *step, int64_t to, struct error *error)
{
    char version[64];

    snprintf(version, sizeof version, "PRAGMA user_version = %" PRId64 "; COMMIT", to);
    if (sql_exec(sql, "BEGIN IMMEDIATE", error) && sql_exec(sql, step, error) &&
        sql_exec(sql, version, error))
        return true;
    if (!sqlite3_get_autocommit(sql->db))
        sqlite3_exec(sql->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

bool migrate(struct sql *sql, const char *const *steps, size_t n, struct error *error)
{
    int64_t version;

    if (!migrate_version(sql, &version, error))
        return false;
    if (version > 0 && version < (int64_t)n && !back_up(sql, version, error))
        return false;
    for (; version < (int64_t)n; version++)
        if (!take_step(sql, steps[version], version + 1, error))
            return false;
    return true;
}
