/* SPDX-License-Identifier: MIT */
#include "archive/care.h"
#include "archive/mention.h"
#include "archive/room.h"
#include "base/log.h"
#include "base/words.h"
#include "text/normal.h"

#include <glob.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static bool look_for_user(struct archive *archive, int64_t user, int64_t *is_there,
                          struct error *error)
{
    return sql_number(&archive->sql, error, is_there, 0,
                      "SELECT EXISTS(SELECT 1 FROM user WHERE id = ?1)"
                      " OR EXISTS(SELECT 1 FROM message WHERE author_id = ?1)"
                      " OR EXISTS(SELECT 1 FROM chat WHERE entity LIKE '%|%|%|' || ?1)",
                      "i", user);
}

static bool is_client(struct archive *archive, int64_t user, struct error *error)
{
    int64_t role;

    if (!sql_number(&archive->sql, error, &role, USER_CLIENT,
                    "SELECT role FROM user WHERE id = ?1 AND known", "i", user))
        return false;
    return role == USER_CLIENT ||
           error_set(error, ERROR_USAGE,
                     _("user %" PRId64 " is no client but works for the portal; only clients are "
                       "forgotten"),
                     user);
}

/* --- what goes ----------------------------------------------------------------------------- */

/* Tables of this connection alone: the chats of the client, the messages to go, their files. The
 * fourth field of a chat's entity is its client; params names files in any casing. */
static const char *const choose[] = {
    "DROP TABLE IF EXISTS temp.gone_chat",
    "DROP TABLE IF EXISTS temp.gone",
    "DROP TABLE IF EXISTS temp.gone_file",
    "CREATE TEMP TABLE gone_chat AS SELECT id FROM chat WHERE entity LIKE '%|%|%|' || ?1",
    "CREATE TEMP TABLE gone(id INTEGER PRIMARY KEY)",
    "INSERT INTO gone SELECT id FROM message WHERE author_id = ?1"
    " OR chat_id IN (SELECT id FROM gone_chat)",
    "CREATE TEMP TABLE gone_file(id INTEGER PRIMARY KEY)",
    "INSERT INTO gone_file SELECT id FROM file WHERE chat_id IN (SELECT id FROM gone_chat)"
    " OR message_id IN (SELECT id FROM gone)",
    "INSERT OR IGNORE INTO gone_file SELECT CAST(list.value AS INTEGER) FROM"
    " (SELECT iif(json_valid(each.value), each.value, '[]') AS ids FROM message m JOIN gone"
    " USING(id), json_each(iif(json_valid(m.params), m.params, '{}')) each"
    " WHERE lower(replace(each.key, '_', '')) = 'fileid'"
    " UNION ALL SELECT iif(json_valid(m.files), m.files, '[]') FROM message m JOIN gone USING(id)"
    " WHERE m.files IS NOT NULL), json_each(ids) list WHERE list.value > 0",
};

static const char *const forget[] = {
    "DELETE FROM message_rev WHERE message_id IN (SELECT id FROM gone)",
    "DELETE FROM message WHERE id IN (SELECT id FROM gone)",
    "DELETE FROM file WHERE id IN (SELECT id FROM gone_file)",
    "DELETE FROM session WHERE chat_id IN (SELECT id FROM gone_chat)",
    "DELETE FROM chat WHERE id IN (SELECT id FROM gone_chat)",
    "DELETE FROM user WHERE id = ?1",
    "UPDATE session SET n_messages = (SELECT count(*) FROM message m WHERE m.session_id ="
    " session.id AND m.chat_id = session.chat_id AND m.flags & 4 = 0)",
};

static bool run_all(struct archive *archive, const char *const *sql, size_t n, int64_t user,
                    struct error *error)
{
    for (size_t i = 0; i < n; i++)
        if (!sql_run(&archive->sql, error, sql[i], strstr(sql[i], "?1") ? "i" : "", user))
            return false;
    return true;
}

