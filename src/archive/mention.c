/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* strcasestr */
#include "archive/mention.h"
#include "archive/room.h"
#include "base/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct piece {
    const char *at;
    size_t size;
};

/* The number, not the beginning of another; " REPLACE" may follow it. */
static const char *end_of_tag(const char *tag, int64_t user)
{
    char *end;
    long long id = strtoll(tag, &end, 10);

    return id == user && end > tag && (*end == ']' || *end == ' ') ? strchr(end, ']') : NULL;
}

/* What stands in the next mention of them; empty ones are passed over. */
static bool next_name(const char *text, int64_t user, struct piece *name)
{
    static const char open[] = "[USER=", close[] = "[/USER]";

    while ((text = strcasestr(text, open)) != NULL) {
        const char *start = end_of_tag(text += sizeof open - 1, user);
        const char *end = start ? strcasestr(start, close) : NULL;

        if (end && end > start + 1) {
            *name = (struct piece){start + 1, (size_t)(end - start - 1)};
            return true;
        }
    }
    return false;
}

static bool add_without_names(struct str *out, const char *text, int64_t user)
{
    const char *at = text;
    struct piece name;

    for (; next_name(at, user, &name); at = name.at + name.size)
        str_add(out, at, (size_t)(name.at - at));
    str_add_text(out, at);
    return at != text;
}

static void replace(struct str *text, struct piece name, const char *by)
{
    struct str out = {0};
    const char *at = str_text(text), *found;

    while (name.size && (found = memmem(at, strlen(at), name.at, name.size)) != NULL) {
        str_add(&out, at, (size_t)(found - at));
        str_add_text(&out, by);
        at = found + name.size;
    }
    str_add_text(&out, at);
    str_release(text);
    *text = out;
}

/* As it is read: the names of the mentions, and that by which the client is known. */
static void add_plain(struct str *out, const char *plain, const char *text, int64_t user,
                      const char *known)
{
    struct str by = {0};
    struct piece name;

    str_addf(&by, _("User %" PRId64), user);
    str_add_text(out, plain);
    for (const char *at = text; next_name(at, user, &name); at = name.at + name.size)
        replace(out, name, str_text(&by));
    replace(out, (struct piece){known, strlen(known)}, str_text(&by));
    str_release(&by);
}

/* --- messages ------------------------------------------------------------------------------ */

enum { TEXT = 5, PLAIN = MESSAGE_N_FACTS };

static bool store(struct archive *archive, sqlite3_stmt *row, const char *text, const char *plain,
                  struct error *error)
{
    struct message_facts facts = message_facts_of(row);
    unsigned char hash[HASH_SIZE];

    facts.text = text;
    message_hash(&facts, hash);
    return sql_run(&archive->sql, error,
                   "UPDATE message SET text = ?2, plain = ?3, hash = ?4 WHERE id = ?1", "itth",
                   sql_int(row, 0), text, plain, hash);
}

static bool empty_message(struct archive *archive, sqlite3_stmt *row, int64_t user,
                          const char *known, struct error *error)
{
    const char *was = sql_text(row, PLAIN) ? sql_text(row, PLAIN) : sql_text(row, TEXT);
    struct str text = {0}, plain = {0};
    bool done = true;

    if (add_without_names(&text, sql_text(row, TEXT), user)) {
        add_plain(&plain, was, sql_text(row, TEXT), user, known);
        index_drop(archive, sql_int(row, 0), was);
        index_add(archive, sql_int(row, 0), str_text(&plain));
        done = store(archive, row, str_text(&text), str_text(&plain), error);
    }
    str_release(&text);
    str_release(&plain);
    return done;
}

static bool empty_messages(struct archive *archive, int64_t user, const char *known,
                           struct error *error)
{
    bool done = false, good = true;
    sqlite3_stmt *row = sql_query(&archive->sql, error,
                                  "SELECT " MESSAGE_FACT_COLUMNS ", plain FROM message"
                                  " WHERE text LIKE '%[user=' || ?1 || '%'",
                                  "i", user);

    while (good && row && sql_next(&archive->sql, row, &done, error))
        good = empty_message(archive, row, user, known, error);
    if (!good)
        sql_end(row);
    return done && good;
}

/* --- other texts --------------------------------------------------------------------------- */

static void without_names(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct str out = {0};

    (void)n;
    add_without_names(&out, (const char *)sqlite3_value_text(values[0]),
                      sqlite3_value_int64(values[1]));
    sqlite3_result_text(context, str_text(&out), (int)out.size, SQLITE_TRANSIENT);
    str_release(&out);
}

bool mention_empty_all(struct archive *archive, int64_t user, const char *name,
                       struct error *error)
{
    static const char *const others[] = {
        "UPDATE message_rev SET text = without_names(text, ?1)"
        " WHERE text LIKE '%[user=' || ?1 || '%'",
        "UPDATE chat SET preview = without_names(preview, ?1)"
        " WHERE preview LIKE '%[user=' || ?1 || '%'",
    };
    bool done;

    if (sqlite3_create_function(archive->sql.db, "without_names", 2, SQLITE_UTF8, NULL,
                                without_names, NULL, NULL) != SQLITE_OK)
        return sql_failed(&archive->sql, error);
    done = empty_messages(archive, user, name, error);
    for (size_t i = 0; done && i < sizeof others / sizeof *others; i++)
        done = sql_run(&archive->sql, error, others[i], "i", user);
    return done;
}
