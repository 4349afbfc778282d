/* SPDX-License-Identifier: MIT */
#ifndef SCREEN_TERMINAL_H
#define SCREEN_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

/*
 * A program in a pty whose other end is libvterm. The screen may be looked at
 * when the program is quiet: all it wrote has been read, all that was typed has
 * been taken, and it sleeps in poll without a short timeout. Nothing here waits
 * for time to pass and hopes.
 */
struct terminal {
    VTerm *vt;
    VTermScreen *screen;
    int master, slave;
    pid_t pid;
    int columns, rows;
    bool has_ended;
    int status; /* as waitpid gives it */
    long slept; /* the program's count of sleeps before it was last disturbed */
    char out[4096]; /* what the terminal has to say to the program */
    size_t n_out;
    VTermPos cursor;
    bool cursor_is_visible, alternate;
    int mouse;
    struct termios before;
};

enum settled { SETTLED, SETTLED_ENDED, SETTLED_NEVER };

void terminal_start(struct terminal *terminal, char **command, char **environment, int columns,
                    int rows);
/* Reads until the program is quiet or has ended; gives up after 30 seconds. */
enum settled terminal_settle(struct terminal *terminal);
/* Reads until the program has ended; false after 30 seconds. */
bool terminal_wait(struct terminal *terminal);
void terminal_send(struct terminal *terminal, const char *bytes, size_t size);
void terminal_resize(struct terminal *terminal, int columns, int rows);
/* What an ended program left wrong: modes, termios. NULL when nothing. */
const char *terminal_left_wrong(struct terminal *terminal);
/* Hangs up, and kills what does not go. */
void terminal_stop(struct terminal *terminal);

#endif
