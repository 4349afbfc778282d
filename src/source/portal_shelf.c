/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "source/keep.h"
#include "source/portal.h"
#include "source/shelved.h"

/*
 * The portal's archive beside it: what was read once is there at once, and what comes is put into
 * it between keys, some rows at a time. It is held for writing no longer than that; while somebody
 * else writes it (a synchronisation), what comes is not kept, for they bring it anyway.
 */
enum {
    ROWS = 40, /* put at a time, about a millisecond */
    SOON = 1,  /* ms between two times */
};

void portal_shelf_open(struct portal *portal, const char *path)
{
    struct error error;
    portal->shelf.path = mem_copy_text(path);
    portal->shelf.archive = archive_open(path, ARCHIVE_READ_ONLY, &error);
}

/* --- out of it -------------------------------------------------------------------------------- */

static bool is_fresh(const struct archive_session *row)
{
    return row->next_check == WHEN_NONE || row->next_check > time(NULL);
}

bool portal_shelf_session(struct portal *portal, struct session *session, bool *fresh)
{
    struct archive_session row;
    struct error error;
    if (portal->shelf.archive == NULL || session->id == 0 ||
        !archive_session(portal->shelf.archive, session->id, &row, &error) ||
        row.state != ARCHIVE_READ || row.chat != session->chat ||
        !shelved_session(portal->shelf.archive, portal->source.store, session, &error))
        return false;
    *fresh = row.is_closed && is_fresh(&row);
    return true;
}

void portal_shelf_chat(struct portal *portal, struct chat *chat)
{
    struct error error;
    if (portal->shelf.archive != NULL)
        shelved_sessions(portal->shelf.archive, portal->source.store, chat, &error);
}

bool portal_shelf_message(const struct portal *portal, const struct entry *entry,
                          struct message *message)
{
    return portal->shelf.archive != NULL &&
           shelved_message(portal->shelf.archive, entry, message);
}

void portal_shelf_user(void *self, struct user *user)
{
    struct portal *portal = self;
    if (portal->shelf.archive != NULL)
        shelved_user(portal->shelf.archive, user);
}

/* --- into it ---------------------------------------------------------------------------------- */

static void drop_first(struct portal *portal)
{
    keep_end(portal->shelf.keeping, NULL);
    portal->shelf.keeping = NULL;
    call_body_drop(portal->shelf.waiting.at[0].body);
    portal->shelf.waiting.n--;
    for (size_t i = 0; i < portal->shelf.waiting.n; i++)
        portal->shelf.waiting.at[i] = portal->shelf.waiting.at[i + 1];
}

/* The first one to be kept makes the archive. */
static void close_writer(struct portal *portal)
{
    struct error error;
    archive_close(portal->shelf.writer);
    portal->shelf.writer = NULL;
    if (portal->shelf.archive == NULL)
        portal->shelf.archive = archive_open(portal->shelf.path, ARCHIVE_READ_ONLY, &error);
}

/* One step with the first one; true when there is no more to do with it. */
static bool put_some(struct portal *portal)
{
    struct json_slice text = portal->shelf.waiting.at[0].text;
    struct error error;
    bool done;
    if (portal->shelf.writer == NULL) {
        portal->shelf.writer = archive_open(portal->shelf.path, ARCHIVE_WRITE, &error);
        return portal->shelf.writer == NULL;
    }
    if (!archive_can_write(portal->shelf.writer))
        return true;
    if (portal->shelf.keeping == NULL) {
        portal->shelf.keeping =
            keep_begin(portal->shelf.writer, NULL, "imopenlines.session.history.get", text.at,
                       text.size, time(NULL), &error);
        return portal->shelf.keeping == NULL;
    }
    if (keep_go_on(portal->shelf.keeping, ROWS, &done, &error))
        return done;
    log_note("%s", error.text);
    return true;
}

static void put_next(void *self)
{
    struct portal *portal = self;
    portal->shelf.timer = 0;
    if (put_some(portal))
        drop_first(portal);
    if (portal->shelf.waiting.n != 0)
        portal->shelf.timer = loop_after(portal->loop, SOON, put_next, portal);
    else
        close_writer(portal);
}

/* Of those that wait for the same the newest, when it is not the only one: a session as it was and
 * as it is are put, what was edited or deleted is in the first. NULL: none. */
static struct portal_kept *find_waiting(struct portal *portal, int64_t session)
{
    size_t n = 0;
    for (size_t i = 0; session != 0 && i < portal->shelf.waiting.n; i++)
        if (portal->shelf.waiting.at[i].session == session && ++n == 2)
            return &portal->shelf.waiting.at[i];
    return NULL;
}

void portal_shelf_put(struct portal *portal, int64_t session, const struct call_answer *answer)
{
    if (portal->shelf.path == NULL)
        return;
    struct portal_kept kept = {session, call_body_hold(answer->body), answer->result};
    struct portal_kept *older = find_waiting(portal, session);
    if (older != NULL) {
        call_body_drop(older->body);
        *older = kept;
    } else {
        vec_push(&portal->shelf.waiting, kept);
    }
    if (portal->shelf.timer == 0)
        portal->shelf.timer = loop_after(portal->loop, SOON, put_next, portal);
}

/* What still waits is put before the end: the person has left. */
void portal_shelf_close(struct portal *portal)
{
    loop_cancel(portal->loop, portal->shelf.timer);
    while (portal->shelf.waiting.n != 0)
        if (put_some(portal))
            drop_first(portal);
    vec_release(&portal->shelf.waiting);
    archive_close(portal->shelf.writer);
    archive_close(portal->shelf.archive);
    free(portal->shelf.path);
}