static bool drop_words(struct archive *archive, struct error *error)
{
    bool done = false;
    sqlite3_stmt *row = sql_query(&archive->sql, error,
                                  "SELECT id, coalesce(plain, text) FROM message"
                                  " WHERE id IN (SELECT id FROM gone) AND flags & 4 = 0",
                                  "");

    while (row && sql_next(&archive->sql, row, &done, error))
        index_drop(archive, sql_int(row, 0), sql_text(row, 1));
    return done;
}

static bool count(struct archive *archive, struct archive_purged *purged, struct error *error)
{
    struct sql *sql = &archive->sql;

    return sql_number(sql, error, &purged->n_chats, 0, "SELECT count(*) FROM gone_chat", "") &&
           sql_number(sql, error, &purged->n_messages, 0, "SELECT count(*) FROM gone", "") &&
           sql_number(sql, error, &purged->n_files, 0,
                      "SELECT count(*) FROM file WHERE id IN (SELECT id FROM gone_file)", "");
}

#define COUNT(array) (sizeof array / sizeof *array)

static bool forget_rows(struct archive *archive, int64_t user, struct archive_purged *purged,
                        struct error *error)
{
    struct archive_user known = {0};

    archive_user(archive, user, &known, error);
    known.name = known.name ? known.name : "";
    normal_add(&purged->name, known.name, strlen(known.name));
    if (!archive_begin(archive, error))
        return false;
    if (run_all(archive, choose, COUNT(choose), user, error) && count(archive, purged, error) &&
        drop_words(archive, error) && run_all(archive, forget, COUNT(forget), user, error) &&
        mention_empty_all(archive, user, known.name, error))
        return archive_commit(archive, error);
    archive_rollback(archive);
    return false;
}

/* --- what stays of the name ---------------------------------------------------------------- */

/* "Al" would be found everywhere. */
static bool next_word(const char **name, const char **word, size_t *size)
{
    enum { SHORT = 3 };
    size_t n;

    do {
        *word = *name += strspn(*name, " ");
        *size = strcspn(*name, " ");
        *name += *size;
        n = 0;
        for (size_t i = 0; i < *size; i++)
            n += ((*word)[i] & 0xc0) != 0x80;
    } while (**word && n < SHORT);
    return **word;
}

bool archive_is_named(const char *text, const char *name)
{
    struct str normal = {0};
    const char *word;
    size_t size;
    bool found = false;

    normal_add(&normal, text, strlen(text));
    while (!found && next_word(&name, &word, &size))
        found = normal_has(str_text(&normal), normal.size, word, size, true);
    str_release(&normal);
    return found;
}

struct looking {
    struct archive *archive;
    struct archive_purged *purged;
};

static void add_named(struct archive_purged *purged, int64_t chat)
{
    for (size_t i = 0; i < purged->named.n; i++)
        if (purged->named.at[i] == chat)
            return;
    vec_push(&purged->named, chat);
}

static bool take_match(void *self, struct archive_match_key match)
{
    struct looking *looking = self;
    int64_t chat, session;

    looking->purged->n_named++;
    if (archive_find_message(looking->archive, match.id, &chat, &session))
        add_named(looking->purged, chat);
    return true;
}

static bool look_at_chat(void *self, const struct archive_chat *chat)
{
    struct looking *looking = self;
    const char *name = str_text(&looking->purged->name);

    if ((chat->name && archive_is_named(chat->name, name)) ||
        (chat->preview && archive_is_named(chat->preview, name)))
        add_named(looking->purged, chat->id);
    return true;
}

/* Whether it is the client who is meant by a word, a person has to judge. */
static bool look_for_name(struct archive *archive, struct archive_purged *purged,
                          struct error *error)
{
    struct looking looking = {archive, purged};
    const char *name = str_text(&purged->name), *word;
    struct str any = {0};
    size_t size;
    bool done;

