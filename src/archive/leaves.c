/* SPDX-License-Identifier: MIT */
#include "archive/leaves.h"

#include <inttypes.h>
#include <string.h>

enum {
    LEAF = 0x0d,  /* first byte of a table's leaf: sqlite.org/fileformat.html, 1.6 */
    FIRST = 2,    /* page 1 is of the schema */
    FORGET = 256, /* tables declared before all are forgotten */
};

/* By SQLite's own descriptor: closing another would drop its locks. A page that is only in the log
 * so far is of unknown kind. */
static bool may_be_leaf(struct sql *sql, int64_t page, int64_t size)
{
    sqlite3_file *file = NULL;
    unsigned char kind;

    return sqlite3_file_control(sql->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
           !file || !file->pMethods ||
           file->pMethods->xRead(file, &kind, 1, (page - 1) * size) != SQLITE_OK || kind == LEAF;
}

/* SQLite's own way to look at a tree that its schema does not name: nothing is written. */
static bool declare(struct sql *sql, const char *body, int64_t page)
{
    struct str text = {0};
    bool done;

    str_addf(&text, "CREATE TABLE leaf%" PRId64 "%s", page, body);
    sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, sql->db, "main", 1, (int)page);
    done = sqlite3_exec(sql->db, str_text(&text), NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, sql->db, "main", 0, 0);
    str_release(&text);
    return done;
}

static void forget_declared(struct sql *sql)
{
    sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, sql->db, "main", 0, 1);
}

static void read_leaf(struct sql *sql, const char *columns, int64_t page, leaves_row_fn *each,
                      void *self)
{
    struct str text = {0};
    sqlite3_stmt *row = NULL;

    str_addf(&text, "SELECT %s FROM leaf%" PRId64, columns, page);
    sqlite3_prepare_v2(sql->db, str_text(&text), -1, &row, NULL);
    while (row && sqlite3_step(row) == SQLITE_ROW)
        each(self, row);
    sqlite3_finalize(row);
    str_release(&text);
}

static int64_t number(struct sql *sql, const char *pragma)
{
    struct error error;
    int64_t found;

    return sql_number(sql, &error, &found, 0, pragma, "") ? found : 0;
}

void leaves_read(struct sql *sql, const char *declaration, const char *columns,
                 leaves_row_fn *each, void *self)
{
    const char *body = strchr(declaration, '(');
    int64_t size = number(sql, "PRAGMA page_size"), n = number(sql, "PRAGMA page_count");
    int n_declared = 0;

    for (int64_t page = FIRST; body && page <= n; page++) {
        if (!may_be_leaf(sql, page, size) || !declare(sql, body, page))
            continue;
        read_leaf(sql, columns, page, each, self);
        if (++n_declared % FORGET == 0)
            forget_declared(sql);
    }
    forget_declared(sql);
}
