/* SPDX-License-Identifier: MIT */
/* What is printed from the archive is, byte for byte, what is printed from the portal's answer. */
#define _GNU_SOURCE /* memmem: POSIX since 2024 */
#include "unit/archive.h"

#include <glob.h>

#include "base/path.h"
#include "export/document.h"
#include "source/json.h"
#include "source/keep.h"
#include "source/shelved.h"
#include "source/source.h"

static char *printed(struct store *store, const struct format *const *formats, const char *format)
{
    struct document document = {.look = {.store = store, .now = NOW}, .width = 80};
    struct written written;
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    assert_true(document_write(&document, format_find(formats, format), to, &written));
    fclose(to);
    return text;
}

/* False: it is no answer, and nothing was kept. */
static bool keep_file(const char *name, struct kept *kept)
{
    bool done;
    struct archive *archive;
    struct error error = {0};
    struct str text = {0};

    archive = archive_open(path, ARCHIVE_WRITE, &error);
    assert_non_null(archive);
    assert_true(path_read(name, &text, &error));
    done = keep_text(archive, NULL, name, str_text(&text), text.size, NOW, kept, &error);
    if (!done && error.kind != ERROR_SOURCE)
        fail_msg("%s", error.text);
    archive_close(archive);
    str_release(&text);
    return done;
}

/* The same formats of both sources. */
static void compare(const char *name)
{
    static const struct {
        const struct format *const *formats;
        const char *format;
    } all[] = {{document_formats, "jsonl"}, {document_formats, "json"}, {document_formats, "text"},
               {document_formats, "html"},  {list_formats, "text"},     {list_formats, "jsonl"}};
    struct store *answer = store_new(), *kept = store_new();
    struct error error = {0};
    char *names[] = {(char *)name};
    struct source *files = source_open_files(answer, names, 1, &error);
    struct source *archived = source_open_archive(kept, path, &(struct archive_options){0}, &error);

    assert_non_null(files);
    assert_non_null(archived);
    store_arrange(answer, ORDER_TIME);
    store_arrange(kept, ORDER_TIME);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char *wanted = printed(answer, all[i].formats, all[i].format);
        char *got = printed(kept, all[i].formats, all[i].format);

        if (strcmp(wanted, got) != 0)
            fail_msg("%s as %s:\n%s\nbut from the archive:\n%s", name, all[i].format, wanted, got);
        free(wanted);
        free(got);
    }
    store_free(answer);
    store_free(kept);
    source_free(files);
    source_free(archived);
}

static void each_answer_prints_the_same(void **state)
{
    static const char *const patterns[] = {"src/source/demo/*.json", "tests/data/seed-history.json",
                                           "tests/data/docs/*.json", "tests/data/malformed/*.json"};
    glob_t found = {0};
    size_t n = 0;

    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct kept kept;

        remove_folder(state);
        make_folder(state);
        if (keep_file(found.gl_pathv[i], &kept))
            compare(found.gl_pathv[i]);
        log_drain(forget, NULL);
        n += kept.n_messages;
    }
    assert_true(n > 180);
    globfree(&found);
}

static void what_is_kept_twice_changes_nothing(void **state)
{
    struct kept kept;
    struct archive_info before, after;
    struct error error;
    struct archive *archive;

    (void)state;
    keep_file("src/source/demo/10-seed.json", &kept);
    archive = archive_open(path, ARCHIVE_READ_ONLY, &error);
    assert_true(archive_info(archive, NOW, &before, &error));
    archive_close(archive);
    keep_file("src/source/demo/10-seed.json", &kept);
    archive = archive_open(path, ARCHIVE_READ_ONLY, &error);
    assert_true(archive_info(archive, NOW, &after, &error));
    archive_close(archive);
    assert_int_equal(before.n_messages, after.n_messages);
    assert_int_equal(after.n_revisions, 0);
    assert_int_equal(after.n_deleted, 0);
    log_drain(forget, NULL);
}

