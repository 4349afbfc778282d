/* SPDX-License-Identifier: MIT */
/*
 * An archive of made-up dialogs (tests/archive/rows.h), and what storing costs.
 *
 *   archive make FILE MESSAGES   through the archive, with its index of words; the newest first
 *   archive bare FILE MESSAGES   the same rows into the same table, nothing else
 *   archive find FILE QUERY...   milliseconds of the first 50 messages for each query
 *   archive texts FILE           their texts, a line each
 *
 * The last line is the seconds it took.
 */
#include "archive/rows.h"
#include "archive/search.h"
#include "archive/sql.h"
#include "base/log.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 50 }; /* sessions of a transaction: one batch of the portal's */

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void must(bool done, const struct error *error)
{
    if (!done)
        errx(1, "%s", error->text);
}

static void make(const char *path, int64_t n_sessions)
{
    struct error error;
    struct archive *archive = archive_open(path, ARCHIVE_WRITE, &error);

    must(archive != NULL, &error);
    for (int64_t at = n_sessions; at > 0; at -= BATCH) {
        must(archive_begin(archive, &error), &error);
        for (int64_t s = at - 1; s >= 0 && s >= at - BATCH; s--)
            must(rows_put(archive, s, 0, ROWS_FROM, &error), &error);
        must(archive_commit(archive, &error), &error);
    }
    archive_close(archive);
}

/* --- the reference ------------------------------------------------------------------------- */

static void insert(struct sql *sql, const struct archive_message *row)
{
    static const char text[] =
        "INSERT INTO message(id, session_id, chat_id, author_id, ts, tz_min, text, params, class,"
        " flags, listed, hash, first_run, last_run)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, 0)";
    static const unsigned char hash[HASH_SIZE];
    struct error error;

    must(sql_run(sql, &error, text, "iiiiwittiiwh", row->id, row->session, row->chat, row->sender,
                 row->when.time, (int64_t)row->when.offset, row->text, row->params,
                 (int64_t)row->class, (int64_t)row->flags, (int64_t)row->listed, hash),
         &error);
}

static void insert_session(struct sql *sql, int64_t session)
{
    struct str text = {0}, date = {0};

    for (int64_t k = 0; k < ROWS_SIZE; k++) {
        struct archive_message row = rows_message(session, k, &text, &date);

        insert(sql, &row);
    }
    str_release(&text);
    str_release(&date);
}

static void bare(const char *path, int64_t n_sessions)
{
    struct error error;
    struct archive *archive;
    struct sql sql;

    sqlite3_initialize(); /* as it comes: what the archive asks of the library is too late now */
    archive = archive_open(path, ARCHIVE_WRITE, &error);
    must(archive != NULL, &error);
    archive_close(archive);
    must(sql_open(&sql, path, SQL_WRITE, &error), &error);
    for (int64_t at = n_sessions; at > 0; at -= BATCH) {
        must(sql_exec(&sql, "BEGIN IMMEDIATE", &error), &error);
        for (int64_t s = at - 1; s >= 0 && s >= at - BATCH; s--)
            insert_session(&sql, s);
        must(sql_exec(&sql, "COMMIT", &error), &error);
    }
    sql_close(&sql);
}

/* --- looking ------------------------------------------------------------------------------- */

static bool count(void *self, const struct archive_hit *hit)
{
    (void)hit;
    ++*(int *)self;
    return true;
}

static bool print_text(void *self, const struct archive_hit *hit)
{
    (void)self;
    return puts(hit->plain) >= 0;
}

static void search(struct archive *archive, const char *typed, size_t limit, archive_hit_fn *each,
                   void *self)
{
    struct archive_search how = {.limit = limit};
    struct error error;
    struct str notes = {0};
    struct query query;
    size_t n_gave_up;

    query_parse(&query, typed, strlen(typed), &notes);
    must(archive_search(archive, &query, &how, each, self, &n_gave_up, &error), &error);
    query_release(&query);
    str_release(&notes);
}

/* The best of some turns, the last of which find their pages in memory. */
static void find(struct archive *archive, const char *typed)
{
    enum { TURNS = 5, PAGE = 50 };
    double best = 1e9;
    int n = 0;

    for (int turn = 0; turn < TURNS; turn++) {
        double begin = now(), took;

        n = 0;
        search(archive, typed, PAGE, count, &n);
        took = now() - begin;
        best = took < best ? took : best;
    }
    printf("%s: %d in %.3f ms\n", typed, n, best * 1e3);
}

static void find_all(const char *path, char **queries)
{
    struct error error;
    struct archive *archive = archive_open(path, ARCHIVE_READ_ONLY, &error);

    must(archive != NULL, &error);
    for (; *queries; queries++)
        find(archive, *queries);
    archive_close(archive);
}

static void print_texts(const char *path)
{
    struct error error;
    struct archive *archive = archive_open(path, ARCHIVE_READ_ONLY, &error);

    must(archive != NULL, &error);
    search(archive, "", 0, print_text, NULL);
    archive_close(archive);
}

int main(int argc, char **argv)
{
    double begin = now();

    if (argc == 3 && strcmp(argv[1], "texts") == 0) {
        print_texts(argv[2]);
        return 0;
    }
    if (argc < 4)
        errx(2, "usage: archive make|bare FILE MESSAGES, archive find FILE QUERY... or archive "
                "texts FILE");
    if (strcmp(argv[1], "make") == 0)
        make(argv[2], strtoll(argv[3], NULL, 10) / ROWS_SIZE);
    else if (strcmp(argv[1], "bare") == 0)
        bare(argv[2], strtoll(argv[3], NULL, 10) / ROWS_SIZE);
    else
        find_all(argv[2], argv + 3);
    printf("%.3f\n", now() - begin);
    return 0;
}
