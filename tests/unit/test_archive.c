/* SPDX-License-Identifier: MIT */
#include "unit/archive.h"

#include <signal.h>
#include <sys/wait.h>

/* --- the file ------------------------------------------------------------------------------ */

static void folder_and_files_are_their_owners_alone(void **state)
{
    struct stat info;
    struct archive *archive;

    (void)state;
    umask(022);
    snprintf(path, sizeof path, "%s/imolog/acme.db", folder);
    archive = open_archive(ARCHIVE_WRITE);
    put_dialog(archive, 903, 1, 5);
    snprintf(folder + strlen(folder), 16, "/imolog");
    assert_int_equal(stat(folder, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    each_file(assert_private, NULL);
    archive_close(archive);
    each_file(assert_private, NULL);
    each_file(drop, NULL);
    rmdir(folder);
    *strrchr(folder, '/') = '\0';
}

static void rights_of_others_are_taken_away_and_told(void **state)
{
    (void)state;
    archive_close(open_archive(ARCHIVE_WRITE));
    assert_told("");
    chmod(path, 0644);
    archive_close(open_archive(ARCHIVE_READ_ONLY));
    assert_told("could be read by others");
    assert_private(path, NULL);
}

static void what_is_no_file_of_ours_is_refused(void **state)
{
    char other[128];

    (void)state;
    assert_refused(ARCHIVE_READ_ONLY, ERROR_SOURCE, "there is no archive");
    snprintf(other, sizeof other, "%s/other", folder);
    assert_int_equal(symlink(other, path), 0);
    assert_refused(ARCHIVE_WRITE, ERROR_SOURCE, "is a link");
    unlink(path);
    mkdir(path, 0700);
    assert_refused(ARCHIVE_WRITE, ERROR_SOURCE, "is not a file");
    rmdir(path);
    if (geteuid() == 0) {
        MUST(file_make(path, &error));
        assert_int_equal(chown(path, 65534, 65534), 0);
        assert_refused(ARCHIVE_WRITE, ERROR_SOURCE, "somebody else's");
    }
}

static void foreign_and_newer_databases_are_told_apart(void **state)
{
    struct archive *archive;
    struct sql sql;

    (void)state;
    MUST(file_make(path, &error));
    assert_refused(ARCHIVE_READ_ONLY, ERROR_SOURCE, "is empty");
    MUST(sql_open(&sql, path, SQL_WRITE, &error));
    MUST(sql_exec(&sql, "CREATE TABLE a(b); CREATE TABLE c(d)", &error));
    sql_close(&sql);
    assert_refused(ARCHIVE_WRITE, ERROR_SOURCE, "no archive of imolog");
    unlink(path);
    archive = open_archive(ARCHIVE_WRITE);
    MUST(sql_exec(&archive->sql, "PRAGMA user_version = 77", &error));
    archive_close(archive);
    archive = open_archive(ARCHIVE_WRITE);
    assert_false(archive_can_write(archive));
    assert_told("newer imolog (version 77");
    archive_close(archive);
}

static void one_writer_at_a_time_and_its_process_is_named(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE), *reader;
    char named[64];

    (void)state;
    snprintf(named, sizeof named, "process %ld", (long)getpid());
    assert_refused(ARCHIVE_WRITE, ERROR_FAILED, named);
    reader = open_archive(ARCHIVE_READ_ONLY);
    put_dialog(archive, 903, 1, 2);
    assert_messages(reader, 903, "1 2 ");
    archive_close(reader);
    archive_close(archive);
    archive_close(open_archive(ARCHIVE_WRITE));
}

static void names_of_portals_stay_in_the_folder(void **state)
{
    struct str out = {0};

    (void)state;
    setenv("XDG_DATA_HOME", "/data", 1);
    assert_true(archive_add_path(&out, "acme.bitrix24.de"));
    assert_string_equal(str_text(&out), "/data/imolog/acme.bitrix24.de.db");
    str_clear(&out);
    assert_false(archive_add_path(&out, "../acme"));
    assert_false(archive_add_path(&out, ""));
    assert_string_equal(str_text(&out), "");
    str_release(&out);
    unsetenv("XDG_DATA_HOME");
}

/* --- migration ----------------------------------------------------------------------------- */

static const char *const steps[] = {
    NULL, /* the schema built in */
    "CREATE TABLE a(b) STRICT_; ",
    "CREATE TABLE a(b INTEGER) STRICT; INSERT INTO a VALUES(1); ALTER TABLE chat ADD x INTEGER;",
    "INSERT INTO a VALUES(2); UPDATE chat SET x = 7;",
};

static int die_at; /* the statement before which the process is killed */

static int kill_at(unsigned what, void *self, void *statement, void *text)
{
    (void)what, (void)self, (void)statement, (void)text;
    if (die_at-- == 0)
        raise(SIGKILL);
    return 0;
}

static void migrate_and_die(int at)
{
    const char *wanted[] = {"", steps[2], steps[3]};
    struct error error;
    struct sql sql;

    die_at = at;
    if (!sql_open(&sql, path, SQL_WRITE, &error))
        _exit(2);
    sqlite3_trace_v2(sql.db, SQLITE_TRACE_STMT, kill_at, NULL);
    _exit(migrate(&sql, wanted, 3, &error) ? 0 : 1);
}

static int migrate_in_a_child(int at)
{
    int status;
    pid_t child = fork();

    if (child == 0)
        migrate_and_die(at);
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -1 : WEXITSTATUS(status);
}

static int64_t ask(struct sql *sql, const char *text)
{
    int64_t number;

    MUST(sql_number(sql, &error, &number, 0, text, ""));
    return number;
}

/* Killed before any statement, the file is of one version or the other, and the next run ends it. */
static void migration_killed_anywhere_leaves_a_whole_version(void **state)
{
    int at = 0, ended;

    (void)state;
    do {
        struct archive *archive;
        struct sql sql;
        int64_t version;

        each_file(drop, NULL);
        archive = open_archive(ARCHIVE_WRITE);
        put_dialog(archive, 903, 1, 3);
        ended = migrate_in_a_child(at++); /* what was put is in the WAL still */
        archive_close(archive);
        MUST(sql_open(&sql, path, SQL_WRITE, &error));
        MUST(migrate_version(&sql, &version, &error));
        assert_int_equal(ask(&sql, "SELECT count(*) FROM sqlite_schema WHERE name = 'a'"),
                         version > 1);
        if (version > 1)
            assert_int_equal(ask(&sql, "SELECT count(*) FROM a"), version - 1);
        sql_close(&sql);
        assert_int_equal(migrate_in_a_child(-1), 0);
        MUST(sql_open(&sql, path, SQL_WRITE, &error));
        assert_int_equal(ask(&sql, "PRAGMA user_version"), 3);
        assert_int_equal(ask(&sql, "SELECT sum(b) FROM a"), 3);
        assert_int_equal(ask(&sql, "SELECT count(*) FROM message"), 3);
        sql_close(&sql);
    } while (ended != 0);
    assert_in_range(at, 8, 100);
}

static void a_step_that_fails_leaves_the_version_before(void **state)
{
    const char *wanted[] = {"", steps[1]};
    struct error error = {0};
    struct archive *archive = open_archive(ARCHIVE_WRITE);

    (void)state;
    assert_false(migrate(&archive->sql, wanted, 2, &error));
    assert_int_equal(ask(&archive->sql, "PRAGMA user_version"), 1);
    put_dialog(archive, 903, 1, 2);
    archive_close(archive);
}

static void the_old_version_is_kept_beside(void **state)
{
    const char *wanted[] = {"", steps[2]};
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    char backup[128];
    struct sql sql;

    (void)state;
    put_dialog(archive, 903, 1, 4);
    MUST(migrate(&archive->sql, wanted, 2, &error));
    archive_close(archive);
    snprintf(backup, sizeof backup, "%s.bak-v1", path);
    assert_private(backup, NULL);
    MUST(sql_open(&sql, backup, SQL_READ, &error));
    assert_int_equal(ask(&sql, "PRAGMA user_version"), 1);
    assert_int_equal(ask(&sql, "SELECT count(*) FROM message"), 4);
    sql_close(&sql);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(folder_and_files_are_their_owners_alone),
        TEST(rights_of_others_are_taken_away_and_told),
        TEST(what_is_no_file_of_ours_is_refused),
        TEST(foreign_and_newer_databases_are_told_apart),
        TEST(one_writer_at_a_time_and_its_process_is_named),
        TEST(names_of_portals_stay_in_the_folder),
        TEST(migration_killed_anywhere_leaves_a_whole_version),
        TEST(a_step_that_fails_leaves_the_version_before),
        TEST(the_old_version_is_kept_beside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
