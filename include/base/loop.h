/* SPDX-License-Identifier: MIT */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <stdbool.h>

/*
 * One thread, one poll. Descriptors, signals and timers wake it; the idle hook runs once per turn,
 * before sleeping: the one place to draw. Signals arrive through a pipe, in order, on the loop.
 *
 * What a person did is handled first, and alone in its turn: it is shown before other work begins.
 * Other descriptors and timers take turns, a timer at a time. Nobody is passed over for more than
 * a few of them.
 */
struct loop;

typedef void loop_fd_fn(void *self, int fd);
typedef void loop_signal_fn(void *self, int signo);
typedef void loop_timer_fn(void *self);
typedef void loop_idle_fn(void *self);

struct loop *loop_new(void);
/* Restores the signal handlers that were there before. */
void loop_free(struct loop *loop);
/* fn is called when fd is readable or hung up. */
void loop_watch_fd(struct loop *loop, int fd, loop_fd_fn *fn, void *self);
/* The same for what a person types. */
void loop_watch_input(struct loop *loop, int fd, loop_fd_fn *fn, void *self);
/* Of a descriptor that is watched, what it is watched for: readable, writable, or both (then fn
 * finds out which). New ones are watched for being readable. */
void loop_watch_for(struct loop *loop, int fd, bool readable, bool writable);
/* Then fn is never called, not even in this turn. */
void loop_unwatch_fd(struct loop *loop, int fd);
void loop_watch_signal(struct loop *loop, int signo, loop_signal_fn *fn, void *self);
/* The handlers are again those that were there before. */
void loop_unwatch_signals(struct loop *loop);
/* fn is called once, not before ms milliseconds have passed. The number, never 0, cancels it. */
unsigned loop_after(struct loop *loop, int ms, loop_timer_fn *fn, void *self);
/* Then it never calls back. 0 and the number of a timer that is gone do nothing. */
void loop_cancel(struct loop *loop, unsigned timer);
void loop_on_idle(struct loop *loop, loop_idle_fn *fn, void *self);
/* Waits for what comes next and handles it. False: stopped. */
bool loop_turn(struct loop *loop);
/* Handles what a person did, if anything, and nothing else: for work that takes long. */
void loop_take_input(struct loop *loop);
/* Until loop_stop. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

#endif
