/* SPDX-License-Identifier: MIT */
#include "ui/osc8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *value(const char *name)
{
    const char *text = getenv(name);

    return text ? text : "";
}

static bool is_set(const char *name)
{
    return *value(name) != '\0';
}

static long number(const char *name)
{
    return strtol(value(name), NULL, 10);
}

static bool begins_any(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strncmp(text, *words, strlen(*words)) == 0)
            return true;
    return false;
}

/* tmux says which it is since 3.2. */
static bool is_new_tmux(void)
{
    int major = 0, minor = 0;

    return strcmp(value("TERM_PROGRAM"), "tmux") == 0 &&
           sscanf(value("TERM_PROGRAM_VERSION"), "%d.%d", &major, &minor) == 2 &&
           (major > 3 || (major == 3 && minor >= 4));
}

/* These names of a terminal type are its own. */
static bool is_named(void)
{
    static const char *const types[] = {"xterm-kitty", "xterm-ghostty", "ghostty", "alacritty",
                                        "foot",        "wezterm",       "contour", "rio",
                                        "mintty",      "iterm",         NULL};

    return begins_any(value("TERM"), types);
}

/* Left in the environment by the terminal; they do not come along over SSH. */
static bool has_signs(void)
{
    static const char *const signs[] = {"KITTY_WINDOW_ID", "WEZTERM_PANE", "WT_SESSION",
                                        "GHOSTTY_RESOURCES_DIR", "ALACRITTY_WINDOW_ID", NULL};
    static const char *const programs[] = {"iTerm.app", "WezTerm", "vscode",  "mintty",
                                           "ghostty",   "contour", "rio",     NULL};

    for (const char *const *sign = signs; *sign; sign++)
        if (is_set(*sign))
            return true;
    return begins_any(value("TERM_PROGRAM"), programs) || number("VTE_VERSION") >= 5000 ||
           number("KONSOLE_VERSION") >= 201200;
}

bool osc8_is_known(void)
{
    static const char *const others[] = {"linux", "vt", "dumb", "screen", "tmux", "cons",
                                         "ansi",  "sun", NULL};

    if (is_set("STY"))
        return false;
    if (is_set("TMUX"))
        return is_new_tmux();
    if (!is_set("TERM") || begins_any(value("TERM"), others) ||
        strcmp(value("TERM_PROGRAM"), "Apple_Terminal") == 0)
        return false;
    return is_named() || has_signs();
}
