/* SPDX-License-Identifier: MIT */
#include "source/portal.h"

#include <stdlib.h>

#include "base/words.h"

enum {
    TICK = 1000,       /* ms between two looks at a countdown */
    LONG = 256 * 1024, /* bytes of an answer that takes a while */
};

/* --- asking ----------------------------------------------------------------------------------- */

/* To unpack a long answer took a while, and so does reading it: keys come in between. */
static void hand_over(void *self)
{
    struct errand *errand = self;
    struct call_answer answer = errand->late;
    errand->timer = 0;
    errand->late.body = NULL;
    errand->done(errand, &answer);
    call_body_drop(answer.body);
}

/* A timer that an answer starts may be run in its turn still; one that a timer starts is not. */
static void breathe(void *self)
{
    struct errand *errand = self;
    errand->timer = loop_after(errand->portal->loop, 0, hand_over, errand);
}

/* Refusals concern what was asked alone; of these two all that comes after. */
static void answered(void *self, const struct call_answer *answer)
{
    struct errand *errand = self;
    bool is_failure = answer->fault == FAULT_STOP || answer->fault == FAULT_RETRY;
    portal_set_failure(&errand->portal->failure, is_failure ? answer->error.text : NULL);
    errand->portal->is_refused = answer->fault == FAULT_STOP;
    if (answer->result.size < LONG) {
        errand->done(errand, answer);
        return;
    }
    errand->late = *answer;
    call_body_hold(answer->body);
    errand->timer = loop_after(errand->portal->loop, 0, breathe, errand);
}

struct errand *portal_ask(struct portal *portal, const struct call *call, int64_t chat,
                          int64_t session)
{
    struct errand *errand = mem_zero(1, sizeof *errand);
    struct call copy = *call;
    *errand = (struct errand){
        .portal = portal, .chat = chat, .session = session, .next = portal->errands};
    portal->errands = errand;
    errand->done = call->done;
    copy.done = answered;
    copy.self = errand;
    errand->number = call_send(portal->calls, &copy);
    return errand;
}

void portal_end(struct errand *errand)
{
    struct errand **at = &errand->portal->errands;
    while (*at != errand)
        at = &(*at)->next;
    *at = errand->next;
    loop_cancel(errand->portal->loop, errand->timer);
    call_body_drop(errand->late.body);
    free(errand);
}

int portal_ms(const struct portal *portal, int ms)
{
    return (int)(ms / portal->pace);
}

void portal_set_failure(char **failure, const char *sentence)
{
    free(*failure);
    *failure = sentence != NULL ? mem_copy_text(sentence) : NULL;
}

/* --- the rest of a source --------------------------------------------------------------------- */

static bool portal_reload(struct source *source, struct error *error)
{
    struct portal *portal = (struct portal *)source;
    (void)error;
    calls_resume(portal->calls);
    portal_set_failure(&portal->list.failure, NULL);
    portal_set_failure(&portal->list.refusal, NULL);
    portal_set_failure(&portal->failure, NULL);
    portal_set_failure(&portal->stale, NULL);
    source->n_failed = 0;
    portal_follow_anew(portal);
    portal_list_start(portal);
    portal_forget_names(portal);
    store_forgive(source->store);
    for (size_t i = 0; i < store_n_chats(source->store); i++)
        portal_reload_chat(portal, store_chat_at(source->store, i));
    return true;
}

static void portal_more(struct source *source)
{
    portal_list_more((struct portal *)source);
}

/* Of the list, which would be asked for at once again, or of a chat in it. */
static bool is_of_list(const struct portal *portal, const struct errand *errand)
{
    return errand->number == portal->list.number || errand->facts.session != 0;
}

/* What a person waits for, and following goes on; when there is nothing of that, following. */
static bool portal_cancel(struct source *source)
{
    struct portal *portal = (struct portal *)source;
    bool any = portal_save_stop(portal);
    any |= portal_stop_names(portal);
    for (struct errand *errand = portal->errands, *next; errand != NULL; errand = next) {
        next = errand->next;
        if (errand->is_watch)
            continue;
        any = true;
        if (is_of_list(portal, errand)) {
            portal->list.number = 0;
            portal_set_failure(&portal->list.failure, _("the list was stopped; R asks again"));
        }
        call_cancel(portal->calls, errand->number);
        portal_give_up(portal, errand, LOAD_FAILED);
        portal_end(errand);
    }
    return any || portal_follow_pause(portal);
}

static void portal_drop(struct source *source)
{
    struct portal *portal = (struct portal *)source;
    for (struct errand *errand = portal->errands, *next; errand != NULL; errand = next) {
        next = errand->next;
        if (errand->is_watch || errand->chat == 0)
            continue;
        call_cancel(portal->calls, errand->number);
        portal_give_up(portal, errand, LOAD_NONE);
        portal_end(errand);
    }
}

static bool portal_wait(struct source *source)
{
    struct portal *portal = (struct portal *)source;
    return (portal->errands != NULL || portal->names.timer != 0) && loop_turn(portal->loop);
}

