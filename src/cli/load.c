/* SPDX-License-Identifier: MIT */
#include "cli/load.h"
#include "base/log.h"
#include "base/secure.h"
#include "base/words.h"
#include "cli/archives.h"
#include "cli/portals.h"
#include "cli/say.h"
#include "cli/surroundings.h"
#include "text/cluster.h"

#include <inttypes.h>
#include <string.h>

/* --- notes --------------------------------------------------------------------------------- */

/* The sentence of the error is said last and once, though it may have been noted too. */
static void tell(void *error, const char *sentence)
{
    if (!error || strcmp(((const struct error *)error)->text, sentence) != 0)
        say("%s", sentence);
}

static void say_counts(size_t n_damaged, size_t n_failed)
{
    if (n_damaged > 0)
        say(ngettext("%zu record was damaged, missing or incomplete",
                     "%zu records were damaged, missing or incomplete", n_damaged),
            n_damaged);
    if (n_failed > 0)
        say(ngettext("%zu source could not be read", "%zu sources could not be read", n_failed),
            n_failed);
}

/* --- opening ------------------------------------------------------------------------------- */

static int nothing_to_read(void)
{
    say(_("nothing to read was named"));
    say(_("try `imolog --demo` for the bundled sample dialogs,"));
    say(_("or `imolog FILE...` with saved answers of imopenlines.session.history.get,"));
    say(_("or `imolog login` for the dialogs of a portal;"));
    say(_("`imolog --help` tells the rest"));
    return ERROR_USAGE;
}

/* What a portal announced but did not deliver is known once the sessions are arranged. */
static size_t count_missing(const struct store *store)
{
    size_t n = 0;

    for (size_t i = 0; i < store_n_chats(store); i++)
        for (size_t s = 0; s < store_chat_at(store, i)->sessions.n; s++)
            n += store_chat_at(store, i)->sessions.at[s]->n_missing;
    return n;
}

static void arrange(struct load *load, const struct options *options)
{
    store_arrange(load->store, (enum order)options->order);
    store_set_redaction(load->store, options->redact);
    load->n_damaged = source_n_damaged(load->source) + count_missing(load->store);
}

static bool names_place(const struct options *options)
{
    return options->chat || options->session || options->message || options->user_code ||
           options->crm.id;
}

/* One row per kind of source: whether it was asked for, and how it is opened. */
static bool wants_demo(const struct call *call)
{
    return call->options.demo;
}

static bool wants_files(const struct call *call)
{
    return call->n_sources > 0;
}

static bool wants_portal(const struct call *call)
{
    return call->options.portal != NULL;
}

static struct source *open_demo(struct load *load, const struct call *call, struct error *error)
{
    (void)call;
    return source_open_demo(load->store, error);
}

static struct source *open_files(struct load *load, const struct call *call, struct error *error)
{
    return source_open_files(load->store, call->sources, call->n_sources, error);
}

static bool browses(const struct call *call)
{
    return !call->subcommand || call->subcommand->run == browse_run;
}

static struct source *open_portal(struct load *load, const struct call *call, struct error *error)
{
    const struct options *options = &call->options;
    struct source *source = NULL;
    struct str path = {0};
    struct portal_options portal = {.loop = load->loop,
                                    .cacert = options->cacert,
                                    .proxy = options->proxy,
                                    .plan = &options->plan,
                                    .pace = surroundings_pace()};

    if (!load->auth)
        load->auth = portals_open(options, error);
    if (!load->auth && error->kind == ERROR_NONE)
        error_set(error, ERROR_USAGE, _("no portal is known; run `imolog login`"));
    portal.auth = load->auth;
    if (load->auth && browses(call) && !secure_is() && options->keep &&
        archives_of_portal(options, load->auth, &path, error))
        portal.archive = str_text(&path);
    portal.no_list = !browses(call) && names_place(options);
    if (load->auth)
        source = source_open_portal(load->store, &portal, error);
    str_release(&path);
    return source;
}

static bool wants_archive(const struct call *call)
{
    return call->options.archive != NULL;
}

/* Keys may be pressed while the list is read: only who browses has a loop that runs. */
static struct source *open_archive(struct load *load, const struct call *call, struct error *error)
{
    struct archive_options archive = {.loop = browses(call) ? load->loop : NULL,
                                      .no_list = !browses(call) && names_place(&call->options)};
    struct source *source = NULL;
    struct str path = {0};

