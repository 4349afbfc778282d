/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "base/path.h"
#include "base/secret.h"
#include "source/auth.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CODE "c0deC0de9"
#define APPLICATION                                                                                \
    "# an application\nportal = acme.bitrix24.example\nclient_id = app.1\n"                        \
    "client_secret = cs\naccess_token = at1\nrefresh_token = rt1\n"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/imolog-auth-XXXXXX");
    return mkdtemp(folder) && setenv("XDG_CONFIG_HOME", folder, 1) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[100];

    (void)state;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static struct auth *webhook(const char *text)
{
    struct error error;

    return auth_webhook(text, strlen(text), &error);
}

static void assert_address(const struct auth *auth, const char *method, const char *expected)
{
    struct str address = {0};

    auth_address(auth, method, &address);
    assert_string_equal(str_text(&address), expected);
    secret_wipe(&address);
}

static void a_webhook_is_understood_as_it_is_pasted(void **state)
{
    static const char *const texts[] = {
        "https://acme.bitrix24.example/rest/7/" CODE "/",
        "https://acme.bitrix24.example/rest/7/" CODE,
        "acme.bitrix24.example/rest/7/" CODE,
        "  HTTPS://acme.bitrix24.example/rest/7/" CODE "/profile.json\r\n",
        "http://acme.bitrix24.example/rest/7/" CODE "/user.current?x=1",
        "https://acme.bitrix24.example/rest/7/" CODE "/imopenlines.session.history.get/",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct auth *auth = webhook(texts[i]);

        assert_non_null(auth);
        assert_address(auth, "profile", "https://acme.bitrix24.example/rest/7/" CODE "/profile");
        assert_string_equal(auth_host(auth), "acme.bitrix24.example");
        assert_int_equal(auth_user(auth), 7);
        assert_true(auth_is_webhook(auth));
        auth_free(auth);
    }
}

static void http_is_for_this_machine_alone(void **state)
{
    struct auth *auth = webhook("http://127.0.0.1:8080/rest/1/" CODE);

    (void)state;
    assert_address(auth, "", "http://127.0.0.1:8080/rest/1/" CODE "/");
    auth_free(auth);
    auth = webhook("http://127.0.0.1.example/rest/1/" CODE);
    assert_address(auth, "", "https://127.0.0.1.example/rest/1/" CODE "/");
    auth_free(auth);
    auth = webhook("http://[::1]:8080/rest/1/" CODE);
    assert_address(auth, "", "http://[::1]:8080/rest/1/" CODE "/");
    auth_free(auth);
}

static void what_is_no_webhook_is_refused_without_repeating_it(void **state)
{
    static const char *const texts[] = {
        "",
        "acme.bitrix24.example",
        "https://acme.bitrix24.example/rest/",
        "https://acme.bitrix24.example/rest/7/",
        "https://acme.bitrix24.example/rest/x/" CODE "/",
        "https://acme.bitrix24.example/rest/0/" CODE "/",
        "https://acme.bitrix24.example/rest/99999999999999999999/" CODE,
        "https://user@acme.bitrix24.example/rest/7/" CODE "/",
        "https://acme.bitrix24.example/rest/7/" CODE "?x",
        "https://acme.bitrix24.example\\@evil.example/rest/7/" CODE,
        "ftp://acme.bitrix24.example/rest/7/" CODE,
        "/rest/7/" CODE,
    };
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_null(auth_webhook(texts[i], strlen(texts[i]), &error));
        assert_int_equal(error.kind, ERROR_USAGE);
        assert_null(strstr(error.text, CODE));
    }
}

static void an_address_with_a_secret_is_seen(void **state)
{
    (void)state;
    assert_true(auth_is_secret_address("https://a.example/rest/7/" CODE "/"));
    assert_true(auth_is_secret_address("a.example/rest/7/" CODE));
    assert_true(auth_is_secret_address("--portal=a.example/rest/7/" CODE));
    assert_false(auth_is_secret_address("https://a.example/rest/"));
    assert_false(auth_is_secret_address("interest/7"));
    assert_false(auth_is_secret_address("saved.json"));
}

static struct auth *parse(const char *text, struct error *error)
{
    return auth_parse("acme", text, strlen(text), error);
}

static void an_application_adds_its_token(void **state)
{
    struct error error;
    struct auth *auth = parse(APPLICATION, &error);
    struct str out = {0};

    (void)state;
    assert_non_null(auth);
    assert_false(auth_is_webhook(auth));
    assert_address(auth, "profile", "https://acme.bitrix24.example/rest/profile");
    auth_body(auth, NULL, &out);
    auth_body(auth, "{ }", &out);
    auth_body(auth, "{\"A\":1}", &out);
    assert_string_equal(str_text(&out),
                        "{\"auth\":\"at1\"}{\"auth\":\"at1\"}{\"auth\":\"at1\",\"A\":1}");
    str_clear(&out);
    assert_true(auth_renewal(auth, &out));
    assert_string_equal(str_text(&out),
                        "https://oauth.bitrix.info/oauth/token/?grant_type=refresh_token"
                        "&client_id=app.1&client_secret=cs&refresh_token=rt1");
    str_release(&out);
    auth_free(auth);
}

