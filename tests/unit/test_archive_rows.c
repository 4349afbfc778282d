/* SPDX-License-Identifier: MIT */
#include "unit/archive.h"

/* --- putting ------------------------------------------------------------------------------- */

static const struct archive_chat whole_chat = {
    .id = 1982,
    .name = "Ivan — Support",
    .color = 0x2fc6f6,
    .owner = 7,
    .entity = "livechat|58|1982|450",
    .data1 = "Y|LEAD|1205|N|N|903",
    .data2 = "LEAD|1205|DEAL|7",
    .data3 = "N",
    .created = {1777878000, 180},
    .unread = 3,
    .preview = "See you",
    .previewed = {1777888000, -90},
};

static const struct archive_message whole_message = {
    .id = 70312,
    .session = 903,
    .chat = 1982,
    .sender = 450,
    .when = {1777878131, 180},
    .date = "2026-05-04 10:02:11 (+3)",
    .text = "See [URL=https://acme.example/faq]FAQ[/URL]",
    .params = "{\"CLASS\":\"x\"}",
    .files = "[5437]",
    .plain = "See FAQ photo.jpg",
    .class = CLASS_OUTPUT,
    .flags = MESSAGE_EDITED | MESSAGE_REPAIRED,
    .listed = 5,
};

static void put_everything(struct archive *archive)
{
    const struct archive_user user = {450, "Ivan", NULL, COLOR_NONE, USER_CLIENT, true};
    const struct archive_file file = {5437, 1982, 70312, "photo.jpg", "image", 120034,
                                      640,  480,  false};
    const struct archive_session session = {.id = 903,
                                            .chat = 1982,
                                            .vote_head = 4,
                                            .vote_user = 5,
                                            .comment_head = "good",
                                            .can_join = true,
                                            .is_closed = true,
                                            .line = 58,
                                            .speaker = 450,
                                            .operators = "7 12"};

    begin(archive);
    MUST(archive_put_chat(archive, &whole_chat, &error));
    MUST(archive_put_user(archive, &user, &error));
    MUST(archive_put_file(archive, &file, &error));
    MUST(archive_put_session(archive, &session, &error));
    MUST(archive_put_message(archive, &whole_message, NOW, &error));
    end(archive, 903, true);
    MUST(archive_settle(archive, 903, ARCHIVE_READ, NULL, NOW, &error));
    commit(archive);
}

static void assert_same_text(const char *a, const char *b)
{
    if (a && b)
        assert_string_equal(a, b);
    else
        assert_ptr_equal(a, b);
}

static void assert_same_message(const struct archive_message *row,
                                const struct archive_message *given)
{
    assert_int_equal(row->session, given->session);
    assert_int_equal(row->chat, given->chat);
    assert_int_equal(row->sender, given->sender);
    assert_int_equal(row->when.time, given->when.time);
    assert_int_equal(row->when.offset, given->when.offset);
    assert_same_text(row->date, given->date);
    assert_same_text(row->text, given->text);
    assert_same_text(row->params, given->params);
    assert_same_text(row->files, given->files);
    assert_same_text(row->plain, given->plain);
    assert_int_equal(row->class, given->class);
    assert_int_equal(row->flags, given->flags);
    assert_int_equal(row->listed, given->listed);
}

static void what_was_put_is_got(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_chat chat;
    struct archive_session session;
    struct archive_message row, given;
    struct archive_user user;
    struct archive_file file;

    (void)state;
    put_everything(archive);
    MUST(archive_chat(archive, 1982, &chat, &error));
    assert_string_equal(chat.name, whole_chat.name);
    assert_string_equal(chat.entity, whole_chat.entity);
    assert_string_equal(chat.data2, whole_chat.data2);
    assert_string_equal(chat.connector, "livechat");
    assert_int_equal(chat.line, 58);
    assert_int_equal(chat.previewed.offset, -90);
    assert_int_equal(chat.last.time, 1777878131);
    assert_int_equal(chat.n_sessions, 1);
    assert_int_equal(chat.n_messages, 1);
    MUST(archive_session(archive, 903, &session, &error));
    assert_string_equal(session.operators, "7 12");
    assert_int_equal(session.first.offset, 180);
    assert_int_equal(session.state, ARCHIVE_READ);
    MUST(archive_message(archive, 70312, &row, &error));
    assert_same_message(&row, &whole_message);
    MUST(archive_user(archive, 450, &user, &error));
    assert_string_equal(user.name, "Ivan");
    assert_int_equal(user.color, COLOR_NONE);
    MUST(archive_file(archive, 5437, &file, &error));
    assert_int_equal(file.size, 120034);
    assert_int_equal(archive_find_code(archive, "livechat|58|1982|450"), 1982);
    begin(archive);
    given = message(7, 903, "");
    given.when = (struct when){WHEN_NONE, 0};
    given.date = "";
    MUST(archive_put_message(archive, &given, NOW, &error));
    commit(archive);
    MUST(archive_message(archive, 7, &row, &error));
    assert_same_message(&row, &given);
    archive_close(archive);
}