    while (next_word(&name, &word, &size))
        str_addf(&any, "%s\"%.*s\" *", any.size ? " OR " : "", (int)size, word);
    done = !any.size || (archive_match(archive, str_text(&any), ARCHIVE_BY_DATE,
                                       (struct archive_match_key){0}, 0, take_match, &looking,
                                       error) &&
                         archive_chats(archive, NULL, 0, look_at_chat, &looking, error));
    str_release(&any);
    return done;
}

void archive_purged_release(struct archive_purged *purged)
{
    str_release(&purged->name);
    vec_release(&purged->named);
}

/* --- what is left in free space ------------------------------------------------------------ */

/* Words that nobody else used leave the index when its pieces are merged into one. */
static bool sweep(struct archive *archive, struct error *error)
{
    return archive_begin(archive, error) &&
           sql_run(&archive->sql, error, "INSERT INTO fts(fts) VALUES('optimize')", "") &&
           archive_commit(archive, error) && sql_exec(&archive->sql, "VACUUM", error);
}

/* The log keeps pages as they were, until it is emptied. */
static bool empty_log(struct archive *archive, struct error *error)
{
    int64_t is_busy;

    if (!sql_number(&archive->sql, error, &is_busy, 0, "PRAGMA wal_checkpoint(TRUNCATE)", ""))
        return false;
    return !is_busy ||
           error_set(error, ERROR_FAILED,
                     _("%s is forgotten from, but another program reads it and keeps its log, "
                       "%s-wal; end that program and say it again"),
                     archive->sql.path, archive->sql.path);
}

static void add_quoted(struct str *out, const char *path)
{
    for (; *path; path++) {
        if (strchr("*?[]\\", *path))
            str_add_char(out, '\\');
        str_add_char(out, *path);
    }
}

/* By a salvage that was killed. */
static bool is_left(const char *ending)
{
    static const char *const endings[] = {".headed",   ".headed-wal",   ".headed-shm",
                                          ".salvaged", ".salvaged-wal", ".salvaged-shm",
                                          ".salvaged.lock"};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(ending, endings[i]) == 0)
            return true;
    return false;
}

/* Copies of older versions, and those a salvage left when it was killed, hold what was forgotten;
 * of damaged ones only is told. */
static size_t drop_copies(const char *path)
{
    struct str pattern = {0};
    size_t n = 0;
    glob_t found;

    add_quoted(&pattern, path);
    str_add_text(&pattern, ".*");
    if (glob(pattern.text, GLOB_NOSORT, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            const char *name = found.gl_pathv[i];

            if (strncmp(name + strlen(path), ".bak-v", 6) == 0 || is_left(name + strlen(path)))
                n += unlink(name) == 0;
            else if (strncmp(name + strlen(path), ".damaged-", 9) == 0)
                log_note(_("%s may still hold it; remove it when nobody needs it"), name);
        }
        globfree(&found);
    }
    str_release(&pattern);
    return n;
}

static bool wipe(struct archive *archive, struct archive_purged *purged, struct error *error)
{
    if (!sweep(archive, error))
        return false;
    purged->n_backups = drop_copies(archive->sql.path);
    return empty_log(archive, error);
}

/* Not to be known is an error: a wrong number would be taken for a client who is forgotten. But who
 * is gone may be so since a run that was ended before it had wiped. */
bool archive_purge_user(struct archive *archive, int64_t user, struct archive_purged *purged,
                        struct error *error)
{
    int64_t is_there;

    *purged = (struct archive_purged){0};
    if (!look_for_user(archive, user, &is_there, error) || !is_client(archive, user, error) ||
        !sql_exec(&archive->sql, "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY", error) ||
        (is_there && !forget_rows(archive, user, purged, error)) ||
        !wipe(archive, purged, error))
        return false;
    return is_there ? look_for_name(archive, purged, error)
                    : error_set(error, ERROR_SOURCE,
                                _("user %" PRId64 ": not in %s, nor in its free space now"), user,
                                archive->sql.path);
}
