/* SPDX-License-Identifier: MIT */
#ifndef CLI_LOAD_H
#define CLI_LOAD_H

#include "base/loop.h"
#include "cli/call.h"
#include "cli/waiting.h"
#include "export/filter.h"
#include "layout/look.h"
#include "source/source.h"

/* The sources of a call, read. */
struct load {
    struct store *store;
    struct source *source;
    struct loop *loop; /* what the source works on */
    struct auth *auth; /* of a portal, or NULL */
    struct waiting *waiting; /* once it is completed, else NULL */
    size_t n_damaged; /* records that were damaged, missing or incomplete */
};

/* False: there is nothing to show; the reason has been said and *code is the exit code. */
bool load_open(struct load *load, const struct call *call, int *code);
/* For whoever does not browse: waits until all of the list is there, or what a place names; cards:
 * and for the names of its chats and operators. False: there is nothing, and the error says why. */
bool load_complete(struct load *load, const struct options *options, bool cards,
                   struct error *error);
/* For a document (goes_on) whose messages are still to come: what is told while they are waited for
 * is taken away before it is written. */
bool load_goes_on(void *load, size_t n);
/* Whether the call names a source at all. */
bool load_has_source(const struct call *call);
/* Says what was noted and what was damaged; gives code, or when it is 0 that of damage. */
int load_close(struct load *load, int code);

/* What the options ask for. */
struct filter load_filter(const struct options *options);
struct source_place load_place(const struct options *options);
/* The same as words for people: "chat 2210, session 903". */
void load_add_place(const struct options *options, struct str *out);
struct look load_look(const struct load *load, const struct options *options);

/* The first place in the store the filter lets pass; parts that are not known stay NULL. */
struct found {
    const struct chat *chat;
    const struct session *session;
    const struct entry *entry;
};
struct found load_find(const struct load *load, const struct filter *filter,
                       const struct zone *zone);
/* Whether the places the filter names are there at all; dates are not looked at. */
bool load_has(const struct load *load, const struct filter *filter, struct error *error);

#endif
