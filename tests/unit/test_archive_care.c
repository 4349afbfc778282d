/* SPDX-License-Identifier: MIT */
#include "unit/archive.h"

#include "base/path.h"

/* --- info and verify ----------------------------------------------------------------------- */

static void info_counts_what_is_there(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_info info;

    (void)state;
    put_dialog(archive, 903, 1, 20);
    put_dialog(archive, 903, 2, 20);
    put_dialog(archive, 911, 100, 104);
    begin(archive);
    MUST(archive_settle(archive, 903, ARCHIVE_READ, NULL, NOW, &error));
    put(archive, 5, 903, "edited");
    commit(archive);
    MUST(archive_info(archive, NOW, &info, &error));
    assert_int_equal(info.n_chats, 1);
    assert_int_equal(info.n_sessions, 2);
    assert_int_equal(info.n_messages, 25);
    assert_int_equal(info.n_deleted, 1);
    assert_int_equal(info.n_revisions, 1);
    assert_int_equal(info.n_states[ARCHIVE_READ], 1);
    assert_int_equal(info.n_due, 1);
    assert_int_equal(info.first.time, 1777878001);
    assert_int_equal(info.last.offset, 180);
    assert_in_range(info.n_bytes, 10000, 10000000);
    assert_int_equal(info.version, 1);
    archive_close(archive);
}

/* Each line breaks one promise; verify says so in these words. */
static void verify_finds_each_broken_promise(void **state)
{
    static const struct {
        const char *sql, *sentence;
    } wrongs[] = {
        {"DELETE FROM session WHERE id = 911", "message 100 is of session 911, which is not there"},
        {"DELETE FROM message WHERE id = 7",
         "session 903 should have 20 messages and has 19|25 messages are in the index of words, "
         "24 there are"},
        {"UPDATE message SET text = 'forged' WHERE id = 9", "message 9 is not what was stored"},
        {"UPDATE message SET ts = ts + 1 WHERE id = 9", "message 9 is not what was stored"},
        {"INSERT INTO message_rev VALUES(9, 0, 1, 'a', NULL)", "message 9 has an older text"},
        {"DELETE FROM chat", "session 903 is of chat 1982, which is not there"},
        {"INSERT INTO fts(fts) VALUES('delete-all')", "0 messages are in the index of words"},
        {"UPDATE meta SET value = '0'", "the index of words is of another imolog"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct archive *archive = open_archive(ARCHIVE_WRITE);
        struct str findings = {0};
        size_t n;

        put_dialog(archive, 903, 1, 20);
        put_dialog(archive, 911, 100, 104);
        assert_sound(archive);
        MUST(sql_exec(&archive->sql, wrongs[i].sql, &error));
        MUST(archive_verify(archive, add_finding, &findings, &n, &error));
        if (n == 0 || !strstr(str_text(&findings), wrongs[i].sentence))
            fail_msg("after %s said: %s", wrongs[i].sql, str_text(&findings));
        str_release(&findings);
        archive_close(archive);
        each_file(drop, NULL);
    }
}

/* --- salvage ------------------------------------------------------------------------------- */

enum { DIALOGS = 200, SIZE = 20 };

static void make_big(void)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);

    for (int64_t i = 0; i < DIALOGS; i++)
        put_dialog(archive, 1000 + i, i * SIZE + 1, i * SIZE + SIZE);
    archive_close(archive);
}

static size_t file_size(void)
{
    struct stat info;

    assert_int_equal(stat(path, &info), 0);
    return (size_t)info.st_size;
}

static void assert_no_copy(const char *name, void *self)
{
    (void)self;
    assert_null(strstr(name, ".headed"));
}

static void overwrite(double from, size_t size)
{
    uint64_t random = 42;
    struct stat info;
    FILE *file = fopen(path, "r+b");

    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &info), 0);
    fseek(file, (long)((double)info.st_size * from), SEEK_SET);
    while (size--)
        fputc((int)(unit_random(&random) & 0xff), file);
    fclose(file);
}