static void what_is_not_there_is_no_failure(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct error error = {.kind = ERROR_FAILED};
    struct archive_message row;
    int64_t chat, session;

    (void)state;
    assert_false(archive_message(archive, 1, &row, &error));
    assert_int_equal(error.kind, ERROR_NONE);
    assert_false(archive_find_message(archive, 1, &chat, &session));
    assert_int_equal(archive_find_code(archive, "a|1|2|3"), 0);
    archive_close(archive);
}

static void the_same_twice_changes_nothing(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    int before;

    (void)state;
    put_everything(archive);
    put_dialog(archive, 911, 100, 140);
    before = count_changes(archive);
    put_everything(archive);
    put_dialog(archive, 911, 100, 140);
    assert_int_equal(count_changes(archive) - before, 0);
    assert_sound(archive);
    archive_close(archive);
}

static void what_an_answer_does_not_say_stays_known(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    const struct archive_chat bare = {
        .id = 1982, .color = COLOR_NONE, .created = {WHEN_NONE, 0}, .unread = -1,
        .previewed = {WHEN_NONE, 0}};
    const struct archive_user unknown = {450, NULL, NULL, COLOR_NONE, USER_OPERATOR, false};
    struct archive_chat chat;
    struct archive_user user;

    (void)state;
    put_everything(archive);
    begin(archive);
    MUST(archive_put_chat(archive, &bare, &error));
    MUST(archive_put_user(archive, &unknown, &error));
    put(archive, 70313, 0, "of no session");
    put(archive, 70314, 903, "first of a session");
    put(archive, 70314, 0, "first of a session");
    commit(archive);
    MUST(archive_chat(archive, 1982, &chat, &error));
    assert_string_equal(chat.name, whole_chat.name);
    assert_int_equal(chat.unread, 3);
    MUST(archive_user(archive, 450, &user, &error));
    assert_int_equal(user.role, USER_CLIENT);
    assert_messages(archive, 0, "70313 ");
    archive_close(archive);
}

static bool add_revision(void *self, const struct archive_revision *row)
{
    str_addf(self, "%d:%s ", row->rev, row->text);
    return true;
}

static void edited_messages_keep_what_they_said(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_message row;
    struct str texts = {0};

    (void)state;
    for (int i = 0; i < 3; i++) {
        static const char *const said[] = {"apple", "pear", "plum"};

        begin(archive);
        put(archive, 5, 903, said[i]);
        commit(archive);
    }
    MUST(archive_message(archive, 5, &row, &error));
    assert_string_equal(row.text, "plum");
    assert_int_equal(row.rev, 2);
    assert_int_equal(row.edited_at, NOW);
    MUST(archive_revisions(archive, 5, add_revision, &texts, &error));
    assert_string_equal(str_text(&texts), "0:apple 1:pear ");
    str_release(&texts);
    assert_matches(archive, "\"apple\"", "");
    assert_matches(archive, "\"plum\"", "5 ");
    archive_close(archive);
}

static void absent_messages_are_marked_and_may_come_back(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);

    (void)state;
    put_dialog(archive, 903, 1, 6);
    put_dialog(archive, 903, 3, 6);
    assert_messages(archive, 903, "1- 2- 3 4 5 6 ");
    assert_matches(archive, "\"number1\"", "1 ");
    assert_sound(archive);
    put_dialog(archive, 903, 1, 6);
    assert_messages(archive, 903, "1 2 3 4 5 6 ");
    begin(archive);
    put(archive, 7, 903, "an answer in parts");
    end(archive, 903, false);
    commit(archive);
    assert_messages(archive, 903, "1 2 3 4 5 6 7 ");
    archive_close(archive);
}