/* Another chat's place is found without looking at all. */
static void a_place_is_sought(void **state)
{
    struct kept kept;
    struct error error = {0};
    struct store *store = store_new();
    struct source_place place = {.message = 19009};
    struct source *source;
    int64_t chat = 0;

    (void)state;
    keep_file("tests/data/seed-history.json", &kept);
    source = source_open_archive(store, path, &(struct archive_options){0}, &error);
    assert_true(source_seek(source, &place, &chat, &error));
    assert_int_equal(chat, 1982);
    store_settle(store);
    assert_true(chat_find(store_find_chat(store, chat), 19009) <
                store_find_chat(store, chat)->n_items);
    place = (struct source_place){.session = 1};
    assert_true(source_seek(source, &place, &chat, &error));
    assert_int_equal(chat, 0);
    store_free(store);
    source_free(source);
    log_drain(forget, NULL);
}

/* Of twenty thousand chats the others are not looked at. */
static void only_the_place_is_listed(void **state)
{
    static const struct source_place places[] = {
        {.chat = 2325}, {.session = 966}, {.code = "livechat|8|2324|409"},
        {.crm_type = "contact", .crm_id = 640},
    };
    struct kept kept;

    (void)state;
    keep_file("src/source/demo/30-backup-940.json", &kept);
    keep_file("src/source/demo/31-backup-955.json", &kept);
    keep_file("src/source/demo/53-livechat-966.json", &kept);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct error error = {0};
        struct store *store = store_new();
        struct source *source = source_open_archive(
            store, path, &(struct archive_options){.no_list = true}, &error);
        int64_t chat;

        assert_true(source_seek(source, &places[i], &chat, &error));
        assert_int_equal(chat, places[i].crm_id ? 2301 : 2325);
        assert_int_equal(store_n_chats(store), 1);
        store_free(store);
        source_free(source);
    }
    log_drain(forget, NULL);
}

static void tokens_are_left_behind(void **state)
{
    static const char answer[] =
        "{\"chatId\":1,\"sessionId\":2,\"message\":{\"5\":{\"id\":\"5\",\"senderid\":\"7\","
        "\"date\":\"2026-05-04T10:00:00+03:00\",\"text\":\"see "
        "https:\\/\\/acme.example\\/f?id=1&token=c4n4ry&x=2\",\"params\":{\"attach\":[{\"blocks\":"
        "[{\"image\":[{\"link\":\"https:\\/\\/acme.example\\/i?signature=c4n4ry\"}]}]}]}}}}";
    struct kept kept;
    struct error error = {0};
    struct archive *archive = archive_open(path, ARCHIVE_WRITE, &error);
    struct str bytes = {0};

    (void)state;
    assert_true(keep_text(archive, NULL, "answer", answer, strlen(answer), NOW, &kept, &error));
    archive_close(archive);
    assert_true(path_read(path, &bytes, &error));
    assert_null(memmem(bytes.text, bytes.size, "c4n4ry", strlen("c4n4ry")));
    assert_non_null(memmem(bytes.text, bytes.size, "acme.example", strlen("acme.example")));
    str_release(&bytes);
    log_drain(forget, NULL);
}

/* Whatever wrote the row: what is exported is strict JSON. */
static void params_that_are_damaged_are_repaired(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_message row = message(5, 2, "hello");
    struct message read = {0};

    (void)state;
    row.params = "{\"class\":\"a\",\"n\":\"\\ud83d\",";
    begin(archive);
    put_session(archive, 2);
    MUST(archive_put_message(archive, &row, NOW, &error));
    commit(archive);
    assert_true(shelved_message(archive, &(struct entry){.id = 5}, &read));
    assert_true(json_is_strict((struct json_slice){read.params, strlen(read.params)}));
    assert_string_equal(read.classes, "a");
    assert_true(read.flags & MESSAGE_REPAIRED);
    message_release(&read);
    archive_close(archive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_answer_prints_the_same, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_is_kept_twice_changes_nothing, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_place_is_sought, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(only_the_place_is_listed, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(tokens_are_left_behind, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(params_that_are_damaged_are_repaired, make_folder,
                                        remove_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
