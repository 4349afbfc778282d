/* SPDX-License-Identifier: MIT */
/* A search of all chats finds the same in an archive, by its index, as in the store of the same
 * answers, message by message; and it can be done in turns of any size. */
#include "unit/archive.h"

#include <glob.h>

#include "base/path.h"
#include "source/find.h"
#include "source/keep.h"

enum { HITS_MOST = 1000 };

static struct store *store;
static struct source *source;
static size_t patience; /* questions until a turn is over; 0: it never is */
static size_t asked;

struct found {
    int64_t ids[HITS_MOST];
    size_t n, n_turns;
};

/* --- the bundled dialogs, as files and as an archive of them ---------------------------------- */

static void keep_demo(void)
{
    struct error error = {0};
    struct archive *archive = archive_open(path, ARCHIVE_WRITE, &error);
    glob_t found = {0};

    assert_non_null(archive);
    glob("src/source/demo/*.json", 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct str text = {0};
        struct kept kept;

        assert_true(path_read(found.gl_pathv[i], &text, &error));
        assert_true(keep_text(archive, NULL, "demo", str_text(&text), text.size, NOW, &kept, &error));
        str_release(&text);
    }
    archive_close(archive);
    globfree(&found);
}

static void open_source(bool archived)
{
    struct error error = {0};

    store = store_new();
    source = archived ? source_open_archive(store, path, &(struct archive_options){0}, &error)
                      : source_open_demo(store, &error);
    assert_non_null(source);
    store_arrange(store, ORDER_TIME);
    log_drain(forget, NULL);
}

static void close_source(void)
{
    store_free(store);
    source_free(source);
}

/* --- searching -------------------------------------------------------------------------------- */

static void note(void *self, const struct find_hit *hit)
{
    struct found *found = self;

    assert_int_not_equal(found->n, HITS_MOST);
    found->ids[found->n++] = hit->entry.id;
}

static bool is_over(void *self)
{
    (void)self;
    return patience && ++asked % patience == 0;
}

static bool is_awaited(void *self)
{
    (void)self;
    return false;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static struct found search(const char *typed, enum find_order order, size_t most)
{
    struct zone zone = {ZONE_PORTAL};
    struct str notes = {0};
    struct query query;
    struct found found = {.n = 0};
    struct find_turn turn = {most, note, is_over, is_awaited, &found};
    struct error error;
    struct finding *finding;
    enum find_state state;

    query_parse(&query, typed, strlen(typed), &notes);
    finding = finding_new(source, &query, order, &zone);
    do {
        state = finding_turn(finding, &turn, &error);
        found.n_turns++;
    } while (state == FIND_MORE);
    assert_int_equal(state, FIND_ALL);
    if (!finding_is_in_order(finding))
        qsort(found.ids, found.n, sizeof *found.ids, by_id);
    finding_free(finding);
    query_release(&query);
    str_release(&notes);
    return found;
}

static struct found search_in(bool archived, unsigned redacted, const char *typed)
{
    struct found found;

    open_source(archived);
    store_set_redaction(store, redacted);
    found = search(typed, FIND_NEWEST, HITS_MOST);
    qsort(found.ids, found.n, sizeof *found.ids, by_id);
    close_source();
    return found;
}

static const char *const queries[] = {
    "the",        "backup",        "\"lost or broken\"", "велосипед", "кот",
    "-the",       "=Snowdrift",    "/slid.s?/",          "has:file",
    "has:link",   "-has:link the", "has:file,link",
    "from:Priya", "role:bot,client before:2026-05-20",   "the from:Daniel -number",
    "line:8 class:service",        "connector:telegram", "xyzzy",
};

static void both_find_the_same(void **state)
{
    size_t n = 0;

    (void)state;
    keep_demo();
    for (unsigned redacted = 0; redacted < 2; redacted++)
        for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
            unsigned kinds = redacted ? REDACT_ALL : 0;
            struct found wanted = search_in(false, kinds, queries[i]);
            struct found got = search_in(true, kinds, queries[i]);

            if (got.n != wanted.n)
                fail_msg("%s: %zu in the archive, %zu in the store", queries[i], got.n, wanted.n);
            assert_memory_equal(got.ids, wanted.ids, got.n * sizeof *got.ids);
            n += got.n;
        }
    assert_true(n > 300);
}

/* What a query asks for is in no text any more once that is redacted, and leaves nothing out. */
static void what_is_redacted_is_not_found(void **state)
{
    (void)state;
    keep_demo();
    for (int archived = 0; archived < 2; archived++) {
        assert_int_not_equal(search_in(archived, 0, "from:Harriet").n, 0);
        assert_int_equal(search_in(archived, REDACT_ALL, "from:Harriet").n, 0);
        assert_int_equal(search_in(archived, REDACT_ALL, "role:client -from:Harriet -Harriet").n,
                         search_in(archived, 0, "role:client").n);
    }
}

/* However short a turn and a page are. */
static void turns_lose_nothing(void **state)
{
    static const char *const some[] = {"the", "/the/", "-the role:client"};

    (void)state;
    keep_demo();
    for (int archived = 0; archived < 2; archived++)
        for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
            struct found whole, parts;

            open_source(archived);
            patience = 0;
            whole = search(some[i], FIND_NEWEST, HITS_MOST);
            patience = 1;
            parts = search(some[i], FIND_NEWEST, 3);
            patience = 0;
            close_source();
            assert_int_equal(parts.n, whole.n);
            assert_true(whole.n > 3 && parts.n_turns > 3);
            assert_memory_equal(parts.ids, whole.ids, whole.n * sizeof *whole.ids);
        }
}

static void pages_of_the_best_lose_nothing(void **state)
{
    struct found whole, parts;

    (void)state;
    keep_demo();
    open_source(true);
    whole = search("the", FIND_BEST, HITS_MOST);
    parts = search("the", FIND_BEST, 4);
    close_source();
    assert_int_equal(parts.n, whole.n);
    assert_true(whole.n > 8);
    assert_memory_equal(parts.ids, whole.ids, whole.n * sizeof *whole.ids);
}

/* A hit is read without its chat being loaded. */
static void check_text(void *self, const struct find_hit *hit)
{
    const struct message *message = find_message(store, hit);

    (void)self;
    assert_int_equal(message->id, hit->entry.id);
    assert_non_null(strstr(message->raw, "ageing USB disk"));
    assert_string_equal(store_find_chat(store, hit->chat)->name, "Tom Bexley - Snowdrift Backup");
}

static void a_hit_is_read_where_nothing_is_loaded(void **state)
{
    struct zone zone = {ZONE_PORTAL};
    struct find_turn turn = {HITS_MOST, check_text, is_over, is_awaited, NULL};
    struct str notes = {0};
    struct query query;
    struct error error;
    struct finding *finding;

    (void)state;
    keep_demo();
    open_source(true);
    query_parse(&query, "ageing", 6, &notes);
    finding = finding_new(source, &query, FIND_NEWEST, &zone);
    assert_int_equal(finding_turn(finding, &turn, &error), FIND_ALL);
    finding_free(finding);
    query_release(&query);
    close_source();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_find_the_same),
        TEST(what_is_redacted_is_not_found),
        TEST(turns_lose_nothing),
        TEST(pages_of_the_best_lose_nothing),
        TEST(a_hit_is_read_where_nothing_is_loaded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
