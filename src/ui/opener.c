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

static bool start(const struct address *address, const char *program, struct error *error)
{
    static const char *const secrets[] = {"B24_WEBHOOK", "IMOLOG_WEBHOOK", NULL};
    const char *const argv[] = {program, address->url.text, NULL};
    struct program run = {.environment = secrets, .time_limit = PATIENCE, .leave = true};

    return run_program(&run, argv, error);
}

/* The first that takes it; told gets why not, otherwise. */
static bool open_it(const struct address *address, struct str *told)
{
    char *own = browser();
    const char *const programs[] = {own, "xdg-open", "open"};
    struct error error = {0};
    bool done = false;

    for (size_t i = 0; !done && i < sizeof programs / sizeof *programs; i++) {
        struct error why;

        if (!programs[i])
            continue;
        done = start(address, programs[i], &why);
        if (done)
            str_addf(told, _("opening %s with %s"), address->shown.text, programs[i]);
        else if (error.kind == ERROR_NONE)
            error = why;
    }
    if (!done)
        str_addf(told, _("not opened: %s"), error.text);
    free(own);
    return done;
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
