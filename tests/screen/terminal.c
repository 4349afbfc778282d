/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "terminal.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

enum { LIMIT_MS = 30000, SHORT_MS = 500, STABLE_MS = 50 };

/* Written into the slave when the program sleeps: what is before it is all the program wrote. */
static const char mark[] = "\033_all read\033\\";
enum { MARK = sizeof mark - 1 };

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void take_answer(const char *bytes, size_t size, void *self)
{
    struct terminal *terminal = self;
    if (size > sizeof terminal->out - terminal->n_out)
        size = sizeof terminal->out - terminal->n_out;
    memcpy(terminal->out + terminal->n_out, bytes, size);
    terminal->n_out += size;
}

static int move_cursor(VTermPos to, VTermPos from, int is_visible, void *self)
{
    (void)from;
    (void)is_visible;
    ((struct terminal *)self)->cursor = to;
    return 1;
}

static int set_property(VTermProp property, VTermValue *value, void *self)
{
    struct terminal *terminal = self;
    if (property == VTERM_PROP_CURSORVISIBLE)
        terminal->cursor_is_visible = value->boolean;
    else if (property == VTERM_PROP_ALTSCREEN)
        terminal->alternate = value->boolean;
    else if (property == VTERM_PROP_MOUSE)
        terminal->mouse = value->number;
    return 1;
}

static const VTermScreenCallbacks callbacks = {
    .movecursor = move_cursor,
    .settermprop = set_property,
};

static void start_screen(struct terminal *terminal)
{
    terminal->vt = vterm_new(terminal->rows, terminal->columns);
    vterm_set_utf8(terminal->vt, 1);
    terminal->screen = vterm_obtain_screen(terminal->vt);
    vterm_screen_enable_altscreen(terminal->screen, 1);
    vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
    vterm_output_set_callback(terminal->vt, take_answer, terminal);
    vterm_screen_reset(terminal->screen, 1);
    terminal->cursor_is_visible = true;
}

void terminal_start(struct terminal *terminal, char **command, char **environment, int columns,
                    int rows)
{
    *terminal = (struct terminal){.columns = columns, .rows = rows, .slept = -1};
    start_screen(terminal);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    int slave;
    char name[256];
    if (openpty(&terminal->master, &slave, name, NULL, &size) < 0)
        err(2, "openpty");
    tcgetattr(slave, &terminal->before);
    /* A descriptor of our own: O_NONBLOCK on a shared one would reach the program. */
    terminal->slave = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (terminal->slave < 0)
        err(2, "%s", name);
    fcntl(terminal->master, F_SETFD, FD_CLOEXEC);
    fcntl(terminal->master, F_SETFL, O_NONBLOCK);
    terminal->pid = fork();
    if (terminal->pid < 0)
        err(2, "fork");
    if (terminal->pid == 0) {
        login_tty(slave);
        execve(command[0], command, environment);
        err(127, "%s", command[0]);
    }
    close(slave);
}

/* --- the program's state, from /proc -------------------------------------------------------- */

