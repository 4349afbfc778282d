/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "base/words.h"
#include "source/sync_parts.h"

static bool queue(struct sync *sync, int64_t session, int64_t chat, struct error *error)
{
    struct archive_session row;
    bool known = sync_knows(sync, session, &row);
    sync->sum.n_listed++;
    if (session > sync->page.newest)
        sync->page.newest = session;
    if (sync->is_part && (!known || archive_is_due(&row, sync->options.now)))
        sync_want(sync, session);
    if (known)
        return true;
    sync->sum.n_new++;
    sync->page.is_known = false;
    sync->n_todo += !sync->is_part;
    return sync->options.is_dry || archive_queue(sync->options.archive, session, chat, error);
}

static bool queue_page(struct sync *sync, const struct store *store, const struct listing *listing,
                       struct error *error)
{
    bool done = true;
    for (size_t i = 0; i < listing->codes.n; i++)
        done = done && queue(sync, listing->codes.at[i].facts.session, 0, error);
    for (size_t i = 0; i < store_n_chats(store); i++) {
        const struct chat *chat = store_chat_at(store, i);
        for (size_t s = 0; s < chat->sessions.n; s++)
            done = done && queue(sync, chat->sessions.at[s]->id, chat->id, error);
        if (chat->sessions.n == 0 && !sync->options.is_dry)
            sync_ask(sync, 0, chat->id);
    }
    return done;
}

/* Of the list as a whole, from its end on: "METHOD NEWEST". */
static bool keep_seen(struct sync *sync, struct error *error)
{
    struct str seen = {0};
    bool is_whole = !sync->is_part && sync->ways.has_all;
    if (sync->newest < sync->seen_to)
        sync->newest = sync->seen_to;
    str_addf(&seen, "%s %" PRId64, ways_method(&sync->ways), sync->newest);
    bool done = !is_whole || archive_set_meta(sync->options.archive, "listed", str_text(&seen),
                                              error);
    str_release(&seen);
    return done;
}

void sync_read_seen(struct sync *sync)
{
    const char *seen =
        sync->options.archive != NULL ? archive_meta(sync->options.archive, "listed") : NULL;
    if (seen == NULL || sscanf(seen, "%63s %" SCNd64, sync->seen_by, &sync->seen_to) != 2)
        sync->seen_to = 0;
}

/* New sessions stand at the head of the list and have greater numbers than all before: behind a
 * page of known ones, down to where the list was seen to its end, all are known. What a run that
 * was ended early, or somebody else, has put into the archive proves nothing. */
static void end_page(struct sync *sync)
{
    if (sync->page.newest > sync->newest)
        sync->newest = sync->page.newest;
    if (sync->page.is_known && sync->page.newest <= sync->seen_to && !sync->options.recheck &&
        ways_is_seen(&sync->ways, sync->seen_by))
        sync->ways.has_all = true;
    sync->due_is_all = sync->is_part;
}

static bool keep_page(struct sync *sync, struct json_slice result, struct error *error)
{
    struct store *store = store_new();
    struct listing listing = {0};
    bool writes = !sync->options.is_dry;
    sync->page.is_known = true;
    sync->page.newest = 0;
    ways_take(&sync->ways, store, result, &listing);
    bool done = !writes || archive_begin(sync->options.archive, error);
    done = done && queue_page(sync, store, &listing, error);
    end_page(sync);
    done = done && (!writes || keep_seen(sync, error));
    if (writes && done)
        done = archive_commit(sync->options.archive, error);
    else if (writes)
        archive_rollback(sync->options.archive);
    listing_release(&listing);
    store_free(store);
    return done;
}

static void take_page(void *self, const struct call_answer *answer)
{
    struct sync *sync = self;
    struct error error = answer->error;
    sync->lists = false;
    if (answer->fault == FAULT_NONE) {
        if (!keep_page(sync, answer->result, &error))
            sync_fail(sync, &error);
    } else if (answer->fault == FAULT_STOP || answer->fault == FAULT_RETRY) {
        sync_refuse(sync, answer);
    } else {
        if (sync->seen_to == 0) /* later the sum tells the way */
            log_note(_("%s; the list is made another way"), error.text);
        if (!ways_next(&sync->ways))
            sync_fail(sync, &error);
    }
    if (!sync->failed && !sync->stopped)
        sync_send_more(sync);
}

bool sync_list(struct sync *sync)
{
    struct str params = {0};
    if (sync->lists || sync->ways.has_all)
        return false;
    ways_params(&sync->ways, &params);
    sync->lists = true;
    call_send(sync->calls, &(struct call){.method = ways_method(&sync->ways),
                                          .params = str_text(&params),
                                          .priority = CALL_AHEAD, /* feeds all the others */
                                          .batchable = true,
                                          .done = take_page,
                                          .self = sync});
    str_release(&params);
    return true;
}
