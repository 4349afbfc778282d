/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "base/log.h"
#include "base/secret.h"
#include "cli/findings.h"

#include <string.h>

static void text_and_json_say_the_same(void **state)
{
    struct findings findings;

    (void)state;
    findings_begin(&findings);
    findings_open(&findings, "terminal", "Terminal");
    findings_text(&findings, "term", "TERM", "xterm");
    findings_text(&findings, "program", NULL, NULL);
    findings_number(&findings, "columns", "columns", 80);
    findings_maybe(&findings, "margins", "margins", false, true);
    findings_flag(&findings, "mouse", "mouse", true);
    findings_note(&findings, "a note");
    findings_close(&findings);
    findings_open_list(&findings, "portals");
    for (int i = 0; i < 2; i++) {
        findings_open(&findings, NULL, "Portal");
        findings_problem(&findings, "no answer");
        findings_problem(&findings, "no \"right\"");
        findings_close(&findings);
    }
    findings_close_list(&findings);
    findings_end(&findings);
    assert_string_equal(findings.text.text, "Terminal\n"
                                            "  TERM              xterm\n"
                                            "  columns           80\n"
                                            "  margins           not known\n"
                                            "  mouse             yes\n"
                                            "  - a note\n"
                                            "\nPortal\n  ! no answer\n  ! no \"right\"\n"
                                            "\nPortal\n  ! no answer\n  ! no \"right\"\n");
    assert_string_equal(
        findings.json.text,
        "{\"terminal\":{\"term\":\"xterm\",\"program\":null,\"columns\":80,\"margins\":null,"
        "\"mouse\":true,\"problems\":[],\"notes\":[\"a note\"]},\"portals\":["
        "{\"problems\":[\"no answer\",\"no \\\"right\\\"\"],\"notes\":[]},"
        "{\"problems\":[\"no answer\",\"no \\\"right\\\"\"],\"notes\":[]}],\"ok\":false}\n");
    assert_int_equal(findings.n_problems, 4);
    findings_release(&findings);
}

static void secrets_and_controls_stay_inside(void **state)
{
    char *secret = secret_keep("c0deC0de9", 9);
    struct findings findings;

    (void)state;
    findings_begin(&findings);
    findings_open(&findings, "portal", "c0deC0de9");
    findings_text(&findings, "name", "name", "\033[2Jc0deC0de9\n");
    findings_open_list(&findings, "files");
    findings_item(&findings, "file", "/rest/7/c0deC0de9/");
    findings_close_list(&findings);
    log_note("%s", "c0deC0de9");
    findings_take_log(&findings, true);
    findings_close(&findings);
    findings_end(&findings);
    assert_null(strstr(findings.text.text, "c0de"));
    assert_null(strstr(findings.json.text, "c0de"));
    assert_null(strchr(findings.text.text, '\033'));
    assert_null(strstr(findings.json.text, "\\u001b"));
    assert_int_equal(findings.n_problems, 1);
    findings_release(&findings);
    secret_drop(secret);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_json_say_the_same),
        cmocka_unit_test(secrets_and_controls_stay_inside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
