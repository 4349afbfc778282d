/* SPDX-License-Identifier: MIT */
#ifndef BASE_GUARD_H
#define BASE_GUARD_H

/*
 * A file that is not to outlive us: what would end the program at once (Ctrl-C,
 * SIGTERM, a hangup) removes it first. Signals that somebody handles or ignores
 * are left to them. One file at a time; a second one is not watched.
 */

#define GUARD_NAME ".XXXXXX.part" /* what the path ends with */

/* Makes the file as mkstemp does (0600, never what exists or a link), and watches it from its
 * first moment on. path is borrowed until guard_end. -1 and errno: it cannot be made. */
int guard_make(char *path);
/* The file has another name now, or is gone. Any path. */
void guard_end(const char *path);

#endif
