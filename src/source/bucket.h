/* SPDX-License-Identifier: MIT */
#ifndef SOURCE_BUCKET_H
#define SOURCE_BUCKET_H

#include "base/loop.h"
#include "source/limit.h"

/*
 * How full a portal's bucket is, kept in $XDG_STATE_HOME/imolog/limits/HOST: a portal counts the
 * requests of an address, whoever sends them and whenever it was started, so that a new start may
 * not burst as if there had been none before. Two that run at once do not know of each other: the
 * portal's refusals slow them down. What cannot be read or written is done without.
 */
struct bucket;

/* Takes into limit what was kept. Borrows loop and limit; NULL: there is no place to keep it. */
struct bucket *bucket_open(struct loop *loop, struct limit *limit, const char *host);
/* A request went out: it is written soon, once for several. */
void bucket_changed(struct bucket *bucket);
/* Writes what is not yet. NULL is fine for this and the above. */
void bucket_close(struct bucket *bucket);

#endif