static bool is_suspicious(struct archive *archive, int64_t id)
{
    struct archive_session session;

    MUST(archive_session(archive, id, &session, &error));
    return session.is_suspicious;
}

/* More than a fifth, and more than ten. */
static void an_answer_that_lacks_a_lot_is_not_believed(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);

    (void)state;
    put_dialog(archive, 903, 1, 20);
    put_dialog(archive, 903, 12, 20);
    assert_true(is_suspicious(archive, 903));
    assert_messages(archive, 903, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 ");
    put_dialog(archive, 903, 11, 20);
    assert_false(is_suspicious(archive, 903));
    assert_messages(archive, 903,
                    "1- 2- 3- 4- 5- 6- 7- 8- 9- 10- 11 12 13 14 15 16 17 18 19 20 ");
    put_dialog(archive, 911, 101, 200);
    put_dialog(archive, 911, 121, 200);
    assert_false(is_suspicious(archive, 911));
    archive_close(archive);
}

static void listed_but_missing_messages_never_replace_delivered_ones(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_message row = message(5, 903, "");
    struct archive_session session;

    (void)state;
    row.flags = MESSAGE_MISSING;
    row.listed = 2;
    begin(archive);
    put_session(archive, 903);
    MUST(archive_put_message(archive, &row, NOW, &error));
    put(archive, 6, 903, "it is here");
    row.id = 6;
    MUST(archive_put_message(archive, &row, NOW, &error));
    end(archive, 903, true);
    commit(archive);
    MUST(archive_session(archive, 903, &session, &error));
    assert_int_equal(session.n_messages, 1);
    assert_int_equal(session.n_missing, 1);
    MUST(archive_message(archive, 6, &row, &error));
    assert_string_equal(row.text, "it is here");
    assert_int_equal(row.listed, 2);
    begin(archive);
    put(archive, 5, 903, "at last");
    end(archive, 903, false);
    commit(archive);
    MUST(archive_message(archive, 5, &row, &error));
    assert_int_equal(row.rev, 0);
    assert_int_equal(row.listed, 2);
    assert_matches(archive, "\"last\"", "5 ");
    assert_sound(archive);
    archive_close(archive);
}

static void what_is_rolled_back_was_never_there(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);

    (void)state;
    put_dialog(archive, 903, 1, 3);
    begin(archive);
    put(archive, 4, 903, "never");
    archive_rollback(archive);
    begin(archive);
    put(archive, 5, 903, "number");
    end(archive, 903, false);
    commit(archive);
    assert_messages(archive, 903, "1 2 3 5 ");
    assert_matches(archive, "\"never\"", "");
    assert_sound(archive);
    archive_close(archive);
}

static void outside_of_a_transaction_nothing_is_put(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_message row = message(1, 903, "lost");
    struct error why = {0};

    (void)state;
    assert_false(archive_put_message(archive, &row, NOW, &why));
    assert_non_null(strstr(why.text, "begin again"));
    assert_false(archive_put_chat(archive, &whole_chat, &why));
    assert_false(archive_settle(archive, 903, ARCHIVE_READ, NULL, NOW, &why));
    assert_false(archive_end_session(archive, 1982, 903, true, NOW, &why));
    assert_messages(archive, 903, "");
    archive_close(archive);
}

/* --- what is to be done -------------------------------------------------------------------- */

static void younger_sessions_are_looked_at_more_often(void **state)
{
    (void)state;
    assert_int_equal(archive_next_check(NOW - 60, NOW), NOW + 15 * 60);
    assert_int_equal(archive_next_check(NOW - DAY, NOW), NOW + DAY);
    assert_int_equal(archive_next_check(NOW - 7 * DAY, NOW), NOW + 7 * DAY);
    assert_int_equal(archive_next_check(NOW - 30 * DAY, NOW), WHEN_NONE);
    assert_int_equal(archive_next_check(WHEN_NONE, NOW), WHEN_NONE);
    assert_int_equal(archive_next_check(NOW + DAY, NOW), NOW + 15 * 60);
}

