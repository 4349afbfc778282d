/* SPDX-License-Identifier: MIT */
#include "base/loop.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

struct fd_watch {
    int fd;
    loop_fd_fn *fn;
    void *self;
};

struct signal_watch {
    int signo;
    loop_signal_fn *fn;
    void *self;
    struct sigaction before;
};

struct loop {
    VEC(struct fd_watch) fds;
    VEC(struct signal_watch) signals;
    VEC(struct pollfd) polled;
    loop_idle_fn *idle;
    void *idle_self;
    int pipe[2];
    bool stopped;
};

/* The write end for the handler: signal handlers take no argument of ours. */
static volatile sig_atomic_t signal_pipe = -1;

static void note_signal(int signo)
{
    unsigned char byte = (unsigned char)signo;
    int error = errno;

    if (write(signal_pipe, &byte, 1) < 0)
        errno = error; /* a full pipe wakes the loop all the same */
    errno = error;
}

static void take_signals(void *self, int fd)
{
    struct loop *loop = self;
    unsigned char bytes[64];
    ssize_t n;

    while ((n = read(fd, bytes, sizeof bytes)) > 0)
        for (ssize_t i = 0; i < n; i++)
            for (size_t w = 0; w < loop->signals.n; w++)
                if (loop->signals.at[w].signo == bytes[i])
                    loop->signals.at[w].fn(loop->signals.at[w].self, bytes[i]);
}

struct loop *loop_new(void)
{
    struct loop *loop = mem_zero(1, sizeof *loop);

    if (pipe(loop->pipe) != 0) {
        loop->pipe[0] = loop->pipe[1] = -1;
        return loop;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(loop->pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(loop->pipe[i], F_SETFD, FD_CLOEXEC);
    }
    signal_pipe = loop->pipe[1];
    loop_watch_fd(loop, loop->pipe[0], take_signals, loop);
    return loop;
}

void loop_free(struct loop *loop)
{
    if (!loop)
        return;
    for (size_t i = 0; i < loop->signals.n; i++)
        sigaction(loop->signals.at[i].signo, &loop->signals.at[i].before, NULL);
    signal_pipe = -1;
    close(loop->pipe[0]);
    close(loop->pipe[1]);
    vec_release(&loop->fds);
    vec_release(&loop->signals);
    vec_release(&loop->polled);
    free(loop);
}

void loop_watch_fd(struct loop *loop, int fd, loop_fd_fn *fn, void *self)
{
    vec_push(&loop->fds, (struct fd_watch){fd, fn, self});
    vec_push(&loop->polled, (struct pollfd){fd, POLLIN, 0});
}

void loop_watch_signal(struct loop *loop, int signo, loop_signal_fn *fn, void *self)
{
    struct signal_watch watch = {.signo = signo, .fn = fn, .self = self};
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};

    sigfillset(&action.sa_mask);
    sigaction(signo, &action, &watch.before);
    vec_push(&loop->signals, watch);
}

void loop_on_idle(struct loop *loop, loop_idle_fn *fn, void *self)
{
    loop->idle = fn;
    loop->idle_self = self;
}

void loop_run(struct loop *loop)
{
    while (!loop->stopped) {
        if (loop->idle)
            loop->idle(loop->idle_self);
        if (loop->stopped || poll(loop->polled.at, loop->polled.n, -1) < 0)
            continue;
        for (size_t i = 0; i < loop->fds.n; i++)
            if (loop->polled.at[i].revents != 0)
                loop->fds.at[i].fn(loop->fds.at[i].self, loop->fds.at[i].fd);
    }
}

void loop_stop(struct loop *loop)
{
    loop->stopped = true;
}
