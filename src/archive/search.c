/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* strcasestr */
#include "archive/search.h"
#include "archive/around.h"
#include "text/normal.h"

#include <stdlib.h>
#include <string.h>

enum {
    TELL_EVERY = 4096, /* messages */
    ASK_EVERY = 16,
    OPERATIONS = 1000, /* of the machine inside SQLite */
};

struct searcher {
    struct archive *archive;
    const struct query *query;
    const struct archive_search *search;
    archive_hit_fn *each;
    void *self;
    struct around *around;
    unsigned kinds;    /* 1 << enum query_kind, of the terms */
    bool is_indexed;   /* rows come from the index, which decided on words */
    struct str normal; /* scratch */
    size_t n_seen, n_hits, n_gave_up;
    int64_t newest; /* id */
};

/* --- which messages may be hits -------------------------------------------------------------- */

/* Columns of every statement below. */
enum { ID, AUTHOR, TIME, OFFSET, CLASS, CHAT, SESSION, TEXT, PLAIN, PARAMS, RANK };
#define COLUMNS                                                                                    \
    "SELECT m.id, m.author_id, m.ts, m.tz_min, m.class, m.chat_id, m.session_id, m.text, m.plain," \
    " m.params, "

/* The index is asked first, whatever the planner thinks; its rows are sorted before the texts
 * come to them. */
#define BY_DATE                                                                                    \
    COLUMNS "0.0 FROM fts CROSS JOIN message m ON m.id = fts.rowid WHERE fts MATCH ?1"             \
            " AND fts.rowid < ?2 ORDER BY fts.rowid DESC"
#define BY_RANK                                                                                    \
    COLUMNS "hit.rank FROM (SELECT rowid AS id, rank FROM fts WHERE fts MATCH ?1"                  \
            " ORDER BY rank, rowid LIMIT -1) hit CROSS JOIN message m ON m.id = hit.id"            \
            " WHERE ?2 = 0 OR (hit.rank, hit.id) > (?3, ?2)"
#define ALL                                                                                        \
    COLUMNS "0.0 FROM message m WHERE m.id < ?1 AND m.flags & ?2 = 0 ORDER BY m.id DESC"
#define ALL_OF_SESSION                                                                             \
    COLUMNS "0.0 FROM message m WHERE m.session_id = ?1 AND m.id < ?2 AND m.flags & ?3 = 0"        \
            " ORDER BY m.id DESC"

static sqlite3_stmt *candidates(struct searcher *searcher, const char *match, struct error *error)
{
    const struct archive_search *search = searcher->search;
    struct sql *sql = &searcher->archive->sql;
    int64_t before = search->after.id ? search->after.id : INT64_MAX;

    if (*match && search->order == ARCHIVE_BY_RANK)
        return sql_query(sql, error, BY_RANK, "tid", match, search->after.id, search->after.rank);
    if (*match)
        return sql_query(sql, error, BY_DATE, "ti", match, before);
    if (search->session)
        return sql_query(sql, error, ALL_OF_SESSION, "iii", search->session, before,
                         (int64_t)MESSAGE_MISSING);
    return sql_query(sql, error, ALL, "ii", before, (int64_t)MESSAGE_MISSING);
}

/* --- which of them are ----------------------------------------------------------------------- */

static bool has_kind(const struct searcher *searcher, enum query_kind kind)
{
    return searcher->kinds & 1u << kind;
}

static const char *plain_of(sqlite3_stmt *row)
{
    const char *plain = sql_text(row, PLAIN);

    return plain ? plain : sql_text(row, TEXT);
}

/* Few messages have a name of their own. */
static const char *shown_name(struct searcher *searcher, sqlite3_stmt *row)
{
    const char *params = sql_text(row, PARAMS), *name = NULL;

    if (params && strcasestr(params, "\"name\""))
        name = around_override(searcher->around, sql_int(row, ID));
    return name ? name : around_user(searcher->around, sql_int(row, AUTHOR))->name;
}

/* Only what the query asks for is looked up. */
static void add_entry(struct searcher *searcher, sqlite3_stmt *row, struct query_facts *facts)
{
    int64_t chat = sql_int(row, CHAT);

    facts->known = QUERY_ENTRY;
    facts->when = sql_is_null(row, TIME)
                      ? (struct when){WHEN_NONE, 0}
                      : (struct when){sql_int(row, TIME), (int16_t)sql_int(row, OFFSET)};
    facts->zone = searcher->search->zone;
    facts->class = (enum message_class)sql_int(row, CLASS);
    facts->sender = sql_int(row, AUTHOR);
    if (has_kind(searcher, QUERY_ROLE))
        facts->role = around_user(searcher->around, facts->sender)->role;
    if (has_kind(searcher, QUERY_LINE))
        facts->line = around_line(searcher->around, chat, sql_int(row, SESSION));
    if (has_kind(searcher, QUERY_CONNECTOR))
        facts->connector = around_chat(searcher->around, chat)->connector;
}

