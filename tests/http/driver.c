/* SPDX-License-Identifier: MIT */
/*
 * Asks a server as the program does, and prints what came of it, for tests/http/http_test.py.
 *
 *   driver [OPTION...] get|post|far ADDRESS   one request; far: a get of what is not on the portal
 *   driver [OPTION...] near ADDRESS           the same after the portal answered there
 *   driver [OPTION...] call AUTH CALL...      calls of methods; AUTH: a webhook, or @NAME of a login
 *
 * A CALL is METHOD, METHOD{JSON}, with b (may be batched), p (a person waits) and digits (a batch of
 * that many with {"N":i}) before it and a colon: "b50:profile", "p:user.current".
 */
#include "base/log.h"
#include "base/mem.h"
#include "source/call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static struct {
    const char *cacert;
    size_t limit;
    int slow, time, cancel_ms, wait_ms, person_ms;
    double pace, random;
    struct limit_plan plan;
    bool shows_waits;
} opt = {.pace = 1, .random = 0.5, .plan = {50, 2, 480}};

static struct loop *loop;
static struct http *http;
static struct calls *calls;
static long long began;
static size_t n_open, n_sunk;
static unsigned numbers[20000];
static size_t n_numbers;

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static long rss_kb(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static double chance(void)
{
    return opt.random;
}

static void give_up(void *self)
{
    (void)self;
    printf("late\n");
    loop_stop(loop);
}

/* --- one request --------------------------------------------------------------------------- */

static bool sink(void *self, const char *bytes, size_t size)
{
    (void)self;
    (void)bytes;
    n_sunk += size;
    return true;
}

static void answered(void *self, struct http_answer *answer)
{
    static const char *const words[] = {"none", "broken", "tls", "large", "redirect", "refused"};

    (void)self;
    printf("failure=%s\nstatus=%d\nsize=%zu\nsunk=%zu\nretry_after=%d\nhost=%s\ntype=%s\n",
           words[answer->failure], answer->status, answer->body.size, n_sunk, answer->retry_after,
           answer->host, answer->type);
    printf("timed_out=%d\nerror=%s\nbody=%.60s\n", answer->timed_out, answer->error.text,
           str_text(&answer->body));
    loop_stop(loop);
}

static void cancel_all(void *self)
{
    (void)self;
    for (size_t i = 0; i < n_numbers; i++)
        if (calls)
            call_cancel(calls, numbers[i]);
        else
            http_cancel(http, numbers[i]);
    printf("cancelled\n");
    loop_after(loop, 300, give_up, NULL);
}

static void request(const char *how, const char *address);

static const char *asked;

static void go_far(void *self, struct http_answer *answer)
{
    (void)self;
    (void)answer;
    request("far", asked);
}

static void request(const char *how, const char *address)
{
    bool is_near = strcmp(how, "near") == 0, posts = is_near || strcmp(how, "post") == 0;

    asked = address;

    numbers[n_numbers++] = http_send(http, &(struct http_request){.address = address,
                                                                  .name = "profile",
                                                                  .body = posts ? "{}" : NULL,
                                                                  .size = 2,
                                                                  .limit = opt.limit,
                                                                  .sink = posts ? NULL : sink,
                                                                  .elsewhere =
                                                                      strcmp(how, "far") == 0,
                                                                  .done = is_near ? go_far
                                                                                  : answered});
}

/* --- calls --------------------------------------------------------------------------------- */

static void called(void *self, const struct call_answer *answer)
{
    static const char *const words[] = {"ok",    "stop",   "denied",  "absent", "request",
                                        "retry", "slower", "suspend", "refresh"};

    printf("%zu\t%s\t%s\t%.*s\t%s\t%lld\n", (size_t)self, words[answer->fault], answer->code,
           answer->result.size > 60 ? 60 : (int)answer->result.size, answer->result.at,
           answer->error.text, now_ms() - began);
    if (--n_open == 0)
        loop_stop(loop);
}

static void send_one(const char *method, const char *params, bool batchable, bool person)
{
    size_t number = n_numbers;

    n_open++;
    numbers[n_numbers++] =
        call_send(calls, &(struct call){.method = method,
                                        .params = params,
                                        .batchable = batchable,
                                        .priority = person ? CALL_PERSON : CALL_BACKGROUND,
                                        .limit = opt.limit,
                                        .done = called,
                                        .self = (void *)number});
}

static void send_spec(const char *spec)
{
    const char *colon = strchr(spec, ':'), *brace = strchr(spec, '{'), *at;
    bool has_flags = colon && (!brace || colon < brace);
    bool batchable = false, person = false;
    long n = 1;
    char params[40], *method;

    for (at = spec; has_flags && at < colon; at++) {
        batchable |= *at == 'b';
        person |= *at == 'p';
        if (*at >= '0' && *at <= '9') {
            n = strtol(at, (char **)&at, 10);
            at--;
        }
    }
    at = has_flags ? colon + 1 : spec;
    method = mem_copy(at, brace ? (size_t)(brace - at) : strlen(at));
    for (long i = 0; i < n; i++) {
        snprintf(params, sizeof params, "{\"N\":%ld}", i);
        send_one(method, n > 1 ? params : brace, batchable, person);
    }
    free(method);
}

static void tell_wait(void *self)
{
    struct calls_wait wait;

    (void)self;
    calls_waiting(calls, &wait);
    printf("wait\t%s\t%s\t%d\t%zu\t%zu\n", wait.why ? wait.why : "-", wait.method, wait.seconds,
           wait.n_waiting, wait.n_running);
    loop_after(loop, 200, tell_wait, NULL);
}

static void send_person(void *self)
{
    (void)self;
    send_one("person.waits", NULL, false, true);
}

static bool start_calls(char **args, struct auth **auth)
{
    struct error error;

    *auth = **args == '@' ? auth_load(*args + 1, &error)
                          : auth_webhook(*args, strlen(*args), &error);
    if (!*auth) {
        printf("auth\t%s\n", error.text);
        return false;
    }
    calls = calls_new(&(struct calls_options){.loop = loop,
                                              .http = http,
                                              .auth = *auth,
                                              .plan = &opt.plan,
                                              .random = chance,
                                              .pace = opt.pace});
    while (*++args)
        send_spec(*args);
    if (opt.shows_waits)
        loop_after(loop, 100, tell_wait, NULL);
    if (opt.person_ms)
        loop_after(loop, opt.person_ms, send_person, NULL);
    return true;
}

static void tell_figures(void)
{
    struct calls_figures figures = calls_figures(calls);

    printf("requests=%llu\nretries=%llu\nrefused=%llu\nwaited=%llu\n",
           (unsigned long long)figures.requests, (unsigned long long)figures.retries,
           (unsigned long long)figures.refused, (unsigned long long)figures.waited);
}

/* --- options ------------------------------------------------------------------------------- */

static char **read_options(char **args)
{
    for (; args[0] && args[1] && strncmp(*args, "--", 2) == 0; args += 2) {
        const char *name = *args + 2;
        double value = strtod(args[1], NULL);

        if (strcmp(name, "cacert") == 0)
            opt.cacert = args[1];
        else if (strcmp(name, "limit") == 0)
            opt.limit = (size_t)value;
        else if (strcmp(name, "slow") == 0)
            opt.slow = (int)value;
        else if (strcmp(name, "time") == 0)
            opt.time = (int)value;
        else if (strcmp(name, "cancel") == 0)
            opt.cancel_ms = (int)value + 1;
        else if (strcmp(name, "wait") == 0)
            opt.wait_ms = (int)value;
        else if (strcmp(name, "person") == 0)
            opt.person_ms = (int)value;
        else if (strcmp(name, "pace") == 0)
            opt.pace = value;
        else if (strcmp(name, "random") == 0)
            opt.random = value;
        else if (strcmp(name, "rate") == 0)
            opt.plan.rate = value;
        else if (strcmp(name, "room") == 0)
            opt.plan.room = value;
        else if (strcmp(name, "operating") == 0)
            opt.plan.operating = value;
        else if (strcmp(name, "waits") == 0)
            opt.shows_waits = true;
        else
            exit(2);
    }
    return args;
}

static void tell_note(void *to, const char *sentence)
{
    (void)to;
    fprintf(stderr, "%s\n", sentence);
}

int main(int argc, char **argv)
{
    char **args = read_options(argv + 1);
    struct auth *auth = NULL;

    if (argc < 3 || !args[0] || !args[1])
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    began = now_ms();
    loop = loop_new();
    http = http_new(&(struct http_options){.loop = loop,
                                           .cacert = opt.cacert,
                                           .proxy = "",
                                           .slow_time = opt.slow,
                                           .time = opt.time});
    if (opt.cancel_ms)
        loop_after(loop, opt.cancel_ms - 1, cancel_all, NULL);
    loop_after(loop, opt.wait_ms ? opt.wait_ms : 120000, give_up, NULL);
    if (strcmp(*args, "call") != 0)
        request(args[0], args[1]);
    else if (!start_calls(args + 1, &auth))
        return 1;
    loop_run(loop);
    if (calls)
        tell_figures();
    log_drain(tell_note, NULL);
    printf("ms=%lld\nrss=%ld\n", now_ms() - began, rss_kb());
    calls_free(calls);
    http_free(http);
    auth_free(auth);
    loop_free(loop);
    return 0;
}
