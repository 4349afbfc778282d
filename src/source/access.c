/* SPDX-License-Identifier: MIT */
#include "source/access.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/secret.h"
#include "base/words.h"
#include "source/envelope.h"
#include "source/call.h"
#include "source/ways.h"
#include "source/walk.h"

enum { CONNECT_TIME = 10, ANSWER_TIME = 15 /* s; somebody sits and waits */ };

const struct access_need access_needs[] = {
    {"imopenlines", true, true, N_("dialogs of open lines cannot be read")},
    {"im", true, false, N_("people are shown by number; chats you take part in are not listed")},
    {"crm", true, false, N_("no sessions by way of the CRM, no chats by --crm")},
    {"disk", true, false, N_("files of chats you take no part in cannot be saved")},
    {"imopenlines.session.history.get", false, true, N_("no messages can be read")},
    {"imopenlines.dialog.get", false, true, N_("no chat can be opened by its number or code")},
    {"imopenlines.v2.session.list", false, false, N_("not every session is listed")},
    {"crm.activity.list", false, false, N_("sessions bound to the CRM are not listed by it")},
    {"im.recent.list", false, false, N_("chats you take part in are not listed by it")},
    {"imopenlines.config.list.get", false, false, N_("lines are shown by number")},
    {"imopenlines.crm.chat.get", false, false, N_("no chats by --crm")},
    {"im.user.list.get", false, false, N_("people who wrote nothing are shown by number")},
    {"im.v2.file.download", false, false, N_("files are saved only by the right disk")},
    {"disk.file.get", false, false, N_("files of chats you take no part in cannot be saved")},
    {NULL, false, false, NULL},
};
_Static_assert(sizeof access_needs / sizeof *access_needs <= ACCESS_MAX + 1, "one state each");

/* What is asked, and what is known of it so far. */
struct look {
    struct access *access;
    struct loop *loop;
    struct http *http;
    struct calls *calls;
    struct asked {
        struct look *look;
        void (*take)(struct look *look, size_t row, struct json_slice result);
        size_t row;
    } asked[ACCESS_MAX + 4];
    size_t n_asked, n_waiting;
    int64_t begin;     /* ms */
    bool has_answered; /* something was answered well */
};

/* --- answers --------------------------------------------------------------------------------- */

static void take_profile(struct look *look, size_t row, struct json_slice result)
{
    static const char *const words[] = {"id", "admin", "name", "lastname", NULL};
    struct json_slice values[4];
    (void)row;
    slice_fields(result, words, values);
    char *first = slice_text(values[2]), *last = slice_text(values[3]);
    look->access->user = json_slice_id(values[0], 0);
    look->access->is_administrator = slice_is_true(values[1]);
    snprintf(look->access->name, sizeof look->access->name, "%s%s%s", first,
             *first && *last ? " " : "", last);
    free(first);
    free(last);
}

static void add_scope(struct access *access, const char *scope)
{
    size_t used = strlen(access->scopes);
    snprintf(access->scopes + used, sizeof access->scopes - used, "%s%s", used ? ", " : "", scope);
    for (size_t i = 0; access_needs[i].name != NULL; i++)
        if (access_needs[i].is_scope && strcasecmp(access_needs[i].name, scope) == 0)
            access->states[i] = ACCESS_GRANTED;
}

/* A list of those granted: the others are not. */
static void take_scopes(struct look *look, size_t row, struct json_slice result)
{
    struct json_reader reader;
    struct json_slice item;
    (void)row;
    json_open(&reader, result.at, result.size);
    if (json_peek(&reader) != JSON_ARRAY || !json_enter(&reader))
        return;
    for (size_t i = 0; access_needs[i].name != NULL; i++)
        if (access_needs[i].is_scope)
            look->access->states[i] = ACCESS_DENIED;
    while (json_item(&reader)) {
        json_skip(&reader, &item);
        char *scope = slice_text(item);
        add_scope(look->access, scope);
        free(scope);
    }
}