static void a_file_with_a_mistake_is_refused_by_its_line(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "not all of a login"},
        {"portal = a.example\n", "not all of a login"},
        {"colour = red\n", "acme:1: not understood"},
        {"\nwebhook\n", "acme:2: not understood"},
        {"webhook = a.example\n", "no webhook"},
        {APPLICATION "access_token = other\n", "acme:7: not understood"},
        {"webhook = a.example/rest/7/" CODE "\nclient_id = x\n", "acme:2: not understood"},
        {"client_secret = \"a\\\"b\"\n", "acme:1: not understood"},
    };
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_null(parse(rows[i].text, &error));
        assert_non_null(strstr(error.text, rows[i].says));
    }
}

static void a_file_is_written_for_its_owner_alone(void **state)
{
    struct error error;
    struct auth *auth = webhook("a.example/rest/7/" CODE), *again;
    struct str path = {0};
    struct stat info;

    (void)state;
    assert_true(auth_save(auth, "acme", false, &error));
    assert_false(auth_save(auth, "acme", false, &error));
    assert_true(auth_save(auth, "acme", true, &error));
    path_add_config(&path, "portals/acme");
    assert_int_equal(stat(str_text(&path), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    again = auth_load("acme", &error);
    assert_non_null(again);
    assert_address(again, "x", "https://a.example/rest/7/" CODE "/x");
    assert_null(auth_load("other", &error));
    assert_int_equal(error.kind, ERROR_SOURCE);
    assert_null(auth_load("../acme", &error));
    assert_int_equal(error.kind, ERROR_USAGE);
    auth_free(again);
    auth_free(auth);
    str_release(&path);
}

static const char answer[] = "{\"access_token\":\"at2\",\"refresh_token\":\"rt2\",\"x\":[]}";

static void a_new_pair_is_written_before_it_is_used(void **state)
{
    struct error error;
    struct auth *auth = parse(APPLICATION, &error), *again;
    struct str out = {0}, path = {0}, gone = {0};

    (void)state;
    assert_true(auth_save(auth, "app", false, &error));
    assert_true(auth_renew(auth, answer, strlen(answer), &error));
    again = auth_load("app", &error);
    auth_body(again, NULL, &out);
    auth_body(auth, NULL, &out);
    assert_string_equal(str_text(&out), "{\"auth\":\"at2\"}{\"auth\":\"at2\"}");
    auth_free(again);
    /* What cannot be written is not used. */
    path_add_config(&path, "portals");
    path_add_config(&gone, "gone");
    assert_int_equal(rename(str_text(&path), str_text(&gone)), 0);
    assert_int_equal(symlink("/dev/null", str_text(&path)), 0);
    assert_false(auth_renew(auth, "{\"access_token\":\"at3\",\"refresh_token\":\"rt3\"}", 46,
                            &error));
    unlink(str_text(&path));
    assert_int_equal(rename(str_text(&gone), str_text(&path)), 0);
    str_clear(&out);
    auth_body(auth, NULL, &out);
    assert_string_equal(str_text(&out), "{\"auth\":\"at2\"}");
    /* What is no answer changes nothing. */
    assert_false(auth_renew(auth, "{\"access_token\":\"a b\"}", 22, &error));
    assert_false(auth_renew(auth, "", 0, &error));
    str_release(&out);
    str_release(&path);
    str_release(&gone);
    auth_free(auth);
}

static void a_command_is_run_without_a_shell(void **state)
{
    struct error error;
    struct auth *auth = auth_command("printf \"%s\\nnote: x\\n\" a.example/rest/7/" CODE, &error);

    (void)state;
    assert_non_null(auth);
    assert_string_equal(auth_host(auth), "a.example");
    auth_free(auth);
    assert_null(auth_command("", &error));
    assert_null(auth_command("no-such-program-here", &error));
    assert_null(auth_command("echo $(echo a.example/rest/7/" CODE ")", &error));
    assert_null(auth_command("yes", &error));
}

static void the_environment_is_read_once_and_cleared(void **state)
{
    struct error error;
    struct auth *auth;

    (void)state;
    unsetenv("IMOLOG_WEBHOOK");
    assert_null(auth_environment(&error));
    assert_int_equal(error.kind, ERROR_NONE);
    setenv("IMOLOG_WEBHOOK", "a.example/rest/7/" CODE, 1);
    auth = auth_environment(&error);
    assert_non_null(auth);
    assert_null(getenv("IMOLOG_WEBHOOK"));
    auth_free(auth);
    setenv("IMOLOG_WEBHOOK", "nonsense", 1);
    assert_null(auth_environment(&error));
    assert_int_equal(error.kind, ERROR_USAGE);
}

static void an_application_becomes_credentials_by_its_code(void **state)
{
    static const char tokens[] = "{\"access_token\":\"at9\",\"refresh_token\":\"rt9\"}";
    struct error error;
    struct auth *auth = auth_application(" https://acme.bitrix24.example/ ", "app.1", "cs/1",
                                         &error);
    struct str text = {0};

    (void)state;
    assert_non_null(auth);
    auth_consent(auth, &text);
    assert_string_equal(text.text,
                        "https://acme.bitrix24.example/oauth/authorize/?client_id=app.1");
    str_clear(&text);
    auth_exchange(auth, "a&b", &text);
    assert_string_equal(text.text, "https://oauth.bitrix.info/oauth/token/?grant_type="
                                   "authorization_code&client_id=app.1&client_secret=cs%2F1"
                                   "&code=a%26b");
    str_clear(&text);
    assert_true(auth_renew(auth, tokens, sizeof tokens - 1, &error));
    auth_body(auth, NULL, &text);
    assert_string_equal(text.text, "{\"auth\":\"at9\"}");
    str_release(&text);
    auth_free(auth);
}

static void an_application_needs_a_portal_an_id_and_a_secret(void **state)
{
    static const char *const rows[][3] = {
        {"", "app.1", "cs"},          {"https://", "app.1", "cs"},
        {"acme.example", "", "cs"},   {"acme.example", "app.1", ""},
        {"acme.example", "a b", "cs"}, {"acme.example", "app.1", "c\"s"},
    };
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_null(auth_application(rows[i][0], rows[i][1], rows[i][2], &error));
}

static void a_renamed_portal_is_asked_under_its_new_name(void **state)
{
    static const char from[] = "https://old.bitrix24.example/rest/7/CODE9/";
    static const char *const others[] = {
        "https://new.bitrix24.example/rest/7/CODE9/user.get", /* other than what was asked */
        "https://new.bitrix24.example/rest/7/CODE9/profile?x=1",
        "https://new.bitrix24.example/rest/7/CODE9",
        "https://new.bitrix24.example.evil.example/rest/7/CODE9/profile",
        "https://new.bitrix24.evil/rest/7/CODE9/profile",
        "https://bitrix24.example/rest/7/CODE9/profile",
        "https://new.evil.bitrix24.example/rest/7/CODE9/profile",
        "https://new.bitrix24.example:444/rest/7/CODE9/profile",
        "https://a@new.bitrix24.example/rest/7/CODE9/profile",
        "http://127.0.0.1/rest/7/CODE9/profile",
        "http://new.bitrix24.example/rest/7/CODE9/profile",
        "new.bitrix24.example/rest/7/CODE9/profile",
        "file:///rest/7/CODE9/profile",
        "/rest/7/CODE9/profile",
        "",
    };
    struct error error;
    struct auth *auth = auth_webhook(from, sizeof from - 1, &error);

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(auth_move(auth, "profile", others[i]));
    assert_address(auth, "profile", "https://old.bitrix24.example/rest/7/CODE9/profile");
    assert_true(
        auth_move(auth, "profile", "https://New.Bitrix24.example/rest/7/CODE9/profile"));
    assert_address(auth, "batch", "https://New.Bitrix24.example/rest/7/CODE9/batch");
    assert_string_equal(auth_host(auth), "old.bitrix24.example");
    /* What was on its way meanwhile comes back alike; a second move is none. */
    assert_true(
        auth_move(auth, "profile", "https://new.bitrix24.example/rest/7/CODE9/profile"));
    assert_false(
        auth_move(auth, "profile", "https://third.bitrix24.example/rest/7/CODE9/profile"));
    auth_free(auth);
}

static void a_portal_elsewhere_is_not_renamed(void **state)
{
    struct error error;
    struct auth *auth = auth_webhook("https://crm.acme.example/rest/7/CODE9/", 38, &error);

    (void)state;
    assert_false(auth_move(auth, "profile", "https://new.acme.example/rest/7/CODE9/profile"));
    assert_false(
        auth_move(auth, "profile", "https://new.bitrix24.example/rest/7/CODE9/profile"));
    auth_free(auth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_webhook_is_understood_as_it_is_pasted),
        cmocka_unit_test(http_is_for_this_machine_alone),
        cmocka_unit_test(what_is_no_webhook_is_refused_without_repeating_it),
        cmocka_unit_test(an_address_with_a_secret_is_seen),
        cmocka_unit_test(an_application_adds_its_token),
        cmocka_unit_test(a_file_with_a_mistake_is_refused_by_its_line),
        cmocka_unit_test(a_file_is_written_for_its_owner_alone),
        cmocka_unit_test(a_new_pair_is_written_before_it_is_used),
        cmocka_unit_test(a_command_is_run_without_a_shell),
        cmocka_unit_test(the_environment_is_read_once_and_cleared),
        cmocka_unit_test(an_application_becomes_credentials_by_its_code),
        cmocka_unit_test(an_application_needs_a_portal_an_id_and_a_secret),
        cmocka_unit_test(a_renamed_portal_is_asked_under_its_new_name),
        cmocka_unit_test(a_portal_elsewhere_is_not_renamed),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