static void salvage(struct archive_salvaged *found, struct str *kept)
{
    MUST(archive_salvage(path, NOW, kept, found, &error));
}

static void salvage_saves_what_lies_around_the_damage(void **state)
{
    struct archive_salvaged found;
    struct str kept = {0}, before = {0}, after = {0};
    struct archive *archive;

    (void)state;
    make_big();
    overwrite(0.4, 9000);
    MUST(path_read(path, &before, &error));
    salvage(&found, &kept);
    assert_in_range(found.n_messages, DIALOGS * SIZE * 95 / 100, DIALOGS * SIZE);
    assert_true(strstr(str_text(&kept), ".damaged-1780000000") != NULL);
    MUST(path_read(str_text(&kept), &after, &error));
    assert_int_equal(before.size, after.size);
    assert_memory_equal(before.text, after.text, before.size);
    archive = open_archive(ARCHIVE_WRITE);
    assert_sound(archive);
    put_dialog(archive, 5000, 90000, 90005);
    assert_matches(archive, "\"number90003\"", "90003 ");
    archive_close(archive);
    each_file(assert_private, NULL);
    str_release(&before);
    str_release(&after);
    str_release(&kept);
}

/* Of a session that lost messages the answer is asked for again. */
static void what_was_lost_is_asked_for_again(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_salvaged found;
    struct str kept = {0};

    (void)state;
    put_dialog(archive, 903, 1, 20);
    put_dialog(archive, 911, 100, 104);
    begin(archive);
    MUST(archive_settle(archive, 903, ARCHIVE_READ, NULL, NOW + 90 * DAY, &error));
    MUST(archive_settle(archive, 911, ARCHIVE_READ, NULL, NOW + 90 * DAY, &error));
    commit(archive);
    assert_due(archive, NOW, "");
    MUST(sql_exec(&archive->sql, "UPDATE message SET text = 'forged' WHERE id = 9", &error));
    archive_close(archive);
    salvage(&found, &kept);
    assert_int_equal(found.n_messages, 24);
    archive = open_archive(ARCHIVE_WRITE);
    assert_due(archive, NOW, "903 ");
    assert_sound(archive);
    archive_close(archive);
    str_release(&kept);
}

/* All is there but the page that says where. */
static void without_its_first_page_all_is_saved(void **state)
{
    (void)state;
    for (int is_made_anew = 0; is_made_anew < 2; is_made_anew++) {
        struct archive *archive;
        struct archive_salvaged found;
        struct str kept = {0};

        make_big();
        archive = open_archive(ARCHIVE_WRITE);
        if (is_made_anew)
            MUST(sql_exec(&archive->sql, "VACUUM", &error));
        archive_close(archive);
        overwrite(0, 4096);
        assert_refused(ARCHIVE_WRITE, ERROR_DAMAGED, "imolog archive salvage");
        salvage(&found, &kept);
        assert_int_equal(found.n_messages, DIALOGS * SIZE);
        assert_int_equal(found.n_sessions, DIALOGS);
        archive = open_archive(ARCHIVE_WRITE);
        assert_sound(archive);
        archive_close(archive);
        each_file(assert_no_copy, NULL);
        each_file(drop, NULL);
        str_release(&kept);
    }
}

/* Nor does one bad message among the first cost the rest. */
static void without_its_first_page_the_rest_may_be_damaged_too(void **state)
{
    struct archive *archive;
    struct archive_salvaged found;
    struct str kept = {0};

    (void)state;
    make_big();
    archive = open_archive(ARCHIVE_WRITE);
    MUST(sql_exec(&archive->sql, "UPDATE message SET text = 'forged' WHERE id IN (1, 3, 9)",
                  &error));
    archive_close(archive);
    overwrite(0, 4096);
    salvage(&found, &kept);
    assert_int_equal(found.n_messages, DIALOGS * SIZE - 3);
    assert_int_equal(found.n_sessions, DIALOGS);
    str_release(&kept);
}

