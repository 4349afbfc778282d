/* SPDX-License-Identifier: MIT */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stddef.h>

/*
 * What was noticed on the way and must be told: repaired damage, ignored lines
 * of a theme. Kept until someone shows it (the panes own the screen while they
 * run); beyond LOG_MAX sentences only counted. Texts may hold foreign bytes.
 */
enum { LOG_MAX = 200 };

void log_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* All sentences so far, also those only counted. */
size_t log_count(void);
/* Gives each kept sentence once and forgets it; then, if some were only counted, their number.
 * log_drain_after leaves the first n, as of log_count before. */
void log_drain_after(size_t n, void (*tell)(void *to, const char *sentence), void *to);
void log_drain(void (*tell)(void *to, const char *sentence), void *to);

#endif