static void add_rest(struct searcher *searcher, sqlite3_stmt *row, struct query_facts *facts)
{
    unsigned needs = searcher->query->needs;
    bool is_text = needs & QUERY_TEXT && (!searcher->is_indexed || query_is_scan(searcher->query));

    facts->known |= is_text ? needs : needs & ~(unsigned)QUERY_TEXT;
    if (needs & QUERY_NAME)
        facts->name = shown_name(searcher, row);
    if (needs & QUERY_PARTS)
        facts->has = searcher->search->has(searcher->archive, sql_int(row, ID), searcher->search);
    if (!is_text)
        return;
    facts->text = plain_of(row);
    facts->size = strlen(facts->text);
    str_clear(&searcher->normal);
    if (has_kind(searcher, QUERY_WORD) || has_kind(searcher, QUERY_PHRASE))
        normal_add(&searcher->normal, facts->text, facts->size);
    facts->normal = str_text(&searcher->normal);
    facts->normal_size = searcher->normal.size;
}

static bool is_hit(struct searcher *searcher, sqlite3_stmt *row)
{
    const struct archive_search *search = searcher->search;
    struct query_facts facts = {.is_original = search->is_redacted};

    if ((search->chat && search->chat != sql_int(row, CHAT)) ||
        (search->session && search->session != sql_int(row, SESSION)))
        return false;
    add_entry(searcher, row, &facts);
    if (!query_matches(searcher->query, &facts))
        return false;
    if (!(searcher->query->needs & ~(unsigned)QUERY_ENTRY))
        return true;
    add_rest(searcher, row, &facts);
    if (query_matches(searcher->query, &facts))
        return true;
    searcher->n_gave_up += facts.gave_up;
    return false;
}

/* --- telling --------------------------------------------------------------------------------- */

static bool tell(struct searcher *searcher, sqlite3_stmt *row, bool *wants_more,
                 struct error *error)
{
    int64_t chat_id = sql_int(row, CHAT), author = sql_int(row, AUTHOR);
    const struct around_chat *chat = around_chat(searcher->around, chat_id);
    struct archive_message message;
    struct archive_hit hit = {
        .key = {sql_int(row, ID), sqlite3_column_double(row, RANK)},
        .message = &message,
        .plain = plain_of(row),
        .name = shown_name(searcher, row),
        .role = around_user(searcher->around, author)->role,
        .chat = chat->name,
        .connector = chat->connector,
        .line = around_line(searcher->around, chat_id, sql_int(row, SESSION)),
    };

    if (!archive_message(searcher->archive, hit.key.id, &message, error))
        return false;
    searcher->n_hits++;
    *wants_more = searcher->each(searcher->self, &hit) &&
                  searcher->n_hits != searcher->search->limit;
    return true;
}

static void tell_progress(struct searcher *searcher, sqlite3_stmt *row)
{
    int64_t id = sql_int(row, ID);

    if (searcher->n_seen++ == 0)
        searcher->newest = id;
    if (searcher->search->progress && !searcher->is_indexed && searcher->n_seen % TELL_EVERY == 0)
        searcher->search->progress(searcher->self,
                                   1 - (double)id / (double)(searcher->newest + 1));
}

static bool is_over(const struct searcher *searcher)
{
    const struct archive_search *search = searcher->search;

    return search->is_over && searcher->n_seen % ASK_EVERY == 0 && search->is_over(searcher->self);
}

static void reach(const struct searcher *searcher, struct archive_match_key key)
{
    if (searcher->search->reached)
        *searcher->search->reached = key;
}

static int ask(void *self)
{
    const struct searcher *searcher = self;

    return searcher->search->is_awaited(searcher->self);
}

/* Only this statement is ended: what is looked up about a message is never half of it. */
static bool next(struct searcher *searcher, sqlite3_stmt *row, bool *done, struct error *error)
{
    struct sql *sql = &searcher->archive->sql;
    bool found;

    if (searcher->search->is_awaited)
        sqlite3_progress_handler(sql->db, OPERATIONS, ask, searcher);
    found = sql_next(sql, row, done, error);
    sqlite3_progress_handler(sql->db, 0, NULL, NULL);
    return found;
}

static bool search_all(struct searcher *searcher, const char *match, struct error *error)
{
    bool done = false, wants_more = true;
    sqlite3_stmt *row = candidates(searcher, match, error);

    while (row && next(searcher, row, &done, error)) {
        struct archive_match_key key = {sql_int(row, ID), sqlite3_column_double(row, RANK)};
        bool told = true;

        tell_progress(searcher, row);
        if (is_hit(searcher, row))
            told = tell(searcher, row, &wants_more, error);
        if (told && wants_more && !is_over(searcher))
            continue;
        sql_end(row);
        if (told)
            reach(searcher, key);
        return told;
    }
    if (done)
        reach(searcher, (struct archive_match_key){0, 0});
    return done;
}

bool archive_search(struct archive *archive, const struct query *query,
                    const struct archive_search *search, archive_hit_fn *each, void *self,
                    size_t *n_gave_up, struct error *error)
{
    struct searcher searcher = {.archive = archive,
                                .query = query,
                                .search = search,
                                .each = each,
                                .self = self,
                                .around = mem_zero(1, sizeof(struct around))};
    struct str match = {0};
    bool done;

    searcher.around->archive = archive;
    for (size_t i = 0; i < query->terms.n; i++)
        searcher.kinds |= 1u << query->terms.at[i].kind;
    query_add_match(query, !search->is_redacted, &match);
    searcher.is_indexed = match.size > 0;
    done = search_all(&searcher, str_text(&match), error);
    *n_gave_up = searcher.n_gave_up;
    around_release(searcher.around);
    free(searcher.around);
    str_release(&searcher.normal);
    str_release(&match);
    return done;
}