/* Nobody knows which tree is which: messages say themselves what they are. */
static void of_trees_nobody_knows_messages_are_saved(void **state)
{
    struct archive *archive;
    struct archive_salvaged found;
    struct str kept = {0};

    (void)state;
    make_big();
    archive = open_archive(ARCHIVE_WRITE);
    MUST(sql_exec(&archive->sql, "DROP TABLE run; DROP INDEX message_session; VACUUM", &error));
    archive_close(archive);
    overwrite(0, 4096);
    salvage(&found, &kept);
    assert_int_equal(found.n_messages, DIALOGS * SIZE);
    archive = open_archive(ARCHIVE_WRITE);
    assert_sound(archive);
    archive_close(archive);
    str_release(&kept);
}

static void of_garbage_nothing_is_made(void **state)
{
    struct archive_salvaged found;
    struct str kept = {0};
    struct error why = {0};

    (void)state;
    make_big();
    overwrite(0, file_size());
    assert_refused(ARCHIVE_WRITE, ERROR_DAMAGED, "imolog archive salvage");
    assert_false(archive_salvage(path, NOW, &kept, &found, &why));
    assert_non_null(strstr(why.text, "nothing in"));
    assert_int_equal(access(path, F_OK), 0);
    str_release(&kept);
}

/* --- purge --------------------------------------------------------------------------------- */

static void put_client(struct archive *archive, int64_t user, const char *name, int64_t chat)
{
    const struct archive_user row = {user, name, NULL, COLOR_NONE, USER_CLIENT, true};
    struct archive_chat of = {.id = chat, .name = name, .color = COLOR_NONE, .unread = -1,
                              .created = {WHEN_NONE, 0}, .previewed = {WHEN_NONE, 0},
                              .preview = name};
    char entity[64];

    snprintf(entity, sizeof entity, "livechat|58|%" PRId64 "|%" PRId64, chat, user);
    of.entity = entity;
    MUST(archive_put_user(archive, &row, &error));
    MUST(archive_put_chat(archive, &of, &error));
}

static void put_as(struct archive *archive, int64_t id, int64_t chat, int64_t sender,
                   const char *text, const char *params)
{
    struct archive_message row = message(id, chat + 1, text);

    row.chat = chat;
    row.sender = sender;
    row.params = params;
    MUST(archive_put_message(archive, &row, NOW, &error));
}

static void put_file_of(struct archive *archive, int64_t id, const char *name)
{
    const struct archive_file row = {.id = id, .name = name, .size = 5};

    MUST(archive_put_file(archive, &row, &error));
}

/* Two clients; the first wrote, and edited, in a chat of the second too. */
static void put_two_clients(struct archive *archive)
{
    begin(archive);
    put_client(archive, 450, "Zebulon", 1982);
    put_client(archive, 451, "Waldemar", 1990);
    put_file_of(archive, 1, "zebra.jpg");
    put_file_of(archive, 2, "walnut.jpg");
    put_as(archive, 1, 1982, 450, "Zanzibar", "{\"FILE_ID\":[1]}");
    put_as(archive, 2, 1982, 7, "Dear Zebulon, zeppelins", NULL);
    put_as(archive, 3, 1990, 450, "Zirconium", NULL);
    put_as(archive, 4, 1990, 451, "Walrus", "{\"FILE_ID\":[\"2\"]}");
    put_as(archive, 5, 1990, 0, "[USER=450 REPLACE]Zebulon[/USER] and [user=4501]Wanda[/user] came",
           NULL);
    commit(archive);
    begin(archive);
    put_as(archive, 3, 1990, 450, "Zucchini", NULL);
    for (int64_t chat = 1982; chat <= 1990; chat += 8) {
        struct archive_session session = {.id = chat + 1, .chat = chat};

        MUST(archive_put_session(archive, &session, &error));
        MUST(archive_end_session(archive, chat, chat + 1, false, NOW, &error));
    }
    commit(archive);
}

