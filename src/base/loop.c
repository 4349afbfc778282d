/* SPDX-License-Identifier: MIT */
#include "base/loop.h"
#include "base/clock.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <unistd.h>

struct fd_watch {
    int fd; /* -1: no longer watched */
    bool is_input;
    loop_fd_fn *fn;
    void *self;
};

struct signal_watch {
    int signo;
    loop_signal_fn *fn;
    void *self;
    struct sigaction before;
};

struct timer {
    unsigned number;
    int64_t due; /* ns of the monotonic clock */
    loop_timer_fn *fn;
    void *self;
};

struct loop {
    VEC(struct fd_watch) fds;
    VEC(struct timer) timers;
    VEC(struct signal_watch) signals;
    VEC(struct pollfd) polled;
    unsigned last_timer;
    unsigned n_inputs; /* turns of input alone, one after the other */
    bool has_served;   /* descriptors alone, in the turn before */
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
    loop_watch_input(loop, loop->pipe[0], take_signals, loop);
    return loop;
}

void loop_unwatch_signals(struct loop *loop)
{
    for (size_t i = 0; i < loop->signals.n; i++)
        sigaction(loop->signals.at[i].signo, &loop->signals.at[i].before, NULL);
    loop->signals.n = 0;
}

void loop_free(struct loop *loop)
{
    if (!loop)
        return;
    loop_unwatch_signals(loop);
    signal_pipe = -1;
    close(loop->pipe[0]);
    close(loop->pipe[1]);
    vec_release(&loop->fds);
    vec_release(&loop->timers);
    vec_release(&loop->signals);
    vec_release(&loop->polled);
    free(loop);
}

static void add_watch(struct loop *loop, struct fd_watch watch)
{
    vec_push(&loop->fds, watch);
    vec_push(&loop->polled, (struct pollfd){watch.fd, POLLIN, 0});
}

void loop_watch_fd(struct loop *loop, int fd, loop_fd_fn *fn, void *self)
{
    add_watch(loop, (struct fd_watch){.fd = fd, .fn = fn, .self = self});
}

void loop_watch_input(struct loop *loop, int fd, loop_fd_fn *fn, void *self)
{
    add_watch(loop, (struct fd_watch){.fd = fd, .is_input = true, .fn = fn, .self = self});
}

static size_t find_watch(const struct loop *loop, int fd)
{
    size_t i = 0;

    while (i < loop->fds.n && loop->fds.at[i].fd != fd)
        i++;
    return i;
}

void loop_watch_for(struct loop *loop, int fd, bool readable, bool writable)
{
    size_t i = find_watch(loop, fd);

    if (i < loop->fds.n)
        loop->polled.at[i].events = (short)((readable ? POLLIN : 0) | (writable ? POLLOUT : 0));
}

void loop_unwatch_fd(struct loop *loop, int fd)
{
    size_t i = find_watch(loop, fd);

    if (i < loop->fds.n)
        loop->fds.at[i].fd = loop->polled.at[i].fd = -1;
}

/* Places keep their number while they are gone through; then those given up go. */
static void drop_unwatched(struct loop *loop)
{
    size_t kept = 0;

    for (size_t i = 0; i < loop->fds.n; i++)
        if (loop->fds.at[i].fd >= 0) {
            loop->fds.at[kept] = loop->fds.at[i];
            loop->polled.at[kept++] = loop->polled.at[i];
        }
    loop->fds.n = loop->polled.n = kept;
}

void loop_watch_signal(struct loop *loop, int signo, loop_signal_fn *fn, void *self)
{
    struct signal_watch watch = {.signo = signo, .fn = fn, .self = self};
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};

    sigfillset(&action.sa_mask);
    sigaction(signo, &action, &watch.before);
    vec_push(&loop->signals, watch);
}

enum { MS = 1000000, PATIENCE = 8 /* turns of input alone */ };

unsigned loop_after(struct loop *loop, int ms, loop_timer_fn *fn, void *self)
{
    loop->last_timer += loop->last_timer == UINT_MAX ? 2 : 1;
    vec_push(&loop->timers,
             (struct timer){loop->last_timer, clock_ns() + (int64_t)ms * MS, fn, self});
    return loop->last_timer;
}

void loop_cancel(struct loop *loop, unsigned timer)
{
    for (size_t i = 0; i < loop->timers.n; i++)
        if (loop->timers.at[i].number == timer) {
            loop->timers.at[i] = loop->timers.at[--loop->timers.n];
            return;
        }
}

/* The timer that is due first, NULL when there is none. */
static const struct timer *first_timer(const struct loop *loop)
{
    const struct timer *first = NULL;

    for (size_t i = 0; i < loop->timers.n; i++)
        if (!first || loop->timers.at[i].due < first->due)
            first = &loop->timers.at[i];
    return first;
}

/* Rounded up: to wake early is to poll again at once. */
static int poll_timeout(const struct loop *loop)
{
    const struct timer *first = first_timer(loop);
    int64_t left;

    if (!first)
        return -1;
    left = (first->due - clock_ns() + MS - 1) / MS;
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

static void run_timer(struct loop *loop)
{
    const struct timer *first = first_timer(loop);
    struct timer timer;

    if (!first || first->due > clock_ns())
        return;
    timer = *first;
    loop_cancel(loop, timer.number);
    timer.fn(timer.self);
}

/* Whether there was any. */
static bool serve(struct loop *loop, bool is_input)
{
    bool any = false;

    for (size_t i = 0; i < loop->fds.n; i++)
        if (loop->fds.at[i].fd >= 0 && loop->fds.at[i].is_input == is_input &&
            loop->polled.at[i].revents != 0) {
            any = true;
            loop->fds.at[i].fn(loop->fds.at[i].self, loop->fds.at[i].fd);
        }
    return any;
}

void loop_on_idle(struct loop *loop, loop_idle_fn *fn, void *self)
{
    loop->idle = fn;
    loop->idle_self = self;
}

bool loop_turn(struct loop *loop)
{
    if (loop->idle && !loop->stopped)
        loop->idle(loop->idle_self);
    if (loop->stopped)
        return false;
    drop_unwatched(loop);
    if (poll(loop->polled.at, loop->polled.n, poll_timeout(loop)) < 0)
        return true;
    if (serve(loop, true) && loop->n_inputs++ < PATIENCE)
        return true;
    loop->n_inputs = 0;
    loop->has_served = serve(loop, false) && !loop->has_served;
    if (!loop->has_served)
        run_timer(loop);
    return true;
}

void loop_take_input(struct loop *loop)
{
    if (poll(loop->polled.at, loop->polled.n, 0) > 0)
        serve(loop, true);
}

void loop_run(struct loop *loop)
{
    while (loop_turn(loop))
        ;
}

void loop_stop(struct loop *loop)
{
    loop->stopped = true;
}