static void the_queue_knows_what_is_left(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_session session;

    (void)state;
    begin(archive);
    for (int64_t id = 901; id <= 904; id++)
        MUST(archive_queue(archive, id, 0, &error));
    MUST(archive_queue(archive, 901, 1982, &error));
    MUST(archive_settle(archive, 902, ARCHIVE_DENIED, "access denied", NOW, &error));
    MUST(archive_settle(archive, 903, ARCHIVE_READ, NULL, NOW, &error));
    commit(archive);
    assert_due(archive, NOW, "904 901 ");
    assert_due(archive, NOW + 30 * DAY, "904 901 902 ");
    MUST(archive_session(archive, 902, &session, &error));
    assert_string_equal(session.last_error, "access denied");
    assert_int_equal(session.attempts, 1);
    MUST(archive_session(archive, 901, &session, &error));
    assert_int_equal(session.chat, 1982);
    archive_close(archive);
}

static bool keep_run(void *self, const struct archive_run *row)
{
    str_addf(self, "%" PRId64 "%s ", row->id, row->finished_at ? row->result : "?");
    return true;
}

static void runs_and_limits_are_kept(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct archive_run run = {.finished_at = NOW + 5, .requests = 9, .result = "ok"};
    struct archive_message row;
    struct error why = {0};
    struct str runs = {0};
    int64_t operating, reset;

    (void)state;
    begin(archive);
    run.id = archive_run_begin(archive, "sync", NOW, &why);
    put(archive, 1, 903, "by the first run");
    MUST(archive_run_end(archive, &run, &error));
    assert_int_equal(archive_run_begin(archive, "sync", NOW, &why), 2);
    put(archive, 1, 903, "changed by the second");
    MUST(archive_put_limit(archive, "imopenlines.session.history.get", 1500, NOW, NOW, &error));
    commit(archive);
    MUST(archive_runs(archive, 0, keep_run, &runs, &error));
    assert_string_equal(str_text(&runs), "2? 1ok ");
    str_release(&runs);
    MUST(archive_message(archive, 1, &row, &error));
    assert_int_equal(row.first_run, 1);
    assert_int_equal(row.last_run, 2);
    assert_true(archive_limit(archive, "imopenlines.session.history.get", &operating, &reset,
                              &why));
    assert_int_equal(operating, 1500);
    assert_false(archive_limit(archive, "other", &operating, &reset, &why));
    archive_close(archive);
}

/* --- pages --------------------------------------------------------------------------------- */

struct page {
    struct str ids;
    struct archive_chat last;
    size_t n;
};

static bool keep_chat(void *self, const struct archive_chat *row)
{
    struct page *page = self;

    str_addf(&page->ids, "%" PRId64 " ", row->id);
    page->last = *row;
    page->n++;
    return true;
}

static void pages_of_chats_join_without_gap_or_double(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct page whole = {0}, pages = {0};
    const struct archive_chat *after = NULL;

    (void)state;
    begin(archive);
    for (int64_t id = 1; id <= 100; id++) {
        struct archive_chat row = {.id = id, .color = COLOR_NONE, .unread = -1,
                                   .created = {id % 3 ? NOW + id % 7 : WHEN_NONE, 0},
                                   .previewed = {WHEN_NONE, 0}};

        MUST(archive_put_chat(archive, &row, &error));
    }
    commit(archive);
    MUST(archive_chats(archive, NULL, 0, keep_chat, &whole, &error));
    do {
        pages.n = 0;
        MUST(archive_chats(archive, after, 7, keep_chat, &pages, &error));
        after = &pages.last;
    } while (pages.n == 7);
    assert_int_equal(whole.n, 100);
    assert_string_equal(str_text(&pages.ids), str_text(&whole.ids));
    str_release(&whole.ids);
    str_release(&pages.ids);
    archive_close(archive);
}

