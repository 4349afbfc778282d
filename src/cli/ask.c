/* SPDX-License-Identifier: MIT */
#include "cli/ask.h"
#include "base/words.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

static const int ends[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP};
enum { N_ENDS = sizeof ends / sizeof *ends };

static volatile sig_atomic_t caught;

static void catch(int signo)
{
    caught = signo;
}

/* --- the terminal ---------------------------------------------------------------------------- */

/* A terminal that does not show what is typed; signals come only while it is waited. */
struct hidden {
    struct termios before;
    struct sigaction actions[N_ENDS];
    sigset_t mask;
};

static void hide_typing(const struct hidden *hidden)
{
    struct termios quiet = hidden->before;

    quiet.c_lflag &= ~(tcflag_t)ECHO;
    quiet.c_lflag |= ECHONL;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet);
}

static void hold_signals(struct hidden *hidden)
{
    struct sigaction action = {.sa_handler = catch};
    sigset_t set;

    sigemptyset(&set);
    for (int i = 0; i < N_ENDS; i++)
        sigaddset(&set, ends[i]);
    sigprocmask(SIG_BLOCK, &set, &hidden->mask);
    for (int i = 0; i < N_ENDS; i++) {
        sigaction(ends[i], NULL, &hidden->actions[i]);
        if (hidden->actions[i].sa_handler != SIG_IGN)
            sigaction(ends[i], &action, NULL);
    }
}

static void release_signals(const struct hidden *hidden)
{
    for (int i = 0; i < N_ENDS; i++)
        sigaction(ends[i], &hidden->actions[i], NULL);
    sigprocmask(SIG_SETMASK, &hidden->mask, NULL);
}

static void hide(struct hidden *hidden)
{
    tcgetattr(STDIN_FILENO, &hidden->before);
    hold_signals(hidden);
    hide_typing(hidden);
}

static void show(const struct hidden *hidden)
{
    tcsetattr(STDIN_FILENO, TCSADRAIN, &hidden->before);
    release_signals(hidden);
}

/* The terminal is as it was before the signal does what it does; after a stop it goes on. */
static void pass_on(struct hidden *hidden)
{
    int signo = caught;

    caught = 0;
    show(hidden);
    raise(signo);
    hide(hidden);
}

/* --- the line -------------------------------------------------------------------------------- */

/* 1: there is something to read, or the end. */
static int wait_for_typing(struct hidden *hidden, const char *question)
{
    fd_set set;

    if (!hidden)
        return 1;
    FD_ZERO(&set);
    FD_SET(STDIN_FILENO, &set);
    if (pselect(STDIN_FILENO + 1, &set, NULL, NULL, NULL, &hidden->mask) > 0)
        return 1;
    if (caught) {
        pass_on(hidden);
        fputs(question, stderr);
    }
    return 0;
}

/* Byte by byte: what follows the line is somebody else's. */
static bool read_line(struct hidden *hidden, const char *question, struct str *out)
{
    char byte;

    while (out->size < ASK_MAX) {
        ssize_t n;

        if (!wait_for_typing(hidden, question))
            continue;
        n = read(STDIN_FILENO, &byte, 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return out->size > 0;
        if (byte == '\n')
            return true;
        str_add_char(out, byte);
    }
    return false;
}

static void trim(struct str *out)
{
    size_t blanks = strspn(str_text(out), " \t\r");

    memmove(out->text, out->text + blanks, out->size - blanks + 1);
    out->size -= blanks;
    while (out->size > 0 && strchr(" \t\r", out->text[out->size - 1]))
        str_cut(out, out->size - 1);
}

bool ask_line(const char *question, bool is_secret, struct str *out, struct error *error)
{
    bool on_terminal = isatty(STDIN_FILENO), done;
    struct hidden hidden;

    str_clear(out);
    str_reserve(out, ASK_MAX + 1);
    if (on_terminal)
        fputs(question, stderr);
    if (on_terminal && is_secret) {
        hide(&hidden);
        done = read_line(&hidden, question, out);
        show(&hidden);
    } else {
        done = read_line(NULL, question, out);
    }
    if (out->size > 0)
        trim(out);
    if (!done && on_terminal)
        fputc('\n', stderr);
    if (!done)
        error_set(error, ERROR_USAGE,
                  out->size >= ASK_MAX
                      ? _("a line of more than %d bytes is no answer; nothing was kept")
                      : _("standard input ended before all was answered; run `imolog login` on a "
                          "terminal, or send the answers by a pipe, each a line of at most %d "
                          "bytes"),
                  ASK_MAX);
    return done;
}
