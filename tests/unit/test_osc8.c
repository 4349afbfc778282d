/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "ui/osc8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The environment has these, "NAME=value ...", and nothing else that tells of a terminal. */
static bool is_known_with(const char *variables)
{
    static const char *const others[] = {
        "TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TMUX", "STY", "VTE_VERSION", "WT_SESSION",
        "KITTY_WINDOW_ID", "WEZTERM_PANE", "KONSOLE_VERSION", "GHOSTTY_RESOURCES_DIR",
        "ALACRITTY_WINDOW_ID"};
    char copy[256];

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        unsetenv(others[i]);
    snprintf(copy, sizeof copy, "%s", variables);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
        char *value = strchr(word, '=');

        *value = '\0';
        setenv(word, value + 1, 1);
    }
    return osc8_is_known();
}

static void terminals_that_are_known(void **state)
{
    static const char *const known[] = {
        "TERM=xterm-256color VTE_VERSION=7002",
        "TERM=xterm-kitty",
        "TERM=alacritty",
        "TERM=foot-extra",
        "TERM=xterm-256color TERM_PROGRAM=iTerm.app",
        "TERM=xterm-256color TERM_PROGRAM=vscode",
        "TERM=xterm-256color WT_SESSION=x",
        "TERM=xterm-256color KONSOLE_VERSION=220401",
        "TERM=tmux-256color TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.4",
        "TERM=screen-256color TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.5a",
        "TERM=tmux-256color TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=4.0",
    };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!is_known_with(known[i]))
            fail_msg("%s", known[i]);
}

static void what_is_in_doubt_is_not(void **state)
{
    static const char *const others[] = {
        "",
        "TERM=xterm",
        "TERM=xterm-256color",
        "TERM=xterm-256color VTE_VERSION=4803",
        "TERM=xterm-256color KONSOLE_VERSION=190000",
        "TERM=xterm-256color TERM_PROGRAM=Apple_Terminal WT_SESSION=left-over",
        "TERM=linux VTE_VERSION=7002",
        "TERM=vt220 VTE_VERSION=7002",
        "TERM=screen-256color VTE_VERSION=7002",
        "TERM=screen.xterm-kitty STY=1.x KITTY_WINDOW_ID=1",
        "TERM=tmux-256color",
        "TERM=tmux-256color TMUX=x VTE_VERSION=7002",
        "TERM=tmux-256color TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.3a",
        "TERM=tmux-256color TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=next",
        "TERM=xterm-256color TMUX=x TERM_PROGRAM=iTerm.app TERM_PROGRAM_VERSION=3.4",
        "TERM=tmux-256color TMUX=x STY=1.x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.4",
    };

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (is_known_with(others[i]))
            fail_msg("%s", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terminals_that_are_known),
        cmocka_unit_test(what_is_in_doubt_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