static bool read_proc(pid_t pid, const char *name, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

/* How often the program went to sleep so far: grows when it has been woken and sleeps again. */
static long count_sleeps(pid_t pid)
{
    char text[4096];
    static const char key[] = "\nvoluntary_ctxt_switches:";
    if (!read_proc(pid, "status", text, sizeof text))
        return -1;
    const char *found = strstr(text, key);
    return found ? atol(found + sizeof key - 1) : -1;
}

static bool is_asleep(pid_t pid)
{
    char text[1024];
    if (!read_proc(pid, "stat", text, sizeof text))
        return false;
    const char *name_end = strrchr(text, ')');
    return name_end && name_end[1] && name_end[2] == 'S';
}

/* Milliseconds of a timespec in the program's memory. */
static long peek_timeout(pid_t pid, unsigned long address)
{
    if (address == 0)
        return -1;
    struct timespec time;
    struct iovec to = {&time, sizeof time}, from = {(void *)address, sizeof time};
    if (process_vm_readv(pid, &to, 1, &from, 1, 0) != (ssize_t)sizeof time)
        return -1;
    return (long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Whether this system call is the wait for the next event, and not for the rest of an escape
 * sequence. */
static bool is_wait(pid_t pid, long number, const unsigned long argument[5])
{
    long timeout = -1;
    if (number == SYS_ppoll)
        timeout = peek_timeout(pid, argument[2]);
    else if (number == SYS_pselect6)
        timeout = peek_timeout(pid, argument[4]);
#ifdef SYS_poll
    else if (number == SYS_poll)
        timeout = (int)argument[2];
#endif
#ifdef SYS_select
    else if (number == SYS_select)
        timeout = argument[4] ? 1000 : -1;
#endif
    else if (number != SYS_read)
        return false;
    return timeout < 0 || timeout > SHORT_MS;
}

/* Asleep until something happens. Where the kernel hides the system call (a program that is not
 * dumpable), being asleep for a while has to do. */
static bool is_waiting(struct terminal *terminal)
{
    if (!is_asleep(terminal->pid))
        return false;
    char text[256];
    long number;
    unsigned long argument[5] = {0};
    if (!read_proc(terminal->pid, "syscall", text, sizeof text)) {
        long sleeps = count_sleeps(terminal->pid);
        poll(NULL, 0, STABLE_MS);
        return is_asleep(terminal->pid) && sleeps == count_sleeps(terminal->pid);
    }
    if (sscanf(text, "%ld %lx %lx %lx %lx %lx", &number, &argument[0], &argument[1], &argument[2],
               &argument[3], &argument[4]) != 6)
        return false;
    return is_wait(terminal->pid, number, argument);
}

/* --- talking -------------------------------------------------------------------------------- */

static void flush_answers(struct terminal *terminal)
{
    if (terminal->n_out == 0)
        return;
    size_t size = terminal->n_out;
    terminal->n_out = 0;
    terminal_send(terminal, terminal->out, size);
}

static size_t read_some(struct terminal *terminal, char *bytes, size_t size)
{
    ssize_t n = read(terminal->master, bytes, size);
    return n > 0 ? (size_t)n : 0;
}

/* What can be read now. */
static bool drain(struct terminal *terminal)
{
    char bytes[65536];
    bool any = false;
    for (size_t n; (n = read_some(terminal, bytes, sizeof bytes)) > 0; any = true)
        vterm_input_write(terminal->vt, bytes, n);
    flush_answers(terminal);
    return any;
}

/* Everything written until now, also what the kernel still carries to us. */
static bool drain_to_mark(struct terminal *terminal)
{
    bool any = drain(terminal);
    if (write(terminal->slave, mark, MARK) != MARK)
        return true;
    char bytes[8192];
    size_t n = 0;
    const char *found = NULL;
    for (long until = now_ms() + LIMIT_MS; found == NULL && now_ms() < until;) {
        struct pollfd fd = {terminal->master, POLLIN, 0};
        poll(&fd, 1, 100);
        n += read_some(terminal, bytes + n, sizeof bytes - n);
        found = memmem(bytes, n, mark, MARK);
        if (found == NULL && n > sizeof bytes / 2) {
            vterm_input_write(terminal->vt, bytes, n - MARK);
            memmove(bytes, bytes + n - MARK, MARK);
            n = MARK;
            any = true;
        }
    }
    size_t head = found ? (size_t)(found - bytes) : n, skip = found ? MARK : 0;
    vterm_input_write(terminal->vt, bytes, head);
    vterm_input_write(terminal->vt, bytes + head + skip, n - head - skip);
    flush_answers(terminal);
    return any || n > skip;
}

static bool check_end(struct terminal *terminal)
{
    if (!terminal->has_ended && waitpid(terminal->pid, &terminal->status, WNOHANG) > 0) {
        terminal->has_ended = true;
        drain_to_mark(terminal);
    }
    return terminal->has_ended;
}

static bool has_typed_ahead(struct terminal *terminal)
{
    int n = 0;
    return ioctl(terminal->slave, FIONREAD, &n) == 0 && n > 0;
}

static bool is_quiet(struct terminal *terminal)
{
    long sleeps = count_sleeps(terminal->pid);
    return sleeps > terminal->slept && is_waiting(terminal) && !has_typed_ahead(terminal) &&
           !drain_to_mark(terminal) && is_waiting(terminal) &&
           count_sleeps(terminal->pid) == sleeps;
}

enum settled terminal_settle(struct terminal *terminal)
{
    for (long until = now_ms() + LIMIT_MS; now_ms() < until;) {
        drain(terminal);
        if (check_end(terminal))
            return SETTLED_ENDED;
        if (is_quiet(terminal))
            return SETTLED;
        struct pollfd fd = {terminal->master, POLLIN, 0};
        poll(&fd, 1, 1);
    }
    return SETTLED_NEVER;
}

bool terminal_wait(struct terminal *terminal)
{
    for (long until = now_ms() + LIMIT_MS; now_ms() < until;) {
        drain(terminal);
        if (check_end(terminal))
            return true;
        struct pollfd fd = {terminal->master, POLLIN, 0};
        poll(&fd, 1, 1);
    }
    return false;
}

void terminal_send(struct terminal *terminal, const char *bytes, size_t size)
{
    terminal->slept = count_sleeps(terminal->pid);
    while (size > 0) {
        ssize_t n = write(terminal->master, bytes, size);
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return;
        if (n < 0)
            drain(terminal);
        bytes += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
}

void terminal_resize(struct terminal *terminal, int columns, int rows)
{
    if (columns == terminal->columns && rows == terminal->rows)
        return;
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    terminal->columns = columns;
    terminal->rows = rows;
    terminal->slept = count_sleeps(terminal->pid);
    vterm_set_size(terminal->vt, rows, columns);
    ioctl(terminal->master, TIOCSWINSZ, &size);
}

const char *terminal_left_wrong(struct terminal *terminal)
{
    struct termios after;
    if (tcgetattr(terminal->slave, &after) == 0 &&
        (after.c_iflag != terminal->before.c_iflag || after.c_oflag != terminal->before.c_oflag ||
         after.c_lflag != terminal->before.c_lflag))
        return "the terminal's line settings are not what they were";
    if (terminal->alternate)
        return "the alternate screen is still on";
    if (!terminal->cursor_is_visible)
        return "the cursor is still hidden";
    return terminal->mouse ? "the mouse is still reported" : NULL;
}

void terminal_stop(struct terminal *terminal)
{
    if (!terminal->has_ended) {
        kill(terminal->pid, SIGHUP);
        for (int i = 0; i < 400 && !check_end(terminal); i++) {
            drain(terminal);
            poll(NULL, 0, 5);
        }
    }
    if (!terminal->has_ended) {
        kill(terminal->pid, SIGKILL);
        waitpid(terminal->pid, &terminal->status, 0);
    }
    close(terminal->master);
    close(terminal->slave);
    vterm_free(terminal->vt);
}