static bool wait(void *self)
{
    return portal_wait(self);
}

/* Whoever shows a countdown looks at it after each turn, and wants another one. */
static void tick(void *self)
{
    struct portal *portal = self;
    portal->tick = 0;
}

/* Looks of following come and go unseen. */
static bool is_asked(const struct portal *portal)
{
    for (const struct errand *errand = portal->errands; errand != NULL; errand = errand->next)
        if (!errand->is_watch)
            return true;
    return portal->names.timer != 0;
}

static void portal_add_state(const struct source *source, struct str *out)
{
    struct portal *portal = (struct portal *)source;
    struct calls_wait wait_now;
    calls_waiting(portal->calls, &wait_now);
    portal_save_wait(portal, &wait_now);
    if (wait_now.why != NULL && wait_now.seconds > 0) {
        str_addf(out, "%s, %d s", wait_now.why, wait_now.seconds);
        if (portal->tick == 0)
            portal->tick = loop_after(portal->loop, TICK, tick, portal);
    } else if (portal_save_say(portal, out)) {
        return;
    } else if (wait_now.why != NULL) {
        str_add_text(out, wait_now.why);
    } else if (is_asked(portal)) {
        str_add_text(out, _("loading"));
    } else if (portal->failure != NULL) {
        str_add_text(out, portal->is_refused ? _("refused: = says why")
                                             : _("no answer: R asks again, = says why"));
    } else if (portal->stale != NULL) {
        str_add_text(out, _("not up to date: = says why"));
    } else if (portal->list.failure != NULL || portal->list.refusal != NULL) {
        str_add_text(out, _("the list is not whole: = says why"));
    } else if (portal->follow.chat != 0) {
        str_add_text(out, _("following"));
    }
}

/* What failed last, then what the list does not show, then what may go well yet. */
static void portal_add_trouble(const struct source *source, struct str *out)
{
    const struct portal *portal = (const struct portal *)source;
    if (portal->failure != NULL)
        str_add_text(out, portal->failure);
    else if (portal->stale != NULL)
        str_add_text(out, portal->stale);
    else if (portal->list.failure != NULL)
        str_add_text(out, portal->list.failure);
    else if (portal->list.refusal != NULL)
        str_add_text(out, portal->list.refusal);
    else
        calls_add_failing(portal->calls, out);
}

static void portal_free(struct source *source)
{
    struct portal *portal = (struct portal *)source;
    portal_save_stop(portal);
    portal_follow_stop(portal);
    portal_shelf_close(portal);
    loop_cancel(portal->loop, portal->names.timer);
    loop_cancel(portal->loop, portal->tick);
    calls_free(portal->calls);
    http_free(portal->http);
    while (portal->errands != NULL)
        portal_end(portal->errands);
    for (size_t i = 0; i < portal->texts.n; i++)
        call_body_drop(portal->texts.at[i].body);
    vec_release(&portal->texts);
    vec_release(&portal->names.ids);
    vec_release(&portal->names.asked);
    free(portal->list.failure);
    free(portal->list.refusal);
    free(portal->failure);
    free(portal->stale);
    free(portal->not_found);
    free(portal);
}

static const struct source_ops portal_ops = {
    .free = portal_free,
    .reload = portal_reload,
    .seek = portal_seek,
    .wait = portal_wait,
    .more = portal_more,
    .follow = portal_follow,
    .save = portal_save,
    .cancel = portal_cancel,
    .drop = portal_drop,
    .add_state = portal_add_state,
    .is_seeking = portal_is_seeking,
    .add_trouble = portal_add_trouble,
    .add_origin = portal_add_origin,
};

struct source *source_open_portal(struct store *store, const struct portal_options *options,
                                  struct error *error)
{
    struct portal *portal = mem_zero(1, sizeof *portal);
    (void)error;
    portal->source = (struct source){.ops = &portal_ops, .store = store};
    portal->source.name = mem_copy_text(auth_host(options->auth));
    if (options->archive != NULL)
        portal_shelf_open(portal, options->archive);
    portal->loop = options->loop;
    portal->auth = options->auth;
    portal->http = http_new(&(struct http_options){
        .loop = options->loop, .cacert = options->cacert, .proxy = options->proxy});
    portal->pace = options->pace > 0 ? options->pace : 1;
    portal->calls = calls_new(&(struct calls_options){.loop = options->loop,
                                                      .http = portal->http,
                                                      .auth = portal->auth,
                                                      .plan = options->plan,
                                                      .keeps_bucket = true,
                                                      .pace = portal->pace});
    store_set_source(store, &(struct store_source){.load = portal_load,
                                                   .want = portal_want,
                                                   .wait = wait,
                                                   .user = portal_shelf_user,
                                                   .self = portal});
    portal->list.ways.has_all = options->no_list;
    if (!options->no_list)
        portal_list_start(portal);
    return &portal->source;
}
