/* SPDX-License-Identifier: MIT */
#include "cli/surroundings.h"
#include "base/words.h"

#include <errno.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* NULL also for the empty value. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

int64_t surroundings_now(void)
{
    const char *text = variable("IMOLOG_NOW");
    char *end;
    long long now;

    if (text) {
        errno = 0;
        now = strtoll(text, &end, 10);
        if (errno == 0 && *end == '\0')
            return now;
    }
    return (int64_t)time(NULL);
}

double surroundings_pace(void)
{
    const char *text = variable("IMOLOG_PACE");
    long pace = text ? strtol(text, NULL, 10) : 1;

    return pace > 0 ? (double)pace : 1;
}

bool surroundings_are_utf8(void)
{
    const char *codeset = nl_langinfo(CODESET);

    return strcasecmp(codeset, "UTF-8") == 0 || strcasecmp(codeset, "UTF8") == 0;
}

static bool is_forced(const char *name)
{
    const char *value = variable(name);

    return value && strcmp(value, "0") != 0;
}

bool surroundings_want_color(const struct options *options, bool to_terminal)
{
    if (options->color != COLOR_AUTO)
        return options->color == COLOR_ALWAYS;
    if (variable("NO_COLOR"))
        return false;
    if (to_terminal)
        return surroundings_no_panes() == NULL;
    return is_forced("CLICOLOR_FORCE") || is_forced("FORCE_COLOR");
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), length = strlen(end);

    return size >= length && strcmp(text + size - length, end) == 0;
}

int surroundings_n_colors(void)
{
    const char *depth = variable("COLORTERM"), *term = variable("TERM");

    if (depth && (strcmp(depth, "truecolor") == 0 || strcmp(depth, "24bit") == 0))
        return 1 << 24;
    if (term && ends_with(term, "-direct"))
        return 1 << 24;
    if (term && (strcmp(term, "linux") == 0 || strncmp(term, "vt", 2) == 0))
        return 8;
    return 256;
}

int surroundings_width(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

const char *surroundings_no_panes(void)
{
    const char *term = variable("TERM");

    if (!term)
        return _("TERM is not set, so nothing is known of this terminal");
    return strcmp(term, "dumb") == 0 ? _("this terminal calls itself dumb") : NULL;
}

bool surroundings_are_secure(const struct options *options)
{
    const char *wanted = getenv("IMOLOG_SECURE");

    return options->secure || (wanted && strcmp(wanted, "1") == 0);
}
