/* SPDX-License-Identifier: MIT */
#include "base/guard.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int ends[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU, SIGALRM};
enum { N_ENDS = sizeof ends / sizeof *ends };

static struct {
    const char *path; /* NULL: nothing is watched; changed while the signals wait */
    struct sigaction before[N_ENDS];
} guard;

/* Comes again when we return, and then ends us as it always does. */
static void remove_it(int signo)
{
    unlink(guard.path);
    signal(signo, SIG_DFL);
    raise(signo);
}

static void hold(sigset_t *before)
{
    sigset_t set;

    sigemptyset(&set);
    for (int i = 0; i < N_ENDS; i++)
        sigaddset(&set, ends[i]);
    sigprocmask(SIG_BLOCK, &set, before);
}

static void watch(const char *path)
{
    struct sigaction action = {.sa_handler = remove_it};

    sigfillset(&action.sa_mask);
    guard.path = path;
    for (int i = 0; i < N_ENDS; i++) {
        sigaction(ends[i], NULL, &guard.before[i]);
        if (guard.before[i].sa_handler == SIG_DFL)
            sigaction(ends[i], &action, NULL);
    }
}

int guard_make(char *path)
{
    sigset_t before;
    int fd, why;

    hold(&before);
    fd = mkstemps(path, (int)strlen(strrchr(GUARD_NAME, '.')));
    why = errno;
    if (fd >= 0 && !guard.path)
        watch(path);
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = why;
    return fd;
}

void guard_end(const char *path)
{
    sigset_t before;

    if (!guard.path || path != guard.path)
        return;
    hold(&before);
    for (int i = 0; i < N_ENDS; i++)
        if (guard.before[i].sa_handler == SIG_DFL)
            sigaction(ends[i], &guard.before[i], NULL);
    guard.path = NULL;
    sigprocmask(SIG_SETMASK, &before, NULL);
}