    if (archives_find(&call->options, &path, error))
        source = source_open_archive(load->store, str_text(&path), &archive, error);
    str_release(&path);
    return source;
}

typedef struct source *source_open_fn(struct load *load, const struct call *call,
                                      struct error *error);

static const struct kind {
    bool (*is_wanted)(const struct call *call);
    source_open_fn *open;
} kinds[] = {
    {wants_demo, open_demo},
    {wants_files, open_files},
    {wants_archive, open_archive},
    {wants_portal, open_portal},
};

bool load_has_source(const struct call *call)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].is_wanted(call))
            return true;
    return false;
}

static const struct kind *kind_of(source_open_fn *open)
{
    const struct kind *kind = kinds;

    while (kind->open != open)
        kind++;
    return kind;
}

/* That there is none is no error. */
static bool has_archive(const struct options *options, struct error *error)
{
    struct str path = {0};
    bool found = archives_find(options, &path, error);

    if (!found && error->kind == ERROR_SOURCE)
        error->kind = ERROR_NONE;
    str_release(&path);
    return found;
}

/* The one kind asked for; without any, the portal when one is configured, else the archive. */
static const struct kind *find_kind(struct load *load, const struct call *call,
                                    struct error *error)
{
    const struct kind *found = NULL;

    error->kind = ERROR_NONE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!kinds[i].is_wanted(call))
            continue;
        if (found) {
            error_set(error, ERROR_USAGE, _("only one of files, --demo, --archive and --portal "
                                            "can be read at a time; leave the others out"));
            return NULL;
        }
        found = &kinds[i];
    }
    if (found)
        return found;
    load->auth = portals_open(&call->options, error);
    if (load->auth)
        return kind_of(open_portal);
    if (error->kind != ERROR_NONE)
        return NULL;
    return has_archive(&call->options, error) ? kind_of(open_archive) : NULL;
}

static void release(struct load *load)
{
    waiting_free(load->waiting);
    store_free(load->store);
    source_free(load->source);
    auth_free(load->auth);
    loop_free(load->loop);
}

/* Whatever a place names comes in before anybody looks for it. */
struct source_place load_place(const struct options *options)
{
    return (struct source_place){.chat = options->chat,
                                 .session = options->session,
                                 .message = options->message,
                                 .code = options->user_code,
                                 .crm_type = options->crm.type,
                                 .crm_id = options->crm.id};
}

static bool seek(struct load *load, const struct options *options, struct error *error)
{
    struct source_place place = load_place(options);
    int64_t chat;

    return !names_place(options) || source_seek(load->source, &place, &chat, error);
}

bool load_open(struct load *load, const struct call *call, int *code)
{
    struct error error = {0};
    const struct kind *kind;

    *load = (struct load){.store = store_new(), .loop = loop_new()};
    kind = find_kind(load, call, &error);
    if (kind)
        load->source = kind->open(load, call, &error);
    if (load->source && seek(load, &call->options, &error)) {
        arrange(load, &call->options);
        return true;
    }
    log_drain(tell, &error);
    *code = kind || error.kind != ERROR_NONE ? say_error(&error) : nothing_to_read();
    release(load);
    return false;
}

static void wait_for_all(struct load *load)
{
    while (source_wait(load->source))
        ;
}

/* Names and the like of chats that only their sessions tell of. What is at hand need not be asked
 * for together. */
static void want_cards(struct load *load)
{
    for (size_t i = 0; i < store_n_chats(load->store) && !store_is_at_hand(load->store); i++)
        if (store_chat_at(load->store, i)->state == LOAD_NONE)
            store_want(load->store, store_chat_at(load->store, i), NULL);
}

bool load_complete(struct load *load, const struct options *options, bool cards,
                   struct error *error)
{
    struct str trouble = {0};

    load->waiting = waiting_new(load->loop, load->source, load->store);
    do {
        wait_for_all(load);
        source_more(load->source);
    } while (source_wait(load->source));
    if (cards)
        want_cards(load);
    wait_for_all(load);
    arrange(load, options);
    waiting_hide(load->waiting);
    source_add_trouble(load->source, &trouble);
    error->kind = ERROR_NONE;
    if (trouble.size && store_n_chats(load->store) == 0) {
        error_set(error, ERROR_FAILED, "%s", str_text(&trouble));
    } else if (trouble.size) {
        log_note("%s", str_text(&trouble));
        load->n_damaged += source_n_failed(load->source) == 0;
    }
    str_release(&trouble);
    return error->kind == ERROR_NONE;
}