static void sessions_come_oldest_first_and_recent_ones_newest(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);
    struct str ids = {0};
    struct archive_session after;

    (void)state;
    put_dialog(archive, 903, 10, 12);
    put_dialog(archive, 901, 30, 31);
    put_dialog(archive, 902, 20, 25);
    begin(archive);
    MUST(archive_queue(archive, 950, 1982, &error));
    commit(archive);
    MUST(archive_sessions(archive, 1982, add_session, &ids, &error));
    assert_string_equal(str_text(&ids), "950 903 902 901 ");
    str_clear(&ids);
    MUST(archive_recent_sessions(archive, NULL, 2, add_session, &ids, &error));
    MUST(archive_session(archive, 902, &after, &error));
    str_add_text(&ids, "| ");
    MUST(archive_recent_sessions(archive, &after, 0, add_session, &ids, &error));
    assert_string_equal(str_text(&ids), "901 902 | 903 950 ");
    str_release(&ids);
    archive_close(archive);
}

/* --- the index ----------------------------------------------------------------------------- */

static void words_are_found_whatever_their_case_and_script(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);

    (void)state;
    begin(archive);
    put(archive, 3, 903, "ЁЛКА стоит 100 рублей");
    put(archive, 2, 903, "Where is my Order?");
    put(archive, 1, 903, "我的客户在哪里");
    commit(archive);
    assert_matches(archive, "\"елка\"", "3 ");
    assert_matches(archive, "\"order\"", "2 ");
    assert_matches(archive, "\"ord\"*", "2 ");
    assert_matches(archive, "\"客 户\"", "1 ");
    assert_matches(archive, "\"户 客\"", "");
    archive_close(archive);
}

static void another_normaliser_makes_the_index_anew(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);

    (void)state;
    put_dialog(archive, 903, 1, 50);
    MUST(sql_exec(&archive->sql, "INSERT INTO fts(fts) VALUES('delete-all')", &error));
    MUST(archive_set_meta(archive, "norm_version", "0", &error));
    assert_false(archive_index_is_current(archive));
    archive_close(archive);
    archive = open_archive(ARCHIVE_WRITE);
    assert_matches(archive, "\"number7\"", "7 ");
    assert_sound(archive);
    archive_close(archive);
}

struct best {
    struct archive_match_key last;
    size_t n;
    struct str ids;
};

static bool keep_match(void *self, struct archive_match_key match)
{
    struct best *best = self;

    best->last = match;
    best->n++;
    str_addf(&best->ids, "%" PRId64 " ", match.id);
    return true;
}

static void pages_of_matches_join(void **state)
{
    struct archive *archive = open_archive(ARCHIVE_WRITE);

    (void)state;
    begin(archive);
    for (int64_t id = 1; id <= 60; id++)
        put(archive, id, 903, id % 3 ? "tea and coffee and milk" : "tea tea");
    commit(archive);
    for (int order = ARCHIVE_BY_DATE; order <= ARCHIVE_BY_RANK; order++) {
        struct best whole = {0}, pages = {0};

        MUST(archive_match(archive, "\"tea\"", (enum archive_order)order, whole.last, 0,
                           keep_match, &whole, &error));
        do {
            pages.n = 0;
            MUST(archive_match(archive, "\"tea\"", (enum archive_order)order, pages.last, 7,
                               keep_match, &pages, &error));
        } while (pages.n == 7);
        assert_int_equal(whole.n, 60);
        assert_string_equal(str_text(&pages.ids), str_text(&whole.ids));
        str_release(&whole.ids);
        str_release(&pages.ids);
    }
    archive_close(archive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_put_is_got),
        TEST(what_is_not_there_is_no_failure),
        TEST(the_same_twice_changes_nothing),
        TEST(what_an_answer_does_not_say_stays_known),
        TEST(edited_messages_keep_what_they_said),
        TEST(absent_messages_are_marked_and_may_come_back),
        TEST(an_answer_that_lacks_a_lot_is_not_believed),
        TEST(listed_but_missing_messages_never_replace_delivered_ones),
        TEST(what_is_rolled_back_was_never_there),
        TEST(outside_of_a_transaction_nothing_is_put),
        TEST(younger_sessions_are_looked_at_more_often),
        TEST(the_queue_knows_what_is_left),
        TEST(runs_and_limits_are_kept),
        TEST(pages_of_chats_join_without_gap_or_double),
        TEST(sessions_come_oldest_first_and_recent_ones_newest),
        TEST(words_are_found_whatever_their_case_and_script),
        TEST(another_normaliser_makes_the_index_anew),
        TEST(pages_of_matches_join),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
