/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memfd_create, where there is one */
#include "ui/tty.h"
#include "base/str.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

enum { RESTORE = 512, STACK = 1 << 16 };

static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
enum { N_FATAL = sizeof fatal / sizeof *fatal };

static struct {
    volatile sig_atomic_t is_taken;
    struct termios before;
    bool has_before;
    char restore[RESTORE]; /* bytes that undo all modes */
    size_t n_restore;
    struct sigaction actions[N_FATAL];
    stack_t stack;
    struct str out;
    FILE *curses; /* a descriptor of its own, which can be muted */
    int nowhere, held; /* where it goes instead */
} tty;

static char signal_stack[STACK];

static void tty_restore(void)
{
    if (!tty.is_taken)
        return;
    tty.is_taken = 0;
    if (write(STDOUT_FILENO, tty.restore, tty.n_restore) < 0)
        errno = 0; /* the terminal is gone: nothing to give back */
    if (tty.has_before)
        tcsetattr(STDOUT_FILENO, TCSANOW, &tty.before);
}

/* All others wait until the terminal is given back; what is raised here comes after us. A crash in
 * here is the end at once. */
static void die(int signo)
{
    tty_restore();
    for (int i = 0; i < N_FATAL; i++)
        if (fatal[i] == signo)
            sigaction(signo, &tty.actions[i], NULL);
    raise(signo);
}

static void catch_crashes(void)
{
    struct sigaction action = {.sa_handler = die, .sa_flags = SA_ONSTACK};
    stack_t stack = {.ss_sp = signal_stack, .ss_size = sizeof signal_stack};

    sigemptyset(&action.sa_mask);
    for (int i = 0; i < N_FATAL; i++)
        sigaddset(&action.sa_mask, fatal[i]);
    sigaltstack(&stack, &tty.stack);
    for (int i = 0; i < N_FATAL; i++)
        sigaction(fatal[i], &action, &tty.actions[i]);
}

FILE *tty_start(void)
{
    int fd = dup(STDOUT_FILENO);

    tty.has_before = tcgetattr(STDOUT_FILENO, &tty.before) == 0;
    tty.curses = fd < 0 ? NULL : fdopen(fd, "w");
    tty.held = -1;
    tty.nowhere = tty.curses ? open("/dev/null", O_WRONLY) : -1;
    if (tty.curses)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (tty.nowhere >= 0)
        fcntl(tty.nowhere, F_SETFD, FD_CLOEXEC);
    return tty.curses ? tty.curses : stdout;
}

static bool send_to(int fd)
{
    int own = tty.curses ? fileno(tty.curses) : -1;

    if (own < 0 || dup2(fd, own) < 0)
        return false;
    fcntl(own, F_SETFD, FD_CLOEXEC);
    return true;
}

bool tty_mute(bool on)
{
    return tty.nowhere >= 0 && send_to(on ? tty.nowhere : STDOUT_FILENO);
}

bool tty_hold(void)
{
#ifdef MFD_CLOEXEC
    if (tty.held < 0)
        tty.held = memfd_create("screen", MFD_CLOEXEC);
#endif
    return tty.held >= 0 && ftruncate(tty.held, 0) == 0 && lseek(tty.held, 0, SEEK_SET) == 0 &&
           send_to(tty.held);
}

const struct str *tty_held(void)
{
    off_t size = lseek(tty.held, 0, SEEK_END);
    ssize_t n = 0;

    send_to(STDOUT_FILENO);
    if (size > 0) {
        str_reserve(&tty.out, (size_t)size + 1);
        n = pread(tty.held, tty.out.text + tty.out.size, (size_t)size, 0);
    }
    tty.out.size += n > 0 ? (size_t)n : 0;
    if (tty.out.text)
        tty.out.text[tty.out.size] = '\0';
    return &tty.out;
}

void tty_arm(bool modern)
{
    if (modern)
        tty_add("\033[?1006l\033[?1003l\033[?1002l\033[?1000l\033[?1004l\033[?2004l");
    tty_add(exit_attribute_mode);
    tty_add(orig_pair);
    tty_add(keypad_local);
    tty_add(cursor_normal);
    tty_add(exit_ca_mode);
    tty.n_restore = tty.out.size < RESTORE ? tty.out.size : RESTORE;
    memcpy(tty.restore, str_text(&tty.out), tty.n_restore);
    str_clear(&tty.out);
    tty.is_taken = 1;
    catch_crashes();
}

static void close_curses(void)
{
    if (tty.curses)
        fclose(tty.curses);
    if (tty.nowhere >= 0)
        close(tty.nowhere);
    if (tty.held >= 0)
        close(tty.held);
    tty.curses = NULL;
    tty.nowhere = tty.held = -1;
}

void tty_stop(void)
{
    close_curses();
    if (!tty.is_taken)
        return;
    tty.is_taken = 0;
    for (int i = 0; i < N_FATAL; i++)
        sigaction(fatal[i], &tty.actions[i], NULL);
    sigaltstack(&tty.stack, NULL);
    str_release(&tty.out);
}

int tty_add_byte(int byte)
{
    str_add_char(&tty.out, (char)byte);
    return byte;
}

void tty_add(const char *capability)
{
    if (capability && capability != (char *)-1)
        tputs(capability, 1, tty_add_byte);
}

void tty_add_bytes(const char *bytes)
{
    str_add_text(&tty.out, bytes);
}

void tty_send(void)
{
    size_t at = 0;

    while (at < tty.out.size) {
        ssize_t n = write(STDOUT_FILENO, tty.out.text + at, tty.out.size - at);

        if (n < 0 && errno == EAGAIN)
            poll(&(struct pollfd){STDOUT_FILENO, POLLOUT, 0}, 1, -1);
        else if (n < 0 && errno != EINTR)
            break;
        at += n > 0 ? (size_t)n : 0;
    }
    str_clear(&tty.out);
}