bool load_goes_on(void *self, size_t n)
{
    const struct load *load = self;

    (void)n;
    waiting_hide(load->waiting);
    return true;
}

int load_close(struct load *load, int code)
{
    size_t n_failed = source_n_failed(load->source);

    release(load);
    log_drain(tell, NULL);
    say_counts(load->n_damaged, n_failed);
    if (code == ERROR_NONE && load->n_damaged + n_failed > 0)
        return ERROR_DAMAGED;
    return code;
}

/* --- what the options ask for -------------------------------------------------------------- */

static struct bound bound_of(struct option_moment moment)
{
    return (struct bound){moment.given, moment.is_clock, moment.time};
}

struct filter load_filter(const struct options *options)
{
    return (struct filter){
        .chat = options->chat,
        .session = options->session,
        .message = options->message,
        .code = options->user_code,
        .crm_type = options->crm.type,
        .crm_id = options->crm.id,
        .since = bound_of(options->since),
        .until = bound_of(options->until),
    };
}

struct look load_look(const struct load *load, const struct options *options)
{
    struct look look = {.store = load->store, .zone = options->zone, .now = surroundings_now()};

    look.ascii = options->ascii || !surroundings_are_utf8();
    cluster_use_ascii(look.ascii);
    return look;
}

/* --- places -------------------------------------------------------------------------------- */

static bool find_in_session(const struct session *session, const struct filter *filter,
                            const struct zone *zone, struct found *found)
{
    if (!filter_has_session(filter, session))
        return false;
    found->session = session;
    for (size_t i = 0; i < session->entries.n; i++)
        if (filter_has_entry(filter, zone, &session->entries.at[i])) {
            found->entry = &session->entries.at[i];
            return true;
        }
    return !filter_is_by_message(filter);
}

static bool find_in_chat(const struct chat *chat, const struct filter *filter,
                         const struct zone *zone, struct found *found)
{
    if (!filter_has_chat(filter, chat))
        return false;
    found->chat = chat;
    for (size_t i = 0; i < chat->sessions.n; i++)
        if (find_in_session(chat->sessions.at[i], filter, zone, found))
            return true;
    return filter->session == 0 && !filter_is_by_message(filter);
}

struct found load_find(const struct load *load, const struct filter *filter,
                       const struct zone *zone)
{
    for (size_t i = 0; i < store_n_chats(load->store); i++) {
        struct found found = {0};

        if (find_in_chat(store_chat_at(load->store, i), filter, zone, &found))
            return found;
    }
    return (struct found){0};
}

static void add_place(struct str *out, const char *kind, int64_t id)
{
    if (id != 0)
        str_addf(out, "%s%s %" PRId64, out->size ? ", " : "", kind, id);
}

void load_add_place(const struct options *options, struct str *out)
{
    add_place(out, _("chat"), options->chat);
    if (options->user_code)
        str_addf(out, "%s%s", out->size ? ", " : "", options->user_code);
    add_place(out, options->crm.type, options->crm.id);
    add_place(out, _("session"), options->session);
    add_place(out, _("message"), options->message);
}

bool load_has(const struct load *load, const struct filter *filter, struct error *error)
{
    struct filter places = *filter;
    struct str names = {0};
    const char *why;

    places.since.given = places.until.given = false;
    if (load_find(load, &places, NULL).chat)
        return true;
    add_place(&names, _("chat"), filter->chat);
    if (filter->code)
        str_addf(&names, "%s%s", names.size ? ", " : "", filter->code);
    add_place(&names, filter->crm_type, filter->crm_id);
    add_place(&names, _("session"), filter->session);
    add_place(&names, _("message"), filter->message);
    source_is_seeking(load->source, &why);
    if (names.size && why)
        error_set(error, ERROR_SOURCE, "%s: %s", str_text(&names), why);
    else if (names.size)
        error_set(error, ERROR_SOURCE, _("%s: not in %s; `imolog chats` lists what there is"),
                  str_text(&names), source_name(load->source));
    str_release(&names);
    return false;
}