static void take_clock(struct look *look, size_t row, struct json_slice result)
{
    struct when when = slice_when(result);
    int64_t now = clock_unix_ms() - look->access->latency / 2;
    (void)row;
    look->access->has_clock = when.time != WHEN_NONE;
    if (look->access->has_clock)
        look->access->skew = when.time - now / 1000;
}

static void take_method(struct look *look, size_t row, struct json_slice result)
{
    static const char *const words[] = {"isexisting", "isavailable", NULL};
    struct json_slice values[2];
    slice_fields(result, words, values);
    if (values[0].size != 0 || values[1].size != 0)
        look->access->states[row] = slice_is_true(values[1])   ? ACCESS_GRANTED
                                    : slice_is_true(values[0]) ? ACCESS_DENIED
                                                               : ACCESS_ABSENT;
}

/* The first failure tells; others fail for the same reason, or are not worth a word. */
static void take(void *self, const struct call_answer *answer)
{
    struct asked *asked = self;
    struct look *look = asked->look;
    look->n_waiting--;
    if (answer->fault != FAULT_NONE) {
        if (look->access->error.kind == ERROR_NONE)
            look->access->error = answer->error;
        return;
    }
    if (!look->has_answered)
        look->access->latency = (int)(clock_ms() - look->begin);
    look->has_answered = true;
    asked->take(look, asked->row, answer->result);
}

/* A plan may forbid what method.get, asked before, calls available. */
static void take_list(void *self, const struct call_answer *answer)
{
    struct asked *asked = self;
    enum access_state *state = &asked->look->access->states[asked->row];
    asked->look->n_waiting--;
    if (*state <= ACCESS_GRANTED && ways_is_refused(answer->fault))
        *state = ACCESS_DENIED;
}

/* --- asking ---------------------------------------------------------------------------------- */

static void send(struct look *look, const char *method, const char *params, call_done_fn *done,
                 struct asked asked)
{
    look->asked[look->n_asked] = asked;
    look->n_waiting++;
    call_send(look->calls, &(struct call){.method = method,
                                          .params = params,
                                          .priority = CALL_PERSON,
                                          .batchable = true,
                                          .done = done,
                                          .self = &look->asked[look->n_asked++]});
}

static void ask(struct look *look, const char *method, const char *params, size_t row,
                void (*taker)(struct look *look, size_t row, struct json_slice result))
{
    send(look, method, params, take, (struct asked){look, taker, row});
}

/* The best way of listing, for one session. */
static void ask_list(struct look *look)
{
    const char *method = ways_name(0, NULL);
    size_t row = 0;
    while (strcasecmp(access_needs[row].name, method) != 0)
        row++;
    send(look, method, "{\"limit\":1}", take_list, (struct asked){look, NULL, row});
}

static void ask_methods(struct look *look)
{
    struct str params = {0};
    for (size_t i = 0; access_needs[i].name != NULL; i++) {
        if (access_needs[i].is_scope)
            continue;
        str_addf(&params, "{\"name\":\"%s\"}", access_needs[i].name);
        ask(look, "method.get", str_text(&params), i, take_method);
        str_clear(&params);
    }
    str_release(&params);
}

static struct http *open_http(const struct access_options *options)
{
    return http_new(&(struct http_options){.loop = options->loop,
                                           .cacert = options->cacert,
                                           .proxy = options->proxy,
                                           .connect_time = CONNECT_TIME,
                                           .time = ANSWER_TIME});
}

static void note_limits(struct look *look, const struct limit_plan *plan)
{
    int64_t now = clock_ms() + 1;
    look->access->level = limit_level(calls_limit(look->calls), now);
    look->access->rate = limit_rate(calls_limit(look->calls), now);
    look->access->room = plan->room;
}

