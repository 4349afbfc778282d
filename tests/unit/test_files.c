/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/path.h"
#include "source/source.h"

static char folder[] = "/tmp/imolog-files-XXXXXX";

/* A file of the test's own folder; its name is valid until the next call. */
static char *put(const char *name, const char *bytes, size_t size)
{
    static char path[256];
    struct error error = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(path_write(path, bytes, size, true, &error));
    return path;
}

static void keep(void *self, const char *sentence)
{
    struct str *all = self;
    str_addf(all, "%s\n", sentence);
}

static struct str notes(void)
{
    struct str all = {0};
    log_drain(keep, &all);
    return all;
}

static void expect_refused(const char *path, const char *words)
{
    char *name = mem_copy_text(path);
    struct store *store = store_new();
    struct error error = {0};
    struct str said;
    assert_null(source_open_files(store, &name, 1, &error));
    assert_int_equal(error.kind, ERROR_SOURCE);
    if (strstr(error.text, words) == NULL)
        fail_msg("no \"%s\" in: %s", words, error.text);
    said = notes();
    assert_string_equal(str_text(&said), "");
    str_release(&said);
    store_free(store);
    free(name);
}

static void each_refusal_has_its_sentence(void **state)
{
    (void)state;
    expect_refused("tests/data/none.json", "not there");
    expect_refused("tests/data/seed-error.txt", "ACCESS_DENIED");
    expect_refused("tests/data/docs/imopenlines-dialog-get.02.error.json", ":2:14: ");
    expect_refused("tests/data/malformed/page.html", "web page");
    expect_refused("tests/data/malformed/other.json", "no chats");
    expect_refused(put("empty.json", "", 0), "is empty");
    expect_refused(put("binary.json", "\0\1\2\3", 4), "binary");
    expect_refused(put("zipped.json", "\x1f\x8b\x08\0", 4), "unpack");
    expect_refused("/dev/null", "is empty");
    char *secret = put("secret.json", "{}", 2);
    chmod(secret, 0);
    if (access(secret, R_OK) != 0)
        expect_refused(secret, "permission denied");
    unlink(secret);
}

static void a_folder_without_json_says_so(void **state)
{
    (void)state;
    char path[300];
    snprintf(path, sizeof path, "%s/none", folder);
    mkdir(path, 0700);
    expect_refused(path, "no *.json");
    rmdir(path);
}

static void what_can_be_read_is_read(void **state)
{
    (void)state;
    char none[] = "tests/data/none.json", seed[] = "tests/data/seed-history.json";
    char docs[] = "tests/data/docs";
    char *names[] = {none, seed, docs};
    struct store *store = store_new();
    struct error error = {0};
    struct source *source = source_open_files(store, names, 3, &error);
    assert_non_null(source);
    assert_string_equal(source_name(source), "3 files");
    assert_int_equal(source_n_failed(source), 2);
    assert_int_equal(source_n_damaged(source), 6);
    store_arrange(store, ORDER_TIME);
    assert_non_null(store_find_chat(store, 1982));
    assert_non_null(store_find_chat(store, 1489));
    const struct chat *chat = store_find_chat(store, 1982);
    const struct message *message =
        store_message(store, chat->sessions.at[0], chat_item(chat, 3, NULL));
    assert_string_equal(message->raw, "sdfsdfsdfsdfdff");
    struct str said = notes();
    assert_non_null(strstr(said.text, "tests/data/none.json"));
    assert_non_null(strstr(said.text, "tests/data/seed-history.json:46:128: "));
    str_release(&said);
    store_free(store);
    source_free(source);
}

static void damage_is_noted_twenty_times_then_counted(void **state)
{
    (void)state;
    struct str text = {0};
    str_add_text(&text, "{\"chatId\":1,\"sessionId\":2,\"message\":{");
    for (int i = 1; i <= 30; i++)
        str_addf(&text, "%s\"%d\":{\"id\":\"%d\",\"text\":\"\\u04\"}", i > 1 ? "," : "", i, i);
    str_add_text(&text, "}}");
    char *path = put("damaged.json", text.text, text.size);
    struct store *store = store_new();
    struct error error = {0};
    struct source *source = source_open_files(store, &path, 1, &error);
    assert_int_equal(source_n_damaged(source), 30);
    assert_int_equal(log_count(), 21);
    struct str said = notes();
    assert_non_null(strstr(said.text, "10 more"));
    str_release(&said);
    str_release(&text);
    store_free(store);
    source_free(source);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"empty.json", "binary.json", "zipped.json", "damaged.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_refusal_has_its_sentence),
        cmocka_unit_test(a_folder_without_json_says_so),
        cmocka_unit_test(what_can_be_read_is_read),
        cmocka_unit_test(damage_is_noted_twenty_times_then_counted),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
