/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* POSIX_SPAWN_SETSID, ppoll, pipe2: POSIX since 2024 */
#include "base/run.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/secure.h"
#include "base/vec.h"
#include "base/words.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ERRORS_LIMIT = 512, GRACE = 300, LEFT_MAX = 32, PASSES = 2 };

/* Our end of one of its streams. */
struct channel {
    int fd;            /* -1: not used, or closed */
    const char *bytes; /* still to be written */
    size_t size;
    struct str *taken; /* or: what was read */
    size_t limit;
    bool flows; /* past the limit it is read and dropped: closing would end the child */
    bool *cut;
};

struct child {
    pid_t pid;
    struct channel channels[3];
    int theirs[3]; /* the child's ends */
    struct str errors;
    sigset_t mask; /* as it was before */
    bool is_leader; /* of its own session */
    int waited;    /* waitpid's status */
    int n_passed;  /* signals passed on to it */
    bool ended, late;
};

/* --- signals --------------------------------------------------------------------------------- */

static volatile sig_atomic_t ending; /* the first signal that is to end us; 0: none came */

static void note_ending(int signo)
{
    if (!ending)
        ending = signo;
}

/* While the child runs. Ctrl-C and Ctrl-\ in the foreground are for the child; Ctrl-Z stops both
 * of us, as the shell expects; what is to end us is passed on first. */
static const struct {
    int signo;
    bool quiet;
    void (*handler)(int signo);
} held[] = {
    {SIGPIPE, true, SIG_IGN},         {SIGINT, false, SIG_IGN},      {SIGQUIT, false, SIG_IGN},
    {SIGTSTP, false, SIG_DFL},        {SIGTERM, false, note_ending}, {SIGHUP, false, note_ending},
};
enum { HELD = sizeof held / sizeof *held };

struct before {
    struct sigaction held[HELD], ended;
    pid_t foreground; /* whose the terminal was; -1: there is none */
};

static void note_end(int signo)
{
    (void)signo; /* it only has to wake ppoll */
}

static void hold_signals(enum run_mode mode, struct before *before, sigset_t *mask)
{
    struct sigaction action = {.sa_handler = note_end, .sa_flags = SA_NOCLDSTOP};
    sigset_t waking; /* seen while we sleep, and then only */

    sigemptyset(&action.sa_mask);
    sigemptyset(&waking);
    sigaddset(&waking, SIGCHLD);
    if (mode == RUN_FOREGROUND) {
        sigaddset(&waking, SIGTERM);
        sigaddset(&waking, SIGHUP);
    }
    sigprocmask(SIG_BLOCK, &waking, mask);
    ending = 0;
    sigaction(SIGCHLD, &action, &before->ended);
    before->foreground = mode == RUN_FOREGROUND ? tcgetpgrp(STDIN_FILENO) : -1;
    action.sa_flags = 0;
    for (int i = 0; i < HELD; i++) {
        action.sa_handler = held[i].handler;
        sigaction(held[i].signo, mode == RUN_FOREGROUND || held[i].quiet ? &action : NULL,
                  &before->held[i]);
    }
}

/* A shell that died on the terminal keeps it from us: we would be stopped when we use it. */
static void take_foreground(const struct before *before)
{
    sigset_t output, mask;

    if (before->foreground != getpgrp() || tcgetpgrp(STDIN_FILENO) == before->foreground)
        return;
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    sigprocmask(SIG_BLOCK, &output, &mask);
    tcsetpgrp(STDIN_FILENO, before->foreground);
    sigprocmask(SIG_SETMASK, &mask, NULL);
}

static void release_signals(const struct before *before, const sigset_t *mask)
{
    for (int i = 0; i < HELD; i++)
        sigaction(held[i].signo, &before->held[i], NULL);
    sigaction(SIGCHLD, &before->ended, NULL);
    sigprocmask(SIG_SETMASK, mask, NULL);
}

/* --- starting -------------------------------------------------------------------------------- */

static bool is_named(const char *entry, const char *const *changes)
{
    size_t size = strcspn(entry, "=");

    for (; *changes; changes++)
        if (strcspn(*changes, "=") == size && strncmp(*changes, entry, size) == 0)
            return true;
    return false;
}

/* The entries are borrowed. */
static char **make_environment(const char *const *changes)
{
    VEC(char *) made = {0};

    for (char **entry = environ; *entry; entry++)
        if (!changes || !is_named(*entry, changes))
            vec_push(&made, *entry);
    for (; changes && *changes; changes++)
        if (strchr(*changes, '='))
            vec_push(&made, (char *)*changes);
    vec_push(&made, NULL);
    return made.at;
}

static bool open_channel(struct child *child, int stream)
{
    bool writes = stream == STDIN_FILENO;
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    child->channels[stream].fd = ends[writes];
    child->theirs[stream] = ends[!writes];
    fcntl(ends[writes], F_SETFL, O_NONBLOCK);
    return true;
}