void access_ask(const struct access_options *options, struct access *access)
{
    const struct limit_plan *plan = options->plan != NULL ? options->plan : &limit_standard;
    struct look look = {.access = access,
                        .loop = options->loop,
                        .http = open_http(options),
                        .begin = clock_ms()};
    *access = (struct access){0};
    look.calls = calls_new(&(struct calls_options){.loop = options->loop,
                                                   .http = look.http,
                                                   .auth = options->auth,
                                                   .plan = plan,
                                                   .once = true,
                                                   .keeps_bucket = true});
    ask(&look, "profile", NULL, 0, take_profile);
    ask(&look, "scope", NULL, 0, take_scopes);
    ask(&look, "server.time", NULL, 0, take_clock);
    ask_methods(&look);
    ask_list(&look);
    while (look.n_waiting != 0 && loop_turn(options->loop))
        ;
    note_limits(&look, plan);
    if (look.has_answered)
        access->error.kind = ERROR_NONE;
    calls_free(look.calls);
    http_free(look.http);
}

/* --- what it means --------------------------------------------------------------------------- */

bool access_is_lacking(const struct access *access)
{
    for (size_t i = 0; access_needs[i].name != NULL; i++)
        if (access_needs[i].is_vital && access->states[i] > ACCESS_GRANTED)
            return true;
    return access_list_way(access, NULL) == NULL;
}

static bool is_granted(const struct access *access, const char *method)
{
    for (size_t i = 0; access_needs[i].name != NULL; i++)
        if (strcasecmp(access_needs[i].name, method) == 0)
            return access->states[i] <= ACCESS_GRANTED;
    return false;
}

const char *access_list_way(const struct access *access, const char **blind)
{
    const char *method;
    for (int way = 0; (method = ways_name(way, blind)) != NULL; way++)
        if (is_granted(access, method))
            return method;
    return NULL;
}

/* --- a code for tokens ----------------------------------------------------------------------- */

struct exchange {
    struct auth *auth;
    struct error *error;
    bool done, good;
};

static bool refuse(struct exchange *exchange, const struct envelope *envelope, int status)
{
    const struct fault *fault = fault_find(envelope->code.at, envelope->code.size, status);
    bool is_code = json_slice_is(envelope->code, "invalidgrant");
    return error_set(exchange->error, ERROR_SOURCE, _("%s: no login: refused: %.*s; %s"),
                     auth_host(exchange->auth),
                     envelope->code.size < 64 ? (int)envelope->code.size : 64, envelope->code.at,
                     is_code ? _("a code works once, and half a minute long: ask for another")
                             : _(fault->advice));
}

static bool take_tokens(struct exchange *exchange, struct http_answer *answer)
{
    struct envelope envelope;
    envelope_read(&envelope, str_text(&answer->body), answer->body.size);
    if (answer->failure != HTTP_NONE)
        *exchange->error = answer->error;
    else if (envelope.kind == ENVELOPE_ERROR)
        return refuse(exchange, &envelope, answer->status);
    else if (envelope.kind == ENVELOPE_PAGE)
        return error_set(exchange->error, ERROR_SOURCE,
                         _("%s: no login: a web page came instead of tokens, with status %d; check "
                           "that no login page of the network is in between"),
                         auth_host(exchange->auth), answer->status);
    else
        return auth_renew(exchange->auth, str_text(&answer->body), answer->body.size,
                          exchange->error);
    return false;
}

static void exchanged(void *self, struct http_answer *answer)
{
    struct exchange *exchange = self;
    exchange->good = take_tokens(exchange, answer);
    exchange->done = true;
    secret_wipe(&answer->body);
}

bool access_exchange(const struct access_options *options, const char *code, struct error *error)
{
    struct exchange exchange = {.auth = options->auth, .error = error};
    struct http *http = open_http(options);
    struct str address = {0};
    auth_exchange(options->auth, code, &address);
    http_send(http, &(struct http_request){.address = str_text(&address),
                                           .name = "oauth.token",
                                           .done = exchanged,
                                           .self = &exchange});
    secret_wipe(&address);
    while (!exchange.done && loop_turn(options->loop))
        ;
    http_free(http);
    return exchange.good;
}