static void find_words(const char *file, void *self)
{
    static const char *const words[] = {"zebulon",   "zebra",    "zanzibar", "zeppelin",
                                        "zirconium", "zucchini", "waldemar", "walnut", "walrus"};
    struct str text = {0};

    MUST(path_read(file, &text, &error));
    for (size_t at = 0; at < text.size; at++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (text.size - at >= strlen(words[i]) &&
                strncasecmp(text.text + at, words[i], strlen(words[i])) == 0)
                ((size_t *)self)[words[i][0] == 'w']++;
    str_release(&text);
}

static void a_forgotten_client_is_in_no_byte_of_the_folder(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_purged purged;
    struct archive_message row;
    struct archive_file file;
    size_t found[2] = {0};
    char backup[128];

    (void)state;
    put_two_clients(archive);
    put_dialog(archive, 903, 100, 400);
    snprintf(backup, sizeof backup, "%s.bak-v0", path);
    MUST(path_write(backup, "Zebulon", 7, false, &error));
    each_file(find_words, found);
    assert_in_range(found[0], 6, 100);
    MUST(archive_purge_user(archive, 450, &purged, &error));
    assert_int_equal(purged.n_named + (int64_t)purged.named.n, 0);
    assert_string_equal(str_text(&purged.name), "zebulon");
    archive_purged_release(&purged);
    assert_int_equal(purged.n_chats, 1);
    assert_int_equal(purged.n_files, 1);
    assert_int_equal(purged.n_backups, 1);
    found[0] = found[1] = 0;
    each_file(find_words, found);
    assert_int_equal(found[0], 0);
    assert_in_range(found[1], 3, 100);
    MUST(archive_message(archive, 4, &row, &error));
    MUST(archive_file(archive, 2, &file, &error));
    assert_matches(archive, "\"walrus\"", "4 ");
    assert_matches(archive, "\"zanzibar\"", "");
    MUST(archive_message(archive, 5, &row, &error));
    assert_string_equal(row.text, "[USER=450 REPLACE][/USER] and [user=4501]Wanda[/user] came");
    assert_matches(archive, "\"450\" \"wanda\"", "5 ");
    assert_sound(archive);
    archive_close(archive);
}

/* Whom free text names, a person has to judge. */
static void words_of_the_name_are_told(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_purged purged;

    (void)state;
    put_two_clients(archive);
    begin(archive);
    put_as(archive, 6, 1990, 451, "As I said to Zebulon's wife", NULL);
    commit(archive);
    MUST(archive_purge_user(archive, 450, &purged, &error));
    assert_int_equal(purged.n_named, 1);
    assert_int_equal(purged.named.n, 1);
    assert_int_equal(purged.named.at[0], 1990);
    assert_true(archive_is_named("search ЗЕБУЛОН или Zebulon", str_text(&purged.name)));
    assert_false(archive_is_named("zebra", str_text(&purged.name)));
    archive_purged_release(&purged);
    archive_close(archive);
}

static void who_works_for_the_portal_is_not_forgotten(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    const struct archive_user row = {7, "Olga", NULL, COLOR_NONE, USER_OPERATOR, true};
    struct archive_purged purged;
    struct error why = {0};

    (void)state;
    begin(archive);
    MUST(archive_put_user(archive, &row, &error));
    commit(archive);
    assert_false(archive_purge_user(archive, 7, &purged, &why));
    assert_int_equal(why.kind, ERROR_USAGE);
    archive_close(archive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(info_counts_what_is_there),
        TEST(verify_finds_each_broken_promise),
        TEST(salvage_saves_what_lies_around_the_damage),
        TEST(without_its_first_page_all_is_saved),
        TEST(without_its_first_page_the_rest_may_be_damaged_too),
        TEST(of_trees_nobody_knows_messages_are_saved),
        TEST(what_was_lost_is_asked_for_again),
        TEST(of_garbage_nothing_is_made),
        TEST(a_forgotten_client_is_in_no_byte_of_the_folder),
        TEST(words_of_the_name_are_told),
        TEST(who_works_for_the_portal_is_not_forgotten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