static bool open_channels(struct child *child, struct program *run)
{
    struct channel *channels = child->channels;

    for (int i = 0; i < 3; i++)
        channels[i].fd = child->theirs[i] = -1;
    channels[0].bytes = run->input;
    channels[0].size = run->input_size;
    channels[1].taken = run->output;
    channels[1].limit = run->output ? run->output->size + run->output_limit : 0;
    channels[1].cut = &run->cut;
    channels[2].taken = &child->errors;
    channels[2].limit = ERRORS_LIMIT;
    channels[2].flows = true;
    return (!run->input || open_channel(child, 0)) && (!run->output || open_channel(child, 1)) &&
           (run->mode != RUN_QUIET || run->leave || open_channel(child, 2));
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void set_streams(posix_spawn_file_actions_t *actions, const struct child *child, bool quiet)
{
    for (int i = 0; i < 3; i++)
        if (child->theirs[i] >= 0)
            posix_spawn_file_actions_adddup2(actions, child->theirs[i], i);
        else if (quiet)
            posix_spawn_file_actions_addopen(actions, i, "/dev/null", i ? O_WRONLY : O_RDONLY, 0);
}

static void set_attributes(posix_spawnattr_t *attributes, const struct child *child)
{
    static const int usual[] = {SIGINT, SIGQUIT, SIGPIPE, SIGTSTP, SIGCHLD, SIGXFSZ};
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        sigaddset(&set, usual[i]);
    posix_spawnattr_setsigdefault(attributes, &set);
    posix_spawnattr_setsigmask(attributes, &child->mask);
    posix_spawnattr_setflags(attributes,
                             (short)(child->is_leader ? flags | POSIX_SPAWN_SETSID : flags));
}

/* Gives errno's number, 0 when it runs. */
static int start(struct child *child, const struct program *run, const char *const *argv)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char **environment = make_environment(run->environment);
    int why;

    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    set_streams(&actions, child, run->mode == RUN_QUIET);
    set_attributes(&attributes, child);
    why = posix_spawnp(&child->pid, argv[0], &actions, &attributes, (char *const *)argv,
                       environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    free(environment);
    return why;
}

/* --- its streams ----------------------------------------------------------------------------- */

static bool would_block(void)
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

static void give(struct channel *channel)
{
    ssize_t n = channel->size ? write(channel->fd, channel->bytes, channel->size) : 0;

    if (n > 0) {
        channel->bytes += n;
        channel->size -= (size_t)n;
    }
    if (channel->size == 0 || (n < 0 && !would_block()))
        close_fd(&channel->fd);
}

/* False: there is nothing more now. */
static bool take(struct channel *channel)
{
    char bytes[16384];
    ssize_t n = read(channel->fd, bytes, sizeof bytes);
    size_t room = channel->limit - channel->taken->size, got = n > 0 ? (size_t)n : 0;

    str_add(channel->taken, bytes, got < room ? got : room);
    if (got > room && channel->cut)
        *channel->cut = true;
    if (n == 0 || (n < 0 && !would_block()) || (got > room && !channel->flows))
        close_fd(&channel->fd);
    return n > 0 && channel->fd >= 0;
}

/* What it had written when it ended; others may hold the stream open and go on writing. */
static void drain(struct child *child)
{
    for (int i = 1; i < 3; i++)
        for (int n = 0; n < 64 && child->channels[i].fd >= 0; n++)
            if (!take(&child->channels[i]))
                break;
}

/* --- waiting --------------------------------------------------------------------------------- */

/* Until a stream is ready, some child ended, or the deadline; a deadline of 0 is none. */
static void sleep_and_serve(struct child *child, long long deadline)
{
    struct pollfd polled[3];
    struct timespec left = {0};
    long long rest = deadline ? deadline - clock_ms() : 0;

    if (rest > 0)
        left = (struct timespec){rest / 1000, rest % 1000 * 1000000};
    for (int i = 0; i < 3; i++)
        polled[i] = (struct pollfd){child->channels[i].fd, i ? POLLIN : POLLOUT, 0};
    if (ppoll(polled, 3, deadline ? &left : NULL, &child->mask) <= 0)
        return;
    if (polled[0].revents)
        give(&child->channels[0]);
    for (int i = 1; i < 3; i++)
        if (polled[i].revents)
            take(&child->channels[i]);
}

static void end_it(const struct child *child, int signo)
{
    kill(child->is_leader ? -child->pid : child->pid, signo);
}

/* Its group, when that has nobody in it who is not ours, and those it has put on the terminal. */
static void signal_job(const struct child *child, int signo)
{
    pid_t ours = getpgrp(), theirs = getpgid(child->pid), shown = tcgetpgrp(STDIN_FILENO);

    if (theirs > 0)
        kill(theirs == ours && ours != getpid() ? child->pid : -theirs, signo);
    if (shown > 0 && shown != ours && shown != theirs)
        kill(-shown, signo);
}

/* Shells heed the second, and what was stopped heeds neither until it goes on. False: it was told
 * enough. */
static bool pass_on(struct child *child, long long *deadline)
{
    if (child->n_passed > 0 && clock_ms() < *deadline)
        return true;
    if (child->n_passed == PASSES)
        return false;
    signal_job(child, child->n_passed++ ? SIGHUP : ending);
    signal_job(child, SIGCONT);
    *deadline = clock_ms() + GRACE;
    return true;
}

static void attend(struct child *child, const struct program *run)
{
    long long deadline = run->time_limit ? clock_ms() + run->time_limit : 0;

    for (;;) {
        pid_t found = waitpid(child->pid, &child->waited, WNOHANG);

        child->ended = found == child->pid;
        if (found != 0)
            break;
        sleep_and_serve(child, deadline);
        if (ending && !pass_on(child, &deadline))
            return;
        if (ending || !deadline || clock_ms() < deadline)
            continue;
        if (run->leave)
            return;
        end_it(child, child->late ? SIGKILL : SIGTERM);
        child->late = true;
        deadline = clock_ms() + GRACE;
    }
    drain(child);
}

/* --- those left running ---------------------------------------------------------------------- */

/* Asked after at every run, so that no dead process stays in the table. */
static pid_t left_running[LEFT_MAX];

static void leave(pid_t pid)
{
    for (int i = 0; i < LEFT_MAX; i++)
        if (left_running[i] == 0) {
            left_running[i] = pid;
            return;
        }
}

static void reap_left(void)
{
    for (int i = 0; i < LEFT_MAX; i++)
        if (left_running[i] != 0 && waitpid(left_running[i], NULL, WNOHANG) != 0)
            left_running[i] = 0;
}

/* --- what came of it ------------------------------------------------------------------------- */

static bool tell_start(const char *name, int why, struct error *error)
{
    if (why == ENOENT)
        return error_set(error, ERROR_FAILED, _("there is no program %s here"), name);
    return error_set(error, ERROR_FAILED, _("%s cannot be started: %s"), name, strerror(why));
}

static bool tell_end(const struct child *child, struct program *run, const char *name,
                     struct error *error)
{
    const char *errors = str_text(&child->errors);
    int signo = WIFSIGNALED(child->waited) ? WTERMSIG(child->waited) : 0;

    if (!child->ended)
        return run->leave || error_set(error, ERROR_FAILED, _("%s was lost sight of"), name);
    run->status = signo ? 128 + signo : WEXITSTATUS(child->waited);
    if (child->late)
        return error_set(error, ERROR_FAILED, _("%s took more than %g seconds and was ended"), name,
                         run->time_limit / 1000.0);
    if (run->status == 0 || (signo == SIGPIPE && run->cut))
        return true;
    if (signo)
        return error_set(error, ERROR_FAILED, _("%s was ended by signal %d (%s)"), name, signo,
                         strsignal(signo));
    return error_set(error, ERROR_FAILED, _("%s ended with status %d%s%.*s"), name, run->status,
                     *errors ? ": " : "", (int)strcspn(errors, "\r\n"), errors);
}

static bool run_named(struct program *run, const char *const *argv, const char *name,
                      struct error *error)
{
    struct child child = {.is_leader = run->mode == RUN_QUIET};
    struct before before;
    bool done;
    int why;

    assert(!run->leave || (!run->input && !run->output && run->time_limit));
    run->status = -1;
    run->cut = false;
    run->ending = 0;
    if (secure_forbids_programs(error))
        return false;
    reap_left();
    hold_signals(run->mode, &before, &child.mask);
    why = open_channels(&child, run) ? start(&child, run, argv) : errno;
    for (int i = 0; i < 3; i++)
        close_fd(&child.theirs[i]);
    if (why == 0)
        attend(&child, run);
    if (why == 0 && !child.ended && run->leave)
        leave(child.pid);
    for (int i = 0; i < 3; i++)
        close_fd(&child.channels[i].fd);
    take_foreground(&before);
    release_signals(&before, &child.mask);
    run->ending = ending;
    if (ending)
        raise(ending);
    done = why ? tell_start(name, why, error) : tell_end(&child, run, name, error);
    str_release(&child.errors);
    return done;
}

bool run_program(struct program *run, const char *const *argv, struct error *error)
{
    return run_named(run, argv, argv[0], error);
}

bool run_shell(struct program *run, const char *line, struct error *error)
{
    const char *const argv[] = {"/bin/sh", "-c", line, NULL};

    return run_named(run, argv, line, error);
}

static bool is_program(const char *folder, size_t size, const char *name)
{
    struct str path = {0};
    bool found;

    str_add(&path, folder, size);
    str_addf(&path, "%s%s", size ? "/" : "", name);
    found = access(str_text(&path), X_OK) == 0;
    str_release(&path);
    return found;
}

bool run_can(const char *name)
{
    const char *at = getenv("PATH");

    while (at) {
        size_t size = strcspn(at, ":");

        if (is_program(at, size, name))
            return true;
        at = at[size] ? at + size + 1 : NULL;
    }
    return false;
}
