/* SPDX-License-Identifier: MIT */
#include "ui/opener.h"
#include "base/run.h"
#include "base/words.h"
#include "ui/clipboard.h"

#include <stdlib.h>
#include <string.h>

enum { PATIENCE = 500 }; /* milliseconds in which an opener may say that it failed */

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value && *value;
}

static bool has_display(void)
{
#ifdef __APPLE__
    return true;
#else
    return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
#endif
}

/* $BROWSER may list several, with arguments: the first, by itself. NULL when there is none. */
static char *browser(void)
{
    const char *value = getenv("BROWSER");
    struct str word = {0};

    if (!value)
        return NULL;
    value += strspn(value, " \t:");
    if (*value == '\0' || *value == '-')
        return NULL;
    str_add(&word, value, strcspn(value, " \t\n:"));
    return str_take(&word);
}

static bool start(const char *what, const char *program, struct error *error)
{
    static const char *const secrets[] = {"B24_WEBHOOK", "IMOLOG_WEBHOOK", NULL};
    const char *const argv[] = {program, what, NULL};
    struct program run = {.environment = secrets, .time_limit = PATIENCE, .leave = true};

    return run_program(&run, argv, error);
}

/* The first that takes it, NULL: none, and why. */
static const char *open_with(const char *const *programs, size_t n, const char *what,
                             struct error *why)
{
    *why = (struct error){0};
    for (size_t i = 0; i < n; i++) {
        struct error error;

        if (programs[i] && start(what, programs[i], &error))
            return programs[i];
        if (programs[i] && why->kind == ERROR_NONE)
            *why = error;
    }
    return NULL;
}

static bool open_it(const struct address *address, struct str *told)
{
    char *own = browser();
    const char *const programs[] = {own, "xdg-open", "open"};
    struct error why;
    const char *program = open_with(programs, 3, address->url.text, &why);

    if (program)
        str_addf(told, _("opening %s with %s"), address->shown.text, program);
    else
        str_addf(told, _("not opened: %s"), why.text);
    free(own);
    return program != NULL;
}

const char *opener_open_file(const char *path, struct str *why)
{
    static const char *const programs[] = {"xdg-open", "open"};
    const char *program = NULL;
    struct error error = {.text = ""};

    if (has_display())
        program = open_with(programs, 2, path, &error);
    if (!program)
        str_add_text(why, *error.text ? error.text : _("there is no display"));
    return program;
}

bool opener_open(const struct address *address, const char *command, int tty, struct str *told)
{
    bool remote = is_set("SSH_TTY") || is_set("SSH_CONNECTION");

    if (remote && !has_display())
        str_add_text(told, _("not opened, there is no display over SSH"));
    else if (!has_display() && !is_set("BROWSER"))
        str_add_text(told, _("not opened, there is no display"));
    else if (open_it(address, told))
        return true;
    str_add_text(told, "; ");
    return clipboard_copy(address->url.text, address->url.size, command, tty, told);
}
