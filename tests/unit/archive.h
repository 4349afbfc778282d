/* SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_ARCHIVE_H
#define TESTS_UNIT_ARCHIVE_H

/* What the tests of the archive share: a folder for each test, and short words for rows. */
#include "unit/unit.h"

#include "archive/archive.h"
#include "archive/care.h"
#include "archive/room.h"
#include "base/log.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOW = 1780000000, DAY = 24 * 60 * 60 };

static char folder[64], path[96];

/* --- a folder of one's own ----------------------------------------------------------------- */

static inline int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/imolog-archive-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/acme.db", folder);
    return 0;
}

static inline void each_file(void (*act)(const char *file, void *self), void *self)
{
    DIR *files = opendir(folder);
    char file[512];

    for (struct dirent *entry; files && (entry = readdir(files));) {
        snprintf(file, sizeof file, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            act(file, self);
    }
    closedir(files);
}

static inline void drop(const char *file, void *self)
{
    (void)self;
    unlink(file);
}

static inline void forget(void *to, const char *sentence)
{
    if (to)
        str_addf(to, "%s|", sentence);
}

static inline int remove_folder(void **state)
{
    (void)state;
    each_file(drop, NULL);
    rmdir(folder);
    log_drain(forget, NULL);
    return 0;
}

static inline void assert_told(const char *sentence)
{
    struct str told = {0};

    log_drain(forget, &told);
    if (*sentence ? !strstr(str_text(&told), sentence) : told.size > 0)
        fail_msg("told: %s", str_text(&told));
    str_release(&told);
}

/* --- short words for what every test does -------------------------------------------------- */

static inline struct archive *open_archive(enum archive_mode mode)
{
    struct error error = {0};
    struct archive *archive = archive_open(path, mode, &error);

    if (!archive)
        fail_msg("%s", error.text);
    return archive;
}

static inline void assert_refused(enum archive_mode mode, enum error_kind kind, const char *sentence)
{
    struct error error = {0};

    assert_null(archive_open(path, mode, &error));
    if (!strstr(error.text, sentence))
        fail_msg("said: %s", error.text);
    assert_int_equal(error.kind, kind);
}

#define MUST(call)                                                                                 \
    do {                                                                                           \
        struct error error = {0};                                                                  \
        if (!(call))                                                                               \
            fail_msg("%s", error.text);                                                            \
    } while (0)

static inline struct archive_message message(int64_t id, int64_t session, const char *text)
{
    static char date[32];

    snprintf(date, sizeof date, "2026-05-04T10:%02d:%02d+03:00", (int)(id / 60 % 60),
             (int)(id % 60));
    return (struct archive_message){.id = id,
                                    .session = session,
                                    .chat = 1982,
                                    .sender = 450,
                                    .when = {1777878000 + id % 3600, 180},
                                    .date = date,
                                    .text = text,
                                    .class = CLASS_MESSAGE,
                                    .listed = UINT32_MAX};
}

static inline void put(struct archive *archive, int64_t id, int64_t session, const char *text)
{
    struct archive_message row = message(id, session, text);

    MUST(archive_put_message(archive, &row, NOW, &error));
}

static inline void begin(struct archive *archive)
{
    MUST(archive_begin(archive, &error));
}

static inline void commit(struct archive *archive)
{
    MUST(archive_commit(archive, &error));
}

static inline void end(struct archive *archive, int64_t session, bool whole)
{
    MUST(archive_end_session(archive, 1982, session, whole, NOW, &error));
}

static inline void put_session(struct archive *archive, int64_t id)
{
    struct archive_session row = {.id = id, .chat = 1982};

    MUST(archive_put_session(archive, &row, &error));
}

/* Messages first to last of a session, a transaction of its own. */
static inline void put_dialog(struct archive *archive, int64_t session, int64_t first, int64_t last)
{
    char text[64];

    begin(archive);
    put_session(archive, session);
    for (int64_t id = first; id <= last; id++) {
        snprintf(text, sizeof text, "message number%" PRId64, id);
        put(archive, id, session, text);
    }
    end(archive, session, true);
    commit(archive);
}

static inline bool add_id(void *self, const struct archive_message *row)
{
    str_addf(self, "%" PRId64 "%s%s ", row->id, row->deleted_at ? "-" : "", row->rev ? "*" : "");
    return true;
}

static inline void assert_messages(struct archive *archive, int64_t session, const char *expected)
{
    struct str ids = {0};

    MUST(archive_messages(archive, 1982, session, add_id, &ids, &error));
    assert_string_equal(str_text(&ids), expected);
    str_release(&ids);
}

static inline bool add_match(void *self, struct archive_match_key match)
{
    str_addf(self, "%" PRId64 " ", match.id);
    return true;
}

static inline void assert_matches(struct archive *archive, const char *expression, const char *expected)
{
    struct str ids = {0};

    MUST(archive_match(archive, expression, ARCHIVE_BY_DATE, (struct archive_match_key){0}, 0,
                       add_match, &ids, &error));
    assert_string_equal(str_text(&ids), expected);
    str_release(&ids);
}

static inline void add_finding(void *self, const char *sentence)
{
    str_addf(self, "%s|", sentence);
}

static inline void assert_sound(struct archive *archive)
{
    struct str findings = {0};
    size_t n;

    MUST(archive_verify(archive, add_finding, &findings, &n, &error));
    assert_string_equal(str_text(&findings), "");
    str_release(&findings);
}

static inline int count_changes(struct archive *archive)
{
    return sqlite3_total_changes(archive->sql.db);
}

static inline void assert_private(const char *file, void *self)
{
    struct stat info;

    (void)self;
    assert_int_equal(stat(file, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static inline bool add_session(void *self, const struct archive_session *row)
{
    str_addf(self, "%" PRId64 " ", row->id);
    return true;
}

static inline void assert_due(struct archive *archive, int64_t now, const char *expected)
{
    struct str ids = {0};

    MUST(archive_due(archive, now, 0, add_session, &ids, &error));
    assert_string_equal(str_text(&ids), expected);
    str_release(&ids);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

#endif
