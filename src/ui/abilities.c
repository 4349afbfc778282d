/* SPDX-License-Identifier: MIT */
#include "ui/abilities.h"
#include "ui/clipboard.h"
#include "ui/osc8.h"
#include "ui/reply.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { PATIENCE = 300 /* ms of silence */ };

/* Others show part of the questions. */
static bool may_be_asked(int fd)
{
    static const char *const others[] = {"dumb", "linux", "vt", "cons", "sun", "ansi", NULL};
    const char *type = getenv("TERM"), *program = getenv("TERM_PROGRAM");

    if (!type || !*type || tcgetpgrp(fd) != getpgrp() ||
        (program && strcmp(program, "Apple_Terminal") == 0))
        return false;
    for (const char *const *other = others; *other; other++)
        if (strncmp(type, *other, strlen(*other)) == 0)
            return false;
    return true;
}

static void read_answers(int fd, struct reply *reply)
{
    struct pollfd polled = {fd, POLLIN, 0};
    struct str keys = {0};
    char bytes[256];
    ssize_t n;

    while (reply->awaits && poll(&polled, 1, PATIENCE) > 0 &&
           (n = read(fd, bytes, sizeof bytes)) > 0)
        reply_feed(reply, bytes, (size_t)n, &keys);
    str_release(&keys);
}

/* Its line settings are as they were before any signal gets through. */
static void ask(int fd, struct reply *reply)
{
    static const char questions[] = "\033]11;?\033\\\033[?69$p\033[c";
    struct termios before, raw;
    sigset_t all, mask;

    if (tcgetattr(fd, &before) != 0)
        return;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &mask);
    raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    tcsetattr(fd, TCSANOW, &raw);
    reply->awaits = true;
    if (write(fd, questions, sizeof questions - 1) == sizeof questions - 1)
        read_answers(fd, reply);
    tcsetattr(fd, TCSAFLUSH, &before);
    sigprocmask(SIG_SETMASK, &mask, NULL);
}

static void look_at(int fd, struct abilities *abilities)
{
    struct winsize size;
    struct reply reply;

    if (ioctl(fd, TIOCGWINSZ, &size) == 0) {
        abilities->columns = size.ws_col;
        abilities->rows = size.ws_row;
    }
    if (!may_be_asked(fd))
        return;
    reply_init(&reply);
    ask(fd, &reply);
    abilities->is_asked = !reply.awaits;
    abilities->has_margins = reply.has_margins;
    abilities->background = reply.background;
    reply_release(&reply);
}

void abilities_look(struct abilities *abilities, const char *clipboard_command)
{
    int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

    *abilities = (struct abilities){.background = -1};
    abilities->has_hyperlinks = osc8_is_known();
    abilities->clipboard = clipboard_way(clipboard_command);
    if (fd < 0)
        return;
    look_at(fd, abilities);
    close(fd);
}
